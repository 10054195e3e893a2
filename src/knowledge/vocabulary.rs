//! In which keys does a design state its facts, when it is a file of data?

mod saying;
mod term;
mod unit;

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Problem, data_file, words};
use crate::language::Frame;
use crate::mention::letters;

pub(crate) use saying::{Beside, Saying, plain};
pub(crate) use term::States;
pub use term::{Offers, Term};
pub(crate) use unit::{period_of, unit_of_time};

/// The keys in `vocabulary.yaml`; none without it. A key is looked up by its letters: `dead_letter` is `deadLetter`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Letters of a key → its term, and how it is read.
    keys: HashMap<String, (usize, Reads)>,
    parts: HashMap<Part, HashSet<String>>,
    frames: HashMap<String, Frame>,
    first_words: HashMap<String, Frame>,
    last_words: HashMap<String, Frame>,
    words: HashMap<Sense, Vec<String>>,
    affixes: Affixes,
    says: Vec<Saying>,
    /// Letters of a key → what it says with its value.
    sayings: HashMap<String, Vec<usize>>,
}

/// A name has no more words.
const LONGEST_NAME: usize = 4;

/// In which language a key is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    English,
    Korean,
}

/// What an entry is for those beside and below it, by its key. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    /// It says what they are about.
    Identity,
    /// It says in which frame they stand.
    Setting,
    /// It says whether they were chosen.
    Choice,
    /// It says whether it was mended.
    Closed,
    /// It says something of what stands beside it.
    Remark,
    /// It says what they are called.
    Naming,
    /// What stands under it holds for everything.
    Layout,
    /// Each item of it stands in one zone by its nature.
    Subnets,
    /// It names who is called, one after the other.
    Route,
    /// Its value answers the key around it.
    Carrier,
    /// It says whether there is what the key around it names.
    Switch,
    /// It names the Region that all stands in.
    Home,
    /// It says whose a secret is, or where it is kept.
    AboutASecret,
    /// How long is waited for what is called.
    Patience,
    /// The last word of a key: its value is the address of what is called.
    Address,
    /// The first word of a key: its value is no address of a peer.
    OwnAddress,
}

/// What words of a value or a name tell. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sense {
    /// A tier that runs on machines.
    Tier,
    /// What people do.
    ByHand,
    /// Nobody has to.
    Automatic,
    /// How often.
    Often,
    /// It is of a backup.
    OfBackup,
    /// Something takes over.
    FailsOver,
    /// It is a tunnel.
    Tunnel,
    /// Clients come back to one machine.
    Sticks,
    /// The whole value: nothing is decided.
    Undecided,
    /// The whole value: there is one.
    One,
    /// The whole value: beside the data.
    SamePlace,
    /// Of data: it can be made again.
    MadeAgain,
    /// An objective without a number.
    Vague,
    /// The whole name: it keeps data.
    Store,
    /// What is handed over and not waited for.
    Asynchronous,
}

/// What stands before or behind the words of a key and changes nothing, as letters.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Affixes {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[serde(default)]
    parts: HashMap<Part, Vec<String>>,
    #[serde(default)]
    frames: HashMap<Frame, Vec<String>>,
    #[serde(default)]
    first_words: HashMap<Frame, Vec<String>>,
    #[serde(default)]
    last_words: HashMap<Frame, Vec<String>>,
    #[serde(default)]
    words: HashMap<Sense, Vec<String>>,
    #[serde(default)]
    affixes: Affixes,
    #[serde(default)]
    says: Vec<Saying>,
    keys: Vec<Term>,
}

impl Vocabulary {
    /// Parses `files`, (path, text), as [`data_file::last`] does.
    pub(super) fn parse(files: &[(&str, &str)]) -> (Vocabulary, Vec<Problem>) {
        let (file, problems) = data_file::last(files);
        (Vocabulary::of(file), problems)
    }

    fn of(file: File) -> Vocabulary {
        let set = |keys: Vec<String>| keys.iter().map(|it| letters(it)).collect();
        let mut vocabulary = Vocabulary {
            terms: file.keys,
            keys: HashMap::new(),
            parts: file.parts.into_iter().map(|(part, keys)| (part, set(keys))).collect(),
            frames: by_letters(file.frames),
            first_words: by_letters(file.first_words),
            last_words: by_letters(file.last_words),
            words: file.words,
            affixes: file.affixes,
            says: file.says,
            sayings: HashMap::new(),
        };
        for (index, term) in vocabulary.terms.iter_mut().enumerate() {
            let of = |reads: Reads| move |it: &String| (letters(it), (index, reads));
            vocabulary.keys.extend(term.keys.iter().map(of(Reads::English)));
            vocabulary.keys.extend(term.korean.iter().map(of(Reads::Korean)));
            term.values =
                std::mem::take(&mut term.values).into_iter().map(|(it, reads)| (letters(&it), reads)).collect();
        }
        for (index, saying) in vocabulary.says.iter().enumerate() {
            for key in &saying.keys {
                vocabulary.sayings.entry(letters(key)).or_default().push(index);
            }
        }
        vocabulary
    }

    /// All terms, in the order of the file.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term that `key` states, also with a unit at its end (`rto_minutes`) or a word that changes nothing (`has_standby`).
    ///
    /// Cost: O(affixes) for a key that is none.
    pub fn term(&self, key: &str) -> Option<&Term> {
        self.find(key).map(|it| &self.terms[it.0])
    }

