//! How is a finding set aside: here, in its section, in its file?

use ropey::Rope;

use super::lines::{first_text, is_blank, line_break, line_text, margin, mark};
use super::{Action, ActionKind, Edit, comment, diagram, here, is_korean, rule_of, yaml};
use crate::analysis::Section;
use crate::document::Document;
use crate::finding::Finding;
use crate::knowledge::When;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Format};

/// What stands in the place of the reason until the writer gives one.
pub(super) const REASON: &str = "reason";

/// The comments that take `finding` away, the nearest first. None for a remark on such a comment: no other can hide it.
pub(super) fn suppressions(document: &Document, index: usize, finding: &Finding) -> Vec<Action> {
    let Some(rule) = rule_of(document, finding).filter(|it| !matches!(it.when, When::Suppression { .. })) else {
        return Vec::new();
    };
    let id = rule.id.as_str();
    let titles = match is_korean(finding) {
        true => ["여기서는 무시", "이 절에서는 무시", "이 파일에서는 무시"],
        false => ["Ignore here", "Ignore in this section", "Ignore in this file"],
    };
    let at = finding.range.start;
    let ways = match document.format() {
        Format::Markdown => [
            Some(vec![if diagram::is_in(document, at) {
                diagram::comment(document, at, id)
            } else if yaml::is_in(document, at) {
                yaml::comment(document, at, id)
            } else {
                here::comment(document.text(), at, id)
            }]),
            in_section(document, at, id),
            Some(vec![in_file(document, id)]),
        ],
        // A section of YAML is a document of its own, mostly the file.
        Format::Yaml => {
            [Some(vec![yaml::comment(document, at, id)]), None, Some(vec![yaml::comment_on_file(document, id)])]
        }
        Format::Mermaid => {
            [Some(vec![diagram::comment(document, at, id)]), None, Some(vec![diagram::comment_on_file(document, id)])]
        }
    };
    let action = |(title, edits): (&str, Option<Vec<Edit>>)| {
        let (title, finding) = (format!("{title}: {id}"), Some(index));
        Some(Action { title, kind: ActionKind::Suppress, finding, edits: edits? })
    };
    titles.into_iter().zip(ways).filter_map(action).collect()
}

/// A comment above everything that stands below the heading, and one behind it that ends its reach; `None` in the heading
/// itself, which a comment below it does not reach.
fn in_section(document: &Document, offset: usize, rule: &str) -> Option<Vec<Edit>> {
    let text = document.text();
    let (bounds, body) = section_around(document, offset);
    let end = text.byte_to_line(bounds.end.saturating_sub(1).max(bounds.start));
    let first = (text.byte_to_line(body)..=end).find(|it| !is_blank(&line_text(text, *it)))?;
    let last = (first..=end).rfind(|it| !is_blank(&line_text(text, *it)))?;
    if offset < text.line_to_byte(first) {
        return None;
    }
    let start = text.line_to_byte(first) + mark(text, first);
    let opening = comment(&format!("archnotes-disable {rule} -- {REASON}"));
    let ending = line_break(text, first);
    let mut edits = vec![(Span::new(start, start), format!("{opening}{ending}{ending}"))];
    // What is open to the end of the file would swallow the comment, and has nothing behind it.
    let is_last = bounds.end == text.len_bytes();
    if !(is_last && is_open(document, text.line_to_byte(last))) {
        let at = text.line_to_byte(last) + line_text(text, last).len();
        let closing = comment(&format!("archnotes-enable {rule}"));
        let gap = if follows_text(text, last) { ending } else { "" };
        edits.push((Span::new(at, at), format!("{ending}{ending}{closing}{gap}")));
    }
    Some(edits)
}

/// From the heading at or above `offset` to the next one, and where what stands below the heading begins. A long stretch
/// without headings is analysed in pieces; to the writer it is one.
fn section_around(document: &Document, offset: usize) -> (Span, usize) {
    let sections = document.sections();
    let index = sections.partition_point(|it| it.0 <= offset).saturating_sub(1);
    let first = (0..=index).rfind(|it| title(&sections[*it].1).is_some()).unwrap_or(0);
    let next = sections[index + 1..].iter().find(|it| title(&it.1).is_some());
    let (start, section) = &sections[first];
    let bounds = Span::new(*start, next.map_or(document.text().len_bytes(), |it| it.0));
    let head = title(section).map(|it| it.range.end).or(section.outline.front_matter.map(|it| it.end));
    (bounds, head.map_or(*start, |it| line_behind(document.text(), start + it)))
}

