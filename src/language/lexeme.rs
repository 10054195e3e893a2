//! Which words of a unit mean something to the facts?

use crate::knowledge::Knowledge;
use crate::mention::Mention;
use crate::span::Span;

use super::frequency;
use super::lexicon::{Sense, Weight};
use super::quantity::{self, Quantity};
use super::{Class, Cue, Frame, Role};

/// A word or phrase that means something, with its bytes in the unit's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lexeme {
    /// Bytes of the unit's text.
    pub(crate) span: Span,
    /// What it means.
    pub(crate) word: Word,
}

impl Lexeme {
    /// Whether it names something, and says nothing of it.
    pub(crate) fn is_name(&self) -> bool {
        matches!(self.word, Word::Card(_) | Word::Thing(_) | Word::Named(_))
    }

    /// Whether it says exactly one: `single`, `한 대`, `x1`.
    pub(crate) fn is_one(&self) -> bool {
        match self.word {
            Word::Role(Role::One) => true,
            Word::Quantity(it) => it.is(1),
            _ => false,
        }
    }

    /// Whether it says more than one: `several`, `3대`.
    pub(crate) fn is_several(&self) -> bool {
        match self.word {
            Word::Role(Role::Several) => true,
            Word::Quantity(it) => it.is_several(),
            _ => false,
        }
    }
}

/// What a lexeme means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Word {
    /// A thing of a class, by a common noun: `server`.
    Thing(Class),
    /// A thing of a class, by a name (`EC2`) or a type (`m5.large`).
    Named(Class),
    /// A card's name; also given as `Named` once for each class of the card.
    Card(Mention),
    /// A part of a fact.
    Role(Role),
    /// A cue.
    Cue(Cue),
    /// A frame's word.
    Frame(Frame, Weight),
    /// A word of a column's header that says so about the other cells of its rows.
    Beside(Frame),
    /// A number.
    Quantity(Quantity),
    /// One Availability Zone by its id: `ap-northeast-2a`, `2a`, `use1-az4`.
    ZoneId,
}

/// Reads `text` (a unit's text, with its mentions in bytes of it) into lexemes, sorted by start, then by end.
pub(super) fn lexemes(text: &str, mentions: &[Mention], knowledge: &Knowledge) -> Vec<Lexeme> {
    let mut found = Vec::new();
    for mention in mentions {
        let span = mention.range;
        found.push(Lexeme { span, word: Word::Card(*mention) });
        let classes = &knowledge.cards[mention.card.0 as usize].is;
        found.extend(classes.iter().map(|it| Lexeme { span, word: Word::Named(*it) }));
    }
    let senses = knowledge.lexicon.senses(text).map(|(span, sense)| Lexeme { span, word: word(sense) });
    found.extend(senses.filter(|it| !matches!(it.word, Word::Frame(..)) || !is_piece_of_a_name(text, it.span)));
    found.extend(quantity::quantities(text).into_iter().map(|(span, it)| Lexeme { span, word: Word::Quantity(it) }));
    found.extend(frequency::frequencies(text).into_iter().map(|(span, it)| Lexeme { span, word: minutes(it) }));
    found.extend(identifiers(text));
    let zones = found.iter().filter(|it| it.word == Word::Role(Role::Zone)).flat_map(|it| zone_letters(text, it.span));
    found.extend(zones.collect::<Vec<_>>());
    found.sort_by_key(|it| (it.span.start, it.span.end));
    drop_shorter_times(&mut found);
    found
}

/// `old` in `web-old` says nothing of time.
fn is_piece_of_a_name(text: &str, span: Span) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric();
    let is_joined = |it: Option<&str>| it.is_some_and(|it| it.ends_with(joins));
    let (before, after) = (&text[..span.start], &text[span.end..]);
    is_joined(before.strip_suffix(['-', '_'])) || after.strip_prefix(['-', '_']).is_some_and(|it| it.starts_with(joins))
}

/// `6시간마다` is no `시간마다`, and `하루 네 번` no `하루`: of times that overlap, the first and longest counts.
fn drop_shorter_times(found: &mut Vec<Lexeme>) {
    let is_time = |it: &Lexeme| matches!(it.word, Word::Quantity(it) if it.unit == quantity::Unit::Minutes);
    let mut times = found.iter().filter(|it| is_time(it)).map(|it| it.span).collect::<Vec<_>>();
    times.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    times.dedup_by(|next, kept| next.overlaps(*kept));
    found.retain(|it| !is_time(it) || times.contains(&it.span));
    found.dedup_by(|next, kept| is_time(next) && is_time(kept) && next.span == kept.span);
}

