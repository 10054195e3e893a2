//! Does the writer mean it? Cues and their reach over a stretch of a unit.

use crate::span::Span;

use super::clause::{Border, Clause, clause_at};
use super::discourse::{is_of_nothing_else, is_opening, is_told_of_others, sentence};
use super::remedy::is_turned_down;
use super::script;
use super::unit::CELL;
use super::{Class, Cue, Lexeme, Looks, QuantityUnit, Reach, Role, Stance, Word};

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
        Word::Cue(cue) if cue.stance == Stance::Denied && is_listed_before(text, lexemes, it.span, evidence, words) => {
            None
        }
        Word::Cue(cue) if reaches(text, lexemes, cue, it.span, evidence, &place, clauses) => Some(cue.stance),
        _ => None,
    });
    // "하나뿐이었다"
    let was = || ["이었", "였"].iter().any(|it| text[evidence.end..].starts_with(it));
    let is_over = !despite.contains(&Stance::Past) && (was() || is_left(text, place.whole, evidence));
    let cues = cues.chain(is_over.then_some(Stance::Past));
    let strongest = cues.max_by_key(|it| strength(*it)).unwrap_or(Stance::Asserted);
    match arrow(text, lexemes, clauses, evidence, &place).filter(|it| !despite.contains(it)) {
        Some(stance) if strength(strongest) < strength(stance) => stance,
        _ => strongest,
    }
}

/// Whether the denial at `at` is one of a list in which the evidence has its own: "no agent, no alarm, no log".
fn is_listed_before(text: &str, lexemes: &[Lexeme], at: Span, evidence: Span, words: &[Span]) -> bool {
    let is_own = |it: &&Lexeme| words.iter().any(|word| word.contains(it.span));
    let is_same = |it: &Lexeme| it.span.of(text).eq_ignore_ascii_case(at.of(text));
    let is_listed = at.end <= evidence.start && text[at.end..evidence.start].contains(',');
    is_listed && lexemes.iter().filter(is_own).any(is_same)
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
        let first = clause_at(clauses, evidence.start);
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
        let own = clause_at(clauses, at.start);
        let is_around = || is_aside(text, &clauses[self.first]) && !is_aside(text, &clauses[own]);
        // "수동 증설(40개 고정) 폐지"
        let is_right_behind = || self.first + 2 == own && text[..at.start].trim_end().ends_with(')');
        is_own || self.whole.overlaps(at) && (is_around() || is_right_behind())
    }

    /// Which sentence of the unit it is.
    pub(super) fn index(&self) -> usize {
        self.sentence
    }

    pub(super) fn sentence(&self, clauses: &[Clause]) -> Span {
        let own = self.clauses(clauses);
        sentence(clauses, self.sentence).map_or(own, |it| own.cover(it))
    }
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
    if matches!(cue.stance, Stance::Hypothetical | Stance::WarnedAgainst) && is_reason(lexemes, evidence, at) {
        return false;
    }
    if cue.stance == Stance::Denied && is_of_a_later_verb(text, evidence, at) {
        return false;
    }
    if cue.stance == Stance::Rejected && is_turned_down(text, lexemes, clauses, at, evidence) {
        return false;
    }
    let is_joined = || {
        let is_behind = cue.looks != Looks::Forward && place.is_taken_up(text, lexemes, clauses, at);
        let says_whose = is_of_a_place(cue.stance) || matches!(cue.stance, Stance::Past | Stance::Rejected);
        let is_named = says_whose && place.is_of_the_named(text, lexemes, clauses, at);
        is_behind || is_named || place.is_announced(text, lexemes, clauses, at)
    };
    if is_told_of_others(cue) && (is_joined() || is_all_of_another_cell(text, at, evidence)) {
        return true;
    }
    let is_on_its_side = match cue.looks {
        Looks::Forward => at.end <= evidence.start,
        Looks::Back => evidence.end <= at.start,
        Looks::Around => true,
    };
    let field = match cue.reach {
        // "| web | staging only. One instance. |": a cell is about one thing.
        Reach::Clause | Reach::Sentence
            if is_of_a_place(cue.stance) && is_on_its_side && is_in_the_cell(text, at, evidence) =>
        {
            return true;
        }
        Reach::Clause => return is_on_its_side && place.is_in_clause(text, at, clauses),
        Reach::Sentence if is_of_a_place(cue.stance) => {
            let is_elsewhere = cue.stance == Stance::Elsewhere;
            if is_on_its_side
                && (place.is_named_before(text, clauses, at)
                    || is_elsewhere && place.is_topic(text, lexemes, clauses, at))
            {
                return true;
            }
            place.setting(text, lexemes, clauses)
        }
        Reach::Sentence => place.sentence(clauses),
        Reach::Verdict => {
            let (own, next) = (place.sentence(clauses), place.next_sentence(text, clauses));
            let is_of_the_same = matches!(cue.stance, Stance::Past | Stance::Rejected);
            if is_of_the_same && own.end <= at.start && !is_of_nothing_else(text, lexemes, own, next, at) {
                return false;
            }
            own.cover(next)
        }
        Reach::Opening => {
            let next = place.next_sentence(text, clauses);
            let is_behind = evidence.end <= next.start && next.overlaps(at);
            return is_behind && !is_in_another_cell(text, at, evidence) && is_opening(text, lexemes, next, at);
        }
        Reach::Row => return is_on_its_side && is_in_another_cell(text, at, evidence),
        Reach::Unit => {
            let is_of_another = cue.stance == Stance::Rejected && place.is_told_of_another(text, lexemes, clauses, at);
            return is_on_its_side && !is_of_another && !place.is_cut_off(lexemes, clauses, at);
        }
    };
    is_on_its_side && field.overlaps(at)
}

