//! What does a line of Markdown start with, and how does it end?

use ropey::Rope;

/// `## Title`
pub(super) fn is_heading(line: &str) -> bool {
    let content = line[margin(line).len()..].trim_start_matches('#');
    content.len() < line[margin(line).len()..].len() && (content.is_empty() || content.starts_with([' ', '\t']))
}

pub(super) fn is_row(line: &str) -> bool {
    line.contains('|')
}

/// `| --- | :-: |`, also in a quote.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    let cells = &line[margin(line).len()..];
    cells.contains('-') && cells.contains('|') && cells.chars().all(|it| matches!(it, '|' | '-' | ':' | ' ' | '\t'))
}

/// How many characters a list item's marker takes, the spaces behind it included; `None` for no item.
pub(super) fn marker(content: &str) -> Option<usize> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &content[digits..];
    let sign = match digits {
        0 => rest.starts_with(['-', '*', '+']),
        1..=9 => rest.starts_with(['.', ')']),
        _ => false,
    };
    let spaces = rest.get(1..)?.bytes().take_while(|it| *it == b' ').count();
    // Five spaces and more: one belongs to the marker, the others to code.
    (sign && spaces > 0).then(|| digits + 1 + if spaces < 5 { spaces } else { 1 })
}

/// The spaces, tabs and quote signs that a line starts with.
pub(super) fn margin(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t', '>']).len()]
}

/// The line without its break.
pub(super) fn line_text(text: &Rope, line: usize) -> String {
    let mut content = text.line(line).to_string();
    content.truncate(content.trim_end_matches(['\r', '\n']).len());
    content
}

/// How the file ends its lines, by the line itself or, at the file's end, the one above.
pub(super) fn line_break(text: &Rope, line: usize) -> &'static str {
    let ended = [Some(line), line.checked_sub(1)];
    let ending = ended.into_iter().flatten().map(|it| text.line(it)).find_map(|it| {
        let mut end = it.chars_at(it.len_chars()).reversed();
        match (end.next(), end.next()) {
            (Some('\n'), Some('\r')) => Some("\r\n"),
            (Some('\n'), _) => Some("\n"),
            (Some('\r'), _) => Some("\r"),
            _ => None,
        }
    });
    ending.unwrap_or("\n")
}

/// Whether nothing stands in the line but blanks and quote signs.
pub(super) fn is_blank(line: &str) -> bool {
    margin(line).len() == line.len()
}

/// The first line that is not blank.
pub(super) fn first_text(text: &Rope) -> Option<usize> {
    (0..text.len_lines()).find(|it| !is_blank(&line_text(text, *it)))
}

/// The text behind an item's marker and the blanks that belong to it.
pub(super) fn after_marker(line: &str) -> &str {
    let sign = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let Some(rest) = sign.get(1..) else { return sign };
    match rest.len() - rest.trim_start_matches(' ').len() {
        0 => rest.strip_prefix('\t').unwrap_or(rest),
        // Five and more: one belongs to the marker, the others to code.
        it if it > 4 => &rest[1..],
        it => &rest[it..],
    }
}

/// Whether `line` is set in at least as deep as `margin`.
pub(super) fn is_inside(line: &str, margin: &str) -> bool {
    let mut rest = line;
    for it in margin.chars() {
        let behind = match it {
            '>' => rest.trim_start_matches(' ').strip_prefix('>'),
            // A tab is as deep as anything that is written with blanks.
            _ if rest.starts_with('\t') => return true,
            _ => rest.strip_prefix(' '),
        };
        let Some(behind) = behind else { return false };
        rest = behind;
    }
    true
}

/// The length of the byte-order mark that `line` starts with: it stays the first thing of its file.
pub(super) fn mark(text: &Rope, line: usize) -> usize {
    let has_mark = line == 0 && text.get_char(0) == Some('\u{feff}');
    if has_mark { '\u{feff}'.len_utf8() } else { 0 }
}
