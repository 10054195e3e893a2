//! What follows from one text? Its sections, mentions and findings, kept up to date edit by edit.

use std::collections::HashMap;
use std::sync::Arc;

use ropey::Rope;

use crate::analysis::{self, Memory, Section};
use crate::claim::{Around, Neighbour};
use crate::finding::Finding;
use crate::knowledge::{Knowledge, RuleId};
use crate::mention::{Certainty, Mention};
use crate::rules::{self, Judgement, Suppressed};
use crate::span::Span;
use crate::surface::{FRONT_MATTER_LIMIT, Format, Place, next_section, opens_front_matter};

/// One text and all that follows from it. A value: same text, same knowledge, same analysis, however it came about.
#[derive(Clone, Debug)]
pub struct Document {
    text: Rope,
    format: Format,
    knowledge: Arc<Knowledge>,
    /// Sections with the byte that each starts at: at least one, without gaps.
    sections: Vec<(usize, Arc<Section>)>,
    judgement: Judgement,
    findings: Vec<Finding>,
    /// The other files of its workspace, as far as they say something of the same components.
    around: Arc<Around>,
    /// By their text, the untouched sections that an edit took away, as an opened fence does: closing it brings them back.
    swallowed: HashMap<String, Arc<Section>>,
    /// Of the texts of its paragraphs, for when something beside them changes.
    memory: Memory,
}

/// A name with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Byte of the text at which its section starts.
    pub start: usize,
    /// The section.
    pub section: &'a Section,
    /// The block of the section's outline that holds it.
    pub block: usize,
    /// The name; its range is bytes of the text.
    pub mention: Mention,
}

impl Document {
    /// Analyses `text`, which is Markdown. Cost: O(bytes).
    pub fn new(text: &str, knowledge: Arc<Knowledge>) -> Document {
        Document::of(text, Format::Markdown, knowledge)
    }

    /// Analyses `text`, written in `format`. Cost: O(bytes).
    pub fn of(text: &str, format: Format, knowledge: Arc<Knowledge>) -> Document {
        let (mut sections, mut memory) = (Vec::new(), Memory::default());
        let mut start = 0;
        loop {
            let rest = &text[start..];
            let end = next_section(rest, place(start), format).unwrap_or(rest.len());
            let section = analysis::section(&rest[..end], place(start), format, &knowledge, &mut memory);
            sections.push((start, Arc::new(section)));
            start += end;
            if start == text.len() {
                break;
            }
        }
        let mut document = Document {
            text: Rope::from_str(text),
            format,
            knowledge,
            sections,
            judgement: Judgement::default(),
            findings: Vec::new(),
            around: Arc::default(),
            swallowed: HashMap::new(),
            memory,
        };
        document.join();
        document
    }

    /// Replaces the bytes `range` by `replacement` and analyses the sections that this touches.
    ///
    /// `range` is clamped to the text, and a character that it cuts is taken whole; an empty one inside a character moves
    /// to the character's start. Cost: O(touched sections + facts of the document); an edit that opens or closes a fence
    /// or comment touches the sections up to the place where old and new text agree again.
    pub fn edit(&mut self, range: Span, replacement: &str) {
        let range = self.on_characters(range);
        let first = self.first_touched(range.start);
        let last = self.section_at(range.end);
        let chars = self.text.byte_to_char(range.start)..self.text.byte_to_char(range.end);
        self.text.remove(chars.clone());
        self.text.insert(chars.start, replacement);

        let moved = |start: usize| start - range.len() + replacement.len();
        let (spans, synced) = self.rescan(first, last, moved);
        let mut fresh = Vec::with_capacity(spans.len());
        for span in spans {
            fresh.push((span.start, self.section_of(span, range.start)));
        }
        if last + 1 < synced {
            self.swallowed = (last + 1..synced).map(|it| self.with_text(it, moved)).collect();
        }
        for (start, _) in &mut self.sections[synced..] {
            *start = moved(*start);
        }
        self.sections.splice(first..synced, fresh);
        self.join();
    }