/// Whether the evidence is the reason for what happens on a condition at `at`, or for a warning: "한 대뿐이라 죽으면 멈춘다", "한 대라 위험하다"
/// state that there is one.
fn is_reason(lexemes: &[Lexeme], evidence: Span, at: Span) -> bool {
    let is_between = |it: Span| evidence.start <= it.start && it.end <= at.start;
    lexemes.iter().any(|it| it.word == Word::Role(Role::Because) && is_between(it.span))
}

/// Whether the Korean denial at `at` is that of a predicate of its own behind that of the evidence: "한 대에 올려서 비용이 많이 들지 않는다",
/// "메모리에 저장하여 외부 저장소를 쓰지 않는다". "한 대로 구성하는 일은 없다" denies all before it.
fn is_of_a_later_verb(text: &str, evidence: Span, at: Span) -> bool {
    const OF_ALL: [&str; 12] = ["일", "경우", "곳", "것", "적", "바", "데", "수", "계획", "필요", "생각", "예정"];
    const PLANS: [&str; 10] =
        ["안은", "방안은", "방식은", "구성은", "것은", "건", "제안은", "방법은", "구조는", "대안은"];
    if evidence.end > at.start || !at.of(text).contains(script::is_hangul) {
        return false;
    }
    // The denial may start inside of its verb: 들|지 않.
    let word = text[..evidence.end].rfind(char::is_whitespace).map_or(0, |it| it + 1);
    let between = &text[word.max(evidence.start)..at.start];
    let words = between.split_whitespace().collect::<Vec<_>>();
    let is_cut = !between.ends_with(char::is_whitespace) && !at.of(text).starts_with(char::is_whitespace);
    let whole = &words[..words.len() - usize::from(is_cut && !words.is_empty())];
    let Some((last, before)) = whole.split_last() else { return false };
    // "하나만 두는 안은 …하므로 채택하지 않는다": that is what is turned down.
    if before.iter().any(|it| PLANS.contains(it)) {
        return false;
    }
    let is_of_all = OF_ALL.iter().any(|it| last.strip_prefix(it).is_some_and(|it| it.chars().count() <= 1));
    !is_of_all && before.iter().any(|it| script::ends_with_connective(it))
}

