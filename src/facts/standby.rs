//! Has the database a standby? "without Multi-AZ", "스탠바이 없이", "RDS, single instance".

use crate::language::{Class, Lexeme, Role, Unit, Word};
use crate::span::Span;

use super::reader::Subject;
use super::{Fact, Kind, Reader, absence};

const DATABASES: &[Class] = &[Class::Database, Class::Aurora];

/// What else the same words may be said of; the nearest decides.
const KEEPERS: &[Class] =
    &[Class::Database, Class::Aurora, Class::Cache, Class::Queue, Class::Nat, Class::Link, Class::FileStore];

/// Facts of kind [`Kind::Standby`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let mut last: Option<Span> = None;
    for lexeme in &reader.unit().lexemes {
        let found = match lexeme.word {
            Word::Role(Role::Standby) => without_standby(reader, lexeme),
            Word::Role(Role::Alone | Role::SingleZone) => alone(reader, lexeme),
            _ if lexeme.is_one() => one_instance(reader, lexeme),
            _ => None,
        };
        let Some((subject, evidence)) = found else { continue };
        if last.is_some_and(|it| reader.sentence(it.start) == reader.sentence(evidence.start)) {
            continue;
        }
        last = Some(evidence);
        facts.push(reader.fact(Kind::Standby(false), subject.class, subject.text, evidence));
    }
}

/// A word for a standby, and beside it in the same clause that there is none or that it goes.
fn without_standby(reader: &Reader<'_>, standby: &Lexeme) -> Option<(Subject, Span)> {
    let unit = reader.unit();
    let denial = unit.within(reader.sentence(standby.span.start)).find(|it| {
        let denies = matches!(it.word, Word::Role(Role::Absent | Role::Removed));
        let words = unit.words_between(it.span, standby.span);
        let is_of_another = it.span.start >= standby.span.end
            && !unit.is_korean(it.span)
            && absence::denies_a_verb(&unit.text[it.span.start..]);
        denies
            && !it.span.overlaps(standby.span)
            && is_on_its_side(unit, it.span, standby.span, words)
            && !is_of_another
    })?;
    let evidence = standby.span.cover(denial.span);
    let others = reader.things(evidence).any(|it| !DATABASES.contains(&it.1) && it.1 != Class::Compute);
    let subject = about(reader, evidence)?;
    (!others).then_some((subject, evidence))
}

/// English denies before the noun or right behind it (`standby is off`), Korean behind it.
fn is_on_its_side(unit: &Unit, denial: Span, standby: Span, words: usize) -> bool {
    let text = unit.text.as_str();
    let is_korean = unit.is_korean(denial);
    let is_behind = denial.start >= standby.end;
    match (is_korean, is_behind) {
        (true, behind) if denial.of(text).starts_with(['없', '아']) => {
            behind && (words == 0 || is_adverbial(&text[standby.end..denial.start]))
        }
        (true, behind) => behind && words <= 4,
        (false, true) => words <= 1,
        (false, false) => words <= 4,
    }
}

/// In "Multi-AZ라 논의 없음" it is the discussion that there is none of; only adverbs may stand between.
fn is_adverbial(between: &str) -> bool {
    const ADVERBS: [&str; 9] = ["따로", "아직", "전혀", "별도로", "별도", "현재", "하나도", "지금", "같은"];
    between.split_whitespace().skip(1).all(|it| ADVERBS.contains(&it))
}

/// "standalone", "단독": said of a database.
fn alone(reader: &Reader<'_>, alone: &Lexeme) -> Option<(Subject, Span)> {
    let subject = about(reader, alone.span)?;
    Some((subject, alone.span))
}

/// "RDS for Oracle, 1 instance", "단일 인스턴스": one machine, said of a database.
fn one_instance(reader: &Reader<'_>, one: &Lexeme) -> Option<(Subject, Span)> {
    let unit = reader.unit();
    let clause = unit.clause(one.span.start);
    let cell = unit.part(one.span.start).span;
    let machine = |it: &(Span, Class)| matches!(it.1, Class::Compute | Class::Database | Class::Aurora);
    let follows = reader
        .things(Span::new(one.span.start, clause.end))
        .filter(machine)
        .find(|it| unit.words_between(one.span, it.0) <= 2);
    let precedes = || {
        reader
            .things(Span::new(clause.start, one.span.start))
            .rev()
            .filter(machine)
            .find(|it| unit.words_between(it.0, one.span) <= 1)
    };
    let noun = follows.or_else(precedes)?;
    let evidence = one.span.cover(noun.0);
    let several = unit.within(cell).any(Lexeme::is_several);
    let relative = reader.has_near(clause, evidence, 1, &[Role::Each, Role::More, Role::Bound, Role::Fail]);
    let partner = reader.has(reader.sentence(one.span.start), &[Role::Standby]) || partner(reader, evidence);
    let is_said = reader.has(clause, &[Role::Run, Role::Only, Role::On]) || reader.is_terse();
    let is_machine =
        reader.things(evidence).all(|it| it.1 == Class::Compute) && !super::count::is_generic(noun.0.of(&unit.text));
    let subject = about(reader, evidence).filter(|_| !is_machine)?;
    (is_said && !several && !relative && !partner).then_some((subject, evidence))
}

/// A reader or replica in the same unit: an Aurora writer is not alone with one.
fn partner(reader: &Reader<'_>, evidence: Span) -> bool {
    let unit = reader.unit();
    unit.lexemes.iter().any(|it| {
        it.word == Word::Role(Role::Present)
            && !it.span.overlaps(evidence)
            && unit.words_between(it.span, evidence) <= 6
    })
}

/// The database that words are about, if the nearest thing that could be meant is one.
fn about(reader: &Reader<'_>, evidence: Span) -> Option<Subject> {
    let inside = reader.things(evidence).find(|it| DATABASES.contains(&it.1));
    if let Some((span, class)) = inside {
        return Some(Subject { class: Some(class), text: reader.name(span) });
    }
    let named = reader
        .subject_outside(evidence, KEEPERS)
        .or_else(|| speaks_of_databases(reader, evidence).then(|| reader.subject_before(KEEPERS)).flatten());
    named.filter(|it| it.class.is_some_and(|class| DATABASES.contains(&class)))
}

/// `Multi-AZ` and `standby` are said of databases, so that the paragraph before may tell of which; `twin` and `1 instance` may be said of anything.
fn speaks_of_databases(reader: &Reader<'_>, evidence: Span) -> bool {
    let words = evidence.of(&reader.unit().text).to_ascii_lowercase();
    ["az", "standby", "스탠바이", "대기 인스턴스"].iter().any(|it| words.contains(it))
}
