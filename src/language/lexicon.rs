//! Which words are cues and terms, and what do they stand for?

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::phrase::{Edges, Phrase};
use super::{Class, Cue, Frame, Looks, Reach, Role, Stance};
use crate::knowledge::Problem;
use crate::span::Span;

/// Cues, terms and phrases of both languages, ready to be searched for.
///
/// Of overlapping phrases the leftmost-longest counts, so a longer phrase takes its words out of a shorter one's reach: that
/// is how a pseudo-cue works (`not only` is listed under no sense and hides `not`).
#[derive(Debug, Default)]
pub struct Lexicon {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

/// What a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sense {
    /// A noun for a class of things: `server`.
    Class(Class),
    /// A part that a phrase plays in a fact: `standby`, `only`, `stores`.
    Role(Role),
    /// A cue for the stance of what it reaches.
    Cue(Cue),
    /// What a heading, a column or an introduction says about all below it; a weak one only as most of the label.
    Frame(Frame, Weight),
    /// A number word: `one`, `한`.
    Numeral(u32),
    /// A time in one word: `nightly`, `매시간`.
    Minutes(u32),
}

#[derive(Debug)]
struct Entry {
    edges: Edges,
    senses: Vec<Sense>,
}

/// How much of a label a frame's word must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Any part.
    Strong,
    /// Most of it: `today` as a heading, not in "what stays as it is today".
    Weak,
}

/// One group of a lexicon file: phrases that share a sense.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    class: Option<Class>,
    role: Option<Role>,
    frame: Option<Frame>,
    stance: Option<Stance>,
    looks: Option<Looks>,
    reach: Option<Reach>,
    numeral: Option<u32>,
    /// How often, as the minutes from one time to the next; or how long.
    minutes: Option<u32>,
    /// A frame's words that say so only where they are most of the label.
    #[serde(default)]
    weak: bool,
    phrases: Vec<String>,
}

impl Lexicon {
    /// Parses the files under `lexicon/`, (path, text): YAML lists of groups; a broken file is reported and left out.
    ///
    /// A phrase is literal text, ASCII case-insensitive. `~` at an end opens it (`없~` also finds `없이`), `(s|ed)` stands
    /// for nothing and for each of the endings (`run(s|ning)`). A group without a sense hides its phrases from others.
    pub fn parse(files: &[(&str, &str)]) -> (Lexicon, Vec<Problem>) {
        let mut phrases = BTreeMap::<String, Entry>::new();
        let mut problems = Vec::new();
        for (path, text) in files {
            match serde_saphyr::from_str::<Vec<Group>>(text) {
                Ok(groups) => groups.iter().for_each(|it| add_group(&mut phrases, it)),
                Err(error) => problems.push(Problem {
                    path: (*path).to_owned(),
                    range: Span::default(),
                    message: error.to_string(),
                }),
            }
        }
        let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(phrases.keys()).ok();
        (Lexicon { automaton, entries: phrases.into_values().collect() }, problems)
    }

    /// Every phrase in `text` with what it stands for, in order of place; a phrase with several senses comes once for each.
    ///
    /// Ranges are bytes of `text` on character boundaries. Cost: one Aho-Corasick pass.
    pub(super) fn senses<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, Sense)> + 'a {
        self.spans(text).flat_map(|(span, entry)| entry.senses.iter().map(move |it| (span, *it)))
    }

    /// Of the phrases whose edges fit, the leftmost, and of those that start together the longest: "is on" does not hide the "is" of "is one".
    fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Entry)> + 'a {
        let found = self.automaton.iter().flat_map(|it| it.find_overlapping_iter(text));
        let fitting = found.filter_map(|it| {
            let (span, entry) = (Span::new(it.start(), it.end()), &self.entries[it.pattern().as_usize()]);
            entry.edges.fit(text, span).then_some((span, entry))
        });
        let mut fitting = fitting.collect::<Vec<_>>();
        fitting.sort_by_key(|(it, _)| (it.start, std::cmp::Reverse(it.end)));
        let mut end = 0;
        fitting.retain(|(it, _)| {
            let is_free = it.start >= end;
            end = if is_free { it.end } else { end };
            is_free
        });
        fitting.into_iter()
    }
}

fn add_group(phrases: &mut BTreeMap<String, Entry>, group: &Group) {
    let senses = senses_of(group);
    for Phrase { text, edges } in group.phrases.iter().flat_map(|it| Phrase::read(it)) {
        let entry = phrases.entry(text).or_insert(Entry { edges, senses: Vec::new() });
        entry.edges = entry.edges.or(edges);
        for sense in &senses {
            if !entry.senses.contains(sense) {
                entry.senses.push(*sense);
            }
        }
    }
}

fn senses_of(group: &Group) -> Vec<Sense> {
    let cue = group.stance.map(|stance| {
        Sense::Cue(Cue {
            stance,
            looks: group.looks.unwrap_or(Looks::Around),
            reach: group.reach.unwrap_or(Reach::Clause),
        })
    });
    [
        group.class.map(Sense::Class),
        group.role.map(Sense::Role),
        group.frame.map(|it| Sense::Frame(it, if group.weak { Weight::Weak } else { Weight::Strong })),
        group.numeral.map(Sense::Numeral),
        group.minutes.map(Sense::Minutes),
        cue,
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lexicon: &str, text: &str, expected: &[&str]) {
        let (lexicon, problems) = Lexicon::parse(&[("test.yaml", lexicon)]);
        assert_eq!(problems, []);
        let found = lexicon.senses(text).map(|(span, _)| span.of(text)).collect::<Vec<_>>();
        assert_eq!(found, expected);
    }

    #[test]
    fn endings_are_spelt_out_or_left_open() {
        let lexicon = "- { role: run, phrases: ['run(s|ning)', '돌리~'] }";
        check(lexicon, "It runs, it is running, it overruns. 서버를 돌리고", &["runs", "running", "돌리"]);
    }

    #[test]
    fn a_hangul_word_ends_before_a_particle_only() {
        check(
            "- { class: compute, phrases: [서버] }",
            "서버는 서버리스가 아니다. 웹서버 서버에서만",
            &["서버", "서버"],
        );
        check("- { class: compute, phrases: [~서버] }", "웹서버가", &["서버"]);
    }

    #[test]
    fn a_longer_phrase_hides_a_shorter_one() {
        let lexicon = "- { stance: denied, phrases: [not] }\n- { phrases: [not only] }";
        check(lexicon, "Not only that, but not this.", &["not"]);
    }

    #[test]
    fn a_longer_phrase_that_does_not_fit_hides_none() {
        check("- { role: run, phrases: [is, is on] }", "It is one. It is on.", &["is", "is on"]);
    }

    #[test]
    fn a_broken_file_is_reported() {
        assert_eq!(Lexicon::parse(&[("x.yaml", "- { rule: run }")]).1.len(), 1);
    }
}
