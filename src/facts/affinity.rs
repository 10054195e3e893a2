//! Are sessions tied to one machine? "stickiness is on", "스티키로 로그인 유지".

use crate::language::{Lexeme, List, Role, Unit, Word};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::Affinity`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let unit = reader.unit();
    let mut last: Option<Span> = None;
    for affinity in unit.lexemes.iter().filter(|it| it.word == Word::Role(Role::Affinity)) {
        if !is_in_use(reader, affinity)
            || last.is_some_and(|it| reader.sentence(it.start) == reader.sentence(affinity.span.start))
        {
            continue;
        }
        last = Some(affinity.span);
        facts.push(reader.fact(Kind::Affinity, None, affinity.span.of(&unit.text).to_owned(), affinity.span));
    }
}

/// Stickiness is a fact where it is switched on or relied on, and nothing in the clause says that there is none.
fn is_in_use(reader: &Reader<'_>, affinity: &Lexeme) -> bool {
    let unit = reader.unit();
    let clause = unit.clause(affinity.span.start);
    let sentence = if unit.is_row() { Span::new(0, unit.text.len()) } else { reader.sentence(affinity.span.start) };
    let is_on = reader.has(clause, &[Role::Enabled, Role::Keep])
        || reader.has_near(sentence, affinity.span, 6, &[Role::Enabled]);
    // "고정 세션으로 로그인을 유지한다"
    let rest = &unit.text[affinity.span.end..];
    let is_means =
        ["으로 ", "로 ", " 기능으로 ", " 설정으로 ", "을 통해 ", "를 통해 "].iter().any(|it| rest.starts_with(it));
    let is_on = is_on || is_means && reader.has(clause, &[Role::Run]);
    let denials = unit.within(sentence).filter(|it| matches!(it.word, Word::Role(Role::Absent | Role::Removed)));
    let is_off = denials.filter(|it| is_behind_if_korean(unit, it.span, affinity.span)).any(|it| {
        let reach = if clause.contains(it.span) { 4 } else { 0 };
        unit.words_between(it.span, affinity.span) <= reach
    });
    is_on && !is_off && !is_harmless(reader)
}

/// Whether the paragraph says that machines keep no sessions, so that none is lost: "JWT라 서버에 세션이 없다. 고정 세션은 …".
pub(super) fn is_harmless(reader: &Reader<'_>) -> bool {
    let text = reader.unit().text.to_lowercase();
    reader.knowledge.lexicon.list(List::Sessionless).iter().any(|it| text.contains(it.as_str()))
}

/// "세션이 끊기지 않도록 고정 세션을 켠다": a Korean denial speaks of what stands before it.
fn is_behind_if_korean(unit: &Unit, denial: Span, affinity: Span) -> bool {
    !unit.is_korean(denial) || denial.start >= affinity.end
}