    /// Holds it against the files of `around` from now on. Cost: that of the findings, or nothing where these are the same.
    pub fn stand_among(&mut self, around: Arc<Around>) {
        if !self.around.is_same(&around) {
            self.around = around;
            self.findings = rules::findings(&self.judgement, &self.sections, &self.knowledge, &self.around);
        }
    }

    /// What it says of its components to the other files of its workspace, in which it stands at `path`. Cost: O(sections + claims).
    pub fn neighbour(&self, path: String) -> Neighbour {
        let (said, parts) = self.judgement.claims(&self.sections, &self.knowledge);
        Neighbour { path, said, parts }
    }

    /// The text.
    pub fn text(&self) -> &Rope {
        &self.text
    }

    /// The format it is read in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The knowledge it was analysed with.
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// The sections with the byte that each starts at: at least one, without gaps.
    pub fn sections(&self) -> &[(usize, Arc<Section>)] {
        &self.sections
    }

    /// The section around byte `offset` with the byte that it starts at. Cost: O(log sections).
    pub fn section_around(&self, offset: usize) -> (usize, &Section) {
        let (start, section) = &self.sections[self.section_at(offset)];
        (*start, section)
    }

    /// The sections that `range` touches, at least one, each with the byte that it starts at. Cost: O(log sections).
    pub fn sections_in(&self, range: Span) -> &[(usize, Arc<Section>)] {
        let first = self.section_at(range.start);
        let behind = self.sections.partition_point(|(start, _)| *start < range.end);
        &self.sections[first..behind.max(first + 1)]
    }

    /// Whether it is about AWS, so that a name that also means something else means its card.
    pub fn is_about_aws(&self) -> bool {
        self.judgement.is_about_aws()
    }

    /// What is weak, sorted by place; ranges are bytes of the text.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is weak and set aside by a comment, sorted by place. Cost: O(sections + facts).
    pub fn suppressed(&self) -> Vec<Suppressed> {
        rules::suppressed(&self.judgement, &self.sections, &self.knowledge, &self.around)
    }

    /// Whether it is of exam questions or study notes, which teach and decide nothing: nothing in it is weak.
    pub fn is_study_text(&self) -> bool {
        self.judgement.is_study_text()
    }

    /// Whether its status says that it is over: replaced, rejected.
    pub fn is_over(&self) -> bool {
        self.judgement.is_over()
    }

    /// Whether it tells readers what they can do with a product, and decides nothing: nothing but names in it is weak.
    pub fn is_manual(&self) -> bool {
        self.judgement.is_manual()
    }

    /// The name under byte `offset`, with its range in bytes of the text; only names that mean their card here.
    ///
    /// The end of a name belongs to it; between two names that meet, the later one is meant.
    /// Cost: O(log sections + log mentions of the section).
    pub fn mention_at(&self, offset: usize) -> Option<Mention> {
        let (start, section) = &self.sections[self.section_at(offset)];
        let within = offset - start;
        let behind = section.mentions.partition_point(|(_, it)| it.range.start <= within);
        // Of two names that meet here, either may be one that does not count.
        let near = section.mentions[..behind].iter().rev().take(2);
        let mut moved = near.map(|(_, it)| Mention { range: it.range.shift(*start), ..*it });
        moved.find(|it| it.range.touches(offset) && self.means_its_card(it))
    }

    /// All names that mean their card here, in order, with ranges in bytes of the text. Cost: O(mentions).
    pub fn mentions(&self) -> Vec<Mention> {
        self.named().map(|it| it.mention).collect()
    }

