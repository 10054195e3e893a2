//! How do findings look under their lines, and pages without Markdown?
//!
//! Two pictures of the same finding: [`snippet`] is what a person reads in a terminal, [`carets`] is the plain one that the
//! examples of rule files are written in. Columns are terminal cells everywhere, so that a caret stands right under Hangul.

mod carets;
mod page;

pub(crate) use carets::is_caret_line;
pub use carets::{Labels, carets, strip_carets};
pub(crate) use page::line_height;
pub use page::{height, page};

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str};
use ropey::Rope;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::finding::{Finding, Related};
use crate::knowledge::Severity;
use crate::span::Span;

/// How many cells of a line a snippet shows; a longer line is cut around the finding.
const SNIPPET_CELLS: usize = 120;

/// Where a reader sees a byte: lines end at `\n`, `\r\n` and `\r` and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// The line, from 1.
    pub row: usize,
    /// Unicode characters (code points) from the line's start, from 1.
    pub column: usize,
}

/// The position of byte `offset`; one behind the end counts as the end. Cost: O(log bytes).
pub fn position(text: &Rope, offset: usize) -> Position {
    let offset = offset.min(text.len_bytes());
    let line = text.byte_to_line(offset);
    let column = text.byte_to_char(offset) - text.line_to_char(line);
    Position { row: line + 1, column: column + 1 }
}

/// The word for a severity, the same in every output.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "hint",
        Severity::Information => "information",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Whether a text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// ANSI escape codes.
    Shown,
    /// Nothing but text.
    Hidden,
}

/// `finding` the way rustc shows an error: title, place, the line with carets, then its related places and its remedy.
///
/// `path` is shown as it is, `rule` is the finding's rule id. The text ends with a line break. Of a finding over several
/// lines the first is shown. Cost: O(SNIPPET_CELLS + log bytes), whatever the length of the line.
pub fn snippet(path: &str, text: &Rope, finding: &Finding, rule: &str, colours: Colours) -> String {
    snippet_among(path, text, finding, rule, colours, &|_, _| None)
}

/// The same, where `elsewhere` tells at which line and column a place in another file stands.
pub fn snippet_among(
    path: &str,
    text: &Rope,
    finding: &Finding,
    rule: &str,
    colours: Colours,
    elsewhere: &dyn Fn(&str, Span) -> Option<Position>,
) -> String {
    let path = normalize_untrusted_str(path);
    let title = level(finding.severity).primary_title(&*finding.message).id(rule);
    let mut windows = vec![window(text, finding.range)];
    let mut group = title.element(windows[0].source(&path));
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.message(normalize_untrusted_str(&fix.title)));
    }
    for (file, it) in finding.related.iter().filter_map(|it| Some((it.file.as_deref()?, it))) {
        let place = elsewhere(file, it.range).map(|at| format!(":{}:{}", at.row, at.column)).unwrap_or_default();
        let note = format!("{file}{place}: {}", it.message);
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&note)));
    }
    let mut report = vec![group];
    for Related { range, message, .. } in finding.related.iter().filter(|it| it.file.is_none()) {
        let window = window(text, *range);
        report.push(Level::NOTE.secondary_title(normalize_untrusted_str(message)).element(window.source(&path)));
        windows.push(window);
    }
    let renderer = match colours {
        Colours::Shown => Renderer::styled(),
        Colours::Hidden => Renderer::plain(),
    };
    // Lines are cut by `window`: the renderer must not cut them again.
    let drawn = renderer.term_width(usize::MAX / 4).render(&report);
    with_true_columns(&drawn, &path, &windows) + "\n"
}

/// Mends the columns of `drawn`, which the renderer counted in the windows, to those of the lines.
fn with_true_columns(drawn: &str, path: &str, windows: &[Window]) -> String {
    let mut res = String::with_capacity(drawn.len() + 8);
    let mut rest = drawn;
    for Window { position: Position { row, column }, before, .. } in windows {
        let counted = format!("{path}:{row}:{}", before.chars().count() + 1);
        if let Some((ahead, behind)) = rest.split_once(&counted) {
            res.push_str(ahead);
            res.push_str(&format!("{path}:{row}:{column}"));
            rest = behind;
        }
    }
    res + rest
}

