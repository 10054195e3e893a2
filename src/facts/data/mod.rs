//! What do templates and manifests state by their structure?
//!
//! A reader for each dialect walks the entries of one YAML document and states the same facts that sentences state. What it
//! cannot resolve it leaves out: a parameter without a default, a condition, another file.

mod compose;
mod kubernetes;
mod manifest;
mod template;

use crate::knowledge::Knowledge;
use crate::language::{Class, Frames, Stance, Unit, Word, script};
use crate::span::Span;
use crate::surface::{Entry, Outline, Tree, Value};

use super::{Fact, Kind};

/// What sort of document a YAML file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// A template of CloudFormation or SAM.
    Template,
    /// A manifest of Kubernetes.
    Kubernetes,
    /// A file of Docker Compose.
    Compose,
    /// Anything else: a design in whatever words its writer chose.
    Design,
}

/// One document with what is around it.
pub(super) struct Data<'a> {
    pub(super) outline: &'a Outline,
    pub(super) units: &'a [Unit],
    pub(super) knowledge: &'a Knowledge,
    /// Index of the document's entry.
    pub(super) document: usize,
    /// The unit of each block.
    unit_of_block: &'a [Option<usize>],
}

/// The facts of all documents of a YAML section that are in a dialect with a reader of its own. Cost: O(entries).
pub(super) fn read(outline: &Outline, units: &[Unit], knowledge: &Knowledge, facts: &mut Vec<Fact>) {
    if outline.tree.is_empty() {
        return;
    }
    let mut unit_of_block = vec![None; outline.blocks.len()];
    for (index, unit) in units.iter().enumerate() {
        unit.parts.iter().for_each(|it| unit_of_block[it.block] = Some(index));
    }
    for document in outline.tree.documents() {
        let data = Data { outline, units, knowledge, document, unit_of_block: &unit_of_block };
        match dialect(&outline.tree, document) {
            Dialect::Template => template::read(&data, facts),
            Dialect::Kubernetes => kubernetes::read(&data, facts),
            Dialect::Compose => compose::read(&data, facts),
            Dialect::Design => {}
        }
    }
}

/// The dialect of a document, by the keys that its tool asks for. Cost: O(entries of its first levels).
pub(crate) fn dialect(tree: &Tree, document: usize) -> Dialect {
    let has = |key: &str| tree.find(document, key).is_some();
    let holds = |key: &str, inner: &[&str]| {
        let map = tree.find(document, key);
        map.is_some_and(|map| {
            tree.children(tree.resolve(map)).any(|it| inner.iter().any(|key| tree.find(it, key).is_some()))
        })
    };
    if has("AWSTemplateFormatVersion") || (has("Resources") && holds("Resources", &["Type"])) {
        Dialect::Template
    } else if has("apiVersion") && has("kind") {
        Dialect::Kubernetes
    } else if holds("services", &["image", "build", "deploy", "ports"]) {
        Dialect::Compose
    } else {
        Dialect::Design
    }
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
        let comments = [entry.comment, entry.leading].into_iter().flatten().filter_map(|it| self.unit_of(it));
        let stance = comments.map(|it| said(&self.units[it])).find(|it| *it != Stance::Asserted);
        Fact {
            kind,
            of,
            subject: subject.to_owned(),
            stance: stance.unwrap_or(Stance::Asserted),
            frames: unit.map_or_else(Frames::default, |it| self.units[it].parts[0].frames),
            range,
            unit: unit.unwrap_or(usize::MAX - index),
            is_korean: self.is_korean(range),
            sentence: String::new(),
            given: Vec::new(),
        }
    }

    /// The unit of the block `block`.
    fn unit_of(&self, block: usize) -> Option<usize> {
        self.unit_of_block[block]
    }

    /// The blocks that overlap `range`; they stand in order and beside each other. Cost: O(log blocks + result).
    fn blocks_at(&self, range: Span) -> impl Iterator<Item = usize> + '_ {
        let blocks = &self.outline.blocks;
        let first = blocks.partition_point(|it| it.range.end <= range.start);
        (first..blocks.len()).take_while(move |it| blocks[*it].range.start < range.end)
    }

    /// The unit that stands at `range`.
    fn unit_at(&self, range: Span) -> Option<usize> {
        self.unit_of(self.blocks_at(range).next()?)
    }

    /// Whether the comment or value there has Hangul in it.
    fn is_korean(&self, range: Span) -> bool {
        self.blocks_at(range).any(|it| self.outline.blocks[it].prose.text().contains(script::is_hangul))
    }
}

/// What a comment says of what it stands beside: the stance of its first cue.
fn said(comment: &Unit) -> Stance {
    let cue = comment.lexemes.iter().find_map(|it| match it.word {
        Word::Cue(cue) => Some(cue.stance),
        _ => None,
    });
    cue.unwrap_or(Stance::Asserted)
}
