//! What does a reader see of a block, and where does each visible byte stand in the file?

use std::cmp::Reverse;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::span::Span;

/// The visible text of a block in NFC: markup removed, a soft line break read as one space, typographic apostrophes, blanks and hyphens read as
/// those of the keyboard, each piece with its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
    styles: Vec<(Span, Style)>,
}

/// How a stretch of prose is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The prose from `start` to the next piece stands at `source`: byte by byte if `exact`, else only as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    start: usize,
    source: Span,
    exact: bool,
}

impl Prose {
    /// The visible text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Styled stretches of the visible text, grouped by style, in order within a style and there without overlap.
    pub fn styles(&self) -> &[(Span, Style)] {
        &self.styles
    }

    /// Appends `text`, which stands at `source`, behind everything pushed before; what is not in NFC is composed.
    ///
    /// Where both have one length, `text` is taken to be the source's own bytes; else it stands for `source` as a whole,
    /// as `&` does for `&amp;`.
    pub fn push(&mut self, text: &str, source: Span) {
        match text.len() == source.len() {
            true if !text.is_ascii() && text.contains(is_typographic) => self.push_typographic(text, source.start),
            true => self.push_plain(text, source.start),
            false if is_nfc(text) => self.push_piece(text, source, false),
            false => self.push_piece(&text.nfc().collect::<String>(), source, false),
        }
    }

    /// Marks everything from `start` (a byte of the prose) to the end as set in `style`; [`Prose::take`] puts it in order.
    pub fn style_from(&mut self, start: usize, style: Style) {
        if start < self.text.len() {
            self.styles.push((Span::new(start, self.text.len()), style));
        }
    }

    /// The finished prose, its styles in order; what is left is empty and keeps its memory for the next block.
    pub fn take(&mut self) -> Prose {
        self.styles.sort_by_key(|(span, style)| (*style, span.start, Reverse(span.end)));
        self.styles.dedup_by(|(next, next_style), (span, style)| {
            let joined = style == next_style && next.start < span.end;
            if joined {
                *span = span.cover(*next);
            }
            joined
        });
        let taken = self.clone();
        self.text.clear();
        self.pieces.clear();
        self.styles.clear();
        taken
    }

    /// The same prose in a text that has `by` bytes before its own.
    pub(super) fn shift(mut self, by: usize) -> Prose {
        self.pieces.iter_mut().for_each(|it| it.source = it.source.shift(by));
        self
    }

    /// Whether some part of `span` (of the prose) is set in `style`. Cost: O(log styles).
    pub fn is_styled(&self, span: Span, style: Style) -> bool {
        let index = self.styles.partition_point(|(it, s)| (*s, it.end) <= (style, span.start));
        self.styles.get(index).is_some_and(|(it, s)| *s == style && it.overlaps(span))
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
    /// The end of a piece belongs to it, as a cursor behind a word still belongs to the word; where two pieces meet, the
    /// later one is meant. Cost: O(log pieces).
    pub fn offset_of_source(&self, offset: usize) -> Option<usize> {
        let index = self.pieces.partition_point(|it| it.source.start <= offset).checked_sub(1)?;
        let piece = self.pieces.get(index).filter(|it| it.source.touches(offset))?;
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start);
        let within = offset - piece.source.start;
        Some(match piece.exact {
            true => piece.start + within,
            false if within == piece.source.len() => end,
            false => piece.start,
        })
    }

    /// Appends `text`, whose bytes stand at `at`, with what the keyboard has for the signs of a typographer: "doesn’t" is read as "doesn't".
    fn push_typographic(&mut self, text: &str, at: usize) {
        let mut done = 0;
        for (start, sign) in text.match_indices(is_typographic) {
            let end = start + sign.len();
            let is_inside =
                text[..start].ends_with(char::is_alphabetic) && text[end..].starts_with(char::is_alphabetic);
            let plain = match sign.chars().next() {
                Some('’') if is_inside => '\'',
                // The end of a quotation.
                Some('’') => continue,
                Some('\u{2010}' | '\u{2011}') => '-',
                Some(wide @ '\u{ff01}'..='\u{ff5e}') => narrow(wide),
                _ => ' ',
            };
            self.push_plain(&text[done..start], at + done);
            self.push_piece(plain.encode_utf8(&mut [0; 4]), Span::new(at + start, at + end), false);
            done = end;
        }
        self.push_plain(&text[done..], at + done);
    }

    /// Appends `text`, whose bytes stand at `at`.
    fn push_plain(&mut self, text: &str, at: usize) {
        match is_nfc(text) {
            true => self.push_piece(text, Span::new(at, at + text.len()), true),
            false => self.push_composed(text, at),
        }
    }

    /// Appends `text`, whose bytes stand at `at`: what NFC leaves alone byte by byte, each composed cluster as a whole.
    fn push_composed(&mut self, text: &str, at: usize) {
        let mut composed = String::new();
        for cluster in clusters(text) {
            composed.clear();
            composed.extend(cluster.of(text).nfc());
            self.push_piece(&composed, cluster.shift(at), composed == cluster.of(text));
        }
    }

    fn push_piece(&mut self, text: &str, source: Span, exact: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last) if exact && last.exact && last.source.end == source.start => last.source.end = source.end,
            Some(last) => {
                // A line break takes the next line's indentation with it, which may turn out to be text after all.
                last.source.end = last.source.end.min(source.start).max(last.source.start);
                self.pieces.push(Piece { start, source, exact });
            }
            None => self.pieces.push(Piece { start, source, exact }),
        }
    }

    fn source_of_byte(&self, byte: usize, edge: Edge) -> usize {
        let index = self.pieces.partition_point(|it| it.start <= byte).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return 0 };
        let within = byte - piece.start;
        match edge {
            Edge::Start if byte >= self.text.len() => piece.source.end,
            Edge::Start if piece.exact => piece.source.start + within,
            Edge::Start => piece.source.start,
            Edge::End if piece.exact => piece.source.start + within + 1,
            Edge::End => piece.source.end,
        }
    }
}

