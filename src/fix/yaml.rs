//! Where does a comment stand in YAML?

use ropey::Rope;

use super::Edit;
use super::lines::{line_break, line_text, margin, mark};
use super::suppress::REASON;
use crate::document::Document;
use crate::span::Span;
use crate::surface::{Block, BlockKind};

/// Whether byte `offset` of a text stands in a fence of YAML.
pub(super) fn is_in(document: &Document, offset: usize) -> bool {
    block_at(document, offset).is_some_and(|(block, _)| {
        matches!(block.kind, BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. })
    })
}

/// The comment that switches `rule` off at byte `offset`, and where it goes: a line of its own, as deep as the line below.
///
/// Inside a scalar of several lines a `#` is text, and inside a comment it would cut a sentence in two; there it stands above
/// the whole.
pub(super) fn comment(document: &Document, offset: usize, rule: &str) -> Edit {
    above(document.text(), beginning(document, offset), &format!("archnotes-disable-next-line {rule} -- {REASON}"))
}

/// The comment that switches `rule` off in the whole file, at its top.
pub(super) fn comment_on_file(document: &Document, rule: &str) -> Edit {
    above(document.text(), 0, &format!("archnotes-disable-file {rule} -- {REASON}"))
}

/// A comment that says `text`, above the entry that byte `offset` stands in; below a comment, whose sentences come first.
pub(super) fn note(document: &Document, offset: usize, text: &str) -> Edit {
    let rope = document.text();
    let comment = block_at(document, offset).filter(|it| matches!(it.0.kind, BlockKind::Comment { .. }));
    let Some((_, range)) = comment.filter(|it| opens_line(rope, it.1.start)) else {
        return above(rope, beginning(document, offset), text);
    };
    let (first, last) = (rope.byte_to_line(range.start), rope.byte_to_line(range.end));
    let content = line_text(rope, first);
    let margin = &content[mark(rope, first)..range.start - rope.line_to_byte(first)];
    let at = rope.line_to_byte(last) + line_text(rope, last).len();
    (Span::new(at, at), format!("{}{margin}# {text}", line_break(rope, last)))
}

/// A comment on a line of its own above that of byte `offset`, and as deep.
fn above(text: &Rope, offset: usize, comment: &str) -> Edit {
    let line = text.byte_to_line(offset.min(text.len_bytes()));
    let content = line_text(text, line);
    let mark = mark(text, line);
    let margin = margin(&content[mark..]);
    let at = text.line_to_byte(line) + mark;
    (Span::new(at, at), format!("{margin}# {comment}{}", line_break(text, line)))
}

/// Whether nothing stands before byte `offset` on its line.
fn opens_line(text: &Rope, offset: usize) -> bool {
    let line = text.byte_to_line(offset);
    line_text(text, line)[mark(text, line)..offset - text.line_to_byte(line)].trim().is_empty()
}

/// The block that byte `offset` stands in, with its bytes of the document.
fn block_at(document: &Document, offset: usize) -> Option<(&Block, Span)> {
    let (start, section) = document.section_around(offset);
    let block = section.outline.blocks.iter().find(|it| it.range.touches(offset - start))?;
    Some((block, block.range.shift(start)))
}

/// Where the comment, or the entry of the scalar, starts that byte `offset` stands in.
fn beginning(document: &Document, offset: usize) -> usize {
    let (start, section) = document.section_around(offset);
    block_at(document, offset).map_or(offset, |(block, range)| match block.kind {
        BlockKind::Value { entry, .. } => start + section.outline.tree.entries()[entry].span.start,
        _ => range.start,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::knowledge::Knowledge;
    use crate::surface::Format;

    /// `text` has a `^` before the place of the finding; `expected` has `<!>` for the comment.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let read = |text: &str| Document::of(text, Format::Yaml, Arc::new(Knowledge::built_in().0));
        let document = read(&text);
        let (span, comment) = comment(&document, offset, "single-az");
        let mut edited = text.clone();
        edited.replace_range(span.start..span.end, &comment);
        assert_eq!(edited.replace("# archnotes-disable-next-line single-az -- reason", "<!>"), expected);
        let edited = read(&edited);
        let (old, new) = (&document.sections()[0].1, &edited.sections()[0].1);
        let shown = |it: &crate::analysis::Section| {
            it.outline.blocks.iter().map(|it| it.prose.text().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(new), shown(old), "the comment changes what the text is");
        let lines = new.suppressions[0].lines;
        assert!(lines.touches(offset + comment.len()), "{lines:?} do not hold it");
    }

    #[test]
    fn it_stands_above_the_line_and_as_deep() {
        check("a: ^b\n", "<!>\na: b\n");
        check("a:\n  - b\n  - ^c # d\n", "a:\n  - b\n  <!>\n  - c # d\n");
        check("a:\r\n  b: 1 # ^c\r\n", "a:\r\n  <!>\r\n  b: 1 # c\r\n");
        check("a: [b,\n    ^c]\n", "a: [b,\n    <!>\n    c]\n");
    }

    #[test]
    fn it_stands_above_all_of_a_scalar_and_of_a_comment() {
        check("a:\n  b: >\n    one\n    ^two\n", "a:\n  <!>\n  b: >\n    one\n    two\n");
        check("- a: one\n    ^two\n", "<!>\n- a: one\n    two\n");
        check("a: \"one\n  ^two\"\n", "<!>\na: \"one\n  two\"\n");
        check("a: 1\n# one\n# ^two\nb: 2\n", "a: 1\n<!>\n# one\n# two\nb: 2\n");
    }

    /// A note at `^` makes `expected`, where `#!` stands for it.
    #[track_caller]
    fn noted(text: &str, expected: &str) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let document = Document::of(&text, Format::Yaml, Arc::default());
        let edit = note(&document, offset, "TODO: a");
        assert_eq!(crate::fix::applied(&text, &[edit]).replace("# TODO: a", "#!"), expected);
    }

    #[test]
    fn a_note_stands_above_the_entry_or_below_the_comment() {
        noted("a: ^b\n", "#!\na: b\n");
        noted("a:\r\n  - b: >\r\n      one\r\n      ^two\r\n", "a:\r\n  #!\r\n  - b: >\r\n      one\r\n      two\r\n");
        noted("a: 1 # ^one\n", "#!\na: 1 # one\n");
        noted("a:\n  # ^one two\n  # three\n  b: 1\n", "a:\n  # one two\n  # three\n  #!\n  b: 1\n");
        noted("\u{feff}# ^one", "\u{feff}# one\n#!");
    }

    #[test]
    fn a_file_has_its_comment_at_the_top() {
        let document = Document::of("\u{feff}a: 1\r\n", Format::Yaml, Arc::default());
        let (range, comment) = comment_on_file(&document, "single-az");
        assert_eq!((range, comment.as_str()), (Span::new(3, 3), "# archnotes-disable-file single-az -- reason\r\n"));
    }
}