fn level(of: Severity) -> Level<'static> {
    let level = match of {
        Severity::Hint => Level::HELP,
        Severity::Information => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    level.with_name(severity(of))
}

/// What a snippet shows of a line.
struct Window {
    /// Of the range's first byte.
    position: Position,
    before: String,
    inside: String,
    after: String,
}

impl Window {
    fn source<'a>(&self, path: &'a str) -> Snippet<'a, Annotation<'a>> {
        let Window { position, before, inside, after } = self;
        let carets = AnnotationKind::Primary.span(before.len()..before.len() + inside.len());
        Snippet::source(format!("{before}{inside}{after}")).line_start(position.row).path(path).annotation(carets)
    }
}

/// The first line of `range`, cut around it to about [`SNIPPET_CELLS`].
///
/// The variation selector that asks for an emoji picture is left out: terminals disagree about the cells of a character
/// that has one. Cost: O(log bytes + SNIPPET_CELLS), so that thousands of findings on one endless line stay cheap.
fn window(text: &Rope, range: Span) -> Window {
    // Enough for a line without wide characters, on each side; marks of no width may shorten what is shown.
    const NEAR: usize = 2 * SNIPPET_CELLS;
    let (first, last) = line_chars(text, range.start);
    let start = text.byte_to_char(range.start.min(text.len_bytes())).min(last);
    let end = text.byte_to_char(range.end.min(text.len_bytes())).clamp(start, last);
    let near = |from: usize, to: usize| text.slice(from..to).chars().filter(|it| *it != '\u{fe0f}').collect::<String>();
    let inside = near(start, end.min(start + NEAR));
    let before = near(first.max(start.saturating_sub(NEAR)), start);
    let after = near(end, last.min(end + NEAR));
    let (before, inside, after) = shortened(&before, &inside, &after);
    Window { position: position(text, range.start), before, inside, after }
}

/// The characters of the line that byte `offset` stands on, without the line's end.
fn line_chars(text: &Rope, offset: usize) -> (usize, usize) {
    let row = text.byte_to_line(offset.min(text.len_bytes()));
    let line = text.line(row);
    let ends = line.chars_at(line.len_chars()).reversed().take(2).take_while(|it| matches!(it, '\r' | '\n')).count();
    let first = text.line_to_char(row);
    (first, first + line.len_chars() - ends)
}

/// Cuts the three so that together they take about [`SNIPPET_CELLS`].
///
/// A mark of the cut is three dots, since `…` is two cells wide where East Asian fonts are in use.
fn shortened(before: &str, inside: &str, after: &str) -> (String, String, String) {
    let marked = keep_start(inside, SNIPPET_CELLS);
    let rest = SNIPPET_CELLS.saturating_sub(cells(&marked));
    // A third of the room stays behind the mark, unless one side leaves the other more.
    let behind = (rest / 3).max(rest.saturating_sub(cells(before))).min(cells(after));
    let after = if marked.len() < inside.len() { String::new() } else { keep_start(after, behind) };
    (keep_end(before, rest - behind), marked, after)
}

fn keep_start(text: &str, room: usize) -> String {
    let end = fitting(text.char_indices().map(|(at, it)| (at + it.len_utf8(), it)), room).unwrap_or(0);
    if end == text.len() { text.to_owned() } else { format!("{}...", &text[..end]) }
}

fn keep_end(text: &str, room: usize) -> String {
    let start = fitting(text.char_indices().rev(), room).unwrap_or(text.len());
    if start == 0 { text.to_owned() } else { format!("...{}", &text[start..]) }
}

/// The place of the last of `characters` that still fits into `room` cells.
fn fitting(characters: impl Iterator<Item = (usize, char)>, room: usize) -> Option<usize> {
    let used = characters.scan(0, |used, (place, it)| {
        *used += it.width().unwrap_or(1);
        (*used <= room).then_some(place)
    });
    used.last()
}

