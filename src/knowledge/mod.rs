//! What does archnotes know? Cards, comparisons, rules and the lexicon: parsed, checked, overlaid; never changed afterwards.

mod card;
mod comparison;
mod data_file;
mod front_matter;
mod keys;
mod load;
mod names;
mod rule;
mod spelling;
mod templates;
mod vocabulary;

pub use card::{Card, CardId, CardKind, Former, Phase, Reaches, Source, Status};
pub use comparison::Comparison;
pub(crate) use keys::{Key, strokes};
pub(crate) use names::{Meaning, prefix_before, without_prefix};
pub use names::{Name, Names};
pub use rule::{DriftWords, Idle, Rule, RuleId, Severity, Unless, When, with_flags};
pub(crate) use templates::{Part, Sort, Templates, words};
pub(crate) use vocabulary::{Beside, Part as VocabularyPart, Saying, Sense, States, period_of, plain, unit_of_time};
pub use vocabulary::{Offers, Term, Vocabulary};

use std::sync::Arc;

use crate::facts::Patterns;
use crate::language::Lexicon;
use crate::span::Span;

/// The knowledge that ships with the binary: every file of `knowledge/` as (path, text), sorted by path.
///
/// Paths are relative to `knowledge/` with `/` between parts: `services/sqs.md`.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));

/// Everything that an analysis may know. Immutable; share it in an `Arc`. A copy shares everything but the rules.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// Cards by [`CardId`]: services first, then concepts, each sorted by id.
    pub cards: Arc<[Card]>,
    /// Comparison tables, sorted by id.
    pub comparisons: Arc<[Comparison]>,
    /// Rules by [`RuleId`], sorted by id.
    pub rules: Vec<Rule>,
    /// The names of all cards, ready to be searched for.
    pub names: Arc<Names>,
    /// Cues, terms and phrases.
    pub lexicon: Arc<Lexicon>,
    /// In which words things are stated.
    pub patterns: Arc<Patterns>,
    /// What is known of templates.
    pub(crate) templates: Arc<Templates>,
    /// In which keys designs state their facts.
    pub vocabulary: Arc<Vocabulary>,
}

impl Knowledge {
    /// The card with this id.
    ///
    /// # Panics
    /// When `id` comes from other knowledge: ids are only used with the knowledge that they were made from.
    pub fn card(&self, id: CardId) -> &Card {
        &self.cards[id.0 as usize]
    }

    /// The card whose file is called `id`.
    pub fn card_id(&self, id: &str) -> Option<CardId> {
        self.cards.iter().zip(0..).find(|(it, _)| it.id == id).map(|(_, at)| CardId(at))
    }

    /// The rule with this id.
    ///
    /// # Panics
    /// When `id` comes from other knowledge.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// The rule whose file is called `id`.
    pub fn rule_id(&self, id: &str) -> Option<RuleId> {
        let at = self.rules.binary_search_by(|it| it.id.as_str().cmp(id)).ok()?;
        Some(RuleId(at as u16))
    }
}

/// A language that cards and messages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English
    En,
    /// Korean
    Ko,
}

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English
    pub en: String,
    /// Korean
    pub ko: String,
}

impl Bilingual {
    /// The text in Korean, or else in English.
    pub fn of(&self, is_korean: bool) -> &str {
        self.in_language(if is_korean { Language::Ko } else { Language::En })
    }

    /// The text in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ko => &self.ko,
        }
    }
}

/// What is wrong with a knowledge file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's path as it was handed in.
    pub path: String,
    /// Bytes of the file; empty at 0 when the whole file is meant.
    pub range: Span,
    /// One sentence in lower case, without a final dot.
    pub message: String,
}

impl Problem {
    /// A problem of the whole file at `path`.
    pub(crate) fn of_file(path: &str, message: impl Into<String>) -> Problem {
        Problem { path: path.to_owned(), range: Span::default(), message: message.into() }
    }
}
