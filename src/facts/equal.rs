//! Which two numbers are the same? "min 4, max 4", columns Min and Max with a 6 in both, `- minimum: 5` above `- maximum: 5`.

use crate::language::{Unit, Word};
use crate::span::Span;

use super::Reader;

/// How far, in words, a number may stand behind its name.
const REACH: usize = 2;

/// How many units back the other number may stand.
const BACK: usize = 2;

/// Where the terms of one name stand: those of unit `.0` inside bytes `.1`.
pub(super) type Places<'a> = &'a dyn Fn(usize, Span) -> Vec<Span>;

/// The places inside `span` of unit `index` at which a number of several bears one of two names, and the number that bears the other is
/// the same: in one text with it, in one row, or in one list.
pub(super) fn numbers(reader: &Reader<'_>, index: usize, span: Span, names: [Places<'_>; 2]) -> Vec<Span> {
    let unit = &reader.units[index];
    let said = |index: usize, span: Span| names.map(|it| beside(&reader.units[index], &it(index, span), names, index));
    let [low, high] = said(index, span);
    let apart = |it: &(Span, Span)| !it.0.overlaps(it.1);
    let mut found = pairs(&low, &high).filter(apart).map(|(low, high)| low.cover(high)).collect::<Vec<_>>();
    if unit.is_row() {
        let [low, high] = names.map(|it| in_columns(reader, index, span, it));
        found.extend(pairs(&low, &high).filter(apart).map(|(_, high)| high));
    }
    for before in index.saturating_sub(BACK)..index {
        let other = &reader.units[before];
        if other.is_row() || other.above != unit.above {
            continue;
        }
        let [low_before, high_before] = said(before, Span::new(0, other.text.len()));
        found.extend(pairs(&low_before, &high).chain(pairs(&high_before, &low)).map(|(_, here)| here));
    }
    found
}

/// A name or its cell with the number that it bears.
type Named = (Span, f64);

fn pairs<'a>(one: &'a [Named], other: &'a [Named]) -> impl Iterator<Item = (Span, Span)> + 'a {
    one.iter().flat_map(move |a| other.iter().filter(|it| a.1 == it.1).map(|it| (a.0, it.0)))
}

/// Each name in a text together with the number behind it, where no other name stands between: `max` in "max/min 3" bears none.
fn beside(unit: &Unit, terms: &[Span], names: [Places<'_>; 2], index: usize) -> Vec<Named> {
    let number = |term: &Span| {
        let (at, number) = unit
            .within(Span::new(term.end, unit.text.len()))
            .find_map(|it| matches!(it.word, Word::Quantity(_)).then(|| Some((it.span, several(&it.word)?))))??;
        let between = Span::new(term.end, at.start);
        let is_near = unit.words_between(*term, at) <= REACH && !between.of(&unit.text).contains(['\n', '|']);
        let is_its_own = names.iter().all(|it| it(index, between).is_empty());
        (is_near && is_its_own).then(|| (term.cover(at), number))
    };
    terms.iter().filter_map(number).collect()
}

/// The cells of a row under a header with the name, with their numbers.
fn in_columns(reader: &Reader<'_>, index: usize, span: Span, name: Places<'_>) -> Vec<Named> {
    let unit = &reader.units[index];
    let cells = unit.parts.iter().map(|it| it.span).filter(|it| span.contains(*it));
    let number = |cell: Span| {
        let mut lexemes = unit.within(cell).filter(|it| matches!(it.word, Word::Quantity(_)));
        let it = lexemes.next().filter(|it| it.span.of(&unit.text).len() == cell.of(&unit.text).trim().len())?;
        Some((cell, several(&it.word)?))
    };
    cells
        .filter(|it| reader.header_of(index, *it).is_some_and(|(header, at)| !name(header, at).is_empty()))
        .filter_map(number)
        .collect()
}

fn several(word: &Word) -> Option<f64> {
    match word {
        Word::Quantity(it) if it.is_several() && it.low == it.high => Some(it.high),
        _ => None,
    }
}
