//! Where in the text is an editor's position, and the other way round?
//!
//! Inside, a place is a byte offset. An editor counts lines, and columns in the encoding that `initialize` settled on.
//! Only `\n`, `\r\n` and `\r` end a line, which is what ropey counts with its `cr_lines` feature alone.

use ropey::Rope;
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range};

use crate::span::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units, what every client can do.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one of this name.
    pub(super) fn of(name: &str) -> Option<Encoding> {
        [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].into_iter().find(|it| it.kind().as_str() == name)
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// A text as an editor counts it. Each conversion costs O(log bytes).
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    /// The text.
    pub(super) text: &'a Rope,
    /// What its columns count.
    pub(super) encoding: Encoding,
}

impl Lines<'_> {
    /// The byte at `position`, on a character boundary.
    ///
    /// A column behind the line's end means its end (before the line break), as the protocol has it; a line behind the
    /// last one means the text's end; a column inside a character means its start.
    pub(super) fn offset(self, position: Position) -> usize {
        let (line, column) = (position.line as usize, position.character as usize);
        if line >= self.text.len_lines() {
            return self.text.len_bytes();
        }
        let first = self.text.line_to_char(line);
        let last = self.text.byte_to_char(self.line_end(line));
        let char = match self.encoding {
            Encoding::Utf8 => {
                let byte = self.text.char_to_byte(first) + column;
                self.text.byte_to_char(byte.min(self.text.len_bytes()))
            }
            Encoding::Utf16 => {
                let unit = self.text.char_to_utf16_cu(first) + column;
                self.text.utf16_cu_to_char(unit.min(self.text.len_utf16_cu()))
            }
            Encoding::Utf32 => first + column,
        };
        self.text.char_to_byte(char.min(last))
    }

    /// The position of byte `offset`; one inside a character counts as its start, one inside `\r\n` as before it, one
    /// behind the text as its end.
    pub(super) fn position(self, offset: usize) -> Position {
        let offset = offset.min(self.text.len_bytes());
        let line = self.text.byte_to_line(offset);
        let first = self.text.line_to_char(line);
        let char = self.text.byte_to_char(offset.min(self.line_end(line)));
        let column = match self.encoding {
            Encoding::Utf8 => self.text.char_to_byte(char) - self.text.char_to_byte(first),
            Encoding::Utf16 => self.text.char_to_utf16_cu(char) - self.text.char_to_utf16_cu(first),
            Encoding::Utf32 => char - first,
        };
        Position::new(number(line), number(column))
    }

    /// The bytes of `range`; one that is the wrong way round is turned, as VS Code's own documents do.
    pub(super) fn span(self, range: Range) -> Span {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        Span::new(one.min(other), one.max(other))
    }

    /// The range of the bytes `span`.
    pub(super) fn range(self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The byte behind the last one of `line` that is not its line break.
    fn line_end(self, line: usize) -> usize {
        if line + 1 >= self.text.len_lines() {
            return self.text.len_bytes();
        }
        let next = self.text.line_to_byte(line + 1);
        let crlf = next >= 2 && self.text.byte(next - 1) == b'\n' && self.text.byte(next - 2) == b'\r';
        next - if crlf { 2 } else { 1 }
    }
}

