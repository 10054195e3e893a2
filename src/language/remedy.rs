//! Was it the weakness that was turned down, or what would mend it?
//!
//! "One instance. A second was declined." states the weakness: the cue speaks of the remedy.

use crate::span::Span;

use super::clause::{Clause, clause_at};
use super::{Class, Lexeme, Role, Word, script};

/// Whether what the cue at `at` turns down is a remedy, and `evidence` stands in another clause.
///
/// In English the remedy is the subject before the cue or the object right behind it ("we decided against Multi-AZ"), not the reason
/// ("rejected because it has no standby"); in Korean it stands before, also in the clause before ("두자는 의견이 있었으나 제외").
pub(super) fn is_turned_down(text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span, evidence: Span) -> bool {
    let own = clause_at(clauses, at.start);
    // A cross before an item turns all of it down.
    if clauses[own].span.overlaps(evidence) || !at.of(text).contains(char::is_alphabetic) {
        return false;
    }
    let is_korean = at.of(text).contains(script::is_hangul);
    let before = own
        .checked_sub(1)
        .map(|it| clauses[it])
        .filter(|it| is_korean && it.sentence == clauses[own].sentence && !it.span.overlaps(evidence));
    let start = before.map_or(clauses[own].span.start, |it| it.span.start);
    let field = Span::new(start, clauses[own].span.end);
    lexemes.iter().filter(|it| field.contains(it.span) && is_remedy(it) && !it.span.overlaps(at)).any(|it| {
        if it.span.end <= at.start {
            is_subject(text, Span::new(start, at.start), it.span)
        } else {
            !is_korean && is_object(&text[at.end..it.span.start])
        }
    })
}

fn is_remedy(lexeme: &Lexeme) -> bool {
    match lexeme.word {
        Word::Role(role) => {
            matches!(
                role,
                Role::Remedy | Role::Standby | Role::Spread | Role::AutoRecovery | Role::Several | Role::More
            )
        }
        Word::Thing(class) | Word::Named(class) => {
            matches!(class, Class::Proxy | Class::AutoScaling | Class::Backup | Class::Monitoring | Class::Queue)
        }
        _ => false,
    }
}

/// Whether the remedy at `at` is there to be turned down: there is no "no" before it and no 없다 behind it, as in "기각: 대기 서버가 없음".
fn is_subject(text: &str, field: Span, at: Span) -> bool {
    const NONE: [&str; 7] = ["no", "without", "lacks", "lacking", "missing", "not", "any"];
    const ABSENT: [&str; 3] = ["없", "안", "않"];
    let last = text[field.start..at.start].split_whitespace().next_back().unwrap_or_default();
    let mut behind = text[at.end..field.end].split_whitespace();
    // What is left of its own word, a particle, and the word behind it.
    let (rest, next) = (behind.next().unwrap_or_default(), behind.next().unwrap_or_default());
    let is_absent = |it: &str| ABSENT.iter().any(|none| it.starts_with(none));
    let next = if text[at.end..].starts_with(' ') { rest } else { next };
    !NONE.iter().any(|it| last.eq_ignore_ascii_case(it)) && !is_absent(next)
}

/// Whether `between` the cue and the remedy only says which one: "decided against a second one", not "rejected because of no standby".
fn is_object(between: &str) -> bool {
    const BARS: [&str; 9] = ["because", "since", "as", "no", "without", "due", "for", "of", "by"];
    const WORDS: usize = 3;
    let words = || between.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    !between.contains([':', ';', '.', ','])
        && words().count() <= WORDS
        && !words().any(|it| BARS.iter().any(|bar| it.eq_ignore_ascii_case(bar)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_stands_right_behind() {
        assert!(is_object(" "));
        assert!(is_object(" a second "));
        assert!(!is_object(" because it has no "));
        assert!(!is_object(": no "));
    }

    #[test]
    fn what_is_missing_is_the_reason() {
        let check = |text: &str, remedy: &str, expected: bool| {
            let at = text.find(remedy).unwrap_or_default();
            let field = Span::new(0, text.len());
            assert_eq!(is_subject(text, field, Span::new(at, at + remedy.len())), expected, "{text}");
        };
        check("a standby was", "standby", true);
        check("there is no standby, so it was", "standby", false);
        check("이중화는 예산이 없어", "이중화", true);
        check("대기 서버가 없어", "대기 서버", false);
    }
}