/// The heading that a section starts with; one in a quote or an item is part of that.
fn title(section: &Section) -> Option<&Block> {
    let first = section.outline.blocks.first()?;
    let is_title = matches!(first.kind, BlockKind::Heading { .. }) && first.quote_depth == 0 && first.parent.is_none();
    is_title.then_some(first)
}

/// Whether what byte `offset` stands in is never closed: a fence, or a comment.
fn is_open(document: &Document, offset: usize) -> bool {
    let (start, section) = document.section_around(offset);
    let outline = &section.outline;
    let text = |it: Span| document.text().byte_slice(start + it.start..start + it.end).to_string();
    let is_open = |it: Span| {
        let text = text(it);
        let mut lines = text.trim_end().lines().map(|it| it[margin(it).len()..].trim_end());
        let opening = lines.next().unwrap_or_default();
        let sign = opening.chars().next().unwrap_or_default();
        let is_fence = opening.starts_with("```") || opening.starts_with("~~~");
        let is_end = |it: &str| it.len() >= 3 && it.chars().all(|c| c == sign);
        is_fence && !lines.next_back().is_some_and(is_end)
    };
    let in_fence = outline.fences.iter().map(|it| it.range).filter(|it| it.touches(offset - start)).any(is_open);
    let last = outline.blocks.last().map_or(0, |it| it.range.end);
    let behind = text(Span::new(last, document.text().len_bytes() - start));
    in_fence || behind.rfind("<!--").is_some_and(|at| !behind[at..].contains("-->"))
}

/// At the top, below the front matter.
fn in_file(document: &Document, rule: &str) -> Edit {
    let text = document.text();
    let comment = comment(&format!("archnotes-disable-file {rule} -- {REASON}"));
    let ending = line_break(text, 0);
    if let Some(front_matter) = document.sections().first().and_then(|it| it.1.outline.front_matter) {
        let line = text.byte_to_line(front_matter.end);
        let at = text.line_to_byte(line) + line_text(text, line).len();
        let gap = if follows_text(text, line) { ending } else { "" };
        return (Span::new(at, at), format!("{ending}{ending}{comment}{gap}"));
    }
    let at = mark(text, 0);
    let gap = if first_text(text).is_some_and(|it| it == 0) { ending } else { "" };
    (Span::new(at, at), format!("{comment}{ending}{gap}"))
}

/// Whether the line below has text.
fn follows_text(text: &Rope, line: usize) -> bool {
    line + 1 < text.len_lines() && !is_blank(&line_text(text, line + 1))
}

