//! Where does a new block go below the one at a place, and what do its lines start with?

use ropey::Rope;

use super::Edit;
use super::lines::{after_marker, is_blank, is_inside, line_break, line_text, margin};
use crate::document::Document;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline};

/// So many lines below an item are looked at for what belongs to it.
const REACH: usize = 2000;

/// A place between two blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The line above.
    above: usize,
    /// What the first line of a new block starts with: the margin, and an item's marker.
    first: String,
    /// What its other lines start with.
    margin: String,
    spacing: Spacing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    /// A blank line stands on both sides.
    Apart,
    /// An item right below another.
    Close,
}

impl Gap {
    /// The edit that puts a block of `lines` there.
    pub(super) fn edit(&self, text: &Rope, lines: &[&str]) -> Edit {
        let at = text.line_to_byte(self.above) + line_text(text, self.above).len();
        let ending = line_break(text, self.above);
        let blank = match self.spacing {
            Spacing::Apart => format!("{ending}{}", self.margin.trim_end()),
            Spacing::Close => String::new(),
        };
        let mut new = blank.clone();
        for (index, line) in lines.iter().enumerate() {
            let start = if index == 0 { &self.first } else { &self.margin };
            new.push_str(&format!("{ending}{start}{line}"));
        }
        let below = self.above + 1;
        if below < text.len_lines() && !is_blank(&line_text(text, below)) {
            new.push_str(&blank);
        }
        (Span::new(at, at), new)
    }
}

/// The place for a line below the block that byte `offset` stands in: for an item one more of its list, behind all that
/// it holds; for a table, a diagram or a paragraph a paragraph, behind the list or table that the paragraph introduces.
///
/// `None` where no block of Markdown is. Cost: O(blocks of the section + lines of the item).
pub(super) fn below(document: &Document, offset: usize) -> Option<Gap> {
    let site = Site::of(document, offset)?;
    let block = &site.outline.blocks[site.index];
    match block.kind {
        BlockKind::Item { task, .. } => Some(site.item(task)),
        BlockKind::Cell { .. }
        | BlockKind::Footnote
        | BlockKind::Heading { .. }
        | BlockKind::Paragraph
        | BlockKind::Label
        | BlockKind::Id { .. } => Some(site.paragraph()),
        BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. } => None,
    }
}

/// The place for a block of its own below the block that byte `offset` stands in; below a list, never between its items.
pub(super) fn below_list(document: &Document, offset: usize) -> Option<Gap> {
    let mut site = Site::of(document, offset)?;
    let blocks = &site.outline.blocks;
    let outermost = std::iter::successors(Some(site.index), |it| blocks[*it].parent).last()?;
    if !is_item(&blocks[outermost]) {
        return Some(site.paragraph());
    }
    site.index = outermost;
    let margin = site.margin(blocks[outermost].range.start);
    let belongs = |it: &Block| it.parent.is_some_and(|it| it >= outermost) || is_item(it);
    let last = (outermost + 1..blocks.len()).take_while(|it| belongs(&blocks[*it])).last().unwrap_or(outermost);
    let root = std::iter::successors(Some(last), |it| blocks[*it].parent).last()?;
    site.index = root;
    let above = site.end_of_item(root);
    Some(Gap { above, first: margin.clone(), margin, spacing: Spacing::Apart })
}

/// A block in its section.
struct Site<'a> {
    text: &'a Rope,
    outline: &'a Outline,
    /// Where the section starts.
    start: usize,
    index: usize,
}

