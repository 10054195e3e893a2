//! What does the document say, in one small closed vocabulary, whatever the surface?
//!
//! Each kind of fact is read by one file from a unit's lexemes. A reader looks for the parts that make the fact (a thing, a
//! number, a word that says there is none) in one clause, decides what they belong to, and leaves stance and frames to the
//! language. It never looks at Markdown.

mod absence;
mod address;
mod affinity;
mod answer;
mod component;
mod count;
mod data;
mod drawing;
mod drawn;
mod entry;
mod equal;
pub(crate) mod expansion;
mod named;
mod objective;
mod pattern;
mod reader;
mod route;
mod search;
mod secret;
mod series;
mod standby;
mod state;
mod stated;
mod terms;
mod topic;
mod zones;

use crate::knowledge::{CardId, Knowledge};
use crate::language::{Class, Frames, Stance, Unit};
use crate::memo::Memo;
use crate::span::Span;
use crate::surface::Outline;

pub use component::{Component, Given};
pub use pattern::{Patterns, Statements};

pub(crate) use component::{Sorts, components};
pub(crate) use reader::Reader;
pub(crate) use terms::Found;

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
    /// The sentence, of facts that are compared with others of the document.
    pub sentence: String,
    /// What the names of components must stand for, for it to be a fact.
    pub given: Vec<Given>,
    /// It is no fact where the document names a thing of one of these sorts.
    pub unless: Vec<Class>,
}

/// The vocabulary. Growing it is a design decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// There are this many of it.
    Count(u32),
    /// Something else keeps at least this many of it, whatever number it starts with.
    KeptAtLeast(u32),
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
    /// How long recovery may take, or how much may be lost, in minutes.
    Objective {
        /// Which of the two.
        of: Objective,
        /// The number, or the lower end of a range.
        low: f64,
        /// The number, or the upper end of a range.
        high: f64,
        /// Whose it is: the cells of its row before the first time, if it stands in one.
        whose: String,
    },
    /// The strategy of disaster recovery that is followed.
    Strategy(CardId),
    /// Something that words standing together say; see `knowledge/statements/`.
    Stated {
        /// What they say.
        what: Statement,
        /// The time that belongs to it, in minutes.
        minutes: Option<f64>,
    },
    /// It says of itself that it is production, and so is about more than its words name.
    Live,
    /// A product that is at its end, or closed to new customers.
    Ending(CardId),
    /// A product whose name is written wrong.
    Misnamed(CardId),
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

/// What a pattern of words can say. A closed set; `knowledge/statements/` says in which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statement {
    /// A read replica takes over when its primary fails.
    ReplicaTakesOver,
    /// The standby serves reads.
    StandbyServesReads,
    /// A cache for one database stands before another.
    CacheOfAnotherDatabase,
    /// An accelerator of the network caches.
    AcceleratorCaches,
    /// A function runs for so long.
    FunctionRunsLong,
    /// Functions open connections to a database by themselves.
    FunctionsConnectDirectly,
    /// What must last is kept where it does not.
    KeptOnEphemeralStorage,
    /// Growth is answered by a larger machine.
    GrowsByLargerMachine,
    /// Capacity stays as it is, or people change it.
    CapacityIsFixed,
    /// One waits for the other, or knows its address.
    CallsSynchronously,
    /// What fails again and again has no place to go.
    NoDeadLetterQueue,
    /// A cache has one node, or no replica.
    OneCacheNode,
    /// Several zones share one NAT gateway, or an instance does its work.
    OneNatGateway,
    /// One line leads to the network at home, and no second.
    OneNetworkLink,
    /// There is no backup.
    NoBackup,
    /// Backups are made this often.
    BackupEvery,
    /// Backups stay beside the data.
    BackupBesideData,
    /// After a disaster, everything is restored from backups.
    RecoversFromBackup,
    /// Recovery after a disaster is planned.
    PlansRecovery,
    /// Its objectives are not numbers.
    ObjectivesUndefined,
    /// Recovery takes no longer than this; an RTO without its name.
    RecoversWithin,
    /// No more than this is lost; an RPO without its name.
    LosesAtMost,
    /// DNS fails over without a health check.
    FailsOverUnchecked,
    /// High availability is said to lose nothing.
    AvailabilityLosesNothing,
    /// Durability is called availability.
    DurabilityIsAvailability,
    /// People restart, replace or fail over by hand.
    RecoversByHand,
    /// Nothing is measured, or nobody is told.
    NotMonitored,
    /// A secret stands in code or plain configuration.
    SecretInPlainText,
    /// A tier is one machine.
    OneMachine,
    /// Everything stands in one zone.
    OneZone,
    /// A database has nothing that takes over.
    DatabaseAlone,
    /// State is kept on the machine that serves.
    StateOnMachine,
    /// Who has a session comes back to the same machine.
    ReturnsToMachine,
    /// A database has a standby.
    HasStandby,
    /// Several machines or tasks run of it.
    RunsSeveral,
    /// It stands in several zones.
    SpansZones,
    /// What fails again and again has a place to go.
    HasDeadLetterQueue,
    /// It is backed up.
    HasBackups,
    /// DNS fails over by a health check.
    ChecksHealth,
    /// Sessions are tied to no machine.
    TiesNobody,
    /// Each zone has a NAT gateway of its own.
    NatInEachZone,
    /// A queue stands between the two.
    HandsOverByQueue,
}

