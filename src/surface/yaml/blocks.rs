//! Entries and comments → blocks of visible text, in the order of the file.

use super::code;
use super::comments::{Note, Spoken};
use super::scalar::{paragraphs, running};
use crate::span::Span;
use crate::surface::tree::{Entry, ScalarStyle, Tree, Value};
use crate::surface::{Block, BlockKind, Fence, Outline, Prose};

/// The language of a block scalar that is code: which one it is nobody says.
const CODE: &str = "code";

/// What becomes a block, or several.
enum Piece {
    Key(usize),
    Value(usize),
    Note(Note),
}

/// Fills the blocks, fences and comments of `outline`, whose tree is there, and lets the tree point to them.
///
/// Cost: O(entries + notes), sorted as they nearly are.
pub(super) fn fill(outline: &mut Outline, text: &str, notes: Vec<Note>) {
    let labels = labels(&outline.tree);
    for (_, piece) in pieces(&outline.tree, notes) {
        match piece {
            Piece::Key(entry) => key(outline, text, &labels, entry),
            Piece::Value(entry) => value(outline, text, &labels, entry),
            Piece::Note(note) => self::note(outline, text, &labels, &note),
        }
    }
}

/// For each entry the nearest one with a key: itself or one around it.
fn labels(tree: &Tree) -> Vec<Option<usize>> {
    let mut labels: Vec<Option<usize>> = Vec::with_capacity(tree.entries().len());
    for (index, entry) in tree.entries().iter().enumerate() {
        let above = entry.parent.and_then(|it| labels[it]);
        labels.push(entry.key.as_ref().map(|_| index).or(above));
    }
    labels
}

fn pieces(tree: &Tree, notes: Vec<Note>) -> Vec<(usize, Piece)> {
    let mut pieces = Vec::with_capacity(2 * tree.entries().len() + notes.len());
    for (index, entry) in tree.entries().iter().enumerate() {
        if let Some(key) = entry.key.as_ref().filter(|it| !it.span.is_empty()) {
            pieces.push((key.span.start, Piece::Key(index)));
        }
        if is_shown(tree, index) {
            pieces.push((entry.value_span.start, Piece::Value(index)));
        }
    }
    pieces.extend(notes.into_iter().map(|it| (it.span.start, Piece::Note(it))));
    pieces.sort_by_key(|it| it.0);
    pieces
}

/// Whether a reader sees a value there: a scalar, also `~`, or that a list or map is empty.
fn is_shown(tree: &Tree, index: usize) -> bool {
    let entry = &tree.entries()[index];
    let is_value = match entry.value {
        Value::Scalar { .. } | Value::Null => true,
        Value::Map | Value::List => entry.is_flow && tree.children(index).next().is_none(),
        Value::Alias { .. } => false,
    };
    let is_written = entry.parent.is_some() || matches!(entry.value, Value::Scalar { .. });
    is_value && is_written && !entry.value_span.is_empty()
}

fn key(outline: &mut Outline, text: &str, labels: &[Option<usize>], index: usize) {
    let entry = &outline.tree.entries()[index];
    let Some(range) = entry.key.as_ref().map(|it| it.span) else { return };
    let parent = entry.parent.and_then(|it| label(&outline.tree, labels[it]));
    let block = push(outline, BlockKind::Key { entry: index }, range, running(text, range), parent);
    if let Some(key) = &mut outline.tree.entries_mut()[index].key {
        key.block = Some(block);
    }
}

fn value(outline: &mut Outline, text: &str, labels: &[Option<usize>], index: usize) {
    let Entry { value, value_span, tag, .. } = &outline.tree.entries()[index];
    let style = match value {
        Value::Scalar { style, .. } => *style,
        _ => ScalarStyle::Plain,
    };
    let (range, is_tagged) = (*value_span, tag.is_some());
    let parent = label(&outline.tree, labels[index]);
    let kind = |prose: &Prose| BlockKind::Value { entry: index, is_text: !is_tagged && code::is_text(prose.text()) };
    match style {
        ScalarStyle::Literal | ScalarStyle::Folded if code::is_code(range.of(text)) => {
            outline.fences.push(Fence { language: CODE.to_owned(), range, content: range, lead: None, quote_depth: 0 });
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            for (range, prose) in paragraphs(text, range, style) {
                push(outline, kind(&prose), range, prose, parent);
            }
        }
        ScalarStyle::Plain | ScalarStyle::Quoted => {
            let prose = running(text, range);
            push(outline, kind(&prose), range, prose, parent);
        }
    }
}

fn note(outline: &mut Outline, text: &str, labels: &[Option<usize>], note: &Note) {
    let parent = match note.place {
        Spoken::ToUs => return outline.comments.push(note.span),
        Spoken::Behind(entry) | Spoken::Within(Some(entry)) => labels[entry],
        Spoken::Above(entry) => outline.tree.entries()[entry].parent.and_then(|it| labels[it]),
        Spoken::Within(None) => None,
    };
    let entry = match note.place {
        Spoken::Behind(entry) | Spoken::Above(entry) => Some(entry),
        _ => None,
    };
    let mut prose = Prose::default();
    let mut end = None;
    for line in &note.lines {
        if let Some(end) = end {
            prose.push(" ", Span::new(end, line.start));
        }
        prose.push(line.of(text), *line);
        end = Some(line.end);
    }
    let is_text = code::is_text(prose.text()) && !code::is_entry(prose.text());
    let parent = label(&outline.tree, parent);
    let block = push(outline, BlockKind::Comment { entry, is_text }, note.span, prose, parent);
    match note.place {
        Spoken::Behind(entry) => outline.tree.entries_mut()[entry].comment = Some(block),
        Spoken::Above(entry) => outline.tree.entries_mut()[entry].leading = Some(block),
        _ => {}
    }
}

/// The block of an entry's key.
fn label(tree: &Tree, entry: Option<usize>) -> Option<usize> {
    tree.entries()[entry?].key.as_ref()?.block
}

fn push(outline: &mut Outline, kind: BlockKind, range: Span, prose: Prose, parent: Option<usize>) -> usize {
    outline.blocks.push(Block { kind, range, prose, parent, lead: None, quote_depth: 0 });
    outline.blocks.len() - 1
}