/// Whether a stance says of where something is so.
fn is_of_a_place(stance: Stance) -> bool {
    matches!(stance, Stance::NonProduction | Stance::Elsewhere)
}

/// Whether both stand in one cell of a row.
fn is_in_the_cell(text: &str, cue: Span, other: Span) -> bool {
    text.contains(CELL) && !is_in_another_cell(text, cue, other)
}

/// Whether a border between cells stands between the two; a cue may have the border before its own cell in it.
fn is_in_another_cell(text: &str, cue: Span, other: Span) -> bool {
    let border = cue.of(text).len() - cue.of(text).trim_start_matches(['|', ' ']).len();
    let one = Span::new(cue.start + border, cue.end);
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    text[first.end.min(second.start)..second.start].contains(CELL)
}

/// Whether the cue at `at` is most of another cell, behind the first, or of a sentence in it, which judges the row: | old-report | no alarms |
/// retired (9/10) |.
fn is_all_of_another_cell(text: &str, at: Span, evidence: Span) -> bool {
    const STOP: &str = ". ";
    let Some(start) = text[..at.start].rfind(CELL) else { return false };
    let start = start + CELL.len();
    let start = text[start..at.start].rfind(STOP).map_or(start, |it| start + it);
    let end = [CELL, STOP].iter().filter_map(|it| text[at.end..].find(it)).min().map_or(text.len(), |it| at.end + it);
    let letters = |it: &str| it.chars().filter(|it| it.is_alphabetic()).count();
    is_in_another_cell(text, at, evidence) && 2 * letters(at.of(text)) >= letters(&text[start..end])
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
fn arrow(text: &str, lexemes: &[Lexeme], clauses: &[Clause], evidence: Span, place: &Place) -> Option<Stance> {
    const MARK: usize = 8;
    let shown = |at: usize| clauses[at].span.of(text).trim();
    let is_arrow = |at: usize| ends_with_arrow(shown(at));
    // "스티키 세션(Sticky Session) → …": what is in brackets belongs to the evidence.
    let is_aside =
        |at: usize| shown(at).starts_with('(') || shown(at).trim_end_matches(['→', '⇒', '-', '=', '>']).is_empty();
    // "a chain (gateway → order → tax)": what the brackets lead through is no other state of what stands before them.
    let is_chain = |at: usize| shown(at).starts_with('(') && !shown(at).contains(')');
    let mut at = place.last;
    while !is_arrow(at) {
        at += 1;
        if at == clauses.len() || !is_aside(at) || is_chain(at) && is_arrow(at) {
            return None;
        }
    }
    if is_flow(text, lexemes, clauses, place.sentence) {
        return None;
    }
    let has = |it: &Clause, is: &dyn Fn(&Lexeme) -> bool| {
        lexemes.iter().any(|lexeme| it.span.contains(lexeme.span) && is(lexeme))
    };
    // "1개 → 3개"
    let is_one = (place.first..=at).any(|it| has(&clauses[it], &Lexeme::is_one));
    let is_remedy = |it: &Lexeme| matches!(it.word, Word::Role(Role::Standby | Role::Spread));
    let says = |it: &Clause| has(it, &is_remedy) || is_one && has(it, &Lexeme::is_several);
    let next = clauses.get(at + 1).filter(|it| it.span.of(text).trim().len() > MARK || says(it))?;
    let fails = lexemes.iter().any(|it| it.word == Word::Role(Role::Fail) && next.span.contains(it.span));
    if !fails && leads_on(text, lexemes, evidence, next.span) {
        return None;
    }
    Some(if fails { Stance::WarnedAgainst } else { Stance::Past })
}

/// Whether an arrow from the evidence to what stands in `next` is a way that data takes: from a name to a thing of another sort, `Firehose →
/// S3`, or to a copy, "매일 스냅샷 → 도쿄 복사".
fn leads_on(text: &str, lexemes: &[Lexeme], evidence: Span, next: Span) -> bool {
    const COPIES: [&str; 7] = ["복사", "복제", "전송", "소산", "copy", "copied", "shipped"];
    let class = |it: &Lexeme| match it.word {
        Word::Thing(class) | Word::Named(class) if class != Class::Regional => Some(class),
        _ => None,
    };
    let of = |span: Span| lexemes.iter().filter(move |it| it.span.overlaps(span)).filter_map(class);
    let has_number = lexemes.iter().any(|it| next.contains(it.span) && matches!(it.word, Word::Quantity(_)));
    let is_name = lexemes.iter().any(|it| it.is_name() && it.span == evidence);
    let is_other = || of(next).next().is_some() && !of(next).any(|it| of(evidence).any(|own| own == it));
    !has_number && (is_name && is_other() || COPIES.iter().any(|it| next.of(text).contains(it)))
}

/// Whether the evidence is what a change leads away from: "EC2 1대 구성에서 ECS로 전환했습니다", "changed RDS from Single-AZ to Multi-AZ".
fn is_left(text: &str, clause: Span, evidence: Span) -> bool {
    const STATES: [&str; 6] = ["구성", "체제", "구조", "방식", "환경", "상태"];
    const CHANGES: [&str; 15] = [
        "전환",
        "이전했",
        "이전하였",
        "이전함",
        "이관",
        "교체",
        "변경",
        "옮겼",
        "옮김",
        "옮긴",
        "바꿨",
        "바꾸었",
        "바꿈",
        "늘렸",
        "늘림",
    ];
    const VERBS: [&str; 12] = [
        "changed",
        "moved",
        "went",
        "switched",
        "migrated",
        "converted",
        "upgraded",
        "increased",
        "raised",
        "grew",
        "scaled",
        "expanded",
    ];
    const WORDS: usize = 2;
    let behind = text[evidence.end..clause.end.max(evidence.end)].trim_start();
    let behind = STATES.iter().find_map(|it| behind.strip_prefix(it)).unwrap_or(behind);
    if let Some(rest) = behind.strip_prefix("에서 ") {
        return rest.contains("로 ") && CHANGES.iter().any(|it| rest.contains(it));
    }
    let before = &text[clause.start.min(evidence.start)..evidence.start];
    let Some(from) = before.rfind(" from ") else { return false };
    let words = before[from + " from ".len()..].split_whitespace().count();
    let verb = before[..from].to_ascii_lowercase();
    words <= WORDS && behind.contains("to ") && verb.split_whitespace().any(|it| VERBS.contains(&it))
}

fn ends_with_arrow(text: &str) -> bool {
    ["→", "⇒", "->", "=>"].iter().any(|it| text.ends_with(it))
}

/// "stream → analytics → bucket": two arrows or more, with a thing on each side of each and no number that could change.
fn is_flow(text: &str, lexemes: &[Lexeme], clauses: &[Clause], sentence: usize) -> bool {
    let own = || clauses.iter().filter(|it| it.sentence == sentence);
    let ends = |it: &&Clause| ends_with_arrow(it.span.of(text).trim_end());
    let is_number = |it: &Lexeme| match it.word {
        // "… → bucket, kept for 11 years"
        Word::Quantity(it) => it.unit != QuantityUnit::Minutes,
        Word::Role(role) => matches!(role, Role::One | Role::SingleZone | Role::Alone),
        _ => false,
    };
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
    const ENDINGS: [&str; 15] = [
        "까요", "을까", "일까", "인가", "은가", "는가", "던가", "나요", "않나", "있나", "없나", "려나", "닌지", "는지",
        "은지",
    ];
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '"' | '”' | ')' | '_'));
    let word = end.trim_end_matches('.');
    // `cron(0 2 * * ? *)`
    let is_schedule = end.ends_with("* ?");
    // 무중단인지, not 장애 인지
    let is_indirect = word.strip_suffix("인지").is_some_and(|it| it.ends_with(char::is_alphanumeric));
    !is_schedule && end.ends_with(['?', '？']) || is_indirect || ENDINGS.iter().any(|it| word.ends_with(it))
}