/// What recovery is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The recovery time objective.
    Rto,
    /// The recovery point objective.
    Rpo,
}

/// The facts of a section's units, in order of their place; `text` is the section.
pub(crate) fn facts(
    text: &str,
    outline: &Outline,
    units: &[Unit],
    knowledge: &Knowledge,
    memo: &mut Memo<Found>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let terms = terms::Terms::new(units, &knowledge.patterns, memo);
    let keys = entry::Keys::new(outline, knowledge);
    for index in 0..units.len() {
        if !units[index].is_entry && !outline.blocks[units[index].parts[0].block].is_text() {
            continue;
        }
        if keys.hide(outline, &units[index]) {
            continue;
        }
        let reader = Reader { outline, units, index, knowledge };
        let before = facts.len();
        count::read(&reader, &mut facts);
        series::read(&reader, &mut facts);
        zones::read(&reader, &mut facts);
        route::read(&reader, &mut facts);
        standby::read(&reader, &mut facts);
        state::read(&reader, &mut facts);
        affinity::read(&reader, &mut facts);
        named::read(&reader, &mut facts);
        expansion::read(&reader, &mut facts);
        objective::read(&reader, &mut facts);
        secret::read(&reader, &mut facts);
        stated::read(&reader, &terms, &mut facts);
        entry::read(&reader, &keys, &mut facts);
        entry::take_back(&reader, &keys, &mut facts, before);
        entry::gather(&reader, &keys, &mut facts[before..]);
    }
    let said = facts.len();
    data::read(text, outline, units, knowledge, &mut facts);
    drop_repeats(text, &mut facts, said);
    drawn::read(text, outline, units, &terms, knowledge, &mut facts);
    facts.sort_by_key(|it| (it.range.start, it.range.end));
    facts
}

/// Drops those of the first `said` facts, which words state, that an entry in the same line states as well: `Type: AWS::SQS::Queue # no DLQ`.
///
/// Cost: O(facts of words × facts of entries), which are few.
fn drop_repeats(text: &str, facts: &mut Vec<Fact>, said: usize) {
    let is_same = |one: &Kind, other: &Kind| match (one, other) {
        (Kind::Stated { what: one, .. }, Kind::Stated { what: other, .. }) => one == other,
        _ => one == other,
    };
    let entries = facts.split_off(said);
    facts.retain(|it| {
        !entries.iter().any(|entry| {
            let between = text.get(entry.range.end..it.range.start);
            is_same(&it.kind, &entry.kind) && between.is_some_and(|it| !it.contains('\n'))
        })
    });
    facts.extend(entries);
}
