//! Markdown with YAML front matter → front matter and level-1 parts, each with its place.

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, SeqAccess, Visitor};

use super::{Bilingual, Problem};
use crate::span::Span;

/// A knowledge file.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    /// As it was handed in.
    pub(super) path: &'a str,
    /// All of it.
    pub(super) text: &'a str,
}

impl File<'_> {
    /// A problem at `range` of this file.
    pub(super) fn problem(&self, range: Span, message: impl Into<String>) -> Problem {
        Problem { path: self.path.to_owned(), range, message: message.into() }
    }

    /// Where `word` stands in the front matter; the opening `---` when it does not.
    pub(super) fn place_of(&self, word: &str) -> Span {
        let yaml = front_matter(self.text).unwrap_or_default();
        match yaml.of(self.text).find(word) {
            Some(at) => Span::new(yaml.start + at, yaml.start + at + word.len()),
            None => Span::new(0, self.text.lines().next().map_or(0, str::len)),
        }
    }
}

/// A stretch under a level-1 heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// The heading's words.
    pub(super) title: &'a str,
    /// The heading's bytes in the file.
    pub(super) heading: Span,
    /// Everything below it up to the next one, without blank lines around.
    pub(super) body: &'a str,
    /// The body's first byte in the file.
    pub(super) start: usize,
}

/// A fenced code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence<'a> {
    /// What stands behind the opening marks.
    pub(super) tag: &'a str,
    /// The lines between the marks, bytes of the body.
    pub(super) content: Span,
}

/// Reads the front matter of `file` as a `T`.
///
/// Errors: one problem, when the front matter is missing, is not YAML, or is not a `T`; it stands where the parser stopped.
pub(super) fn head<T: DeserializeOwned>(file: File) -> Result<T, Problem> {
    let Some(yaml) = front_matter(file.text) else {
        let first = Span::new(0, file.text.lines().next().map_or(0, str::len));
        return Err(file.problem(first, "a knowledge file starts with front matter between two lines of `---`"));
    };
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(yaml.of(file.text), options).map_err(|err| {
        let at = err.location().and_then(|it| Some((it.span().byte_offset()?, it.span().byte_len().unwrap_or(1))));
        let range = match at {
            Some((start, len)) => clamp(file.text, yaml.start + start as usize, len as usize),
            None => yaml,
        };
        file.problem(range, first_line(&err.without_snippet().to_string()))
    })
}

/// The parts `# en` and `# ko`; the titles in `others` may stand beside them.
///
/// Errors: `None` when a language is missing or empty; a title that is none of these is a problem only.
pub(super) fn bilingual(file: File, others: &[&str]) -> (Option<Bilingual>, Vec<Problem>) {
    let parts = parts(file.text);
    let mut problems = Vec::new();
    for part in parts.iter().filter(|it| it.title != "en" && it.title != "ko" && !others.contains(&it.title)) {
        problems.push(file.problem(part.heading, format!("`# {}` is no part of this kind of file", part.title)));
    }
    let mut body = |title: &str| {
        let found = parts.iter().find(|it| it.title == title && !it.body.is_empty());
        if found.is_none() {
            let at = Span::new(file.text.trim_end().len(), file.text.len());
            problems.push(file.problem(at, format!("the part `# {title}` is missing or empty")));
        }
        found.map(|it| it.body.replace("\r\n", "\n"))
    };
    let (en, ko) = (body("en"), body("ko"));
    (en.zip(ko).map(|(en, ko)| Bilingual { en, ko }), problems)
}

/// The level-1 parts below the front matter, in order. A `#` in a fence is not a heading.
///
/// Cost: one pass over the lines.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<(Part, usize)> = Vec::new();
    let mut fence = None;
    let start = body_start(text);
    for (offset, line) in lines(text, start) {
        if step(&mut fence, line) || fence.is_some() {
            continue;
        }
        let Some(title) = line.strip_prefix("# ") else { continue };
        close(&mut parts, text, offset);
        let heading = Span::new(offset, offset + line.trim_end().len());
        parts.push((Part { title: title.trim(), heading, body: "", start: heading.end }, offset + line.len()));
    }
    close(&mut parts, text, text.len());
    parts.into_iter().map(|(it, _)| it).collect()
}

/// The fenced code blocks of `body`, in order; one without an end goes on to the end of the body.
pub(super) fn fences(body: &str) -> Vec<Fence<'_>> {
    let mut found: Vec<Fence> = Vec::new();
    let mut fence = None;
    for (offset, line) in lines(body, 0) {
        let was_open = fence.is_some();
        let is_mark = step(&mut fence, line);
        if is_mark && !was_open {
            let tag = line.trim().trim_start_matches(['`', '~']);
            found.push(Fence { tag, content: Span::new(offset + line.len(), offset + line.len()) });
        } else if let (false, Some(fence)) = (is_mark, found.last_mut().filter(|_| was_open)) {
            fence.content.end = offset + line.len();
        }
    }
    found
}

/// Reads one word or a list of words as a list.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMany;
    impl<'de> Visitor<'de> for OneOrMany {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a word or a list of words")
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<Vec<String>, E> {
            Ok(vec![word.to_owned()])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
            let mut words = Vec::new();
            while let Some(word) = list.next_element()? {
                words.push(word);
            }
            Ok(words)
        }
    }
    deserializer.deserialize_any(OneOrMany)
}

/// The YAML between the two `---` lines.
fn front_matter(text: &str) -> Option<Span> {
    let mut lines = lines(text, bom(text));
    let (first, line) = lines.next()?;
    if line.trim_end() != "---" {
        return None;
    }
    let start = first + line.len();
    lines.find(|(_, line)| line.trim_end() == "---").map(|(end, _)| Span::new(start, end))
}

fn body_start(text: &str) -> usize {
    let Some(yaml) = front_matter(text) else { return bom(text) };
    text[yaml.end..].find('\n').map_or(text.len(), |it| yaml.end + it + 1)
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Lines with their ends, from byte `start`, each with its offset.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    text[start..].split_inclusive('\n').scan(start, |offset, line| {
        let at = *offset;
        *offset += line.len();
        Some((at, line))
    })
}

/// Opens or closes `fence` when `line` is a fence marker, and says whether it is one.
fn step(fence: &mut Option<(char, usize)>, line: &str) -> bool {
    let line = line.trim_end();
    let inner = line.trim_start_matches(' ');
    let Some(mark) = inner.chars().next().filter(|it| matches!(it, '`' | '~')) else { return false };
    let run = inner.chars().take_while(|it| *it == mark).count();
    if run < 3 || line.len() - inner.len() > 3 {
        return false;
    }
    match *fence {
        None => *fence = Some((mark, run)),
        Some((open, least)) if open == mark && run >= least && inner.len() == run => *fence = None,
        Some(_) => return false,
    }
    true
}

fn close<'a>(parts: &mut [(Part<'a>, usize)], text: &'a str, end: usize) {
    if let Some((part, start)) = parts.last_mut() {
        let body = &text[*start..end];
        part.body = body.trim();
        part.start = *start + body.len() - body.trim_start().len();
    }
}

fn clamp(text: &str, start: usize, len: usize) -> Span {
    let start = text.floor_char_boundary(start);
    Span::new(start, text.ceil_char_boundary((start + len).min(text.len())))
}

/// A parser's message without the parts that a place already says.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let line = line.split_once(": ").filter(|(it, _)| it.starts_with("line ")).map_or(line, |(_, rest)| rest);
    let line = line.find(" at line ").map_or(line, |it| &line[..it]);
    line.trim_end_matches('.').to_owned()
}
