//! What is a file made of? The same answer for every format: blocks of visible text, and where they stand.

mod inline;
mod markdown;
mod prose;
mod sections;

pub use markdown::outline;
pub use prose::{Prose, Style};
pub use sections::{FRONT_MATTER_LIMIT, HARD_CAP, Place, SOFT_CAP, front_matter, next_section, opens_front_matter};

use crate::span::Span;

/// What one section of a file is made of, in reading order. All ranges are byte ranges of the section's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Blocks in reading order; a block's `parent` and `lead` stand before it.
    pub blocks: Vec<Block>,
    /// Tables; their cells are blocks.
    pub tables: Vec<Table>,
    /// Fenced and indented code, kept aside with its language.
    pub fences: Vec<Fence>,
    /// HTML comments, `<!--` to `-->`.
    pub comments: Vec<Span>,
    /// The front matter with its fences, if this is the first section and has one.
    pub front_matter: Option<Span>,
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
    /// The list item that it stands in, as an index of `Outline::blocks`.
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
