//! Which names lead to which card?

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::keys::Key;
use super::spelling::{Distinct, joined, split};
use super::{Card, CardId, CardKind};
use crate::mention::{self, Script};
use crate::span::Span;
use crate::table::Table;

/// All names of all cards with the tables that find them and the words that tell what an ambiguous one means.
#[derive(Debug, Default)]
pub struct Names {
    /// Every name once, card by card; of one card its own name first.
    pub names: Vec<Name>,
    /// Lower-cased name → index of `names`.
    by_text: HashMap<String, usize>,
    table: Table,
    cues: Table,
    /// What each phrase of `cues` says.
    meanings: Vec<Vec<(CardId, Meaning)>>,
    /// CloudFormation resource type, or namespace of one card → index of `names`.
    types: HashMap<String, usize>,
    /// The names that a word may be a misspelling of.
    distinct: Distinct,
    /// Made when something is first completed: a start should not wait for it.
    keys: OnceLock<Vec<Key>>,
    /// Nothing but the small letters and digits of a name → index of `names`. Made with the first file of data.
    by_letters: OnceLock<HashMap<String, usize>>,
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
    /// Whether it is a way to get the name wrong: `Lamda`, `Dynamo DB`.
    pub misspelt: bool,
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
    /// Cost: O(names · log names).
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
        names.table = long(names.names.iter().map(|it| it.text.as_str()));
        names.distinct = Distinct::new(&names.names);
        names.learn_types(cards);
        names.learn_cues(cards);
        (names, clashes)
    }

    /// The name that is written like `text`, whatever the case.
    pub fn find(&self, text: &str) -> Option<&Name> {
        self.by_text.get(&text.to_ascii_lowercase()).map(|it| &self.names[*it])
    }

    /// Everything in `text` that is spelled like a name from a word's start on, as (range, index of `names`), by start, the
    /// longest first, overlapping ones as well; how words end and their case are the caller's business.
    ///
    /// Cost: O(bytes), and a lookup in a table for each word.
    pub(crate) fn spelled<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, usize)> + 'a {
        word_starts(text).flat_map(|start| {
            let found = self.table.at(&text.as_bytes()[start..]);
            found.map(move |(len, name)| (Span::new(start, start + len), name))
        })
    }

    /// The card's own name, as an index of `names`, for a resource type of CloudFormation such as `AWS::SQS::Queue`, or for a
    /// namespace that is all its own.
    pub(crate) fn of_type(&self, resource_type: &str) -> Option<usize> {
        self.types.get(resource_type).copied()
    }

    /// The name, as an index of `names`, that `word` is spelled almost like: see [`Distinct::near`].
    pub(crate) fn near(&self, word: &str, is_made: bool) -> Option<usize> {
        self.distinct.near(word, is_made, |it| self.by_text.contains_key(it))
    }

    /// The same for a run of Hangul, with the bytes of it that are the name: see [`Distinct::near_korean`].
    pub(crate) fn near_korean(&self, word: &str) -> Option<(usize, usize)> {
        self.distinct.near_korean(word, |it| self.by_text.contains_key(it))
    }

    /// How the names are typed, in their order. Cost: O(names) once.
    pub(crate) fn keys(&self) -> &[Key] {
        let names = || self.names.iter().enumerate();
        self.keys.get_or_init(|| names().filter_map(|(index, name)| Key::new(index, name)).collect())
    }

    /// What the cues in `text` say: the cards that are meant, and those that are not. A Latin cue stands at a word's start,
    /// a Korean one anywhere.
    pub(crate) fn meanings(&self, text: &str) -> Vec<(CardId, Meaning)> {
        let mut seen = vec![false; self.meanings.len()];
        let mut before = ' ';
        for (start, char) in text.char_indices() {
            let inside = before.is_ascii_alphanumeric() && char.is_ascii_alphanumeric();
            before = char;
            if !inside {
                self.cues.at(&text.as_bytes()[start..]).for_each(|(_, cue)| seen[cue] = true);
            }
        }
        let said = seen.iter().zip(&self.meanings).filter(|(seen, _)| **seen);
        said.flat_map(|(_, meanings)| meanings.iter().copied()).collect()
    }

    /// The name that has just these small letters and digits; the first of several. Cost: O(names) once.
    pub(crate) fn of_letters(&self, letters: &str) -> Option<usize> {
        let first = || {
            let mut found = HashMap::with_capacity(self.names.len());
            for (index, name) in self.names.iter().enumerate().filter(|it| !it.1.misspelt) {
                found.entry(mention::letters(&name.text)).or_insert(index);
            }
            found
        };
        self.by_letters.get_or_init(first).get(letters).copied()
    }

    /// Learns the types of `cards`, and for a namespace (`AWS::SQS`) the one card that has all its types, or else is called
    /// by it.
    fn learn_types(&mut self, cards: &[Card]) {
        let mut first = HashMap::new();
        for (index, name) in self.names.iter().enumerate() {
            first.entry(name.card).or_insert(index);
        }
        let mut spaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, card) in cards.iter().enumerate() {
            let Some(name) = first.get(&CardId(index as u32)) else { continue };
            for it in &card.cloudformation {
                self.types.insert(it.clone(), *name);
                if let Some((space, _)) = it.rsplit_once("::") {
                    spaces.entry(space).or_default().push(*name);
                }
            }
        }
        for (space, mut owners) in spaces {
            owners.dedup();
            let called = space.rsplit("::").next().and_then(|it| self.find(it)).map(|it| it.card);
            let owner = match owners[..] {
                [only] => Some(only),
                _ => owners.into_iter().find(|it| Some(self.names[*it].card) == called),
            };
            self.types.extend(owner.map(|it| (space.to_owned(), it)));
        }
    }

    fn learn_cues(&mut self, cards: &[Card]) {
        let mut by_text: BTreeMap<String, Vec<(CardId, Meaning)>> = BTreeMap::new();
        for (index, card) in cards.iter().enumerate() {
            let id = CardId(index as u32);
            for (cues, meaning) in [(&card.when, Meaning::Card), (&card.not_when, Meaning::Other)] {
                for cue in cues.iter().filter(|it| !it.is_empty()) {
                    by_text.entry(cue.to_ascii_lowercase()).or_default().push((id, meaning));
                }
            }
        }
        let (cues, meanings): (Vec<_>, Vec<_>) = by_text.into_iter().unzip();
        self.cues = long(cues.iter().map(String::as_str));
        self.meanings = meanings;
    }
}

