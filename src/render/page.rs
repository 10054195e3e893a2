//! How does a page of Markdown look where no Markdown is shown: in a terminal, in a plain editor?

mod table;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthChar as _;

use super::Colours;

/// How letters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Plain,
    Bold,
    Dim,
    Code,
    Heading,
}

/// A letter and its look.
type Glyph = (char, Style);

/// `markdown` in lines of at most `width` terminal cells where a space allows it: a blank line between blocks (below a
/// heading if `markdown` has one), `- ` before items, the columns of tables below each other, addresses behind their links in
/// parentheses. Ends without a line break. Cost: O(bytes).
pub fn page(markdown: &str, width: usize, colours: Colours) -> String {
    let mut writer = Writer { width, colours, ..Writer::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        let is_heading = matches!(event, Event::End(TagEnd::Heading(_)));
        writer.take(event);
        if is_heading {
            writer.is_loose = markdown[range.end..].trim_start_matches(' ').starts_with(['\r', '\n']);
        }
    }
    writer.end_block();
    writer.page
}

/// The lines that `markdown` fills as a plain page in a window of `width` cells that breaks what is longer.
pub fn height(markdown: &str, width: usize) -> usize {
    page(markdown, width, Colours::Hidden).lines().map(|it| super::cells(it).div_ceil(width).max(1)).sum()
}

/// What `height` says of a paragraph or an item that is one line, and 1 of an empty one. It is asked for every line of a
/// hover, so a line whose only markup is emphasis and code is not parsed.
pub(crate) fn line_height(line: &str, width: usize) -> usize {
    let (hanging, text) = line.strip_prefix("- ").map_or((0, line), |it| (2, it));
    let room = width.saturating_sub(hanging);
    let cells = |word: &str| word.chars().filter(|it| !matches!(it, '*' | '`')).filter_map(char::width).sum::<usize>();
    let is_plain =
        !text.contains(['[', '<', '\\', '_', '&', '|', '#', '~']) && !text.starts_with(|it: char| it.is_ascii_digit());
    if !is_plain || text.split(' ').any(|it| cells(it) > room) {
        return height(line, width).max(1);
    }
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ').filter(|it| !it.is_empty()).map(cells) {
        match used {
            0 => used = word,
            _ if used + 1 + word <= room => used += 1 + word,
            _ => (lines, used) = (lines + 1, word),
        }
    }
    lines
}