    fn find(&self, key: &str) -> Option<(usize, Reads)> {
        let all = letters(key);
        let timed = || self.keys.get(&letters(unit_of_time(key)?.0));
        let of = |rest: Option<&str>| self.keys.get(rest?);
        let bare = || {
            let mut rests = self.affixes.before.iter().map(|it| all.strip_prefix(it.as_str()));
            rests.find_map(of).or_else(|| {
                let mut rests = self.affixes.after.iter().map(|it| all.strip_suffix(it.as_str()));
                rests.find_map(of)
            })
        };
        self.keys.get(&all).or_else(timed).or_else(bare).copied()
    }

    /// The words that `key` is read as.
    pub(crate) fn reads(&self, key: &str) -> Option<&str> {
        let (term, reads) = self.find(key)?;
        Some(match reads {
            Reads::English => &self.terms[term].reads,
            Reads::Korean => &self.terms[term].ko,
        })
    }

    /// The words that `value` of `key` is read as.
    pub(crate) fn value(&self, key: &str, value: &str) -> Option<&str> {
        self.term(key)?.values.get(&letters(value)).map(String::as_str)
    }

    /// Whether values of `key` are read as other words.
    pub(crate) fn reads_values(&self, key: &str) -> bool {
        self.term(key).is_some_and(|it| !it.values.is_empty())
    }

    /// The frame that all under `key` stands in, if it says so: `never`, `retired`, `old_search`, `dev-db`.
    pub(crate) fn frame(&self, key: &str) -> Option<Frame> {
        let whole = self.frames.get(&letters(key)).copied();
        whole.or_else(|| {
            let words = words(key);
            // A comment that ends with "in staging" speaks of more than its last word.
            let [first, .., last] = words.as_slice() else { return self.korean_frame(key) };
            if words.len() > LONGEST_NAME {
                return None;
            }
            self.first_words.get(first).or_else(|| self.last_words.get(last)).copied()
        })
    }

    /// The frame of a key that begins with a Korean word which says so: `옛검색`.
    fn korean_frame(&self, key: &str) -> Option<Frame> {
        let of = |it: &str| self.first_words.get(it).copied().filter(|_| it.len() < key.len());
        key.char_indices().skip(1).take(2).find_map(|(end, _)| of(&key[..end]).filter(|_| !key.is_ascii()))
    }

    /// Whether a word of `name` tells of a tier that runs on machines.
    pub(crate) fn is_tier(&self, name: &str) -> bool {
        let Some(tiers) = self.words.get(&Sense::Tier) else { return false };
        words(name).iter().any(|it| tiers.contains(it))
    }

    /// Whether `text` has words of this sense in it.
    pub(crate) fn tells(&self, text: &str, sense: Sense) -> bool {
        let text = text.to_lowercase();
        self.words.get(&sense).is_some_and(|it| it.iter().any(|it| text.contains(it.as_str())))
    }

    /// Whether `text` has words of this sense in it, Latin ones as whole words.
    pub(crate) fn says(&self, text: &str, sense: Sense) -> bool {
        let text = plain(text);
        self.words.get(&sense).is_some_and(|it| it.iter().any(|it| saying::has(&text, it)))
    }

    /// Whether all that `text` says has this sense.
    pub(crate) fn is(&self, text: &str, sense: Sense) -> bool {
        let text = text.trim().to_lowercase();
        self.words.get(&sense).is_some_and(|it| it.contains(&text))
    }

    /// Whether an entry with this key is this for those beside or below it.
    pub(crate) fn is_part(&self, key: &str, part: Part) -> bool {
        self.parts.get(&part).is_some_and(|it| it.contains(&letters(key)))
    }

    /// What `key` says together with some values.
    pub(crate) fn sayings(&self, key: &str) -> impl Iterator<Item = &Saying> {
        let found = self.sayings.get(&letters(key)).map_or(&[][..], Vec::as_slice);
        found.iter().map(|it| &self.says[*it])
    }
}

fn by_letters(frames: HashMap<Frame, Vec<String>>) -> HashMap<String, Frame> {
    let frames = frames.into_iter().flat_map(|(frame, keys)| keys.into_iter().map(move |it| (letters(&it), frame)));
    frames.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn what_ships_names_rules_that_there_are_and_each_key_once() {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let mut seen = HashSet::new();
        for term in knowledge.vocabulary.terms() {
            assert!(knowledge.rule_id(&term.rule).is_some(), "{}", term.rule);
            assert!(!term.about.en.is_empty() && !term.about.ko.is_empty(), "{}", term.reads);
            for key in term.keys.iter().chain(&term.korean) {
                assert!(seen.insert(letters(key)), "{key}");
            }
        }
    }

    #[test]
    fn keys_are_known_in_any_spelling() {
        let (knowledge, _) = Knowledge::built_in();
        let it = &knowledge.vocabulary;
        for key in ["dead_letter", "deadLetter", "Dead-Letter", "DLQ"] {
            assert_eq!(it.reads(key), Some("dead-letter queue"), "{key}");
        }
        assert_eq!((it.reads("실패큐"), it.reads("wheels")), (Some("DLQ"), None));
        assert_eq!(it.frame("old_web").zip(it.frame("옛검색")), Some((Frame::Past, Frame::Past)));
        assert_eq!((it.frame("orders"), it.frame("older")), (None, None));
        assert_eq!(
            it.frame("optionsRejected").zip(it.frame("dev-db")),
            Some((Frame::Alternatives, Frame::NonProduction))
        );
        assert_eq!(it.reads("has_standby").zip(it.reads("이중화여부")), Some(("Multi-AZ", "다중 AZ")));
    }

    #[test]
    fn a_broken_file_is_a_problem() {
        let (it, problems) = Vocabulary::parse(&[("vocabulary.yaml", "keys: {x: y}\n")]);
        assert_eq!((problems.len(), it.terms().len()), (1, 0));
    }
}
