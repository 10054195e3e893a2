//! Which blocks make one statement together, and in which frames do they stand?

use std::borrow::Cow;

use crate::knowledge::Knowledge;
use crate::memo::Memo;
use crate::mention::Mention;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline};

use super::clause::{Clause, clause_at, clauses};
use super::column::{headers, is_recorded, row_frames};
use super::contrast;
use super::discourse::{announced_frames, is_announcing, taken_back};
use super::entry::{self, Identities};
use super::exam;
use super::label::{
    entry_frames, frames_above, heading_frames, is_answered, is_weighed, label_frames, question_end, question_frames,
};
use super::lexeme::{Lexeme, lexemes};
use super::property::introduce_properties;
use super::remedy::is_turned_down;
use super::stance::{Place, stance, strength};
use super::story::frame_mended;
use super::{Frame, Frames, Looks, QuantityUnit, Reach, Role, Stance, Word, script};

/// A paragraph, a list item, a heading or a table row, read into lexemes and clauses.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// The visible text; cells are joined by [`CELL`].
    pub(crate) text: String,
    /// What in it means something, in order.
    pub(crate) lexemes: Vec<Lexeme>,
    clauses: Vec<Clause>,
    /// Its blocks in order, each with its place in `text`.
    pub(crate) parts: Vec<Part>,
    /// The unit that introduces it: the parent item, the line above its list or table, what says what its map is about.
    pub(crate) above: Option<usize>,
    /// Whether it is an entry of a file of data: its key, and its value or values.
    pub(crate) is_entry: bool,
    /// Up to which byte it is a numbered question, whose answer follows.
    asked: usize,
    /// Bytes that a label tells was so, beside one that tells what is.
    past: Span,
}

/// What a unit's text says: its lexemes and clauses, with the names and the cells that they were read from.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    named: Vec<Mention>,
    cells: Vec<usize>,
    lexemes: Vec<Lexeme>,
    clauses: Vec<Clause>,
    past: Span,
}

/// One block of a unit.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Index of `Outline::blocks`.
    pub(crate) block: usize,
    /// Bytes of the unit's text.
    pub(crate) span: Span,
    /// What column, row header, introduction and headings of the section say about it.
    pub(crate) frames: Frames,
}

impl Part {
    /// Bytes of the section that show what `span` has of it; all of it, where it is read by other words.
    fn source(&self, outline: &Outline, span: Span) -> Span {
        let prose = &outline.blocks[self.block].prose;
        if self.span.len() != prose.text().len() {
            return prose.source(Span::new(0, prose.text().len()));
        }
        let (start, end) = (span.start.max(self.span.start), span.end.min(self.span.end));
        prose.source(Span::new(start - self.span.start, end.max(start) - self.span.start))
    }
}

/// A block that is longer, in bytes, states nothing: nobody writes one, and what reads a statement costs more than its length.
const LONGEST: usize = 16 << 10;

/// A row of more cells, or a list of more items, states nothing either: each is held against what the others say.
const MOST_PARTS: usize = 1_000;

/// What stands between the cells of a row.
pub(super) const CELL: &str = " | ";

impl Unit {
    /// What it says of what it announces below it.
    pub(super) fn announced(&self) -> Frames {
        announced_frames(&self.text, &self.lexemes, &self.clauses)
    }

    /// All of the text.
    pub(crate) fn whole(&self) -> Span {
        Span::new(0, self.text.len())
    }

    /// The stance of `evidence`, bytes of the text.
    pub(crate) fn stance(&self, evidence: Span) -> Stance {
        self.stance_of_parts(&[evidence], &[evidence], &[])
    }

    /// The stance of a statement made of `parts`, bytes of the text: that which a cue outside of its `words` gives one of them and
    /// which weighs most; asserted without parts. Cues of the stances in `despite` are not heard.
    pub(crate) fn stance_of_parts(&self, parts: &[Span], words: &[Span], despite: &[Stance]) -> Stance {
        if parts.iter().any(|it| self.is_answered_no(*it)) {
            return Stance::Denied;
        }
        if parts.iter().any(|it| it.start < self.asked) {
            return Stance::Asked;
        }
        let is_over = !despite.contains(&Stance::Past) && parts.iter().any(|it| it.overlaps(self.past));
        let stances = parts.iter().map(|it| stance(&self.text, &self.lexemes, &self.clauses, *it, words, despite));
        stances.chain(is_over.then_some(Stance::Past)).max_by_key(|it| strength(*it)).unwrap_or(Stance::Asserted)
    }

