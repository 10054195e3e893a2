//! How long do the steps take together? "감지 5분 + 승격 10분", "detect 5 min → restore 1 h".

use crate::hover::availability::duration;
use crate::knowledge::Language;
use crate::language::{QuantityUnit, quantities};
use crate::span::Span;

/// What stands between two steps that follow each other.
const JOINTS: [&str; 5] = ["+", "→", "->", "⇒", "=>"];

/// What stands between two times that do not belong to one chain.
const STOPS: [&str; 6] = [". ", ";", "/", "다.", "RPO", "RTO"];

/// Words that say that the sum is there already.
const TOTALS: [&str; 7] = ["total", "in all", "sum", "합계", "총", "모두", "합쳐"];

/// The time that the steps of a chain take together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sum {
    /// Where the last time ends; a byte of the text.
    pub(super) end: usize,
    /// In minutes.
    low: f64,
    high: f64,
}

/// Whether `text` speaks of the time that a recovery may take.
pub(super) fn names_recovery(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["rto", "recovery time", "복구 시간", "복구시간", "복구 목표"].iter().any(|it| lower.contains(it))
}

/// The sum of the steps of `text`: all of its times that signs like `+` and `→` join; `None` where there are fewer than
/// two, or other times beside them, or a sum already.
///
/// Cost: O(bytes).
pub(super) fn sum(text: &str) -> Option<Sum> {
    if !JOINTS.iter().any(|it| text.contains(it)) || is_added_up(text) {
        return None;
    }
    let times = quantities(text).into_iter().filter(|it| it.1.unit == QuantityUnit::Minutes).collect::<Vec<_>>();
    let is_joined = |one: Span, next: Span| {
        let between = Span::new(one.end, next.start.max(one.end)).of(text);
        JOINTS.iter().any(|it| between.contains(it)) && !STOPS.iter().any(|it| between.contains(it))
    };
    let [.., last] = times.as_slice() else { return None };
    if times.len() < 2 || !times.windows(2).all(|it| is_joined(it[0].0, it[1].0)) {
        return None;
    }
    let (low, high) = times.iter().fold((0.0, 0.0), |(low, high), (_, it)| (low + it.low, high + it.high));
    Some(Sum { end: last.0.end, low, high })
}

fn is_added_up(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.replace("=>", "").contains('=') || TOTALS.iter().any(|it| lower.contains(it))
}

impl Sum {
    pub(super) fn label(self, language: Language) -> String {
        let written = |minutes: f64| duration((minutes * 60_000.0).round() as u128, 2, language);
        let sum = match self.low < self.high {
            true => format!("{} – {}", written(self.low), written(self.high)),
            false => written(self.low),
        };
        match language {
            Language::En => format!("{sum} in all"),
            Language::Ko => format!("모두 {sum}"),
        }
    }
}
