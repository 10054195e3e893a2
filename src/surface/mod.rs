//! What is a file made of? The same answer for every format: blocks of visible text, and where they stand.

mod bullet;
mod diagram;
mod dialect;
mod embed;
mod format;
mod inline;
mod markdown;
mod mermaid;
mod prose;
mod sections;
mod tree;
mod yaml;

pub use diagram::{Diagram, DiagramKind, Edge, End, Group, Line, Node};
pub use dialect::{Dialect, dialect};
pub use format::Format;
pub use mermaid::DIAGRAM_LIMIT;
pub use prose::{Prose, Style};
pub use sections::{FRONT_MATTER_LIMIT, HARD_CAP, Place, SOFT_CAP, front_matter, opens_front_matter};
pub use tree::{Entry, Key, ScalarStyle, Tree, Value};

use crate::span::Span;

/// What `text`, one section of a file in `format`, is made of; ranges are bytes of `text`.
///
/// Errors: none, whatever the text. Cost: O(bytes), also for hostile text.
pub fn outline(text: &str, place: Place, format: Format) -> Outline {
    outline_again(text, place, format, &mut Memory::default())
}

/// What was found out about the diagrams of a document: an edit changes one line of one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(mermaid::Memory);

/// The same as [`outline`], sooner for what is in `memory`.
pub(crate) fn outline_again(text: &str, place: Place, format: Format, memory: &mut Memory) -> Outline {
    match format {
        Format::Markdown => markdown::outline(text, place, &mut memory.0),
        Format::Yaml => yaml::outline(text, place),
        Format::Mermaid => mermaid::outline(text, place, &mut memory.0),
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
        // A file is one diagram, of which an edit reads one line again.
        Format::Mermaid => None,
    }
}

/// What one section of a file is made of, in reading order. All ranges are byte ranges of the section's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Blocks in reading order; a block's `parent` and `lead` stand before it.
    pub blocks: Vec<Block>,
    /// Tables; their cells are blocks.
    pub tables: Vec<Table>,
    /// Diagrams; their words are blocks.
    pub diagrams: Vec<Diagram>,
    /// Fenced and indented code, kept aside with its language.
    pub fences: Vec<Fence>,
    /// What a reader of the text passes over: HTML comments, `<!--` to `-->`, in a diagram `%%` to the line's end. In YAML, where
    /// comments are read like any text, only those that speak to archnotes, `#` to the line's end.
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
    /// The list item that it stands in, the key that it stands under, or the words of the frame around it in a diagram, as an index of
    /// `Outline::blocks`.
    pub parent: Option<usize>,
    /// The paragraph or heading right above the list, table or diagram that it belongs to, if nothing stands between.
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
    /// Words in a diagram: of a thing, a frame, an arrow, a note.
    Label,
    /// What a thing or a frame is called in a diagram's text, each time.
    Id {
        /// The block with its words, if it has any.
        label: Option<usize>,
    },
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
    /// Whether it stands in a diagram.
    pub fn is_drawn(&self) -> bool {
        matches!(self.kind, BlockKind::Label | BlockKind::Id { .. })
    }

    /// Whether it heads a column of a table.
    pub fn is_header(&self) -> bool {
        matches!(self.kind, BlockKind::Cell { row: 0, .. })
    }

    /// Whether it is running text, which states things by its words; a key or a bare value states them by its place.
    pub fn is_text(&self) -> bool {
        match self.kind {
            BlockKind::Key { .. } | BlockKind::Id { .. } => false,
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
    /// The paragraph or heading right above it, if nothing stands between, else the list item that it stands in.
    pub lead: Option<usize>,
    /// How many block quotes it stands in.
    pub quote_depth: usize,
}