fn minutes(n: f64) -> Word {
    Word::Quantity(Quantity { low: n, high: n, unit: quantity::Unit::Minutes })
}

fn word(sense: Sense) -> Word {
    match sense {
        Sense::Class(it) => Word::Thing(it),
        Sense::Role(it) => Word::Role(it),
        Sense::Cue(it) => Word::Cue(it),
        Sense::Frame(it, weight) => Word::Frame(it, weight),
        Sense::Beside(it) => Word::Beside(it),
        Sense::Minutes(n) => minutes(f64::from(n)),
        Sense::Numeral(n) => {
            Word::Quantity(Quantity { low: f64::from(n), high: f64::from(n), unit: quantity::Unit::Bare })
        }
    }
}

/// Instance types and zone ids: words whose shape says what they are.
fn identifiers(text: &str) -> impl Iterator<Item = Lexeme> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| c.is_ascii_alphanumeric())?;
            let length = text[start..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
                .unwrap_or(text.len() - start);
            let id = text[start..start + length].trim_end_matches(['.', '-']);
            at = start + length;
            if let Some(word) = identifier(id) {
                return Some(Lexeme { span: Span::new(start, start + id.len()), word });
            }
        }
    })
}

fn identifier(id: &str) -> Option<Word> {
    if is_zone_id(id) {
        return Some(Word::ZoneId);
    }
    let (class, id) = match id.split_once('.') {
        Some(("db", rest)) => (Class::Database, rest),
        Some(("cache", rest)) => (Class::Cache, rest),
        _ => (Class::Compute, id),
    };
    if is_instance_type(id) {
        return Some(Word::Named(class));
    }
    component(id).map(Word::Named)
}

/// A component's name that says what it is: `orders-db`, `mail-queue`, `web-redis`.
fn component(id: &str) -> Option<Class> {
    if !id.contains('-') || id.contains('.') {
        return None;
    }
    id.split('-').find_map(|part| match part.to_ascii_lowercase().as_str() {
        "db" | "mysql" | "postgres" | "pg" | "database" => Some(Class::Database),
        "redis" | "cache" | "valkey" | "memcached" => Some(Class::Cache),
        "queue" | "dlq" => Some(Class::Queue),
        "nat" => Some(Class::Nat),
        _ => None,
    })
}

/// `m6i.xlarge`, `t3.micro`, `c7gn.16xlarge`, `i4i.metal`: family, generation, attributes, size.
fn is_instance_type(id: &str) -> bool {
    let Some((family, size)) = id.split_once('.') else { return false };
    let letters = family.bytes().take_while(u8::is_ascii_lowercase).count();
    let digits = family.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    let is_family = (1..=4).contains(&letters)
        && (1..=2).contains(&digits)
        && family.bytes().skip(letters + digits).all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit());
    let size = size.trim_start_matches(|c: char| c.is_ascii_digit());
    is_family
        && (matches!(size, "nano" | "micro" | "small" | "medium" | "large" | "xlarge") || size.starts_with("metal"))
}

/// `ap-northeast-2a`, `use1-az4`, `euc1-az1`, `az4`, `AZ-a`, and the short forms `2a` and `1c` that people write.
fn is_zone_id(id: &str) -> bool {
    let lower = id.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    match bytes {
        [b'1'..=b'9', b'a'..=b'f'] => id.as_bytes()[1].is_ascii_lowercase(),
        [.., b'-', digit, letter] => {
            lower.len() > 8
                && digit.is_ascii_digit()
                && (b'a'..=b'f').contains(letter)
                && lower.matches('-').count() >= 2
                && lower[..lower.len() - 3].bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        }
        [b'a', b'z', digit] => digit.is_ascii_digit(),
        [b'a', b'z', b'-', letter] => (b'a'..=b'f').contains(letter),
        [.., b'-', b'a', b'z', digit] => digit.is_ascii_digit() && (6..=9).contains(&lower.len()),
        _ => false,
    }
}

