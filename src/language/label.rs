//! What do the words of a label (a heading, a column's header, a bold word, the line above a list) say about what stands under it?

use crate::knowledge::Knowledge;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline, Style};

use super::contrast;
use super::lexicon::{List, Weight};
use super::unit::Part;
use super::{Cue, Frame, Frames, Lexicon, Role, Stance, Unit, Word};

/// A line of this many bytes or fewer may be a label; a longer one is a sentence with a word in it that labels also use.
const LABEL_LENGTH: usize = 90;

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
    let is_answer = |it: &str| MARKS.iter().any(|mark| it.trim_start_matches([' ', '\n', '*', '_']).starts_with(mark));
    text.split(['?', '？']).skip(1).any(is_answer)
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
fn strong_label(unit: &Unit, outline: &Outline) -> Option<Span> {
    let mut styles = outline.blocks[unit.parts[0].block].prose.styles().iter();
    let first = styles.find(|(it, style)| *style == Style::Strong && it.start == 0);
    // Of a block that is too long to be read there is no text.
    first.map(|it| it.0).filter(|it| it.end <= unit.text.len())
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
    let label = unit.text.find(": ").or_else(|| unit.text.find(" — ")).filter(|it| *it <= LABEL_LENGTH);
    strong.or(label.map_or(Frames::default(), |end| words_frames(unit, Span::new(0, end))))
}

