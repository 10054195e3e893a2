//! What is a value by its shape? A secret in a map of secrets, the address of a machine.

use crate::knowledge::States;
use crate::surface::BlockKind;

use super::super::{Fact, Reader, Statement, secret};
use super::{Keys, stated};

/// What a value is by its shape: a secret in a map of secrets, the address of a machine.
pub(super) fn read(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    let Some([key, value, ..]) = unit.is_entry.then_some(unit.parts.as_slice()) else { return };
    let BlockKind::Value { entry, .. } = reader.outline.blocks[value.block].kind else { return };
    let text = value.span.of(&unit.text).trim_matches(['"', '\'']);
    let name = key.span.of(&unit.text).trim().to_lowercase().replace([' ', '-'], "_");
    let what = if is_in_secrets(reader, keys, entry) && is_secret_beside(&name, text) {
        Statement::SecretInPlainText
    } else if text.split_whitespace().any(is_private_address) {
        Statement::CallsSynchronously
    } else {
        return;
    };
    if !facts.iter().rev().take_while(|it| it.unit == reader.index).any(|it| it.kind == stated(what).0) {
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
fn is_secret_beside(name: &str, value: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "user", "username", "from", "via", "store", "type", "path", "ref", "id", "name", "arn", "rotate", "rotated",
        "version",
    ];
    let last = name.rsplit('_').next().unwrap_or(name);
    !OTHERS.contains(&last) && !value.contains([' ', ':']) && secret::is_literal(value)
}

/// `http://10.1.4.22:8080`: a machine by its number.
fn is_private_address(word: &str) -> bool {
    let Some((_, host)) = word.split_once("://") else { return false };
    let end = host.find([':', '/']).unwrap_or(host.len());
    let numbers = host[..end].split('.').map(|it| it.parse::<u8>().ok()).collect::<Option<Vec<_>>>();
    matches!(numbers.as_deref(), Some([10, _, _, _] | [192, 168, _, _] | [172, 16..=31, _, _]))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(is_secret_beside("pin", "4711-hopfen") && is_secret_beside("토스키", "live_sk_ssak-2211-x"));
        for (name, value) in
            [("from", "vault-prod-2"), ("key_id", "abc-12345"), ("db", "ssm:/prod/db1"), ("date", "2026-10-01")]
        {
            assert!(!is_secret_beside(name, value), "{name}");
        }
    }
}
