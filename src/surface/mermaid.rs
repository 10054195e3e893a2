//! Mermaid → outline: the words of a diagram as blocks, and what is drawn around and between them.
//!
//! A diagram is read statement by statement, each by itself (`statements`), by the grammar (`grammar`): so a line that is being
//! typed takes nothing away from the others, nesting costs nothing, and an edit reads one line again.

mod builder;
mod grammar;
mod label;
mod statements;

use std::sync::Arc;

use super::sections::byte_order_mark;
use super::{Outline, Place};
use crate::memo::Memo;
use crate::span::Span;
use grammar::{Grammar, Part};

/// A diagram with more bytes than this is not read. Mermaid itself draws none above 50,000 characters
/// (`maxTextSize`, <https://mermaid.js.org/config/schema-docs/config.html>, read 2026-11-28).
pub const DIAGRAM_LIMIT: usize = 150_000;

/// When statements with faults have so many bytes together, no more are read: this is no diagram, or not of this kind.
const FAULTY: usize = 4_000;

/// What the grammar says of statements that were read before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Memo<Arc<[Part]>>);

/// Where a diagram stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Site {
    /// Its text, bytes of the file.
    pub(super) content: Span,
    /// The list item that it stands in, as an index of `Outline::blocks`.
    pub(super) parent: Option<usize>,
    /// The paragraph or heading right above it.
    pub(super) lead: Option<usize>,
    /// How many block quotes it stands in.
    pub(super) quote_depth: usize,
}

/// What `text`, a file with one diagram, is made of.
///
/// Errors: none. Cost: O(bytes), also for hostile text; nothing recurses over its nesting.
pub(super) fn outline(text: &str, place: Place, memory: &mut Memory) -> Outline {
    let mut outline = Outline::default();
    let start = if place == Place::First { byte_order_mark(text) } else { 0 };
    read(&mut outline, text, Site { content: Span::new(start, text.len()), ..Site::default() }, memory);
    outline
}

/// Adds what the diagram at `site` of `text` holds to `outline`, whose blocks all stand above it. Cost: O(bytes).
pub(super) fn read(outline: &mut Outline, text: &str, site: Site, memory: &mut Memory) {
    if site.content.len() > DIAGRAM_LIMIT {
        return;
    }
    let statements = statements::statements(text, site.content);
    outline.comments.extend(&statements.comments);
    let Some(kind) = statements.kind else { return };
    let mut grammar = Grammar::default();
    let mut builder = builder::Builder::new(outline, text, kind, site);
    let mut faulty = 0;
    for span in statements.spans {
        let written = span.of(text);
        let parts = memory.0.of(&grammar::source(kind, written), |_| true, || grammar.parts(kind, written).into());
        faulty += if parts.contains(&Part::Fault) { span.len() } else { 0 };
        if faulty > FAULTY {
            break;
        }
        builder.add(span.start, &parts);
    }
    builder.finish();
}