    /// Whether `evidence` is what the first of two cells asks and the second says no to, with a reason: | Does somebody restart it? | no, it
    /// comes back by itself |. A bare no may say no to anything.
    fn is_answered_no(&self, evidence: Span) -> bool {
        let [first, second] = &self.parts[..] else { return false };
        let denies = |it: &Lexeme| match it.word {
            Word::Cue(cue) => cue.stance == Stance::Denied && cue.looks != Looks::Back,
            _ => false,
        };
        let answers = |it: &Lexeme| {
            it.span.start == second.span.start && self.text[it.span.end..].starts_with([',', '.', ';', ':'])
        };
        first.span.contains(evidence)
            && self.within(second.span).any(|it| it.word == Word::Role(Role::No) && answers(it))
            && self.within(second.span).any(|it| denies(it) && answers(it))
    }

    /// The clause that holds byte `at`.
    pub(crate) fn clause(&self, at: usize) -> Span {
        let index = clause_at(&self.clauses, at);
        self.clauses[index].span
    }

    /// The clause that holds `span`, with the brackets that it stands in or that stand in it: "opens connections to the ledger (Aurora) itself".
    pub(crate) fn clause_with_asides(&self, span: Span) -> Span {
        Place::of(&self.clauses, span).whole
    }

    /// `span` with the gloss behind it, or the brackets around it where it is the gloss itself: `DLQ(Dead Letter Queue)`, `(DLQ)`.
    pub(crate) fn with_gloss(&self, span: Span) -> Span {
        let clause = self.clause(span.start);
        let rest = &self.text[span.end..clause.end.max(span.end)];
        let is_inside = rest.starts_with(')') && self.text[clause.start..span.start].ends_with('(');
        let opens = rest.strip_prefix(' ').unwrap_or(rest).starts_with('(');
        let close = rest.find(')').filter(|_| is_inside || opens);
        close.map_or(span, |at| Span::new(span.start, span.end + at + 1))
    }

    /// The sentence that holds byte `at`; in a table, the cell or a part of it.
    pub(crate) fn sentence(&self, at: usize) -> Span {
        let index = clause_at(&self.clauses, at);
        let here = self.clauses[index];
        self.clauses.iter().filter(|it| it.sentence == here.sentence).fold(here.span, |acc, it| acc.cover(it.span))
    }

    /// The lexemes inside `span`.
    pub(crate) fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = &Lexeme> {
        self.lexemes.iter().filter(move |it| span.contains(it.span))
    }

    /// How many words stand between two places; 0 when they touch.
    pub(crate) fn words_between(&self, a: Span, b: Span) -> usize {
        let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
        if first.end >= second.start {
            return 0;
        }
        self.text[first.end..second.start].split_whitespace().filter(|it| it.contains(char::is_alphanumeric)).count()
    }

    /// The part that block `block` is, if it is one. Cost: O(log parts).
    pub(crate) fn part_of(&self, block: usize) -> Option<&Part> {
        let index = self.parts.binary_search_by_key(&block, |it| it.block).ok()?;
        Some(&self.parts[index])
    }

    /// The part that holds byte `at`.
    pub(crate) fn part(&self, at: usize) -> &Part {
        let index = self.parts.partition_point(|it| it.span.end < at).min(self.parts.len() - 1);
        &self.parts[index]
    }

    /// Bytes of the section that show `span`; a span over several cells is that of its first cell.
    pub(crate) fn source(&self, outline: &Outline, span: Span) -> Span {
        let part = self.part(span.start);
        let first = part.source(outline, span);
        if !self.is_entry || span.end <= part.span.end {
            return first;
        }
        let last = self.part(span.end).source(outline, span);
        first.cover(last)
    }

