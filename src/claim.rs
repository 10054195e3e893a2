//! What does a text say of its components that another text may deny? And what do other texts say?
//!
//! A *claim* is a fact with two sides: there is a standby, or there is none. It is said by a *teller* (the text, a drawing, a design in
//! YAML, what is deployed) of a component. Whether two claims are of the same component, [`crate::rules`] decides; here is who says what
//! of which *part*, and what tells one part from another: its [`Name`].

mod around;
mod name;
mod pair;
mod part;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::facts::{Component, Fact, Kind, Statement};
use crate::knowledge::Knowledge;
use crate::language::{Class, Unit};
use crate::span::Span;
use crate::surface::{BlockKind, Diagram, Dialect, Outline, dialect};

pub use around::{Around, Neighbour, Neighbours, Said, Voice};
pub use name::Name;

/// Who says something. In this order: of two that disagree, the first is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Teller {
    /// Sentences, lists and tables.
    Text,
    /// A diagram.
    Drawing,
    /// A design in YAML.
    Design,
    /// A template or a manifest.
    Deployed,
}

/// What a claim is about. A closed set: each has a side that is weak and a side that is strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Whether a database has a standby.
    Standby,
    /// Whether there are several machines or tasks of it.
    Several,
    /// Whether it stands in several zones.
    Zones,
    /// Whether what fails again and again has a place to go.
    DeadLetter,
    /// Whether it is backed up.
    Backups,
    /// Whether DNS knows when to fail over.
    HealthCheck,
    /// Whether sessions are tied to one machine; here the strong side is that they are not.
    Untied,
    /// Whether each zone has a NAT gateway of its own.
    ZonalNat,
    /// Whether a queue stands between two services.
    Queued,
}

/// Something that a section says of one of its components. Ranges are bytes of the section.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Who says it.
    pub teller: Teller,
    /// What it is about.
    pub aspect: Aspect,
    /// Which side of that.
    pub is_strong: bool,
    /// The sort of component.
    pub of: Class,
    /// What tells it from others of its sort.
    pub name: Name,
    /// The fact that it follows from: index of `Section::facts`. None for what only a drawing's arrows say.
    pub fact: Option<usize>,
    /// Where it is said.
    pub range: Span,
    /// What it is said of, as it is written.
    pub subject: String,
    /// The sentence, of claims about two things.
    pub sentence: String,
    /// Whether it is said in Korean.
    pub is_korean: bool,
}

/// A component that a section speaks of, whether it claims something of it or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its sort.
    pub of: Class,
    /// Who speaks of it.
    pub teller: Teller,
    /// What tells it from others.
    pub name: Name,
    /// Whether there are several of it: "the databases".
    pub is_many: bool,
}

/// What a section says of its components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// In order of their facts.
    pub claims: Vec<Arc<Claim>>,
    /// Sorted; of the text and of drawings each once, of data as often as it is there.
    pub parts: Vec<Part>,
    /// Whether it says that nothing of the document is settled: "Status: draft".
    pub is_draft: bool,
    /// Who claims what in it.
    pub(crate) sides: Sides,
}

/// What a section says of its components; `facts` are its facts. Cost: O(bytes).
pub(crate) fn claims(
    text: &str,
    outline: &Outline,
    units: &[Unit],
    facts: &[Fact],
    components: &[Component],
    knowledge: &Knowledge,
) -> Claims {
    let tree = &outline.tree;
    let documents = tree.documents().map(|it| (it, dialect(tree, it))).collect();
    let section = Section { outline, units, components, knowledge, drawn: &outline.diagrams, documents };
    let mut claims: Vec<Claim> = facts.iter().enumerate().filter_map(|it| section.claim(text, it)).collect();
    claims.extend(pair::drawn(&section));
    let sides = Sides::of(&claims);
    let claims = claims.into_iter().map(Arc::new).collect();
    Claims { claims, sides, parts: part::parts(&section), is_draft: section.is_draft() }
}

