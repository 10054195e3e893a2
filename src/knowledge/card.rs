//! What is on a card?

use super::Bilingual;

/// A card: index of `Knowledge::cards`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(pub u32);

/// An AWS service or a resilience concept, and what is worth knowing of it.
#[derive(Clone, Debug)]
pub struct Card {
    /// The file's name without `.md`.
    pub id: String,
    /// Service or concept.
    pub kind: CardKind,
    /// The name as AWS or the field writes it.
    pub name: String,
    /// What a Korean text calls it, where that differs.
    pub name_ko: Option<String>,
    /// The unabbreviated name.
    pub long_name: Option<String>,
    /// Other names in use, both languages.
    pub aliases: Vec<String>,
    /// Those of its names that also mean something else.
    pub ambiguous: Vec<String>,
    /// Words that, near an ambiguous name, prove that it means this card.
    pub when: Vec<String>,
    /// The shelf it stands on, such as `database`.
    pub category: String,
    /// What it is, for the facts.
    pub is: Vec<crate::language::Class>,
    /// Ids of the cards it is confused with.
    pub compare: Vec<String>,
    /// CloudFormation resource types.
    pub cloudformation: Vec<String>,
    /// Its place in its life.
    pub status: Status,
    /// Earlier names.
    pub former: Vec<Former>,
    /// Its documentation.
    pub docs: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<Source>,
    /// The text: summary and facts up to the first `##`, then the rest.
    pub body: Bilingual,
}

/// Service or concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKind {
    /// `knowledge/services/`
    Service,
    /// `knowledge/concepts/`
    Concept,
}

/// Where a service stands in its life. Dates are `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Open to everyone.
    #[default]
    Active,
    /// Runs on; no longer developed, or closed to new customers, or gone.
    Ending {
        /// Which of the three.
        phase: Phase,
        /// Since when.
        since: Option<String>,
        /// When support ends.
        until: Option<String>,
        /// A card id, or words.
        successor: Option<String>,
    },
    /// We could not verify it; raises nothing.
    Unverified,
}

/// The last phases of a service's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No new features.
    Maintenance,
    /// No new customers.
    ClosedToNew,
    /// Gone, or about to go.
    Retired,
}

/// Names that a product had before.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// As people write them.
    pub names: Vec<String>,
    /// The day of the new name: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub since: Option<String>,
    /// Where that is said.
    pub source: String,
}

/// A page that facts come from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The day it was read, `YYYY-MM-DD`.
    pub read: String,
}