    /// Whether what the cue at `at` turns down is what would mend `evidence`: `count: 1 # the spare was cancelled`.
    pub(crate) fn turns_down_a_remedy(&self, at: Span, evidence: Span) -> bool {
        is_turned_down(&self.text, &self.lexemes, &self.clauses, at, evidence)
    }

    /// Whether `span` has Hangul in it.
    pub(crate) fn is_korean(&self, span: Span) -> bool {
        span.of(&self.text).contains(script::is_hangul)
    }

    /// Whether it is a note of what is to do: it states nothing, and the text around it goes on as if it were not there.
    pub(crate) fn is_note(&self) -> bool {
        self.lexemes.first().is_some_and(|it| match it.word {
            Word::Cue(cue) => {
                it.span.start == 0 && cue.stance == Stance::Hypothetical && cue.reach == Reach::Unit && !self.is_row()
            }
            _ => false,
        })
    }

    /// Whether it is headed, or labelled, as what shall be. A column that is does not count where none beside it tells what is: a list of
    /// actions ("조치 | 담당 | 상태") replaces no design.
    pub(crate) fn is_of_target(&self) -> bool {
        let tells = |part: &Part, frame| part.frames.has(frame) && !part.frames.has(Frame::Past);
        let is_all = self.parts.iter().all(|it| tells(it, Frame::ToBe));
        let has = |frame| self.parts.iter().any(|it| tells(it, frame));
        is_all || has(Frame::ToBe) && has(Frame::AsIs)
    }

    /// Whether it is a row of a table.
    pub(crate) fn is_row(&self) -> bool {
        self.parts.len() > 1
    }
}

/// Reads a section's blocks into units, in reading order. `mentions` has one list for each block, in bytes of its prose.
pub(crate) fn units(
    outline: &Outline,
    mentions: &[Vec<Mention>],
    knowledge: &Knowledge,
    memo: &mut Memo<Reading>,
) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of_block = vec![None; outline.blocks.len()];
    let mut headings: Vec<(u8, Frames)> = Vec::new();
    let mut identities = Identities::default();
    for group in groups(outline) {
        let mut unit = read(outline, mentions, knowledge, &group, memo);
        let first = &outline.blocks[group[0]];
        let parent = first.parent.or(first.lead).and_then(|it| unit_of_block[it]);
        unit.above = identities.above(outline, group[0]).or(parent).or_else(|| announced_by(&units, outline, first));
        if let BlockKind::Heading { level } = first.kind {
            headings.retain(|(it, _)| *it < level);
            headings.push((level, heading_frames(&unit)));
        }
        // What says what a map is about may stand further out than the key that the map stands under: `dev:` below `service: checkout`.
        let further_in = parent.filter(|it| unit.above != Some(*it));
        let inherited = frames_above(&units, unit.above)
            .or(frames_above(&units, further_in))
            .inside(headings.iter().fold(Frames::default(), |acc, it| it.1.inside(acc)));
        let own = label_frames(&unit, outline).or(entry::key_frames(outline, group[0], knowledge));
        unit.asked = question_end(&unit, outline);
        let headers = headers(&units, outline, &unit_of_block, &unit);
        let is_recorded = is_recorded(&unit, &headers, &knowledge.lexicon);
        let own = if is_recorded { own.with(Frame::Record) } else { own };
        let lead = first.lead.and_then(|it| unit_of_block[it]).map(|it| &units[it]);
        let own = if lead.is_some_and(is_of_others) { own.with(Frame::Elsewhere) } else { own };
        let own = if is_answered(&unit.text) { own.with(Frame::Answered) } else { own };
        let own = own.or(units.last().map_or(Frames::default(), |it| question_frames(it, outline)));
        let columns = row_frames(&unit, &headers, &knowledge.lexicon);
        for (part, column) in unit.parts.iter_mut().zip(columns) {
            part.frames = column.inside(own.inside(inherited));
        }
        if !outline.tree.is_empty() {
            identities.note(outline, group[0], units.len(), entry_frames(&unit, outline, knowledge), knowledge);
        }
        for block in &group {
            unit_of_block[*block] = Some(units.len());
        }
        units.push(unit);
    }
    identities.introduce_earlier(outline, &mut units);
    identities.frame(outline, &mut units, knowledge);
    take_back(&mut units, outline);
    contrast::frame_siblings(&mut units, outline, &knowledge.lexicon);
    introduce_properties(&mut units, outline, knowledge);
    frame_mended(&mut units, outline, &knowledge.lexicon);
    exam::frame_choices(&mut units, outline);
    if is_weighed(&units, outline, &knowledge.lexicon) {
        let parts = units.iter_mut().flat_map(|it| &mut it.parts);
        parts.for_each(|it| it.frames = it.frames.with(Frame::Alternatives));
    }
    units
}

