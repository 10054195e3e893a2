//! Which strategies of disaster recovery can meet this objective?

use std::fmt::Write as _;

use crate::facts::Objective;
use crate::knowledge::{Card, Knowledge, Language};

/// The page on an objective of at most `minutes`, written as `written`, in Markdown: what can meet it, the cheapest first, and
/// what can't. `None` when the knowledge has no strategies.
pub(super) fn page(
    knowledge: &Knowledge,
    of: Objective,
    minutes: f64,
    written: &str,
    language: Language,
) -> Option<String> {
    let mut strategies = knowledge.cards.iter().filter_map(|it| Some((it, best(it, of)?))).collect::<Vec<_>>();
    strategies.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| slowest(b.0).total_cmp(&slowest(a.0))));
    if strategies.is_empty() {
        return None;
    }
    let (meets, fails): (Vec<_>, Vec<_>) = strategies.into_iter().partition(|it| it.1 <= minutes);
    let name = match of {
        Objective::Rto => "RTO",
        Objective::Rpo => "RPO",
    };
    let (can, cannot) = match language {
        Language::En => ("Can meet it, the cheapest first:", "Too slow:"),
        Language::Ko => ("맞출 수 있는 전략(싼 것부터):", "맞출 수 없는 전략:"),
    };
    let mut page = format!("**{name} {written}**\n");
    for (title, strategies) in [(can, meets), (cannot, fails)] {
        if strategies.is_empty() {
            continue;
        }
        let _ = write!(page, "\n{title}\n\n");
        for (card, best) in strategies {
            let _ = writeln!(page, "- **{}**: {}", card.title(language), from(best, language));
        }
    }
    Some(page)
}

fn best(card: &Card, of: Objective) -> Option<f64> {
    card.reaches.map(|it| match of {
        Objective::Rto => it.rto,
        Objective::Rpo => it.rpo,
    })
}

fn slowest(card: &Card) -> f64 {
    card.reaches.map_or(0.0, |it| it.rto)
}

/// `from 10 min`: the best that it reaches.
fn from(minutes: f64, language: Language) -> String {
    let (value, english, korean) = match minutes {
        it if it <= 0.0 => {
            return if language == Language::Ko { "0에 가깝게".to_owned() } else { "near zero".to_owned() };
        }
        it if it < 1.0 => (it * 60.0, "s", "초"),
        it if it < 60.0 => (it, "min", "분"),
        it => (it / 60.0, "h", "시간"),
    };
    match language {
        Language::En => format!("from about {value:.0} {english}"),
        Language::Ko => format!("약 {value:.0}{korean}부터"),
    }
}
