//! Which answers say that there is none of it? "Backups? None.", "## Alarms" over "- none".

use crate::language::{Lexeme, Lexicon, List, Role, Unit, Word};
use crate::span::Span;

use super::Reader;
use super::absence::{is_denial, says_no};

/// The answers in `span` of unit `index` that say no to a question or below a heading that `names` the thing: "Backups? None.",
/// "## Alarms" over "- none".
pub(super) fn no(reader: &Reader<'_>, index: usize, span: Span, names: impl Fn(usize, Span) -> bool) -> Option<Span> {
    let unit = &reader.units[index];
    let says_no = unit.within(span).any(|it| it.word == Word::Role(Role::No));
    let may_say_no = says_no || reader.asked_by(index).is_some();
    let mut at = span.start;
    while at < span.end && may_say_no && !unit.is_row() {
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
    let first = unit.sentence(0);
    let sentence = if is_mark(first.of(&unit.text)) { unit.sentence(first.end) } else { first };
    answer(unit, sentence).is_some()
}

/// What the answer at `at` of unit `index` is about: what the sentence before it asks for, else the question, heading, parent or line above.
fn question(reader: &Reader<'_>, index: usize, at: Span) -> Option<(usize, Span)> {
    let unit = &reader.units[index];
    let mut start = unit.sentence(at.start).start;
    while let Some(before) = start.checked_sub(1) {
        let before = unit.sentence(unit.text.floor_char_boundary(before));
        if !is_mark(before.of(&unit.text)) {
            return asked_for(reader, unit, before).map(|it| (index, it));
        }
        start = before.start;
    }
    let above = reader.asked_by(index)?;
    let unit = &reader.units[above];
    let last = unit.sentence(unit.text.floor_char_boundary(unit.text.len().saturating_sub(1)));
    let asked = if is_question(last.of(&unit.text)) { asked_for(reader, unit, last)? } else { unit.whole() };
    Some((above, asked))
}

/// What the sentence asks for: all of a few words, "Any alarms?", "백업은요?"; of a longer question what it asks to exist, "alarms" of
/// "Do we have alarms on the production API?". What else is in it is not denied by a no.
pub(super) fn asked_for(reader: &Reader<'_>, unit: &Unit, sentence: Span) -> Option<Span> {
    const WORDS: usize = 5;
    let fails = |it: &Lexeme| is_denial(it) || it.word == Word::Role(Role::Fail);
    let text = sentence.of(&unit.text);
    if !is_question(text) || unit.within(sentence).any(fails) {
        return None;
    }
    if text.split_whitespace().filter(|it| !is_mark(it)).count() <= WORDS {
        return Some(sentence);
    }
    let lexicon = &reader.knowledge.lexicon;
    in_english(lexicon, text).or_else(|| in_korean(lexicon, text)).map(|it| it.shift(sentence.start))
}

/// "Is there a standby for the ledger?": the noun phrase, up to what it is for.
fn in_english(lexicon: &Lexicon, text: &str) -> Option<Span> {
    let lower = text.to_ascii_lowercase();
    let asks = |it: &String| Some(lower.find(&format!("{it} "))? + it.len());
    let start = lexicon.list(List::AsksForEnglish).iter().filter_map(asks).max()?;
    let mut end = start;
    for word in text[start..].split_inclusive(' ') {
        if lexicon.has(List::EndsNounPhrase, word.trim_end_matches([' ', ',', '?']).to_ascii_lowercase().as_str()) {
            break;
        }
        end += word.len();
    }
    (end > start).then(|| Span::new(start, end))
}

/// 결제 DB에 백업이 있나요: what stands before the verb and behind a place.
fn in_korean(lexicon: &Lexicon, text: &str) -> Option<Span> {
    const WORDS: usize = 4;
    const PLACES: [&str; 4] = ["에", "에는", "에서", "의"];
    let shown = text.trim_end_matches(|it: char| !it.is_alphanumeric());
    let verb =
        lexicon.list(List::AsksForKorean).iter().filter(|it| shown.ends_with(it.as_str())).max_by_key(|it| it.len())?;
    let end = shown.len() - verb.len();
    let mut start = end;
    for word in text[..end].split_inclusive(' ').rev().take(WORDS) {
        if PLACES.iter().any(|it| word.trim_end().ends_with(it)) {
            break;
        }
        start -= word.len();
    }
    (end > start).then(|| Span::new(start, end))
}

/// Whether a sentence, or a line, ends with a question mark.
pub(super) fn is_question(text: &str) -> bool {
    text.trim_end_matches([' ', '*', '"', '”', '_', '\n']).ends_with(['?', '？'])
}

/// Whether `text` is only the mark of a question or an answer: "Q.", "A3:", "답.".
fn is_mark(text: &str) -> bool {
    const LETTERS: usize = 3;
    let text = text.trim_matches(|it: char| it.is_whitespace() || "*_`\"“".contains(it));
    let mark = text.trim_end_matches(['.', ':', ')']);
    mark.len() < text.len()
        && mark.chars().count() <= LETTERS
        && mark.starts_with(['Q', 'A', 'q', 'a', '문', '답', '질'])
}

/// Bytes of `text` up to where an answer's words start: behind "A:", a dash, a quotation mark.
fn answer_start(text: &str) -> usize {
    let shown = text.trim_start_matches(is_blank);
    let label = shown.split_inclusive(' ').next().filter(|it| is_mark(it)).map_or(0, str::len);
    text.len() - shown[label..].trim_start_matches(is_blank).len()
}

fn is_blank(it: char) -> bool {
    it.is_whitespace() || "*_`\"“—–-".contains(it)
}

/// Whether `mark` stands in a label that the rest of the line says no to: "손으로 전환하는 구성: 없음".
pub(super) fn is_denied_label(unit: &Unit, mark: Span) -> bool {
    let line = unit.sentence(mark.start);
    let rest = behind_label(line.of(&unit.text)).map(|it| Span::new(line.start + it, line.end));
    // "… to users: nothing is interrupted" says something itself.
    let is_answer = |it: Span| {
        let mut words = it.of(&unit.text).split_whitespace();
        let first = words.next().unwrap_or_default();
        first.ends_with([',', '.', ';']) || words.next().is_none_or(|it| it.starts_with('('))
    };
    !unit.is_row() && rest.is_some_and(|it| mark.end <= it.start && is_answer(it) && says_no(unit, it))
}

/// Bytes of an item up to where it answers what is asked of each: "`audit` (SQS): no", "MongoDB – X".
fn behind_label(text: &str) -> Option<usize> {
    const WORDS: usize = 8;
    let (at, sign) = [": ", " – ", " — "].iter().filter_map(|it| Some((text.find(it)?, it.len()))).min()?;
    (text[..at].split_whitespace().count() <= WORDS && !is_mark(&text[..at + 1])).then(|| at + sign)
}

/// The word that a sentence says no with, where it says nothing else.
fn answer(unit: &Unit, sentence: Span) -> Option<Span> {
    let text = sentence.of(&unit.text);
    if let Some(at) =
        behind_label(text).map(|it| Span::new(sentence.start + it, sentence.end)).filter(|it| says_no(unit, *it))
    {
        return Some(at);
    }
    let start = sentence.start + answer_start(text);
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
        check("Q. Is there a backup of the wiki that editors use? A. None.", Some("None"));
        check("Q: What about the backups of the orders table? A: We don't have any.", Some("We don't have any"));
        check("**Q. 결제 원장 DB에는 backup이 있나요?**\n\nA. 아직 없습니다.", Some("아직 없습니다"));
    }

    #[test]
    fn what_says_more_or_answers_something_else_is_no_answer() {
        check("Backups? Nightly.", None);
        check("## Backups\n\nNone of them failed.\n", None);
        check("Is there any backup that did not run last night? No.", None);
        check("Did a backup fail? No.", None);
        check("Do we have open questions about the backup of the wiki? No.", None);
        check("결제 원장 쪽 backup에 남은 문제가 있나요? 없습니다.", None);
        check("Backups are fine. No.", None);
    }
}
