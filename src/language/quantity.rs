//! Which numbers does a text state, and of what?

use crate::span::Span;

use super::script;

/// A number or a range of numbers with what it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// The number, or the lower end of a range.
    pub(crate) low: f64,
    /// The number, or the upper end of a range.
    pub(crate) high: f64,
    /// What it counts.
    pub(crate) unit: Unit,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nothing is said: `1`, `x1`.
    Bare,
    /// Things: `1대`, `2 EA`, `3개`.
    Things,
    /// Anything else: `25분`, `3 GB`, `40 %`.
    Other,
}

impl Quantity {
    /// Whether it says exactly `n` things (or just `n`).
    pub(crate) fn is(self, n: u32) -> bool {
        self.unit != Unit::Other && self.low == f64::from(n) && self.high == f64::from(n)
    }

    /// Whether it says more than one thing.
    pub(crate) fn is_several(self) -> bool {
        self.unit != Unit::Other && self.high > 1.0
    }
}

/// Counters for machines and things, as they follow a number with or without a space.
const COUNTERS: &[&str] = &[
    "대",
    "개",
    "식",
    "본",
    "벌",
    "놈",
    "쌍",
    "노드",
    "태스크",
    "파드",
    "인스턴스",
    "EA",
    "ea",
    "nodes",
    "node",
    "instances",
    "instance",
    "tasks",
    "task",
    "pods",
    "pod",
    "replicas",
    "replica",
    "units",
    "unit",
    "servers",
    "server",
    "VMs",
    "VM",
];

/// The quantities written in digits in `text`, in order, without overlap.
///
/// Ranges are bytes of `text` and hold number and counter. A number inside a word (`ec2`, `m5`, `v1.2`), an address or a date is none.
/// Cost: O(bytes).
pub(super) fn quantities(text: &str) -> Vec<(Span, Quantity)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = run_end(bytes, at);
        if let Some((start, it)) = starts_number(text, at).then(|| number(text, start_of(text, at), at, end)).flatten()
        {
            at = start.end;
            found.push((start, it));
        } else {
            at = end.max(at + 1);
        }
    }
    found
}

/// The byte after the digits (with inner `,` and `.`) that start at `at`.
fn run_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < bytes.len()
        && (bytes[end].is_ascii_digit()
            || (matches!(bytes[end], b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)))
    {
        end += 1;
    }
    end
}

/// A number starts a word, or follows `x`, `×` or a Hangul syllable (`라이터1`).
fn starts_number(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        Some('x' | 'X' | '×') => !before.next().is_some_and(char::is_alphanumeric),
        Some(c) if c.is_ascii_alphabetic() => false,
        Some('-' | '/' | '.' | ':' | '_' | '#' | '$' | '@') => before.next().is_none_or(char::is_whitespace),
        Some(_) => true,
    }
}

/// Where the quantity starts: `x` and `×` belong to it.
fn start_of(text: &str, at: usize) -> usize {
    match text[..at].chars().next_back() {
        Some(c @ ('x' | 'X' | '×')) => at - c.len_utf8(),
        _ => at,
    }
}

fn number(text: &str, start: usize, at: usize, end: usize) -> Option<(Span, Quantity)> {
    let low = parse(&text[at..end])?;
    let (high, end) = range_end(text, end).unwrap_or((low, end));
    let rest = &text[end..];
    let trimmed = rest.trim_start_matches(' ');
    let gap = rest.len() - trimmed.len();
    if gap <= 1
        && let Some(counter) =
            COUNTERS.iter().find(|it| trimmed.strip_prefix(**it).is_some_and(|after| ends_unit(it, after)))
    {
        let end = end + gap + counter.len();
        return Some((Span::new(start, end), Quantity { low, high, unit: Unit::Things }));
    }
    let next = rest.chars().next();
    let unit = match next {
        None => Unit::Bare,
        Some(c) if c.is_alphanumeric() && !script::starts_with_particle(rest) => Unit::Other,
        Some('%' | ':' | '/' | '-' | '_' | '+') => Unit::Other,
        Some(' ') if has_unit_word(trimmed) => Unit::Other,
        Some(_) => Unit::Bare,
    };
    Some((Span::new(start, end), Quantity { low, high, unit }))
}

/// Whether a counter ends here and is not the start of a longer word.
fn ends_unit(counter: &str, after: &str) -> bool {
    let same = |c: char| script::is_hangul(c) == counter.starts_with(script::is_hangul) && c.is_alphanumeric();
    !after.starts_with(same)
        || (counter.starts_with(script::is_hangul) && script::starts_with_particle(after))
        || (counter == "대" && after.starts_with(['뿐', '짜', '에', '로', '만']))
}

/// Measures that follow a number after a space.
fn has_unit_word(rest: &str) -> bool {
    const MEASURES: &[&str] = &[
        "%", "ms", "s ", "sec", "min", "hour", "h ", "day", "week", "month", "year", "GB", "MB", "TB", "KB", "Gbps",
        "Mbps", "Gbit", "Mbit", "rps", "times", "percent", "k ", "USD", "€", "vCPU", "req", "Nov", "Dec", "Oct", "Jan",
        "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "분", "초", "시", "일", "년", "월", "주", "원", "회",
        "건", "명",
    ];
    MEASURES.iter().any(|it| rest.starts_with(it))
}

/// `~6`, `-6`, `–6`, `..6`, ` to 6` behind a number.
fn range_end(text: &str, end: usize) -> Option<(f64, usize)> {
    let rest = &text[end..];
    let marks = ["~", "∼", "–", "-", "..", " ~ ", " – ", " to ", "대~", "개~"];
    let mark =
        marks.iter().find(|it| rest.strip_prefix(**it).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())))?;
    let at = end + mark.len();
    let end = run_end(text.as_bytes(), at);
    Some((parse(&text[at..end])?, end))
}

fn parse(digits: &str) -> Option<f64> {
    digits.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64, f64, Unit)]) {
        let found = quantities(text);
        let found = found.iter().map(|(at, it)| (at.of(text), it.low, it.high, it.unit)).collect::<Vec<_>>();
        assert_eq!(found, expected);
    }

    #[test]
    fn counters_follow_in_both_languages() {
        check(
            "EC2 1대, 서버 2개와 1EA",
            &[("1대", 1.0, 1.0, Unit::Things), ("2개", 2.0, 2.0, Unit::Things), ("1EA", 1.0, 1.0, Unit::Things)],
        );
        check("1 instance and 3 tasks", &[("1 instance", 1.0, 1.0, Unit::Things), ("3 tasks", 3.0, 3.0, Unit::Things)]);
        check("로비 서버 x1", &[("x1", 1.0, 1.0, Unit::Bare)]);
    }

    #[test]
    fn a_range_is_one_quantity() {
        check("2~6대", &[("2~6대", 2.0, 6.0, Unit::Things)]);
        check("3..90 tasks", &[("3..90 tasks", 3.0, 90.0, Unit::Things)]);
    }

    #[test]
    fn measures_count_nothing() {
        check(
            "25분 40 % 1시간",
            &[("25", 25.0, 25.0, Unit::Other), ("40", 40.0, 40.0, Unit::Other), ("1", 1.0, 1.0, Unit::Other)],
        );
    }

    #[test]
    fn digits_inside_names_are_no_quantities() {
        check("ec2 m5.large v1.2 ap-northeast-2a us-east-1", &[]);
    }
}
