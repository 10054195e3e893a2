//! What does recovery aim at? "RTO 4시간, RPO 15분", "a 15-minute RTO", a column headed RPO.

use crate::language::{Lexeme, QuantityUnit, Role, Word};
use crate::span::Span;

use super::{Fact, Kind, Objective, Reader};

/// How far, in words, an objective may stand behind its number: "15 minutes is the RTO".
const REACH: usize = 3;

/// Facts of kind [`Kind::Objective`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for lexeme in &unit.lexemes {
        let Word::Quantity(it) = lexeme.word else { continue };
        if it.unit != QuantityUnit::Minutes {
            continue;
        }
        let Some(of) = objective(reader, lexeme.span) else { continue };
        let kind = Kind::Objective { of, low: it.low, high: it.high };
        facts.push(reader.fact(kind, None, lexeme.span.of(&unit.text).to_owned(), lexeme.span));
    }
}

/// Which objective the duration at `at` is: one named before it in its sentence, right behind it, in its column or in its row.
fn objective(reader: &Reader<'_>, at: Span) -> Option<Objective> {
    let unit = reader.unit();
    let sentence = reader.sentence(at.start);
    let before = Span::new(sentence.start, at.start);
    if let Some(it) = named_before(reader, before) {
        return Some(it);
    }
    let behind = unit.within(Span::new(at.end, sentence.end)).filter(|it| unit.words_between(it.span, at) <= REACH);
    if let Some(it) = behind.take_while(|it| !is_duration(it)).find_map(of) {
        return Some(it);
    }
    let column = reader.column_header(at).and_then(|(unit, span)| only(unit.within(span)));
    column.or_else(|| unit.is_row().then(|| only(unit.within(unit.parts[0].span))).flatten())
}

/// "RTO 4h, RPO 1h" names one before each; "RTO/RPO 4h/1h" names them in the order of the numbers.
fn named_before(reader: &Reader<'_>, before: Span) -> Option<Objective> {
    let words = reader.unit().within(before).filter(|it| is_duration(it) || of(it).is_some()).collect::<Vec<_>>();
    let first = words.iter().rposition(|it| of(it).is_some())?;
    let durations = words.len() - 1 - first;
    let run = words[..=first].iter().rev().take_while(|it| of(it).is_some()).count();
    let index = if run > 1 { first + 1 - run + durations } else { first };
    // A second duration behind one objective is another thing: "RPO 1시간, 스냅샷은 6시간마다".
    words[..=first].get(index).filter(|_| run > 1 || durations == 0).and_then(|it| of(it))
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

/// The one objective named among `words`; none where both are.
fn only<'a>(words: impl Iterator<Item = &'a Lexeme>) -> Option<Objective> {
    let mut named = words.filter_map(of);
    let first = named.next()?;
    named.all(|it| it == first).then_some(first)
}
