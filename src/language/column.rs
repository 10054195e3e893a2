//! What do the headers of a table say about its rows, and the cells of a row about each other?

use crate::span::Span;
use crate::surface::{BlockKind, Outline};

use super::contrast;
use super::label::{LABEL_LENGTH, words_frames};
use super::lexicon::List;
use super::unit::Part;
use super::{Frame, Frames, Lexeme, Lexicon, Role, Stance, Unit, Word, script};

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
    if unit.is_row() && is_of_parameters(headers) {
        behind = behind.with(Frame::Glossary);
    }
    if unit.is_row() && headers.iter().any(Option::is_some) && is_of_an_environment(unit, lexicon) {
        behind = behind.with(Frame::NonProduction);
    }
    let mut cells = headers.iter().zip(&unit.parts);
    let is_treated =
        cells.any(|(it, part)| is_headed(it, lexicon, List::Treatments) && treats(unit, part.span, lexicon));
    let told_what_was = headers.iter().map(|it| is_headed(it, lexicon, List::Was)).collect::<Vec<_>>();
    let mut cells = headers.iter().zip(&unit.parts).zip(&told_what_was).filter(|it| !it.1);
    let is_mended =
        told_what_was.contains(&true) && cells.any(|((it, part), _)| tells_done(unit, it, part.span, lexicon));
    let are_options = headers.iter().flatten().filter(|it| is_option(it)).count() > 1;
    let mut frames = Vec::with_capacity(headers.len());
    for (index, judged) in judged.into_iter().enumerate().rev() {
        let header = &headers[index];
        let own = header.map_or(Frames::default(), |(row, span)| words_frames(row, span));
        let is_hazard = is_treated && is_headed(header, lexicon, List::Hazards);
        let own = if is_hazard { own.with(Frame::Claims) } else { own };
        let own = if is_contrast { own.or(times[index]) } else { own };
        let own = if is_kept { own.without(Frame::AsIs) } else { own };
        let is_over = over[index] || is_mended && told_what_was[index];
        let own = if is_over { own.with(Frame::Past) } else { own };
        let is_weighed = are_options && header.as_ref().is_some_and(is_option);
        let own = if is_weighed { own.with(Frame::Alternatives) } else { own };
        frames.push(own.or(cell_frames(unit, unit.parts[index].span)).or(behind));
        if let Some(frame) = judged.filter(|_| !is_upheld) {
            behind = behind.with(frame);
        }
    }
    frames.reverse();
    frames
}

/// What a header says, in lower case.
fn shown((row, span): &Header<'_>) -> String {
    span.of(&row.text).trim().to_lowercase()
}

/// Whether a header is one of `list`.
fn is_headed(header: &Option<Header<'_>>, lexicon: &Lexicon, list: List) -> bool {
    header.as_ref().is_some_and(|it| lexicon.has(list, &shown(it)))
}

/// Whether the cell at `span` says what is done about a risk; one that is accepted, or that nothing is done about, is there.
fn treats(unit: &Unit, span: Span, lexicon: &Lexicon) -> bool {
    let text = span.of(&unit.text).trim().to_lowercase();
    let first = text.split([' ', ',', '.', ';']).next().unwrap_or_default();
    let is_upheld = || {
        unit.within(span)
            .any(|it| it.word == Word::Role(Role::Upheld) && unit.text[span.start..it.span.start].trim().is_empty())
    };
    text.contains(char::is_alphanumeric) && !lexicon.has(List::NoValues, first) && !is_upheld()
}

/// Whether a cell beside what was says that it is done: `완료` behind a finding, or below "Action" in the past.
fn tells_done(unit: &Unit, header: &Option<Header<'_>>, span: Span, lexicon: &Lexicon) -> bool {
    let text = span.of(&unit.text).trim().trim_matches(['*', '_']).to_lowercase();
    let (first, word) = (text.split([',', ';', '(', '.', ':']).next(), text.split(' ').next());
    let is_done = |it: Option<&str>, list| it.is_some_and(|it| lexicon.has(list, it.trim()));
    let is_open = || {
        let denies = |it: &Lexeme| match it.word {
            Word::Role(role) => matches!(role, Role::Upheld | Role::Absent | Role::No),
            Word::Cue(cue) => cue.stance != Stance::Past,
            _ => false,
        };
        unit.within(span).any(denies)
    };
    let tells_of_past = || is_done(word, List::DoneVerbs) || script::ends_in_past_predicate(&text);
    let is_treatment = is_headed(header, lexicon, List::Treatments);
    is_done(first, List::DoneValues) || is_treatment && tells_of_past() && !is_open()
}

/// Whether a column is headed by no more than the letter of an option, which is weighed beside others: "B", "Option 2", 2안.
fn is_option((row, span): &Header<'_>) -> bool {
    const BEFORE: [&str; 6] = ["Option ", "option ", "Variant ", "Alternative ", "안 ", "대안 "];
    let text = span.of(&row.text).trim();
    let is_letter = |it: &str| it.len() == 1 && it.starts_with(|it: char| it.is_ascii_uppercase());
    let is_number = |it: &str| it.len() == 1 && it.starts_with(|it: char| it.is_ascii_digit());
    let behind = BEFORE.iter().find_map(|it| text.strip_prefix(it)).or_else(|| text.strip_suffix('안'));
    is_letter(text) || behind.is_some_and(|it| is_letter(it.trim()) || is_number(it.trim()))
}

/// Whether the table tells of each parameter what it sets, of which type it is, and its default: it states nothing of a system.
fn is_of_parameters(headers: &[Option<Header<'_>>]) -> bool {
    const DEFAULTS: [&str; 4] = ["default", "default value", "기본값", "기본 값"];
    const TYPES: [&str; 6] = ["type", "required", "required?", "타입", "형식", "필수"];
    let has = |words: &[&str]| headers.iter().flatten().any(|it| words.contains(&shown(it).as_str()));
    has(&DEFAULTS) && has(&TYPES)
}

/// Whether a cell behind the first says that its row is about no production, or its name: | `permits-dev` | one EC2 | dev |.
fn is_of_an_environment(unit: &Unit, lexicon: &Lexicon) -> bool {
    // "dev, wiped every night", "– (sandbox)"
    let pieces = |it: &Part| it.span.of(&unit.text).split([',', ';', '(', ')', '.', '—', '–']);
    let first = |it: &Part| pieces(it).find(|it| !it.trim().is_empty()).unwrap_or_default();
    let word = |it: &Part| first(it).trim_matches([' ', '*', '_', '`']).to_lowercase();
    // "Demo hotel"
    let is_called = |it: &Part| {
        const NAMES: [&str; 5] = ["demo ", "staging ", "sandbox ", "데모 ", "스테이징 "];
        let name = it.span.of(&unit.text).trim_matches([' ', '*', '_', '`']).to_lowercase();
        NAMES.iter().any(|it| name.starts_with(it))
    };
    unit.parts.first().is_some_and(is_called)
        || unit
            .parts
            .iter()
            .skip(1)
            .any(|it| it.span.len() <= LABEL_LENGTH && lexicon.has(List::Environments, &word(it)))
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
    let mut cells = headers.iter().zip(&unit.parts);
    unit.is_row() && cells.any(|(header, part)| is_filled(part) && is_headed(header, lexicon, List::Records))
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
