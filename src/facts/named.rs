//! Which products does the text call by a name they no longer bear?

use crate::language::{Role, Word};
use crate::mention::Certainty;
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::FormerName`] and [`Kind::CurrentName`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for lexeme in &unit.lexemes {
        let Word::Card(card, certainty) = lexeme.word else { continue };
        let name = lexeme.span.of(&unit.text);
        let card_data = &reader.knowledge.cards[card.0 as usize];
        let bare = |it: &str| it.trim_start_matches("Amazon ").trim_start_matches("AWS ").to_ascii_lowercase();
        let former = card_data
            .former
            .iter()
            .position(|it| it.names.iter().any(|old| old.eq_ignore_ascii_case(name) || bare(old) == bare(name)));
        let kind = match former {
            Some(_) if certainty == Certainty::InAwsContext || is_told_as_former(reader, lexeme.span) => continue,
            Some(former) => Kind::FormerName { card, former },
            None if card_data.former.is_empty() => continue,
            None => Kind::CurrentName(card),
        };
        facts.push(reader.fact(kind, None, name.to_owned(), lexeme.span));
    }
}

/// "formerly AWS SSO", "구 Amazon Elasticsearch Service": right beside.
fn is_told_as_former(reader: &Reader<'_>, name: Span) -> bool {
    reader.has_near(reader.sentence(name.start), name, 2, &[Role::Formerly])
}
