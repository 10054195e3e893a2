//! What does archnotes tell the writer?

use std::sync::Arc;

use crate::knowledge::{RuleId, Severity};
use crate::span::Span;

/// One weakness at one place, with the reason and, where the better text is known, the edit that mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule; its page explains more.
    pub rule: RuleId,
    /// As the rule has it, or the settings.
    pub severity: Severity,
    /// Bytes of the document.
    pub range: Span,
    /// What, why and what to do, in the language of the sentence.
    pub message: Arc<str>,
    /// Other places that belong to it, such as the other half of a contradiction.
    pub related: Vec<Related>,
    /// An edit that mends it, where the better text is known.
    pub fix: Option<Fix>,
    /// How an editor may draw it besides underlining.
    pub tag: Option<Tag>,
}

impl Finding {
    /// The same where all bytes stand `by` further.
    pub(crate) fn shifted(&self, by: usize) -> Finding {
        let mut finding = self.clone();
        finding.range = finding.range.shift(by);
        let own = finding.related.iter_mut().filter(|it| it.file.is_none());
        own.for_each(|it| it.range = it.range.shift(by));
        finding.fix.iter_mut().flat_map(|it| &mut it.edits).for_each(|it| it.0 = it.0.shift(by));
        finding
    }
}

/// Another place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file that it stands in, by the path that the edges know it by; none for the document itself.
    pub file: Option<Arc<str>>,
    /// Bytes of the document, or of that file.
    pub range: Span,
    /// What stands there.
    pub message: String,
}

/// An edit of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a menu entry.
    pub title: String,
    /// Who may make it.
    pub applicability: Applicability,
    /// Bytes of the document and what replaces them; sorted, without overlap.
    pub edits: Vec<(Span, String)>,
}

/// Who may make an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Anybody, unseen: it says the same in better words.
    Safe,
    /// The writer alone: it says something else, which may not be so.
    Suggestion,
}

/// LSP's diagnostic tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A name that is no longer in use: struck through.
    Deprecated,
    /// Text without effect: faded.
    Unnecessary,
}
