//! Which comments belong together, and to which entry?

use super::code;
use super::scalar::is_item;
use crate::span::Span;
use crate::surface::tree::Tree;

/// Comments that are read as one.
#[derive(Debug)]
pub(super) struct Note {
    /// Each comment without its `#` and decoration; empty ones are left out, and so is a note of none.
    pub(super) lines: Vec<Span>,
    /// From the first `#` to the end of the last.
    pub(super) span: Span,
    /// What it speaks of.
    pub(super) place: Spoken,
}

/// So many lines are read as one at most: more is no paragraph.
const LONGEST: usize = 24;

/// A comment that starts so asks for something, and belongs to no sentence above it.
const TASK: &str = "TODO";

/// What a comment speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    /// To archnotes: a suppression.
    ToUs,
    /// The entry that ends or opens on its line.
    Behind(usize),
    /// The entry right below.
    Above(usize),
    /// What this entry holds, or without one the file.
    Within(Option<usize>),
}

/// The notes of `comments`, in order. Lines of comments right below each other and equally deep are one, unless they are
/// items, entries that were switched off, or notes of what is to do.
///
/// Cost: O(comments · depth).
pub(super) fn notes(text: &str, tree: &Tree, comments: &[Span]) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut above: Option<(Span, Kind)> = None;
    for span in comments {
        let content = content(text, *span);
        let kind = kind(text, *span, content.of(text));
        let goes_on = above
            .is_some_and(|(above, before)| before == Kind::Line && kind == Kind::Line && is_below(text, above, *span));
        above = Some((*span, kind));
        if let (true, Some(note)) = (goes_on, notes.last_mut().filter(|it| it.lines.len() < LONGEST)) {
            note.span = note.span.cover(*span);
            note.lines.push(content);
            continue;
        }
        let place = if kind == Kind::ToUs { Spoken::ToUs } else { Spoken::Within(None) };
        notes.push(Note { lines: vec![content], span: *span, place });
    }
    for note in &mut notes {
        note.lines.retain(|it| !it.is_empty());
        if note.place != Spoken::ToUs {
            note.place = place(text, tree, note.span);
        }
    }
    notes.retain(|it| !it.lines.is_empty());
    notes
}

/// What a comment is by its own text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ToUs,
    /// A line that may go on in the next one.
    Line,
    /// Alone: behind an entry, an item of a list, an entry that was switched off, a note of what is to do.
    Alone,
}

fn kind(text: &str, span: Span, content: &str) -> Kind {
    if content.starts_with("archnotes-") {
        Kind::ToUs
    } else if !is_own_line(text, span) || is_item(content) || code::is_entry(content) || content.starts_with(TASK) {
        Kind::Alone
    } else {
        Kind::Line
    }
}

/// The text of a comment without `#`, blanks, and rules drawn around it.
fn content(text: &str, span: Span) -> Span {
    const DECORATION: [&str; 5] = ["--", "==", "**", "~~", "##"];
    let source = span.of(text);
    let mut inner = source.trim_start_matches('#').trim_matches([' ', '\t']);
    if DECORATION.iter().any(|it| inner.starts_with(it)) {
        inner = inner.trim_start_matches(['-', '=', '*', '~', '#', ' ']);
    }
    if DECORATION.iter().any(|it| inner.ends_with(it)) {
        inner = inner.trim_end_matches(['-', '=', '*', '~', '#', ' ']);
    }
    // `inner` is a part of `source`, so its place follows from the lengths that stand behind it.
    let start = span.start + (inner.as_ptr() as usize - source.as_ptr() as usize);
    Span::new(start, start + inner.len())
}

fn place(text: &str, tree: &Tree, span: Span) -> Spoken {
    let entries = tree.entries();
    let next = entries.partition_point(|it| it.span.start <= span.start);
    let line = line_start(text, span.start);
    if !text[line..span.start].trim_start_matches([' ', '\t']).is_empty() {
        return behind(tree, next, line, span).map_or(Spoken::Within(None), Spoken::Behind);
    }
    let below = (next..entries.len()).find(|it| entries[*it].parent.is_some());
    let indent = span.start - line;
    if let Some(below) = below.filter(|it| is_directly_above(text, span, indent, entries[*it].span.start)) {
        return Spoken::Above(below);
    }
    let stands_in = |it: &usize| entries[*it].span.start - line_start(text, entries[*it].span.start) < indent;
    let before = next.checked_sub(1);
    Spoken::Within(before.and_then(|it| tree.upward(it).find(stands_in)))
}

/// The entry that a comment in its line, which starts at `line`, stands behind: the last one, or what it is the end of.
fn behind(tree: &Tree, next: usize, line: usize, comment: Span) -> Option<usize> {
    let entries = tree.entries();
    let last = next.checked_sub(1)?;
    let is_closed = |it: usize| entries[it].is_flow && entries[it].value_span.end <= comment.start;
    let mut index = last;
    while let Some(parent) = entries[index].parent.filter(|it| is_closed(*it)) {
        index = parent;
    }
    let entry = &entries[index];
    let key_end = entry.key.as_ref().map_or(entry.span.start, |it| it.span.end);
    let holds_entries = entry.end > index + 1 && !entry.is_flow;
    let end = if holds_entries || entry.value_span.start > comment.start { key_end } else { entry.value_span.end };
    (end >= line).then_some(index)
}

/// Whether only a line break and blanks, or the dashes of the entry's items, stand between the comment and `start`, and the
/// entry's line is as deep as the comment or deeper.
fn is_directly_above(text: &str, comment: Span, indent: usize, start: usize) -> bool {
    let Some(between) = text.get(comment.end..start) else { return false };
    let line = between.strip_prefix("\r\n").or(between.strip_prefix(['\n', '\r']));
    line.is_some_and(|it| {
        let content = it.trim_start_matches(' ');
        it.len() - content.len() >= indent && content.bytes().all(|it| matches!(it, b' ' | b'-' | b'?'))
    })
}

/// Whether `span` stands in the line below `above` and as deep as it.
fn is_below(text: &str, above: Span, span: Span) -> bool {
    let between = &text[above.end..span.start];
    let blanks = between.strip_prefix("\r\n").or(between.strip_prefix(['\n', '\r']));
    let indent = above.start - line_start(text, above.start);
    blanks.is_some_and(|it| it.len() == indent && it.trim_matches([' ', '\t']).is_empty())
}

fn is_own_line(text: &str, span: Span) -> bool {
    text[line_start(text, span.start)..span.start].trim_matches([' ', '\t']).is_empty()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |it| it + 1)
}
