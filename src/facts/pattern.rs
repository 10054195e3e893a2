//! Which words, standing together, state something?
//!
//! A file of `knowledge/statements/` says for one [`Statement`] which words of its own (*terms*) there are, and in which
//! *patterns* they state it: a mark, which is underlined, with what must stand near it and what must not.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::Statement;
use super::drawing::{self, Drawings};
use super::terms::{self, Found};
use crate::knowledge::{CardId, Problem};
use crate::language::{Class, Lexeme, Phrase, Phrases, Role, Stance};

/// All patterns, ready to be looked for.
#[derive(Debug, Default)]
pub struct Patterns {
    phrases: Phrases<Term>,
    patterns: Vec<Pattern>,
    /// By statement and name in its file.
    names: BTreeMap<(Statement, String), Term>,
    /// By term, the indices of the patterns whose mark it may be, alone, denied, or with a number.
    by_term: Vec<Vec<usize>>,
    /// By what a lexeme is, those whose mark it may be.
    by_lexeme: HashMap<Atom, Vec<usize>>,
    drawings: Drawings,
}

/// A term of one file: its number among all terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term(u16);

impl Term {
    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One way to state something.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) states: Statement,
    /// What is underlined.
    pub(super) mark: Vec<Atom>,
    /// What must stand with it.
    pub(super) with: Vec<Need>,
    /// What must not.
    pub(super) without: Vec<Need>,
    /// Stances that don't take it back: `if the primary fails` is no condition of a promise.
    pub(super) despite: Vec<Stance>,
    /// Whether it is stated only in lists, tables and `key: value` lines.
    pub(super) is_terse: bool,
}

/// Something that stands near a mark.
#[derive(Debug)]
pub(super) struct Need {
    /// One of these.
    pub(super) any: Vec<Atom>,
    pub(super) within: Within,
    /// At most so many words between it and the mark.
    pub(super) near: Option<usize>,
    pub(super) side: Option<Side>,
    /// Among what must not be there: it counts even where it is denied or part of the mark, as in "no alarm fired".
    pub(super) even_denied: bool,
    /// A header that has it only asks: "Replica" over "single node" is none.
    pub(super) is_said: bool,
}

/// What can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Atom {
    /// `reads`: a phrase of the file's own term.
    Term(Term),
    /// `no proxy`: the file's own term, and that there is none of it.
    No(Term),
    /// `equal min max`: a number that bears the file's one term, and the same number that bears the other.
    Equal(Term, Term),
    /// `class:database`: a thing.
    Class(Class),
    /// `role:only`: a word of the lexicon.
    Role(Role),
    /// `card:dax`: a card's name.
    Card(CardId),
    /// `component:database`: the name of such a part, which another section may have given it.
    Component(Class),
    /// `one`, as in "a single".
    One,
    /// `several`, as in "two".
    Several,
    /// `zone-id`, as in "2a".
    ZoneId,
    /// `duration`: a time.
    Duration,
}

/// How far from the mark something may stand. In a table, a sentence is the row with the header of the mark's column; of lines with labels it
/// is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Within {
    /// In its clause.
    Clause,
    /// In its sentence.
    #[default]
    Sentence,
    /// In its sentence, the one before or the one behind.
    Beside,
    /// In its paragraph, list item or row.
    Unit,
    /// In the introductions and headings above it.
    Above,
    /// In its unit, in the two units before or the one behind, in the introductions and headings.
    Around,
    /// Anywhere in its section.
    Section,
}

/// Which side of the mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Side {
    Before,
    After,
}

/// A file without a statement has terms for all others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    states: Option<Statement>,
    terms: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    patterns: Vec<WrittenPattern>,
    #[serde(default)]
    drawn: drawing::Written,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPattern {
    mark: Vec<String>,
    #[serde(default)]
    with: Vec<WrittenNeed>,
    #[serde(default)]
    without: Vec<WrittenNeed>,
    #[serde(default)]
    despite: Vec<Stance>,
    #[serde(default)]
    terse: bool,
}

/// `reads`, `[reads, class:cache]`, or `{ any: [reads], within: clause, near: 4, side: after }`.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenNeed {
    One(String),
    Any(Vec<String>),
    Near {
        any: Vec<String>,
        #[serde(default)]
        within: Within,
        near: Option<usize>,
        side: Option<Side>,
        #[serde(default, rename = "even-denied")]
        even_denied: bool,
        #[serde(default)]
        said: bool,
    },
}

