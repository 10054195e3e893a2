//! What does an entry of a design state by its key and its bare value? `replicas: 1`, `multi_az: no`, `{min: 4, max: 4}`.
//!
//! An entry is also read as a row of words by all other readers; here is what only its key, its number and the entries beside it say.

mod amount;
mod group;
mod literal;
mod overlay;
mod recovery;
mod row;
mod said;
mod schedule;
mod traffic;

pub(super) use group::{gather, take_back};

use crate::knowledge::{Knowledge, States, VocabularyPart};
use crate::language::{Class, Stance, Unit};
use crate::surface::{BlockKind, Entry, Outline};

use super::{Fact, Kind, Objective, Reader, Statement};
use row::{Row, number};

/// So many entries beside one are looked at, each way.
const BESIDE: usize = 64;

/// A fact and what it is stated of.
type Stated = (Kind, Option<Class>);

/// What the keys of a section state, and which of them nobody sees.
pub(super) struct Keys {
    /// By entry.
    states: Vec<Option<States>>,
    /// By entry; empty where nothing is merged.
    replaced: Vec<bool>,
}

impl Keys {
    /// Looks up the keys of `outline`. Cost: O(entries).
    pub(super) fn new(outline: &Outline, knowledge: &Knowledge) -> Keys {
        let states = |it: &Entry| knowledge.vocabulary.term(it.key()?)?.states;
        let replaced = overlay::replaced(&outline.tree, &knowledge.vocabulary);
        Keys { states: outline.tree.entries().iter().map(states).collect(), replaced }
    }

    fn states(&self, entry: usize) -> Option<States> {
        self.states[entry]
    }

    /// Whether `unit` is an entry that every map which merges it in gives another value.
    pub(super) fn hide(&self, outline: &Outline, unit: &Unit) -> bool {
        match outline.blocks[unit.parts[0].block].kind {
            BlockKind::Key { entry } | BlockKind::Value { entry, .. } => self.replaced.get(entry).is_some_and(|it| *it),
            _ => false,
        }
    }
}

/// The facts that the entry states, if its key is one of the vocabulary. Cost: O(bytes + entries beside it, at most [`BESIDE`]).
pub(super) fn read(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>) {
    literal::read(reader, keys, facts);
    said::read(reader, keys, facts);
    let Some((states, row)) = known(reader, keys) else { return };
    let Some((kind, of)) = row.states(states).or_else(|| row.assures(states)) else { return };
    if is_stated(reader, facts, &kind) {
        return;
    }
    let mut fact = reader.fact(kind, of, row.label(), row.whole);
    fact.stance = row.stance();
    facts.push(fact);
}

/// Whether the unit says so already, and means it.
fn is_stated(reader: &Reader<'_>, facts: &[Fact], kind: &Kind) -> bool {
    let mut said = facts.iter().rev().take_while(|it| it.unit == reader.index);
    said.any(|it| it.kind == *kind && it.given.is_empty() && matches!(it.stance, Stance::Asserted | Stance::Planned))
}

/// The entry as a row, with what its key states, or the key that it switches on and off.
fn known<'a>(reader: &'a Reader<'a>, keys: &'a Keys) -> Option<(States, Row<'a>)> {
    let unit = reader.unit();
    let first = unit.parts.first().filter(|_| unit.is_entry)?;
    let BlockKind::Key { entry } = reader.outline.blocks[first.block].kind else { return None };
    let own = keys.states(entry).map(|it| (it, entry));
    let switched = || {
        let it = &reader.outline.tree.entries()[entry];
        let map = it
            .parent
            .filter(|_| it.key().is_some_and(|it| reader.knowledge.vocabulary.is_part(it, VocabularyPart::Switch)))?;
        Some((keys.states(map)?, map))
    };
    let (states, answered) = own.or_else(switched).or_else(|| place_of_backup(reader, keys, entry))?;
    Some((states, Row::new(reader, keys, entry, answered)?))
}

/// `backup: { region: same }`: the Region of what is kept, and not that of everything.
fn place_of_backup(reader: &Reader<'_>, keys: &Keys, entry: usize) -> Option<(States, usize)> {
    let it = &reader.outline.tree.entries()[entry];
    let is_home = |key: &str| reader.knowledge.vocabulary.is_part(key, VocabularyPart::Home);
    let is_of_backup = it.parent.is_some_and(|it| keys.states(it) == Some(States::Backup));
    (is_of_backup && it.key().is_some_and(is_home)).then_some((States::Place, entry))
}

impl Row<'_> {
    fn states(&self, states: States) -> Option<Stated> {
        match states {
            States::Count => self.counted(),
            States::Replicas => self.replicas(),
            States::Max => self.capacity(),
            States::Zones if self.parent_states(States::Backup) => self.place(),
            States::Zones => self.zone(),
            States::Subnets => self.one_zone_of_all(),
            States::Alarms => self.no_alarms(),
            States::SingleZone => self.single_zone(),
            States::Standby => self.no_standby(),
            States::Failover => self.failover(),
            States::Affinity => self.sticks().then_some((Kind::Affinity, None)),
            States::Retention => (self.number() == Some(0.0)).then(|| stated(Statement::NoBackup)),
            States::Backup => self.no_backup(),
            States::BackupEvery => self.backup_interval(),
            States::Interval if self.parent_states(States::Backup) => self.backup_interval(),
            States::Copy => self.no_copy(),
            States::Place => self.place(),
            States::Lines => self.one_line(),
            States::SecondLine => self.no_second_line(),
            States::HealthCheck => self.unchecked(),
            States::Proxy => self.no_proxy(),
            States::Duration => self.long_run(),
            States::Recovery => self.by_hand(),
            States::Rto => self.objective(Objective::Rto),
            States::Rpo => self.objective(Objective::Rpo),
            States::Min | States::Interval | States::Continuous | States::Secrets => None,
        }
    }
}

/// How the design calls what entry `index` is about: by a name beside it, else by the key of its map.
fn label(reader: &Reader<'_>, keys: &Keys, index: usize) -> String {
    let tree = &reader.outline.tree;
    let entry = |it: usize| &tree.entries()[it];
    let names =
        |it: &usize| entry(*it).key().is_some_and(|it| reader.knowledge.vocabulary.is_part(it, VocabularyPart::Naming));
    let named = |map: usize| tree.children(map).take(BESIDE).find(names).and_then(|it| entry(it).text());
    let key = |it: usize| entry(it).key().filter(|_| keys.states(it).is_none());
    let label = tree.upward(index).skip(1).take(3).find_map(|it| named(it).or_else(|| key(it)));
    label.or(entry(index).key()).unwrap_or_default().to_owned()
}

fn stated(what: Statement) -> Stated {
    (Kind::Stated { what, minutes: None }, None)
}