/// The start of the line below the one of byte `offset`.
fn line_behind(text: &Rope, offset: usize) -> usize {
    let below = text.byte_to_line(offset.min(text.len_bytes())) + 1;
    if below < text.len_lines() { text.line_to_byte(below) } else { text.len_bytes() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, done};
    use super::*;

    /// The comment of the sort `title` at the first finding makes `expected`, where `<!D>`, `<!E>` and `<!F>` stand for the
    /// comments, and takes every finding of the rule there away.
    #[track_caller]
    fn check(title: &str, text: &str, expected: &str) {
        let res = done(text, ActionKind::Suppress, title);
        let shown = res.clone().map(|it| {
            it.replace("<!-- archnotes-disable single-instance -- reason -->", "<!D>")
                .replace("<!-- archnotes-enable single-instance -->", "<!E>")
                .replace("<!-- archnotes-disable-file single-instance -- reason -->", "<!F>")
        });
        assert_eq!(shown.as_deref(), Some(expected));
        assert!(document(&res.unwrap_or_default()).findings().is_empty());
    }

    #[test]
    fn in_a_fence_of_data_the_comment_is_one_of_data() {
        let res = done("# AWS\n\n```yaml\nweb:\n  type: ec2\n  count: 1\n```\n", ActionKind::Suppress, "Ignore here");
        let comment = "# archnotes-disable-next-line single-instance -- reason";
        let expected = format!("# AWS\n\n```yaml\nweb:\n  type: ec2\n  {comment}\n  count: 1\n```\n");
        assert_eq!(res.as_deref(), Some(expected.as_str()));
    }

    #[test]
    fn a_section_gets_two_comments() {
        let title = "이 절";
        check(
            title,
            "# A\n\nEC2 한 대로 운영한다.\n\n- EC2 한 대로 운영한다.\n\n# B\n",
            "# A\n\n<!D>\n\nEC2 한 대로 운영한다.\n\n- EC2 한 대로 운영한다.\n\n<!E>\n\n# B\n",
        );
        check(title, "# A\nEC2 한 대로 운영한다.\n# B\n", "# A\n<!D>\n\nEC2 한 대로 운영한다.\n\n<!E>\n\n# B\n");
        check(title, "EC2 한 대로 운영한다.", "<!D>\n\nEC2 한 대로 운영한다.\n\n<!E>");
        check(
            title,
            "# A\r\n\r\nEC2 한 대로 운영한다.\r\n",
            "# A\r\n\r\n<!D>\r\n\r\nEC2 한 대로 운영한다.\r\n\r\n<!E>\r\n",
        );
        check(
            title,
            "---\na: b\n---\nEC2 한 대로 운영한다.\n",
            "---\na: b\n---\n<!D>\n\nEC2 한 대로 운영한다.\n\n<!E>\n",
        );
        check(title, "\u{feff}EC2 한 대로 운영한다.\n", "\u{feff}<!D>\n\nEC2 한 대로 운영한다.\n\n<!E>\n");
    }

    #[test]
    fn what_is_never_closed_swallows_no_comment() {
        check("이 절", "EC2 한 대로 운영한다.\n\n```\na\n", "<!D>\n\nEC2 한 대로 운영한다.\n\n```\na\n");
        check("이 절", "EC2 한 대로 운영한다.\n\n<!-- a\n\nb\n", "<!D>\n\nEC2 한 대로 운영한다.\n\n<!-- a\n\nb\n");
        check(
            "이 절",
            "EC2 한 대로 운영한다.\n\n```\na\n```\n",
            "<!D>\n\nEC2 한 대로 운영한다.\n\n```\na\n```\n\n<!E>\n",
        );
    }

    #[test]
    fn the_rest_of_the_file_is_still_checked() {
        let text = "# A\n\nIt runs on one EC2 instance.\n\n# B\n\nIt runs on one EC2 instance.\n";
        let res = done(text, ActionKind::Suppress, "Ignore in this section").unwrap_or_default();
        assert_eq!(document(&res).findings().len(), 1, "{res}");
    }

    #[test]
    fn a_file_gets_one_at_its_top() {
        let title = "이 파일";
        check(title, "# A\n\nEC2 한 대로 운영한다.\n", "<!F>\n\n# A\n\nEC2 한 대로 운영한다.\n");
        check(title, "\n\nEC2 한 대로 운영한다.\n", "<!F>\n\n\nEC2 한 대로 운영한다.\n");
        check(
            title,
            "\u{feff}# A\r\n\r\nEC2 한 대로 운영한다.\r\n",
            "\u{feff}<!F>\r\n\r\n# A\r\n\r\nEC2 한 대로 운영한다.\r\n",
        );
        check(title, "---\na: b\n---\nEC2 한 대로 운영한다.\n", "---\na: b\n---\n\n<!F>\n\nEC2 한 대로 운영한다.\n");
        check(
            title,
            "---\r\na: b\r\n---\r\n\r\nEC2 한 대로 운영한다.\r\n",
            "---\r\na: b\r\n---\r\n\r\n<!F>\r\n\r\nEC2 한 대로 운영한다.\r\n",
        );
        check(title, "    a\n\nEC2 한 대로 운영한다.\n", "<!F>\n\n    a\n\nEC2 한 대로 운영한다.\n");
    }
}
