//! Which other words would take a finding away, if they were true?
//!
//! One becomes two, and false becomes true. Whether it is so only the writer knows: nothing here is made unseen.

use super::{agree, is_korean, rule_of, value};
use crate::document::Document;
use crate::finding::{Applicability, Finding, Fix};
use crate::fix::lines::line_text;
use crate::knowledge::When;
use crate::language::script::is_hangul;
use crate::span::Span;

/// The change of `finding`'s own words, or of the value on its line; `None` where the better words are not known.
pub(super) fn suggestion(document: &Document, finding: &Finding) -> Option<Fix> {
    let (at, new) = in_line(document, finding).or_else(|| value::value(document, finding))?;
    let text = document.text();
    let line = text.byte_to_line(at.start);
    let start = text.line_to_byte(line);
    let content = line_text(text, line);
    let found = Some(finding.range).filter(|it| it.start >= start && it.end <= start + content.len());
    let shown = at.cover(found.unwrap_or(at));
    let within = |it: Span| Span::new(it.start - start, it.end - start);
    let (old, better) = (within(shown).of(&content), replaced(&content, within(shown), within(at), &new));
    let title = if is_korean(finding) {
        format!("이렇게 바꾸기: {old} → {better}")
    } else {
        format!("Change to: {old} → {better}")
    };
    Some(Fix { title, applicability: Applicability::Suggestion, edits: vec![(at, new)] })
}

/// The words on the line of `finding` that would change, as bytes of the document, and what would stand there.
fn in_line(document: &Document, finding: &Finding) -> Option<(Span, String)> {
    let text = document.text();
    let line = text.byte_to_line(finding.range.start);
    let start = text.line_to_byte(line);
    let content = line_text(text, line);
    let range = Span::new(finding.range.start - start, finding.range.end - start);
    if range.end > content.len() {
        return None;
    }
    let (at, new) = match rule_of(document, finding)?.when {
        When::Count { .. } | When::Zones { .. } => counted(&content, range)?,
        When::Standby { .. } | When::Stated { .. } => valued(&content, range)?,
        _ => return None,
    };
    Some((at.shift(start), new))
}

/// `shown` of `line` with `new` at `at`, which lies in it.
fn replaced(line: &str, shown: Span, at: Span, new: &str) -> String {
    format!("{}{new}{}", &line[shown.start..at.start], &line[at.end..shown.end])
}

/// Two in the place of the one in `range`.
fn counted(line: &str, range: Span) -> Option<(Span, String)> {
    let words = range.of(line);
    if let Some((at, new)) = korean(words) {
        let at = at.shift(range.start);
        let particle = agree::particle(at.of(line), new, &line[at.end..]);
        let end = at.end + particle.map_or(0, |it| it.0.len());
        return Some((Span::new(at.start, end), format!("{new}{}", particle.map_or("", |it| it.1))));
    }
    if let Some(at) = lone_digit(words) {
        // "1 instance" takes an s, "1대", "x1" and a cell with a 1 don't.
        let plural = words[at.end..].strip_prefix(' ').filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase()));
        return match plural {
            Some(noun) => english(line, range, "2", &words[..at.start], noun),
            None => Some((at.shift(range.start), "2".to_owned())),
        };
    }
    const ONES: [(&str, &str); 5] =
        [("a single ", "two"), ("A single ", "Two"), ("one ", "two"), ("One ", "Two"), ("exactly one ", "exactly two")];
    let (two, noun) = ONES.iter().find_map(|(one, two)| Some((*two, words.strip_prefix(one)?)))?;
    english(line, range, two, "", noun)
}

/// The one that Korean counts with.
fn korean(words: &str) -> Option<(Span, &'static str)> {
    const ONES: [(&str, &str); 3] = [("한 ", "두 "), ("한대", "두대"), ("하나", "둘")];
    let is_start = |at: usize| !words[..at].ends_with(is_hangul);
    let found = ONES.iter().flat_map(|(one, two)| {
        let all = words.match_indices(one).filter(|it| is_start(it.0));
        all.map(|(at, it)| (Span::new(at, at + it.len()), *two))
    });
    only(found)
}

