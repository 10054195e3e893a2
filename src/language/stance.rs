//! Does the writer mean it? Cues and their reach over a stretch of a unit.

use crate::span::Span;

use super::clause::{Border, Clause};
use super::unit::CELL;
use super::{Cue, Lexeme, Looks, Reach, Role, Stance, Word, script};

/// The stance of `evidence` (bytes of `text`): that of the strongest cue that reaches it, [`Stance::Asserted`] without one.
///
/// A cue inside one of its `words` is part of the fact (`no standby`) and not about it. Quotation marks around the evidence quote it, and a
/// question mark at the end of its sentence asks it. Cues of a stance in `despite` are not heard, so that they cover no other
/// (`if the primary fails, it does not take over`). Cost: O(lexemes + length of the unit).
pub(super) fn stance(
    text: &str,
    lexemes: &[Lexeme],
    clauses: &[Clause],
    evidence: Span,
    words: &[Span],
    despite: &[Stance],
) -> Stance {
    if is_quoted(text, evidence) {
        return Stance::Quoted;
    }
    let place = Place::of(clauses, evidence);
    if is_question(place.sentence(clauses).of(text)) {
        return Stance::Asked;
    }
    let cues = lexemes.iter().filter_map(|it| match it.word {
        Word::Cue(cue) if despite.contains(&cue.stance) => None,
        Word::Cue(_) if words.iter().any(|word| it.span.overlaps(*word)) => None,
        Word::Cue(cue) if reaches(text, lexemes, cue, it.span, evidence, &place, clauses) => Some(cue.stance),
        _ => None,
    });
    let strongest = cues.max_by_key(|it| strength(*it)).unwrap_or(Stance::Asserted);
    match arrow(text, lexemes, clauses, &place).filter(|it| !despite.contains(it)) {
        Some(stance) if strength(strongest) < strength(stance) => stance,
        _ => strongest,
    }
}

/// The clauses and the sentence that hold the evidence.
pub(super) struct Place {
    first: usize,
    last: usize,
    /// Bytes of the clause around the evidence, and of those that brackets cut it into: "Its module (QLDB) was deleted."
    pub(super) whole: Span,
    sentence: usize,
}

impl Place {
    pub(super) fn of(clauses: &[Clause], evidence: Span) -> Place {
        let first = clauses.partition_point(|it| it.span.end <= evidence.start).min(clauses.len() - 1);
        let last = clauses.partition_point(|it| it.span.start < evidence.end).saturating_sub(1).max(first);
        let sentence = clauses[last].sentence;
        let is_cut = |at: usize| clauses[at].end == Border::Bracket;
        let from = (0..first).rev().take_while(|at| is_cut(*at)).last().unwrap_or(first);
        let to = (last..clauses.len() - 1).take_while(|at| is_cut(*at)).last().map_or(last, |it| it + 1);
        Place { first, last, whole: clauses[from].span.cover(clauses[to].span), sentence }
    }

    fn clauses(&self, clauses: &[Clause]) -> Span {
        clauses[self.first].span.cover(clauses[self.last].span)
    }

    /// Whether a cue at `at` stands in a clause of the evidence: brackets say nothing about what is around them, but what is around
    /// them speaks of what is in them.
    fn is_in_clause(&self, text: &str, at: Span, clauses: &[Clause]) -> bool {
        let is_own = self.clauses(clauses).overlaps(at);
        let own = clauses.partition_point(|it| it.span.end <= at.start).min(clauses.len() - 1);
        let is_around = || is_aside(text, &clauses[self.first]) && !is_aside(text, &clauses[own]);
        is_own || (self.whole.overlaps(at) && is_around())
    }

    fn sentence(&self, clauses: &[Clause]) -> Span {
        let own = self.clauses(clauses);
        sentence(clauses, self.sentence).map_or(own, |it| own.cover(it))
    }
}

impl Place {
    /// The sentence behind that of the evidence, behind a label such as "조치 3."; its own where it is the last.
    fn next_sentence(&self, text: &str, clauses: &[Clause]) -> Span {
        let behind = (self.sentence + 1..).map_while(|it| sentence(clauses, it));
        let next = behind.take(3).find(|it| !is_label(it.of(text)));
        next.unwrap_or_else(|| self.sentence(clauses))
    }

    /// Whether the cue at `at` ends the sentence before, in Korean, where the predicate stands last: "`stg-*`는 전부 스테이징. 알람은 없다."
    fn is_named_before(&self, text: &str, clauses: &[Clause], at: Span) -> bool {
        const COPULAS: [&str; 6] = ["", "이다", "임", "입니다", "이고", "이에요"];
        let before = self.sentence.checked_sub(1).and_then(|it| sentence(clauses, it)).filter(|it| it.contains(at));
        let behind = |it: Span| text[at.end..it.end].trim_matches(|it: char| it.is_whitespace() || it == '.');
        at.of(text).contains(script::is_hangul) && before.is_some_and(|it| COPULAS.contains(&behind(it)))
    }

