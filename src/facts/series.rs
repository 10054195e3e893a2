//! Is it the first of a series that has no second? "`exp-01`, and there has never been an `exp-02`", "mail-02는 없다".

use crate::language::{Class, Role, Word};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::Count`], or of a database [`Kind::Standby`], at the name of the first.
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let unit = reader.unit();
    let denials = unit.lexemes.iter().filter(|it| it.word == Word::Role(Role::Absent));
    for denial in denials.map(|it| it.span) {
        let Some((first, stem)) = second_of(reader, denial).and_then(|it| first_of(&unit.text, it)) else { continue };
        const SORTS: [Class; 4] = [Class::Compute, Class::Container, Class::Database, Class::Aurora];
        let Some(class) = reader.subject(denial, &SORTS).and_then(|it| it.class) else { continue };
        let kind = if matches!(class, Class::Database | Class::Aurora) { Kind::Standby(false) } else { Kind::Count(1) };
        let mut fact = reader.fact(kind, Some(class), stem.to_owned(), first);
        fact.stance = unit.stance_of_parts(&[first], &[first, denial], &[]);
        facts.push(fact);
    }
}

/// The numbered name that `denial` says there is none of: behind it in English, right before it in Korean.
fn second_of(reader: &Reader<'_>, denial: Span) -> Option<Span> {
    const NEAR: usize = 3;
    let unit = reader.unit();
    let clause = unit.clause(denial.start);
    let is_korean = unit.is_korean(denial);
    let field = if is_korean { Span::new(clause.start, denial.start) } else { Span::new(denial.end, clause.end) };
    let mut names =
        names(&unit.text, field).filter(|it| unit.words_between(*it, denial) <= if is_korean { 0 } else { NEAR });
    if is_korean { names.last() } else { names.next() }
}

/// The name of the same series with the number one, anywhere in `text`, and what both begin with; `None` where `second` is the first itself.
fn first_of(text: &str, second: Span) -> Option<(Span, &str)> {
    let (stem, number) = numbered(second.of(text))?;
    let mut others = names(text, Span::new(0, text.len()));
    let is_first = |it: &str| numbered(it).is_some_and(|it| it.0 == stem && it.1 == 1);
    (number > 1).then(|| others.find(|it| is_first(it.of(text))).map(|it| (it, stem.trim_end_matches(['-', '_']))))?
}

/// Words in `field` that end with a number: `exp-01`, `web2`.
fn names(text: &str, field: Span) -> impl Iterator<Item = Span> + '_ {
    let joins = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    let mut at = field.start;
    let words = field.of(text).split(move |it| !joins(it)).map(move |word| {
        let span = Span::new(at, at + word.len());
        at = span.end + text[span.end..].chars().next().map_or(0, char::len_utf8);
        span
    });
    words.filter(|it| numbered(it.of(text)).is_some())
}

/// `exp-01` is `exp-` and 1.
fn numbered(name: &str) -> Option<(&str, u32)> {
    let stem = name.trim_end_matches(|it: char| it.is_ascii_digit());
    let is_stem = stem.len() > 1 && stem.starts_with(|it: char| it.is_ascii_alphabetic());
    let number = name[stem.len()..].parse().ok()?;
    is_stem.then_some((stem, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_with_its_number() {
        assert_eq!(numbered("exp-01"), Some(("exp-", 1)));
        assert_eq!(numbered("web2"), Some(("web", 2)));
        assert_eq!(numbered("2024"), None);
        assert_eq!(numbered("t3"), None);
    }

    #[test]
    fn the_first_has_the_same_stem() {
        let text = "It is `exp-01`; there has never been an `exp-02`, nor a `web-02`.";
        let second =
            |it: &str| Span::new(text.find(it).unwrap_or_default(), text.find(it).unwrap_or_default() + it.len());
        let first = first_of(text, second("exp-02"));
        assert_eq!(first.map(|it| (it.0.of(text), it.1)), Some(("exp-01", "exp")));
        assert_eq!(first_of(text, second("web-02")), None);
        assert_eq!(first_of(text, second("exp-01")), None);
    }
}
