//! Where does a comment stand in a diagram?

use ropey::Rope;

use super::Edit;
use super::lines::{line_break, line_text, margin, mark};
use super::suppress::REASON;
use crate::document::Document;
use crate::span::Span;
use crate::surface::Block;

/// Whether byte `offset` stands in a diagram. Cost: O(diagrams of the section).
pub(super) fn is_in(document: &Document, offset: usize) -> bool {
    let (start, section) = document.section_around(offset);
    section.outline.diagrams.iter().any(|it| it.range.shift(start).touches(offset))
}

/// The comment that switches `rule` off at byte `offset`, and where it goes: above the statement, and as deep.
pub(super) fn comment(document: &Document, offset: usize, rule: &str) -> Edit {
    note(document, offset, &format!("archnotes-disable-next-line {rule} -- {REASON}"))
}

/// The comment that switches `rule` off in the whole file, at its top.
pub(super) fn comment_on_file(document: &Document, rule: &str) -> Edit {
    above(document.text(), 0, &format!("archnotes-disable-file {rule} -- {REASON}"))
}

/// A comment that says `text` above the statement of byte `offset`. Words in quotes may go on over several lines, and start with the
/// first.
pub(super) fn note(document: &Document, offset: usize, text: &str) -> Edit {
    let (start, section) = document.section_around(offset);
    let holds = |it: &&Block| it.is_drawn() && it.range.shift(start).touches(offset);
    let first = section.outline.blocks.iter().find(holds).map_or(offset, |it| start + it.range.start);
    above(document.text(), first.min(offset), text)
}

fn above(text: &Rope, offset: usize, comment: &str) -> Edit {
    let line = text.byte_to_line(offset.min(text.len_bytes()));
    let mark = mark(text, line);
    let content = line_text(text, line);
    let margin = margin(&content[mark..]);
    let at = text.line_to_byte(line) + mark;
    (Span::new(at, at), format!("{margin}%% {comment}{}", line_break(text, line)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::knowledge::Knowledge;
    use crate::surface::Format;

    /// `text` has a `^` before the place of the finding; `expected` has `%!` for the comment, which reaches that place.
    #[track_caller]
    fn check(format: Format, text: &str, expected: &str) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let read = |text: &str| Document::of(text, format, Arc::new(Knowledge::built_in().0));
        let document = read(&text);
        assert!(is_in(&document, offset));
        let (span, comment) = comment(&document, offset, "single-az");
        let mut edited = text.clone();
        edited.replace_range(span.start..span.end, &comment);
        assert_eq!(edited.replace("%% archnotes-disable-next-line single-az -- reason", "%!"), expected);
        let edited = read(&edited);
        let (old, new) = (&document.sections()[0].1, &edited.sections()[0].1);
        assert_eq!(old.outline.blocks.len(), new.outline.blocks.len());
        assert!(new.suppressions[0].lines.touches(offset + comment.len()));
    }

    #[test]
    fn it_stands_above_the_line_and_as_deep() {
        check(Format::Mermaid, "graph LR\n  A[^EC2]\n", "graph LR\n  %!\n  A[EC2]\n");
        check(Format::Mermaid, "graph LR\r\nA --> B[^EC2]", "graph LR\r\n%!\r\nA --> B[EC2]");
        check(Format::Mermaid, "graph LR\nA[\"one\n  ^two\"]\n", "graph LR\n%!\nA[\"one\n  two\"]\n");
        check(
            Format::Markdown,
            "> ```mermaid\n> graph LR\n> A[^EC2]\n> ```\n",
            "> ```mermaid\n> graph LR\n> %!\n> A[EC2]\n> ```\n",
        );
    }

    #[test]
    fn a_file_has_its_comment_at_the_top() {
        let document = Document::of("\u{feff}graph LR\n", Format::Mermaid, Arc::default());
        let (span, comment) = comment_on_file(&document, "single-az");
        assert_eq!((span.start, comment.as_str()), (3, "%% archnotes-disable-file single-az -- reason\n"));
    }
}
