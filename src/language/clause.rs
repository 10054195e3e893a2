//! Where does a unit fall into sentences and clauses?

use crate::span::Span;

use super::script;
use super::{Lexeme, Role, Stance, Word};

/// A stretch of a unit between two borders; a sentence is a run of clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Bytes of the unit's text; clauses tile the unit.
    pub(super) span: Span,
    /// Which sentence of the unit it belongs to, from 0.
    pub(super) sentence: usize,
    /// What ends it.
    pub(super) end: Border,
}

/// Which of `clauses` holds byte `at`; the last one behind them all. Cost: O(log clauses).
pub(super) fn clause_at(clauses: &[Clause], at: usize) -> usize {
    clauses.partition_point(|it| it.span.end <= at).min(clauses.len() - 1)
}

/// Cuts `text` at sentence ends, at dashes, semicolons and arrows, at cell borders and before or after border words.
///
/// `cells` are the starts of the table cells (empty for running text): each cell is at least one sentence.
pub(super) fn clauses(text: &str, lexemes: &[Lexeme], cells: &[usize]) -> Vec<Clause> {
    let glosses = glosses(text, lexemes);
    let is_of_gloss = |at: usize| {
        glosses.binary_search_by_key(&at, |it| it.start).is_ok()
            || glosses.binary_search_by_key(&at, |it| it.end).is_ok()
    };
    let mut borders = punctuation(text);
    borders.retain(|it| it.1 != Border::Bracket || !is_of_gloss(it.0));
    borders.extend(commas(text, lexemes));
    borders.extend(purposes(text));
    borders.extend(outcomes(text));
    borders.extend(splices(text, lexemes));
    borders.extend(cells.iter().map(|it| (*it, Border::Sentence)));
    borders.extend(lexemes.iter().filter(|it| it.word == Word::Role(Role::Border)).map(|it| border_at(text, it.span)));
    borders.sort_unstable();
    borders.dedup_by_key(|it| it.0);
    let mut found = Vec::new();
    let (mut start, mut sentence) = (0, 0);
    for (at, border) in borders {
        if at <= start || at >= text.len() {
            continue;
        }
        found.push(Clause { span: Span::new(start, at), sentence, end: border });
        sentence += usize::from(border == Border::Sentence);
        start = at;
    }
    found.push(Clause { span: Span::new(start, text.len()), sentence, end: Border::Sentence });
    found
}

/// The brackets that only name again what stands before them: "DLQ(Dead Letter Queue)가 없다", "the order queue (SQS) has none". Nothing is
/// said in them, so that they end no clause.
fn glosses(text: &str, lexemes: &[Lexeme]) -> Vec<Span> {
    const WORDS: usize = 5;
    const LETTERS: usize = 60;
    let brackets = text.match_indices('(').filter_map(|(open, _)| {
        let (close, _) = text[open..].char_indices().take(LETTERS).find(|it| it.1 == ')')?;
        Some(Span::new(open, open + close + 1))
    });
    let is_gloss = |bracket: &Span| {
        let inner = text[bracket.start + 1..bracket.end - 1].trim();
        let follows_word = text[..bracket.start].trim_end_matches(' ').ends_with(char::is_alphanumeric);
        // "m5.large" is a word.
        let has_stop = inner.contains(". ") || inner.ends_with('.');
        let is_plain = !inner.is_empty() && !has_stop && !inner.contains(['(', ',', ';', ':', '→', '=', '\n']);
        let is_short = inner.split_whitespace().count() <= WORDS;
        let names = |it: &Lexeme| it.is_name() || it.word == Word::Role(Role::Remedy);
        follows_word && is_plain && is_short && !lexemes.iter().any(|it| bracket.overlaps(it.span) && !names(it))
    };
    brackets.filter(is_gloss).collect()
}

/// What ends a clause; of two at one place the first of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Border {
    /// A stop, the end of a cell.
    Sentence,
    /// A conjunction, a dash, a semicolon.
    Clause,
    /// A bracket: the clause goes on behind it.
    Bracket,
}

/// An English conjunction starts the next clause, a Korean connective ending ends its own.
fn border_at(text: &str, span: Span) -> (usize, Border) {
    let korean = text[span.start..span.end].chars().any(script::is_hangul);
    (if korean { span.end } else { span.start }, Border::Clause)
}

