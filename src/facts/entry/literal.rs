//! What is a value by its shape? A secret in a map of secrets, the address of a machine.

use crate::knowledge::{States, Vocabulary, VocabularyPart};
use crate::surface::BlockKind;

use super::super::{Fact, Reader, Statement, address::is_private, secret};
use super::{Keys, is_stated, stated};

/// What a value is by its shape: a secret in a map of secrets, the address of a machine.
pub(super) fn read(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    let Some([key, value, ..]) = unit.is_entry.then_some(unit.parts.as_slice()) else { return };
    let BlockKind::Value { entry, .. } = reader.outline.blocks[value.block].kind else { return };
    let text = value.span.of(&unit.text).trim_matches(['"', '\'']);
    let name = key.span.of(&unit.text).trim().to_lowercase().replace([' ', '-'], "_");
    let what = if is_in_secrets(reader, keys, entry) && is_secret_beside(&name, text, &reader.knowledge.vocabulary) {
        Statement::SecretInPlainText
    } else if text.split_whitespace().any(is_private_address) || names_a_peer(reader, &name) && is_private(text) {
        Statement::CallsSynchronously
    } else {
        return;
    };
    if !is_stated(reader, facts, &stated(what).0) {
        let subject = if what == Statement::CallsSynchronously { text.to_owned() } else { name };
        facts.push(reader.fact(stated(what).0, None, subject, value.span));
    }
}

/// Whether one of the maps around an entry is one of secrets.
fn is_in_secrets(reader: &Reader<'_>, keys: &Keys, entry: usize) -> bool {
    let mut around = reader.outline.tree.upward(entry).skip(1).take(4);
    around.any(|it| keys.states(it) == Some(States::Secrets))
}

/// Whether a value in a map of secrets is one, and not what says where it is kept or whose it is.
fn is_secret_beside(name: &str, value: &str, vocabulary: &Vocabulary) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    !vocabulary.is_part(last, VocabularyPart::AboutASecret) && !value.contains([' ', ':']) && secret::is_literal(value)
}

/// Whether a key is that of the address of something that is called: `payment_host`.
fn names_a_peer(reader: &Reader<'_>, name: &str) -> bool {
    let is_part = |it: &str, part| reader.knowledge.vocabulary.is_part(it, part);
    let mut words = name.split('_');
    let (first, last) = (words.next(), words.next_back());
    last.is_some_and(|it| is_part(it, VocabularyPart::Address))
        && !first.is_some_and(|it| is_part(it, VocabularyPart::OwnAddress))
}

/// `http://10.1.4.22:8080`: a machine by its number.
fn is_private_address(word: &str) -> bool {
    word.split_once("://").is_some_and(|it| is_private(it.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn machines_by_their_number() {
        for text in ["http://10.1.4.22:8080", "tcp://172.20.9.41:502", "https://192.168.0.1/x"] {
            assert!(is_private_address(text), "{text}");
        }
        for text in ["10.0.0.0/16", "http://172.32.0.1", "http://orders.internal", "http://8.8.8.8", "://10.0.0.1x"] {
            assert!(!is_private_address(text), "{text}");
        }
    }

    #[test]
    fn what_says_where_a_secret_is_is_none() {
        let vocabulary = &Knowledge::built_in().0.vocabulary;
        let is_secret = |name, value| is_secret_beside(name, value, vocabulary);
        assert!(is_secret("pin", "4711-hopfen") && is_secret("토스키", "live_sk_ssak-2211-x"));
        for (name, value) in
            [("from", "vault-prod-2"), ("key_id", "abc-12345"), ("db", "ssm:/prod/db1"), ("date", "2026-10-01")]
        {
            assert!(!is_secret(name, value), "{name}");
        }
    }
}
