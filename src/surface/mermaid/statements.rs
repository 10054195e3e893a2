//! Where does a diagram fall into statements that can be read on their own?
//!
//! A statement is a line; a quote that is open at its end and closes on one of the next lines joins them.

use crate::span::Span;
use crate::surface::DiagramKind;
use crate::surface::sections::Lines;

/// A longer statement, in bytes, is not read: no line of a picture is.
const LONGEST: usize = 2_000;

/// A quote closes on one of so many lines, or it is only being typed.
const QUOTED_LINES: usize = 8;

/// What a diagram's text falls into; all spans are bytes of the file, in order.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// By its first word; `None` for a kind that is not read.
    pub(super) kind: Option<DiagramKind>,
    /// Without the blanks around them.
    pub(super) spans: Vec<Span>,
    /// `%%` to the end of the line.
    pub(super) comments: Vec<Span>,
}

/// The statements of the diagram at `content` of `text`. Cost: O(bytes).
pub(super) fn statements(text: &str, content: Span) -> Statements {
    let mut found = Statements::default();
    let lines = lines(text, content, &mut found.comments);
    let mut next = past_front_matter(text, &lines);
    let Some(head) = lines.get(next).map(|it| it.of(text)) else { return found };
    found.kind = kind(head);
    if found.kind.is_none() {
        return found;
    }
    // `graph TD; A --> B` says something behind its first word.
    if let Some(at) = head.find(';') {
        let rest = trimmed(text, Span::new(lines[next].start + at + 1, lines[next].end));
        found.spans.extend((!rest.is_empty()).then_some(rest));
    }
    next += 1;
    while let Some(line) = lines.get(next) {
        let span = match is_odd(line.of(text)) {
            true => closing(text, &lines[next..]).map_or(*line, |last| line.cover(lines[next + last])),
            false => *line,
        };
        next += lines[next..].iter().take_while(|it| it.start < span.end).count();
        if span.len() <= LONGEST {
            found.spans.push(span);
        }
    }
    found
}

/// The lines that say something, without margins and comments. The first line that can only be a heading ends them: a fence that is
/// not closed yet.
fn lines(text: &str, content: Span, comments: &mut Vec<Span>) -> Vec<Span> {
    let mut lines = Vec::new();
    for span in (Lines { text: &text[..content.end], start: content.start, newline: 0 }) {
        let written = span.of(text);
        if written.starts_with('#') && written.trim_start_matches('#').starts_with(' ') {
            break;
        }
        let margin = written.len() - written.trim_start_matches([' ', '\t', '>']).len();
        let line = trimmed(text, Span::new(span.start + margin, span.end));
        let comment = comment(line.of(text)).map(|at| Span::new(line.start + at, line.end));
        comments.extend(comment);
        let line = comment.map_or(line, |it| trimmed(text, Span::new(line.start, it.start)));
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// Where a comment starts in `line`: at its start, or behind a blank outside quotes.
fn comment(line: &str) -> Option<usize> {
    let opens = |at: usize| at == 0 || line[..at].ends_with([' ', '\t']) && !is_odd(&line[..at]);
    line.match_indices("%%").map(|it| it.0).find(|at| opens(*at))
}

/// The first line behind a block of settings between two lines `---`.
fn past_front_matter(text: &str, lines: &[Span]) -> usize {
    let is_mark = |it: &Span| it.of(text) == "---";
    if !lines.first().is_some_and(is_mark) {
        return 0;
    }
    lines[1..].iter().position(is_mark).map_or(0, |it| it + 2)
}

fn kind(head: &str) -> Option<DiagramKind> {
    match head.split([' ', '\t', ';']).next()? {
        "graph" | "flowchart" | "flowchart-elk" => Some(DiagramKind::Flowchart),
        "architecture" | "architecture-beta" => Some(DiagramKind::Architecture),
        "sequenceDiagram" => Some(DiagramKind::Sequence),
        _ => None,
    }
}

/// The index of the line that closes the quote which the first of `lines` leaves open: the first with a quote, if a bracket follows it.
fn closing(text: &str, lines: &[Span]) -> Option<usize> {
    let mut below = lines.iter().take(QUOTED_LINES).enumerate().skip(1).map(|(index, it)| (index, it.of(text)));
    let (index, line) = below.find(|it| it.1.contains('"'))?;
    let behind = line[line.find('"')? + 1..].trim_start();
    (is_odd(line) && behind.starts_with([']', ')', '}', '|'])).then_some(index)
}

/// Whether a quote is open at the end.
fn is_odd(text: &str) -> bool {
    text.bytes().filter(|it| *it == b'"').count() % 2 == 1
}

fn trimmed(text: &str, span: Span) -> Span {
    let start = span.end - span.of(text).trim_start().len();
    Span::new(start, start + text[start..span.end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, kind: Option<DiagramKind>, expected: &[&str], comments: &[&str]) {
        let found = statements(text, Span::new(0, text.len()));
        assert_eq!(found.kind, kind);
        assert_eq!(found.spans.iter().map(|it| it.of(text)).collect::<Vec<_>>(), expected);
        assert_eq!(found.comments.iter().map(|it| it.of(text)).collect::<Vec<_>>(), comments);
    }

    #[test]
    fn each_line_is_one() {
        let flowchart = Some(DiagramKind::Flowchart);
        check("flowchart LR\n  a --> b  \r\n\n>  c\n", flowchart, &["a --> b", "c"], &[]);
        check("graph TD; a --> b\nc", flowchart, &["a --> b", "c"], &[]);
        check("---\ntitle: x\n---\n%%{init: {}}%%\ngraph LR\na", flowchart, &["a"], &["%%{init: {}}%%"]);
        check(
            "%% one\ngraph LR\na --> b %% two\nc[\"50 %% d\"]",
            flowchart,
            &["a --> b", "c[\"50 %% d\"]"],
            &["%% one", "%% two"],
        );
        check("classDiagram\na", None, &[], &[]);
        check("", None, &[], &[]);
    }

    #[test]
    fn a_quote_joins_lines_where_it_closes() {
        let sequence = Some(DiagramKind::Sequence);
        check("sequenceDiagram\na[\"b\nc\"] d\ne", sequence, &["a[\"b\nc\"] d", "e"], &[]);
        check("sequenceDiagram\na[\"b\nc[\"d\"]\ne", sequence, &["a[\"b", "c[\"d\"]", "e"], &[]);
        check("sequenceDiagram\na[\"b\n\nc\n", sequence, &["a[\"b", "c"], &[]);
    }

    #[test]
    fn prose_below_an_open_fence_is_none() {
        check("graph LR\na\n## Costs\nb\n", Some(DiagramKind::Flowchart), &["a"], &[]);
        check(&format!("graph LR\n{}\nb", "a".repeat(LONGEST + 1)), Some(DiagramKind::Flowchart), &["b"], &[]);
    }
}
