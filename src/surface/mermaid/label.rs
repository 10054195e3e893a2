//! What does a reader see of a label: `"웹 서버<br/>EC2 x1"`?

use crate::span::Span;
use crate::surface::Prose;
use crate::surface::inline::is_break;

/// A label of so many lines is one phrase, "EC2" above "x1"; a longer one is a list of things.
const PHRASE: usize = 3;

/// The visible text of the label at `span` of `text`: without its quotes and tags, its line breaks as spaces or as line ends.
///
/// Cost: O(bytes).
pub(super) fn prose(text: &str, span: Span) -> Prose {
    let span = bare(text, span);
    let pieces = pieces(text, span);
    let breaks = pieces.iter().filter(|it| it.1 == Shown::Break).count();
    let mut prose = Prose::default();
    for (at, shown) in pieces {
        match shown {
            Shown::Text => prose.push(at.of(text), at),
            Shown::Break => prose.push(if breaks < PHRASE { " " } else { "\n" }, at),
            Shown::Blank => prose.push(" ", at),
            Shown::Nothing => {}
        }
    }
    prose.take()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Text,
    /// The label's next line.
    Break,
    /// A line end of the file.
    Blank,
    Nothing,
}

/// `span` without blanks, quotes and the backticks of a Markdown string.
fn bare(text: &str, span: Span) -> Span {
    let mut span = span;
    for mark in [[' ', '\t'], ['"', '\''], ['`', '`'], [' ', '\t']] {
        let written = span.of(text);
        let rest = written.trim_start_matches(mark);
        let start = span.start + written.len() - rest.len();
        span = Span::new(start, start + rest.trim_end_matches(mark).len());
    }
    span
}

fn pieces(text: &str, span: Span) -> Vec<(Span, Shown)> {
    let mut pieces: Vec<(Span, Shown)> = Vec::new();
    let (mut at, mut plain) = (span.start, span.start);
    while at < span.end {
        let Some((len, shown)) = mark(&text[at..span.end]) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        pieces.push((Span::new(plain, at), Shown::Text));
        pieces.push((Span::new(at, at + len), shown));
        at += len;
        plain = at;
    }
    pieces.push((Span::new(plain, span.end), Shown::Text));
    pieces
}

/// If `rest` starts with what is not shown as it is written: its length, and what is shown.
fn mark(rest: &str) -> Option<(usize, Shown)> {
    const LONGEST: usize = 32;
    match rest.as_bytes()[0] {
        b'\\' if rest.starts_with("\\n") => Some((2, Shown::Break)),
        b'*' if rest.starts_with("**") => Some((2, Shown::Nothing)),
        b'\n' | b'\r' => {
            let rest_of_line = rest.trim_start_matches(['\r', '\n', ' ', '\t', '>']);
            Some((rest.len() - rest_of_line.len(), Shown::Blank))
        }
        b'<' => {
            let end = rest.bytes().take(LONGEST).position(|it| it == b'>')? + 1;
            let is_tag = rest[1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
            is_tag.then_some((end, if is_break(&rest[..end]) { Shown::Break } else { Shown::Nothing }))
        }
        b'&' if rest.starts_with("&nbsp;") => Some((6, Shown::Blank)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let prose = prose(text, Span::new(0, text.len()));
        assert_eq!(prose.text(), expected);
        for word in expected.split_whitespace() {
            let at = expected.find(word).unwrap_or_default();
            assert_eq!(prose.source(Span::new(at, at + word.len())).of(text), word);
        }
    }

    #[test]
    fn quotes_and_tags_are_not_seen() {
        check(" \"웹 서버<br/>EC2 x1\" ", "웹 서버 EC2 x1");
        check("\"`**EC2** one`\"", "EC2 one");
        check("<b>EC2</b>&nbsp;one", "EC2 one");
        check("EC2\\nx1", "EC2 x1");
        check("\"EC2\n   x1\"", "EC2 x1");
        check("a < b and 1<2", "a < b and 1<2");
        check("\"", "");
        check("", "");
    }

    #[test]
    fn a_long_label_is_a_list() {
        check("Redis<BR>- cache<br>- lock<br>- queue", "Redis\n- cache\n- lock\n- queue");
    }
}
