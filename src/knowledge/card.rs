//! What is on a card?

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::front_matter::{self, File};
use super::{Bilingual, Language, Problem};
use crate::language::Class;

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
    /// Usual ways to get its name wrong.
    pub misspelt: Vec<String>,
    /// Words that, near an ambiguous name, prove that it means this card.
    pub when: Vec<String>,
    /// Words that, near an ambiguous name, prove that it means something else.
    pub not_when: Vec<String>,
    /// The shelf it stands on, such as `database`.
    pub category: String,
    /// What it is, for the facts.
    pub is: Vec<Class>,
    /// Ids of the cards it is confused with.
    pub compare: Vec<String>,
    /// The best that this strategy of disaster recovery reaches.
    pub reaches: Option<Reaches>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The shortest objectives that a strategy of disaster recovery can be built for, in minutes; its sources say so.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reaches {
    /// The shortest recovery time.
    pub rto: f64,
    /// The shortest loss of data.
    pub rpo: f64,
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

impl Card {
    /// The text in `language` up to its first `##`: what a hover shows.
    pub fn summary(&self, language: Language) -> &str {
        let body = self.body.in_language(language);
        let end = if body.starts_with("## ") { 0 } else { body.find("\n## ").unwrap_or(body.len()) };
        body[..end].trim_end()
    }

    /// The name that a text in `language` uses.
    pub fn title(&self, language: Language) -> &str {
        match (language, &self.name_ko) {
            (Language::Ko, Some(name)) => name,
            _ => &self.name,
        }
    }
}

/// The front matter of a card, as written.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Head {
    name: String,
    name_ko: Option<String>,
    long_name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    ambiguous: Vec<String>,
    #[serde(default)]
    misspelt: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    not_when: Vec<String>,
    category: String,
    #[serde(default)]
    is: Vec<Class>,
    #[serde(default)]
    compare: Vec<String>,
    reaches: Option<Reaches>,
    #[serde(default)]
    cloudformation: Vec<String>,
    #[serde(default)]
    status: Word,
    since: Option<String>,
    until: Option<String>,
    successor: Option<String>,
    #[serde(default)]
    former: Vec<Former>,
    docs: Option<String>,
    #[serde(default)]
    sources: Vec<Source>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    #[default]
    Active,
    Maintenance,
    ClosedToNew,
    Retired,
    Unverified,
}

/// Reads a card.
///
/// Errors: `None` when the front matter or one language is missing or broken; what is merely incomplete (no source, no
/// link) is a problem and leaves the card in use.
pub(super) fn parse(file: File, id: &str, kind: CardKind) -> (Option<Card>, Vec<Problem>) {
    let head: Head = match front_matter::head(file) {
        Ok(head) => head,
        Err(problem) => return (None, vec![problem]),
    };
    let (body, mut problems) = front_matter::bilingual(file, &[]);
    problems.extend(missing(file, &head, kind));
    problems.extend(Source::check(file, &head.sources));
    let Some(body) = body else { return (None, problems) };
    let status = status(&head);
    let card = Card {
        id: id.to_owned(),
        kind,
        name: nfc(head.name),
        name_ko: head.name_ko.map(nfc),
        long_name: head.long_name.map(nfc),
        aliases: head.aliases.into_iter().map(nfc).collect(),
        ambiguous: head.ambiguous.into_iter().map(nfc).collect(),
        misspelt: head.misspelt.into_iter().map(nfc).collect(),
        when: head.when.into_iter().map(nfc).collect(),
        not_when: head.not_when.into_iter().map(nfc).collect(),
        category: head.category,
        is: head.is,
        compare: head.compare,
        reaches: head.reaches,
        cloudformation: head.cloudformation,
        status,
        former: head.former.into_iter().map(Former::nfc).collect(),
        docs: head.docs,
        sources: head.sources,
        body,
    };
    (Some(card), problems)
}

fn status(head: &Head) -> Status {
    let phase = match head.status {
        Word::Active => return Status::Active,
        Word::Unverified => return Status::Unverified,
        Word::Maintenance => Phase::Maintenance,
        Word::ClosedToNew => Phase::ClosedToNew,
        Word::Retired => Phase::Retired,
    };
    let (since, until, successor) = (head.since.clone(), head.until.clone(), head.successor.clone());
    Status::Ending { phase, since, until, successor }
}

fn missing(file: File, head: &Head, kind: CardKind) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut lacks = |at: &str, message: &str| problems.push(file.problem(file.place_of(at), message));
    if head.name.trim().is_empty() {
        lacks("name", "the name is empty");
    }
    match kind {
        CardKind::Service if head.docs.is_none() => {
            lacks("name", "a service needs `docs`, the link to its documentation")
        }
        CardKind::Concept if head.name_ko.is_none() => lacks("name", "a concept needs `name-ko`"),
        _ => {}
    }
    for date in [&head.since, &head.until].into_iter().chain(head.former.iter().map(|it| &it.since)).flatten() {
        if !is_date(date) {
            lacks(date, "not a date: write `YYYY-MM-DD`, `YYYY-MM` or `YYYY`");
        }
    }
    problems
}

impl Former {
    fn nfc(self) -> Former {
        Former { names: self.names.into_iter().map(nfc).collect(), ..self }
    }
}

impl Source {
    /// That there is a source, and that each has the day it was read.
    pub(super) fn check(file: File, sources: &[Source]) -> Vec<Problem> {
        if sources.is_empty() {
            let message = "no `sources`: say where the facts come from, with the day that page was read";
            return vec![file.problem(file.place_of("sources"), message)];
        }
        let undated = sources.iter().filter(|it| it.read.len() != 10 || !is_date(&it.read));
        undated.map(|it| file.problem(file.place_of(&it.read), "not a day: write `YYYY-MM-DD`")).collect()
    }
}

fn is_date(text: &str) -> bool {
    let digits =
        text.bytes().enumerate().all(|(at, it)| if at == 4 || at == 7 { it == b'-' } else { it.is_ascii_digit() });
    digits && matches!(text.len(), 4 | 7 | 10)
}

fn nfc(text: String) -> String {
    if text.is_ascii() { text } else { text.nfc().collect() }
}
