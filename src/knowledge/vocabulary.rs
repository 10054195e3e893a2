//! In which keys does a design state its facts, when it is a file of data?

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Bilingual, Problem};
use crate::mention::letters;
use crate::span::Span;

/// The keys in `vocabulary.yaml`; none without it. A key is looked up by its letters: `dead_letter` is `deadLetter`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// Letters of a key → its term, and how it is read.
    keys: HashMap<String, (usize, Reads)>,
    identity: HashSet<String>,
    setting: HashSet<String>,
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
                let problem = Problem { path: (*path).to_owned(), range: Span::default(), message };
                (Vocabulary::default(), vec![problem])
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
        };
        for (index, term) in vocabulary.terms.iter_mut().enumerate() {
            let of = |reads: Reads| move |it: &String| (letters(it), (index, reads));
            vocabulary.keys.extend(term.keys.iter().map(of(Reads::English)));
            vocabulary.keys.extend(term.korean.iter().map(of(Reads::Korean)));
            term.values = std::mem::take(&mut term.values).into_iter().map(|(it, reads)| (letters(&it), reads)).collect();
        }
        vocabulary
    }

    /// All terms, in the order of the file.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term that `key` states.
    pub fn term(&self, key: &str) -> Option<&Term> {
        self.keys.get(&letters(key)).map(|it| &self.terms[it.0])
    }

    /// The words that `key` is read as.
    pub(crate) fn reads(&self, key: &str) -> Option<&str> {
        let (term, reads) = self.keys.get(&letters(key))?;
        Some(match reads {
            Reads::English => &self.terms[*term].reads,
            Reads::Korean => &self.terms[*term].ko,
        })
    }

    /// The words that `value` of `key` is read as.
    pub(crate) fn value(&self, key: &str, value: &str) -> Option<&str> {
        self.term(key)?.values.get(&letters(value)).map(String::as_str)
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
