//! What does recovery aim at? "RTO 4시간, RPO 15분", "a 15-minute RTO", "RTO/RPO 4h/1h", a column headed RPO.

use crate::language::{Lexeme, QuantityUnit, Role, Stance, Unit, Word, script};
use crate::span::Span;

use super::{Fact, Kind, Objective, Reader};

/// How far, in words, an objective may stand behind its number: "15 minutes is the RTO".
const REACH: usize = 3;

/// Facts of kind [`Kind::Objective`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for (at, low, high) in times(unit) {
        for of in objectives(reader, at) {
            let kind = Kind::Objective { of, low, high, whose: whose(unit) };
            let mut fact = reader.fact(kind, None, at.of(&unit.text).to_owned(), at);
            // A requirement is often quoted, or tied to a condition ("if a Region is lost"): its number is the objective all the same.
            if matches!(fact.stance, Stance::Quoted | Stance::Hypothetical) {
                fact.stance = Stance::Asserted;
            }
            facts.push(fact);
        }
    }
}

/// Whose objectives a row gives: its cells before the first time.
fn whose(unit: &Unit) -> String {
    let names = unit.parts.iter().filter(|_| unit.is_row()).take_while(|part| !unit.within(part.span).any(is_duration));
    names.map(|it| it.span.of(&unit.text).trim()).collect::<Vec<_>>().join(" ")
}

/// The times that may be objectives, in minutes: durations, and nothing at all right behind a name or in a cell of its own.
fn times(unit: &Unit) -> Vec<(Span, f64, f64)> {
    let durations = unit.lexemes.iter().filter_map(|it| match it.word {
        Word::Quantity(quantity) if is_duration(it) && !is_interval(unit, it.span) => {
            Some((it.span, quantity.low, quantity.high))
        }
        _ => None,
    });
    let zeros = unit.lexemes.iter().filter(|it| of(it).is_some()).filter_map(|it| zero_behind(unit, it.span));
    let cells = unit.parts.iter().skip(1).map(|it| it.span).filter(|it| is_zero(it.of(&unit.text)));
    durations.chain(zeros.chain(cells).map(|it| (it, 0.0, 0.0))).collect()
}

/// `RPO 0`, "an RTO of zero", `RPO: near zero`.
fn zero_behind(unit: &Unit, name: Span) -> Option<Span> {
    const LINKS: [&str; 9] = ["of", "is", "=", ":", "은", "는", "near", "to", "목표는"];
    let mut at = name.end;
    loop {
        let rest = &unit.text[at..];
        let trimmed = rest.trim_start_matches([' ', '*', '(', ')', '-']);
        at += rest.len() - trimmed.len();
        match LINKS.iter().find(|it| trimmed.starts_with(**it)) {
            Some(it) => at += it.len(),
            None => break,
        }
    }
    at = worded_zero(unit, at).unwrap_or(at);
    let rest = &unit.text[at..];
    let word = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '.').map_or(rest, |end| &rest[..end]);
    let end = at + word.len();
    // 0초 is a duration that is read as one, 0건 no time.
    let is_bare = !unit.text[end..].starts_with(|it: char| script::is_hangul(it) || it == '%')
        || script::starts_with_particle(&unit.text[end..]);
    (is_zero(word.trim_end_matches('.')) && is_bare).then(|| Span::new(at, at + word.trim_end_matches('.').len()))
}

/// "The RTO of the gateway is zero": the word stands in the same sentence, before any other time or name.
fn worded_zero(unit: &Unit, from: usize) -> Option<usize> {
    let sentence = unit.sentence(from.min(unit.text.len().saturating_sub(1)));
    let rest = Span::new(from, sentence.end.max(from));
    let end = unit.within(rest).find(|it| is_duration(it) || of(it).is_some()).map_or(rest.end, |it| it.span.start);
    let text = &unit.text[from..end];
    [" is zero", " of zero", " are zero"].iter().filter_map(|it| text.find(it)).min().map(|at| from + at + 4)
}

fn is_zero(text: &str) -> bool {
    ["0", "zero", "near zero", "near-zero", "~0", "≈0", "0에 가까움"].contains(&text.trim().to_lowercase().as_str())
}

