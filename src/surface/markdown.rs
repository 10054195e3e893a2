//! Markdown → outline, on pulldown-cmark.

use std::borrow::Cow;
use std::mem;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::bullet::{LISTED, is_answer, is_bullet, is_of_labels};
use super::inline::{HtmlBlock, footnote_mark, is_break, push_code, push_comments};
use super::mermaid;
use super::sections::{body_start, front_matter};
use super::{Block, BlockKind, Fence, Outline, Place, Prose, Style, Table, embed};
use crate::span::Span;

/// What `text`, one section, is made of; ranges are bytes of `text`.
///
/// Link texts, the alternative texts of images and code spans are visible; addresses, tags and footnote marks are not.
/// The text inside an HTML block is left out. Blocks without visible text (an empty cell, an item that opens with a fence)
/// are there all the same, since others count on their place.
///
/// Errors: none. Cost: O(bytes), also for hostile text; nothing recurses over its nesting.
pub(super) fn outline(text: &str, place: Place, memory: &mut mermaid::Memory) -> Outline {
    let start = body_start(text, place);
    let mut builder = Builder::new(text, memory);
    if place == Place::First {
        builder.outline.front_matter = front_matter(text);
    }
    let body = with_line_feeds(&text[start..]);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
        builder.event(event, Span::new(range.start, range.end).shift(start));
    }
    builder.finish()
}

/// `text` with a lone `\r`, which pulldown-cmark takes for a line end only now and then, replaced by `\n`: same length.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !text.contains('\r') || !(0..bytes.len()).any(is_lone) {
        return Cow::Borrowed(text);
    }
    let replace = |(at, c)| if c == '\r' && is_lone(at) { '\n' } else { c };
    Cow::Owned(text.char_indices().map(replace).collect())
}

/// Turns events into blocks.
struct Builder<'a> {
    text: &'a str,
    outline: Outline,
    /// The block that takes inline text.
    current: Option<usize>,
    /// Its visible text so far.
    prose: Prose,
    /// Where the last inline event of the current block ended.
    current_end: usize,
    /// The containers around the current place, outermost first.
    frames: Vec<Frame>,
    /// The block of the innermost list item.
    item: Option<usize>,
    quote_depth: usize,
    /// The paragraph or heading right above, in the same container.
    above: Option<usize>,
    /// Open inline styles: where they start in the prose.
    styles: Vec<(usize, Style)>,
    /// Text up to here is not visible.
    hidden_until: usize,
    /// Whether each line of the paragraph stands by itself.
    is_of_labels: bool,
    /// The line whose end was last asked for.
    line: Span,
    /// Of the diagrams.
    memory: &'a mut mermaid::Memory,
    /// What stands right above the fence that is open.
    fence_lead: Option<usize>,
}

enum Frame {
    Quote,
    Footnote,
    List {
        ordered: bool,
        lead: Option<usize>,
    },
    /// `outer`: the item around this one. `is_new`: nothing has been read of it yet.
    Item {
        outer: Option<usize>,
        is_new: bool,
    },
    Table {
        lead: Option<usize>,
    },
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, memory: &'a mut mermaid::Memory) -> Builder<'a> {
        Builder {
            text,
            outline: Outline::default(),
            current: None,
            prose: Prose::default(),
            current_end: 0,
            frames: Vec::new(),
            item: None,
            quote_depth: 0,
            above: None,
            styles: Vec::new(),
            hidden_until: 0,
            is_of_labels: false,
            line: Span::default(),
            memory,
            fence_lead: None,
        }
    }

    fn event(&mut self, event: Event, range: Span) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::SoftBreak => self.soft_break(range),
            Event::HardBreak => self.line_break("\n", range),
            Event::InlineHtml(tag) => self.tag(&tag, range),
            Event::Rule => {
                self.enter_other();
            }
            Event::TaskListMarker(done) => self.task(done),
            // Footnote marks are not part of the sentence; an HTML block is read at its start; the rest is not switched on.
            Event::FootnoteReference(_) | Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn finish(mut self) -> Outline {
        self.leave_text(None);
        self.outline
    }

