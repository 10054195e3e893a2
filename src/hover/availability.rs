//! How long may something be down that is available for 99.95 % of the time?

use std::fmt::Write as _;

use crate::knowledge::Language;
use crate::span::Span;

/// Figures have up to this many digits behind the point.
const DIGITS: u32 = 8;
const WHOLE: u128 = 100 * 10_u128.pow(DIGITS);

/// An availability: hundred-millionths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share(u128);

/// The availability at byte `offset` of `line` and its place: `99.95%`, `99.9 %`, `five nines`.
///
/// A percentage counts when it has nines behind the point, or when the line speaks of availability; on a line about
/// durability none does.
pub(super) fn figure(line: &str, offset: usize) -> Option<(Span, Share)> {
    let lower = line.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|it| lower.contains(it));
    if says(&["durab", "내구"]) {
        return None;
    }
    let (span, share) = percentage(line, offset).or_else(|| nines(line, offset))?;
    let speaks = says(&["availab", "uptime", "sla", "slo", "가용", "가동", "업타임", "nine"]);
    let telling = share.0 >= 99 * (WHOLE / 100) && span.of(line).contains(['.', ',']);
    (speaks || telling).then_some((span, share))
}

/// The page on `share`, written as `written`, in Markdown.
pub(super) fn page(written: &str, share: Share, language: Language) -> String {
    const DAY: u128 = 86_400_000;
    let (title, rows) = match language {
        Language::En => ("allows this much downtime", [("a year", 365), ("a month of 30 days", 30), ("a day", 1)]),
        Language::Ko => ("허용되는 중단 시간", [("1년", 365), ("한 달(30일)", 30), ("하루", 1)]),
    };
    let separator = if language == Language::Ko { ":" } else { "" };
    let mut page = format!("**{written}{separator} {title}**\n\n");
    for (name, days) in rows {
        let lost = (WHOLE - share.0) * days * DAY / WHOLE;
        let _ = writeln!(page, "- {name}: {}", duration(lost, language));
    }
    page
}

fn percentage(line: &str, offset: usize) -> Option<(Span, Share)> {
    let percent = line.match_indices(['%', '％']).find_map(|(at, sign)| {
        let number = line[..at].trim_end_matches([' ', '\u{a0}']);
        let start = number
            .rfind(|it: char| !it.is_ascii_digit() && it != '.' && it != ',')
            .map_or(0, |it| it + number[it..].chars().next().map_or(1, char::len_utf8));
        let span = Span::new(start, at + sign.len());
        (span.touches(offset) && at - number.len() <= 2).then(|| (span, Span::new(start, number.len())))
    });
    let (span, number) = percent?;
    Some((span, Share::parse(number.of(line))?))
}

fn nines(line: &str, offset: usize) -> Option<(Span, Share)> {
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
    // As long as the line itself: only ASCII changes.
    let lower = line.to_ascii_lowercase();
    WORDS.iter().find_map(|(word, count)| {
        [" nines", "-nines", " 9s", " nine"].iter().find_map(|tail| {
            let start = lower.find(&format!("{word}{tail}"))?;
            let span = Span::new(start, start + word.len() + tail.len());
            let free = !lower[..start].ends_with(|it: char| it.is_alphanumeric());
            (free && span.touches(offset)).then(|| (span, Share(WHOLE - WHOLE / 10_u128.pow(*count))))
        })
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

/// At most three units from the largest on; below a minute with one digit behind the point.
fn duration(milliseconds: u128, language: Language) -> String {
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
        parts.into_iter().zip(names).skip_while(|(count, _)| *count == 0).take(3).filter(|(count, _)| *count > 0);
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