    /// The sentence with those beside it that speak of the same thing: "Test systems are off at night. They're single machines."
    fn setting(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> Span {
        let own = self.sentence(clauses);
        let before = self.sentence.checked_sub(1).and_then(|it| sentence(clauses, it));
        let before = before.filter(|_| takes_up(text, lexemes, own));
        let behind = sentence(clauses, self.sentence + 1).filter(|it| takes_up(text, lexemes, *it));
        own.cover(before.unwrap_or(own)).cover(behind.unwrap_or(own))
    }
}

/// The sentence number `index`.
fn sentence(clauses: &[Clause], index: usize) -> Option<Span> {
    clauses.iter().filter(|it| it.sentence == index).map(|it| it.span).reduce(Span::cover)
}

/// Whether a sentence is only the number or the mark of what follows.
fn is_label(sentence: &str) -> bool {
    const WORDS: usize = 2;
    let is_number = |it: &str| it.trim_end_matches(['.', ':', ')']).bytes().all(|it| it.is_ascii_digit());
    let mut words = sentence.split_whitespace();
    words.clone().count() <= WORDS && words.next_back().is_none_or(is_number)
}

/// Whether a sentence begins with a word for what the one before spoke of.
fn takes_up(text: &str, lexemes: &[Lexeme], sentence: Span) -> bool {
    let opens = |it: &&Lexeme| !text[sentence.start..it.span.start].contains(char::is_alphanumeric);
    let mut inside = lexemes.iter().filter(|it| sentence.contains(it.span)).take_while(opens);
    inside.any(|it| it.word == Word::Role(Role::Anaphor))
}

/// Whether the cue at `at` is what its `sentence` is there to say of the one before: nothing stands before it, or a word that takes that up;
/// in Korean, where the verb stands last, nothing that it could be said of instead.
fn is_opening(text: &str, lexemes: &[Lexeme], sentence: Span, at: Span) -> bool {
    const WORDS: usize = 5;
    const SUBJECTS: [char; 4] = ['은', '는', '이', '가'];
    let before = Span::new(sentence.start, at.start);
    let words = || before.of(text).split_whitespace().filter(|it| it.contains(char::is_alphanumeric));
    let has_anaphor = || lexemes.iter().any(|it| it.word == Word::Role(Role::Anaphor) && before.contains(it.span));
    let has_subject = || words().any(|it| it.ends_with(SUBJECTS));
    let ends = || !text[at.end..sentence.end].trim_end().contains(' ');
    let is_korean = at.of(text).contains(script::is_hangul);
    let is_last = !is_korean || ends();
    // "Rotated during the meeting, the image is still in use."
    let is_upheld = lexemes.iter().any(|it| it.word == Word::Role(Role::Upheld) && sentence.contains(it.span));
    is_last
        && !is_upheld
        && words().count() <= WORDS
        && (words().next().is_none() || has_anaphor() || is_korean && !has_subject())
}

fn reaches(
    text: &str,
    lexemes: &[Lexeme],
    cue: Cue,
    at: Span,
    evidence: Span,
    place: &Place,
    clauses: &[Clause],
) -> bool {
    if at.overlaps(evidence) {
        return false;
    }
    let is_on_its_side = match cue.looks {
        Looks::Forward => at.end <= evidence.start,
        Looks::Back => evidence.end <= at.start,
        Looks::Around => true,
    };
    let field = match cue.reach {
        Reach::Clause => return is_on_its_side && place.is_in_clause(text, at, clauses),
        Reach::Sentence if matches!(cue.stance, Stance::NonProduction | Stance::Elsewhere) => {
            if is_on_its_side && place.is_named_before(text, clauses, at) {
                return true;
            }
            place.setting(text, lexemes, clauses)
        }
        Reach::Sentence => place.sentence(clauses),
        Reach::Verdict => place.sentence(clauses).cover(place.next_sentence(text, clauses)),
        Reach::Opening => {
            let next = place.next_sentence(text, clauses);
            let is_behind = evidence.end <= next.start && next.overlaps(at);
            return is_behind && !is_in_another_cell(text, at, evidence) && is_opening(text, lexemes, next, at);
        }
        Reach::Row => return is_on_its_side && is_in_another_cell(text, at, evidence),
        Reach::Unit => return is_on_its_side,
    };
    is_on_its_side && field.overlaps(at)
}

/// Whether a border between cells stands between the two; a cue may have the border before its own cell in it.
fn is_in_another_cell(text: &str, cue: Span, other: Span) -> bool {
    let border = cue.of(text).len() - cue.of(text).trim_start_matches(['|', ' ']).len();
    let one = Span::new(cue.start + border, cue.end);
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    text[first.end.min(second.start)..second.start].contains(CELL)
}

/// Whether a clause stands in brackets.
fn is_aside(text: &str, clause: &Clause) -> bool {
    clause.span.of(text).starts_with('(')
}

/// When two cues reach the same words the stronger one counts; a plan is still the writer's own statement.
pub(super) fn strength(stance: Stance) -> u8 {
    match stance {
        Stance::Asserted => 0,
        Stance::Planned => 1,
        Stance::Defined => 2,
        Stance::Past => 3,
        Stance::WarnedAgainst => 4,
        Stance::Denied => 5,
        Stance::Hypothetical => 6,
        Stance::Rejected => 7,
        Stance::NonProduction | Stance::Elsewhere => 8,
        Stance::Asked | Stance::Quoted => 9,
    }
}

/// An arrow from the evidence to a failure teaches what not to do (`EC2 1대 → 장애 시 중단`), one to anything else says what
/// replaces it (`단일 노드 → Multi-AZ`); a mark such as `→ HRI`, short and no
/// remedy, only rates it, and an arrow among others leads from thing to thing.
fn arrow(text: &str, lexemes: &[Lexeme], clauses: &[Clause], place: &Place) -> Option<Stance> {
    const MARK: usize = 8;
    let shown = |at: usize| clauses[at].span.of(text).trim();
    let is_arrow = |at: usize| ends_with_arrow(shown(at));
    // "스티키 세션(Sticky Session) → …": what is in brackets belongs to the evidence.
    let is_aside =
        |at: usize| shown(at).starts_with('(') || shown(at).trim_end_matches(['→', '⇒', '-', '=', '>']).is_empty();
    let mut at = place.last;
    while !is_arrow(at) {
        at += 1;
        if at == clauses.len() || !is_aside(at) {
            return None;
        }
    }
    if is_flow(text, lexemes, clauses, place.sentence) {
        return None;
    }
    let says = |it: &Clause| {
        let is_remedy = |it: &Lexeme| matches!(it.word, Word::Role(Role::Standby | Role::Spread));
        lexemes.iter().any(|lexeme| it.span.contains(lexeme.span) && is_remedy(lexeme))
    };
    let next = clauses.get(at + 1).filter(|it| it.span.of(text).trim().len() > MARK || says(it))?;
    let fails = lexemes.iter().any(|it| it.word == Word::Role(Role::Fail) && next.span.contains(it.span));
    Some(if fails { Stance::WarnedAgainst } else { Stance::Past })
}

fn ends_with_arrow(text: &str) -> bool {
    ["→", "⇒", "->", "=>"].iter().any(|it| text.ends_with(it))
}

/// "stream → analytics → bucket": two arrows or more, with a thing on each side of each and no number that could change.
fn is_flow(text: &str, lexemes: &[Lexeme], clauses: &[Clause], sentence: usize) -> bool {
    let own = || clauses.iter().filter(|it| it.sentence == sentence);
    let ends = |it: &&Clause| ends_with_arrow(it.span.of(text).trim_end());
    let is_number =
        |it: &Lexeme| matches!(it.word, Word::Quantity(_) | Word::Role(Role::One | Role::SingleZone | Role::Alone));
    let within = |clause: &Clause, is: &dyn Fn(&Lexeme) -> bool| {
        lexemes.iter().any(|it| clause.span.contains(it.span) && is(it))
    };
    own().filter(ends).count() > 1 && own().all(|it| within(it, &Lexeme::is_name) && !within(it, &is_number))
}

/// Inside quotation marks of one kind, opened and closed in the unit.
fn is_quoted(text: &str, evidence: Span) -> bool {
    const MARKS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"')];
    MARKS.iter().any(|(open, close)| {
        let (before, after) = (&text[..evidence.start], &text[evidence.end..]);
        if open == close {
            before.matches(*open).count() % 2 == 1 && after.contains(*close)
        } else {
            before.rfind(*open).is_some_and(|at| !before[at..].contains(*close)) && after.contains(*close)
        }
    })
}

fn is_question(sentence: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["까요", "을까", "일까", "인가", "은가", "는가", "던가", "나요", "않나", "있나", "없나", "려나"];
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '”' | ')' | '_'));
    let word = end.trim_end_matches('.');
    end.ends_with(['?', '？']) || ENDINGS.iter().any(|it| word.ends_with(it))
}