/// `name` without "Amazon " or "AWS " at its start; `None` when it has neither.
pub(crate) fn without_prefix(name: &str) -> Option<&str> {
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
        let current = own.chain(&card.aliases).map(|it| (it, None, false));
        let former =
            card.former.iter().zip(0..).flat_map(|(it, at)| it.names.iter().map(move |it| (it, Some(at), false)));
        let misspelt = card.misspelt.iter().map(|it| (it, None, true));
        let ambiguous = |it: &str| card.ambiguous.iter().any(|word| same_name(word, it));
        let mut candidates = Vec::new();
        for (text, former, misspelt) in current.chain(former).chain(misspelt).filter(|it| !it.0.trim().is_empty()) {
            let mut add = |text: &str, ambiguous, misspelt, derived| {
                let name = Name { text: text.to_owned(), card: id, kind: card.kind, ambiguous, former, misspelt };
                candidates.push(Candidate { name, derived });
            };
            let short = without_prefix(text);
            add(text, short.is_none() && (misspelt || ambiguous(text)), misspelt, false);
            if former.is_some() || misspelt {
                continue;
            }
            let bare = short.unwrap_or(text);
            if short.is_some() {
                add(bare, ambiguous(bare), false, true);
            }
            if let Some(joined) = joined(bare, card.kind) {
                add(&joined, ambiguous(bare), false, true);
            }
            if let Some(split) = split(bare).filter(|_| card.kind == CardKind::Service && *text == card.name) {
                add(&split, true, true, true);
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

/// Where a word starts in `text`: at a letter or digit behind anything but one of the same script.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = Script::Other;
    text.char_indices().filter_map(move |(at, char)| {
        let script = Script::of(char);
        let start = script != Script::Other && script != before;
        before = script;
        start.then_some(at)
    })
}

/// A table of `texts` by their index, without those of one byte, which name nothing.
fn long<'a>(texts: impl Iterator<Item = &'a str>) -> Table {
    Table::new(texts.zip(0..).filter(|(text, _)| text.len() > 1))
}
