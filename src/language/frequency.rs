//! How often does it say? `하루 네 번`, `일 4회`, "four times a day", as the minutes from one time to the next.

use super::script;
use crate::span::Span;

const NUMBERS: [(&str, f64); 19] = [
    ("one", 1.0),
    ("세", 3.0),
    ("네", 4.0),
    ("한", 1.0),
    ("두", 2.0),
    ("다섯", 5.0),
    ("여섯", 6.0),
    ("여덟", 8.0),
    ("열두", 12.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("eight", 8.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("twenty-four", 24.0),
    ("several", 3.0),
    ("a few", 3.0),
];

/// Before the number, longest first among those that share an end.
const KOREAN_PERIODS: [(&str, f64); 14] = [
    ("하루", 1440.0),
    ("매일", 1440.0),
    ("1일", 1440.0),
    ("일", 1440.0),
    ("일주일", 10_080.0),
    ("1주일", 10_080.0),
    ("매주", 10_080.0),
    ("1주", 10_080.0),
    ("주", 10_080.0),
    ("한 시간", 60.0),
    ("1시간", 60.0),
    ("시간당", 60.0),
    ("매월", 43_200.0),
    ("월", 43_200.0),
];

/// Behind "times".
const ENGLISH_PERIODS: [(&str, f64); 11] = [
    (" a day", 1440.0),
    (" per day", 1440.0),
    (" each day", 1440.0),
    (" every day", 1440.0),
    (" daily", 1440.0),
    (" a week", 10_080.0),
    (" per week", 10_080.0),
    (" weekly", 10_080.0),
    (" an hour", 60.0),
    (" per hour", 60.0),
    (" hourly", 60.0),
];

/// The frequencies in `text` that are written as a number of times in a period, in minutes. Cost: O(bytes).
pub(super) fn frequencies(text: &str) -> Vec<(Span, f64)> {
    let korean = ["회", "번", "차례"];
    let mut found = korean
        .iter()
        .flat_map(|times| text.match_indices(times))
        .filter_map(|(at, times)| in_korean(text, at, at + times.len()))
        .collect::<Vec<_>>();
    found.extend(text.match_indices(" time").filter_map(|(at, _)| in_english(text, at)));
    found.sort_by_key(|it| it.0.start);
    found
}

/// `하루에 네 번`: the period stands before the number.
fn in_korean(text: &str, at: usize, end: usize) -> Option<(Span, f64)> {
    if !script::ends_word(text, end) {
        return None;
    }
    let (before, number) = number_before(&text[..at])?;
    let before = before.trim_end_matches(' ');
    let before = before.strip_suffix("에").unwrap_or(before);
    let (period, minutes) =
        KOREAN_PERIODS.iter().filter(|it| before.ends_with(it.0)).max_by_key(|it| it.0.len()).copied()?;
    let start = before.len() - period.len();
    // 3월 2회 counts in March.
    let is_date = before[..start].ends_with(|it: char| it.is_ascii_digit());
    (!is_date && script::starts_word(text, start)).then_some((Span::new(start, end), minutes / number))
}

/// "four times a day": it stands behind.
fn in_english(text: &str, at: usize) -> Option<(Span, f64)> {
    let rest = text[at..].strip_prefix(" times").or_else(|| text[at..].strip_prefix(" time"))?;
    let (period, minutes) = ENGLISH_PERIODS.iter().find(|it| rest.starts_with(it.0))?;
    let end = text.len() - rest.len() + period.len();
    let (before, number) = number_before(&text[..at])?;
    let span = Span::new(before.len(), end);
    (script::starts_word(text, span.start) && script::ends_word(text, end)).then_some((span, minutes / number))
}

/// The number that `text` ends with, and what stands before it.
fn number_before(text: &str) -> Option<(&str, f64)> {
    let text = text.trim_end_matches(' ');
    let digits = text.trim_end_matches(|it: char| it.is_ascii_digit());
    let value = text[digits.len()..].parse::<f64>().ok().filter(|it| *it >= 1.0);
    let worded = || NUMBERS.iter().find_map(|(word, value)| Some((text.strip_suffix(word)?, *value)));
    value.map(|it| (digits, it)).or_else(worded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64)]) {
        let found = frequencies(text);
        assert_eq!(found.iter().map(|(at, it)| (at.of(text), *it)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn times_in_a_period() {
        check("스냅샷은 하루 네 번, 사본은 일 2회 만든다.", &[("하루 네 번", 360.0), ("일 2회", 720.0)]);
        check("하루에 3번, 주 1회, 1일 4회", &[("하루에 3번", 480.0), ("주 1회", 10_080.0), ("1일 4회", 360.0)]);
        check("Copied four times a day.", &[("four times a day", 360.0)]);
        check("one time per day, 6 times daily", &[("one time per day", 1440.0), ("6 times daily", 240.0)]);
    }

    #[test]
    fn what_is_counted_otherwise() {
        check("제3회 훈련, 3월 2회, 두 번 실패, 휴일 2회차 회의, several times, three times the price", &[]);
    }
}
