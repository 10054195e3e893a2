//! What does a fix look like in its place, and may it be made unseen?

use ropey::Rope;

use super::agree;
use crate::document::Document;
use crate::finding::{Finding, Fix};
use crate::span::Span;

/// So many bytes around a name tell its article and its particle.
const AROUND: usize = 16;

/// The fix of `finding` with article and particle beside it as they have to be; `None` where it would break markup.
pub(super) fn mended(document: &Document, finding: &Finding) -> Option<Fix> {
    let fix = finding.fix.as_ref()?;
    let text = document.text();
    let edits = fix.edits.iter().filter_map(|(range, new)| {
        let old = text.byte_slice(range.start..range.end).to_string();
        (!has_markup(&old)).then(|| in_place(text, *range, &old, new))
    });
    let edits: Vec<_> = edits.collect();
    (!edits.is_empty()).then(|| Fix { title: fix.title.clone(), applicability: fix.applicability, edits })
}

/// Marks that open or close between the words of a name: what replaces them would leave the other half behind.
fn has_markup(old: &str) -> bool {
    old.contains(['*', '_', '~', '`', '[', ']', '<', '>', '\\', '&'])
}

/// The edit, with the article before it and the particle behind it.
fn in_place(text: &Rope, range: Span, old: &str, new: &str) -> (Span, String) {
    let before = around(text, Span::new(range.start.saturating_sub(AROUND), range.start));
    let after = around(text, Span::new(range.end, (range.end + AROUND).min(text.len_bytes())));
    let article = agree::article(&before, old, new);
    let particle = agree::particle(old, new, &after);
    let start = range.start - article.map_or(0, |it| it.0.len());
    let end = range.end + particle.map_or(0, |it| it.0.len());
    let (article, particle) = (article.map_or("", |it| it.1), particle.map_or("", |it| it.1));
    (Span::new(start, end), format!("{article}{new}{particle}"))
}

/// The whole characters of `text` in `range`.
fn around(text: &Rope, range: Span) -> String {
    let (start, end) = (text.byte_to_char(range.start), text.byte_to_char(range.end));
    text.slice(start..end).to_string()
}