/// What the headers of a table say about the parts of `unit`, a row of it, one by one: that over its own cell, and what one behind it judges
/// it by ("Why not", "Closed by"), unless a cell says that it holds. None for what is no row.
pub(super) fn row_frames(unit: &Unit, headers: &[Option<Header<'_>>], lexicon: &Lexicon) -> Vec<Frames> {
    let judged = headers.iter().zip(&unit.parts).map(|(header, part)| match header {
        Some((row, span)) if part.span.of(&unit.text).contains(char::is_alphanumeric) => beside(row, *span),
        _ => None,
    });
    let judged = judged.collect::<Vec<_>>();
    let is_upheld =
        judged.iter().any(Option::is_some) && unit.lexemes.iter().any(|it| it.word == Word::Role(Role::Upheld));
    let is_refused = headers.iter().zip(&unit.parts).any(|(header, part)| match header {
        Some((row, span)) => is_verdict(lexicon, span.of(&row.text), part.span.of(&unit.text)),
        None => false,
    });
    // Of "IDC 현황" beside "AWS 목표" each says what it would also say alone in its heading.
    let said = headers.iter().map(|it| it.map_or(Frames::default(), |(row, span)| times_said(row, span)));
    let stages = contrast::stages(headers, lexicon);
    let times = said.zip(stages).map(|(said, stage)| stage.map_or(said, |it| Frames::default().with(it)));
    let mut times = times.collect::<Vec<_>>();
    // "Now" beside "From March"
    if times.iter().any(|it| it.has(Frame::ToBe)) {
        let now = contrast::now(headers);
        times.iter_mut().zip(now).filter(|it| it.1).for_each(|it| *it.0 = Frames::default().with(Frame::AsIs));
    }
    // Beside "변동 없음" for what will be, what is stays so.
    let is_to_stay = |part: &Part| {
        unit.within(part.span).any(|it| it.word == Word::Role(Role::Upheld) && 2 * it.span.len() >= part.span.len())
    };
    let is_kept = times.iter().zip(&unit.parts).any(|(column, part)| column.has(Frame::ToBe) && is_to_stay(part));
    let is_contrast =
        !is_kept && times.iter().any(|it| it.has(Frame::AsIs)) && times.iter().any(|it| it.has(Frame::ToBe));
    let over = contrast::cells_over(headers, lexicon);
    let mut behind: Frames = is_refused.then_some(Frame::Alternatives).into_iter().collect();
    if unit.is_row() && headers.iter().any(Option::is_some) && is_of_an_environment(unit, lexicon) {
        behind = behind.with(Frame::NonProduction);
    }
    let mut frames = Vec::with_capacity(headers.len());
    for (index, judged) in judged.into_iter().enumerate().rev() {
        let own = headers[index].map_or(Frames::default(), |(row, span)| words_frames(row, span));
        let own = if is_contrast { own.or(times[index]) } else { own };
        let own = if is_kept { own.without(Frame::AsIs) } else { own };
        let own = if over[index] { own.with(Frame::Past) } else { own };
        frames.push(own.or(cell_frames(unit, unit.parts[index].span)).or(behind));
        if let Some(frame) = judged.filter(|_| !is_upheld) {
            behind = behind.with(frame);
        }
    }
    frames.reverse();
    frames
}

/// Whether a cell behind the first says that its row is about no production: | `permits-dev` | one EC2 | dev |.
fn is_of_an_environment(unit: &Unit, lexicon: &Lexicon) -> bool {
    // "dev, wiped every night", "– (sandbox)"
    let pieces = |it: &Part| it.span.of(&unit.text).split([',', ';', '(', ')', '.', '—', '–']);
    let first = |it: &Part| pieces(it).find(|it| !it.trim().is_empty()).unwrap_or_default();
    let word = |it: &Part| first(it).trim_matches([' ', '*', '_', '`']).to_lowercase();
    unit.parts.iter().skip(1).any(|it| it.span.len() <= LABEL_LENGTH && lexicon.has(List::Environments, &word(it)))
}

/// What the words of the header at `span` say of the time, however few of its words they are; nothing where they say both.
fn times_said(unit: &Unit, span: Span) -> Frames {
    let frames = unit.within(span).filter_map(|it| match it.word {
        Word::Frame(frame @ (Frame::AsIs | Frame::ToBe), _) => Some(frame),
        _ => None,
    });
    let frames = frames.collect::<Frames>();
    if frames.has(Frame::AsIs) && frames.has(Frame::ToBe) { Frames::default() } else { frames }
}

/// Whether `unit` is a row of a list of checks that was filled in: under "Result" or 비고 something stands. A list that was not says what ought
/// to be.
pub(super) fn is_recorded(unit: &Unit, headers: &[Option<Header<'_>>], lexicon: &Lexicon) -> bool {
    let is_filled =
        |part: &Part| part.span.of(&unit.text).contains(|it: char| !it.is_whitespace() && !"-–—".contains(it));
    let is_record = |(row, span): &Header<'_>| lexicon.has(List::Records, &span.of(&row.text).trim().to_lowercase());
    let mut cells = headers.iter().zip(&unit.parts);
    unit.is_row() && cells.any(|(header, part)| is_filled(part) && header.as_ref().is_some_and(is_record))
}

/// What a label at the start of a cell says: "dev: one AZ, one NAT", "개발. 단일 AZ".
fn cell_frames(unit: &Unit, cell: Span) -> Frames {
    const WORD: usize = 20;
    let text = cell.of(&unit.text);
    let frames = |end: usize| words_frames(unit, Span::new(cell.start, cell.start + end));
    if let Some(end) = text.find(": ").filter(|it| *it <= LABEL_LENGTH) {
        return frames(end);
    }
    // A word by itself says where it is so; of what was, the next one may say what replaced it: "폐기. …에서 조회".
    let places = [Frame::NonProduction, Frame::Elsewhere];
    let said = text.find(". ").filter(|it| *it <= WORD).map_or(Frames::default(), frames);
    places.into_iter().filter(|it| said.has(*it)).collect()
}

/// Whether `cell` says under `header` that its row is not done: ✘ under "Decision", 기각 under 채택 여부.
pub(super) fn is_verdict(lexicon: &Lexicon, header: &str, cell: &str) -> bool {
    const SHORT: usize = 3;
    let is_in = |list: List, it: &str| {
        // "No, Aurora instead", "Rejected (wrong database)".
        let first = it.split([',', ';', ':', '(', '.', '—', '–', '→']).next().unwrap_or_default();
        let word = first.trim().trim_matches(['*', '_', '`']).to_lowercase();
        word.len() <= LABEL_LENGTH && lexicon.has(list, &word)
    };
    // Under "Status" a bare no says nothing, "rejected" does.
    let header = header.trim().trim_end_matches(['?', '？', ' ']).to_lowercase();
    let header = header.strip_suffix(" to us").or_else(|| header.strip_suffix(" here")).unwrap_or(&header);
    let is_word = cell.trim().chars().count() > SHORT;
    is_in(List::NoVerdicts, cell) && (is_in(List::Verdicts, header) || is_word && is_in(List::Records, header))
}

/// The header over a cell: its row and its bytes there.
pub(super) type Header<'a> = (&'a Unit, Span);

/// The headers over the parts of `unit`, one by one; of what is no row there are none.
pub(super) fn headers<'a>(
    units: &'a [Unit],
    outline: &Outline,
    unit_of_block: &[Option<usize>],
    unit: &Unit,
) -> Vec<Option<Header<'a>>> {
    unit.parts.iter().map(|it| header(units, outline, unit_of_block, it.block)).collect()
}

fn header<'a>(
    units: &'a [Unit],
    outline: &Outline,
    unit_of_block: &[Option<usize>],
    block: usize,
) -> Option<Header<'a>> {
    let BlockKind::Cell { table, column, row } = outline.blocks[block].kind else { return None };
    let header = *outline.tables[table].rows.first().filter(|_| row > 0)?.get(column)?;
    let unit = &units[unit_of_block[header]?];
    unit.part_of(header).map(|it| (unit, it.span))
}

/// What the header at `span` says about the cells beside those under it.
fn beside(unit: &Unit, span: Span) -> Option<Frame> {
    let letters = |span: Span| span.of(&unit.text).chars().filter(|it| it.is_alphabetic()).count();
    unit.within(span).find_map(|it| match it.word {
        Word::Beside(frame) => (2 * letters(it.span) >= letters(span)).then_some(frame),
        _ => None,
    })
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
