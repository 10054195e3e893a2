//! What does a finding say?

use crate::facts::{Fact, Kind, expansion};
use crate::knowledge::{Card, Rule, Status};

/// The rule's message in the language of the sentence, with what it is about filled in; `card` is the product it names.
pub(super) fn message(rule: &Rule, fact: &Fact, card: Option<&Card>) -> String {
    let text = if fact.is_korean { &rule.message.ko } else { &rule.message.en };
    let new = card.map_or("", |it| expansion::right(it, &fact.subject).unwrap_or(&it.name));
    let (since, successor) = card.map_or((None, None), |it| dates(it, fact));
    text.replace("{subject}", fact.subject.trim_matches(['*', '`', ' ']))
        .replace("{new}", new)
        .replace("{since}", since.unwrap_or_default())
        .replace("{successor}", successor.unwrap_or_default())
}

/// Since when the fact holds, and what follows the product.
fn dates<'a>(card: &'a Card, fact: &Fact) -> (Option<&'a str>, Option<&'a str>) {
    match (&fact.kind, &card.status) {
        (Kind::FormerName { former, .. }, _) => (card.former[*former].since.as_deref(), None),
        (_, Status::Ending { since, successor, .. }) => (since.as_deref(), successor.as_deref()),
        _ => (None, None),
    }
}
