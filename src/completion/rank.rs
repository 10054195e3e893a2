//! Which names may a few typed letters mean, and which of them first?

use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::knowledge::{Card, CardId, Key, Knowledge, Status, strokes};

/// A card that may be meant, by one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) card: CardId,
    /// The name that matched; index of `Names::names`.
    pub(super) name: usize,
}

/// How freely letters are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// As the beginning of a name.
    Beginning,
    /// Also as the beginning of a word in it, as initials, with gaps, with one slip.
    Free,
}

/// How letters fit a name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Word,
    Initials,
    Gaps,
    Abbreviation,
    Slip,
}

/// What is less, stands first: the fit, what has no future, what we say little of, former names, and what is still to be typed.
type Rank = (Fit, bool, bool, bool, usize);

/// The cards that `typed` may mean, best first, each once. Gaps and slips count only where nothing else fits.
///
/// Cost: O(names); below 0.2 ms for 3,000.
pub(super) fn ranked(knowledge: &Knowledge, typed: &str, reach: Reach) -> Vec<Found> {
    let gaps = gaps(typed);
    let typed = strokes(typed);
    if typed.chars().nth(1).is_none() {
        return Vec::new();
    }
    let keys = knowledge.names.keys();
    let is_whole = |key: &Key| gaps.iter().all(|at| key.words.contains(at));
    let plain =
        |key: &Key| plain_fit(&typed, key).filter(|it| reach == Reach::Free || *it <= Fit::Beginning && is_whole(key));
    let mut found = best_of_each(knowledge, keys, plain);
    if found.is_empty() && reach == Reach::Free {
        let mut matcher = Matcher::new(Config::DEFAULT);
        found = best_of_each(knowledge, keys, |key| loose_fit(&typed, key, &mut matcher));
    }
    found.sort_unstable_by_key(|(rank, it)| (*rank, it.card));
    found.into_iter().map(|(_, it)| it).collect()
}

/// Words that hold sentences together. Whoever has written one of them means it, though some product begins so.
const LITTLE: [&str; 83] = [
    "also", "and", "any", "are", "been", "below", "but", "can", "could", "did", "done", "down", "each", "every", "for",
    "from", "get", "had", "has", "have", "her", "him", "his", "how", "into", "its", "just", "last", "let", "like",
    "made", "make", "many", "may", "mean", "more", "most", "much", "must", "need", "next", "nor", "not", "off", "once",
    "one", "only", "other", "our", "out", "over", "own", "per", "quite", "same", "say", "set", "she", "should", "some",
    "soon", "such", "take", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "through", "too", "use", "was", "well", "what", "when", "will", "with",
];

/// Whether `typed`, a word of its own, is such a word.
pub(super) fn is_little(typed: &str) -> bool {
    LITTLE.binary_search(&typed).is_ok()
}

/// Where a Latin word starts behind a space in the strokes of `typed`: there a word of the name must start, or "a dx" would
/// begin ADX. Korean sets its spaces more freely.
fn gaps(typed: &str) -> Vec<u16> {
    let spaces =
        typed.match_indices(' ').filter(|(at, _)| typed[at + 1..].starts_with(|it: char| it.is_ascii_alphanumeric()));
    spaces.filter_map(|(at, _)| u16::try_from(strokes(&typed[..at]).len()).ok()).collect()
}

/// The best name of each card that `fit` finds fitting.
fn best_of_each(knowledge: &Knowledge, keys: &[Key], mut fit: impl FnMut(&Key) -> Option<Fit>) -> Vec<(Rank, Found)> {
    let mut found: Vec<(Rank, Found)> = Vec::new();
    // Names stand card by card, so what concerns one card comes in one run.
    for key in keys {
        let Some(fit) = fit(key) else { continue };
        let card = knowledge.card(key.card);
        let former = knowledge.names.names[key.name].former.is_some();
        let rank = (fit, is_ending(card), is_short(card), former, key.strokes.len());
        let this = (rank, Found { card: key.card, name: key.name });
        match found.last_mut().filter(|(_, it)| it.card == key.card) {
            Some(held) if rank < held.0 => *held = this,
            Some(_) => {}
            None => found.push(this),
        }
    }
    found
}

fn is_ending(card: &Card) -> bool {
    matches!(card.status, Status::Ending { .. })
}

/// Whether it is a card of one sentence, as those of lesser services are.
fn is_short(card: &Card) -> bool {
    !card.body.en.contains('\n')
}

