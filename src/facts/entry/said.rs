//! What do a key and its value say together, in words that the vocabulary knows for just this key? `failover: read replica`.

use crate::knowledge::{Saying, VocabularyPart, plain};
use crate::language::{Class, Cue, Stance};
use crate::span::Span;
use crate::surface::BlockKind;

use super::super::{Fact, Kind, Reader, Statement};
use super::row::Row;
use super::{Keys, is_stated};

/// The facts of the sayings that the entry's key, or the key that it answers, has. Cost: O(phrases of that key × bytes of the value).
pub(super) fn read(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    let Some(first) = unit.parts.first().filter(|_| unit.is_entry) else { return };
    let BlockKind::Key { entry } = reader.outline.blocks[first.block].kind else { return };
    let vocabulary = &reader.knowledge.vocabulary;
    let key = |it: usize| reader.outline.tree.entries()[it].key();
    let Some(own) = key(entry) else { return };
    let around = reader.outline.tree.entries()[entry].parent;
    let answered = around.and_then(key).filter(|_| vocabulary.is_part(own, VocabularyPart::Carrier));
    let mut sayings =
        vocabulary.sayings(own).chain(answered.into_iter().flat_map(|it| vocabulary.sayings(it))).peekable();
    if sayings.peek().is_none() {
        return;
    }
    let Some(row) = Row::new(reader, keys, entry, entry) else { return };
    let (value, comment) = (plain(row.text()), plain(&unit.text[row.whole.end..]));
    for saying in sayings.filter(|it| it.is_said(&value, &comment) && is_so(&row, it)) {
        let kind = Kind::Stated { what: saying.states, minutes: row.minutes().filter(|_| saying.timed) };
        if is_stated(reader, facts, &kind) {
            continue;
        }
        let mut fact = reader.fact(kind, None, row.label(), row.whole);
        fact.stance = row.stance();
        facts.push(fact);
    }
}

/// Whether what stands around the value is as `saying` needs it, and the value takes nothing back.
fn is_so(row: &Row<'_>, saying: &Saying) -> bool {
    // What is all of the value is the answer: `scaling: fixed` does not say that it was mended.
    let takes_back = |(at, it): (Span, Cue)| {
        !at.contains(row.value)
            && matches!(
                it.stance,
                Stance::Denied | Stance::Rejected | Stance::WarnedAgainst | Stance::Past | Stance::Asked
            )
    };
    let is_about = |it: &str| saying.is_hidden(&plain(it));
    let named = |class: &Class| row.reader.things(row.value).any(|it| it.1 == *class);
    (saying.of.is_empty() || row.class.is_some_and(|it| saying.of.contains(&it)))
        && (saying.needs.is_empty() || saying.needs.iter().any(named))
        && (saying.with.is_empty() || saying.with.iter().any(|it| row.stands_beside(*it)))
        && saying.is_under(row.keys_around())
        && !(saying.states == Statement::ObjectivesUndefined && row.has_objective_beside())
        && (!saying.timed || row.minutes().is_some())
        && !row.cues(row.value).any(takes_back)
        && !row.reader.describing().is_some_and(|it| is_about(&it.text))
}