/// `every 6 hours`, `6시간마다`, `nightly`: how often something is done, and no objective.
fn is_interval(unit: &Unit, at: Span) -> bool {
    const WORDS: [&str; 10] =
        ["every", "each", "once", "twice", "daily", "nightly", "hourly", "weekly", "monthly", "매"];
    let text = at.of(&unit.text).to_lowercase();
    let before = unit.text[..at.start].split_whitespace().next_back().unwrap_or_default();
    let behind = unit.text[at.end..].trim_start();
    WORDS.iter().any(|it| text.starts_with(it))
        || text.ends_with(['회', '번'])
        || text.contains(" times ")
        || ["every", "each", "매"].iter().any(|it| before.eq_ignore_ascii_case(it))
        || ["마다", "간격", "주기", "단위", "interval"].iter().any(|it| behind.starts_with(it))
}

/// Which objectives the duration at `at` is: one named before it in its sentence, right behind it, in its column or in its row.
fn objectives(reader: &Reader<'_>, at: Span) -> Vec<Objective> {
    let unit = reader.unit();
    let sentence = reader.sentence(at.start);
    let named = named_before(unit, sentence, at);
    if named.is_empty()
        && let Some(it) = named_behind(unit, sentence, at)
    {
        return vec![it];
    }
    if !named.is_empty() {
        return named;
    }
    if !unit.is_row() {
        return Vec::new();
    }
    let cell = unit.part(at.start).span;
    let index = unit.within(Span::new(cell.start, at.start)).filter(|it| is_duration(it)).count();
    let column = reader.column_header(at).map(|(unit, span)| names(unit, span)).unwrap_or_default();
    let names = if column.is_empty() { names(unit, unit.parts[0].span) } else { column };
    let is_whole = unit.within(cell).filter(|it| is_duration(it)).count() == 1;
    match names.as_slice() {
        [it] if index == 0 => vec![*it],
        [_] | [] => Vec::new(),
        both if is_whole => both.to_vec(),
        both => both.get(index).copied().into_iter().collect(),
    }
}

/// "RTO 4h, RPO 1h" names one before each; "RTO/RPO 4h/1h" names them in the order of the numbers, "RTO and RPO are 4 h" both for one.
fn named_before(unit: &Unit, sentence: Span, at: Span) -> Vec<Objective> {
    let is_part = |it: &&Lexeme| is_duration(it) || of(it).is_some();
    let words = unit.within(Span::new(sentence.start, at.start)).filter(is_part).collect::<Vec<_>>();
    let Some(last) = words.iter().rposition(|it| of(it).is_some()) else { return Vec::new() };
    // "within 15 min (RTO), one day may be lost": the name in brackets is that of the number before it.
    let name = words[last].span;
    let is_aside = unit.text[..name.start].ends_with('(') && unit.text[name.end..].starts_with(')');
    if is_aside
        && last
            .checked_sub(1)
            .is_some_and(|it| is_duration(words[it]) && unit.words_between(words[it].span, name) <= REACH)
    {
        return Vec::new();
    }
    let index = words.len() - 1 - last;
    let mut run = Vec::from_iter(of(words[last]));
    for pair in words[..=last].windows(2).rev() {
        // "RTO and RPO", "RTO/RPO", and not the RTO of another clause.
        match of(pair[0]).filter(|_| unit.words_between(pair[0].span, pair[1].span) <= 1) {
            Some(it) => run.insert(0, it),
            None => break,
        }
    }
    run.dedup();
    // "A 4-hour RTO and a 15-minute RPO": the name that the number belongs to stands behind it.
    if unit.text[words[last].span.end..at.start].contains(" and ") && named_behind(unit, sentence, at).is_some() {
        return Vec::new();
    }
    let follows = unit.within(Span::new(at.end, sentence.end)).filter(is_part).any(is_duration);
    match run.as_slice() {
        // A second duration behind one objective is another thing: "RPO 1시간, 스냅샷은 6시간마다".
        [it] if index == 0 => vec![*it],
        [_] => Vec::new(),
        both if index == 0 && !follows => both.to_vec(),
        both => both.get(index).copied().into_iter().collect(),
    }
}

/// "15 minutes is the RTO", "60 seconds of downtime (RTO)"; not "every 6 hours, RPO 1 h", where the name has a number of its own.
fn named_behind(unit: &Unit, sentence: Span, at: Span) -> Option<Objective> {
    let behind = || unit.within(Span::new(at.end, sentence.end));
    let near = behind().filter(|it| unit.words_between(it.span, at) <= REACH);
    let (name, span) = near.take_while(|it| !is_duration(it)).find_map(|it| Some((of(it)?, it.span)))?;
    let has_its_own = behind().find(|it| is_duration(it)).is_some_and(|it| {
        let between = &unit.text[span.end.min(it.span.start)..it.span.start];
        unit.words_between(span, it.span) <= REACH
            && ![",", ")", ";", "(", "/", " and ", " 및 ", "와 "].iter().any(|it| between.contains(it))
    });
    (is_beside_name(unit, sentence, at) || !has_its_own && zero_behind(unit, span).is_none()).then_some(name)
}

