//! What is this under the cursor?

use crate::document::Document;
use crate::knowledge::{Knowledge, Language};
use crate::span::Span;

/// How a text for the reader is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown
    Markdown,
    /// No markup at all.
    PlainText,
}

/// What is known of the thing under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The thing; bytes of the document.
    pub range: Span,
    /// What is known of it.
    pub text: String,
}

/// What stands at byte `offset`, in `language` or, when that is open, in the language of the sentence.
pub fn at(document: &Document, offset: usize, language: Option<Language>, format: Format) -> Option<Hover> {
    let _ = (document, offset, language, format);
    None
}
/// The whole card or rule that `name` is the id, a name or an alias of.
pub fn explain(knowledge: &Knowledge, name: &str, language: Language, format: Format) -> Option<String> {
    let _ = format;
    let card = knowledge
        .cards
        .iter()
        .find(|it| it.id == name || it.name == name || it.aliases.iter().any(|it| it == name))
        .map(|it| &it.body);
    let body = card.or(knowledge.rules.iter().find(|it| it.id == name).map(|it| &it.body))?;
    Some(body.in_language(language).to_owned())
}

/// Names like `name`, the likeliest first; empty when none is.
pub fn suggestions(knowledge: &Knowledge, name: &str) -> Vec<String> {
    let cards = knowledge.cards.iter().map(|it| it.id.clone());
    cards.filter(|it| strsim::damerau_levenshtein(it, name) <= 2).collect()
}
