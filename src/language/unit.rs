//! Which blocks make one statement together, and in which frames do they stand?

use crate::knowledge::Knowledge;
use crate::memo::Memo;
use crate::mention::Mention;
use crate::span::Span;
use crate::surface::{BlockKind, Outline, Style};

use super::clause::{Clause, clauses};
use super::lexeme::{Lexeme, lexemes};
use super::lexicon::Weight;
use super::stance::{Place, stance, strength};
use super::{Frame, Frames, Looks, Reach, Role, Stance, Word, script};

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
    /// The unit that introduces it: the parent item, or the line above its list or table.
    pub(crate) above: Option<usize>,
}

/// What a unit's text says: its lexemes and clauses, with the names and the cells that they were read from.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    named: Vec<Mention>,
    cells: Vec<usize>,
    lexemes: Vec<Lexeme>,
    clauses: Vec<Clause>,
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

/// A block that is longer, in bytes, states nothing: nobody writes one, and what reads a statement costs more than its length.
const LONGEST: usize = 16 << 10;

/// What stands between the cells of a row.
const CELL: &str = " | ";

/// A line of this many bytes or fewer may be a label; a longer one is a sentence with a word in it that labels also use.
const LABEL_LENGTH: usize = 90;

impl Unit {
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
        let stances = parts.iter().map(|it| stance(&self.text, &self.lexemes, &self.clauses, *it, words, despite));
        stances.max_by_key(|it| strength(*it)).unwrap_or(Stance::Asserted)
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
        let index = self.clauses.partition_point(|it| it.span.end <= at).min(self.clauses.len() - 1);
        self.clauses[index].span
    }

    /// The clause that holds `span`, with the brackets that it stands in or that stand in it: "opens connections to the ledger (Aurora) itself".
    pub(crate) fn clause_with_asides(&self, span: Span) -> Span {
        Place::of(&self.clauses, span).whole
    }

    /// The sentence that holds byte `at`; in a table, the cell or a part of it.
    pub(crate) fn sentence(&self, at: usize) -> Span {
        let index = self.clauses.partition_point(|it| it.span.end <= at).min(self.clauses.len() - 1);
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

    /// The part that holds byte `at`.
    pub(crate) fn part(&self, at: usize) -> &Part {
        let index = self.parts.partition_point(|it| it.span.end < at).min(self.parts.len() - 1);
        &self.parts[index]
    }

    /// Bytes of the section that show `span`; a span over several cells is that of its first cell.
    pub(crate) fn source(&self, outline: &Outline, span: Span) -> Span {
        let part = self.part(span.start);
        let end = span.end.min(part.span.end);
        let within = Span::new(span.start - part.span.start, end - part.span.start);
        outline.blocks[part.block].prose.source(within)
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
    for group in groups(outline) {
        let mut unit = read(outline, mentions, knowledge, &group, memo);
        let first = &outline.blocks[group[0]];
        unit.above = first.parent.or(first.lead).and_then(|it| unit_of_block[it]);
        if let BlockKind::Heading { level } = first.kind {
            headings.retain(|(it, _)| *it < level);
            headings.push((level, words_frames(&unit, Span::new(0, unit.text.len()))));
        }
        let inherited = frames_above(&units, unit.above)
            .inside(headings.iter().fold(Frames::default(), |acc, it| it.1.inside(acc)));
        let own = label_frames(&unit, outline);
        for index in 0..unit.parts.len() {
            let column = column_frames(&units, outline, &unit_of_block, unit.parts[index].block);
            unit.parts[index].frames = column.inside(own.inside(inherited));
        }
        for block in &group {
            unit_of_block[*block] = Some(units.len());
        }
        units.push(unit);
    }
    units
}

/// Blocks that are read together: the cells of a row, else each block by itself.
fn groups(outline: &Outline) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut row = None;
    for (index, block) in outline.blocks.iter().enumerate() {
        let here = match block.kind {
            BlockKind::Cell { table, row, .. } => Some((table, row)),
            _ => None,
        };
        match groups.last_mut() {
            Some(group) if here.is_some() && here == row => group.push(index),
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
    let is_readable = group.iter().map(|it| outline.blocks[*it].prose.text().len()).sum::<usize>() <= LONGEST;
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
        match outline.blocks[*block].kind {
            // `out_of_scope` says what "out of scope" says.
            BlockKind::Key { .. } => text.push_str(&shown.replace('_', " ")),
            _ => text.push_str(shown),
        }
        named.extend(mentions[*block].iter().map(|it| Mention { range: it.range.shift(start), ..*it }));
        parts.push(Part { block: *block, span: Span::new(start, text.len()), frames: Frames::default() });
    }
    let cells = parts.iter().skip(1).map(|it| it.span.start).collect::<Vec<_>>();
    let fits = |it: &Reading| it.named == named && it.cells == cells;
    let Reading { lexemes, clauses, .. } = memo.of(&text, fits, || {
        let lexemes = lexemes(&text, &named, knowledge);
        let clauses = clauses(&text, &lexemes, &cells);
        Reading { named: named.clone(), cells: cells.clone(), lexemes, clauses }
    });
    Unit { text, lexemes, clauses, parts, above: None }
}

/// The frames that words inside `span`, a label, give.
fn words_frames(unit: &Unit, span: Span) -> Frames {
    let letters = |span: Span| span.of(&unit.text).chars().filter(|it| it.is_alphabetic()).count();
    let weight = |frame: Frame, part: Span| {
        let same = unit.within(part).filter(|it| matches!(it.word, Word::Frame(other, _) if other == frame));
        same.map(|it| letters(it.span)).sum::<usize>()
    };
    let is_most = |frame: Frame, part: Span| 2 * weight(frame, part) >= letters(part);
    unit.within(span)
        .filter_map(|it| match it.word {
            Word::Frame(frame, Weight::Strong) => Some(frame),
            Word::Frame(frame, Weight::Weak) => (is_most(frame, span)
                || verdict(unit, span, it.span).is_some_and(|part| is_most(frame, part)))
            .then_some(frame),
            _ => None,
        })
        .chain(is_year(span.of(&unit.text)).then_some(Frame::Past))
        .collect()
}

/// The brackets of a label that `at` stands in, which say how it is meant: "Option B (rejected)".
fn verdict(unit: &Unit, label: Span, at: Span) -> Option<Span> {
    let open = unit.text[label.start..at.start].rfind('(')? + label.start;
    let close = unit.text[at.end..label.end].find(')')? + at.end;
    (!unit.text[open..at.start].contains(')')).then_some(Span::new(open, close))
}

/// `2019: the laptop years` tells what was.
fn is_year(label: &str) -> bool {
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && label.starts_with("20") && label[digits..].trim_start_matches('년').starts_with([':', '–', '—'])
}

/// `Q7. …` in bold.
fn is_numbered_question(label: &str) -> bool {
    label
        .strip_prefix('Q')
        .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ':', ')']))
}