/// Whether what stands above a list says that it is about somebody else's: "StarForge is not ours. Their report says:".
fn is_of_others(lead: &Unit) -> bool {
    let is_elsewhere = |it: &Lexeme| match it.word {
        Word::Cue(cue) => {
            cue.stance == Stance::Elsewhere && matches!(cue.reach, Reach::Sentence | Reach::Verdict | Reach::Unit)
        }
        _ => false,
    };
    let comes_back = |it: &Lexeme| it.word == Word::Role(Role::Now);
    let last = lead.lexemes.iter().rposition(is_elsewhere);
    last.is_some_and(|at| lead.text.trim_end().ends_with(':') && !lead.lexemes[at..].iter().any(comes_back))
}

/// The unit that announces the paragraph `block`, which comes after `units`: "A sister company does it like this:" over a quotation.
fn announced_by(units: &[Unit], outline: &Outline, block: &Block) -> Option<usize> {
    let index = units.len().checked_sub(1)?;
    let before = &units[index];
    let above = &outline.blocks[before.parts[0].block];
    let is_text = |it: &Block| it.kind == BlockKind::Paragraph && it.parent.is_none();
    if !is_text(block) || !is_text(above) {
        return None;
    }
    let goes_on = block.quote_depth > 0 && block.quote_depth == above.quote_depth;
    let is_announcing = is_announcing(&before.text, &before.lexemes, &before.clauses);
    let is_announcing = is_announcing || block.quote_depth > above.quote_depth;
    is_announcing.then_some(index).or(before.above.filter(|_| goes_on))
}

/// Gives each paragraph, and each item of a list with what stands above it, the frames that the paragraph below takes them back with.
fn take_back(units: &mut [Unit], outline: &Outline) {
    for index in 1..units.len() {
        let unit = &units[index];
        let is_text = |it: &Unit| {
            let kind = outline.blocks[it.parts[0].block].kind;
            !it.is_row() && matches!(kind, BlockKind::Paragraph | BlockKind::Item { .. })
        };
        // A note of what is to do ("이 상태를 밖으로 옮긴다") says nothing of what is.
        let speaks = is_text(unit) && !unit.is_note();
        let frames = if speaks { taken_back(&unit.text, &unit.lexemes, &unit.clauses) } else { Frames::default() };
        if frames == Frames::default() {
            continue;
        }
        let above = units[index - 1].above.filter(|it| is_text(&units[*it]));
        let is_item = |it: &Unit| matches!(outline.blocks[it.parts[0].block].kind, BlockKind::Item { .. });
        let is_same = |it: &Unit| it.above == above && is_item(it) && is_item(&units[index - 1]);
        let first = (0..index - 1).rev().take_while(|it| is_same(&units[*it])).last().unwrap_or(index - 1);
        for unit in units[first..index].iter_mut().filter(|it| is_text(it)) {
            unit.parts.iter_mut().for_each(|it| it.frames = it.frames.or(frames));
        }
    }
}

/// Blocks that are read together: the cells of a row, an entry's key with its value; else each block by itself.
fn groups(outline: &Outline) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut row = None;
    let mut rows = entry::Rows::new(outline);
    for (index, block) in outline.blocks.iter().enumerate() {
        let here = match block.kind {
            BlockKind::Cell { table, row, .. } => Some((table, row)),
            _ => None,
        };
        let is_of_entry = rows.goes_on(index);
        match groups.last_mut() {
            Some(group) if is_of_entry || here.is_some() && here == row => group.push(index),
            _ => groups.push(vec![index]),
        }
        row = here;
    }
    groups
}

