//! What do the readers of manifests share? A running thing, what qualifies it, and what has been said of it already.

pub(super) mod image;
pub(super) mod setting;
pub(super) mod store;
pub(super) mod variable;

use std::cell::Cell;
use std::mem::discriminant;

use crate::language::{Class, Frames, Lexeme, Role, Stance, Word, script};
use crate::span::Span;
use crate::surface::{BlockKind, Value};

use super::super::{Fact, Kind, Reader, Statement, absence};
use super::Data;

/// A manifest that is read: the facts that its words stated before.
pub(super) struct Manifest<'a> {
    pub(super) data: &'a Data<'a>,
    /// Whether its comments are Korean.
    is_korean: bool,
    /// What is meant of it, by place.
    said: Vec<(usize, Kind)>,
    /// So many entries may still be looked at.
    left: Cell<usize>,
}

/// How often each entry may be looked at: more than any reader does, and few enough for a file in which every alias stands
/// for half of it.
const LOOKS: usize = 64;

/// A thing that runs, as far as its manifest tells.
pub(super) struct Workload<'a> {
    pub(super) name: &'a str,
    /// What its image is, if that is a database or a cache.
    pub(super) class: Option<Class>,
    /// The entry that holds all of it.
    pub(super) within: usize,
}

/// So many volumes of one thing that runs are looked at.
pub(super) const VOLUMES: usize = 100;

/// An entry, and what holds its value: itself, or what it is an alias of.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) at: usize,
    pub(super) value: usize,
}