    fn start(&mut self, tag: Tag, range: Span) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { level, .. } => {
                self.enter_other();
                self.open(BlockKind::Heading { level: level_number(level) }, range, None);
            }
            Tag::BlockQuote(_) => {
                self.enter_other();
                self.quote_depth += 1;
                self.frames.push(Frame::Quote);
            }
            Tag::FootnoteDefinition(_) => {
                self.enter_other();
                self.frames.push(Frame::Footnote);
            }
            Tag::List(first) => {
                let lead = self.enter_other();
                self.frames.push(Frame::List { ordered: first.is_some(), lead });
            }
            Tag::Item => self.start_item(range),
            Tag::CodeBlock(kind) => {
                self.fence_lead = self.enter_other();
                let language = match &kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_lowercase(),
                };
                let content = match kind {
                    CodeBlockKind::Indented => range,
                    CodeBlockKind::Fenced(_) => Span::new(self.line_end(range.start).min(range.end), 0),
                };
                let lead = self.fence_lead.or(self.item);
                self.outline.fences.push(Fence { language, range, content, lead, quote_depth: self.quote_depth });
            }
            Tag::HtmlBlock => {
                let above = self.enter_other();
                if push_comments(&mut self.outline.comments, self.text, range) == HtmlBlock::OnlyComments {
                    self.above = above;
                }
            }
            Tag::Table(_) => {
                let lead = self.enter_other();
                self.outline.tables.push(Table { range, rows: Vec::new() });
                self.frames.push(Frame::Table { lead });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = self.outline.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.cell(range),
            Tag::Emphasis => self.style(Style::Emphasis, range),
            Tag::Strong => self.style(Style::Strong, range),
            Tag::Strikethrough => self.style(Style::Struck, range),
            Tag::Link { link_type, .. } => {
                self.style(Style::Link, range);
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.hidden_until = range.end;
                }
            }
            Tag::Image { .. } => self.inline(range.start),
            Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Span) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                self.current_end = range.end;
                let closed = self.current;
                let is_lead = closed.is_some_and(|it| !matches!(self.outline.blocks[it].kind, BlockKind::Item { .. }));
                self.leave_text(closed.filter(|_| is_lead));
            }
            TagEnd::TableCell => {
                self.current_end = range.end;
                self.leave_text(None);
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => {
                self.leave_text(None);
                match self.frames.pop() {
                    Some(Frame::Quote) => self.quote_depth -= 1,
                    Some(Frame::Item { outer, .. }) => self.item = outer,
                    _ => {}
                }
            }
            TagEnd::CodeBlock => {
                self.embed();
                self.diagram();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                self.current_end = range.end;
                if let Some((start, style)) = self.styles.pop() {
                    self.prose.style_from(start, style);
                }
            }
            TagEnd::Image => self.current_end = range.end,
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Span) {
        if self.in_code_block(range) {
            return;
        }
        self.inline(range.start);
        self.current_end = range.end;
        if range.start < self.hidden_until {
            return;
        }
        if let Some(end) = footnote_mark(self.text, range) {
            // Its footnote stands in another section: to pulldown-cmark this is ordinary text.
            self.hidden_until = end;
            return;
        }
        self.prose.push(text, range);
    }

    /// A fence's text is kept as a place only; true if `range` is such text.
    fn in_code_block(&mut self, range: Span) -> bool {
        match self.outline.fences.last_mut() {
            Some(fence) if self.current.is_none() && fence.range.contains(range) => {
                fence.content = Span::new(fence.content.start, fence.content.end.max(range.end));
                true
            }
            _ => false,
        }
    }

    /// A fence of YAML is read as a file of it is. One in a quote is somebody else's, and has marks before its lines.
    fn embed(&mut self) {
        let Some(fence) = self.outline.fences.last().filter(|_| self.quote_depth == 0) else { return };
        if matches!(fence.language.as_str(), "yaml" | "yml") && fence.content.start < fence.content.end {
            let around = embed::Around { lead: self.fence_lead, item: self.item };
            let content = fence.content;
            embed::yaml(&mut self.outline, self.text, content, &around);
        }
    }

    /// The fence that ends here may be a diagram.
    fn diagram(&mut self) {
        let fence = self.outline.fences.last().filter(|it| it.language == "mermaid" && !it.content.is_empty());
        let Some(content) = fence.map(|it| it.content) else { return };
        let (parent, lead, quote_depth) = (self.item, self.fence_lead, self.quote_depth);
        mermaid::read(&mut self.outline, self.text, mermaid::Site { content, parent, lead, quote_depth }, self.memory);
    }

    fn code(&mut self, code: &str, range: Span) {
        self.inline(range.start);
        self.current_end = range.end;
        if range.start < self.hidden_until {
            return;
        }
        let start = self.prose.text().len();
        push_code(&mut self.prose, self.text, code, range);
        self.prose.style_from(start, Style::Code);
    }

    fn soft_break(&mut self, range: Span) {
        let stands_alone = self.is_of_labels || is_answer(self.text[range.end..].trim_start_matches([' ', '\t', '>']));
        self.line_break(if stands_alone { "\n" } else { " " }, range);
    }

    /// A break stands for the line's end with the indentation and quote marks of the next line.
    fn line_break(&mut self, shown: &str, range: Span) {
        self.inline(range.start);
        let rest = &self.text[range.end..];
        let prefix = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        if self.bullet(range.end + prefix) {
            return;
        }
        self.current_end = range.end;
        if range.start >= self.hidden_until {
            self.prose.push(shown, Span::new(range.start, range.end + prefix));
        }
    }

    /// Starts an item at `start` where a line of a paragraph begins with a sign that people list things with; to Markdown it goes on.
    fn bullet(&mut self, start: usize) -> bool {
        let Some(paragraph) = self.current.filter(|_| self.styles.is_empty()) else { return false };
        let first = self.outline.blocks[paragraph].range.start;
        let (kind, parent) = (self.outline.blocks[paragraph].kind, self.outline.blocks[paragraph].parent);
        let is_list = is_bullet(&self.text[first..]);
        let is_below = is_list && self.text[start..].starts_with("- ");
        if !matches!(kind, BlockKind::Paragraph | BlockKind::Item { .. })
            || !(is_bullet(&self.text[start..]) || is_below)
        {
            return false;
        }
        if kind == BlockKind::Paragraph && is_list {
            self.outline.blocks[paragraph].kind = LISTED;
        }
        self.leave_text(None);
        let item = self.open(LISTED, Span::new(start, start), None);
        self.outline.blocks[item].parent = if is_below { Some(paragraph) } else { parent };
        true
    }

    fn tag(&mut self, tag: &str, range: Span) {
        self.inline(range.start);
        self.current_end = range.end;
        if tag.starts_with("<!--") {
            self.outline.comments.push(range);
        } else if is_break(tag) {
            self.prose.push(" ", range);
        }
    }

    fn task(&mut self, done: bool) {
        if let Some(BlockKind::Item { task, .. }) = self.item.map(|it| &mut self.outline.blocks[it].kind) {
            *task = Some(done);
        }
    }

    fn style(&mut self, style: Style, range: Span) {
        self.inline(range.start);
        self.styles.push((self.prose.text().len(), style));
    }

    fn paragraph(&mut self, range: Span) {
        self.leave_text(None);
        self.is_of_labels = is_of_labels(range.of(self.text));
        if !self.enter_new_item() {
            let kind = match self.frames.last() {
                Some(Frame::Footnote) => BlockKind::Footnote,
                _ => BlockKind::Paragraph,
            };
            self.open(kind, range, None);
        }
    }

    /// Inline text comes at `start`. In a tight list there is no paragraph around it: then one is opened.
    fn inline(&mut self, start: usize) {
        if self.current.is_none() {
            self.paragraph(Span::new(start, start));
        }
    }

    /// If the innermost container is a list item of which nothing has been read: the text that follows is its own.
    fn enter_new_item(&mut self) -> bool {
        let is_new = match self.frames.last_mut() {
            Some(Frame::Item { is_new, .. }) => mem::replace(is_new, false),
            _ => false,
        };
        if is_new {
            self.current = self.item;
        }
        is_new
    }

    fn start_item(&mut self, range: Span) {
        let (ordered, lead) = match self.frames.last() {
            Some(Frame::List { ordered, lead }) => (*ordered, *lead),
            _ => (false, None),
        };
        let first_line = Span::new(range.start, self.line_end(range.start).min(range.end));
        let block = self.open(BlockKind::Item { ordered, task: None }, first_line, lead);
        self.current_end = first_line.end;
        self.leave_text(None);
        self.frames.push(Frame::Item { outer: self.item, is_new: true });
        self.item = Some(block);
    }

    fn cell(&mut self, range: Span) {
        let lead = match self.frames.last() {
            Some(Frame::Table { lead }) => *lead,
            _ => None,
        };
        let table = self.outline.tables.len() - 1;
        let row = self.outline.tables[table].rows.len() - 1;
        let column = self.outline.tables[table].rows[row].len();
        let block = self.open(BlockKind::Cell { table, row, column }, range, lead);
        self.outline.tables[table].rows[row].push(block);
    }

    fn open(&mut self, kind: BlockKind, range: Span, lead: Option<usize>) -> usize {
        let (parent, quote_depth) = (self.item, self.quote_depth);
        self.outline.blocks.push(Block { kind, range, prose: Prose::default(), parent, lead, quote_depth });
        let block = self.outline.blocks.len() - 1;
        self.current = Some(block);
        self.current_end = range.end;
        block
    }

    /// A block that is no paragraph starts: closes the open one. Returns what stood right above.
    fn enter_other(&mut self) -> Option<usize> {
        let above = self.leave_text(None);
        self.enter_new_item();
        self.current = None;
        above
    }

    /// Closes the open block, if any; what follows stands right below `above`. Returns what stood above until now.
    fn leave_text(&mut self, above: Option<usize>) -> Option<usize> {
        if let Some(block) = self.current.take() {
            let block = &mut self.outline.blocks[block];
            block.range = trim(self.text, Span::new(block.range.start, self.current_end));
            block.prose = self.prose.take();
            self.styles.clear();
        }
        mem::replace(&mut self.above, above)
    }

    /// The start of the line after the one that `offset` stands in. A line is read once, however many items start in it.
    fn line_end(&mut self, offset: usize) -> usize {
        if !(self.line.start..self.line.end).contains(&offset) {
            let rest = &self.text[offset..];
            let len = match rest.find(['\n', '\r']) {
                Some(at) if rest[at..].starts_with("\r\n") => at + 2,
                Some(at) => at + 1,
                None => rest.len(),
            };
            self.line = Span::new(offset, offset + len);
        }
        self.line.end
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

/// `range` without the blanks and line ends at its two ends.
fn trim(text: &str, range: Span) -> Span {
    const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
    let end = range.start + range.of(text).trim_end_matches(BLANK).len();
    let range = Span::new(range.start, end);
    Span::new(end - range.of(text).trim_start_matches(BLANK).len(), end)
}
