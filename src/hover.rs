//! What is this under the cursor?

use crate::knowledge::{Knowledge, Language};

/// How a text for the reader is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown
    Markdown,
    /// No markup at all.
    PlainText,
}

/// The whole card or rule that `name` is the id, a name or an alias of.
pub fn explain(knowledge: &Knowledge, name: &str, language: Language, format: Format) -> Option<String> {
    let _ = format;
    let card = knowledge.cards.iter().find(|it| it.id == name || it.name == name).map(|it| &it.body);
    let body = card.or(knowledge.rules.iter().find(|it| it.id == name).map(|it| &it.body))?;
    Some(body.in_language(language).to_owned())
}

/// Names like `name`, the likeliest first; empty when none is.
pub fn suggestions(knowledge: &Knowledge, name: &str) -> Vec<String> {
    let cards = knowledge.cards.iter().map(|it| it.id.clone());
    cards.filter(|it| strsim::damerau_levenshtein(it, name) <= 2).collect()
}
