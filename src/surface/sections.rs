//! Where does a Markdown file fall into sections that can be read on their own?
//!
//! A section starts at a line that opens with `#` to `######` in the first column, outside fenced code, HTML blocks that
//! may hold blank lines (comments, `<pre>`, `<script>`, …) and front matter. Nothing that is open above such a line reaches
//! over it: a first-column heading closes every list and quote. So **by definition each section is parsed on its own**, and
//! the scan knows nothing at a section's start but whether it is the first one.
//! A long section is also cut, at a blank line before a line that starts a paragraph ([`SOFT_CAP`]), or failing that
//! before any line in the first column ([`HARD_CAP`]), so that a keystroke stays cheap in a file without headings.
//!
//! Indented headings, setext headings and headings in lists and quotes are blocks of the section that they stand in.

use crate::span::Span;

/// Whether a section stands at the start of its file: only that one may have front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At byte 0.
    First,
    /// Somewhere below.
    Later,
}

/// Front matter ends within so many bytes, or it is none: so an edit further down cannot turn the file's head into one.
pub const FRONT_MATTER_LIMIT: usize = 16 * 1024;

/// From this length on, in bytes, a section ends at the next blank line before a paragraph.
pub const SOFT_CAP: usize = 16 * 1024;

/// From this length on, in bytes, a section ends at the next blank line before text in the first column.
pub const HARD_CAP: usize = 64 * 1024;

/// Where the next section starts; `None` if `text`, from the start of a section on, shows no further one.
///
/// `text` may stop short of the file's end after any whole line: what is found then is what the whole file has. At
/// `Place::First` it must hold [`FRONT_MATTER_LIMIT`] bytes or the whole file.
///
/// Cost: O(bytes up to the result), one pass over the lines.
pub(super) fn next_section(text: &str, place: Place) -> Option<usize> {
    let first_line = match place {
        Place::First => byte_order_mark(text),
        Place::Later => 0,
    };
    let lines = Lines { text, start: body_start(text, place), newline: 0 };
    let mut scan = Scan { open: Open::Nothing, item: None, blank_above: false };
    for Span { start, end } in lines {
        let line = &text.as_bytes()[start..end];
        if start > first_line && scan.starts_section(line, start) {
            return Some(start);
        }
        scan.read(line);
    }
    None
}

/// The front matter at the start of a file, from its opening `---` to its closing `---` or `...`, line ends left out.
///
/// `None` unless `text` opens with a line `---`, directly followed by a line that is not blank, and the closing line ends
/// within [`FRONT_MATTER_LIMIT`] bytes. A byte order mark may stand before it. Cost: O(its bytes).
pub fn front_matter(text: &str) -> Option<Span> {
    let start = byte_order_mark(text);
    let mut lines = Lines { text, start, newline: 0 };
    let line = |it: Span| it.of(text).trim_end_matches([' ', '\t', '\r', '\n']);
    if line(lines.next()?) != "---" {
        return None;
    }
    let mut above = Span::default();
    while let Some(span) = lines.next().filter(|it| it.end <= FRONT_MATTER_LIMIT) {
        let content = line(span);
        if above.is_empty() && content.trim_start().is_empty() {
            return None;
        }
        if content == "---" || content == "..." {
            return Some(Span::new(start, span.start + content.len()));
        }
        above = span;
    }
    None
}

/// Whether `text` opens with a line that would start front matter, if only it were closed.
pub fn opens_front_matter(text: &str) -> bool {
    text[byte_order_mark(text)..].starts_with("---")
}

/// The first byte of a section that is Markdown: behind a byte order mark and front matter.
pub(super) fn body_start(text: &str, place: Place) -> usize {
    match place {
        Place::Later => 0,
        Place::First => match front_matter(text) {
            Some(it) => Lines { text, start: it.end, newline: 0 }.next().map_or(it.end, |line| line.end),
            None => byte_order_mark(text),
        },
    }
}

pub(super) fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

/// The lines of `text` from `start` on, with their ends: `\n`, `\r\n` or `\r`.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Behind the first `\n` at or after `start`; looked for once, however many `\r` stand before it. 0 to begin with.
    pub(super) newline: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (text, start) = (self.text, self.start);
        if start >= text.len() {
            return None;
        }
        if self.newline <= start {
            self.newline = text[start..].find('\n').map_or(text.len(), |it| start + it + 1);
        }
        let end = match text[start..self.newline].find('\r') {
            Some(at) if start + at + 2 < self.newline => start + at + 1,
            Some(at) if !text[start + at..].starts_with("\r\n") => start + at + 1,
            _ => self.newline,
        };
        self.start = end;
        Some(Span::new(start, end))
    }
}

/// What is open between two lines.
struct Scan {
    open: Open,
    /// The column of the text of the outermost list item that may still go on.
    item: Option<usize>,
    blank_above: bool,
}

/// A block that hides headings.
#[derive(Clone, Copy)]
enum Open {
    Nothing,
    Fence {
        mark: u8,
        len: usize,
    },
    /// An HTML block up to the line with one of these, in any case.
    Html(&'static [&'static str]),
}

