//! How long does it say? `25~30분`, `1h30m`, "a 15-minute", "두 시간", "half an hour".

use super::script;
use crate::span::Span;

/// Units behind a number, longest first among those that share a start, with their minutes.
const UNITS: [(&str, f64); 43] = [
    ("milliseconds", 1.0 / 60_000.0),
    ("millisecond", 1.0 / 60_000.0),
    ("microseconds", 1.0 / 60_000_000.0),
    ("ms", 1.0 / 60_000.0),
    ("seconds", 1.0 / 60.0),
    ("second", 1.0 / 60.0),
    ("secs", 1.0 / 60.0),
    ("sec", 1.0 / 60.0),
    ("s", 1.0 / 60.0),
    ("minutes", 1.0),
    ("minute", 1.0),
    ("mins", 1.0),
    ("min", 1.0),
    ("m", 1.0),
    ("working days", 1440.0),
    ("working day", 1440.0),
    ("business days", 1440.0),
    ("business day", 1440.0),
    ("hourly", 60.0),
    ("hours", 60.0),
    ("hour", 60.0),
    ("hrs", 60.0),
    ("hr", 60.0),
    ("h", 60.0),
    ("days", 1440.0),
    ("day", 1440.0),
    ("d", 1440.0),
    ("weeks", 10_080.0),
    ("week", 10_080.0),
    ("w", 10_080.0),
    ("months", 43_200.0),
    ("month", 43_200.0),
    ("밀리초", 1.0 / 60_000.0),
    ("초", 1.0 / 60.0),
    ("분", 1.0),
    ("시간", 60.0),
    ("영업일", 1440.0),
    ("일", 1440.0),
    ("주일", 10_080.0),
    ("주", 10_080.0),
    ("개월", 43_200.0),
    ("달", 43_200.0),
    ("년", 525_600.0),
];

/// Number words that stand before a unit; [`numeral`] puts `twenty-five` together.
const NUMBERS: [(&str, f64); 39] = [
    ("three quarters of an", 0.75),
    ("a quarter of an", 0.25),
    ("half an", 0.5),
    ("half a", 0.5),
    ("a couple of", 2.0),
    ("a few", 3.0),
    ("several", 3.0),
    ("fifteen", 15.0),
    ("seventeen", 17.0),
    ("fourteen", 14.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
    ("twenty", 20.0),
    ("twelve", 12.0),
    ("eleven", 11.0),
    ("eight", 8.0),
    ("three", 3.0),
    ("seven", 7.0),
    ("four", 4.0),
    ("five", 5.0),
    ("nine", 9.0),
    ("six", 6.0),
    ("one", 1.0),
    ("two", 2.0),
    ("ten", 10.0),
    ("an", 1.0),
    ("a", 1.0),
    ("다섯", 5.0),
    ("여섯", 6.0),
    ("한", 1.0),
    ("두", 2.0),
    ("세", 3.0),
    ("네", 4.0),
    ("열", 10.0),
    ("몇", 3.0),
    ("수", 3.0),
];

/// Korean words that are a duration by themselves, and `반` behind one.
const WHOLE: [(&str, f64); 6] =
    [("하루", 1440.0), ("이틀", 2880.0), ("사흘", 4320.0), ("나흘", 5760.0), ("일주일", 10_080.0), ("반나절", 720.0)];

/// The minutes of a unit of time by its name, `minutes`, `hr`.
pub(crate) fn minutes_of(name: &str) -> Option<f64> {
    UNITS.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// Reads the unit behind a number that ends at byte `end` of `text`, and what continues it (`1시간 30분`): minutes of one `number`, minutes
/// to add, and the byte behind it all. `None` when no unit of time follows.
///
/// Cost: a few comparisons.
pub(super) fn unit_after(text: &str, end: usize) -> Option<(f64, f64, usize)> {
    let (minutes, mut at) = unit(text, end)?;
    let mut more = 0.0;
    loop {
        let rest = &text[at..];
        let next = at + rest.len() - rest.trim_start_matches(' ').len();
        let digits = text[next..].bytes().take_while(u8::is_ascii_digit).count();
        let value = text[next..next + digits].parse::<f64>().ok();
        match value.and_then(|value| Some((value, unit(text, next + digits)?))) {
            // 1시간 30분, and not "24h 7 days".
            Some((value, (smaller, end))) if smaller < minutes => {
                more += value * smaller;
                at = end;
            }
            // 1h15
            None if minutes == 60.0 && digits == 2 && next == at && !has_letter(&text[next + digits..]) => {
                return Some((minutes, more + value.unwrap_or_default(), next + digits));
            }
            _ if text[next..].strip_prefix('반').is_some_and(|it| ends("반", it)) => {
                return Some((minutes, more + minutes / 2.0, next + '반'.len_utf8()));
            }
            _ => return Some((minutes, more, at)),
        }
    }
}

fn has_letter(after: &str) -> bool {
    after.starts_with(|it: char| it.is_ascii_alphanumeric() || it == ':')
}

/// The durations in `text` that are written in words, in order of place, in minutes. Cost: O(bytes).
pub(super) fn worded(text: &str) -> Vec<(Span, f64)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(here) = text[at..].find(|it: char| it.is_alphabetic()).map(|it| at + it) else { break };
        match one_worded(text, here) {
            Some((end, minutes)) => {
                found.push((Span::new(here, end), minutes));
                at = end;
            }
            None => at = next_word(text, here),
        }
    }
    found
}

