//! Is state kept where it dies with its machine? "sessions in the process's memory", "업로드는 서버 디스크에".

use crate::language::{Class, Lexeme, Looks, Role, Stance, Word};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::LocalState`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let unit = reader.unit();
    let mut last: Option<Span> = None;
    for place in unit.lexemes.iter().filter(|it| it.word == Word::Role(Role::Local)) {
        let Some((state, evidence)) = state_at(reader, place) else { continue };
        if last.is_some_and(|it| reader.sentence(it.start) == reader.sentence(evidence.start)) {
            continue;
        }
        last = Some(evidence);
        facts.push(reader.fact(Kind::LocalState, None, reader.name(state), evidence));
    }
}

/// The state, and the evidence: state and a local place in one sentence (or one row), kept there, with no outside store in between.
fn state_at(reader: &Reader<'_>, place: &Lexeme) -> Option<(Span, Span)> {
    let unit = reader.unit();
    let field = if unit.is_row() { Span::new(0, unit.text.len()) } else { reader.sentence(place.span.start) };
    let state = reader.roles(field, Role::State).min_by_key(|it| unit.words_between(it.span, place.span))?;
    let evidence = if unit.part(state.span.start).block == unit.part(place.span.start).block {
        state.span.cover(place.span)
    } else {
        place.span
    };
    let clause = unit.clause(place.span.start);
    let is_kept = reader.has(clause, &[Role::Keep, Role::Run, Role::On]) || reader.is_terse() || reader.is_key_value();
    // What must not be on an instance store is another weakness.
    let is_ephemeral = reader.has(unit.clause_with_asides(place.span), &[Role::Ephemeral]);
    let is_elsewhere = has_outside_store(reader, reader.sentence(place.span.start))
        || reader.has(evidence, &[Role::Absent, Role::Removed])
        || unit.within(evidence).any(|it| is_denial(it) && !it.span.overlaps(state.span));
    // 캐시는 서버 메모리에 있다: what is only a copy is no state.
    let is_copy = state.span.overlaps(place.span) && reader.things(clause).any(|it| it.1 == Class::Cache);
    let is_served = is_kept && !is_copy && !is_elsewhere && !is_ephemeral && !is_of_a_function(reader, place.span);
    (is_served && !reader.is_row_header(place.span)).then_some((state.span, evidence))
}

/// `/tmp` of a function is no tier's disk.
fn is_of_a_function(reader: &Reader<'_>, place: Span) -> bool {
    const RUNS: [Class; 3] = [Class::Compute, Class::Container, Class::ServerlessCompute];
    let runs = || reader.subject(place, &RUNS).and_then(|it| it.class);
    place.of(&reader.unit().text).starts_with("/tmp") && runs() == Some(Class::ServerlessCompute)
}

/// "Of the login nothing is kept on the box".
fn is_denial(lexeme: &Lexeme) -> bool {
    matches!(lexeme.word, Word::Cue(cue) if cue.stance == Stance::Denied && cue.looks == Looks::Forward)
}

/// S3, a cache or a token holds it; "EFS 대신" and "instead of S3" say that it does not.
fn has_outside_store(reader: &Reader<'_>, sentence: Span) -> bool {
    let text = &reader.unit().text;
    reader.roles(sentence, Role::External).any(|it| {
        let is_replaced = text[it.span.end..].trim_start().starts_with("대신")
            || text[..it.span.start].trim_end().ends_with("instead of");
        !is_replaced
    })
}
