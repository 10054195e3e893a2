//! YAML → outline: entries, and the text in keys, values and comments as blocks.

mod blocks;
mod builder;
mod code;
mod comments;
mod entries;
mod mend;
mod recovery;
mod scalar;

use super::sections::{Lines, byte_order_mark};
use super::tree::Tree;
use super::{Outline, Place};

/// What `text`, one section, is made of; ranges are bytes of `text`.
///
/// What stands around a fault is read as if the line at fault were not there. Errors: none. Cost: O(bytes), also for
/// hostile text; nothing recurses over its nesting.
pub(super) fn outline(text: &str, place: Place) -> Outline {
    let read = entries::read(text, start(text, place));
    let mut outline = Outline { tree: Tree::new(read.entries), ..Outline::default() };
    let notes = comments::notes(text, &outline.tree, &read.comments);
    blocks::fill(&mut outline, text, notes);
    outline
}

/// Where the next section starts: at a `---` behind anything but comments and directives. No scalar, quoted or not, can
/// hold such a line, so each document is read on its own.
pub(super) fn next_section(text: &str, place: Place) -> Option<usize> {
    let mut is_empty = true;
    for span in (Lines { text, start: start(text, place), newline: 0 }) {
        let line = span.of(text).trim_end_matches(['\n', '\r']);
        let is_mark = line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if is_mark && !is_empty {
            return Some(span.start);
        }
        let content = if is_mark { &line[3..] } else { line }.trim_start_matches([' ', '\t']);
        is_empty &= content.is_empty() || content.starts_with('#') || line.starts_with('%');
    }
    None
}

fn start(text: &str, place: Place) -> usize {
    match place {
        Place::First => byte_order_mark(text),
        Place::Later => 0,
    }
}