    /// The same, each with where it stands; made one by one. Cost: O(mentions that are taken).
    pub fn named(&self) -> impl Iterator<Item = Named<'_>> {
        self.named_in(Span::new(0, usize::MAX))
    }

    /// Those of the sections that `range` touches. Cost: O(log sections + mentions that are taken).
    pub fn named_in(&self, range: Span) -> impl Iterator<Item = Named<'_>> {
        let all = self.sections_in(range).iter().flat_map(|(start, section)| {
            section.mentions.iter().map(move |(block, it)| Named {
                start: *start,
                section,
                block: *block,
                mention: Mention { range: it.range.shift(*start), ..*it },
            })
        });
        all.filter(|it| self.means_its_card(&it.mention))
    }

    /// The rule that a suppression comment names at byte `offset`, and where; `None` for a name that no rule has.
    ///
    /// Cost: O(log sections + comments of the section).
    pub fn suppressed_rule_at(&self, offset: usize) -> Option<(Span, RuleId)> {
        let (start, section) = self.section_around(offset);
        let within = offset.checked_sub(start)?;
        let mut named = section.suppressions.iter().flat_map(|it| &it.rules);
        named.find_map(|(range, id)| Some((range.shift(start), (*id)?)).filter(|_| range.touches(within)))
    }

    fn means_its_card(&self, mention: &Mention) -> bool {
        mention.certainty == Certainty::Certain || self.is_about_aws()
    }

    /// Brings up to date what follows from all sections together.
    fn join(&mut self) {
        self.judgement.update(&self.sections, &self.knowledge);
        self.findings = rules::findings(&self.judgement, &self.sections, &self.knowledge, &self.around);
    }

    fn on_characters(&self, range: Span) -> Span {
        let floor = |byte: usize| self.text.char_to_byte(self.text.byte_to_char(byte));
        let end = range.end.min(self.text.len_bytes());
        let start = floor(range.start.min(end));
        let end_floor = floor(end);
        let is_cut = end_floor < end && !range.is_empty();
        Span::new(
            start,
            if is_cut { end_floor + self.text.char(self.text.byte_to_char(end)).len_utf8() } else { end_floor },
        )
    }

    /// The section that holds byte `offset`.
    fn section_at(&self, offset: usize) -> usize {
        self.sections.partition_point(|(start, _)| *start <= offset).saturating_sub(1)
    }

    /// The first section that an edit at byte `start` can change.
    ///
    /// It is the one before the section of that byte, which loses its heading when the edit stands in it. A `---` at the
    /// file's head may also wait for its other half.
    fn first_touched(&self, start: usize) -> usize {
        let has_front_matter = self.sections[0].1.outline.front_matter.is_some();
        let head: String = self.text.chars().take("\u{FEFF}---".chars().count()).collect();
        let may_have = self.format == Format::Markdown && start < FRONT_MATTER_LIMIT;
        if may_have && !has_front_matter && opens_front_matter(&head) {
            return 0;
        }
        self.section_at(start).saturating_sub(1)
    }

    /// Finds the sections of the edited text from the old section `first` on, up to where an old one behind `last` starts,
    /// `moved` by the edit: from there on nothing changes, as a section does not depend on what stands above it. Returns
    /// them and the index of that old section.
    fn rescan(&self, first: usize, last: usize, moved: impl Fn(usize) -> usize) -> (Vec<Span>, usize) {
        let old_start = |index: usize| self.sections.get(index).map(|(start, _)| moved(*start));
        let mut spans = Vec::new();
        let mut synced = last + 1;
        let mut start = self.sections[first].0;
        let mut base = start;
        let mut end = self.line_behind(old_start(last + 2).unwrap_or(usize::MAX).max(base + FRONT_MATTER_LIMIT));
        let mut window = self.text.byte_slice(base..end).to_string();
        loop {
            match next_section(&window[start - base..], place(start), self.format) {
                Some(len) => {
                    spans.push(Span::new(start, start + len));
                    start += len;
                    while old_start(synced).is_some_and(|it| it < start) {
                        synced += 1;
                    }
                    if old_start(synced) == Some(start) {
                        return (spans, synced);
                    }
                }
                None if end == self.text.len_bytes() => {
                    if start < end || spans.is_empty() {
                        spans.push(Span::new(start, end));
                    }
                    return (spans, self.sections.len());
                }
                None => {
                    // Twice as far each time, so that all windows together are linear in what is read.
                    end = self.line_behind(end + (end - base));
                    base = start;
                    window = self.text.byte_slice(base..end).to_string();
                }
            }
        }
    }

    /// The start of the line behind the one that byte `offset` stands in, or the text's end.
    fn line_behind(&self, offset: usize) -> usize {
        match self.text.byte_to_line(offset.min(self.text.len_bytes())) + 1 {
            line if line < self.text.len_lines() => self.text.line_to_byte(line),
            _ => self.text.len_bytes(),
        }
    }

    /// The analysis of the section at `span` of the edited text; taken over where it is known. `edited` is the first byte
    /// that the edit changed; `self.sections` are still the old ones.
    fn section_of(&mut self, span: Span, edited: usize) -> Arc<Section> {
        let index = self.section_at(span.start);
        let is_old = span.end <= edited
            && self.sections[index].0 == span.start
            && self.sections.get(index + 1).is_some_and(|(start, _)| *start == span.end);
        if is_old {
            return Arc::clone(&self.sections[index].1);
        }
        let text = self.text.byte_slice(span.start..span.end).to_string();
        let known = if self.swallowed.is_empty() || span.start == 0 { None } else { self.swallowed.get(&text) };
        known.map(Arc::clone).unwrap_or_else(|| {
            let (place, memory) = (place(span.start), &mut self.memory);
            Arc::new(analysis::section(&text, place, self.format, &self.knowledge, memory))
        })
    }

    /// The old section `index`, which the edit only moved, with its text.
    fn with_text(&self, index: usize, moved: impl Fn(usize) -> usize) -> (String, Arc<Section>) {
        let (start, section) = &self.sections[index];
        let end = self.sections.get(index + 1).map_or(self.text.len_bytes(), |(next, _)| moved(*next));
        (self.text.byte_slice(moved(*start)..end).to_string(), Arc::clone(section))
    }
}

