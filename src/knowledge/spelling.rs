//! In which other ways is a name written, rightly and wrongly?

use super::{CardKind, Name};
use crate::language::script;

/// A misspelling of a shorter word is too often another word: `Athena` and `Athens`.
const SHORTEST: usize = 7;

/// Behind its maker a shorter name is meant, and one that is also another word: "Amazon Redshfit", "Amazon Auroar".
const SHORTEST_MADE: usize = 6;

/// Without a capital, a word is held against the names from this length on.
const SHORTEST_IN_LOWER_CASE: usize = 8;

/// `name` without its spaces, as code and diagrams write it (`SecretsManager`, `Route53`), or a concept's without its hyphens
/// (`MultiAZ`); `None` where that is no other name or too short to stand out.
pub(super) fn joined(name: &str, kind: CardKind) -> Option<String> {
    let gap = match kind {
        CardKind::Service => ' ',
        CardKind::Concept => '-',
    };
    let joined = name.is_ascii() && name.contains(gap) && name.chars().any(char::is_uppercase);
    let joined = joined.then(|| name.replace(gap, ""))?;
    (joined.len() >= 6).then_some(joined)
}

/// `name` torn at its humps, as people get it wrong: `Dynamo DB`, `Cloud 9`; `None` for a name without humps.
pub(super) fn split(name: &str) -> Option<String> {
    if !name.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return None;
    }
    let is_hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && !pair[1].is_ascii_lowercase();
    let at = name.as_bytes().windows(2).position(is_hump)? + 1;
    (at >= 3).then(|| format!("{} {}", &name[..at], &name[at..]))
}

/// Of a Korean name, so many syllables: of six, one may be wrong. 클라우드 and a particle are no Cloud Map.
const SHORTEST_KOREAN: usize = 6;

/// Names of one word that are so much their own that a word with one slip means them.
#[derive(Debug, Default)]
pub(super) struct Distinct(Vec<Word>);

#[derive(Debug)]
struct Word {
    lower: String,
    letters: u32,
    /// Index of `Names::names`.
    name: usize,
    /// Whether it is meant only behind its maker.
    needs_maker: bool,
}

impl Distinct {
    /// Those of `names` that mean nothing else and have seven letters or more; of the others those of six that are meant behind their maker.
    pub(super) fn new(names: &[Name]) -> Distinct {
        let is_distinct = |it: &Name| {
            let is_sure = !it.misspelt && it.former.is_none() && it.kind == CardKind::Service;
            let is_latin = it.text.len() >= SHORTEST_MADE && it.text.bytes().all(|it| it.is_ascii_alphanumeric());
            let is_korean = it.text.chars().count() >= SHORTEST_KOREAN && it.text.chars().all(script::is_hangul);
            is_sure && (is_latin || is_korean && !it.ambiguous)
        };
        let word = |(name, it): (usize, &Name)| {
            let lower = it.text.to_ascii_lowercase();
            let needs_maker = it.ambiguous || lower.is_ascii() && lower.len() < SHORTEST;
            Word { letters: letters(&lower), lower, name, needs_maker }
        };
        Distinct(names.iter().enumerate().filter(|(_, it)| is_distinct(it)).map(word).collect())
    }

    /// The name, as an index of `names`, that `word` (ASCII letters and digits) is one slip away from: a letter too many, too few,
    /// wrong, or two swapped. First letter and digits are never the slip, nor is the `s` of a plural, and what `is_known` is right. `is_made`:
    /// its maker stands before it.
    ///
    /// Cost: a few operations for each name.
    pub(super) fn near(&self, word: &str, is_made: bool, is_known: impl Fn(&str) -> bool) -> Option<usize> {
        let is_capital = word.starts_with(|it: char| it.is_ascii_uppercase());
        let shortest = match (is_capital, is_made) {
            (true, true) => SHORTEST_MADE - 1,
            (true, false) => SHORTEST - 1,
            (false, _) => SHORTEST_IN_LOWER_CASE,
        };
        if word.len() < shortest {
            return None;
        }
        let lower = word.to_ascii_lowercase();
        let mask = letters(&lower);
        let is_near = |it: &&Word| {
            (is_made && is_capital || !it.needs_maker)
                && it.lower.as_bytes()[0] == lower.as_bytes()[0]
                && it.lower.len().abs_diff(lower.len()) <= 1
                && it.lower.is_ascii()
                && (it.letters ^ mask).count_ones() <= 2
                && digits(&it.lower).eq(digits(&lower))
                && strsim::osa_distance(&it.lower, &lower) == 1
        };
        let found = self.0.iter().find(is_near)?;
        let is_plural = lower.strip_suffix('s').is_some_and(|it| is_known(it) || it == found.lower)
            || found.lower.strip_suffix('s') == Some(lower.as_str());
        (!is_plural && !is_known(&lower)).then_some(found.name)
    }

