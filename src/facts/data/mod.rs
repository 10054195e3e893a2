//! What do templates and manifests state by their structure?
//!
//! A reader for each dialect walks the entries of one YAML document and states the same facts that sentences state. What it
//! cannot resolve it leaves out: a parameter without a default, a condition, another file. Of other code, `fence` reads the settings.

mod compose;
mod fence;
mod kubernetes;
mod manifest;
mod setting;
mod template;

use crate::knowledge::Knowledge;
use crate::language::{Class, Frame, Frames, Stance, Unit, Word, heading_frames, script};
use crate::span::Span;
use crate::surface::{Block, Dialect, Entry, Outline, Tree, Value, dialect};

use super::{Fact, Kind};

/// One document with what is around it.
pub(super) struct Data<'a> {
    /// The section.
    pub(super) text: &'a str,
    pub(super) outline: &'a Outline,
    pub(super) units: &'a [Unit],
    pub(super) knowledge: &'a Knowledge,
    /// Index of the document's entry.
    pub(super) document: usize,
    /// By block, the unit that it belongs to.
    unit_of_block: &'a [Option<usize>],
}

/// The facts of all documents of a section, `text`, that are in a dialect with a reader of its own, and of its fences of code.
///
/// Cost: O(entries + bytes of the fences).
pub(super) fn read(text: &str, outline: &Outline, units: &[Unit], knowledge: &Knowledge, facts: &mut Vec<Fact>) {
    type Read = fn(&Data<'_>, &mut Vec<Fact>);
    let read: [(Dialect, Read); 3] = [
        (Dialect::Template, template::read),
        (Dialect::Kubernetes, kubernetes::read),
        (Dialect::Compose, compose::read),
    ];
    let mut unit_of_block = Vec::new();
    for document in outline.tree.documents() {
        let dialect = dialect(&outline.tree, document);
        let Some((_, read)) = read.iter().find(|it| it.0 == dialect) else { continue };
        if unit_of_block.is_empty() {
            unit_of_block = units_of_blocks(outline, units);
        }
        read(&Data { text, outline, units, knowledge, document, unit_of_block: &unit_of_block }, facts);
    }
    fence::read(text, outline, units, facts);
}

fn units_of_blocks(outline: &Outline, units: &[Unit]) -> Vec<Option<usize>> {
    let mut unit_of_block = vec![None; outline.blocks.len()];
    for (index, unit) in units.iter().enumerate() {
        unit.parts.iter().for_each(|it| unit_of_block[it.block] = Some(index));
    }
    unit_of_block
}

impl Data<'_> {
    /// The entries of the file.
    pub(super) fn tree(&self) -> &Tree {
        &self.outline.tree
    }

    /// The entry `index`.
    pub(super) fn entry(&self, index: usize) -> &Entry {
        &self.outline.tree.entries()[index]
    }

    /// The entry that `path` leads to from `index`, key by key, aliases and merges followed.
    pub(super) fn at(&self, index: usize, path: &[&str]) -> Option<usize> {
        path.iter().try_fold(index, |it, key| self.tree().find(it, key))
    }

    /// The fact `kind` that entry `index` states, underlined from its key to its value (a map or list: its key only). What a comment
    /// beside or above it says counts for it, as does what the keys around it say.
    pub(super) fn fact(&self, kind: Kind, of: Option<Class>, subject: &str, index: usize) -> Fact {
        let entry = self.entry(index);
        let key = entry.key.as_ref().map(|it| it.span);
        let range = match (&entry.value, key) {
            (Value::Map | Value::List | Value::Null, Some(key)) => key,
            (_, Some(key)) => key.cover(entry.value_span),
            _ => entry.value_span,
        };
        let unit = self.unit_at(range);
        let is_set_aside = self.is_set_aside(index);
        Fact {
            kind,
            of,
            subject: subject.to_owned(),
            stance: if is_set_aside { Stance::NonProduction } else { Stance::Asserted },
            frames: unit.map_or_else(Frames::default, |it| self.units[it].parts[0].frames),
            range,
            unit: unit.unwrap_or(usize::MAX - index),
            is_korean: self.is_korean(range),
            sentence: String::new(),
            given: Vec::new(),
            unless: Vec::new(),
        }
    }

    /// Whether a comment beside or above entry `index` says that it is there for a test or for a while. What else comments say takes
    /// nothing back: the tool reads the entry, not "we have no approval for the second one".
    pub(super) fn is_set_aside(&self, index: usize) -> bool {
        let entry = self.entry(index);
        let mut comments = [entry.comment, entry.leading].into_iter().flatten();
        comments.any(|it| self.unit_of_block[it].is_some_and(|it| is_not_production(&self.units[it])))
    }

    /// The unit of the block `block`.
    fn unit_of(&self, block: usize) -> Option<usize> {
        self.unit_of_block[block]
    }

    /// The blocks of text that stand in `range`, in order.
    pub(super) fn blocks_at(&self, range: Span) -> impl Iterator<Item = (usize, &Block)> {
        let blocks = &self.outline.blocks;
        let first = blocks.partition_point(|it| it.range.end <= range.start);
        (first..).zip(&blocks[first..]).take_while(move |it| it.1.range.start < range.end)
    }

    /// The units of the blocks that stand in `range`.
    pub(super) fn units_at(&self, range: Span) -> impl Iterator<Item = &Unit> {
        self.blocks_at(range).filter_map(|it| self.unit_of_block[it.0]).map(|it| &self.units[it])
    }

    /// The unit that stands at `range`.
    fn unit_at(&self, range: Span) -> Option<usize> {
        self.blocks_at(range).find_map(|it| self.unit_of_block[it.0])
    }

    /// Whether what stands there has Hangul in it.
    fn is_korean(&self, range: Span) -> bool {
        self.blocks_at(range).any(|it| it.1.prose.text().contains(script::is_hangul))
    }
}

/// Whether a comment or a description says that it speaks of a test or of something that stands for a while.
pub(super) fn is_not_production(unit: &Unit) -> bool {
    let is_cue = |it: &Word| matches!(it, Word::Cue(cue) if cue.stance == Stance::NonProduction);
    unit.lexemes.iter().any(|it| is_cue(&it.word)) || heading_frames(unit).has(Frame::NonProduction)
}