/// The files under `statements/`, read, with their phrases ready to be looked for; what they mean by a card is not known yet.
#[derive(Default)]
pub struct Statements {
    /// Those for all others first; each with its path and the number of its first term.
    files: Vec<(String, File, u16)>,
    /// Of all files.
    terms: u16,
    phrases: Phrases<Term>,
    problems: Vec<Problem>,
}

impl Statements {
    /// Reads `files`, (path, text). A broken one is reported and left out.
    ///
    /// Cost: about a microsecond a phrase, and as much for its YAML: it needs nothing else that is known.
    pub fn read(files: &[(&str, &str)]) -> Statements {
        let mut statements = Statements::default();
        let mut read = Vec::new();
        for (path, text) in files {
            match serde_saphyr::from_str::<File>(text) {
                Ok(file) => read.push((*path, file)),
                Err(it) => statements.problems.push(Problem::of_file(path, it.to_string())),
            }
        }
        read.sort_by_key(|it| it.1.states.is_some());
        let mut phrases = Vec::new();
        for (path, file) in read {
            let first = statements.terms;
            let mut faults = Vec::new();
            for (written, at) in file.terms.values().zip(first..) {
                let read = written.iter().flat_map(|it| Phrase::read(it, &mut faults));
                phrases.extend(read.map(|it| (it, Term(at))));
            }
            statements.problems.extend(faults.into_iter().map(|it| Problem::of_file(path, it)));
            statements.terms += file.terms.len() as u16;
            statements.files.push((path.to_owned(), file, first));
        }
        statements.phrases = Phrases::new(phrases);
        statements
    }
}

/// The patterns of the files read so far.
#[derive(Default)]
struct Reading {
    /// The terms of all files.
    common: BTreeMap<String, Term>,
    names: BTreeMap<(Statement, String), Term>,
    patterns: Vec<Pattern>,
    drawings: Drawings,
}

impl Patterns {
    /// The patterns of `statements`; `card` finds a card by its id. A file that names what there is not is reported, and its patterns
    /// are left out. Cost: O(patterns).
    pub fn new(statements: Statements, card: impl Fn(&str) -> Option<CardId>) -> (Patterns, Vec<Problem>) {
        let Statements { files, terms, phrases, mut problems } = statements;
        let mut reading = Reading::default();
        for (path, file, first) in files {
            if let Err(message) = reading.add(&file, first, &card) {
                problems.push(Problem::of_file(&path, message));
            }
        }
        let mut patterns = Patterns {
            phrases,
            patterns: reading.patterns,
            names: reading.names,
            by_term: vec![Vec::new(); usize::from(terms)],
            by_lexeme: HashMap::new(),
            drawings: reading.drawings,
        };
        patterns.index();
        (patterns, problems)
    }

    fn index(&mut self) {
        for (index, pattern) in self.patterns.iter().enumerate() {
            for atom in &pattern.mark {
                match atom {
                    Atom::Term(term) | Atom::No(term) => self.by_term[term.index()].push(index),
                    // The other number may stand in another unit.
                    Atom::Equal(one, other) => [one, other].iter().for_each(|it| self.by_term[it.index()].push(index)),
                    it => self.by_lexeme.entry(*it).or_default().push(index),
                }
            }
        }
    }

    /// The patterns whose mark may stand among `terms` and `lexemes`, in their order. Cost: O(terms + lexemes).
    pub(super) fn marked_by(&self, terms: impl Iterator<Item = Term>, lexemes: &[Lexeme]) -> Vec<&Pattern> {
        let by_term = terms.flat_map(|it| &self.by_term[it.index()]);
        let by_lexeme = lexemes.iter().flat_map(terms::atoms).filter_map(|it| self.by_lexeme.get(&it)).flatten();
        let mut indices = by_term.chain(by_lexeme).copied().collect::<Vec<_>>();
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().map(|it| &self.patterns[it]).collect()
    }

    /// What is stated by what is drawn.
    pub(super) fn drawings(&self) -> &Drawings {
        &self.drawings
    }

