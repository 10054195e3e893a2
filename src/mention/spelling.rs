//! Which names does a text hold that no card has in these letters: resource types, and words with a slip in them?

use super::{Certainty, Mention, edge};
use crate::knowledge::{CardKind, Names, prefix_before};
use crate::language::script;
use crate::span::Span;

/// The CloudFormation resource types in `text` that a card has, in order.
pub(super) fn resource_types(text: &str, names: &Names) -> Vec<Mention> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == ':';
    let types = text.match_indices("AWS::").filter(|(at, _)| !text[..*at].ends_with(is_part)).filter_map(|(at, _)| {
        let end = text[at..].find(|it| !is_part(it)).map_or(text.len(), |it| at + it);
        let range = Span::new(at, at + text[at..end].trim_end_matches(':').len());
        let name = names.of_type(range.of(text))?;
        let card = names.names[name].card;
        Some(Mention { card, range, name, certainty: Certainty::Certain, misspelt: false })
    });
    types.collect()
}

/// The words of `text` outside `taken` and `addresses` that are one slip away from a name, in order.
pub(super) fn misspelt(text: &str, names: &Names, addresses: &[Span], taken: &[Mention]) -> Vec<Mention> {
    let is_made = |at: usize| prefix_before(&text[..at]) > 0;
    let latin = words(text).filter_map(|range| Some((range, names.near(range.of(text), is_made(range.start))?)));
    let korean = runs(text).filter_map(|range| {
        let (name, length) = names.near_korean(range.of(text))?;
        Some((Span::new(range.start, range.start + length), name))
    });
    let mentions = latin.chain(korean).filter_map(|(range, name)| {
        let is_free =
            !taken.iter().any(|it| it.range.overlaps(range)) && !addresses.iter().any(|it| it.overlaps(range));
        let is_word = is_free && edge::stands_alone(text, range, CardKind::Service);
        let card = names.names[name].card;
        is_word.then_some(Mention { card, range, name, certainty: Certainty::InAwsContext, misspelt: true })
    });
    mentions.collect()
}

/// The runs of ASCII letters and digits that start with a letter.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !bytes[at].is_ascii_alphabetic() {
            at += if bytes[at].is_ascii_digit() { run(&bytes[at..]) } else { 1 };
        }
        let length = run(&bytes[at..]);
        at += length;
        (length > 0).then(|| Span::new(at - length, at))
    })
}

/// The runs of Hangul that are as long as a name of some length.
fn runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    const SIX_SYLLABLES: usize = 18;
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(script::is_hangul)?;
            let end = text[start..].find(|it| !script::is_hangul(it)).map_or(text.len(), |it| start + it);
            at = end;
            if end - start >= SIX_SYLLABLES {
                return Some(Span::new(start, end));
            }
        }
    })
}

/// How many ASCII letters and digits `bytes` starts with.
fn run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|it| it.is_ascii_alphanumeric()).count()
}
