//! Which answers say that there is none of it? "Backups? None.", "## Alarms" over "- none".

use crate::language::{Role, Unit, Word};
use crate::span::Span;

use super::Reader;
use super::absence::is_denial;

/// The answers in `span` of unit `index` that say no to a question or below a heading that `names` the thing: "Backups? None.",
/// "## Alarms" over "- none".
pub(super) fn no(reader: &Reader<'_>, index: usize, span: Span, names: impl Fn(usize, Span) -> bool) -> Option<Span> {
    let unit = &reader.units[index];
    let mut at = span.start;
    while at < span.end && !unit.is_row() {
        let sentence = unit.sentence(at);
        let answer =
            answer(unit, sentence).filter(|it| question(reader, index, *it).is_some_and(|it| names(it.0, it.1)));
        if answer.is_some() {
            return answer;
        }
        at = sentence.end;
    }
    None
}

/// What the answer `mark` is about, as a unit and bytes of it: "Backups" of "Backups? None."
pub(super) fn asked(reader: &Reader<'_>, mark: Span) -> Option<(usize, Span)> {
    let unit = reader.unit();
    let is_no = unit.lexemes.iter().any(|it| it.span == mark && it.word == Word::Role(Role::No));
    let (index, span) = question(reader, reader.index, mark).filter(|_| is_no && !unit.is_row())?;
    let text = span.of(&reader.units[index].text);
    Some((index, Span::new(span.start, span.start + text.trim_end_matches(['?', '？', ' ', ':']).len())))
}

/// Whether a unit starts with an answer that says no.
pub(super) fn is_no(unit: &Unit) -> bool {
    answer(unit, unit.sentence(0)).is_some()
}

/// The question that the answer at `at` of unit `index` follows: the sentence before it, else the heading, parent or line above.
fn question(reader: &Reader<'_>, index: usize, at: Span) -> Option<(usize, Span)> {
    let unit = &reader.units[index];
    match unit.sentence(at.start).start.checked_sub(1) {
        None => reader.asked_by(index).map(|above| (above, reader.units[above].whole())),
        Some(before) => {
            let before = unit.sentence(unit.text.floor_char_boundary(before));
            asks(unit, before).then_some((index, before))
        }
    }
}

/// Whether the sentence asks whether there is some of a thing, in few words: "Any alarms?", "백업은요?"
fn asks(unit: &Unit, sentence: Span) -> bool {
    const WORDS: usize = 5;
    let text = sentence.of(&unit.text).trim_end_matches([' ', '*', '"', '”', '_', '\n']);
    text.ends_with(['?', '？'])
        && text.split_whitespace().count() <= WORDS
        && !unit.within(sentence).any(|it| is_denial(it) || it.word == Word::Role(Role::Fail))
}

/// The word that a sentence says no with, where it says nothing else.
fn answer(unit: &Unit, sentence: Span) -> Option<Span> {
    let text = sentence.of(&unit.text);
    let shown = text.trim_start_matches(|it: char| it.is_whitespace() || "*_`\"“—–-".contains(it));
    let start = sentence.start + text.len() - shown.len();
    let no = unit.within(Span::new(start, sentence.end)).find(|it| it.word == Word::Role(Role::No))?;
    let behind = &unit.text[no.span.end..sentence.end];
    (no.span.start == start && (!behind.starts_with(' ') || behind.starts_with(" yet"))).then_some(no.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::surface::{Format, Place, outline};

    /// The answer that says that there is no backup.
    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let outline = outline(text, Place::First, Format::Markdown);
        let names = vec![Vec::new(); outline.blocks.len()];
        let units = units(&outline, &names, &knowledge, &mut Memo::default());
        let index = units.len() - 1;
        let reader = Reader { outline: &outline, units: &units, index, knowledge: &knowledge };
        let names = |unit: usize, at: Span| at.of(&units[unit].text).to_lowercase().contains("backup");
        let found = no(&reader, index, units[index].whole(), names);
        assert_eq!(found.map(|it| it.of(&units[index].text)), expected, "{text}");
    }

    #[test]
    fn an_answer_denies_what_was_asked() {
        check("Backups? None.", Some("None"));
        check("Backups? No, never.", Some("No"));
        check("## Backups\n\n- none\n", Some("none"));
        check("Backup은? 없음.", Some("없음"));
    }

    #[test]
    fn what_says_more_or_answers_something_else_is_no_answer() {
        check("Backups? Nightly.", None);
        check("## Backups\n\nNone of them failed.\n", None);
        check("Is there any backup that did not run last night? No.", None);
        check("Did a backup fail? No.", None);
        check("Backups are fine. No.", None);
    }
}
