//! In how many Availability Zones does it stand? "a single AZ", "전부 2a에만".

use std::collections::BTreeSet;

use crate::language::{Class, Lexeme, Role, Unit, Word};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::Zones`] with the number one. What is said of a database alone is a fact about its standby.
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let unit = reader.unit();
    let mut last: Option<Span> = None;
    for lexeme in &unit.lexemes {
        let evidence = match lexeme.word {
            Word::Role(Role::Zone) => one_zone(reader, lexeme),
            Word::Role(Role::SingleZone) => single_zone(reader, lexeme),
            Word::ZoneId => everything_in(reader, lexeme)
                .or_else(|| the_zone_of_a_row(reader, lexeme))
                .or_else(|| the_zone_of_a_column(reader, lexeme)),
            _ if lexeme.is_one() => the_number_of_a_row(reader, lexeme),
            _ => None,
        };
        let Some(evidence) =
            evidence.filter(|it| last.is_none_or(|last| reader.sentence(last.start) != reader.sentence(it.start)))
        else {
            continue;
        };
        last = Some(evidence);
        let database = database_alone(reader, evidence);
        let (kind, of) =
            if database.is_some() { (Kind::Standby(false), Some(Class::Database)) } else { (Kind::Zones(1), None) };
        let name = database.or_else(|| workload(reader, evidence)).unwrap_or(evidence);
        facts.push(reader.fact(kind, of, reader.name(name), evidence));
    }
}

/// "one Availability Zone", "단일 AZ", "AZ 하나": the number right beside the noun.
fn one_zone(reader: &Reader<'_>, zone: &Lexeme) -> Option<Span> {
    let unit = reader.unit();
    let clause = unit.clause(zone.span.start);
    let one = unit.within(clause).find(|it| {
        let (first, second) = if it.span < zone.span { (it.span, zone.span) } else { (zone.span, it.span) };
        it.is_one()
            && !is_its_number(unit, zone.span, it.span)
            && unit.words_between(first, second) == 0
            && reader.things(Span::new(first.end, second.start)).next().is_none()
    })?;
    let evidence = one.span.cover(zone.span);
    let is_relative = reader.has_near(clause, evidence, 2, &[Role::Each, Role::More, Role::Bound])
        || reader.fails_near(clause, evidence, 2)
        || is_several(reader, reader.sentence(zone.span.start));
    let is_said = reader.is_locative(evidence, clause)
        || reader.has_near(clause, evidence, 0, &[Role::Run])
        || (reader.is_terse() && !reader.unit().is_korean(evidence));
    (is_said && !is_relative && !reader.is_row_header(evidence)).then_some(evidence)
}

/// "The subnet in Availability Zone 1": a bare digit behind the noun is its name, but for a cell of its own.
fn is_its_number(unit: &Unit, zone: Span, one: Span) -> bool {
    one.start >= zone.end && one.of(&unit.text) == "1" && unit.part(zone.start).span.contains(one)
}

/// "Single-AZ": the word itself is the number.
fn single_zone(reader: &Reader<'_>, word: &Lexeme) -> Option<Span> {
    let clause = reader.unit().clause(word.span.start);
    let sentence = reader.sentence(word.span.start);
    // "every subnet in the same zone" is all of them, "each server in a single zone" may be one each.
    let is_all = reader.has_near(clause, word.span, 2, &[Role::All]);
    let is_relative = reader.has_near(clause, word.span, 2, &[Role::Bound])
        || reader.fails_near(clause, word.span, 2)
        || !is_all && reader.has_near(clause, word.span, 2, &[Role::Each])
        || reader.has_near(sentence, word.span, 2, &[Role::Absent]);
    let is_said =
        reader.has(clause, &[Role::Run, Role::Only, Role::All, Role::Gathered, Role::On]) || reader.is_terse();
    (is_said && !is_relative && !reader.is_row_header(word.span)).then_some(word.span)
}

/// "all subnets in ap-northeast-2a", "2a에만": everything of it, or nothing elsewhere, and no second zone in the sentence.
fn everything_in(reader: &Reader<'_>, zone: &Lexeme) -> Option<Span> {
    let unit = reader.unit();
    let sentence = reader.sentence(zone.span.start);
    let zones = unit.within(sentence).filter(|it| it.word == Word::ZoneId).map(|it| it.span.of(&unit.text));
    let zones = zones.collect::<BTreeSet<_>>();
    // "가용 영역 A(2a)" is one.
    let letters = zones.iter().filter_map(|it| it.chars().next_back()).map(|it| it.to_ascii_lowercase());
    let is_the_only_zone = match zones.iter().any(|it| it.len() == 1 || it.contains(' ')) {
        true => letters.collect::<BTreeSet<_>>().len() == 1,
        false => zones.len() == 1,
    };
    let is_all = reader.has(unit.clause(zone.span.start), &[Role::All, Role::Gathered])
        || reader.has_near(sentence, zone.span, 2, &[Role::Only, Role::All, Role::Gathered]);
    let clause = unit.clause(zone.span.start);
    let fails = reader.fails_near(clause, zone.span, 2);
    // "The way out (NAT) stands in 2a only" speaks of the gateway.
    let thing = reader.things(unit.clause_with_asides(zone.span)).any(|(_, class)| class == Class::Nat)
        || reader.has_near(clause, zone.span, 3, &[Role::Standby]);
    (is_the_only_zone && is_all && !fails && !thing && !is_several(reader, clause)).then_some(zone.span)
}

/// A one that is all of a cell under "AZs" or "AZ 수".
fn the_number_of_a_row(reader: &Reader<'_>, one: &Lexeme) -> Option<Span> {
    const COUNTS: [&str; 8] = ["azs", "zones", "zone count", "number of az", "# of az", "수", "개수", "count"];
    let header = reader.column_header(one.span).filter(|_| is_alone_in_its_cell(reader, one))?;
    let text = header.1.of(&header.0.text).trim().to_lowercase();
    COUNTS.iter().any(|it| text.ends_with(it) || text.starts_with(it)).then_some(one.span)
}

/// A lone zone id under a header such as 가용 영역 places what its row counts several of.
fn the_zone_of_a_row(reader: &Reader<'_>, zone: &Lexeme) -> Option<Span> {
    let several = reader.unit().lexemes.iter().any(|it| matches!(it.word, Word::Quantity(q) if q.is_several()));
    (several && is_alone_in_its_cell(reader, zone)).then_some(zone.span)
}

/// A column of such cells that all hold one id places all that its rows name; the first row that runs something is where it is said.
fn the_zone_of_a_column(reader: &Reader<'_>, zone: &Lexeme) -> Option<Span> {
    const ROWS: std::ops::RangeInclusive<usize> = 2..=40;
    let unit = reader.unit();
    let id = zone.span.of(&unit.text);
    let column = if is_alone_in_its_cell(reader, zone) { reader.column(zone.span, ROWS.end() + 1) } else { Vec::new() };
    let is_same = |(index, span): &(usize, Span)| span.of(&reader.units[*index].text).trim().eq_ignore_ascii_case(id);
    if !ROWS.contains(&column.len()) || !column.iter().all(is_same) {
        return None;
    }
    let is_server = |it: &Lexeme| match it.word {
        Word::Thing(it) | Word::Named(it) => matches!(it, Class::Compute | Class::Container),
        _ => false,
    };
    let runs = |unit: &Unit| unit.lexemes.iter().any(is_server);
    let first = if is_layout(reader, id) { column.first() } else { column.iter().find(|it| runs(&reader.units[it.0])) };
    first.is_some_and(|it| it.0 == reader.index).then_some(zone.span)
}

/// Whether the table lays out subnets, all of the network in the section: another zone may have its own table.
fn is_layout(reader: &Reader<'_>, id: &str) -> bool {
    let is_subnet = |it: &Lexeme| it.word == Word::Role(Role::Workload);
    let header = reader.header_row().map(|it| &reader.units[it]);
    let is_another = |it: &Unit| {
        it.lexemes.iter().any(|at| at.word == Word::ZoneId && !at.span.of(&it.text).eq_ignore_ascii_case(id))
    };
    header.is_some_and(|it| it.within(it.parts[0].span).any(is_subnet)) && !reader.units.iter().any(is_another)
}

/// Whether a zone id is all of a cell under a header that says so.
fn is_alone_in_its_cell(reader: &Reader<'_>, zone: &Lexeme) -> bool {
    let unit = reader.unit();
    let is_alone = unit.part(zone.span.start).span.of(&unit.text).trim().len() == zone.span.len();
    let is_placed = |header: (&Unit, Span)| header.0.within(header.1).any(|it| it.word == Word::Role(Role::Zone));
    is_alone && !reader.is_row_header(zone.span) && reader.column_header(zone.span).is_some_and(is_placed)
}

/// Whether `span` speaks of several zones or of a spread over them.
fn is_several(reader: &Reader<'_>, span: Span) -> bool {
    let unit = reader.unit();
    let zones = || unit.within(span).filter(|it| it.word == Word::Role(Role::Zone));
    let counted = unit
        .within(span)
        .filter(|it| it.is_several())
        .any(|it| zones().any(|zone| unit.words_between(it.span, zone.span) == 0));
    counted || reader.has(span, &[Role::Spread])
}

/// The database that the sentence is about, if it is about nothing else than its machine: "RDS t4g.small, Single-AZ".
fn database_alone(reader: &Reader<'_>, evidence: Span) -> Option<Span> {
    let unit = reader.unit();
    let sentence = if unit.is_row() { Span::new(0, unit.text.len()) } else { reader.sentence(evidence.start) };
    let is_machine = |it: &(Span, Class)| it.1 == Class::Compute && reader.is_generic(it.0.of(&unit.text));
    let things = reader.things(sentence).filter(|it| !is_machine(it)).collect::<Vec<_>>();
    let is_database = |class: Class| matches!(class, Class::Database | Class::Aurora);
    let first = things.iter().find(|it| is_database(it.1))?.0;
    things.iter().all(|it| is_database(it.1) || it.0 == first).then_some(first)
}

fn workload(reader: &Reader<'_>, evidence: Span) -> Option<Span> {
    let before = Span::new(0, evidence.start);
    reader
        .things(before)
        .map(|it| it.0)
        .next()
        .or_else(|| reader.roles(before, Role::Workload).map(|it| it.span).next())
}
