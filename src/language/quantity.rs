//! Which numbers does a text state, and of what?

use crate::span::Span;

use super::{duration, script};

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
    /// Time, in minutes: `25분`, `1h30m`, `a 15-minute`.
    Minutes,
    /// Hundredths: `40 %`.
    Percent,
    /// Anything else: `3 GB`, `12:30`.
    Other,
}

impl Quantity {
    /// Whether it says exactly `n` things (or just `n`).
    pub(crate) fn is(self, n: u32) -> bool {
        self.counts() && self.low == f64::from(n) && self.high == f64::from(n)
    }

    /// Whether it says more than one thing; a bare 2024 is a year.
    pub(crate) fn is_several(self) -> bool {
        let is_year = self.unit == Unit::Bare && (1990.0..2100.0).contains(&self.low) && self.low == self.high;
        self.counts() && self.high > 1.0 && !is_year
    }

    fn counts(self) -> bool {
        matches!(self.unit, Unit::Bare | Unit::Things)
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

/// The quantities in `text`, in order of place: numbers in digits, and durations also in words.
///
/// Ranges are bytes of `text`, without overlap, and hold number and counter. A number inside a word (`ec2`, `m5`, `v1.2`), an address or a date is none.
/// Cost: O(bytes).
pub(crate) fn quantities(text: &str) -> Vec<(Span, Quantity)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = run_end(bytes, at);
        let is_number = starts_number(text, at) || is_second_time(text, at, end);
        if let Some((start, it)) = is_number.then(|| number(text, start_of(text, at), at, end)).flatten() {
            at = start.end;
            found.push((start, it));
        } else {
            at = end.max(at + 1);
        }
    }
    let worded = duration::worded(text).into_iter().filter(|it| !found.iter().any(|(at, _)| at.overlaps(it.0)));
    let worded = worded.map(|(at, it)| (at, Quantity { low: it, high: it, unit: Unit::Minutes })).collect::<Vec<_>>();
    found.extend(worded);
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

/// The second of two times, `4h/1h` and `5분/24시간`, or one behind its name and a colon, `RTO:4h`.
fn is_second_time(text: &str, at: usize, end: usize) -> bool {
    let is_name = |it: &str| it.ends_with(char::is_alphabetic);
    let is_time =
        |it: &str| is_name(it) && it.trim_end_matches(char::is_alphabetic).ends_with(|it: char| it.is_ascii_digit());
    let before = &text[..at];
    let is_behind = before.strip_suffix('/').is_some_and(is_time) || before.strip_suffix(':').is_some_and(is_name);
    is_behind && duration::unit_after(text, end).is_some()
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
    if let Some(it) = lasting(text, start, low, high, end) {
        return Some(it);
    }
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
        Some('%' | '％') => Unit::Percent,
        Some(' ') if trimmed.starts_with(['%', '％']) || trimmed.starts_with("percent") => Unit::Percent,
        Some(':' | '/' | '-' | '_' | '+') => Unit::Other,
        Some(' ') if has_unit_word(trimmed) => Unit::Other,
        Some(_) => Unit::Bare,
    };
    Some((Span::new(start, end), Quantity { low, high, unit }))
}

/// A time from `low` to `high` whose number ends at byte `end`: `24h`, `25~30분`, `30분~1시간`.
fn lasting(text: &str, start: usize, low: f64, high: f64, end: usize) -> Option<(Span, Quantity)> {
    // 3월 15일 is a day of the year, 2024년 a year.
    let before = text[..start].trim_end();
    let is_date =
        before.ends_with('월') && text[end..].starts_with('일') || low >= 1900.0 && text[end..].starts_with('년');
    // "10s of minutes" are no ten seconds, "20+ minutes" are twenty.
    let is_about = text[end..].starts_with("s of ");
    let end = end + usize::from(text[end..].starts_with('+'));
    let (minutes, more, end) = duration::unit_after(text, end).filter(|_| !is_date && !is_about)?;
    let (low, mut high, mut end) = (low * minutes + more, high * minutes + more, end);
    if let Some((upper, at)) = range_end(text, end)
        && let Some((minutes, more, at)) = duration::unit_after(text, at)
    {
        (high, end) = (upper * minutes + more, at);
    }
    if is_exceeded(text, start, end) {
        high = high.next_up();
    }
    Some((Span::new(start, end), Quantity { low, high, unit: Unit::Minutes }))
}

/// Whether the time at bytes `start..end` is only what the real one is above: "more than 15 minutes", "15분이 넘는다".
fn is_exceeded(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: [&str; 5] = ["more than", "longer than", "over", "above", ">"];
    const BEHIND: [&str; 3] = ["넘", "초과", "웃돈"];
    let before = text[..start].trim_end();
    let behind = text[end..].trim_start_matches(['을', '를', '이', '가']).trim_start();
    let ends_with = |it: &str| {
        before
            .len()
            .checked_sub(it.len())
            .and_then(|at| before.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(it))
    };
    BEFORE.iter().any(|it| ends_with(it)) || BEHIND.iter().any(|it| behind.starts_with(it))
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
            "25분 40 % 1시간 3 GB",
            &[
                ("25분", 25.0, 25.0, Unit::Minutes),
                ("40", 40.0, 40.0, Unit::Percent),
                ("1시간", 60.0, 60.0, Unit::Minutes),
                ("3", 3.0, 3.0, Unit::Other),
            ],
        );
    }

    #[test]
    fn a_year_is_not_several_things() {
        let several = |text: &str| quantities(text).iter().map(|it| it.1.is_several()).collect::<Vec<_>>();
        assert_eq!(several("until 2024, 2020 servers, 12 of them"), [false, true, true]);
    }

    #[test]
    fn times_are_minutes() {
        let minutes = |text: &str| {
            let found = quantities(text);
            found
                .into_iter()
                .filter(|it| it.1.unit == Unit::Minutes)
                .map(|it| (it.1.low, it.1.high))
                .collect::<Vec<_>>()
        };
        for (text, low, high) in [
            ("25~30분", 25.0, 30.0),
            ("30분~1시간", 30.0, 60.0),
            ("RTO 4h", 240.0, 240.0),
            ("within 15 minutes", 15.0, 15.0),
            ("a 24-hour RPO", 1440.0, 1440.0),
            ("1시간 30분 이내", 90.0, 90.0),
            ("5분(최대)", 5.0, 5.0),
            ("an hour", 60.0, 60.0),
            ("RTO:4h", 240.0, 240.0),
            ("20+ minutes", 20.0, 20.0),
            ("RTO 1h15", 75.0, 75.0),
            ("10s", 10.0 / 60.0, 10.0 / 60.0),
        ] {
            assert_eq!(minutes(text), [(low, high)], "{text}");
        }
        for text in ["more than 15 minutes", "> 15 min", "15분 초과", "15분이 넘는다"] {
            assert!(minutes(text).iter().all(|it| it.0 == 15.0 && it.1 > 15.0), "{text}");
        }
        assert_eq!(minutes("5분/24시간, 4h/1h"), [(5.0, 5.0), (1440.0, 1440.0), (240.0, 240.0), (60.0, 60.0)]);
        for text in
            ["3월 15일", "2024년", "12:30", "5 GB", "3 machines", "10s of minutes", "1대", "10.0.0.0/24", "src/2d"]
        {
            assert_eq!(minutes(text), [], "{text}");
        }
    }

    #[test]
    fn digits_inside_names_are_no_quantities() {
        check("ec2 m5.large v1.2 ap-northeast-2a us-east-1", &[]);
    }
}
