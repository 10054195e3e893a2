//! What does a reader see of a block, and where does each visible byte stand in the file?

use crate::span::Span;

/// The visible text of a block in NFC: markup removed, a soft line break read as one space, each piece with its source.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
    styles: Vec<(Span, Style)>,
}

/// How a stretch of prose is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `` `code` ``
    Code,
    /// `*emphasis*`
    Emphasis,
    /// `**strong**`
    Strong,
    /// `~~struck~~`
    Struck,
    /// The text of a link.
    Link,
}

/// Bytes `start..start + len` of the prose stand at `source`; where both have one length they map byte by byte.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: usize,
    len: usize,
    source: Span,
}

impl Prose {
    /// The visible text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Styled stretches of the visible text, in order of their start; inner ones after outer ones.
    pub fn styles(&self) -> &[(Span, Style)] {
        &self.styles
    }

    /// Appends `text`, which stands at `source`.
    pub fn push(&mut self, text: &str, source: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { start, len: text.len(), source });
    }

    /// Marks everything from `start` (a byte of the prose) to the end as set in `style`.
    pub fn style_from(&mut self, start: usize, style: Style) {
        if start < self.text.len() {
            self.styles.push((Span::new(start, self.text.len()), style));
        }
    }

    /// Whether some part of `span` (of the prose) is set in `style`.
    pub fn is_styled(&self, span: Span, style: Style) -> bool {
        self.styles.iter().any(|(it, s)| *s == style && it.overlaps(span))
    }

    /// The source of `span` (of the prose): the smallest range that holds what the span shows.
    ///
    /// Cost: O(log pieces).
    pub fn source(&self, span: Span) -> Span {
        let start = self.source_of_byte(span.start, Edge::Start);
        let end = if span.is_empty() { start } else { self.source_of_byte(span.end - 1, Edge::End) };
        Span::new(start, end)
    }

    /// The byte of the prose that shows the source byte `offset`; `None` when markup stands there.
    ///
    /// Cost: O(pieces).
    pub fn offset_of_source(&self, offset: usize) -> Option<usize> {
        let piece = self.pieces.iter().find(|it| it.source.touches(offset) && !it.source.is_empty())?;
        let within = offset - piece.source.start;
        Some(if piece.is_exact() {
            piece.start + within
        } else if within == piece.source.len() {
            piece.start + piece.len
        } else {
            piece.start
        })
    }

    fn source_of_byte(&self, byte: usize, edge: Edge) -> usize {
        let index = self.pieces.partition_point(|it| it.start <= byte).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return 0 };
        let within = byte - piece.start;
        match edge {
            Edge::Start if piece.is_exact() => piece.source.start + within,
            Edge::Start => piece.source.start,
            Edge::End if piece.is_exact() => piece.source.start + within + 1,
            Edge::End => piece.source.end,
        }
    }
}

#[derive(Clone, Copy)]
enum Edge {
    Start,
    End,
}

impl Piece {
    fn is_exact(&self) -> bool {
        self.len == self.source.len()
    }
}
