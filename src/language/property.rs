//! Which row of a table of properties says what the others are about? `| Engine | RDS for MySQL |` above `| Multi-AZ | No |`.

use std::collections::BTreeMap;

use crate::knowledge::{Knowledge, VocabularyPart};
use crate::span::Span;
use crate::surface::{BlockKind, Outline};

use super::contrast::{Group, group, label};
use super::lexicon::List;
use super::{Frame, Unit, Word};

/// So many columns has a table of properties: a property, its value, perhaps a note.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=3;

/// What a table or a list says of all its rows or items.
#[derive(Default)]
struct Said {
    /// The one that says what they are about.
    identity: Option<usize>,
    /// One of them says that it is no production.
    is_trial: bool,
}

/// Lets the row of a table of properties, or the item of such a list, that says what it is about introduce the others, and gives all of them the
/// frame of the environment that one of them names: `- Engine: RDS for MySQL`, `- Multi-AZ: No`. Cost: O(units).
pub(super) fn introduce_properties(units: &mut [Unit], outline: &Outline, knowledge: &Knowledge) {
    let mut said = BTreeMap::<Group, Said>::new();
    for (index, unit) in units.iter().enumerate() {
        let Some((key, value)) = property(unit, outline) else { continue };
        let key = key.trim().trim_matches(['*', '_', '`']).to_lowercase();
        let last = key.rsplit(' ').next().unwrap_or_default();
        let is = |part| [&key, last].iter().any(|it| knowledge.vocabulary.is_part(it, part));
        if is(VocabularyPart::Identity) && unit.within(value).any(|it| matches!(it.word, Word::Named(_))) {
            let said = said.entry(group(unit, outline)).or_default();
            said.identity = said.identity.or(Some(index));
        }
        let environment = || value.of(&unit.text).trim().to_lowercase();
        if is(VocabularyPart::Setting) && knowledge.lexicon.has(List::Environments, &environment()) {
            said.entry(group(unit, outline)).or_default().is_trial = true;
        }
    }
    for (index, unit) in units.iter_mut().enumerate().filter(|_| !said.is_empty()) {
        let Some(said) = property(unit, outline).and_then(|_| said.get(&group(unit, outline))) else { continue };
        if said.identity.is_some_and(|it| it != index) {
            unit.above = said.identity;
        }
        if said.is_trial {
            unit.parts.iter_mut().for_each(|it| it.frames = it.frames.with(Frame::NonProduction));
        }
    }
}

/// What a row of such a table, below its header, or an item of such a list is called, and where its value stands.
fn property<'a>(unit: &'a Unit, outline: &Outline) -> Option<(&'a str, Span)> {
    let key = label(unit, outline)?;
    match outline.blocks[unit.parts[0].block].kind {
        BlockKind::Cell { row: 1.., .. } if COLUMNS.contains(&unit.parts.len()) => Some((key, unit.parts[1].span)),
        BlockKind::Item { .. } => Some((key, Span::new(key.len() + ':'.len_utf8(), unit.text.len()))),
        _ => None,
    }
}
