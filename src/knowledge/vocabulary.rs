//! In which keys does a design state its facts, when it is a file of data?

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Bilingual, Problem};
use crate::language::Frame;
use crate::mention::letters;

/// The keys in `vocabulary.yaml`; none without it. A key is looked up by its letters: `dead_letter` is `deadLetter`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Letters of a key → its term, and how it is read.
    keys: HashMap<String, (usize, Reads)>,
    identity: HashSet<String>,
    setting: HashSet<String>,
    frames: HashMap<String, Frame>,
    /// Words of names that tell of a tier.
    tiers: HashSet<String>,
    /// What people do to bring something back, in lower case.
    hands: Vec<String>,
}

/// One sort of fact with the keys that state it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What the key states by its value, where words alone don't say it.
    pub(crate) states: Option<States>,
    /// The words that the key is read as.
    reads: String,
    /// The same for a Korean key.
    ko: String,
    /// The keys, the usual one first, in snake case.
    pub keys: Vec<String>,
    /// The Korean keys, the usual one first.
    pub korean: Vec<String>,
    /// What values are read as.
    #[serde(default)]
    values: HashMap<String, String>,
    /// The rule that reads the fact.
    pub rule: String,
    /// What the key says.
    pub about: Bilingual,
}

/// What a key and its bare value state. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum States {
    /// How many there are.
    Count,
    /// How many copies.
    Replicas,
    /// The least that is kept running.
    Min,
    /// The most.
    Max,
    /// The zones it stands in.
    Zones,
    /// Whether something takes over.
    Standby,
    /// Whether clients come back to one machine.
    Affinity,
    /// How the data is backed up.
    Backup,
    /// For how long backups are kept.
    Retention,
    /// How often backups are made.
    BackupEvery,
    /// How often something is done.
    Interval,
    /// Whether any moment between two backups can be restored.
    Continuous,
    /// Where backups are copied to.
    Copy,
    /// How many lines lead to the network at home.
    Lines,
    /// The line that takes over.
    SecondLine,
    /// What tells that a site is down.
    HealthCheck,
    /// What stands between functions and a database.
    Proxy,
    /// How long a run takes.
    Duration,
    /// How long recovery may take.
    Rto,
    /// How much may be lost.
    Rpo,
    /// Who or what brings it back.
    Recovery,
    /// A map of secrets.
    Secrets,
}

/// In which language a key is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    English,
    Korean,
}

/// What an entry is for those beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It says what they are about.
    Identity,
    /// It says in which frame they stand.
    Setting,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    identity: Vec<String>,
    setting: Vec<String>,
    #[serde(default)]
    frames: HashMap<Frame, Vec<String>>,
    #[serde(default)]
    tiers: HashSet<String>,
    #[serde(default)]
    hands: Vec<String>,
    keys: Vec<Term>,
}

impl Vocabulary {
    /// Parses `files`, (path, text), of which the last one counts; a broken one is reported and counts for nothing.
    pub(super) fn parse(files: &[(&str, &str)]) -> (Vocabulary, Vec<Problem>) {
        let Some((path, text)) = files.last() else { return (Vocabulary::default(), Vec::new()) };
        match serde_saphyr::from_str::<File>(text) {
            Ok(file) => (Vocabulary::of(file), Vec::new()),
            Err(err) => {
                let message = err.to_string().lines().next().unwrap_or_default().to_owned();
                (Vocabulary::default(), vec![Problem::of_file(path, message)])
            }
        }
    }

    fn of(file: File) -> Vocabulary {
        let set = |keys: Vec<String>| keys.iter().map(|it| letters(it)).collect();
        let mut vocabulary = Vocabulary {
            identity: set(file.identity),
            setting: set(file.setting),
            terms: file.keys,
            keys: HashMap::new(),
            frames: HashMap::new(),
            tiers: file.tiers,
            hands: file.hands,
        };
        for (frame, keys) in file.frames {
            vocabulary.frames.extend(keys.iter().map(|it| (letters(it), frame)));
        }
        for (index, term) in vocabulary.terms.iter_mut().enumerate() {
            let of = |reads: Reads| move |it: &String| (letters(it), (index, reads));
            vocabulary.keys.extend(term.keys.iter().map(of(Reads::English)));
            vocabulary.keys.extend(term.korean.iter().map(of(Reads::Korean)));
            term.values =
                std::mem::take(&mut term.values).into_iter().map(|(it, reads)| (letters(&it), reads)).collect();
        }
        vocabulary
    }

