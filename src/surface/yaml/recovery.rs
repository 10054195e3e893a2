//! Where does reading go on behind a fault?
//!
//! A text that is being written is broken at one line most of the time, often by a missing colon, quote or bracket. The fault
//! is then noticed further down, and the line to blame is the one where the torn thing opens. What is deeper than the blamed
//! line belongs to it and is left out with it.

use granit_parser::ErrorKind;

use crate::span::Span;
use crate::surface::sections::Lines;

/// A fault as the parser tells it. All places are bytes of the text.
pub(super) struct Fault<'a> {
    /// Where the parser started: a line's start.
    pub(super) start: usize,
    /// Where it stopped.
    pub(super) at: usize,
    /// The outermost bracket that is open there.
    pub(super) bracket: Option<usize>,
    /// The scalar that ends there.
    pub(super) scalar: Option<usize>,
    /// What is wrong.
    pub(super) kind: &'a ErrorKind,
}

/// The line that is left out, if one is, and the start of the line to go on with: behind `fault.start`, or `None` at the
/// text's end.
///
/// Cost: O(bytes between the fault's start and the result).
pub(super) fn resume(text: &str, fault: &Fault) -> (Option<Span>, Option<usize>) {
    let open =
        fault.bracket.or_else(|| quote(text, fault)).or_else(|| fault.scalar.filter(|it| is_torn(text, *it, fault.at)));
    let here = line_start(text, fault.at);
    if open.is_none() && here > fault.start && is_blank(&text[here..fault.at]) {
        // The line may stand well by itself, one level further out.
        return (None, Some(here));
    }
    let broken = line(text, line_start(text, open.unwrap_or(fault.at)).max(fault.start));
    let limit = entry_indent(broken.of(text));
    (Some(broken), next_start(text, broken.end, limit))
}

/// How many blanks a line starts with.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// How far to the right the entry of a line stands: behind its blanks and the dashes of the items it opens.
pub(super) fn entry_indent(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    while let Some(behind) = rest.strip_prefix("- ") {
        rest = behind.trim_start_matches(' ');
    }
    line.len() - rest.len()
}

/// Whether a scalar goes on over a line's end: then its first line lacks a colon.
pub(super) fn is_torn(text: &str, scalar: usize, at: usize) -> bool {
    text[scalar..at.max(scalar)].contains(['\n', '\r'])
}

/// If a quote closes right before the fault: where it opens. A quote that was forgotten runs on to the next one.
fn quote(text: &str, fault: &Fault) -> Option<usize> {
    let mark = match fault.kind {
        ErrorKind::InvalidTrailingDoubleQuotedScalar => '"',
        ErrorKind::InvalidTrailingSingleQuotedScalar => '\'',
        _ => return None,
    };
    let head = text[fault.start..fault.at].trim_end_matches([' ', '\t']).strip_suffix(mark)?;
    head.rfind(mark).map(|it| fault.start + it)
}

/// The first line from `from` on that stands no further right than `limit`, with the comments right above it.
fn next_start(text: &str, from: usize, limit: usize) -> Option<usize> {
    let mut comments = None;
    for span in (Lines { text, start: from, newline: 0 }) {
        let line = span.of(text);
        let content = line.trim_matches([' ', '\t', '\n', '\r']);
        if content.is_empty() {
            continue;
        }
        if content.starts_with('#') {
            comments = comments.or(Some(span.start)).filter(|_| indent(line) <= limit);
        } else if indent(line) <= limit {
            return comments.or(Some(span.start));
        } else {
            comments = None;
        }
    }
    comments
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |it| it + 1)
}

/// The line that starts at `start`, with its end.
fn line(text: &str, start: usize) -> Span {
    Lines { text, start, newline: 0 }.next().unwrap_or(Span::new(start, start))
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|it| matches!(it, b' ' | b'\t'))
}
