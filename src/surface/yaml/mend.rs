//! What becomes of the entries when reading stops at a fault and goes on below it?

use super::builder::{Builder, Frame, Kind};
use super::recovery;
use crate::span::Span;
use crate::surface::tree::{Entry, ScalarStyle, Value};

impl Builder<'_> {
    /// Where the outermost open bracket stands.
    pub(super) fn bracket(&self) -> Option<usize> {
        self.frames.iter().find_map(|it| it.bracket)
    }

    /// Where the plain scalar starts that ends at byte `end`.
    pub(super) fn scalar_before(&self, end: usize) -> Option<usize> {
        Some(self.scalar).filter(|it| it.end == end).map(|it| it.start)
    }

    /// Forgets what was read from byte `end` on, and the scalar `torn` but for what is surely its own.
    pub(super) fn roll_back(&mut self, end: usize, torn: Option<usize>) {
        while self.read.entries.last().is_some_and(|it| it.span.start >= end && it.parent.is_some()) {
            self.read.entries.pop();
        }
        while self.read.comments.last().is_some_and(|it| it.start >= end) {
            self.read.comments.pop();
        }
        if let Some(last) = self.read.entries.last_mut().filter(|it| torn == Some(it.value_span.start)) {
            tear(last, self.text);
        }
        let count = self.read.entries.len();
        self.frames.retain(|it| it.bracket.is_none() && it.owner < count);
        self.frames.iter_mut().for_each(|it| it.awaited = None);
    }

    /// The item whose dash opens the broken `line` stays, so that what stands below it is not taken for the item before.
    pub(super) fn keep_item(&mut self, line: Span, next: usize) {
        let indent = recovery::indent(line.of(self.text));
        let content = line.start + recovery::entry_indent(line.of(self.text));
        let is_read = self.read.entries.last().is_some_and(|it| it.span.start >= line.start);
        if content == line.start + indent || is_read || self.document.is_none() || content > next {
            return;
        }
        if let Some(owner) = self.attach(Kind::List, indent, content) {
            self.push(Some(owner), content, None);
        }
    }

    /// Lets the map or list that goes on at `indent` be the innermost open one; opens it where it is none. Returns its
    /// entry; `None` when it has no place, as below a scalar.
    pub(super) fn attach(&mut self, kind: Kind, indent: usize, at: usize) -> Option<usize> {
        let is_closed =
            |it: &Frame| it.indent > indent || (it.indent == indent && (it.kind, kind) == (Kind::List, Kind::Map));
        while self.frames.last().is_some_and(is_closed) {
            self.frames.pop();
        }
        let owner = match self.frames.last() {
            Some(it) if it.indent == indent && it.kind == kind => return Some(it.owner),
            Some(it) => self.last_of(it.owner).unwrap_or(it.owner),
            None => self.document?,
        };
        let entry = &mut self.read.entries[owner];
        // A document that so far was a word turns out to be more.
        if entry.value == Value::Null || entry.parent.is_none() && matches!(entry.value, Value::Scalar { .. }) {
            (entry.value, entry.value_span) = (kind.value(), Span::new(at, at));
        }
        if entry.value != kind.value() || entry.is_flow {
            return None;
        }
        self.frames.push(Frame { owner, kind, indent, bracket: None, awaited: None });
        Some(owner)
    }

    /// The last entry right below `owner`.
    fn last_of(&self, owner: usize) -> Option<usize> {
        let last = self.read.entries.len().checked_sub(1);
        let mut upward = std::iter::successors(last, |it| self.read.entries[*it].parent);
        upward.find(|it| self.read.entries[*it].parent == Some(owner))
    }
}

/// Takes from an entry the scalar that ran on into the next entry; what stands on the line of the entry's key stays.
fn tear(entry: &mut Entry, text: &str) {
    let start = entry.value_span.start;
    let rest = &text[start..];
    let line = rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim_end_matches([' ', '\t']);
    let stays = entry.key.as_ref().is_some_and(|it| !text[it.span.end..start].contains(['\n', '\r']));
    (entry.value, entry.value_span) = match stays {
        true => {
            (Value::Scalar { text: line.to_owned(), style: ScalarStyle::Plain }, Span::new(start, start + line.len()))
        }
        false => (Value::Null, Span::new(start, start)),
    };
}