#[derive(Clone, Copy)]
enum Edge {
    Start,
    End,
}

/// Whether a typographer sets `sign` where a keyboard has another: an apostrophe, blanks and hyphens at which no line breaks, forms as wide as a
/// syllable.
fn is_typographic(sign: char) -> bool {
    matches!(sign, '’' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2010}' | '\u{2011}' | '\u{ff01}'..='\u{ff5e}')
}

/// `１` → `1`: the ASCII character that a full-width form shows.
fn narrow(wide: char) -> char {
    const OFFSET: u32 = 0xFEE0;
    char::from_u32(u32::from(wide) - OFFSET).unwrap_or(wide)
}

/// Whether `text` is in NFC. Latin letters and whole syllables, nearly everything, are passed without a table.
fn is_nfc(text: &str) -> bool {
    let plain = |c: char| c < '\u{300}' || ('\u{AC00}'..='\u{D7A3}').contains(&c);
    text.is_ascii()
        || text.chars().all(plain)
        || match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => text.chars().nfc().eq(text.chars()),
        }
}

/// The stretches of `text` that compose on their own: each starts where nothing joins the character to the one before.
fn clusters(text: &str) -> impl Iterator<Item = Span> {
    let joins = |c: char| canonical_combining_class(c) != 0 || is_nfc_quick([c].into_iter()) == IsNormalized::Maybe;
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.next()?;
        while chars.next_if(|(_, c)| joins(*c)).is_some() {}
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(pieces: &[(&str, usize, usize)]) -> Prose {
        let mut prose = Prose::default();
        for (text, start, end) in pieces {
            prose.push(text, Span::new(*start, *end));
        }
        prose.take()
    }

    #[test]
    fn contiguous_text_is_one_piece() {
        let prose = prose(&[("EC2", 4, 7), ("를", 7, 10), ("&", 10, 15)]);
        assert_eq!(prose.pieces.len(), 2);
        assert_eq!(prose.source(Span::new(0, 3)), Span::new(4, 7));
        assert_eq!(prose.source(Span::new(3, 7)), Span::new(7, 15));
        assert_eq!(prose.source(Span::new(7, 7)), Span::new(15, 15));
    }

    #[test]
    fn decomposed_text_is_composed_cluster_by_cluster() {
        let nfd = "a \u{1105}\u{1161}\u{11B7}\u{1103}\u{1161} z e\u{301}";
        let prose = prose(&[(nfd, 10, 10 + nfd.len())]);
        assert_eq!(prose.text(), "a 람다 z é");
        let at = |word: &str| {
            let start = prose.text().find(word).unwrap_or_default();
            prose.source(Span::new(start, start + word.len()))
        };
        assert_eq!(at("a"), Span::new(10, 11));
        assert_eq!(at("람"), Span::new(12, 21));
        assert_eq!(at("다"), Span::new(21, 27));
        assert_eq!(at("z"), Span::new(28, 29));
        assert_eq!(at("é"), Span::new(30, 33));
        assert_eq!(prose.offset_of_source(28), prose.text().find('z'));
    }

    #[test]
    fn the_signs_of_a_typographer_are_read_as_those_of_the_keyboard() {
        let text = "it’s ‘on’ RDS\u{a0}Proxy, Multi\u{2011}AZ （２대）";
        let prose = prose(&[(text, 10, 10 + text.len())]);
        assert_eq!(prose.text(), "it's ‘on’ RDS Proxy, Multi-AZ (2대)");
        let at = prose.text().find("Proxy").unwrap_or_default();
        let source = 10 + text.find("Proxy").unwrap_or_default();
        assert_eq!(prose.source(Span::new(at, at + 5)), Span::new(source, source + 5));
        assert_eq!(prose.source(Span::new(0, 4)), Span::new(10, 16));
        assert_eq!(prose.offset_of_source(source), Some(at));
    }

    #[test]
    fn a_composed_cluster_of_equal_length_is_still_one_piece() {
        // The two marks are reordered by NFC: five bytes before, five after, with other boundaries.
        let source = "\u{302}\u{1DCA}x";
        let prose = prose(&[("q", 0, 1), (source, 1, 1 + source.len())]);
        assert_eq!(prose.text(), "q\u{1DCA}\u{302}x");
        assert_eq!(prose.source(Span::new(1, 4)), Span::new(1, 6));
    }

    #[test]
    fn styles_of_one_kind_are_joined_and_found() {
        let mut prose = Prose::default();
        prose.push("0123456789", Span::new(0, 10));
        prose.styles = vec![
            (Span::new(4, 6), Style::Emphasis),
            (Span::new(2, 8), Style::Emphasis),
            (Span::new(5, 6), Style::Code),
            (Span::new(9, 10), Style::Code),
        ];
        let prose = prose.take();
        assert_eq!(prose.styles().len(), 3);
        for byte in 0..10 {
            let span = Span::new(byte, byte + 1);
            assert_eq!(prose.is_styled(span, Style::Emphasis), (2..8).contains(&byte), "{byte}");
            assert_eq!(prose.is_styled(span, Style::Code), byte == 5 || byte == 9, "{byte}");
            assert!(!prose.is_styled(span, Style::Link));
        }
    }
}