/// The 1 that belongs to no longer word or number: not that of `m5.1xlarge`, `2a-1` or 10.
fn lone_digit(words: &str) -> Option<Span> {
    let is_lone = |at: usize| {
        let before = words[..at].trim_end_matches(['x', 'X', '×']);
        let joins = |c: char| c.is_alphanumeric() && !is_hangul(c) || matches!(c, '.' | '-' | ',' | '/');
        let after = &words[at + 1..];
        !before.ends_with(joins) && (after.starts_with("EA") || !after.starts_with(joins))
    };
    only(words.match_indices('1').map(|it| it.0).filter(|it| is_lone(*it)).map(|at| Span::new(at, at + 1)))
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// `range` as `two` of its noun; `None` where the verb would have to change with it.
fn english(line: &str, range: Span, two: &str, ahead: &str, noun: &str) -> Option<(Span, String)> {
    const PREPOSITIONS: [&str; 16] = [
        "in", "on", "at", "with", "for", "per", "to", "of", "from", "behind", "inside", "under", "and", "without",
        "only", "until",
    ];
    const VERBS: [&str; 4] = ["is", "was", "be", "s"];
    let before = line[..range.start].rsplit(|it: char| !it.is_alphanumeric()).find(|it| !it.is_empty());
    let after = line[range.end..].trim_start();
    let next = after.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
    let is_object = next.is_empty() || PREPOSITIONS.contains(&next);
    let (noun, rest) = noun.split_at(noun.find([',', ';', ':', '(']).unwrap_or(noun.len()));
    if noun.is_empty() || !is_object || before.is_some_and(|it| VERBS.contains(&it)) {
        return None;
    }
    Some((range, format!("{ahead}{two} {}{rest}", plural(noun))))
}

/// More than one of it; of a type (`t3.large`) instances.
fn plural(noun: &str) -> String {
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    let stem = &noun[..noun.len() - 1];
    match last.chars().next_back() {
        _ if last.contains(|it: char| it.is_ascii_digit()) => format!("{noun} instances"),
        Some('y') if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        Some('s' | 'x') => format!("{noun}es"),
        Some('h') if stem.ends_with(['c', 's']) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Values that say no, and what says yes in their place.
const VALUES: [(&str, &str); 18] = [
    ("false", "true"),
    ("False", "True"),
    ("FALSE", "TRUE"),
    ("no", "yes"),
    ("No", "Yes"),
    ("NO", "YES"),
    ("off", "on"),
    ("Off", "On"),
    ("OFF", "ON"),
    ("disabled", "enabled"),
    ("Disabled", "Enabled"),
    ("비활성화", "활성화"),
    ("비활성", "활성"),
    ("미사용", "사용"),
    ("미적용", "적용"),
    ("미설정", "설정"),
    ("아니오", "예"),
    ("아니요", "예"),
];

/// The value that says no, in `range` or else on its line.
fn valued(line: &str, range: Span) -> Option<(Span, String)> {
    let values: Vec<_> = values(line).collect();
    let inside = only(values.iter().filter(|it| range.contains(it.0)));
    let found = inside.or_else(|| only(values.iter()))?;
    Some((found.0, found.1.to_owned()))
}

/// Words that are all of a value: behind a colon, an equals sign or a cell's border, up to a mark that ends it or a comment.
fn values(line: &str) -> impl Iterator<Item = (Span, &'static str)> + '_ {
    const MARKS: [char; 6] = [' ', '\t', '`', '*', '"', '_'];
    let is_value = |at: usize, word: &str| {
        let before = line[..at].trim_end_matches(MARKS);
        let after = line[at + word.len()..].trim_start_matches(['`', '*', '"', '_']);
        let starts = before.ends_with([':', '=', '|', '：']);
        let is_whole =
            after.is_empty() || after.trim_start().is_empty() || after.starts_with(['|', '.', ';', ')', '}', ']']);
        // "no, too costly for us" gives a reason; "no, size: large" and "no, gp3" go on with the next thing.
        let is_reason =
            |it: &str| it.split(',').next().is_some_and(|it| it.split_whitespace().count() > 2 && !it.contains(": "));
        let is_whole = is_whole || after.strip_prefix(',').is_some_and(|it| !is_reason(it));
        starts && (is_whole || after.trim_start().starts_with(['|', '#']))
    };
    VALUES.iter().flat_map(move |(no, yes)| {
        let all = line.match_indices(no).filter(move |it| is_value(it.0, it.1));
        all.map(move |(at, it)| (Span::new(at, at + it.len()), *yes))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    /// `line` has the finding's range between two `^`; `change` makes `expected` of it.
    #[track_caller]
    fn check(change: fn(&str, Span) -> Option<(Span, String)>, line: &str, expected: &str) {
        let (start, end) = (line.find('^').unwrap(), line.rfind('^').unwrap() - 1);
        let line = line.replace('^', "");
        let changed = change(&line, Span::new(start, end));
        let res = changed.map_or(line.clone(), |(at, new)| replaced(&line, Span::new(0, line.len()), at, &new));
        assert_eq!(res, expected);
    }

    #[test]
    fn one_becomes_two_in_english() {
        check(counted, "It runs on ^one EC2 instance^.", "It runs on two EC2 instances.");
        check(counted, "on ^a single Fargate task^ in Frankfurt", "on two Fargate tasks in Frankfurt");
        check(counted, "^One proxy^ behind the load balancer", "Two proxies behind the load balancer");
        check(counted, "hosted on ^one t3.large^", "hosted on two t3.large instances");
        check(counted, "- worker: ^1 instance, m6i.large^", "- worker: 2 instances, m6i.large");
        check(counted, "| web | EC2 | ^1^ |", "| web | EC2 | 2 |");
        check(counted, "placed in ^one AZ^", "placed in two AZs");
    }

    #[test]
    fn one_becomes_two_in_korean() {
        check(counted, "^EC2 1대^로 운영한다.", "EC2 2대로 운영한다.");
        check(counted, "^m6i.xlarge 1대^로 구성", "m6i.xlarge 2대로 구성");
        check(counted, "- 인코딩 ^서버 x1^", "- 인코딩 서버 x2");
        check(counted, "^서버 한 대^가 처리한다.", "서버 두 대가 처리한다.");
        check(counted, "^c6i.large 하나^가 맡는다.", "c6i.large 둘이 맡는다.");
        check(counted, "^한 가용 영역^에 둔다.", "두 가용 영역에 둔다.");
    }

    #[test]
    fn a_count_stays_where_other_words_would_have_to_change_as_well() {
        for line in [
            "^One EC2 instance^ serves the API.",
            "There is ^one server^.",
            "Just ^one server^ that runs everything",
            "^단일 EC2 인스턴스^에서 실행한다.",
            "^무한 대기^",
            "^m5.1xlarge^",
            "| ^2a-1^ |",
            "^1대와 1대^",
        ] {
            check(counted, line, &line.replace('^', ""));
        }
    }

    #[test]
    fn a_value_that_says_no_says_yes() {
        check(valued, "- RDS ^Multi-AZ: false^", "- RDS Multi-AZ: true");
        check(valued, "| ^Multi-AZ^ | False |", "| Multi-AZ | True |");
        check(valued, "| Multi-AZ | ^**disabled**^ |", "| Multi-AZ | **enabled** |");
        check(valued, "- RDS: ^`MultiAZ`: `false`^, gp3", "- RDS: `MultiAZ`: `true`, gp3");
        check(valued, "    ^multi_az: false^  # cheap", "    multi_az: true  # cheap");
        check(valued, "db: {^multi_az: False^}", "db: {multi_az: True}");
        check(valued, "^데드레터 큐: 미사용^", "데드레터 큐: 사용");
        check(valued, "^Multi-AZ = 비활성화^", "Multi-AZ = 활성화");
        check(valued, "| a | false | ^Multi-AZ: no^ |", "| a | false | Multi-AZ: yes |");
    }

    #[test]
    fn a_word_of_a_sentence_is_no_value() {
        for line in ["^no standby^", "- DB: ^no standby^", "| ^Multi-AZ^ | false | false |", "^Multi-AZ is disabled^"] {
            check(valued, line, &line.replace('^', ""));
        }
    }
}
