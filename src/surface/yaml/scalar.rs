//! What does a reader see of a scalar, and where does each character of it stand in the file?

use crate::span::Span;
use crate::surface::{Prose, ScalarStyle};

/// A quoted or plain scalar at `span` as running text: its line breaks are spaces, its escapes what they stand for.
pub(super) fn running(text: &str, span: Span) -> Prose {
    let source = span.of(text);
    let mut prose = Prose::default();
    if !source.contains(['"', '\'', '\n', '\r']) {
        prose.push(source, span);
        return prose;
    }
    let quote = source.chars().next().filter(|it| matches!(it, '"' | '\'')).filter(|it| ends_with(source, *it));
    let inner = if quote.is_some() { Span::new(span.start + 1, span.end - 1) } else { span };
    let mut break_at = None;
    for line in lines(text, inner) {
        // A backslash at a line's end joins it to the next.
        if let Some(start) = break_at.filter(|it| quote != Some('"') || !text[..*it].ends_with('\\')) {
            prose.push(" ", Span::new(start, line.start));
        }
        match quote {
            Some('"') => push_escaped(&mut prose, text, line),
            Some(_) => push_doubled(&mut prose, text, line),
            None => prose.push(line.of(text), line),
        }
        break_at = Some(line.end);
    }
    prose
}

/// The paragraphs of the block scalar whose text stands at `span`, each with its bytes: a blank line ends one, an item's dash
/// starts one. The lines of a folded one flow; those of a literal one stand by themselves, unless they are so long that the
/// writer has wrapped them.
pub(super) fn paragraphs(text: &str, span: Span, style: ScalarStyle) -> Vec<(Span, Prose)> {
    /// What is longer, in bytes, is no paragraph; it is cut at the next line.
    const LONGEST: usize = 4096;
    /// In bytes; Hangul is twice as wide as a letter and takes three times the bytes.
    const WRAPPED: usize = 50;
    let mut found = Vec::new();
    let mut prose = Prose::default();
    let mut range: Option<Span> = None;
    let mut above = Span::default();
    for line in all_lines(text, span) {
        let is_long = range.is_some_and(|it| it.len() > LONGEST);
        let starts = line.is_empty() || is_long || is_item(line.of(text));
        if let Some(done) = range.take_if(|_| starts) {
            found.push((done, prose.take()));
        }
        if line.is_empty() {
            continue;
        }
        if range.is_some() {
            let flows = style == ScalarStyle::Folded || above.len() >= WRAPPED;
            prose.push(if flows { " " } else { "\n" }, Span::new(above.end, line.start));
        }
        prose.push(line.of(text), line);
        above = line;
        range = Some(range.map_or(line, |it| it.cover(line)));
    }
    found.extend(range.map(|it| (it, prose.take())));
    found
}

/// `- text`, `* text`, `1. text`
pub(super) fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits > 0 { line[digits..].strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '*', '•']) };
    mark.is_some_and(|it| it.starts_with(' '))
}

fn ends_with(source: &str, quote: char) -> bool {
    source.len() > 1 && source.ends_with(quote)
}

/// The lines at `span` without the blanks around them, those that are blank left out.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    all_lines(text, span).filter(|it| !it.is_empty())
}

fn all_lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    span.of(text).split_inclusive(['\n', '\r']).map(move |line| {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches([' ', '\t', '\n', '\r']);
        let blanks = content.len() - content.trim_start_matches([' ', '\t']).len();
        Span::new(start + blanks, start + content.len())
    })
}

/// A line of a single-quoted scalar: `''` stands for `'`.
fn push_doubled(prose: &mut Prose, text: &str, line: Span) {
    let mut at = line.start;
    while let Some(mark) = text[at..line.end].find("''").map(|it| at + it) {
        prose.push(&text[at..mark], Span::new(at, mark));
        prose.push("'", Span::new(mark, mark + 2));
        at = mark + 2;
    }
    prose.push(&text[at..line.end], Span::new(at, line.end));
}

/// A line of a double-quoted scalar.
fn push_escaped(prose: &mut Prose, text: &str, line: Span) {
    let mut at = line.start;
    while let Some(mark) = text[at..line.end].find('\\').map(|it| at + it) {
        prose.push(&text[at..mark], Span::new(at, mark));
        let (shown, len) = escape(&text[mark + 1..line.end]);
        let end = mark + 1 + len;
        if let Some(shown) = shown {
            prose.push(shown.encode_utf8(&mut [0; 4]), Span::new(mark, end));
        }
        at = end;
    }
    prose.push(&text[at..line.end], Span::new(at, line.end));
}

/// What the escape whose text behind the backslash starts `rest` shows, and the length of that text; `None` for what a
/// reader does not see.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(first) = rest.chars().next() else { return (None, 0) };
    let digits = match first {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'n' | 't' | 'r' | 'N' | 'L' | 'P' | '_' | ' ' => return (Some(' '), 1),
        '"' | '\\' | '/' => return (Some(first), 1),
        _ => return (None, first.len_utf8()),
    };
    match rest.get(1..=digits) {
        Some(code) => (u32::from_str_radix(code, 16).ok().and_then(char::from_u32), 1 + digits),
        None => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let prose = running(source, Span::new(0, source.len()));
        assert_eq!(prose.text(), expected);
        let whole = prose.source(Span::new(0, expected.len()));
        assert!(Span::new(0, source.len()).contains(whole));
    }

    #[test]
    fn quotes_escapes_and_breaks_are_read_as_text() {
        check("one EC2  instance", "one EC2  instance");
        check("'it''s\n   one'", "it's one");
        check(
            r#""a \"b\" \u0041\tx\
             y""#,
            "a \"b\" A xy",
        );
        check(r#""\uD834\q\""#, "");
        check("'", "'");
        check("\"가\\", "\"가\\");
    }

    #[test]
    fn each_character_knows_its_place() {
        let source = "\"RDS \\u00e9 \\\n  EC2\"";
        let prose = running(source, Span::new(0, source.len()));
        let at = prose.text().find("EC2").unwrap_or_default();
        assert_eq!(prose.source(Span::new(at, at + 3)).of(source), "EC2");
        assert_eq!(prose.offset_of_source(source.find("EC2").unwrap_or_default()), Some(at));
    }

    #[test]
    fn block_scalars_fall_into_paragraphs() {
        let source = "one\n  two\n\n  - three\n    four\n  - five\r\n\n";
        let found = paragraphs(source, Span::new(0, source.len()), ScalarStyle::Literal);
        let texts: Vec<_> = found.iter().map(|(_, it)| it.text()).collect();
        assert_eq!(texts, ["one\ntwo", "- three\nfour", "- five"]);
        let long = format!("{source}x{source}", source = "a wrapped line ".repeat(5));
        let found_long = paragraphs(&long.replace('x', "\n"), Span::new(0, long.len()), ScalarStyle::Literal);
        assert!(!found_long[0].1.text().contains('\n'));
        let ranges: Vec<_> = found.iter().map(|(it, _)| it.of(source)).collect();
        assert_eq!(ranges, ["one\n  two", "- three\n    four", "- five"]);
    }
}
