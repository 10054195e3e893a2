//! What do the words of a label (a heading, a column's header, a bold word, the line above a list) say about what stands under it?

use crate::knowledge::Knowledge;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline, Style};

use super::lexicon::{List, Weight};
use super::unit::Part;
use super::{Cue, Frame, Frames, Lexicon, Role, Stance, Unit, Word};

/// A line of this many bytes or fewer may be a label; a longer one is a sentence with a word in it that labels also use.
pub(super) const LABEL_LENGTH: usize = 90;

/// The frames that words inside `span`, a label, give.
pub(super) fn words_frames(unit: &Unit, span: Span) -> Frames {
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
                || head(unit, span).is_some_and(|part| part.contains(it.span) && is_most(frame, part))
                || verdict(unit, span, it.span).is_some_and(|part| is_most(frame, part)))
            .then_some(frame),
            _ => None,
        })
        .chain(is_year(span.of(&unit.text)).then_some(Frame::Past))
        .collect()
}

/// What stands before the first comma of a label: "History, so that nobody asks again".
fn head(unit: &Unit, label: Span) -> Option<Span> {
    let comma = label.of(&unit.text).find(", ")?;
    Some(Span::new(label.start, label.start + comma))
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

/// `Q7. …`, `문 3.` in bold.
fn is_numbered_question(label: &str) -> bool {
    ["Q", "문 ", "질의 ", "질문 "]
        .iter()
        .find_map(|it| label.strip_prefix(it))
        .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ':', ')']))
}

/// Whether `text` asks something and answers it: "Q. Where are the files? A. On S3."
pub(super) fn is_answered(text: &str) -> bool {
    const MARKS: [&str; 6] = ["A.", "A:", "답.", "답:", "답변:", "→"];
    const NO: [&str; 6] = ["no.", "no,", "never", "아니", "없다", "없습니다"];
    let is_answer = |it: &str| MARKS.iter().any(|mark| it.trim_start_matches([' ', '\n', '*', '_']).starts_with(mark));
    // "Is it so? A: No": nothing is so.
    let says_no = |it: &str| {
        let answer = it.trim_start_matches([' ', '\n', '*', '_']);
        let answer = MARKS.iter().find_map(|mark| answer.strip_prefix(mark)).unwrap_or_default();
        NO.iter().any(|no| answer.trim_start().to_lowercase().starts_with(no))
    };
    text.split(['?', '？']).skip(1).any(|it| is_answer(it) && !says_no(it))
}

/// What the unit's words say as a heading.
pub(crate) fn heading_frames(unit: &Unit) -> Frames {
    words_frames(unit, Span::new(0, unit.text.len()))
}

/// What the introducing unit hands down: its own frames, and those of its words if it is short or ends with a colon.
pub(crate) fn frames_above(units: &[Unit], above: Option<usize>) -> Frames {
    let Some(unit) = above.map(|it| &units[it]) else { return Frames::default() };
    let inherited = unit.parts.iter().fold(Frames::default(), |acc, it| acc.or(it.frames));
    if unit.is_entry {
        return inherited;
    }
    let text = unit.text.trim_end();
    // What ends with a stop is a sentence: it says so if it announces what is below.
    let is_label = text.ends_with(':') || text.len() <= LABEL_LENGTH && !text.ends_with(['.', '!']);
    let own = if is_label { words_frames(unit, Span::new(0, unit.text.len())) } else { Frames::default() };
    own.or(unit.announced()).inside(inherited)
}

/// What the key, the value and the comment of an entry say, each by itself.
pub(super) fn entry_frames(unit: &Unit, outline: &Outline, knowledge: &Knowledge) -> Frames {
    let places = unit.lexemes.iter().filter_map(|it| match it.word {
        Word::Cue(Cue { stance: Stance::NonProduction, .. }) => Some(Frame::NonProduction),
        Word::Cue(Cue { stance: Stance::Elsewhere, .. }) => Some(Frame::Elsewhere),
        _ => None,
    });
    let said = |it: &Part| {
        let by_itself = knowledge.vocabulary.frame(outline.blocks[it.block].prose.text()).into_iter().collect();
        words_frames(unit, it.span).or(by_itself)
    };
    unit.parts.iter().map(said).fold(places.collect(), Frames::or)
}

/// Where the numbered question ends that the unit starts with in bold, and that its answer follows; 0 without one. A label that is only the
/// number, **문 3.**, asks up to the next bold word.
pub(super) fn question_end(unit: &Unit, outline: &Outline) -> usize {
    const NUMBER: usize = 10;
    let Some(label) = (!unit.is_row()).then(|| strong_label(unit, outline)).flatten() else { return 0 };
    if !is_numbered_question(label.of(&unit.text)) {
        return 0;
    }
    let mut styles = outline.blocks[unit.parts[0].block].prose.styles().iter();
    let answer = styles.find(|(it, style)| *style == Style::Strong && it.start >= label.end).map(|it| it.0.start);
    if label.len() > NUMBER { label.end } else { answer.unwrap_or(label.end).min(unit.text.len()) }
}