impl<'a> Manifest<'a> {
    /// The manifest `data`, whose sentences state `facts`. Cost: O(blocks + facts · log facts).
    pub(super) fn new(data: &'a Data<'a>, facts: &[Fact]) -> Manifest<'a> {
        let comments = data.outline.blocks.iter().filter(|it| matches!(it.kind, BlockKind::Comment { .. }));
        let is_korean = comments.into_iter().any(|it| it.prose.text().contains(script::is_hangul));
        let meant = facts.iter().filter(|it| matches!(it.stance, Stance::Asserted | Stance::Planned));
        let mut said = meant.map(|it| (it.range.start, it.kind.clone())).collect::<Vec<_>>();
        said.sort_by_key(|it| it.0);
        let left = Cell::new(LOOKS * (data.tree().entries().len() + LOOKS));
        Manifest { data, is_korean, said, left }
    }

    /// The entries in the map or list `index`, aliases followed to it and from it; none when too much has been looked at.
    pub(super) fn held(&self, index: usize) -> impl Iterator<Item = Held> + use<'_, 'a> {
        let tree = self.data.tree();
        tree.children(tree.resolve(index))
            .map(|at| Held { at, value: tree.resolve(at) })
            .take_while(|it| self.pays(it.value))
    }

    /// The items of the list `key` of `index`.
    pub(super) fn items(&self, index: usize, key: &str) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let list = self
            .data
            .at(index, &[key])
            .filter(|it| self.data.entry(self.data.tree().resolve(*it)).value == Value::List);
        list.into_iter().flat_map(|it| self.held(it)).map(|it| it.value)
    }

    /// Whether `index` may be searched for keys.
    fn pays(&self, index: usize) -> bool {
        let left = self.left.get().checked_sub(1 + self.data.tree().reach(index));
        self.left.set(left.unwrap_or_default());
        left.is_some()
    }

    /// States `kind` at `index`, unless a comment takes it back or a sentence in or beside `within` states it already.
    pub(super) fn state(&self, facts: &mut Vec<Fact>, kind: Kind, subject: &Workload<'_>, index: usize) {
        if setting::is_taken_back(self.data, index) || self.is_said(&kind, self.region(subject.within)) {
            return;
        }
        let mut fact = self.data.fact(kind, subject.class, subject.name, index);
        // The keys between are the format's, not the writer's.
        fact.frames = Frames::default();
        fact.stance = self.stance(index);
        fact.is_korean |= self.is_korean;
        facts.push(fact);
    }

    /// The same for what patterns of words can say.
    pub(super) fn say(&self, facts: &mut Vec<Fact>, what: Statement, subject: &Workload<'_>, index: usize) {
        self.state(facts, Kind::Stated { what, minutes: None }, subject, index);
    }

    /// That there is one of `workload`: a database has no standby then, a cache no second node.
    pub(super) fn alone(&self, facts: &mut Vec<Fact>, workload: &Workload<'_>, index: usize) {
        if self.comments(index).any(|it| self.says_more_come(it)) {
            return;
        }
        match workload.class {
            // One of several that are listed one by one.
            Some(_) if is_of_a_group(workload.name) => {}
            Some(Class::Cache) => self.say(facts, Statement::OneCacheNode, workload, index),
            Some(_) => self.state(facts, Kind::Standby(false), workload, index),
            None => {
                let of = Workload { class: Some(Class::Container), ..*workload };
                self.state(facts, Kind::Count(1), &of, index);
            }
        }
    }

    /// The words of the comment `block`.
    pub(super) fn lexemes(&self, block: usize) -> impl Iterator<Item = &Lexeme> {
        lexemes(self.data, block)
    }

    /// The comments that qualify the entry: the one behind it and the one above it.
    pub(super) fn comments(&self, index: usize) -> impl Iterator<Item = usize> + use<> {
        let entry = self.data.entry(index);
        [entry.comment, entry.leading].into_iter().flatten()
    }

    /// Whether the comment `block` says that there is no second of it.
    pub(super) fn says_alone(&self, block: usize) -> bool {
        let Some(index) = self.data.unit_of(block) else { return false };
        let Data { outline, units, knowledge, .. } = *self.data;
        let reader = Reader { outline, units, index, knowledge };
        self.lexemes(block).any(|it| match it.word {
            Word::Role(Role::Alone) => true,
            Word::Role(Role::Standby) => absence::of(&reader, index, it.span).is_some(),
            _ => false,
        })
    }

    /// Whether the comment `block` says that the number follows the load, or that what fails is replaced by itself.
    fn says_more_come(&self, block: usize) -> bool {
        let Some(index) = self.data.unit_of(block) else { return false };
        let Data { outline, units, knowledge, .. } = *self.data;
        let reader = Reader { outline, units, index, knowledge };
        let scaling = knowledge.patterns.term(Statement::CapacityIsFixed, "self-scaling");
        let is_scaling = |it: &(_, Span)| Some(it.0) == scaling && absence::of(&reader, index, it.1).is_none();
        self.lexemes(block).any(|it| it.word == Word::Role(Role::AutoRecovery))
            || knowledge.patterns.terms(&units[index].text).iter().any(is_scaling)
    }

    /// What a comment says that is more than a reason: "no second pod" denies nothing of `replicas: 1`.
    fn stance(&self, index: usize) -> Stance {
        let cues = self.comments(index).flat_map(|it| self.lexemes(it)).filter_map(|it| match it.word {
            Word::Cue(cue) => Some(cue.stance),
            _ => None,
        });
        let back = |it: &Stance| matches!(it, Stance::Past | Stance::NonProduction | Stance::Elsewhere);
        cues.into_iter().find(back).unwrap_or(Stance::Asserted)
    }

    /// From an entry's first byte, or the comment above it, to its last, or the comment behind that.
    fn region(&self, index: usize) -> Span {
        let entry = self.data.entry(index);
        let last = self.data.entry(entry.end.saturating_sub(1).max(index));
        let comments = [entry.leading, entry.comment, last.comment].into_iter().flatten();
        comments.fold(entry.span, |acc, it| acc.cover(self.data.outline.blocks[it].range))
    }

    fn is_said(&self, kind: &Kind, region: Span) -> bool {
        let is_same = |it: &Kind| match (it, kind) {
            (Kind::Stated { what: one, .. }, Kind::Stated { what: other, .. }) => one == other,
            (one, other) => discriminant(one) == discriminant(other),
        };
        let from = self.said.partition_point(|it| it.0 < region.start);
        self.said[from..].iter().take_while(|it| it.0 < region.end).any(|it| is_same(&it.1))
    }
}

/// The words of the comment `block`.
fn lexemes<'a>(data: &'a Data<'_>, block: usize) -> impl Iterator<Item = &'a Lexeme> {
    let unit = data.unit_of(block).map(|it| &data.units[it]);
    let part = unit.and_then(|it| it.parts.iter().find(|part| part.block == block)).map(|it| it.span);
    unit.into_iter().flat_map(move |it| it.within(part.unwrap_or_default()))
}

/// `orders-primary`, `redis-2`: others stand beside it.
fn is_of_a_group(name: &str) -> bool {
    const PARTS: [&str; 10] =
        ["primary", "master", "leader", "writer", "replica", "replicas", "secondary", "slave", "reader", "standby"];
    let last = name.rsplit(['-', '_']).next().unwrap_or_default();
    let is_numbered = last.len() < name.len() && last.bytes().all(|it| it.is_ascii_digit());
    is_numbered || setting::parts(name).any(|it| PARTS.contains(&&*it))
}
