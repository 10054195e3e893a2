//! How long may something be down that is available for 99.95 % of the time?

use std::fmt::Write as _;

use crate::knowledge::Language;
use crate::span::Span;

/// Figures have up to this many digits behind the point.
const DIGITS: u32 = 8;
const WHOLE: u128 = 100 * 10_u128.pow(DIGITS);

/// An availability: hundred-millionths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share(u128);

/// The availability at byte `offset` of `line` and its place: `99.95%`, `99.9 %`, `five nines`.
///
/// A percentage counts when it has nines behind the point, or when the line speaks of availability; on a line about
/// durability none does.
pub(super) fn figure(line: &str, offset: usize) -> Option<(Span, Share)> {
    if is_durability(line) {
        return None;
    }
    let mut all = percentages(line).chain(nines(line));
    let (span, share) = all.find(|it| it.0.touches(offset))?;
    let telling = share.0 >= 99 * (WHOLE / 100) && span.of(line).contains(['.', ',']);
    (speaks(line) || telling).then_some((span, share))
}

/// The figures of `text` that may be availabilities, in order and without overlap; whether they are is what [`speaks`] and
/// [`is_durability`] tell. Cost: O(bytes).
pub(crate) fn figures(text: &str) -> Vec<(Span, Share)> {
    let mut found: Vec<_> = percentages(text).chain(nines(text)).collect();
    found.sort_by_key(|it| (it.0.start, std::cmp::Reverse(it.0.end)));
    found.dedup_by(|next, one| next.0.overlaps(one.0));
    found
}

/// Whether `text` speaks of availability.
pub(crate) fn speaks(text: &str) -> bool {
    says(text, &["availab", "uptime", "sla", "slo", "가용", "가동", "업타임", "nine"])
}

/// Whether `text` speaks of durability, whose figures have nines as well.
pub(crate) fn is_durability(text: &str) -> bool {
    says(text, &["durab", "내구"])
}

fn says(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    words.iter().any(|it| lower.contains(it))
}

/// The downtime that `share` allows, in a few words.
pub(crate) fn brief(share: Share, language: Language) -> String {
    let lost = |days: u128| duration(lost(share, days), 2, language);
    match language {
        Language::En => format!("down {} a year, {} a month", lost(365), lost(30)),
        Language::Ko => format!("중단 연 {}, 월 {}", lost(365), lost(30)),
    }
}

/// How many milliseconds of so many days are lost.
fn lost(share: Share, days: u128) -> u128 {
    const DAY: u128 = 86_400_000;
    (WHOLE - share.0) * days * DAY / WHOLE
}

/// The page on `share`, written as `written`, in Markdown.
pub(super) fn page(written: &str, share: Share, language: Language) -> String {
    let (title, rows) = match language {
        Language::En => ("allows this much downtime", [("a year", 365), ("a month of 30 days", 30), ("a day", 1)]),
        Language::Ko => ("허용되는 중단 시간", [("1년", 365), ("한 달(30일)", 30), ("하루", 1)]),
    };
    let separator = if language == Language::Ko { ":" } else { "" };
    let mut page = format!("**{written}{separator} {title}**\n\n");
    for (name, days) in rows {
        let _ = writeln!(page, "- {name}: {}", duration(lost(share, days), 3, language));
    }
    page
}

fn percentages(text: &str) -> impl Iterator<Item = (Span, Share)> {
    text.match_indices(['%', '％']).filter_map(|(at, sign)| {
        let number = text[..at].trim_end_matches([' ', '\u{a0}']);
        let start = number
            .rfind(|it: char| !it.is_ascii_digit() && it != '.' && it != ',')
            .map_or(0, |it| it + number[it..].chars().next().map_or(1, char::len_utf8));
        let share = Share::parse(&number[start..]).filter(|_| at - number.len() <= 2)?;
        Some((Span::new(start, at + sign.len()), share))
    })
}

/// `five nines`, `3 9s`: of each way to say it the first.
fn nines(text: &str) -> impl Iterator<Item = (Span, Share)> {
    const WORDS: [(&str, u32); 10] = [
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("2", 2),
        ("3", 3),
        ("4", 4),
        ("5", 5),
        ("6", 6),
    ];
    const TAILS: [&str; 4] = [" nines", "-nines", " 9s", " nine"];
    // As long as the text itself: only ASCII changes.
    let lower = text.to_ascii_lowercase();
    WORDS.iter().flat_map(|word| TAILS.iter().map(move |tail| (word, tail))).filter_map(move |((word, count), tail)| {
        let start = lower.find(&format!("{word}{tail}"))?;
        let span = Span::new(start, start + word.len() + tail.len());
        let is_free = !lower[..start].ends_with(|it: char| it.is_alphanumeric());
        is_free.then(|| (span, Share(WHOLE - WHOLE / 10_u128.pow(*count))))
    })
}

