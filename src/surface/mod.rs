//! What is a file made of? The same answer for every format: blocks of visible text, and where they stand.

mod bullet;
mod format;
mod inline;
mod markdown;
mod prose;
mod sections;
mod tree;
mod yaml;

pub use format::Format;
pub use prose::{Prose, Style};
pub use sections::{FRONT_MATTER_LIMIT, HARD_CAP, Place, SOFT_CAP, front_matter, opens_front_matter};
pub use tree::{Entry, Key, ScalarStyle, Tree, Value};

use crate::span::Span;

/// What `text`, one section of a file in `format`, is made of; ranges are bytes of `text`.
///
/// Errors: none, whatever the text. Cost: O(bytes), also for hostile text.
pub fn outline(text: &str, place: Place, format: Format) -> Outline {
    match format {
        Format::Markdown => markdown::outline(text, place),
        Format::Yaml => yaml::outline(text, place),
    }
}

/// Where the next section starts; `None` if `text`, from the start of a section on, shows no further one.
///
/// `text` may stop short of the file's end after any whole line: what is found then is what the whole file has. At
/// `Place::First` it must hold [`FRONT_MATTER_LIMIT`] bytes or the whole file.
///
/// Cost: O(bytes up to the result), one pass over the lines.
pub fn next_section(text: &str, place: Place, format: Format) -> Option<usize> {
    match format {
        Format::Markdown => sections::next_section(text, place),
        Format::Yaml => yaml::next_section(text, place),
    }
}

/// What one section of a file is made of, in reading order. All ranges are byte ranges of the section's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Blocks in reading order; a block's `parent` and `lead` stand before it.
    pub blocks: Vec<Block>,
    /// Tables; their cells are blocks.
    pub tables: Vec<Table>,
    /// Fenced and indented code, kept aside with its language.
    pub fences: Vec<Fence>,
    /// What a reader of the text passes over: HTML comments, `<!--` to `-->`. In YAML, where comments are read like any text,
    /// only those that speak to archnotes, `#` to the line's end.
    pub comments: Vec<Span>,
    /// The front matter with its fences, if this is the first section and has one.
    pub front_matter: Option<Span>,
    /// The entries of a file of data.
    pub tree: Tree,
}

/// A stretch of running text: what a reader takes in as one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What kind of piece.
    pub kind: BlockKind,
    /// Its bytes, markup included.
    pub range: Span,
    /// Its visible text.
    pub prose: Prose,
    /// The list item that it stands in, or the key that it stands under, as an index of `Outline::blocks`.
    pub parent: Option<usize>,
    /// The paragraph or heading right above the list or table that it belongs to, if nothing stands between.
    pub lead: Option<usize>,
    /// How many block quotes it stands in.
    pub quote_depth: usize,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; `level` is 1 to 6.
    Heading {
        /// 1 for `#` to 6 for `######`.
        level: u8,
    },
    /// A paragraph, also one inside a list item after the item's first text.
    Paragraph,
    /// The first text of a list item.
    Item {
        /// Whether the list is numbered.
        ordered: bool,
        /// `[x]` is `Some(true)`, `[ ]` is `Some(false)`.
        task: Option<bool>,
    },
    /// A table cell.
    Cell {
        /// Index of `Outline::tables`.
        table: usize,
        /// 0 is the header row.
        row: usize,
        /// From 0.
        column: usize,
    },
    /// A footnote's text.
    Footnote,
    /// What an entry is called.
    Key {
        /// Index of `Outline::tree`.
        entry: usize,
    },
    /// A scalar that an entry holds, or a paragraph of it.
    Value {
        /// Index of `Outline::tree`.
        entry: usize,
        /// Whether it is running text, not a bare name or number.
        is_text: bool,
    },
    /// A comment in a file of data, or several lines of one.
    Comment {
        /// The entry that it speaks of, if it stands behind or right above one: index of `Outline::tree`.
        entry: Option<usize>,
        /// Whether it is running text, not an entry that was switched off.
        is_text: bool,
    },
}

impl Block {
    /// Whether it is running text, which states things by its words; a key or a bare value states them by its place.
    pub fn is_text(&self) -> bool {
        match self.kind {
            BlockKind::Key { .. } => false,
            BlockKind::Value { is_text, .. } | BlockKind::Comment { is_text, .. } => is_text,
            _ => true,
        }
    }
}

/// A table as a grid of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The whole table.
    pub range: Span,
    /// Rows of indices of `Outline::blocks`; the first row is the header, the first column the row header.
    pub rows: Vec<Vec<usize>>,
}

/// A fenced or indented code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// First word of the info string, in lower case; empty when there is none.
    pub language: String,
    /// The whole block with its fences.
    pub range: Span,
    /// The code. Between fences it is whole lines, so with the indentation and `>` of the lists and quotes around it; an
    /// indented block begins behind the first line's indentation.
    pub content: Span,
}
