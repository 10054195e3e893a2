//! Where does a comment go that speaks of one line?

use ropey::Rope;

use super::lines::{is_delimiter_row, is_heading, is_row, line_break, line_text, margin, mark, marker};
use super::suppress::REASON;
use crate::span::Span;

/// So many lines upward the head of a table or the item before is looked for; a longer one is treated as plain lines.
const REACH: usize = 2000;

/// The comment that switches `rule` off at byte `offset`, and where it goes.
///
/// It stands on a line of its own above the line, unless that would change what the text is. Any other line ends a table,
/// so for a row it stands above the whole table. It would cut a paragraph in two, and above a heading it would belong to
/// the section before; there it stands at the end of the line itself.
pub(super) fn comment(text: &Rope, offset: usize, rule: &str) -> (Span, String) {
    let line = text.byte_to_line(offset.min(text.len_bytes()));
    match table_head(text, line) {
        Some(head) => comment_above(text, head, rule),
        None if is_heading(&line_text(text, line)) || goes_on(text, line) => comment_behind(text, line, rule),
        None => comment_above(text, line, rule),
    }
}

/// Above `line` and as deep as it; between two items of a list as deep as the text of the item above, for a comment
/// further left would end the list.
fn comment_above(text: &Rope, line: usize, rule: &str) -> (Span, String) {
    let content = line_text(text, line);
    let mark = mark(text, line);
    let at = text.line_to_byte(line) + mark;
    let margin = item_above(text, line).unwrap_or_else(|| margin(&content[mark..]).to_owned());
    let comment = format!(
        "{margin}{}{}",
        super::comment(&format!("archnotes-disable-next-line {rule} -- {REASON}")),
        line_break(text, line)
    );
    (Span::new(at, at), comment)
}

/// Behind the text of `line`, before the spaces or the backslash of a hard break.
fn comment_behind(text: &Rope, line: usize, rule: &str) -> (Span, String) {
    let content = line_text(text, line);
    let end = content.trim_end().trim_end_matches('\\').trim_end().len();
    let at = text.line_to_byte(line) + end;
    (Span::new(at, at), format!(" {}", super::comment(&format!("archnotes-disable-line {rule} -- {REASON}"))))
}

/// Whether `line` goes on with the paragraph of the line above.
fn goes_on(text: &Rope, line: usize) -> bool {
    let content = line_text(text, line);
    let Some(above) = line.checked_sub(1).map(|it| line_text(text, it)) else { return false };
    let (own, before) = (&content[margin(&content).len()..], &above[margin(&above).len()..]);
    let starts = marker(own).is_some() || own.starts_with("<!--");
    // Rules, the underlines of headings, fences and front matter are made of these alone, or start with them.
    let is_line = before.chars().all(|it| matches!(it, '-' | '=' | '*' | '_' | ' '));
    // Of two comments only the one that opens the line is a block of its own.
    let item = &before[marker(before).unwrap_or(0)..];
    let is_comment = before.ends_with("-->") && (item.starts_with("<!--") || !item.contains("<!--"));
    let ends = before.is_empty() || is_line || is_heading(before) || is_comment;
    let is_quoted = |it: &str| margin(it).contains('>');
    !starts
        && !ends
        && !before.starts_with("```")
        && !before.starts_with("~~~")
        && is_quoted(&content) == is_quoted(&above)
}

/// The first line of the table that `line` is a row of.
fn table_head(text: &Rope, line: usize) -> Option<usize> {
    if !is_row(&line_text(text, line)) {
        return None;
    }
    // On the head itself, the delimiters stand below.
    if line + 1 < text.len_lines() && is_delimiter_row(&line_text(text, line + 1)) {
        return Some(line);
    }
    let rows = (line.saturating_sub(REACH)..=line).rev();
    for row in rows {
        let content = line_text(text, row);
        if !is_row(&content) {
            return None;
        }
        if is_delimiter_row(&content) {
            return row.checked_sub(1);
        }
    }
    None
}