/// In Korean a comma right behind a predicate or a number ends a clause: `미사용, …`, `서버 한 대, 죽으면 …`.
fn commas<'a>(text: &'a str, lexemes: &'a [Lexeme]) -> impl Iterator<Item = (usize, Border)> + 'a {
    const PREDICATES: [Role; 8] =
        [Role::Run, Role::Absent, Role::Removed, Role::Enabled, Role::Keep, Role::Fail, Role::Gathered, Role::Only];
    text.match_indices(", ").map(|it| it.0).filter_map(move |comma| {
        let word = text[..comma].rfind(' ').map_or(0, |it| it + 1);
        let is_korean = text[..comma].ends_with(script::is_hangul);
        let ends_here = lexemes.iter().any(|it| {
            let is_predicate = match it.word {
                Word::Role(role) => PREDICATES.contains(&role),
                Word::Quantity(_) => true,
                _ => false,
            };
            is_predicate && word < it.span.end && it.span.end <= comma
        });
        (is_korean && ends_here).then_some((comma + 1, Border::Clause))
    })
}

/// "To avoid charges, nothing is copied", "So that nobody loses a place, …": the comma ends the purpose that a sentence starts with.
fn purposes(text: &str) -> impl Iterator<Item = (usize, Border)> + '_ {
    const STARTS: [&str; 3] = ["To ", "So that ", "In order to "];
    let found = STARTS.iter().flat_map(|it| text.match_indices(it)).map(|it| it.0);
    let starts = found.filter(|at| {
        let before = text[..*at].trim_end_matches([' ', '*', '_']);
        before.is_empty() || before.ends_with(['.', ':', '!', '?', '\n'])
    });
    starts.filter_map(|at| {
        let comma = at + text[at..].find(", ")?;
        let is_same = !text[at..comma].contains(['.', ';', '\n', '!', '?']);
        is_same.then_some((comma + 1, Border::Clause))
    })
}

/// "… on one instance, if it dies they stop": what becomes of a thing is no condition of its being there.
fn outcomes(text: &str) -> impl Iterator<Item = (usize, Border)> + '_ {
    const STARTS: [&str; 13] = [
        ", if it ",
        ", if this ",
        ", if that ",
        ", if they ",
        ", when it ",
        ", should it ",
        ", 죽으면 ",
        ", 장애 나면 ",
        ", 장애가 나면 ",
        ", 멈추면 ",
        ", 다운되면 ",
        ", 고장 나면 ",
        ", 끊기면 ",
    ];
    STARTS.iter().flat_map(|it| text.match_indices(it)).map(|it| (it.0 + 1, Border::Clause))
}

/// "AWS Backup was never switched on for it, we don't copy it anywhere": a comma between two main clauses. Behind a condition or a reason the
/// comma only ends that, and of what begins far before it nothing is known. So does an "and" before a main clause that denies: "the board declined
/// the line and no other path is provided". Cost: O(commas × bytes looked at).
fn splices<'a>(text: &'a str, lexemes: &'a [Lexeme]) -> impl Iterator<Item = (usize, Border)> + 'a {
    const FURTHEST: usize = 300;
    const SUBJECTS: [&str; 10] = [
        ", we ",
        ", they ",
        ", nobody ",
        ", nothing ",
        ", there is ",
        ", there are ",
        " and nobody ",
        " and nothing ",
        " and there is ",
        " and no ",
    ];
    const VERBS: [&str; 6] = [" is ", " are ", " was ", " were ", " has ", " exists"];
    const OPENINGS: [&str; 12] =
        ["as", "since", "because", "while", "after", "before", "until", "once", "although", "though", "like", "in"];
    let commas = SUBJECTS.iter().flat_map(|it| text.match_indices(it)).map(|it| it.0);
    let is_main = move |at: &usize| {
        let from = text.floor_char_boundary(at.saturating_sub(FURTHEST));
        let end = text[from..*at].char_indices().rfind(|it| ".;:!?\n—".contains(it.1));
        let start = end.map_or(from, |it| from + it.0 + it.1.len_utf8());
        if from > 0 && end.is_none() {
            return false;
        }
        let opening = text[start..*at].split_whitespace().next().unwrap_or_default().trim_matches(['*', '_']);
        // "The board declined the optional line and no other one is there": before an "and" only what the sentence opens with is a condition.
        let is_first = |it: &Lexeme| text[start..it.span.start].trim().is_empty();
        let is_condition = |it: &Lexeme| {
            let is_hypothetical = matches!(it.word, Word::Cue(cue) if cue.stance == Stance::Hypothetical);
            is_hypothetical && it.span.end <= *at && (text[*at..].starts_with(',') || is_first(it))
        };
        let first = lexemes.partition_point(|it| it.span.start < start);
        let mut before = lexemes[first..].iter().take_while(|it| it.span.start < *at);
        // "no agent and no alarm"
        let has_verb = || {
            let rest = text[*at..].split(['.', ';', ',', '\n', '(']).next().unwrap_or_default();
            VERBS.iter().any(|it| rest.contains(it))
        };
        (!text[*at..].starts_with(" and no ") || has_verb())
            && !OPENINGS.iter().any(|it| opening.eq_ignore_ascii_case(it))
            && !before.any(is_condition)
    };
    commas.filter(is_main).map(|it| (it + 1, Border::Clause))
}

