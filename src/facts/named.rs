//! Which products does the text call by a name they no longer bear?

use crate::language::{Role, Word};
use crate::mention::Certainty;
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::FormerName`] and [`Kind::CurrentName`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for lexeme in &unit.lexemes {
        let Word::Card(mention) = lexeme.word else { continue };
        let card = mention.card;
        let kind = match reader.knowledge.names.names[mention.name].former {
            Some(_) if mention.certainty == Certainty::InAwsContext || is_told_as_former(reader, lexeme.span) => {
                continue;
            }
            Some(former) => Kind::FormerName { card, former },
            None if reader.knowledge.card(card).former.is_empty() => continue,
            None => Kind::CurrentName(card),
        };
        facts.push(reader.fact(kind, None, lexeme.span.of(&unit.text).to_owned(), lexeme.span));
    }
}

/// "formerly AWS SSO", "구 Amazon Elasticsearch Service": right beside.
fn is_told_as_former(reader: &Reader<'_>, name: Span) -> bool {
    reader.has_near(reader.sentence(name.start), name, 2, &[Role::Formerly])
}
