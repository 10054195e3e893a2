//! Is a name written out as its service does? "Elastic Cloud Compute (EC2)", "Virtual Private Network (VPC)".

use crate::knowledge::{Card, without_prefix};
use crate::language::Word;
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Fewer words are no name that somebody wrote out.
const FEWEST: usize = 3;

/// Facts of kind [`Kind::Misnamed`] for the words before a name in brackets. Cost: O(lexemes).
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for lexeme in &unit.lexemes {
        let Word::Card(mention) = lexeme.word else { continue };
        let card = reader.knowledge.card(mention.card);
        let written = words_before(&unit.text, lexeme.span, card).filter(|_| !reader.is_code(lexeme.span));
        let Some(range) = written.filter(|it| right(card, it.of(&unit.text)).is_some()) else { continue };
        let subject = range.of(&unit.text).to_owned();
        facts.push(reader.fact(Kind::Misnamed(mention.card), None, subject, range));
    }
}

/// The name of `card` written out, of which `written` is a slip: its words in another order, or another word for one of them behind the
/// first. A form of the same word (Balancer, Balancing; Storage, Store) is none.
pub(crate) fn right<'a>(card: &'a Card, written: &str) -> Option<&'a str> {
    let name = long_name(card)?;
    let (own, others) = (name.split(' ').collect::<Vec<_>>(), written.split(' ').collect::<Vec<_>>());
    let is_form = |(one, other): (&&str, &&str)| {
        const STEM: usize = 4;
        one.eq_ignore_ascii_case(other)
            || one.get(..STEM).zip(other.get(..STEM)).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    if own.len() < FEWEST || own.len() != others.len() || !is_form((&own[0], &others[0])) {
        return None;
    }
    let wrong = own.iter().zip(&others).filter(|it| !is_form(*it)).count();
    let is_moved = wrong > 0 && own.iter().all(|word| others.iter().any(|it| is_form((word, it))));
    (wrong == 1 || is_moved).then_some(name)
}

/// Its long name without the maker.
fn long_name(card: &Card) -> Option<&str> {
    let name = card.long_name.as_deref()?;
    Some(without_prefix(name).unwrap_or(name))
}

/// As many capitalised words before the bracket that holds `name` alone as the long name of `card` has.
fn words_before(text: &str, name: Span, card: &Card) -> Option<Span> {
    let count = long_name(card)?.split(' ').count();
    let before = text[..name.start].strip_suffix(" (").filter(|_| text[name.end..].starts_with(')'))?;
    let (start, _) = before.rmatch_indices(' ').nth(count - 1).map_or((0, ""), |it| (it.0 + 1, it.1));
    let words = before[start..].split(' ');
    let is_capitalised =
        |it: &str| it.starts_with(|it: char| it.is_ascii_uppercase()) && it.bytes().all(|it| it.is_ascii_alphabetic());
    (words.clone().count() == count && words.clone().all(is_capitalised)).then(|| Span::new(start, before.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn other_words_are_slips_and_other_forms_are_not() {
        let knowledge = Knowledge::built_in().0;
        for (id, written, expected) in [
            ("ec2", "Elastic Cloud Compute", Some("Elastic Compute Cloud")),
            ("ec2", "Elastic Compute Cloud", None),
            ("vpc", "Virtual Private Network", Some("Virtual Private Cloud")),
            ("sqs", "Simple Queue System", Some("Simple Queue Service")),
            ("sqs", "Simple Queuing Services", None),
            ("ebs", "Elastic Block Storage", None),
            ("ecs", "Amazon Container Service", None),
            ("vpc", "Private Cloud", None),
        ] {
            let card = knowledge.card(knowledge.card_id(id).unwrap());
            assert_eq!(right(card, written), expected, "{written}");
        }
    }
}