    /// The name, as an index of `names`, that the Hangul run `word` begins with but for one syllable, and its bytes; a particle may follow.
    ///
    /// Cost: a comparison of a few syllables for each name.
    pub(super) fn near_korean(&self, word: &str, is_known: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
        let found = self.0.iter().filter(|it| it.letters == 0 && it.lower.len() <= word.len()).find(|it| {
            let (head, rest) = word.split_at(it.lower.len());
            let wrong = head.chars().zip(it.lower.chars()).filter(|(a, b)| a != b).count();
            wrong == 1 && (rest.is_empty() || script::starts_with_particle(rest))
        })?;
        let head = &word[..found.lower.len()];
        (!is_known(head)).then_some((found.name, head.len()))
    }
}

/// Which of the letters a–z are in `lower`, as bits: one slip changes two of them at most.
fn letters(lower: &str) -> u32 {
    lower.bytes().filter(u8::is_ascii_lowercase).fold(0, |acc, it| acc | 1 << (it - b'a'))
}

fn digits(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::CardId;

    #[test]
    fn names_are_joined_and_split() {
        assert_eq!(joined("Secrets Manager", CardKind::Service).as_deref(), Some("SecretsManager"));
        assert_eq!(joined("Multi-AZ", CardKind::Concept).as_deref(), Some("MultiAZ"));
        assert_eq!(joined("Read replica", CardKind::Concept), None);
        assert_eq!(joined("X-Ray", CardKind::Service), None);
        let torn = ["DynamoDB", "Cloud9", "ElastiCache", "EC2", "Lambda", "X-Ray", "IoT"].map(split);
        assert_eq!(
            torn.each_ref().map(Option::as_deref),
            [Some("Dynamo DB"), Some("Cloud 9"), Some("Elasti Cache"), None, None, None, None]
        );
    }

    #[test]
    fn one_slip_is_forgiven_and_another_word_is_not() {
        let name = |text: &str| Name {
            text: text.to_owned(),
            card: CardId(0),
            kind: CardKind::Service,
            ambiguous: text == "Connect",
            former: None,
            misspelt: false,
        };
        let names = ["DynamoDB", "CloudFront", "Kinesis", "Connect", "Route53", "WorkSpaces"].map(name);
        let distinct = Distinct::new(&names);
        let near = |word: &str| {
            let known = |it: &str| names.iter().any(|name| name.text.eq_ignore_ascii_case(it));
            distinct.near(word, false, known).map(|it| names[it].text.as_str())
        };
        for (word, name) in [
            ("DyanmoDB", "DynamoDB"),
            ("DynmoDB", "DynamoDB"),
            ("Cloudfornt", "CloudFront"),
            ("cloudfornt", "CloudFront"),
            ("Kinessis", "Kinesis"),
        ] {
            assert_eq!(near(word), Some(name), "{word}");
        }
        for word in
            ["DynamoDB", "dynamodb", "DynamoDBs", "Connecct", "Route52", "workspace", "Cinesis", "kinesi", "Front"]
        {
            assert_eq!(near(word), None, "{word}");
        }
        let made = |word: &str| distinct.near(word, true, |it| it == "connect").map(|it| names[it].text.as_str());
        assert_eq!(["Conenct", "Connect", "Connects", "conenct"].map(made), [Some("Connect"), None, None, None]);
    }
}
