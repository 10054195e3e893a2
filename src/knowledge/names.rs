//! Which names lead to which card?

use std::cmp::Reverse;
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::{Card, CardId, CardKind};
use crate::span::Span;

/// All names of all cards with the automata that find them and the words that tell what an ambiguous one means.
#[derive(Debug, Default)]
pub struct Names {
    /// Every name once, card by card; of one card its own name first.
    pub names: Vec<Name>,
    /// Lower-cased name → index of `names`.
    by_text: HashMap<String, usize>,
    automaton: Option<AhoCorasick>,
    cues: Option<AhoCorasick>,
    /// What each pattern of `cues` says.
    meanings: Vec<Vec<(CardId, Meaning)>>,
}

/// One name of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written on the card, in NFC.
    pub text: String,
    /// The card.
    pub card: CardId,
    /// Service or concept.
    pub kind: CardKind,
    /// Whether it also means something else.
    pub ambiguous: bool,
    /// Whether the product no longer bears it: index of `Card::former`.
    pub former: Option<usize>,
}

/// What a cue near an ambiguous name says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// It means the card.
    Card,
    /// It means something else.
    Other,
}

/// Two cards that claim one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clash {
    /// The name.
    pub(super) name: String,
    /// The card that it leads to.
    pub(super) kept: CardId,
    /// The card that claims it in vain.
    pub(super) dropped: CardId,
}

/// The names' makers as they stand before a name, each with the space behind it.
const PREFIXES: [&str; 3] = ["Amazon ", "AWS ", "아마존 "];

impl Names {
    /// The names of `cards`. Where two cards claim one name, the one with the lower `rank` keeps it; a name that stands on a
    /// card goes before one that comes of leaving out "Amazon" or "AWS".
    ///
    /// Cost: O(bytes of all names), mostly the automaton's construction.
    pub(super) fn new<R: Ord>(cards: &[Card], rank: impl Fn(CardId) -> R) -> (Names, Vec<Clash>) {
        let mut candidates: Vec<Candidate> = Vec::new();
        for (index, card) in cards.iter().enumerate() {
            candidates.extend(Candidate::of(CardId(index as u32), card));
        }
        let (owners, clashes) = owners(&candidates, rank);
        let mut names = Names::default();
        for candidate in candidates {
            let folded = candidate.name.text.to_ascii_lowercase();
            if owners.get(&folded) == Some(&candidate.name.card) && !names.by_text.contains_key(&folded) {
                names.by_text.insert(folded, names.names.len());
                names.names.push(candidate.name);
            }
        }
        names.automaton = automaton(names.names.iter().map(|it| it.text.as_str()), MatchKind::Standard);
        names.learn_cues(cards);
        (names, clashes)
    }

    /// The name that is written like `text`, whatever the case.
    pub fn find(&self, text: &str) -> Option<&Name> {
        self.by_text.get(&text.to_ascii_lowercase()).map(|it| &self.names[*it])
    }

    /// Everything in `text` that is spelled like a name, as (range, index of `names`), overlapping ones as well, by start,
    /// the longest first; word edges and case are the caller's business.
    pub(crate) fn spelled(&self, text: &str) -> Vec<(Span, usize)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let found = automaton.find_overlapping_iter(text);
        let mut found: Vec<_> = found.map(|it| (Span::new(it.start(), it.end()), it.pattern().as_usize())).collect();
        found.sort_unstable_by_key(|(span, name)| (span.start, Reverse(span.end), *name));
        found
    }

    /// What the cues in `text` say: the cards that are meant, and those that are not. Cues inside a longer cue count too.
    pub(crate) fn meanings(&self, text: &str) -> Vec<(CardId, Meaning)> {
        let Some(cues) = &self.cues else { return Vec::new() };
        let mut seen = vec![false; self.meanings.len()];
        for found in cues.find_overlapping_iter(text) {
            let at = Span::new(found.start(), found.end());
            seen[found.pattern().as_usize()] |= starts_a_word(text, at);
        }
        let said = seen.iter().zip(&self.meanings).filter(|(seen, _)| **seen);
        said.flat_map(|(_, meanings)| meanings.iter().copied()).collect()
    }

    fn learn_cues(&mut self, cards: &[Card]) {
        let mut by_text: HashMap<String, Vec<(CardId, Meaning)>> = HashMap::new();
        for (index, card) in cards.iter().enumerate() {
            let id = CardId(index as u32);
            for (cues, meaning) in [(&card.when, Meaning::Card), (&card.not_when, Meaning::Other)] {
                for cue in cues.iter().filter(|it| !it.is_empty()) {
                    by_text.entry(cue.to_ascii_lowercase()).or_default().push((id, meaning));
                }
            }
        }
        let mut cues: Vec<_> = by_text.into_iter().collect();
        cues.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        self.cues = automaton(cues.iter().map(|(it, _)| it.as_str()), MatchKind::Standard);
        self.meanings = cues.into_iter().map(|(_, it)| it).collect();
    }
}