impl Share {
    /// Reads `99.95`: from 90 up to, but not including, 100.
    fn parse(number: &str) -> Option<Share> {
        let number = number.replace(',', ".");
        let (whole, digits) = number.split_once('.').unwrap_or((&number, ""));
        let places = u32::try_from(digits.len()).ok().filter(|it| *it <= DIGITS)?;
        let digits: u128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        let share = whole.parse::<u8>().ok().filter(|it| (90..100).contains(it))?;
        Some(Share(u128::from(share) * (WHOLE / 100) + digits * 10_u128.pow(DIGITS - places)))
    }
}

/// At most so many `units` from the largest on; below a minute with one digit behind the point.
pub(crate) fn duration(milliseconds: u128, units: usize, language: Language) -> String {
    let names = match language {
        Language::En => [" d", " h", " min", " s", " ms"],
        Language::Ko => ["일", "시간", "분", "초", "밀리초"],
    };
    if milliseconds < 1000 {
        return format!("{milliseconds}{}", names[4]);
    }
    if milliseconds < 60_000 {
        let (seconds, tenths) = (milliseconds / 1000, milliseconds % 1000 / 100);
        let tenths = if tenths == 0 { String::new() } else { format!(".{tenths}") };
        return format!("{seconds}{tenths}{}", names[3]);
    }
    let seconds = milliseconds / 1000;
    let parts = [seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60];
    let parts =
        parts.into_iter().zip(names).skip_while(|(count, _)| *count == 0).take(units).filter(|(count, _)| *count > 0);
    parts.map(|(count, name)| format!("{count}{name}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figure at `^` in `line`, and what a year loses by it.
    fn check(line: &str, expected: Option<(&str, &str)>) {
        let offset = line.find('^').unwrap_or_default();
        let line = line.replace('^', "");
        let found = figure(&line, offset);
        let found = found.map(|(span, share)| (span.of(&line).to_owned(), page("", share, Language::En)));
        let found = found.map(|(text, page)| (text, page.lines().nth(2).unwrap_or_default().to_owned()));
        assert_eq!(found, expected.map(|(text, year)| (text.to_owned(), format!("- a year: {year}"))), "{line}");
    }

    #[test]
    fn a_percentage_of_nines_is_an_availability() {
        check("SLA 99.9^5%", Some(("99.95%", "4 h 22 min 48 s")));
        check("목표는 ^99.9 %이다", Some(("99.9 %", "8 h 45 min 36 s")));
        check("99.99%^", Some(("99.99%", "52 min 33 s")));
        check("가용성 9^9%", Some(("99%", "3 d 15 h 36 min")));
        check("99,^9%", Some(("99,9%", "8 h 45 min 36 s")));
        check("99.999^9%", Some(("99.9999%", "31.5 s")));
        check("가용성 90^%", Some(("90%", "36 d 12 h")));
    }

    #[test]
    fn five_nines_are_one_as_well() {
        check("we promise five ^nines", Some(("five nines", "5 min 15 s")));
        check("3 9s^", None);
        check("uptime of 3^ 9s", Some(("3 9s", "8 h 45 min 36 s")));
    }

    #[test]
    fn other_percentages_say_nothing() {
        for line in [
            "CPU 9^9%",
            "내구성 99.9999^9%",
            "99.999999999^% durability",
            "10^0%",
            "50^%",
            "가용성 8^9%",
            "9^9",
            "v99.9^9",
        ] {
            check(line, None);
        }
        check("CPU 95%, 가용성^", None);
    }

    #[test]
    fn korean_puts_its_units_behind_the_figures() {
        let share = Share::parse("99.95").map(|it| page("99.95%", it, Language::Ko)).unwrap_or_default();
        assert_eq!(
            share,
            "**99.95%: 허용되는 중단 시간**\n\n- 1년: 4시간 22분 48초\n- 한 달(30일): 21분 36초\n- 하루: 43.2초\n"
        );
    }
}