struct Writer {
    width: usize,
    colours: Colours,
    page: String,
    /// The block that is being read.
    text: Vec<Glyph>,
    /// What it looks like: the inner one counts.
    styles: Vec<Style>,
    /// What stands before its first line, once; below it as many blanks.
    marker: String,
    /// The lists around it, each with the number of its next item, if it has numbers.
    lists: Vec<Option<u64>>,
    /// Where the link leads that is being read.
    address: String,
    /// The rows of the table that is being read.
    rows: Vec<Vec<Vec<Glyph>>>,
    is_code: bool,
    is_loose: bool,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer {
            width: usize::MAX,
            colours: Colours::Hidden,
            page: String::new(),
            text: Vec::new(),
            styles: Vec::new(),
            marker: String::new(),
            lists: Vec::new(),
            address: String::new(),
            rows: Vec::new(),
            is_code: false,
            is_loose: true,
        }
    }
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(it) => self.push(&it, None),
            Event::Code(it) => self.push(&it, Some(Style::Code)),
            Event::SoftBreak => self.push(" ", None),
            Event::HardBreak => self.text.push(('\n', Style::Plain)),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.push("───", None),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.styles.push(Style::Bold),
            Tag::Emphasis => self.styles.push(Style::Dim),
            Tag::Heading { level, .. } => {
                let is_title = level >= HeadingLevel::H3;
                self.styles.push(if is_title { Style::Bold } else { Style::Heading });
            }
            Tag::Link { dest_url, link_type, .. } => {
                // An item that begins with a bare address is a source.
                if link_type == LinkType::Autolink && self.text.is_empty() && !self.lists.is_empty() {
                    self.styles.push(Style::Dim);
                }
                self.address = dest_url.into_string();
            }
            Tag::List(first) => {
                self.end_block();
                self.is_loose &= self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => self.start_item(),
            Tag::CodeBlock(_) => self.is_code = true,
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::TableCell => self.text.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => drop(self.styles.pop()),
            TagEnd::Heading(_) => {
                self.styles.pop();
                self.end_block();
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Item => {
                self.end_block();
                self.styles.clear();
                self.marker.clear();
                self.is_loose = false;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.is_loose = self.lists.is_empty();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.rows.last_mut().into_iter().for_each(|it| it.push(cell.clone()));
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                let lines = table::lines(&rows, self.width);
                self.put(lines);
            }
            TagEnd::CodeBlock => {
                self.end_block();
                self.is_code = false;
            }
            TagEnd::Paragraph => self.end_block(),
            _ => {}
        }
    }

    fn start_item(&mut self) {
        self.end_block();
        let depth = self.lists.len().saturating_sub(1);
        self.marker = "  ".repeat(depth);
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.marker.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.marker.push_str("- "),
        }
    }

    fn end_link(&mut self) {
        let address = std::mem::take(&mut self.address);
        let shown: String = self.text.iter().map(|it| it.0).collect();
        if !shown.ends_with(&address) {
            self.push(" (", None);
            self.push(&address, Some(Style::Dim));
            self.push(")", None);
        }
    }

    fn push(&mut self, text: &str, style: Option<Style>) {
        let around = self.styles.last().copied().unwrap_or_default();
        let style = if around == Style::Plain { style.unwrap_or_default() } else { around };
        // A page may come from a stranger's repository: it must not steer the terminal.
        let is_shown = |it: &char| !it.is_control() || self.is_code && *it == '\n';
        self.text.extend(text.chars().filter(is_shown).map(|it| (it, style)));
    }

    /// Writes the block that was read, if there is one.
    fn end_block(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        text.pop_if(|it| it.0 == '\n');
        if text.is_empty() {
            return;
        }
        let indent = if self.is_code { "    ".to_owned() } else { std::mem::take(&mut self.marker) };
        let hanging = super::cells(&indent);
        let lines = match self.is_code {
            true => text.split(|it| it.0 == '\n').map(<[Glyph]>::to_vec).collect(),
            false => wrapped(&text, self.width.saturating_sub(hanging)),
        };
        let blank = " ".repeat(hanging);
        let lines = lines.into_iter().enumerate().map(|(at, line)| {
            let before = if at == 0 { &indent } else { &blank };
            before.chars().map(|it| (it, Style::Plain)).chain(line).collect()
        });
        self.put(lines.collect());
        if !self.lists.is_empty() {
            // A second paragraph of an item stands below its first.
            self.marker = blank;
        }
    }

    fn put(&mut self, lines: Vec<Vec<Glyph>>) {
        if !self.page.is_empty() {
            self.page.push_str(if self.is_loose { "\n\n" } else { "\n" });
        }
        self.is_loose = true;
        for (at, line) in lines.iter().enumerate() {
            self.page.push_str(if at > 0 { "\n" } else { "" });
            self.draw(line);
        }
    }

    fn draw(&mut self, line: &[Glyph]) {
        let end = line.iter().rposition(|it| it.0 != ' ').map_or(0, |it| it + 1);
        let mut now = Style::Plain;
        for (char, style) in &line[..end] {
            if *style != now && self.colours == Colours::Shown {
                self.page.push_str(escape(now, *style));
                now = *style;
            }
            self.page.push(*char);
        }
        if now != Style::Plain {
            self.page.push_str("\u{1b}[0m");
        }
    }
}

/// From one look to another; what was before ends first.
fn escape(before: Style, after: Style) -> &'static str {
    match (before, after) {
        (_, Style::Plain) => "\u{1b}[0m",
        (_, Style::Bold) => "\u{1b}[0;1m",
        (_, Style::Dim) => "\u{1b}[0;2m",
        (_, Style::Code) => "\u{1b}[0;36m",
        (_, Style::Heading) => "\u{1b}[0;1;4m",
    }
}

