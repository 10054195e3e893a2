//! What is this under the cursor?

use crate::document::Document;
use crate::knowledge::Language;
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
