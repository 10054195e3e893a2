//! What does a structured file say, entry by entry?
//!
//! Entries stand in one list in reading order, each right before what it holds, and know each other by index. Aliases are
//! kept as references: a few bytes can stand for billions of entries, so nobody ever writes them out.

use crate::span::Span;

/// The entries of a section. Empty for formats that are no data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    entries: Vec<Entry>,
}

/// An entry of a map, an item of a list, or a whole document. All ranges are bytes of the section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry whose map or list it stands in; none for a document.
    pub parent: Option<usize>,
    /// The index behind its last descendant.
    pub end: usize,
    /// From its key, or without one its value, to the end of all that it holds.
    pub span: Span,
    /// None for items and documents.
    pub key: Option<Key>,
    /// What it holds.
    pub value: Value,
    /// Where that stands: tag and anchor left out, quotes and brackets included, of a block scalar the text below its mark.
    /// Empty where nothing stands.
    pub value_span: Span,
    /// Whether its map or list is written in brackets.
    pub is_flow: bool,
    /// As it is written: `!Ref`, `!!str`.
    pub tag: Option<String>,
    /// The name that aliases call it by.
    pub anchor: Option<String>,
    /// The comment behind it on its line, which qualifies it: index of `Outline::blocks`.
    pub comment: Option<usize>,
    /// The comment right above it: index of `Outline::blocks`.
    pub leading: Option<usize>,
}

/// What an entry is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Decoded; of a key that is no scalar the source as it stands.
    pub text: String,
    /// With its quotes.
    pub span: Span,
    /// Index of `Outline::blocks`; none when it has no text.
    pub block: Option<usize>,
}

/// What an entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing, or `null`, or `~`.
    Null,
    /// A text, a number, a truth value.
    Scalar {
        /// Decoded.
        text: String,
        /// How it is written.
        style: ScalarStyle,
    },
    /// Entries with keys.
    Map,
    /// Entries without.
    List,
    /// What another entry holds.
    Alias {
        /// Without its `*`.
        name: String,
        /// The entry that bears the name: the last one above, in the same document. It may hold the alias itself.
        target: Option<usize>,
    },
}

/// The ways to write a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// `text`
    Plain,
    /// `'text'` or `"text"`
    Quoted,
    /// `|`, line by line.
    Literal,
    /// `>`, its lines joined.
    Folded,
}

/// So many maps are searched for a key through merges (`<<`): nobody writes more, and a ring of them ends.
const MERGES: usize = 64;

impl Tree {
    /// The tree of `entries`, whose parents stand before them.
    pub(super) fn new(entries: Vec<Entry>) -> Tree {
        Tree { entries }
    }