impl Scan {
    fn starts_section(&self, line: &[u8], length: usize) -> bool {
        if !matches!(self.open, Open::Nothing) {
            return false;
        }
        let first = line[0];
        first == b'#' && is_heading(line)
            || self.blank_above
                && (length >= SOFT_CAP && starts_paragraph(line) || length >= HARD_CAP && !first.is_ascii_whitespace())
    }

    fn read(&mut self, line: &[u8]) {
        let (at, indent) = indentation(line);
        let rest = &line[at..];
        match self.open {
            Open::Fence { mark, len } if indent < 4 && closes(rest, mark, len) => self.open = Open::Nothing,
            Open::Html(ends) if holds(rest, ends) => self.open = Open::Nothing,
            Open::Fence { .. } | Open::Html(_) => {}
            Open::Nothing => self.read_outside(rest, indent),
        }
        self.blank_above = is_blank(rest);
    }

    /// Reads a line outside fences and HTML blocks. What stands in a list item ends with it at the latest, so fences and
    /// HTML blocks there cannot hide a heading.
    fn read_outside(&mut self, rest: &[u8], indent: usize) {
        if is_blank(rest) || self.item.is_some_and(|column| indent >= column) || indent >= 4 {
            return;
        }
        self.item = item_text(rest).map(|width| indent + width);
        match rest[0] {
            mark @ (b'`' | b'~') => {
                let len = run(rest, mark);
                if len >= 3 && (mark == b'~' || !rest[len..].contains(&b'`')) {
                    self.open = Open::Fence { mark, len };
                }
            }
            b'<' => {
                if let Some(ends) = html_ends(rest).filter(|ends| !holds(rest, ends)) {
                    self.open = Open::Html(ends);
                }
            }
            _ => {}
        }
    }
}

/// `#` to `######`, then a blank or the line's end.
fn is_heading(line: &[u8]) -> bool {
    let level = run(line, b'#');
    level <= 6 && line.get(level).is_none_or(u8::is_ascii_whitespace)
}

/// A letter, Hangul or the like, or `**` in the first column: no list, table, quote, fence or tag.
fn starts_paragraph(line: &[u8]) -> bool {
    line[0].is_ascii_alphabetic() || !line[0].is_ascii() || line.starts_with(b"**")
}

fn is_blank(rest: &[u8]) -> bool {
    rest.first().is_none_or(|it| matches!(it, b'\n' | b'\r'))
}

fn run(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|it| **it == mark).count()
}

/// How many bytes of blanks a line starts with, and the column that they lead to.
fn indentation(line: &[u8]) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (at, column),
        }
    }
    (line.len(), column)
}

fn closes(rest: &[u8], mark: u8, len: usize) -> bool {
    let found = run(rest, mark);
    found >= len && rest[found..].iter().all(u8::is_ascii_whitespace)
}

/// If a list item starts here: how many columns its text stands to the right of its marker's start.
fn item_text(rest: &[u8]) -> Option<usize> {
    let marker = match rest[0] {
        b'-' | b'+' | b'*' if !is_rule(rest) => 1,
        b'0'..=b'9' => {
            let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
            matches!(rest.get(digits), Some(b'.' | b')')).then_some(digits + 1).filter(|_| digits <= 9)?
        }
        _ => return None,
    };
    let (blanks, _) = indentation(&rest[marker..]);
    let columns = indentation(&rest[marker..marker + blanks]).1;
    match (is_blank(&rest[marker + blanks..]), columns) {
        (true, _) | (false, 5..) => Some(marker + 1),
        (false, 0) => None,
        (false, _) => Some(marker + columns),
    }
}

/// `* * *` and the like: not a list.
fn is_rule(rest: &[u8]) -> bool {
    rest.iter().all(|it| *it == rest[0] || it.is_ascii_whitespace())
        && rest.iter().filter(|it| **it == rest[0]).count() > 2
}

/// What ends the HTML block that starts here, if it is one that may hold blank lines (CommonMark's kinds 1 to 5).
fn html_ends(rest: &[u8]) -> Option<&'static [&'static str]> {
    const RAW: [&str; 4] = ["script", "pre", "style", "textarea"];
    let tag = &rest[1..];
    let starts = |name: &str| tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
    let is_raw =
        |name: &&str| starts(name) && tag.get(name.len()).is_none_or(|it| it.is_ascii_whitespace() || *it == b'>');
    if tag.starts_with(b"!--") {
        Some(&["-->"])
    } else if tag.starts_with(b"?") {
        Some(&["?>"])
    } else if tag.starts_with(b"![CDATA[") {
        Some(&["]]>"])
    } else if tag.first() == Some(&b'!') && tag.get(1).is_some_and(u8::is_ascii_alphabetic) {
        Some(&[">"])
    } else {
        RAW.iter().any(is_raw).then_some(&["</script>", "</pre>", "</style>", "</textarea>"])
    }
}