/// The protocol's numbers have 32 bits; a text that large is above every limit.
fn number(it: usize) -> u32 {
    u32::try_from(it).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Encoding::{Utf8, Utf16, Utf32};
    use super::*;

    /// The byte of (line, column) in each encoding, and back.
    #[track_caller]
    fn check(text: &str, encoding: Encoding, line: u32, column: u32, byte: usize) {
        let rope = Rope::from_str(text);
        let lines = Lines { text: &rope, encoding };
        let position = Position::new(line, column);
        assert_eq!(lines.offset(position), byte, "the byte of {position:?} as {encoding:?}");
        assert_eq!(lines.position(byte), position, "the position of byte {byte} as {encoding:?}");
    }

    /// What a position that does not exist is taken for.
    #[track_caller]
    fn clamped(text: &str, encoding: Encoding, line: u32, column: u32, byte: usize) {
        let rope = Rope::from_str(text);
        assert_eq!(Lines { text: &rope, encoding }.offset(Position::new(line, column)), byte);
    }

    #[test]
    fn hangul_counts_3_1_1() {
        check("a한b", Utf8, 0, 4, 4);
        check("a한b", Utf16, 0, 2, 4);
        check("a한b", Utf32, 0, 2, 4);
    }

    #[test]
    fn an_emoji_counts_4_2_1() {
        check("🚀b", Utf8, 0, 4, 4);
        check("🚀b", Utf16, 0, 2, 4);
        check("🚀b", Utf32, 0, 1, 4);
    }

    #[test]
    fn decomposed_hangul_counts_its_jamo() {
        check("\u{1112}\u{1161}\u{11ab}b", Utf8, 0, 9, 9);
        check("\u{1112}\u{1161}\u{11ab}b", Utf16, 0, 3, 9);
        check("\u{1112}\u{1161}\u{11ab}b", Utf32, 0, 3, 9);
    }

    #[test]
    fn only_the_three_line_breaks_of_the_protocol_are_some() {
        for encoding in [Utf8, Utf16, Utf32] {
            check("a\r\nb\rc\nd", encoding, 1, 0, 3);
            check("a\r\nb\rc\nd", encoding, 2, 0, 5);
            check("a\r\nb\rc\nd", encoding, 3, 1, 8);
            check("a\n", encoding, 1, 0, 2);
            check("a\n\r", encoding, 2, 0, 3);
        }
        check("a\u{2028}b\u{85}c\u{b}d\u{c}e", Utf32, 0, 8, 11);
    }

    #[test]
    fn a_column_behind_the_end_is_the_end_before_the_break() {
        for encoding in [Utf8, Utf16, Utf32] {
            clamped("한\r\nb", encoding, 0, 99, 3);
            clamped("한\rb", encoding, 0, u32::MAX, 3);
            clamped("한\nb", encoding, 0, 99, 3);
            clamped("a\nb", encoding, 1, 99, 3);
            clamped("a\nb", encoding, 2, 0, 3);
            clamped("a\nb", encoding, u32::MAX, u32::MAX, 3);
            clamped("", encoding, 0, 1, 0);
        }
    }

    #[test]
    fn a_column_inside_a_character_is_its_start() {
        clamped("한b", Utf8, 0, 1, 0);
        clamped("한b", Utf8, 0, 2, 0);
        clamped("a🚀b", Utf16, 0, 2, 1);
        clamped("a🚀b", Utf8, 0, 4, 1);
    }

    #[test]
    fn an_offset_that_is_no_boundary_is_the_one_before() {
        let rope = Rope::from_str("한\r\n🚀");
        let lines = Lines { text: &rope, encoding: Utf8 };
        assert_eq!(lines.position(1), Position::new(0, 0));
        assert_eq!(lines.position(4), Position::new(0, 3), "inside the line break");
        assert_eq!(lines.position(7), Position::new(1, 0));
        assert_eq!(lines.position(99), Position::new(1, 4));
    }

    /// Line and column by counting, without a rope.
    fn counted(text: &str, byte: usize, encoding: Encoding) -> Position {
        let before = &text[..byte];
        let broken = before.replace("\r\n", "\n").replace('\r', "\n");
        let line = broken.matches('\n').count();
        let start = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let column = match encoding {
            Utf8 => byte - start,
            Utf16 => before[start..].encode_utf16().count(),
            Utf32 => before[start..].chars().count(),
        };
        Position::new(number(line), number(column))
    }

    proptest! {
        #[test]
        fn every_boundary_comes_back(text in "([a한\u{1112}\u{1161}🚀\u{2028}\u{85} ]|\r\n|\r|\n){0,60}") {
            let rope = Rope::from_str(&text);
            let boundaries = (0..=text.len()).filter(|&it| text.is_char_boundary(it));
            // Between \r and \n there is no position.
            let boundaries = boundaries.filter(|&it| !(text[..it].ends_with('\r') && text[it..].starts_with('\n')));
            for byte in boundaries {
                for encoding in [Utf8, Utf16, Utf32] {
                    let lines = Lines { text: &rope, encoding };
                    prop_assert_eq!(lines.position(byte), counted(&text, byte, encoding));
                    prop_assert_eq!(lines.offset(lines.position(byte)), byte);
                }
            }
        }

        #[test]
        fn no_position_is_outside_the_text(text in "([a한🚀]|\r\n|\r|\n){0,30}", line in 0u32..40, column in 0u32..80) {
            let rope = Rope::from_str(&text);
            for encoding in [Utf8, Utf16, Utf32] {
                let byte = Lines { text: &rope, encoding }.offset(Position::new(line, column));
                prop_assert!(text.is_char_boundary(byte));
            }
        }
    }
}
