//! What do a key and its value say together of what their map is about? `failover: promote the read replica`, of a database.

use serde::Deserialize;

use crate::facts::Statement;
use crate::language::{Class, script};
use crate::mention::letters;

/// A statement that needs a key and a phrase of its value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saying {
    /// What they say.
    pub(crate) states: Statement,
    pub(super) keys: Vec<String>,
    /// One of these stands in the value.
    values: Vec<String>,
    /// What their map is about; anything, where it is empty.
    #[serde(default)]
    pub(crate) of: Vec<Class>,
    /// What the value names, or the map; anything, where it is empty.
    #[serde(default)]
    pub(crate) needs: Vec<Class>,
    /// One of these as well, where there are any.
    #[serde(default)]
    also: Vec<String>,
    /// One of these keys stands around it, where there are any.
    #[serde(default)]
    under: Vec<String>,
    /// None of these does.
    #[serde(default)]
    without: Vec<String>,
    /// One of these stands beside them.
    #[serde(default)]
    pub(crate) with: Vec<Beside>,
    /// Whether the value must hold a time.
    #[serde(default)]
    pub(crate) timed: bool,
}

/// What may stand beside an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Beside {
    /// Three or more that are called one after the other.
    Chain,
    /// That nothing gives up in time.
    Impatient,
}

impl Saying {
    /// Whether `value`, read by [`plain`], says it, with `comment` behind it. Cost: O(phrases × bytes).
    pub(crate) fn is_said(&self, value: &str, comment: &str) -> bool {
        let is_there = |it: &String| has(value, it) || !self.also.is_empty() && has(comment, it);
        self.values.iter().any(is_there)
            && (self.also.is_empty() || self.also.iter().any(is_there))
            && !self.is_hidden(value)
            && (self.also.is_empty() || !self.is_hidden(comment))
    }

    /// Whether the saying holds below these keys.
    pub(crate) fn is_under<'a>(&self, mut keys: impl Iterator<Item = &'a str>) -> bool {
        self.under.is_empty() || keys.any(|it| self.under.iter().any(|under| letters(under) == letters(it)))
    }

    /// Whether `text`, the value or what says what it is about, has a phrase that must not be there.
    pub(crate) fn is_hidden(&self, text: &str) -> bool {
        self.without.iter().any(|it| has(text, it))
    }
}

/// `text` in small letters, with blanks for what joins words: `Read-Replica` is "read replica".
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|it| if matches!(it, '-' | '_') { ' ' } else { it }).flat_map(char::to_lowercase).collect()
}

/// Whether `phrase` stands in `text`, both in small letters: a Latin one as whole words, a Korean one with any ending.
pub(super) fn has(text: &str, phrase: &str) -> bool {
    let is_korean = phrase.ends_with(script::is_hangul);
    text.match_indices(phrase)
        .any(|(at, _)| is_korean || script::starts_word(text, at) && script::ends_word(text, at + phrase.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_spelling() {
        assert!(has(&plain("Read-Replica in zone c"), "read replica"));
        assert!(has(&plain("읽기 복제본을 승격"), "읽기 복제본"));
        assert!(!has("asynchronous", "synchronous") && has("동기로 부름", "동기"));
        assert!(has("kept in .env, sadly", ".env"));
    }
}
