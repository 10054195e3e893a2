//! Does the text say that there is none of it? "without a DLQ", "DLQ 없음", "alarms: none", a column with a dash.

use crate::language::{Lexeme, Role, Unit, Word};
use crate::span::Span;

use super::Reader;

/// How far, in words, a denial may stand before an English noun, and behind one.
const BEFORE: usize = 4;
const BEHIND: usize = 4;

/// How far behind a Korean one.
const BEHIND_KOREAN: usize = 4;

/// Cells that say no.
const NO: [&str; 34] = [
    "-",
    "–",
    "—",
    "x",
    "✗",
    "✕",
    "✘",
    "❌",
    "no",
    "none",
    "n",
    "0",
    "false",
    "off",
    "n/a",
    "없음",
    "무",
    "미적용",
    "미사용",
    "미설정",
    "미구성",
    "미연결",
    "미대상",
    "안 함",
    "비활성화",
    "비활성",
    "꺼짐",
    "끔",
    "disabled",
    "not set",
    "[]",
    "null",
    "아니오",
    "해당 없음",
];

/// The words that say that there is none of the thing at `span` of a unit, together with it; `None` where nothing says so.
pub(super) fn of(reader: &Reader<'_>, index: usize, span: Span) -> Option<Span> {
    let unit = &reader.units[index];
    if unit.is_row()
        && let Some(cell) = value_cell(unit, span).filter(|it| says_no(it.of(&unit.text)))
    {
        return Some(cell);
    }
    let sentence = unit.sentence(span.start);
    let denials = unit.within(sentence).filter(|it| is_denial(it) && !it.span.overlaps(span));
    let near = denials.filter(|it| is_on_its_side(unit, it, span)).min_by_key(|it| unit.words_between(it.span, span));
    near.map(|it| it.span.cover(span)).or_else(|| after_colon(unit, span))
}

/// The cells of the row `index` inside `span` that say no under a header that `names` it.
pub(super) fn in_column<'a>(
    reader: &'a Reader<'_>,
    index: usize,
    span: Span,
    names: impl Fn(usize, Span) -> bool + 'a,
) -> impl Iterator<Item = Span> + 'a {
    let unit = &reader.units[index];
    let cells = unit.parts.iter().map(|it| it.span).filter(move |it| unit.is_row() && span.contains(*it));
    cells
        .filter(|it| says_no(it.of(&unit.text)))
        .filter(move |it| reader.header_of(index, *it).is_some_and(|(header, at)| names(header, at)))
}

/// Whether the cell that holds `mark` says no.
pub(super) fn is_no(unit: &Unit, mark: Span) -> bool {
    let cell = unit.part(mark.start).span.of(&unit.text).trim_start_matches(['-', '–', '—', ' ', '(']);
    says_no(cell) || ["not ", "never "].iter().any(|it| cell.starts_with(it))
}

/// Of a row that is about the thing, the cell beside its name.
fn value_cell(unit: &Unit, span: Span) -> Option<Span> {
    let first = unit.parts[0].span;
    (first.contains(span) && unit.parts.len() == 2).then(|| unit.parts[1].span)
}

fn says_no(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['*', '_', '`', '(', ')']).to_lowercase();
    NO.contains(&cell.as_str())
        || ["없음", "none ", "no ", "none,", "none;", "없다"].iter().any(|it| cell.starts_with(it))
}

fn is_denial(lexeme: &Lexeme) -> bool {
    matches!(lexeme.word, Word::Role(Role::Absent | Role::Removed))
}

/// English denies before the noun, or behind it with a verb; Korean behind it. Another clause denies something else.
fn is_on_its_side(unit: &Unit, denial: &Lexeme, span: Span) -> bool {
    let words = unit.words_between(denial.span, span);
    let clause = unit.clause(span.start);
    let is_behind = denial.span.start >= span.end;
    let is_here = clause.contains(denial.span);
    match (unit.is_korean(denial.span), is_behind) {
        (true, true) => is_here && words <= BEHIND_KOREAN,
        // 없는 DLQ is none that anybody writes.
        (true, false) => false,
        (false, true) => is_here && words <= BEHIND,
        (false, false) => is_here && words <= BEFORE && !is_of_another(unit, denial.span, span),
    }
}

/// "No messages are in the DLQ" denies the messages: behind `no` stands its noun, with at most adjectives between.
fn is_of_another(unit: &Unit, denial: Span, span: Span) -> bool {
    const PARTS: [&str; 16] =
        ["are", "is", "was", "were", "in", "on", "at", "to", "from", "into", "by", "has", "have", "and", "or", "but"];
    let between = &unit.text[denial.end..span.start];
    denial.of(&unit.text).eq_ignore_ascii_case("no") && between.split_whitespace().any(|it| PARTS.contains(&it))
}

/// `DLQ: none`, `알람: 없음`.
fn after_colon(unit: &Unit, span: Span) -> Option<Span> {
    let rest = &unit.text[span.end..];
    let value = rest.trim_start_matches(|it: char| it.is_whitespace() || matches!(it, '*' | '`' | ')'));
    let value = value.strip_prefix([':', '=', '：'])?.trim_start_matches([' ', '*', '`']);
    let end = value.find(['\n', ',', '.', ';', '(', '|', '#']).unwrap_or(value.len());
    // Lines of `key: value` without a blank one between them run together: the last word before a colon is the next key.
    let end = value[..end].find(": ").and_then(|colon| next_key(&value[..colon])).unwrap_or(end);
    let at = unit.text.len() - value.len();
    says_no(&value[..end]).then(|| Span::new(span.start, at + value[..end].trim_end().len()))
}

/// Where the key that `text` ends with starts: its last word, or the last Korean words behind one that says no.
fn next_key(text: &str) -> Option<usize> {
    text.match_indices(' ').map(|it| it.0).find(|at| says_no(&text[..*at]))
}