/// A section with all that is known of it.
struct Section<'a> {
    outline: &'a Outline,
    units: &'a [Unit],
    components: &'a [Component],
    knowledge: &'a Knowledge,
    drawn: &'a [Diagram],
    /// The documents of data, each with whose words it is written in; in order.
    documents: Vec<(usize, Dialect)>,
}

impl Section<'_> {
    fn claim(&self, text: &str, (index, fact): (usize, &Fact)) -> Option<Claim> {
        let (aspect, is_strong) = side(&fact.kind)?;
        let teller = self.teller(fact.range);
        let (of, name, subject) = match teller {
            Teller::Text | Teller::Drawing => self.subject_in_words(aspect, fact)?,
            Teller::Design | Teller::Deployed => {
                // What a parameter or a mapping sets, a deployment may set otherwise.
                let is_settled = teller == Teller::Design || self.is_in_a_part(fact.range);
                let of = fact.of.map(sort).filter(|it| aspect.sorts().contains(it)).or(aspect.only_sort());
                (of.filter(|_| is_settled)?, Name::of(&fact.subject, self.knowledge), fact.subject.clone())
            }
        };
        let sentence = if aspect == Aspect::Queued { self.sentence(fact) } else { String::new() };
        let subject = if subject.is_empty() { fact.range.of(text) } else { &subject };
        let subject = subject.lines().next().unwrap_or_default().trim().to_owned();
        let (range, is_korean) = (fact.range, fact.is_korean);
        Some(Claim { teller, aspect, is_strong, of, name, fact: Some(index), range, subject, sentence, is_korean })
    }

    /// Who speaks at `range`.
    fn teller(&self, range: Span) -> Teller {
        if self.drawn.iter().any(|it| it.range.contains(range)) {
            return Teller::Drawing;
        }
        let entries = self.outline.tree.entries();
        let behind = self.documents.partition_point(|it| entries[it.0].span.start <= range.start);
        let document = behind.checked_sub(1).map(|it| self.documents[it]);
        let within = document.filter(|it| entries[it.0].span.contains(range));
        // A comment above the first document of a file of data speaks of it, and is no text beside it.
        let beside = || document.or(self.documents.first().copied()).filter(|_| self.is_data());
        match within.or_else(beside) {
            Some((_, Dialect::Design)) => Teller::Design,
            Some(_) => Teller::Deployed,
            None => Teller::Text,
        }
    }

    /// Whether it is a section of a file of data.
    fn is_data(&self) -> bool {
        let is_data =
            |it: &BlockKind| matches!(it, BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. });
        self.outline.blocks.first().is_some_and(|it| is_data(&it.kind))
    }

    /// The units by their first block.
    fn by_block(&self) -> HashMap<usize, &Unit> {
        self.units.iter().map(|it| (it.parts[0].block, it)).collect()
    }

    /// Whether one of the first units says that all of it is only proposed, or no longer holds.
    fn is_draft(&self) -> bool {
        const FIRST: usize = 12;
        let is_plain = |it: &char| it.is_alphanumeric() || matches!(it, ' ' | ':');
        self.units.iter().take(FIRST).any(|it| {
            let text = it.text.chars().map(|it| if it == '|' { ':' } else { it }).filter(is_plain);
            let text = text.take(60).collect::<String>().to_lowercase();
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":");
            let phrases = self.knowledge.lexicon.list(crate::language::List::Unsettled);
            phrases.iter().any(|it| words.starts_with(it.as_str()))
        })
    }
}

/// So many tellers there are.
const TELLERS: u32 = 4;

/// Which sides of what can be claimed are told by whom: cheap to add up, so that most texts are known to deny nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sides(u128);

impl Sides {
    /// Those of `claims`.
    pub(crate) fn of<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Sides {
        Sides(claims.into_iter().fold(0, |acc, it| acc | Sides::bit(it.aspect, it.is_strong, it.teller)))
    }