fn plain_fit(typed: &str, key: &Key) -> Option<Fit> {
    /// Fewer letters begin too many words of ordinary text.
    const INSIDE: usize = 3;
    if let Some(rest) = key.strokes.strip_prefix(typed) {
        return Some(if rest.is_empty() { Fit::Whole } else { Fit::Beginning });
    }
    let long = typed.chars().nth(INSIDE - 1).is_some();
    if long && key.words.iter().any(|at| key.strokes[usize::from(*at)..].starts_with(typed)) {
        return Some(Fit::Word);
    }
    let korean = !typed.is_ascii();
    let initials = if korean { key.initials.starts_with(typed) } else { &*key.initials == typed };
    initials.then_some(Fit::Initials)
}

fn loose_fit(typed: &str, key: &Key, matcher: &mut Matcher) -> Option<Fit> {
    const LATIN: usize = 4;
    const HANGUL: usize = 6;
    /// What a letter is worth that stands right behind the one before, less what one gap in four letters costs.
    const WORTH: usize = 20;
    let length = typed.chars().count();
    if is_abbreviation(typed, key) {
        return Some(Fit::Abbreviation);
    }
    let latin = typed.is_ascii() && length >= LATIN;
    if !latin && (typed.is_ascii() || length < HANGUL) {
        return None;
    }
    if latin && key.strokes.is_ascii() && key.strokes.as_bytes()[0] == typed.as_bytes()[0] {
        let (name, letters) = (Utf32Str::Ascii(key.strokes.as_bytes()), Utf32Str::Ascii(typed.as_bytes()));
        let near = key.strokes.len() <= 2 * typed.len() + 2;
        if near && matcher.fuzzy_match(name, letters).is_some_and(|it| usize::from(it) >= WORTH * typed.len()) {
            return Some(Fit::Gaps);
        }
    }
    is_one_slip_away(typed, &key.strokes).then_some(Fit::Slip)
}

/// Whether `typed` is the first letter of each word of the name, and behind it consonants of that word in their order: `agw`
/// is API Gateway.
fn is_abbreviation(typed: &str, key: &Key) -> bool {
    const LENGTH: std::ops::RangeInclusive<usize> = 3..=4;
    const WORDS: usize = 2;
    const VOWELS: &[u8] = b"aeiou";
    let parts = key.words.len() + 1;
    let has_vowel = typed.bytes().skip(1).any(|it| VOWELS.contains(&it));
    if has_vowel
        || !typed.is_ascii()
        || !key.strokes.is_ascii()
        || !LENGTH.contains(&typed.len())
        || parts < WORDS
        || parts >= typed.len()
    {
        return false;
    }
    let starts: Vec<_> = key.words.iter().map(|it| usize::from(*it)).collect();
    let mut left = typed.bytes().peekable();
    let mut at = 0;
    for end in starts.into_iter().chain([key.strokes.len()]) {
        let mut word = key.strokes[at..end].bytes();
        if left.next() != word.next() {
            return false;
        }
        let next = key.strokes.as_bytes().get(end);
        while let Some(letter) = left.peek().copied().filter(|it| Some(it) != next && !VOWELS.contains(it)) {
            if !word.any(|it| it == letter) {
                return false;
            }
            left.next();
        }
        at = end;
    }
    left.next().is_none()
}

/// Whether `typed` begins `name` but for one letter too many, missing, wrong, or in its neighbour's place; not the first,
/// and not the last, behind which nothing shows that the name went on.
fn is_one_slip_away(typed: &str, name: &str) -> bool {
    let equal = typed.chars().zip(name.chars()).take_while(|(a, b)| a == b);
    let at: usize = equal.map(|(it, _)| it.len_utf8()).sum();
    let (mut typed, mut name) = (typed[at..].chars(), name[at..].chars());
    let (here, there) = (typed.clone(), name.clone());
    let (Some(wrong), Some(right)) = (typed.next(), name.next()) else { return false };
    let begins = |name: std::str::Chars, typed: std::str::Chars| name.as_str().starts_with(typed.as_str());
    let mut after = (typed.clone(), name.clone());
    let swapped = after.0.next() == Some(right) && after.1.next() == Some(wrong) && begins(after.1, after.0);
    let more = typed.clone().next().is_some();
    at > 0 && (swapped || begins(name.clone(), here) || more && (begins(name, typed.clone()) || begins(there, typed)))
}