fn one_worded(text: &str, at: usize) -> Option<(usize, f64)> {
    let rest = &text[at..];
    let is_korean = rest.starts_with(script::is_hangul);
    if is_korean && let Some((word, minutes)) = WHOLE.iter().find(|(word, _)| rest.starts_with(word)) {
        let end = at + word.len();
        return script::ends_word(text, end).then_some((end, *minutes));
    }
    let (number, end) = numeral(rest)?;
    let end = at + end;
    if !is_korean && !text[end..].starts_with([' ', '-']) {
        return None;
    }
    let (minutes, more, end) = unit_after(text, end)?;
    // "a second Region" is another one.
    let names_another = text[end..].strip_prefix(' ').is_some_and(|it| it.starts_with(char::is_alphabetic));
    if text[at..end].eq_ignore_ascii_case("a second") && names_another {
        return None;
    }
    Some((end, number * minutes + more))
}

/// The number that `text` starts with in words, and the byte behind it: `twenty`, `twenty-five`.
fn numeral(text: &str) -> Option<(f64, usize)> {
    let first = |text: &str| NUMBERS.iter().find(|(word, _)| starts_with(text, word));
    let (word, tens) = first(text)?;
    let is_tens = (20.0..100.0).contains(tens) && tens % 10.0 == 0.0;
    let ones = text[word.len()..].strip_prefix('-').filter(|_| is_tens).and_then(first);
    let ones = ones.filter(|it| it.0.is_ascii() && (1.0..10.0).contains(&it.1) && !it.0.starts_with('a'));
    Some(ones.map_or((*tens, word.len()), |it| (tens + it.1, word.len() + 1 + it.0.len())))
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
}

/// Where the word behind the one at `at` may start.
fn next_word(text: &str, at: usize) -> usize {
    let end = text[at..].find(|it: char| !it.is_alphanumeric()).map_or(text.len(), |it| at + it);
    end.max(at + text[at..].chars().next().map_or(1, char::len_utf8))
}

/// The unit of time at byte `end`, or one space or hyphen behind it: its minutes, and the byte behind it.
fn unit(text: &str, end: usize) -> Option<(f64, usize)> {
    // "10s of minutes" are no ten seconds, and nobody knows how many.
    if text[end..].starts_with("s of ") && unit(text, end + "s of".len()).is_some() {
        return None;
    }
    let gap = usize::from(text[end..].starts_with([' ', '-']));
    let rest = &text[end + gap..];
    let is_short = |unit: &str| unit.len() <= 2 && unit.is_ascii();
    let (unit, minutes) = UNITS.iter().find(|(unit, _)| {
        let fits = if is_short(unit) {
            rest.starts_with(unit) && !text[end..].starts_with('-')
        } else {
            starts_with(rest, unit)
        };
        // 1h30m is a time, "12 m6i.large" is none.
        let is_name = |after: &str| gap == 1 && is_short(unit) && after.starts_with(|it: char| it.is_ascii_digit());
        fits && !is_name(&rest[unit.len()..]) && ends(unit, &rest[unit.len()..])
    })?;
    Some((*minutes, end + gap + unit.len()))
}

/// Whether the word ends behind the unit.
fn ends(unit: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    match unit.starts_with(script::is_hangul) {
        // 2주기 is a period, 3일치 is an amount of data.
        true => {
            !script::is_hangul(next)
                || script::starts_with_particle(after)
                || after
                    .starts_with(['반', '내', '간', '짜', '전', '후', '이', '미', '초', '안', '마', '치', '걸', '단'])
                || ["쯤", "가량", "정도", "남짓"].iter().any(|it| after.starts_with(it))
        }
        // 1h30m: a number may follow.
        false => !next.is_alphabetic() || script::is_hangul(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64)]) {
        let found = worded(text);
        assert_eq!(found.iter().map(|(at, it)| (at.of(text), *it)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn durations_in_words() {
        check("Within an hour, at most half an hour.", &[("an hour", 60.0), ("half an hour", 30.0)]);
        check(
            "twenty to twenty-five minutes, fifty-one hours",
            &[("twenty-five minutes", 25.0), ("fifty-one hours", 3060.0)],
        );
        check("a fifteen-minute window, twenty-four hours", &[("fifteen-minute", 15.0), ("twenty-four hours", 1440.0)]);
        check("tens of minutes, a quarter of an hour", &[("a quarter of an hour", 15.0)]);
        check("한 시간 안에, 두 시간 반이면, 하루", &[("한 시간", 60.0), ("두 시간 반", 150.0), ("하루", 1440.0)]);
        check("한 대, an instance, one minuteman, 세분화", &[]);
    }

    #[test]
    fn what_follows_a_number() {
        fn read(text: &str) -> Option<(f64, f64, &str)> {
            let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
            unit_after(text, end).map(|(minutes, more, at)| (minutes, more, &text[at..]))
        }
        assert_eq!(read("1시간 30분 안에"), Some((60.0, 30.0, " 안에")));
        assert_eq!(read("1h30m"), Some((60.0, 30.0, "")));
        assert_eq!(read("1h15 at most"), Some((60.0, 15.0, " at most")));
        assert_eq!(read("1h15:30"), Some((60.0, 0.0, "15:30")));
        assert_eq!(read("4-hourly"), Some((60.0, 0.0, "")));
        assert_eq!(read("90분쯤 걸린다"), Some((1.0, 0.0, "쯤 걸린다")));
        assert_eq!(read("24-hour RPO"), Some((1440.0 / 24.0, 0.0, " RPO")));
        assert_eq!(read("15 min."), Some((1.0, 0.0, ".")));
        assert_eq!(read("10s of minutes"), None);
        assert_eq!(read("10s of downtime"), Some((1.0 / 60.0, 0.0, " of downtime")));
        assert_eq!(read("5 GB"), None);
        assert_eq!(read("12 m6i.large"), None);
        assert_eq!(read("3 mechanisms"), None);
        assert_eq!(read("2주기"), None);
    }
}
