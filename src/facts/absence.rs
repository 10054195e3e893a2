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
const NO: [&str; 26] = [
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
    "미수집",
    "안 함",
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

/// Of a row that is about the thing, the cell beside its name.
fn value_cell(unit: &Unit, span: Span) -> Option<Span> {
    let first = unit.parts[0].span;
    (first.contains(span) && unit.parts.len() == 2).then(|| unit.parts[1].span)
}

fn says_no(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['*', '_', '`', '(', ')']).to_lowercase();
    NO.contains(&cell.as_str())
        || ["없음", "none ", "no ", "none,", "none;", "not ", "없다"].iter().any(|it| cell.starts_with(it))
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
        (true, true) => is_here && words <= BEHIND_KOREAN && !is_of_what_is_in_it(unit, denial.span, span),
        // 없는 DLQ is none that anybody writes.
        (true, false) => false,
        (false, true) => is_here && words <= BEHIND && !denies_what_follows(unit, denial.span, span),
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

/// "The DLQ has no alarm", "A DLQ keeps what could not be processed": behind a noun these deny something else.
fn denies_what_follows(unit: &Unit, denial: Span, span: Span) -> bool {
    const FORWARD: [&str; 8] = ["no", "has no", "have no", "without", "lacks", "lacking", "instead of", "rather than"];
    const RELATIVES: [&str; 6] = ["that", "which", "who", "what", "when", "where"];
    FORWARD.iter().any(|it| denial.of(&unit.text).eq_ignore_ascii_case(it))
        || unit.text[span.end..denial.start].split_whitespace().any(|it| RELATIVES.contains(&it))
}

/// "DLQ에 쌓인 메시지는 없다" denies what is in it: behind a locative stands another noun with a particle of its own.
fn is_of_what_is_in_it(unit: &Unit, denial: Span, span: Span) -> bool {
    const LOCATIVES: [&str; 5] = ["에", "에는", "에서", "에서는", "의"];
    const PARTICLES: [char; 6] = ['이', '가', '은', '는', '을', '를'];
    let rest = &unit.text[span.end.min(denial.start)..denial.start];
    if rest.starts_with(['이', '가', '을', '를']) {
        return false;
    }
    let mut words = rest.split_whitespace();
    words.any(|it| LOCATIVES.iter().any(|end| it.ends_with(end)))
        && words.any(|it| it.chars().count() > 1 && it.ends_with(PARTICLES))
}

/// `DLQ: none`, `알람: 없음`.
fn after_colon(unit: &Unit, span: Span) -> Option<Span> {
    let rest = &unit.text[span.end..];
    let value = rest.trim_start_matches(|it: char| it.is_whitespace() || matches!(it, '*' | '`' | ')'));
    let value = value.strip_prefix([':', '=', '：'])?.trim_start_matches([' ', '*', '`']);
    let end = value.find(['\n', ',', '.', ';', '(', '|', '#']).unwrap_or(value.len());
    let at = unit.text.len() - value.len();
    says_no(&value[..end]).then(|| Span::new(span.start, at + value[..end].trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::surface::{Format, Place, outline};

    /// What says that there is no `noun`, its first place in `text`.
    #[track_caller]
    fn check(text: &str, noun: &str, expected: Option<&str>) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let outline = outline(text, Place::First, Format::Markdown);
        let units = units(&outline, &vec![Vec::new(); outline.blocks.len()], &knowledge);
        let reader = Reader { outline: &outline, units: &units, index: 0, knowledge: &knowledge };
        let at = units[0].text.find(noun).unwrap_or_default();
        let found = of(&reader, 0, Span::new(at, at + noun.len()));
        assert_eq!(found.map(|it| it.of(&units[0].text)), expected);
    }

    #[test]
    fn what_stands_behind_may_deny_another_noun() {
        check("A DLQ has not been set up.", "DLQ", Some("DLQ has not"));
        check("A DLQ keeps what could not be processed.", "DLQ", None);
        check("The DLQ has no alarm.", "DLQ", None);
        check("주문 큐에는 DLQ를 두지 않는다.", "DLQ", Some("DLQ를 두지 않"));
        check("DLQ에 쌓인 메시지는 없다.", "DLQ", None);
        check("DLQ는 아직 없다.", "DLQ", Some("DLQ는 아직 없다"));
    }
}
