//! What do the small pieces inside a Markdown block show: code spans, tags, comments, footnote marks?

use super::Prose;
use crate::span::Span;

/// Appends the code of the code span at `range` of `text`, backticks included, as `code` shows it.
///
/// `code` has line breaks read as spaces, quote marks and one blank beside each fence removed. Cost: O(bytes).
pub(super) fn push_code(prose: &mut Prose, text: &str, code: &str, range: Span) {
    let source = range.of(text);
    let ticks = source.len() - source.trim_start_matches('`').len();
    let inner = source.get(ticks..source.len().saturating_sub(ticks)).unwrap_or_default();
    let at = range.start + ticks;
    // One blank on either side belongs to the fence, so the code is either all of it or begins at its second byte.
    match inner.find(code) {
        Some(skip @ (0 | 1)) if code.len() + 2 >= inner.len() => {
            prose.push(code, Span::new(at + skip, at + skip + code.len()));
        }
        _ => push_aligned(prose, inner, code, at),
    }
}

/// Appends `code`, whose characters stand in `inner` (at byte `at`) in this order with others between.
///
/// A space may also stand for a line break, with what follows it up to the next character of the code.
fn push_aligned(prose: &mut Prose, inner: &str, code: &str, at: usize) {
    // No more than a backslash or a line's prefix is ever left out; the bound keeps strange text linear.
    const FURTHEST: usize = 64;
    let mut used = 0;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let rest = &inner[used..];
        let is_break = |it: char| c == ' ' && matches!(it, '\n' | '\r');
        let found = rest.char_indices().take(FURTHEST).find(|(_, it)| *it == c || is_break(*it));
        let span = match found {
            Some((skip, it)) if is_break(it) => {
                let is_next = |it: char| it != ' ' && next == Some(it);
                let stop = |it: char| !it.is_ascii_whitespace() && it != '>' || is_next(it);
                let end = rest[skip..].find(stop).map_or(rest.len(), |it| skip + it);
                Span::new(skip, end)
            }
            Some((skip, it)) => Span::new(skip, skip + it.len_utf8()),
            None => Span::default(),
        };
        prose.push(c.encode_utf8(&mut [0; 4]), span.shift(at + used));
        used += span.end;
    }
}

/// Whether `tag` is `<br>`, `<br/>` or the like.
pub(super) fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    name.trim().eq_ignore_ascii_case("br")
}

/// If the text at `range` opens a footnote mark such as `[^1]`: where the mark ends.
pub(super) fn footnote_mark(text: &str, range: Span) -> Option<usize> {
    const LONGEST: usize = 64;
    let label = text[range.start..].strip_prefix("[^")?;
    let len = label.bytes().take(LONGEST).position(|it| matches!(it, b']' | b'[' | b' ' | b'\t' | b'\n' | b'\r'))?;
    (len > 0 && label.as_bytes()[len] == b']').then_some(range.start + 2 + len + 1)
}

/// What an HTML block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlBlock {
    /// Nothing that a reader sees.
    OnlyComments,
    /// Tags, and perhaps comments.
    Markup,
}

/// Appends the comments of the HTML block at `block` of `text`; one that is not closed is none.
pub(super) fn push_comments(comments: &mut Vec<Span>, text: &str, block: Span) -> HtmlBlock {
    let mut at = block.start;
    let mut kind = HtmlBlock::OnlyComments;
    while let Some(start) = text[at..block.end].find("<!--").map(|it| at + it) {
        if !text[at..start].trim().is_empty() {
            kind = HtmlBlock::Markup;
        }
        // `<!-->` is a whole comment, so its end may overlap its start.
        let Some(end) = text[start + 2..block.end].find("-->").map(|it| start + it + 5) else {
            return HtmlBlock::Markup;
        };
        comments.push(Span::new(start, end));
        at = end;
    }
    if text[at..block.end].trim().is_empty() { kind } else { HtmlBlock::Markup }
}