/// `name` without "Amazon " or "AWS " at its start; `None` when it has neither.
pub(super) fn without_prefix(name: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|it| {
        let (head, rest) = name.split_at_checked(it.len())?;
        (head.eq_ignore_ascii_case(it) && !rest.is_empty()).then_some(rest)
    })
}

/// The length of the "Amazon " or "AWS " that ends `text`, a word of its own; 0 when there is none.
pub(crate) fn prefix_before(text: &str) -> usize {
    let found = PREFIXES.iter().find(|it| {
        let start = text.len().checked_sub(it.len()).filter(|start| text.is_char_boundary(*start));
        start.is_some_and(|start| {
            let edge =
                text[..start].chars().next_back().is_none_or(|it| !it.is_alphanumeric() && it != '_' && it != '-');
            edge && text[start..].eq_ignore_ascii_case(it)
        })
    });
    found.map_or(0, |it| it.len())
}

struct Candidate {
    name: Name,
    /// Whether the card does not say it and it comes of leaving out a prefix.
    derived: bool,
}

impl Candidate {
    /// Every name of `card`, in the order of their weight; some may be equal.
    fn of(id: CardId, card: &Card) -> Vec<Candidate> {
        let own = [Some(&card.name), card.long_name.as_ref(), card.name_ko.as_ref()].into_iter().flatten();
        let current = own.chain(&card.aliases).map(|it| (it, None));
        let former =
            card.former.iter().enumerate().flat_map(|(at, it)| it.names.iter().map(move |name| (name, Some(at))));
        let mut candidates = Vec::new();
        for (text, former) in current.chain(former).filter(|(it, _)| !it.trim().is_empty()) {
            let name =
                |text: &str, ambiguous| Name { text: text.to_owned(), card: id, kind: card.kind, ambiguous, former };
            let short = without_prefix(text);
            let ambiguous = |it: &str| card.ambiguous.iter().any(|word| same_name(word, it));
            candidates.push(Candidate { name: name(text, short.is_none() && ambiguous(text)), derived: false });
            if let (Some(short), None) = (short, former) {
                candidates.push(Candidate { name: name(short, ambiguous(short)), derived: true });
            }
        }
        candidates
    }
}

/// Whether both spell one name, whatever the case and the prefix.
fn same_name(one: &str, other: &str) -> bool {
    without_prefix(one).unwrap_or(one).eq_ignore_ascii_case(without_prefix(other).unwrap_or(other))
}

fn owners<R: Ord>(candidates: &[Candidate], rank: impl Fn(CardId) -> R) -> (HashMap<String, CardId>, Vec<Clash>) {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by_key(|it| (it.derived, rank(it.name.card)));
    let mut owners: HashMap<String, (CardId, bool)> = HashMap::new();
    let mut clashes = Vec::new();
    for Candidate { name, derived } in order {
        let (kept, kept_derived) = *owners.entry(name.text.to_ascii_lowercase()).or_insert((name.card, *derived));
        if kept != name.card && kept_derived == *derived {
            clashes.push(Clash { name: name.text.clone(), kept, dropped: name.card });
        }
    }
    (owners.into_iter().map(|(text, (card, _))| (text, card)).collect(), clashes)
}

/// `None` for no patterns, and for more of them than an automaton holds.
fn automaton<'a>(patterns: impl Iterator<Item = &'a str>, kind: MatchKind) -> Option<AhoCorasick> {
    let patterns: Vec<&str> = patterns.collect();
    let mut builder = AhoCorasickBuilder::new();
    builder.ascii_case_insensitive(true).match_kind(kind).kind(Some(AhoCorasickKind::ContiguousNFA));
    if patterns.is_empty() { None } else { builder.build(patterns).ok() }
}

/// Whether `at` starts a word of `text`; a cue in Korean may stand anywhere.
fn starts_a_word(text: &str, at: Span) -> bool {
    let first = at.of(text).chars().next();
    let before = text[..at.start].chars().next_back();
    !(first.is_some_and(|it| it.is_ascii_alphanumeric()) && before.is_some_and(|it| it.is_ascii_alphanumeric()))
}