    /// Those of both.
    pub(crate) fn or(self, other: Sides) -> Sides {
        Sides(self.0 | other.0)
    }

    /// Whether somebody who is heard after its teller says the other side of `claim`, of whatever component.
    pub(crate) fn deny(self, claim: &Claim) -> bool {
        self.deny_any_of(Sides::of([claim]))
    }

    /// Whether somebody who is heard after its teller says the other side of one of `others`.
    pub(crate) fn deny_any_of(self, others: Sides) -> bool {
        // A run of bits has the tellers of one side in their order; beside it stands the other side.
        let run = |it: Sides, at: u32| (it.0 >> (at * TELLERS)) & ((1 << TELLERS) - 1);
        (0..u128::BITS / TELLERS).any(|at| {
            let (said, denied) = (run(others, at), run(self, at ^ 1));
            // The first who says it is heard before the last who denies it.
            said != 0 && denied >> (said.trailing_zeros() + 1) != 0
        })
    }

    fn bit(aspect: Aspect, is_strong: bool, teller: Teller) -> u128 {
        1 << ((aspect as u32 * 2 + u32::from(is_strong)) * TELLERS + teller as u32)
    }
}

impl Aspect {
    /// The sorts of component that it can be claimed of.
    pub(crate) fn sorts(self) -> &'static [Class] {
        match self {
            Aspect::Standby => &[Class::Database, Class::Aurora],
            Aspect::Several | Aspect::Zones => &[Class::Compute],
            Aspect::DeadLetter => &[Class::Queue],
            Aspect::Backups => &[Class::Database, Class::Aurora, Class::Nosql, Class::FileStore],
            Aspect::HealthCheck => &[Class::Dns],
            Aspect::Untied => &[Class::LoadBalancer],
            Aspect::ZonalNat => &[Class::Nat],
            Aspect::Queued => &[Class::Asynchronous],
        }
    }

    /// The one sort that it can be claimed of, if it is one.
    fn only_sort(self) -> Option<Class> {
        match self.sorts() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// The sort of component that a class stands for: a task and a server are both something that runs.
fn sort(class: Class) -> Class {
    match class {
        Class::Container | Class::ServerlessCompute => Class::Compute,
        it => it,
    }
}

/// What a fact claims, and which side of it.
fn side(kind: &Kind) -> Option<(Aspect, bool)> {
    use Statement as S;
    Some(match kind {
        Kind::Standby(it) => (Aspect::Standby, *it),
        Kind::Count(n) => (Aspect::Several, *n > 1),
        Kind::Zones(n) => (Aspect::Zones, *n > 1),
        Kind::Affinity => (Aspect::Untied, false),
        Kind::Stated { what, .. } => match what {
            S::DatabaseAlone => (Aspect::Standby, false),
            S::HasStandby => (Aspect::Standby, true),
            S::OneMachine => (Aspect::Several, false),
            S::RunsSeveral => (Aspect::Several, true),
            S::OneZone => (Aspect::Zones, false),
            S::SpansZones => (Aspect::Zones, true),
            S::NoDeadLetterQueue => (Aspect::DeadLetter, false),
            S::HasDeadLetterQueue => (Aspect::DeadLetter, true),
            S::NoBackup => (Aspect::Backups, false),
            S::HasBackups => (Aspect::Backups, true),
            S::FailsOverUnchecked => (Aspect::HealthCheck, false),
            S::ChecksHealth => (Aspect::HealthCheck, true),
            S::ReturnsToMachine => (Aspect::Untied, false),
            S::TiesNobody => (Aspect::Untied, true),
            S::OneNatGateway => (Aspect::ZonalNat, false),
            S::NatInEachZone => (Aspect::ZonalNat, true),
            S::CallsSynchronously => (Aspect::Queued, false),
            S::HandsOverByQueue => (Aspect::Queued, true),
            _ => return None,
        },
        _ => return None,
    })
}