/// How deep the text of the item above stands, if `line` is a later item of the same list.
fn item_above(text: &Rope, line: usize) -> Option<String> {
    let own = line_text(text, line);
    let own_margin = margin(&own);
    marker(&own[own_margin.len()..])?;
    for above in (line.saturating_sub(REACH)..line).rev() {
        let content = line_text(text, above);
        let its_margin = margin(&content);
        if content[its_margin.len()..].is_empty() || its_margin.len() > own_margin.len() {
            continue;
        }
        if its_margin != own_margin {
            return None;
        }
        // A line as deep as the item that is no item itself: its text goes on without being set in, or it is no list.
        let width = marker(&content[its_margin.len()..])?;
        return Some(format!("{its_margin}{}", " ".repeat(width)));
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// `text` has a `^` before the place of the finding; `expected` has `<!>` for the comment.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let (span, comment) = comment(&Rope::from_str(&text), offset, "single-az");
        let mut edited = text.clone();
        edited.replace_range(span.start..span.end, &comment);
        let shown = edited.replace("<!-- archnotes-disable-next-line single-az -- reason -->", "<!>");
        let shown = shown.replace("<!-- archnotes-disable-line single-az -- reason -->", "<.>");
        assert_eq!(shown, expected);
        assert_eq!(structure(&edited), structure(&text), "the comment changes what the text is");
    }

    /// Lists, items, tables and cells with their text: what a comment must leave as it is.
    fn structure(text: &str) -> Vec<String> {
        // To pulldown-cmark a lone \r is no line break.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let events = Parser::new_ext(&text, Options::ENABLE_TABLES);
        let kept = events.filter_map(|it| match it {
            Event::Start(Tag::List(first)) => Some(format!("list {first:?}")),
            Event::Start(tag @ (Tag::Item | Tag::TableRow | Tag::TableHead)) => Some(format!("{tag:?}")),
            Event::Start(Tag::Paragraph) => Some("paragraph".to_owned()),
            Event::Text(it) => Some(it.trim_end().to_owned()),
            Event::HardBreak => Some("break".to_owned()),
            _ => None,
        });
        kept.collect()
    }

    #[test]
    fn a_comment_stands_above_its_line() {
        check("# T\n\nRun ^EC2.\n", "# T\n\n<!>\nRun EC2.\n");
        check("^EC2 한 대", "<!>\nEC2 한 대");
        check("Text.\n\nTitle of ^EC2\n===\n", "Text.\n\n<!>\nTitle of EC2\n===\n");
        check("# T\nRun ^EC2.\n", "# T\n<!>\nRun EC2.\n");
        check("> ^EC2\n", "> <!>\n> EC2\n");
    }

    #[test]
    fn a_heading_has_it_at_its_end() {
        check("## ^EC2 한 대\n", "## EC2 한 대 <.>\n");
        check("# ^EC2\r\n", "# EC2 <.>\r\n");
        check("#^EC2\n", "<!>\n#EC2\n");
    }

    #[test]
    fn a_paragraph_stays_whole() {
        check("We run it on\none ^EC2 instance.\n", "We run it on\none EC2 instance. <.>\n");
        check("Line\none ^EC2  \nlast\n", "Line\none EC2 <.>  \nlast\n");
        check("Line\none ^EC2\\\nlast\n", "Line\none EC2 <.>\\\nlast\n");
        check("- a\n  and ^EC2\n- b\n", "- a\n  and EC2 <.>\n- b\n");
        check("> a\n> and ^EC2\n", "> a\n> and EC2 <.>\n");
        check("Text.\n- ^EC2\n", "Text.\n<!>\n- EC2\n");
    }

    #[test]
    fn it_ends_as_the_lines_of_the_file_do() {
        check("# T\r\n\r\nRun ^EC2.\r\n", "# T\r\n\r\n<!>\r\nRun EC2.\r\n");
        check("# T\r\n\r\nRun ^EC2.", "# T\r\n\r\n<!>\r\nRun EC2.");
        check("# T\rRun ^EC2.\r", "# T\r<!>\rRun EC2.\r");
    }

    #[test]
    fn a_table_gets_it_above_its_head() {
        let table = "Text.\n\n| 구성 | 수 |\n|---|---|\n| EC2 | 2대 |\n";
        let edited = "Text.\n\n<!>\n| 구성 | 수 |\n|---|---|\n| EC2 | 2대 |\n";
        check(&format!("{table}| RDS | ^1대 |\n"), &format!("{edited}| RDS | 1대 |\n"));
        check("| a | ^b |\n|---|:-:|\n| 1 | 2 |\n", "<!>\n| a | b |\n|---|:-:|\n| 1 | 2 |\n");
        check("a | b\n--|--\n1 | ^2\n", "<!>\na | b\n--|--\n1 | 2\n");
        check("> | a | b |\n> |---|---|\n> | 1 | ^2 |\n", "> <!>\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n");
        check(
            "- 표\n\n  | a | b |\n  |---|---|\n  | 1 | ^2 |\n",
            "- 표\n\n  <!>\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n",
        );
    }

    #[test]
    fn a_bar_alone_makes_no_table() {
        check("one | two\n\nEC2 | ^three\n", "one | two\n\n<!>\nEC2 | three\n");
    }

    #[test]
    fn a_list_stays_one_list() {
        check("- ^EC2 한 대\n- 둘\n", "<!>\n- EC2 한 대\n- 둘\n");
        check("- 하나\n- ^EC2 한 대\n- 셋\n", "- 하나\n  <!>\n- EC2 한 대\n- 셋\n");
        check("1. a\n2. ^b\n", "1. a\n   <!>\n2. b\n");
        check("9. a\n10. ^b\n", "9. a\n   <!>\n10. b\n");
        check("- a\n\n- ^b\n", "- a\n\n  <!>\n- b\n");
        check("- a\n  more\n- ^b\n", "- a\n  more\n  <!>\n- b\n");
    }

    #[test]
    fn a_nested_item_keeps_its_depth() {
        check("- a\n  - ^b\n", "- a\n  <!>\n  - b\n");
        check("- a\n  - b\n  - ^c\n- d\n", "- a\n  - b\n    <!>\n  - c\n- d\n");
        check("- a\n  - b\n- ^c\n", "- a\n  - b\n  <!>\n- c\n");
        check("> - a\n> - ^b\n", "> - a\n>   <!>\n> - b\n");
    }

    #[test]
    fn a_byte_order_mark_stays_first() {
        let (span, comment) = comment(&Rope::from_str("\u{feff}EC2\n"), 3, "single-az");
        assert_eq!(span, Span::new(3, 3));
        assert!(comment.starts_with("<!--"));
    }
}