/// The letters that zones are called by behind the noun at `noun`: "zone b", "가용 영역 a", "존 a·c", "zones a and b".
fn zone_letters(text: &str, noun: Span) -> Vec<Lexeme> {
    const NOUNS: [&str; 5] = ["zone", "zones", "az", "azs", "availability"];
    const JOINS: [&str; 11] = [", ", " and ", " or ", " & ", "와 ", "과 ", " 및 ", "·", "/", ",", "+"];
    let name = noun.of(text).to_ascii_lowercase();
    let is_zone = name.ends_with(['존', '역']) || name.split([' ', '-']).any(|it| NOUNS.contains(&it));
    let mut letters = Vec::new();
    let Some(space) = text[noun.end..].strip_prefix(' ').filter(|_| is_zone) else { return letters };
    let mut at = text.len() - space.len();
    loop {
        let mut chars = text[at..].chars();
        let (Some('a'..='f' | 'A'..='F'), behind) = (chars.next(), chars.as_str()) else { return letters };
        // "In that zone a second one runs."
        let is_article = text[at..].starts_with(['a', 'A'])
            && behind.strip_prefix(' ').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphanumeric()))
            && !JOINS.iter().any(|it| behind.starts_with(it));
        if behind.starts_with(|it: char| it.is_ascii_alphanumeric()) || is_article {
            return letters;
        }
        let start = if letters.is_empty() { noun.start } else { at };
        letters.push(Lexeme { span: Span::new(start, at + 1), word: Word::ZoneId });
        let Some(join) = JOINS.iter().find(|it| behind.starts_with(**it)) else { return letters };
        at += 1 + join.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_do_not_overlap() {
        let (knowledge, _) = Knowledge::built_in();
        let times = |text: &str| {
            let found = lexemes(text, &[], &knowledge);
            let minutes = found.iter().filter_map(|it| match it.word {
                Word::Quantity(it) if it.unit == quantity::Unit::Minutes => Some(it.high),
                _ => None,
            });
            minutes.collect::<Vec<_>>()
        };
        assert_eq!(times("6시간마다, 하루 네 번, 하루 두 번, 1일 1회"), [360.0, 360.0, 720.0, 1440.0]);
        assert_eq!(times("twice a day, once a day, every 6 hours, hourly"), [720.0, 1440.0, 360.0, 60.0]);
    }

    #[test]
    fn a_piece_of_a_name_frames_nothing() {
        let (knowledge, _) = Knowledge::built_in();
        let frames =
            |text| lexemes(text, &[], &knowledge).iter().filter(|it| matches!(it.word, Word::Frame(..))).count();
        assert_eq!(frames("web-old, new_api"), 0);
        assert_eq!(frames("Old and new"), 2);
    }

    #[test]
    fn zones_are_called_by_letters() {
        let check = |text: &str, noun: &str, expected: &[&str]| {
            let at = text.find(noun).unwrap_or_default();
            let found = zone_letters(text, Span::new(at, at + noun.len()));
            assert_eq!(found.iter().map(|it| it.span.of(text)).collect::<Vec<_>>(), expected, "{text}");
        };
        check("All stand in zone b.", "zone", &["zone b"]);
        check("전부 가용 영역 a의 서브넷에", "가용 영역", &["가용 영역 a"]);
        check("EKS는 존 a·b·c에", "존", &["존 a", "b", "c"]);
        check("in zones a and b", "zones", &["zones a", "b"]);
        check("In that zone a second one runs.", "zone", &[]);
        check("zone by zone", "zone", &[]);
    }

    #[test]
    fn shapes_of_identifiers() {
        let zones =
            ["ap-northeast-2a", "us-east-1b", "use1-az4", "euc1-az1", "apne1-az4", "az4", "2a", "us-gov-west-1a"];
        assert!(zones.iter().all(|it| identifier(it) == Some(Word::ZoneId)), "{zones:?}");
        assert_eq!(identifier("m6i.xlarge"), Some(Word::Named(Class::Compute)));
        assert_eq!(identifier("db.r6g.4xlarge"), Some(Word::Named(Class::Database)));
        assert_eq!(identifier("cache.r7g.large"), Some(Word::Named(Class::Cache)));
        let others = ["us-east-1", "ap-northeast-2", "RFC-12a", "order-api", "10.20.3.17", "step-2b", "3A", "0.5"];
        for it in others {
            assert_eq!(identifier(it), None, "{it}");
        }
    }
}