/// What the unit's words say as a heading.
pub(crate) fn heading_frames(unit: &Unit) -> Frames {
    words_frames(unit, Span::new(0, unit.text.len()))
}

/// What the introducing unit hands down: its own frames, and those of its words if it is short or ends with a colon.
fn frames_above(units: &[Unit], above: Option<usize>) -> Frames {
    let Some(unit) = above.map(|it| &units[it]) else { return Frames::default() };
    let inherited = unit.parts.iter().fold(Frames::default(), |acc, it| acc.or(it.frames));
    let is_label = unit.text.len() <= LABEL_LENGTH || unit.text.trim_end().ends_with(':');
    if is_label { words_frames(unit, Span::new(0, unit.text.len())).inside(inherited) } else { inherited }
}

/// What a label at the start says: `Dev: …`, `**Rejected** …`, or the first cell of a row.
fn label_frames(unit: &Unit, outline: &Outline) -> Frames {
    let first = &unit.parts[0];
    if unit.is_row() || unit.text.is_empty() {
        return words_frames(unit, first.span);
    }
    let strong =
        outline.blocks[first.block].prose.styles().iter().find(|(it, style)| *style == Style::Strong && it.start == 0);
    let strong = strong.map_or(Frames::default(), |(it, _)| {
        let frames = words_frames(unit, *it);
        // Behind a question its answer may stand, which states something.
        let is_alone = unit.text[it.end..].trim().is_empty();
        if is_alone && is_numbered_question(it.of(&unit.text)) { frames.with(Frame::Questions) } else { frames }
    });
    let label = unit.text.find(": ").or_else(|| unit.text.find(" — ")).filter(|it| *it <= LABEL_LENGTH);
    strong.or(label.map_or(Frames::default(), |end| words_frames(unit, Span::new(0, end))))
}

fn column_frames(units: &[Unit], outline: &Outline, unit_of_block: &[Option<usize>], block: usize) -> Frames {
    let BlockKind::Cell { table, column, row } = outline.blocks[block].kind else { return Frames::default() };
    if row == 0 {
        return Frames::default();
    }
    let header = outline.tables[table].rows.first().and_then(|it| it.get(column));
    let Some((header, unit)) = header.and_then(|it| Some((*it, &units[unit_of_block[*it]?]))) else {
        return Frames::default();
    };
    unit.parts.iter().find(|it| it.block == header).map_or(Frames::default(), |it| words_frames(unit, it.span))
}