/// Terminal cells of `text`, a tab counted as one.
pub(crate) fn cells(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::finding::{Applicability, Fix};
    use crate::knowledge::RuleId;

    /// A finding on the first `needle` of `text`.
    pub(super) fn on(text: &str, needle: &str) -> Finding {
        let start = text.find(needle).unwrap();
        Finding {
            rule: RuleId(0),
            severity: Severity::Warning,
            range: Span::new(start, start + needle.len()),
            message: "EC2 runs on one instance".into(),
            related: Vec::new(),
            fix: None,
            tag: None,
        }
    }

    fn check_snippet(text: &str, finding: &Finding, expected: &str) {
        let snippet = snippet("notes/a.md", &Rope::from_str(text), finding, "single-instance", Colours::Hidden);
        assert_eq!(snippet, expected.trim_start_matches('\n'));
    }

    #[test]
    fn a_position_counts_characters_and_only_real_lines() {
        let text = Rope::from_str("가🚀a\r\nb\rc\u{2028}d\n");
        let at = |needle: &str| {
            let Position { row, column } = position(&text, text.to_string().find(needle).unwrap());
            (row, column)
        };
        assert_eq!(at("a"), (1, 3));
        assert_eq!(at("b"), (2, 1));
        assert_eq!(at("d"), (3, 3));
        assert_eq!(position(&text, usize::MAX), Position { row: 4, column: 1 });
    }

    #[test]
    fn a_snippet_points_right_under_hangul_and_emoji() {
        let text = "# 구성\n\n🚀 운영 서버는 EC2 한 대로 버틴다 ⚠️ 주의\n";
        let mut finding = on(text, "EC2 한 대");
        check_snippet(
            text,
            &finding,
            "
warning[single-instance]: EC2 runs on one instance
 --> notes/a.md:3:10
  |
3 | 🚀 운영 서버는 EC2 한 대로 버틴다 ⚠ 주의
  |                ^^^^^^^^^
",
        );
        finding.related.push(Related { file: None, range: on(text, "주의").range, message: "said here".to_owned() });
        finding.fix =
            Some(Fix { title: "Add a TODO".to_owned(), applicability: Applicability::Safe, edits: Vec::new() });
        check_snippet(
            text,
            &finding,
            "
warning[single-instance]: EC2 runs on one instance
 --> notes/a.md:3:10
  |
3 | 🚀 운영 서버는 EC2 한 대로 버틴다 ⚠ 주의
  |                ^^^^^^^^^
  |
  = help: Add a TODO
note: said here
 --> notes/a.md:3:26
  |
3 | 🚀 운영 서버는 EC2 한 대로 버틴다 ⚠ 주의
  |                                     ^^^^
",
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_finding() {
        let text = format!("{}EC2 한 대{}", "가".repeat(900), "나".repeat(900));
        let finding = on(&text, "EC2 한 대");
        let expected = format!(
            "
warning[single-instance]: EC2 runs on one instance
 --> notes/a.md:1:901
  |
1 | ...{}EC2 한 대{}...
  | {}^^^^^^^^^
",
            "가".repeat(37),
            "나".repeat(18),
            " ".repeat(3 + 74),
        );
        check_snippet(&text, &finding, &expected);
    }

    #[test]
    fn a_snippet_of_any_range_is_drawn() {
        let text = Rope::from_str("가\r\n\u{1b}[31m\t나\u{200d}\n");
        let all = Finding { range: Span::default(), ..on("a", "a") };
        for start in 0..=text.len_bytes() + 1 {
            for end in start..=text.len_bytes() + 1 {
                let finding = Finding { range: Span::new(start, end), ..all.clone() };
                let res = snippet("a.md", &text, &finding, "single-az", Colours::Hidden);
                assert!(res.contains(" --> a.md:") && res.contains('^') && !res.contains('\u{1b}'), "{res}");
            }
        }
    }

    #[test]
    fn a_severity_has_its_own_word() {
        let finding = Finding { severity: Severity::Hint, ..on("a", "a") };
        let res = snippet("a.md", &Rope::from_str("a"), &finding, "service-name", Colours::Hidden);
        assert!(res.starts_with("hint[service-name]: "), "{res}");
    }
}