    /// All terms, in the order of the file.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term that `key` states, also with a unit at its end: `rto_minutes`.
    pub fn term(&self, key: &str) -> Option<&Term> {
        self.find(key).map(|it| &self.terms[it.0])
    }

    fn find(&self, key: &str) -> Option<(usize, Reads)> {
        let whole = || self.keys.get(&letters(key));
        whole().or_else(|| self.keys.get(&letters(unit_of_time(key)?.0))).copied()
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

    /// The frame that all under `key` stands in, if it says so: `never`, `retired`, `old_search`.
    pub(crate) fn frame(&self, key: &str) -> Option<Frame> {
        let whole = self.frames.get(&letters(key)).copied();
        let first = key.split(['_', '-', ' ']).next().unwrap_or(key);
        let begins = || {
            let of = |word: &str| self.frames.get(word).copied().filter(|it| *it == Frame::Past);
            let is_old = first.len() < key.len() && !matches!(first, "done" | "fixed" | "changes" | "before");
            of(&letters(first)).filter(|_| is_old).or_else(|| key.starts_with('옛').then_some(Frame::Past))
        };
        whole.or_else(begins)
    }

    /// Whether a word of `name` tells of a tier that runs on machines.
    pub(crate) fn is_tier(&self, name: &str) -> bool {
        super::words(name).iter().any(|it| self.tiers.contains(it))
    }

    /// Whether `text` says that people do it.
    pub(crate) fn is_by_hand(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.hands.iter().any(|it| text.contains(it.as_str()))
    }

    /// What an entry with this key is for those beside it.
    pub(crate) fn part(&self, key: &str) -> Option<Part> {
        let key = letters(key);
        if self.identity.contains(&key) {
            Some(Part::Identity)
        } else {
            self.setting.contains(&key).then_some(Part::Setting)
        }
    }
}

/// The key without the unit of time at its end, and that unit in minutes: `worst_seen_s`, `typicalMinutes`.
pub(crate) fn unit_of_time(key: &str) -> Option<(&str, f64)> {
    const UNITS: [(&str, f64); 14] = [
        ("minutes", 1.0),
        ("minute", 1.0),
        ("mins", 1.0),
        ("min", 1.0),
        ("seconds", 1.0 / 60.0),
        ("secs", 1.0 / 60.0),
        ("sec", 1.0 / 60.0),
        ("hours", 60.0),
        ("hour", 60.0),
        ("hrs", 60.0),
        ("days", 1440.0),
        ("s", 1.0 / 60.0),
        ("m", 1.0),
        ("h", 60.0),
    ];
    let find = |(unit, minutes): &(&str, f64)| {
        let at = key.len().checked_sub(unit.len()).filter(|it| key.is_char_boundary(*it))?;
        let (head, tail) = key.split_at(at);
        let is_word = head.ends_with(['_', '-', ' '])
            || tail.starts_with(char::is_uppercase) && head.ends_with(|it: char| it.is_lowercase());
        (tail.eq_ignore_ascii_case(unit) && is_word && !head.is_empty()).then_some((head, *minutes))
    };
    UNITS.iter().find_map(find)
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
    }

    #[test]
    fn units_end_keys() {
        assert_eq!(unit_of_time("rto_minutes"), Some(("rto_", 1.0)));
        assert_eq!(unit_of_time("typicalHours"), Some(("typical", 60.0)));
        assert_eq!(unit_of_time("min").or(unit_of_time("items")), None);
    }

    #[test]
    fn a_broken_file_is_a_problem() {
        let (it, problems) = Vocabulary::parse(&[("vocabulary.yaml", "keys: {x: y}\n")]);
        assert_eq!((problems.len(), it.terms().len()), (1, 0));
    }
}
