//! Do the routes of several zones lead to one NAT gateway? A column `0.0.0.0/0` in which every row has `nat-01`.

use std::collections::BTreeSet;

use crate::language::{Class, Word};
use crate::span::Span;

use super::{Fact, Kind, Reader, Statement};

/// A longer table is no list of route tables.
const ROWS: std::ops::RangeInclusive<usize> = 2..=40;

/// The fact that one gateway serves several zones, at the first of the cells that name it. Cost: O(cells of the table).
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    if !unit.is_row() || !reader.is_statement() {
        return;
    }
    for part in unit.parts.iter().skip(1).map(|it| it.span) {
        let gateway = part.of(&unit.text).trim();
        let is_gateway = gateway.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("nat-"))
            || reader.things(part).any(|it| it.1 == Class::Nat);
        let column = if is_gateway { reader.column(part, ROWS.end() + 1) } else { Vec::new() };
        let is_same = |(index, cell): &(usize, Span)| cell.of(&reader.units[*index].text).trim() == gateway;
        let is_first = column.first().is_some_and(|it| it.0 == reader.index);
        if is_first && ROWS.contains(&column.len()) && column.iter().all(is_same) && zones(reader, &column) > 1 {
            let kind = Kind::Stated { what: Statement::OneNatGateway, minutes: None };
            facts.push(reader.fact(kind, None, gateway.to_owned(), part));
        }
    }
}

/// In how many zones the rows of these cells stand, by what their other cells say.
fn zones(reader: &Reader<'_>, column: &[(usize, Span)]) -> usize {
    let ids = column.iter().flat_map(|(index, cell)| {
        let unit = &reader.units[*index];
        let outside = unit.lexemes.iter().filter(|it| it.word == Word::ZoneId && !cell.contains(it.span));
        outside.map(|it| it.span.of(&unit.text).to_lowercase())
    });
    let named = ids.collect::<BTreeSet<_>>().len();
    // `private-1a` and `rtb-b` name the zone by its letter.
    let letters = column.iter().filter_map(|(index, _)| {
        let unit = &reader.units[*index];
        let name = unit.parts[0].span.of(&unit.text).trim().trim_matches('`');
        let letter = name.chars().next_back().filter(|it| ('a'..='f').contains(it))?;
        let before = name.chars().rev().nth(1)?;
        (before == '-' || before == '_' || before.is_ascii_digit()).then_some(letter)
    });
    named.max(letters.collect::<BTreeSet<_>>().len())
}
