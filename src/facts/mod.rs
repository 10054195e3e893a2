//! What does the document say, in one small closed vocabulary, whatever the surface?
//!
//! Each kind of fact is read by one file from a unit's lexemes. A reader looks for the parts that make the fact (a thing, a
//! number, a word that says there is none) in one clause, decides what they belong to, and leaves stance and frames to the
//! language. It never looks at Markdown.

mod affinity;
mod count;
mod named;
mod reader;
mod standby;
mod state;
mod zones;

use crate::knowledge::{CardId, Knowledge};
use crate::language::{Class, Frames, Stance, Unit};
use crate::span::Span;
use crate::surface::Outline;

pub(crate) use reader::Reader;

/// Something that the text states, with how it means it and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What is stated.
    pub kind: Kind,
    /// The sort of thing that it is stated of, as far as the section tells.
    pub of: Option<Class>,
    /// The name of that thing as the text has it; empty when none is near.
    pub subject: String,
    /// Whether the writer means it.
    pub stance: Stance,
    /// What headings of the section, columns and introductions say about it.
    pub frames: Frames,
    /// Bytes of the section.
    pub range: Span,
    /// The unit it was read from, counted in the section: facts of one unit speak of the same thing.
    pub unit: usize,
    /// Whether the sentence is Korean.
    pub is_korean: bool,
}

/// The vocabulary. Growing it is a design decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// There are this many of it.
    Count(u32),
    /// It stands in this many Availability Zones.
    Zones(u32),
    /// It has a standby, or none.
    Standby(bool),
    /// State is kept where it dies with its machine.
    LocalState,
    /// Sessions are tied to one machine.
    Affinity,
    /// It is replaced by itself when it fails.
    AutoRecovery,
    /// A name that its product no longer bears; index of `Card::former`.
    FormerName {
        /// The product.
        card: CardId,
        /// Index of `Card::former`.
        former: usize,
    },
    /// A product by its current name.
    CurrentName(CardId),
}

/// The facts of a section's units, in order of their place.
pub(crate) fn facts(outline: &Outline, units: &[Unit], knowledge: &Knowledge) -> Vec<Fact> {
    let mut facts = Vec::new();
    for index in 0..units.len() {
        if !outline.blocks[units[index].parts[0].block].is_text() {
            continue;
        }
        let reader = Reader { outline, units, index, knowledge };
        count::read(&reader, &mut facts);
        zones::read(&reader, &mut facts);
        standby::read(&reader, &mut facts);
        state::read(&reader, &mut facts);
        affinity::read(&reader, &mut facts);
        named::read(&reader, &mut facts);
    }
    facts.sort_by_key(|it| (it.range.start, it.range.end));
    facts
}
