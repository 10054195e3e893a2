//! What can be written here?

use crate::document::Document;
use crate::hover::Format;
use crate::knowledge::{CardId, Knowledge, Language};
use crate::span::Span;

/// A name that may be written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The card it names.
    pub card: CardId,
    /// As the menu shows it.
    pub label: String,
    /// What the menu shows beside it.
    pub detail: String,
    /// What the editor holds against the letters typed.
    pub filter_text: String,
    /// What is written.
    pub insert: String,
    /// What it replaces; bytes of the document, on one line.
    pub replace: Span,
}

/// What can be written at byte `offset`, best first.
pub fn at(document: &Document, offset: usize, language: Language) -> Vec<Item> {
    let _ = (document, offset, language);
    Vec::new()
}

/// What the menu shows of a card when its item is chosen.
pub fn documentation(knowledge: &Knowledge, card: CardId, language: Language, format: Format) -> String {
    let _ = (knowledge, card, language, format);
    String::new()
}