/// The bold words that the unit starts with.
pub(super) fn strong_label(unit: &Unit, outline: &Outline) -> Option<Span> {
    let mut styles = outline.blocks[unit.parts[0].block].prose.styles().iter();
    let first = styles.find(|(it, style)| *style == Style::Strong && it.start == 0);
    // Of a block that is too long to be read there is no text.
    first.map(|it| it.0).filter(|it| it.end <= unit.text.len())
}

/// What a question in bold letters says of where the answer below it holds: "**Is staging redundant?**" over "No. It is one machine."
pub(super) fn question_frames(question: &Unit, outline: &Outline) -> Frames {
    const PLACES: [Frame; 2] = [Frame::NonProduction, Frame::Elsewhere];
    let is_whole =
        |it: &Span| question.text[it.end..].trim().is_empty() && it.of(&question.text).ends_with(['?', '？']);
    let asked = (!question.is_row()).then(|| strong_label(question, outline)).flatten().filter(is_whole);
    let frames = asked.map_or(Frames::default(), |it| words_frames(question, it));
    PLACES.into_iter().filter(|it| frames.has(*it)).collect()
}

/// What a label at the start says: `Dev: …`, `**Rejected** …`, or the first cell of a row.
pub(super) fn label_frames(unit: &Unit, outline: &Outline) -> Frames {
    let first = &unit.parts[0];
    if unit.is_entry {
        // `0 # previously: page the DBA`
        let comment = unit.parts.iter().skip(1).filter_map(|it| {
            let end = it.span.of(&unit.text).find(": ").filter(|end| *end <= LABEL_LENGTH)?;
            Some(words_frames(unit, Span::new(it.span.start, it.span.start + end)))
        });
        return comment.fold(words_frames(unit, first.span), Frames::or);
    }
    if unit.is_row() || unit.text.is_empty() {
        return words_frames(unit, first.span);
    }
    let strong = strong_label(unit, outline).map_or(Frames::default(), |it| {
        let frames = words_frames(unit, it);
        // Behind a question its answer may stand, which states something.
        let is_alone = unit.text[it.end..].trim().is_empty();
        // A table below it is the answer; a list may be what one can choose from.
        let has_table = outline.blocks.get(first.block + 1).is_some_and(Block::is_header);
        let is_asked = is_alone && !has_table && is_numbered_question(it.of(&unit.text));
        if is_asked { frames.with(Frame::Questions) } else { frames }
    });
    let strong = if is_speaker(unit, outline) { strong.with(Frame::Claims) } else { strong };
    // "- [x] 세션을 DB로 옮기기", "- [x] key in the code → vault"
    let is_checked = matches!(outline.blocks[first.block].kind, BlockKind::Item { task: Some(true), .. });
    let is_task = unit.text.contains('→') || unit.text.trim_end_matches(['.', ' ']).ends_with('기');
    let is_done = is_checked && is_task;
    let strong = if is_done { strong.with(Frame::Past) } else { strong };
    let label = unit.text.find(": ").or_else(|| unit.text.find(" — ")).filter(|it| *it <= LABEL_LENGTH);
    strong.or(label.map_or(Frames::default(), |end| words_frames(unit, Span::new(0, end))))
}

/// Whether the unit is a quotation that begins with who says it: "> **Ama:** Because then there is a cache with one node." A note is no person.
fn is_speaker(unit: &Unit, outline: &Outline) -> bool {
    const LABELS: [&str; 18] = [
        "note",
        "warning",
        "important",
        "tip",
        "caution",
        "info",
        "remark",
        "attention",
        "decision",
        "conclusion",
        "summary",
        "answer",
        "result",
        "action",
        "update",
        "context",
        "problem",
        "status",
    ];
    const WORDS: usize = 3;
    let Some(label) = strong_label(unit, outline).map(|it| it.of(&unit.text)) else { return false };
    let name = label.trim_end_matches(':').trim();
    let has_colon = label.ends_with(':') || unit.text[label.len()..].starts_with(':');
    outline.blocks[unit.parts[0].block].quote_depth > 0
        && has_colon
        && name.split_whitespace().count() <= WORDS
        && !LABELS.contains(&name.to_lowercase().as_str())
        && name.split_whitespace().all(|it| it.starts_with(|it: char| it.is_ascii_uppercase()))
}

/// Whether the units of a section weigh what its heading names: two of them are headed "Pros" and "Cons", and none says that it was chosen.
pub(super) fn is_weighed(units: &[Unit], outline: &Outline, lexicon: &Lexicon) -> bool {
    let is_headed = |it: &&Unit| {
        let first = it.lexemes.iter().find(|it| it.word == Word::Role(Role::Weighed)).filter(|it| it.span.start == 0);
        first.is_some_and(|first| {
            let behind = it.text[first.span.end..].trim_start();
            !it.is_row() && (behind.is_empty() || behind.starts_with([':', '\n']))
        })
    };
    let is_chosen = || units.iter().any(|it| it.lexemes.iter().any(|it| it.word == Word::Role(Role::Upheld)));
    let heading =
        units.first().filter(|it| matches!(outline.blocks[it.parts[0].block].kind, BlockKind::Heading { .. }));
    // The good and the bad that come of a decision.
    let is_decided = |it: &Unit| lexicon.has(List::Outcomes, &it.text.trim().to_lowercase());
    heading.is_some_and(|it| !is_decided(it)) && units.iter().filter(is_headed).count() > 1 && !is_chosen()
}