fn place(start: usize) -> Place {
    if start == 0 { Place::First } else { Place::Later }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::CardId;

    /// "# a\nxx\n# b\nyyzz\n" with the names xx, yy and zz of these cards.
    fn named(cards: [(u32, Certainty); 3]) -> Document {
        let mut document = Document::new("# a\nxx\n# b\nyyzz\n", Arc::new(Knowledge::default()));
        let mention = |index: usize, at: usize| {
            let (card, certainty) = cards[index];
            (1, Mention { card: CardId(card), range: Span::new(at, at + 2), name: 0, certainty, misspelt: false })
        };
        for (section, mentions) in [vec![mention(0, 4)], vec![mention(1, 4), mention(2, 6)]].into_iter().enumerate() {
            let section = Arc::make_mut(&mut document.sections[section].1);
            let is_certain = |it: &&(usize, Mention)| it.1.certainty == Certainty::Certain;
            section.signs.certain = mentions.iter().filter(is_certain).map(|(_, it)| it.card).collect();
            section.mentions = mentions;
        }
        document.join();
        document
    }

    fn ranges(document: &Document) -> Vec<(usize, usize)> {
        document.mentions().iter().map(|it| (it.range.start, it.range.end)).collect()
    }

    #[test]
    fn a_name_is_found_from_its_start_to_its_end() {
        let document = named([(1, Certainty::Certain), (2, Certainty::Certain), (3, Certainty::InAwsContext)]);
        assert_eq!(ranges(&document), [(4, 6), (11, 13), (13, 15)]);
        let found = (0..20).map(|it| document.mention_at(it).map_or(0, |it| it.card.0)).collect::<Vec<_>>();
        assert_eq!(found, [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 3, 3, 0, 0, 0, 0]);
    }

    #[test]
    fn an_ambiguous_name_counts_where_the_document_is_about_aws() {
        let document = named([(1, Certainty::Certain), (1, Certainty::Certain), (3, Certainty::InAwsContext)]);
        assert_eq!(ranges(&document), [(4, 6), (11, 13)]);
        assert_eq!(document.mention_at(14), None);
        assert_eq!(document.mention_at(13).map(|it| it.card), Some(CardId(1)));
    }

    #[test]
    fn an_edit_decides_anew_what_the_document_is_about() {
        let mut document = Document::new("# a\n\n# b\n", Arc::new(Knowledge::default()));
        assert!(!document.is_about_aws());
        document.edit(Span::new(4, 4), "AWS");
        assert!(document.is_about_aws());
        document.edit(Span::new(4, 5), "");
        assert!(!document.is_about_aws());
    }
}