/// Whether one of `ends`, which all end with `>`, stands in `line`.
fn holds(line: &[u8], ends: &[&str]) -> bool {
    line.contains(&b'>')
        && ends.iter().any(|end| line.windows(end.len()).any(|it| it.eq_ignore_ascii_case(end.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut sections = Vec::new();
        let mut rest = text;
        let mut place = Place::First;
        while !rest.is_empty() {
            let (section, below) = rest.split_at(next_section(rest, place).unwrap_or(rest.len()));
            sections.push(section);
            (rest, place) = (below, Place::Later);
        }
        sections
    }

    /// `text` with a `¶` before every section but the first.
    fn check(marked: &str) {
        let text = marked.replace('¶', "");
        assert_eq!(split(&text).join("¶"), marked);
        let crlf = marked.replace('\n', "\r\n");
        assert_eq!(split(&crlf.replace('¶', "")).join("¶"), crlf);
        let cr = marked.replace('\n', "\r");
        assert_eq!(split(&cr.replace('¶', "")).join("¶"), cr);
    }

    #[test]
    fn a_heading_in_the_first_column_starts_a_section() {
        check("text\n¶# 하나\ntext\n¶## b\n¶#\n¶######\tc\n####### no\n#no\n \n¶# d");
        check("# a\n # indented\n- item\n  # in it\n> # quoted\nsetext\n===\n¶# b\n");
        check("\u{FEFF}# a\n¶# b\n");
    }

    #[test]
    fn fences_hide_headings() {
        check("```sh\n# x\n```\n¶# a\n");
        check("~~~\n```\n# x\n~~~ y\n# x\n~~~~  \n¶# a\n");
        check("````\n```\n# x\n````\n¶# a\n");
        check("  ```\n# x\n   ```\n¶# a\n");
        check("``` `\n¶# a\n");
        check("    ```\n¶# a\n");
        check("```\n# x\n    ```\n# to the end\n");
    }

    #[test]
    fn a_fence_in_a_list_item_ends_with_it() {
        check("- a\n  ```\n  # x\n  ```\n¶# b\n");
        check("- ```\n  x\n  ```\n¶# b\n");
        check("12. a\n\n    ```\n    # x\n    ```\n¶# b\n");
        check("- a\n  ```\n¶# b\n");
        check("- a\n\ntext\n  ```\n# x\n  ```\n¶# b\n");
        check("- - -\n  ```\n# x\n  ```\n¶# b\n");
        check("-\n  ```\n¶# b\n");
        check("> ```\n¶# b\n");
    }

    #[test]
    fn html_blocks_with_blank_lines_hide_headings() {
        check("<!-- a\n\n# x\n--> # x\n¶# b\n");
        check("<!-- a -->\n¶# b\n<!-->\n¶# c\n");
        check("<PRE class=x>\n\n# x\n</pre>\n¶# b\n");
        check("<script>\n# x\n</script>\n¶# b\n<prefix>\n¶# c\n");
        check("<?php\n# x\n?>\n¶# b\n<!DOCTYPE\n# x\n>\n¶# c\n<![CDATA[\n# x\n]]>\n¶# d\n");
        check("a <!-- b\n¶# c\n");
        check("- <!-- b\n¶# c\n");
    }

    #[test]
    fn front_matter_hides_comments_of_yaml() {
        check("---\n# x\na: b\n---\n¶# a\n---\n¶# b\n---\n");
        check("---  \na: b\n...\ntext\n¶# a\n");
        check("\u{FEFF}---\n# x\n---\n¶# a\n");
        check("---\n\n¶# no front matter\n---\n");
        check("---\na: b\n¶# not closed\n");
        check("----\n¶# a\n---\n");
        let long = format!("---\n{}\n---\n", "a".repeat(FRONT_MATTER_LIMIT - 9));
        assert!(front_matter(&long).is_some());
        assert!(front_matter(&long.replace("aa\n", "aaa\n")).is_none());
    }

    #[test]
    fn a_long_section_is_cut_at_a_blank_line() {
        let line = "가나다 라마바\n".repeat(SOFT_CAP / 20 + 1);
        check(&format!("# a\n{line}still\n\n- list\n\n| table |\n\n¶text\n{line}\n¶**bold**\n"));
        check(&format!("```\n{line}\n\nx\n```\n\n¶text\n"));
        let items = "- 가나다 라마바\n".repeat(HARD_CAP / 22 + 1);
        check(&format!("{items}\n  a\n\n¶- list\n"));
    }

    #[test]
    fn what_is_found_does_not_depend_on_what_follows() {
        let text = "---\na: b\n---\n# a\n```\n# x\n```\n\n- b\n  ```\n# c\n<!--\n# x\n-->\n# d\n";
        for (end, _) in text.char_indices().filter(|(at, _)| text[..*at].ends_with('\n')) {
            let whole = next_section(text, Place::Later).filter(|it| *it < end);
            assert_eq!(next_section(&text[..end], Place::Later), whole, "{end}");
        }
    }
}
