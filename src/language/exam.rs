//! Which blocks are a question with answers to choose from? "What should be done? A. … B. … C. …"

use std::ops::Range;

use crate::surface::{BlockKind, Outline};

use super::{Frame, Unit};

/// Gives the questions with the answers that they offer the frame of an exam. Cost: O(bytes).
pub(super) fn frame_choices(units: &mut [Unit], outline: &Outline) {
    for choice in choices(units, outline) {
        let parts = units[choice].iter_mut().flat_map(|it| &mut it.parts);
        parts.for_each(|it| it.frames = it.frames.with(Frame::Study));
    }
}

/// Which units are a question and the answers that it offers, in a list or in running text, one range for each question.
///
/// A list of options without a question is none: those of a decision are weighed. Cost: O(bytes).
pub(crate) fn choices(units: &[Unit], outline: &Outline) -> Vec<Range<usize>> {
    let mut choices = Vec::new();
    let mut index = 0;
    while index < units.len() {
        let answers = answers(units, outline, index);
        let end = index + answers.max(1);
        if answers > 0 {
            choices.push(index - 1..end);
        } else if offers(&units[index].text) || poses(&units[index].text) {
            choices.push(index..end);
        }
        index = end;
    }
    choices
}

/// How many items from `first` on are the answers to the question right before them.
fn answers(units: &[Unit], outline: &Outline, first: usize) -> usize {
    // Few units begin with a letter, and only of those the question is read.
    if first == 0 || letter(&units[first].text) != Some(0) {
        return 0;
    }
    let above = units[first].above;
    let is_asked = above.is_none_or(|it| it == first - 1) && asks(&units[first - 1].text);
    let is_next = |(letter, unit): (usize, &Unit)| {
        let is_item = matches!(outline.blocks[unit.parts[0].block].kind, BlockKind::Item { .. });
        // A paragraph may hold all of them, one a line.
        (is_item || letter == 0 && offers_two(&unit.text))
            && unit.above == above
            && self::letter(&unit.text) == Some(letter)
    };
    let answers = units[first..].iter().enumerate().take_while(|it| is_next(*it)).count();
    let are_in_one = || answers == 1 && offers_two(&units[first].text);
    if is_asked && (answers > 1 || are_in_one()) { answers } else { 0 }
}

/// Whether `text` tells a case and asks what to do: "Question 4. A company runs … Which solution …?"
fn poses(text: &str) -> bool {
    const OPENINGS: [&str; 16] = [
        "question ",
        "practice question",
        "sample question",
        "exam question",
        "a company ",
        "a solutions architect",
        "문제 ",
        "연습 문제",
        "예제 문제",
        "다음 중 ",
        "문제)",
        "문제:",
        "한 회사",
        "한 기업",
        "한 스타트업",
        "어떤 회사",
    ];
    let start = text[..text.floor_char_boundary(40)].to_lowercase();
    OPENINGS.iter().any(|it| start.starts_with(it)) && asks(text) && !text.starts_with(char::is_lowercase)
}

/// Whether `text` ends with a question, or bids to choose: "… Choose two.", "… 고르시오."
fn asks(text: &str) -> bool {
    const BIDS: [&str; 7] = ["choose", "select", "pick", "고르시오", "고르세요", "고르라", "것은"];
    let text = text.trim_end_matches(|it: char| it.is_whitespace() || "*_).:".contains(it));
    let last = text.rfind(['.', '?', '!']).map_or(text, |at| &text[at + 1..]);
    let last = last.to_lowercase();
    text.ends_with('?') || BIDS.iter().any(|it| last.contains(it))
}

/// Whether `text` asks and offers two answers or more: "Which one? A) … B) …"
fn offers(text: &str) -> bool {
    text.find('?').is_some_and(|question| offers_two(&text[question + 1..]))
}

/// Whether the first two letters begin answers in `text`, in their order.
fn offers_two(text: &str) -> bool {
    let mut rest = text;
    (0..2).all(|wanted| {
        let starts = |at: &usize| {
            rest[..*at].chars().next_back().is_none_or(char::is_whitespace) && letter(&rest[*at..]) == Some(wanted)
        };
        let at = rest.char_indices().map(|it| it.0).find(starts);
        at.inspect(|at| rest = &rest[*at..]).is_some()
    })
}

/// Which letter an answer begins with, from 0: `B. …`, `(b) …`, `나) …`, `② …`.
fn letter(text: &str) -> Option<usize> {
    const ROWS: [&str; 4] = ["ABCDEFGH", "abcdefgh", "가나다라마바사", "①②③④⑤⑥⑦⑧"];
    let open = text.starts_with('(');
    let mut chars = text[usize::from(open)..].chars();
    let first = chars.next()?;
    let (row, place) = ROWS.iter().find_map(|row| Some((*row, row.chars().position(|it| it == first)?)))?;
    let is_closed = chars.next().is_some_and(|it| it == ')' || it == '.' && !open);
    (is_closed && chars.next().is_none_or(char::is_whitespace) || row.starts_with('①')).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::surface::{Format, Place, outline};

    /// Which units of a text are part of an exam.
    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let outline = outline(text, Place::First, Format::Markdown);
        let names = vec![Vec::new(); outline.blocks.len()];
        let units = units(&outline, &names, &Knowledge::default(), &mut Memo::default());
        let is_framed = |it: &Unit| it.parts.iter().all(|it| it.frames.has(Frame::Study));
        let found = units.iter().enumerate().filter(|it| is_framed(it.1)).map(|it| it.0);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_question_with_its_answers_is_one() {
        check("It fails. What should be done?\n\n- A. Nothing\n- B. Two\n\nThat is all.\n", &[0, 1, 2]);
        check("Reads are slow. Choose two.\n\n- (a) x\n- (b) y\n- (c) z\n", &[0, 1, 2, 3]);
        check("알맞은 것은?\n\n- 가) 하나\n- 나) 둘\n", &[0, 1, 2]);
        check("What is it? A) one B) two C) three\n", &[0]);
        check("무엇인가? ① 하나 ② 둘 ③ 셋\n", &[0]);
        check("틀린 것은?\n① 하나 ② 둘\n", &[0, 1]);
    }

    #[test]
    fn a_case_with_a_question_is_one_without_answers() {
        check("**Question 4.** A company has one. What should it do?\n\nWe do it.\n", &[0]);
        check("문제 3. 하나뿐이다. 알맞은 방안은 무엇인가?\n", &[0]);
        check("문제) 한 스타트업이 서버를 단 하나의 인스턴스에서 실행한다. 옳은 것은?\n", &[0]);
        check("A company has one.\n\nQuestion 4 is answered.\n", &[]);
    }

    #[test]
    fn options_without_a_question_are_none() {
        check("The options:\n\n- A. one\n- B. two\n", &[]);
        check("What now?\n\n- Add one\n- B. two\n", &[]);
        check("What now? A. one\n", &[]);
        check("Which plan? Plan A has one, plan B two.\n", &[]);
    }
}
