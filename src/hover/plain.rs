//! Markdown → the same words without markup, for clients that show none.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// `markdown` as plain text: a blank line between blocks, `- ` before items, cells with ` | ` between them, addresses behind
/// their links in parentheses. Ends without a line break.
///
/// Cost: O(bytes).
pub(super) fn text(markdown: &str) -> String {
    let mut text = String::new();
    let mut address = String::new();
    let mut column = 0;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(it) | Event::Code(it) => text.push_str(&it),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => address = dest_url.into_string(),
            Event::End(TagEnd::Link) if !text.ends_with(&address) => text.push_str(&format!(" ({address})")),
            Event::Start(Tag::Item) => {
                end_line(&mut text);
                text.push_str("- ");
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => column = 0,
            Event::Start(Tag::TableCell) => {
                text.push_str(if column > 0 { " | " } else { "" });
                column += 1;
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow | TagEnd::Item) => end_line(&mut text),
            Event::End(
                TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Table | TagEnd::CodeBlock,
            ) => {
                end_line(&mut text);
                text.push('\n');
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_words_stay_and_the_marks_go() {
        let markdown = "### Amazon **SQS**\n\nA `queue`.\n\n- **One**: 1\n- Two\n\n| | A |\n|---|---|\n| x | y |\n\n[Docs](https://e.org)";
        let plain = "Amazon SQS\n\nA queue.\n\n- One: 1\n- Two\n\n | A\nx | y\n\nDocs (https://e.org)";
        assert_eq!(text(markdown), plain);
    }
}