fn punctuation(text: &str) -> Vec<(usize, Border)> {
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let rest = &text[end..];
        match c {
            '?' if is_field(text, at, rest) => {}
            '!' | '?' | '。' => found.push((end, Border::Sentence)),
            '.' if is_stop(text, at, rest) => found.push((end, Border::Sentence)),
            '\n' => found.push((end, Border::Sentence)),
            ';' | '→' | '⇒' | '—' => found.push((end, Border::Clause)),
            '–' if rest.starts_with(' ') => found.push((end, Border::Clause)),
            ':' if rest.starts_with(' ') => found.push((end, Border::Clause)),
            '>' if text[..at].ends_with(['-', '=']) => found.push((end, Border::Clause)),
            '(' => found.push((at, Border::Bracket)),
            ')' => found.push((end, Border::Bracket)),
            _ => {}
        }
    }
    found
}

/// The question mark of a schedule, `cron(0 2 * * ? *)`, and of an address, `/status?id=1`, asks nothing.
fn is_field(text: &str, at: usize, rest: &str) -> bool {
    text[..at].ends_with("* ") || rest.starts_with(" *") || rest.starts_with(|it: char| it.is_ascii_alphanumeric())
}

/// A full stop ends a sentence when space or a closing mark follows and no abbreviation or number stands before it.
fn is_stop(text: &str, at: usize, rest: &str) -> bool {
    let closes = rest.trim_start_matches(['"', '”', '\'', '’', ')', '*', '`']);
    if !(closes.is_empty() || closes.starts_with(char::is_whitespace)) {
        return false;
    }
    let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lower = word.to_ascii_lowercase();
    let is_list_number = !word.is_empty()
        && word.len() <= 2
        && word.bytes().all(|b| b.is_ascii_digit())
        && text[..at].trim_start().len() == word.len();
    // "1 a.m. daily"
    let is_hour = matches!(lower.as_str(), "a.m" | "p.m") && rest.trim_start().starts_with(char::is_lowercase);
    // "no. 7"; "No. It is read by hand." answers
    let is_number = lower == "no" && rest.trim_start().starts_with(|it: char| it.is_ascii_digit());
    !is_hour
        && !is_number
        && !matches!(lower.as_str(), "e.g" | "i.e" | "etc" | "vs" | "approx" | "resp" | "incl" | "ca")
        && !is_list_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = clauses(text, &[], &[]);
        assert_eq!(found.iter().map(|it| it.span.of(text)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sentences_end_at_stops_but_not_at_abbreviations() {
        check("One server, e.g. an EC2. It fails.", &["One server, e.g. an EC2.", " It fails."]);
        check(
            "It runs at 1 a.m. daily. It ends at 3 a.m. Then we look.",
            &["It runs at 1 a.m. daily.", " It ends at 3 a.m.", " Then we look."],
        );
        check("No. It is, see no. 7.", &["No.", " It is, see no. 7."]);
        check("v1.2에서 시작한다. 끝.", &["v1.2에서 시작한다.", " 끝."]);
    }

    #[test]
    fn a_purpose_ends_at_its_comma() {
        check("To avoid charges, nothing is copied, ever.", &["To avoid charges,", " nothing is copied, ever."]);
        check("So that it does not stop, we wait.", &["So that it does not stop,", " we wait."]);
    }

    #[test]
    fn a_comma_between_main_clauses_ends_one() {
        check("It was off — alas, we lost it.", &["It was off —", " alas,", " we lost it."]);
        check("Since it is off, we wait.", &["Since it is off, we wait."]);
    }

    #[test]
    fn a_gloss_in_brackets_is_part_of_its_clause() {
        check("The queue (SQS FIFO) has none.", &["The queue (SQS FIFO) has none."]);
        check("DLQ(Dead Letter Queue)가 없다", &["DLQ(Dead Letter Queue)가 없다"]);
        check("A queue (it was lost, once) is back.", &["A queue ", "(it was lost, once)", " is back."]);
    }

    #[test]
    fn dashes_and_arrows_are_borders() {
        check("EC2 1대 → 장애 시 중단", &["EC2 1대 →", " 장애 시 중단"]);
    }
}