    /// The term that the file of `statement` calls `name`.
    pub(super) fn term(&self, statement: Statement, name: &str) -> Option<Term> {
        self.names.get(&(statement, name.to_owned())).copied()
    }

    /// Every phrase of every term in `text`, overlapping ones as well, term by term. Cost: that of [`Phrases::find`].
    pub(super) fn terms(&self, text: &str) -> Found {
        let mut found = self.phrases.find(text).into_iter().map(|(span, term)| (*term, span)).collect::<Vec<_>>();
        // Several of a term's phrases may come to the same.
        found.sort_unstable_by_key(|(term, span)| (*term, span.start, span.end));
        found.dedup();
        found
    }
}

impl Reading {
    /// Adds what `file` says, whose terms are counted from `first`.
    fn add(&mut self, file: &File, first: u16, card: &impl Fn(&str) -> Option<CardId>) -> Result<(), String> {
        let own = || file.terms.keys().cloned().zip((first..).map(Term));
        let Some(states) = file.states else {
            self.common.extend(own());
            return Ok(());
        };
        let atoms = Atoms { terms: self.common.clone().into_iter().chain(own()).collect(), card };
        let patterns = file.patterns.iter().map(|it| atoms.pattern(states, it)).collect::<Result<Vec<_>, _>>()?;
        self.patterns.extend(patterns);
        self.drawings.add(states, &file.drawn, |it| atoms.any(it))?;
        self.names.extend(own().map(|(it, at)| ((states, it), at)));
        Ok(())
    }
}

/// The names that a file may use.
struct Atoms<'a, F> {
    terms: BTreeMap<String, Term>,
    card: &'a F,
}

impl<F: Fn(&str) -> Option<CardId>> Atoms<'_, F> {
    fn pattern(&self, states: Statement, written: &WrittenPattern) -> Result<Pattern, String> {
        let needs = |needs: &[WrittenNeed]| needs.iter().map(|it| self.need(it)).collect::<Result<Vec<_>, _>>();
        Ok(Pattern {
            states,
            mark: self.any(&written.mark)?,
            with: needs(&written.with)?,
            without: needs(&written.without)?,
            despite: written.despite.clone(),
            is_terse: written.terse,
        })
    }

    fn need(&self, written: &WrittenNeed) -> Result<Need, String> {
        let plain =
            |any| Need { any, within: Within::default(), near: None, side: None, even_denied: false, is_said: false };
        Ok(match written {
            WrittenNeed::One(it) => plain(vec![self.atom(it)?]),
            WrittenNeed::Any(any) => plain(self.any(any)?),
            WrittenNeed::Near { any, within, near, side, even_denied, said } => Need {
                any: self.any(any)?,
                within: *within,
                near: *near,
                side: *side,
                even_denied: *even_denied,
                is_said: *said,
            },
        })
    }

    fn any(&self, written: &[String]) -> Result<Vec<Atom>, String> {
        written.iter().map(|it| self.atom(it)).collect()
    }

    fn atom(&self, written: &str) -> Result<Atom, String> {
        let unknown = || format!("`{written}` is no term of this file, class, role or card");
        let term = |name: &str| self.terms.get(name).copied().ok_or_else(unknown);
        match written.split_once([':', ' ']) {
            Some(("class", it)) => named(it).map(Atom::Class).ok_or_else(unknown),
            Some(("role", it)) => named(it).map(Atom::Role).ok_or_else(unknown),
            Some(("component", it)) => named(it).map(Atom::Component).ok_or_else(unknown),
            Some(("card", it)) => (self.card)(it).map(Atom::Card).ok_or_else(unknown),
            Some(("no", it)) => term(it).map(Atom::No),
            Some(("equal", it)) => {
                let (one, other) = it.split_once(' ').ok_or_else(unknown)?;
                Ok(Atom::Equal(term(one)?, term(other)?))
            }
            _ => match written {
                "one" => Ok(Atom::One),
                "several" => Ok(Atom::Several),
                "zone-id" => Ok(Atom::ZoneId),
                "duration" => Ok(Atom::Duration),
                _ => term(written).map(Atom::Term),
            },
        }
    }
}

/// The value of a closed set that is called `name`.
fn named<T: for<'a> Deserialize<'a>>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