fn read(
    outline: &Outline,
    mentions: &[Vec<Mention>],
    knowledge: &Knowledge,
    group: &[usize],
    memo: &mut Memo<Reading>,
) -> Unit {
    let mut text = String::new();
    let mut parts = Vec::new();
    let mut named = Vec::new();
    let length = || group.iter().map(|it| outline.blocks[*it].prose.text().len()).sum::<usize>();
    let is_readable = group.len() <= MOST_PARTS && length() <= LONGEST;
    let is_entry = is_readable && group.len() > 1 && matches!(outline.blocks[group[0]].kind, BlockKind::Key { .. });
    for block in group {
        if !is_readable {
            parts.push(Part { block: *block, span: Span::default(), frames: Frames::default() });
            continue;
        }
        if !parts.is_empty() {
            text.push_str(CELL);
        }
        let start = text.len();
        let shown = outline.blocks[*block].prose.text();
        let said = if is_entry { entry::said(outline, *block, group[0], knowledge) } else { None };
        let is_name =
            matches!(outline.blocks[*block].kind, BlockKind::Key { .. } | BlockKind::Label | BlockKind::Id { .. });
        match said {
            Some(said) => {
                let whole = Span::new(start, start + said.len());
                let at = |it: Span| if said.len() == shown.len() { it.shift(start) } else { whole };
                named.extend(mentions[*block].iter().map(|it| Mention { range: at(it.range), ..*it }));
                text.push_str(&said);
            }
            None => {
                named.extend(mentions[*block].iter().map(|it| Mention { range: it.range.shift(start), ..*it }));
                // `out_of_scope` says what "out of scope" says.
                // So does `outOfScope`, where it names nothing.
                let is_plain_key = is_name && mentions[*block].is_empty();
                text.push_str(&match is_name {
                    true if is_plain_key => Cow::from(entry::words(shown)),
                    true => Cow::from(shown.replace('_', " ")),
                    false => Cow::from(shown),
                });
            }
        }
        parts.push(Part { block: *block, span: Span::new(start, text.len()), frames: Frames::default() });
    }
    let cells = parts.iter().skip(1).map(|it| it.span.start).collect::<Vec<_>>();
    let fits = |it: &Reading| it.named == named && it.cells == cells;
    let Reading { lexemes, clauses, past, .. } = memo.of(&text, fits, || {
        let lexemes = lexemes(&text, &named, knowledge);
        let clauses = clauses(&text, &lexemes, &cells);
        let past = contrast::what_was(&text, &knowledge.lexicon);
        Reading { named: named.clone(), cells: cells.clone(), lexemes, clauses, past }
    });
    let mut unit = Unit { text, lexemes, clauses, parts, above: None, is_entry, asked: 0, past };
    if outline.blocks[group[0]].kind == BlockKind::Label {
        drop_numbers_that_are_names(&mut unit, outline);
    }
    unit
}

/// In a diagram, "Node 1" and "DX 2" are names: a bare number behind a word, at the end of its line.
fn drop_numbers_that_are_names(unit: &mut Unit, outline: &Outline) {
    let (text, prose) = (&unit.text, &outline.blocks[unit.parts[0].block].prose);
    let is_digits = |span: Span| span.of(text).bytes().all(|it| it.is_ascii_digit());
    let is_behind_a_word = |at: usize| {
        let before = &text[..at];
        before.ends_with([' ', '#', '-']) && before[..before.len() - 1].ends_with(char::is_alphanumeric)
    };
    // A line ends where a space stands for more than itself.
    let ends_line = |at: usize| {
        let is_break = text[at..].starts_with(' ') && prose.source(Span::new(at, at + 1)).len() > 1;
        at == text.len() || is_break || text[at..].starts_with('\n')
    };
    unit.lexemes.retain(|it| {
        let is_bare = matches!(it.word, Word::Quantity(it) if it.unit == QuantityUnit::Bare);
        !(is_bare && is_digits(it.span) && is_behind_a_word(it.span.start) && ends_line(it.span.end))
    });
}
