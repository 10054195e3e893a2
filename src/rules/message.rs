//! What does a finding say?

use crate::facts::Fact;
use crate::knowledge::{Card, Rule};

/// The rule's message in the language of the sentence, with what it is about filled in.
pub(super) fn message(rule: &Rule, fact: &Fact, renamed: Option<(&Card, usize)>) -> String {
    let text = if fact.is_korean { &rule.message.ko } else { &rule.message.en };
    let new = renamed.map_or("", |(card, _)| card.name.as_str());
    let since = renamed.and_then(|(card, former)| card.former[former].since.as_deref()).unwrap_or_default();
    text.replace("{subject}", fact.subject.trim_matches(['*', '`', ' ']))
        .replace("{new}", new)
        .replace("{since}", since)
}