impl<'a> Site<'a> {
    /// The last block that starts at or before `offset`.
    fn of(document: &'a Document, offset: usize) -> Option<Site<'a>> {
        let (start, section) = document.section_around(offset);
        let outline = &section.outline;
        let index = outline.blocks.iter().rposition(|it| it.range.start <= offset - start)?;
        Some(Site { text: document.text(), outline, start, index })
    }

    fn item(&self, task: Option<bool>) -> Gap {
        let block = &self.outline.blocks[self.index];
        let margin = self.margin(block.range.start);
        let above = self.end_of_item(self.index);
        let spacing = if self.is_loose(above) { Spacing::Apart } else { Spacing::Close };
        let marker = self.next_marker();
        let task = if task.is_some() { "[ ] " } else { "" };
        Gap { above, first: format!("{margin}{marker}{task}"), margin, spacing }
    }

    fn paragraph(&self) -> Gap {
        let block = &self.outline.blocks[self.index];
        let (margin, end) = match block.kind {
            BlockKind::Cell { table, .. } => (self.margin_of_table(table), self.end_of_table(table)),
            BlockKind::Paragraph => {
                let end = self.end_of_led().unwrap_or_else(|| self.line_of(block.range.end));
                (self.margin(block.range.start), end)
            }
            BlockKind::Label | BlockKind::Id { .. } => self.fence_around(block.range),
            _ => (self.margin(block.range.start), self.line_of(block.range.end)),
        };
        Gap { above: end, first: margin.clone(), margin, spacing: Spacing::Apart }
    }

    /// The last line of the list or table that the paragraph introduces.
    fn end_of_led(&self) -> Option<usize> {
        let blocks = &self.outline.blocks;
        let is_led = |it: &usize| blocks[*it].lead == Some(self.index);
        let last = (self.index + 1..blocks.len()).rfind(is_led)?;
        Some(match blocks[last].kind {
            BlockKind::Cell { table, .. } => self.end_of_table(table),
            BlockKind::Item { .. } => self.end_of_item(last),
            _ => self.fence_around(blocks[last].range).1,
        })
    }

    /// The last line of all that the item holds; what is no block, as code, belongs to it when it is set in as deep.
    fn end_of_item(&self, item: usize) -> usize {
        let blocks = &self.outline.blocks;
        let held = blocks[item + 1..].iter().take_while(|it| it.parent.is_some_and(|it| it >= item));
        let end = held.map(|it| it.range.end).max().unwrap_or(0).max(blocks[item].range.end);
        let marker = self.line_from(blocks[item].range.start);
        let depth = marker.len() - after_marker(&marker).len();
        let margin = format!("{}{}", self.margin(blocks[item].range.start), " ".repeat(depth));
        let mut last = self.line_of(end);
        for line in last + 1..(last + REACH).min(self.text.len_lines()) {
            let content = line_text(self.text, line);
            match is_blank(&content) {
                true => {}
                false if is_inside(&content, &margin) => last = line,
                false => break,
            }
        }
        last
    }

    /// The margin and the last line of the fence around `range`.
    fn fence_around(&self, range: Span) -> (String, usize) {
        let fence = self.outline.fences.iter().map(|it| it.range).find(|it| it.contains(range)).unwrap_or(range);
        (self.margin(fence.start), self.line_of(fence.end))
    }

    fn end_of_table(&self, table: usize) -> usize {
        self.line_of(self.outline.tables[table].range.end)
    }

    /// The margin of the line below the head: before the head itself an item's marker or box may stand.
    fn margin_of_table(&self, table: usize) -> String {
        let head = self.text.byte_to_line(self.start + self.outline.tables[table].range.start);
        let below = if head + 1 < self.text.len_lines() { line_text(self.text, head + 1) } else { String::new() };
        margin(&below).to_owned()
    }

    /// Whether blank lines stand between the items of the list, as far as its neighbours tell.
    fn is_loose(&self, end: usize) -> bool {
        let blocks = &self.outline.blocks;
        let own = &blocks[self.index];
        let beside = |it: &&Block| is_item(it) && it.parent == own.parent;
        let first = self.text.byte_to_line(self.start + own.range.start);
        let has_before = blocks[..self.index].iter().rfind(|it| it.parent <= own.parent).is_some_and(|it| beside(&it));
        let has_after = blocks[self.index + 1..].iter().find(|it| it.parent < Some(self.index)).filter(beside);
        let is_blank_at = |line: usize| line < self.text.len_lines() && is_blank(&line_text(self.text, line));
        (has_before && first > 0 && is_blank_at(first - 1)) || (has_after.is_some() && is_blank_at(end + 1))
    }

    /// The marker of one more item: the same, or the next number where the list counts.
    fn next_marker(&self) -> String {
        let line = self.line_from(self.outline.blocks[self.index].range.start);
        let marker = &line[..line.len() - after_marker(&line).len()];
        let sign = marker.trim_start_matches(|it: char| it.is_ascii_digit());
        // An item without text has no blank.
        let blank = if sign.ends_with([' ', '\t']) { "" } else { " " };
        match marker[..marker.len() - sign.len()].parse::<u32>() {
            Ok(number) if self.counts(number) => format!("{}{sign}{blank}", number + 1),
            _ => format!("{marker}{blank}"),
        }
    }

    /// "1. 1. 1." does not count.
    fn counts(&self, number: u32) -> bool {
        let blocks = &self.outline.blocks;
        let own = &blocks[self.index];
        let beside = |it: &Block| is_item(it) && it.parent == own.parent;
        let before = blocks[..self.index].iter().rfind(|it| beside(it));
        let after = blocks[self.index + 1..].iter().find(|it| beside(it));
        let digits = |it: &Block| {
            let line = self.line_from(it.range.start);
            line[..line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len()].parse::<u32>().ok()
        };
        !before.into_iter().chain(after).any(|it| digits(it) == Some(number))
    }

    /// What the lines below start with to stand as deep as what starts at `offset` of the section: quote signs, and blanks
    /// for markers.
    fn margin(&self, offset: usize) -> String {
        let at = self.start + offset;
        let start = self.text.line_to_byte(self.text.byte_to_line(at));
        let before = self.text.byte_slice(start..at).to_string();
        let is_footnote = before.trim_start().starts_with("[^");
        let deep = |it: char| if matches!(it, '>' | '\t') { it } else { ' ' };
        // A footnote goes on four blanks deep, however long its label is.
        match is_footnote {
            true => "    ".to_owned(),
            false => before.trim_start_matches('\u{feff}').chars().map(deep).collect(),
        }
    }

    /// The line from `offset` of the section on.
    fn line_from(&self, offset: usize) -> String {
        let at = self.start + offset;
        let line = self.text.byte_to_line(at);
        line_text(self.text, line)[at - self.text.line_to_byte(line)..].to_owned()
    }

    /// The line that what ends at `end` of the section ends in.
    fn line_of(&self, end: usize) -> usize {
        let mut line = self.text.byte_to_line((self.start + end).saturating_sub(1).max(self.start));
        while line > 0 && is_blank(&line_text(self.text, line)) {
            line -= 1;
        }
        line
    }
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. })
}
