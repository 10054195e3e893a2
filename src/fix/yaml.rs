//! Where does a suppression stand in YAML?

use super::{REASON, line_break, line_text};
use crate::document::Document;
use crate::span::Span;
use crate::surface::BlockKind;

/// The comment that switches `rule` off at byte `offset`, and where it goes: a line of its own, as deep as the line below.
///
/// Inside a scalar of several lines a `#` is text, and inside a comment it would cut a sentence in two; there it stands above
/// the whole.
pub(super) fn comment(document: &Document, offset: usize, rule: &str) -> (Span, String) {
    let text = document.text();
    let line = text.byte_to_line(beginning(document, offset).min(text.len_bytes()));
    let content = line_text(text, line);
    let mark = if line == 0 && content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let margin = &content[mark..];
    let margin = &margin[..margin.len() - margin.trim_start_matches([' ', '\t']).len()];
    let at = text.line_to_byte(line) + mark;
    let comment = format!("{margin}# archnotes-disable-next-line {rule} -- {REASON}{}", line_break(text, line));
    (Span::new(at, at), comment)
}

/// Where the comment, or the entry of the scalar, starts that byte `offset` stands in.
fn beginning(document: &Document, offset: usize) -> usize {
    let (start, section) = document.section_around(offset);
    let outline = &section.outline;
    let block = outline.blocks.iter().find(|it| it.range.touches(offset - start));
    let within = block.map(|it| match it.kind {
        BlockKind::Value { entry, .. } => outline.tree.entries()[entry].span.start,
        _ => it.range.start,
    });
    within.map_or(offset, |it| start + it)
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
}