/// "a 15-minute RPO", "15분의 RPO".
fn is_beside_name(unit: &Unit, sentence: Span, at: Span) -> bool {
    let name = unit.within(Span::new(at.end, sentence.end)).find(|it| of(it).is_some());
    name.is_some_and(|it| unit.text[at.end..it.span.start].trim_matches([' ', '-', '의']).is_empty())
}

fn is_duration(lexeme: &Lexeme) -> bool {
    matches!(lexeme.word, Word::Quantity(it) if it.unit == QuantityUnit::Minutes)
}

fn of(lexeme: &Lexeme) -> Option<Objective> {
    match lexeme.word {
        Word::Role(Role::Rto) => Some(Objective::Rto),
        Word::Role(Role::Rpo) => Some(Objective::Rpo),
        _ => None,
    }
}

/// The objectives named inside `span`, each once, in order.
fn names(unit: &Unit, span: Span) -> Vec<Objective> {
    let mut found = unit.within(span).filter_map(of).collect::<Vec<_>>();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::surface::{Format, Place, outline};

    #[track_caller]
    fn check(text: &str, expected: &[(Objective, f64)]) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let outline = outline(text, Place::First, Format::Markdown);
        let names = vec![Vec::new(); outline.blocks.len()];
        let units = units(&outline, &names, &knowledge, &mut Memo::default());
        let mut facts = Vec::new();
        for index in 0..units.len() {
            read(&Reader { outline: &outline, units: &units, index, knowledge: &knowledge }, &mut facts);
        }
        facts.sort_by_key(|it| it.range.start);
        let found = facts.iter().filter_map(|it| match it.kind {
            Kind::Objective { of, high, .. } => Some((of, high)),
            _ => None,
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn each_number_has_its_name() {
        use Objective::{Rpo, Rto};
        check("RTO 4시간, RPO 15분", &[(Rto, 240.0), (Rpo, 15.0)]);
        check("RTO/RPO: 4h/1h", &[(Rto, 240.0), (Rpo, 60.0)]);
        check("RTO와 RPO는 모두 24시간이다.", &[(Rto, 1440.0), (Rpo, 1440.0)]);
        check("복구 시점 목표(RPO) 15분", &[(Rpo, 15.0)]);
        check("A 4-hour RTO and a 15-minute RPO.", &[(Rto, 240.0), (Rpo, 15.0)]);
        check("60 seconds of downtime (RTO) and 5 minutes of data (RPO)", &[(Rto, 1.0), (Rpo, 5.0)]);
        check("The RTO of the gateway is zero, its RPO 10 seconds.", &[(Rto, 0.0), (Rpo, 10.0 / 60.0)]);
        check("Back within 15 min (RTO), one day of data may be lost.", &[(Rto, 15.0)]);
        check("Recovery Time Objective (RTO): 4 h", &[(Rto, 240.0)]);
        check("RPO는 0이다.", &[(Rpo, 0.0)]);
    }

    #[test]
    fn intervals_are_no_objectives() {
        use Objective::{Rpo, Rto};
        check("RPO 1시간, 스냅샷은 6시간마다", &[(Rpo, 60.0)]);
        check("Dumped every 6 hours, RPO 1 h.", &[(Rpo, 60.0)]);
        check("The RPO is met by nightly copies.", &[]);
        check("15분이므로 RTO는 30분이다.", &[(Rto, 30.0)]);
    }

    #[test]
    fn columns_and_rows_name_them() {
        use Objective::{Rpo, Rto};
        check("| 등급 | RTO/RPO |\n|---|---|\n| 1 | 5분/24시간 |\n", &[(Rto, 5.0), (Rpo, 1440.0)]);
        check("| System | RTO | RPO |\n|---|---|---|\n| a | 1 h | near zero |\n", &[(Rto, 60.0), (Rpo, 0.0)]);
        check("| Metric | Value |\n|---|---|\n| RPO | 15 minutes |\n", &[(Rpo, 15.0)]);
    }
}