/// `text` in lines of at most `room` cells, broken at spaces; a word that is longer than a line stays whole, as an address that
/// is broken is none: the terminal goes on with it in its next line. At least one line.
fn wrapped(text: &[Glyph], room: usize) -> Vec<Vec<Glyph>> {
    let mut lines = Vec::new();
    for part in text.split(|it| it.0 == '\n') {
        let mut line: Vec<Glyph> = Vec::new();
        for word in part.split(|it| it.0 == ' ').filter(|it| !it.is_empty()) {
            let (used, more) = (cells(&line), cells(word));
            if !line.is_empty() && (used > room || more <= room && used + 1 + more > room) {
                lines.push(std::mem::take(&mut line));
            }
            if let Some((_, before)) = line.last() {
                // The space between two words looks like both, or like none.
                line.push((' ', if *before == word[0].1 { *before } else { Style::Plain }));
            }
            line.extend_from_slice(word);
        }
        lines.push(line);
    }
    lines
}

fn cells(text: &[Glyph]) -> usize {
    text.iter().map(|it| it.0.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, width: usize, expected: &str) {
        assert_eq!(page(markdown, width, Colours::Hidden), expected);
    }

    #[test]
    fn the_words_stay_and_the_marks_go() {
        let markdown = "### Amazon **SQS**\n\n*long*\n\nA `queue`  \nof\nmessages.\n\n- **One**: 1\n- Two\n\n## Limits\nTen.\n\n\
                        [Docs](https://e.org)\n\n1. a\n2. b\n   - c\n\n     d\n\n<https://e.org>\n\n```sh\na  b\nc\n```";
        let plain = "Amazon SQS\n\nlong\n\nA queue\nof messages.\n\n- One: 1\n- Two\n\nLimits\nTen.\n\n\
                     Docs (https://e.org)\n\n1. a\n2. b\n  - c\n\n    d\n\nhttps://e.org\n\n    a  b\n    c";
        check(markdown, usize::MAX, plain);
        check("", 10, "");
    }

    #[test]
    fn lines_are_broken_at_spaces_and_counted_in_cells() {
        check("one two three four", 9, "one two\nthree\nfour");
        check("- 하나 둘 셋\n- 넷", 9, "- 하나 둘\n  셋\n- 넷");
        check("see https://example.org/a now", 10, "see https://example.org/a\nnow");
        assert_eq!(height("see https://example.org/a now\n\nx", 10), 3 + 1 + 1 + 1);
    }

    #[test]
    fn a_line_is_as_high_as_it_is_drawn() {
        let (knowledge, _) = crate::knowledge::Knowledge::built_in();
        let lines = knowledge.cards.iter().flat_map(|it| it.body.en.lines().chain(it.body.ko.lines()));
        for line in lines.filter(|it| !it.starts_with("## ")) {
            for width in [20, 60] {
                assert_eq!(line_height(line, width), height(line, width).max(1), "{line}");
            }
        }
    }

    #[test]
    fn columns_stand_below_each_other() {
        let table = "| | 다중 AZ | B |\n|---|---|---|\n| 읽기 | 불가 | yes |\n| 목적 | a | b |";
        let drawn = "      다중 AZ  B\n────  ───────  ───\n읽기  불가     yes\n목적  a        b";
        check(table, usize::MAX, drawn);
        // A wide column is folded rather than the table broken.
        let folded = "      다중  B\n      AZ\n────  ────  ───\n읽기  불가  yes\n목적  a     b";
        check(table, 15, folded);
    }

    #[test]
    fn a_terminal_shows_what_weighs_and_what_does_not() {
        let page = page("### A\n\n**b c** `d`\n\n## E\n- <https://e.org> (read)", 80, Colours::Shown);
        let expected = "\u{1b}[0;1mA\u{1b}[0m\n\n\u{1b}[0;1mb c\u{1b}[0m \u{1b}[0;36md\u{1b}[0m\n\n\
                        \u{1b}[0;1;4mE\u{1b}[0m\n- \u{1b}[0;2mhttps://e.org (read)\u{1b}[0m";
        assert_eq!(page, expected);
    }

    #[test]
    fn a_page_cannot_steer_the_terminal() {
        check("a\u{1b}[2Jb\u{7}", 80, "a[2Jb");
    }
}