    /// All entries in reading order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    pub(super) fn extend(&mut self, entries: impl Iterator<Item = Entry>) {
        self.entries.extend(entries);
    }

    /// Whether it has no entry, as for all formats that are no data.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The documents: entries without a parent, in order.
    pub fn documents(&self) -> impl Iterator<Item = usize> + '_ {
        self.run(0, self.entries.len())
    }

    /// What `index` holds, in order; nothing unless it is a map or a list. An alias is not followed: see
    /// [`Tree::resolve`].
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        self.run(index + 1, self.entries[index].end)
    }

    /// The entry itself and those beside it, in order.
    pub fn siblings(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let (start, end) = match self.entries[index].parent {
            Some(parent) => (parent + 1, self.entries[parent].end),
            None => (0, self.entries.len()),
        };
        self.run(start, end)
    }

    /// The entry and those around it, innermost first, the document last.
    pub fn upward(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |it| self.entries[*it].parent)
    }

    /// The keys that lead to `index`, outermost first; items add none.
    pub fn path(&self, index: usize) -> Vec<&str> {
        let mut keys: Vec<_> = self.upward(index).filter_map(|it| self.entries[it].key()).collect();
        keys.reverse();
        keys
    }

    /// The key that says what `index` is: its own, or for an item that of the list it stands in.
    pub fn label(&self, index: usize) -> Option<&str> {
        self.upward(index).find_map(|it| self.entries[it].key())
    }

    /// The entry that holds what `index` says: itself, or the one that its alias stands for. One step is enough, as an
    /// alias has no anchor. Walking down from the result may come back to `index`, so a walk must count its steps.
    pub fn resolve(&self, index: usize) -> usize {
        match self.entries[index].value {
            Value::Alias { target: Some(target), .. } => target,
            _ => index,
        }
    }

    /// The entry of the map `index` with this key; else the one that it merges in (`<<`), the nearest first.
    ///
    /// Aliases on the way are followed. Cost: O(entries of the map and of those merged in), at most `MERGES` maps.
    pub fn find(&self, index: usize, key: &str) -> Option<usize> {
        self.search(index, |map| self.children(map).find(|it| self.entries[*it].key() == Some(key)))
    }

    /// How many entries [`Tree::find`] looks at for a key that is not there.
    pub fn reach(&self, index: usize) -> usize {
        let mut reach = 0;
        let count = |map: usize| {
            reach += self.children(map).count();
            None
        };
        self.search(index, count);
        reach
    }

    /// The first that `find` finds in the map `index` and those that it merges in.
    fn search(&self, index: usize, mut find: impl FnMut(usize) -> Option<usize>) -> Option<usize> {
        let mut maps = vec![self.resolve(index)];
        let mut next = 0;
        while let Some(map) = maps.get(next).copied() {
            next += 1;
            if let Some(found) = find(map) {
                return Some(found);
            }
            for merge in self.children(map).filter(|it| self.entries[*it].key() == Some("<<")) {
                let merged = self.resolve(merge);
                match self.entries[merged].value {
                    Value::List => maps.extend(self.children(merged).take(MERGES).map(|it| self.resolve(it))),
                    _ => maps.push(merged),
                }
            }
            maps.truncate(MERGES);
        }
        None
    }

    /// `start` and what follows it on its level, before `end`.
    fn run(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let within = move |it: usize| (it < end).then_some(it);
        std::iter::successors(within(start), move |it| within(self.entries[*it].end))
    }
}

impl Entry {
    /// The same entry behind `entries` others and `blocks` blocks, in a text that has `by` bytes before it.
    pub(super) fn moved(mut self, entries: usize, by: usize, blocks: usize) -> Entry {
        self.parent = self.parent.map(|it| it + entries);
        self.end += entries;
        self.span = self.span.shift(by);
        self.value_span = self.value_span.shift(by);
        self.comment = self.comment.map(|it| it + blocks);
        self.leading = self.leading.map(|it| it + blocks);
        if let Some(key) = &mut self.key {
            key.span = key.span.shift(by);
            key.block = key.block.map(|it| it + blocks);
        }
        if let Value::Alias { target: Some(target), .. } = &mut self.value {
            *target += entries;
        }
        self
    }

    /// Its key's text.
    pub fn key(&self) -> Option<&str> {
        self.key.as_ref().map(|it| it.text.as_str())
    }

    /// Its scalar's text, whatever it may also be read as.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Its scalar as a number, also in quotes (templates quote theirs) and with digits grouped by `_`.
    pub fn number(&self) -> Option<f64> {
        let text = self.text()?.trim();
        let is_number = text.starts_with(|it: char| it.is_ascii_digit() || matches!(it, '-' | '+' | '.'));
        is_number.then(|| text.replace('_', "").parse().ok()).flatten().filter(|it: &f64| it.is_finite())
    }

    /// Its scalar as a truth value, also in quotes, and as YAML 1.1 writes it (`yes`, `off`).
    pub fn boolean(&self) -> Option<bool> {
        const TRUE: [&str; 3] = ["true", "yes", "on"];
        const FALSE: [&str; 3] = ["false", "no", "off"];
        let text = self.text()?.trim();
        let is_one_of = |words: [&str; 3]| words.iter().any(|it| text.eq_ignore_ascii_case(it));
        if is_one_of(TRUE) { Some(true) } else { is_one_of(FALSE).then_some(false) }
    }
}
