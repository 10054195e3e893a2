//! Which words are cues and terms, and what do they stand for?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::phrase::{Edges, Phrase};
use super::phrases::Phrases;
use super::script;
use super::{Class, Cue, Frame, Looks, Reach, Role, Stance};
use crate::knowledge::Problem;
use crate::span::Span;

/// Cues, terms and phrases of both languages, ready to be searched for.
///
/// Of overlapping phrases the leftmost-longest counts, so a longer phrase takes its words out of a shorter one's reach: that
/// is how a pseudo-cue works (`not only` is listed under no sense and hides `not`). Phrases that count only in one place of a text hide
/// none.
#[derive(Debug, Default)]
pub struct Lexicon {
    phrases: Phrases<Entry>,
    lists: BTreeMap<List, Vec<String>>,
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
    /// A column's header that says so about the other cells of its rows: `Why not`.
    Beside(Frame),
    /// A number word: `one`, `한`.
    Numeral(u32),
    /// A time in one word: `nightly`, `매시간`.
    Minutes(u32),
}

#[derive(Debug)]
struct Entry {
    senses: Vec<Sense>,
    claim: Claim,
    /// The letters that it must be in, if not any.
    exact: Option<String>,
}

/// Whether a phrase takes its words away from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// From those that start inside of it, and from shorter ones that start with it.
    Hides,
    /// From none, as it says something only in one place of a text (at the start of a sentence or of a cell, in a header) or to a cue.
    Shares,
}

/// Words that a reader compares with one at a time. They are no lexemes: to look for them everywhere would take words away from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum List {
    /// Verbs that say that a thing is there, so that "is not enabled" denies the thing, and "does not page" does not.
    There,
    /// What may stand between `not` and its verb: `yet`.
    BeforeVerbs,
    /// Stems of Korean verbs that deny themselves: 울리지 않는다.
    Acts,
    /// Korean subjects that stand for the whole: 만든 적이 없다.
    OwnSubjects,
    /// Korean adverbs between a noun and 없다.
    Adverbs,
    /// Values that say no.
    NoValues,
    /// How an English question about whether there is some of a thing begins.
    AsksForEnglish,
    /// How a Korean one ends.
    AsksForKorean,
    /// Words behind an English noun phrase.
    EndsNounPhrase,
    /// Headers of a column that says of each row whether it is done.
    Verdicts,
    /// Headers of a column that records what was found.
    Records,
    /// What a column of verdicts says of what is not done.
    NoVerdicts,
    /// What it says of what is done.
    YesVerdicts,
    /// Copies of a database that need not be its standby.
    Copies,
    /// Words for a machine of any sort.
    AnyMachines,
    /// How a Korean sentence goes on behind a number that it states.
    CountEndings,
    /// What joins an English name with what it is.
    NameLinks,
    /// What introduces a name.
    NameCalls,
    /// How a Korean sentence goes on behind what it says a name to be.
    NameEndings,
    /// Nouns that name no part of one's own.
    NoNames,
    /// Words before a noun that say how it is, and not which one.
    NoModifiers,
    /// Words of a comment that tell what was so before the entry beside it, or up to now.
    Earlier,
    /// How a document begins that nobody has agreed to yet, or any more.
    Unsettled,
    /// Headings over what a decision leads to.
    Outcomes,
    /// What follows an English noun that "the only" picks out of several.
    PicksOut,
    /// Labels of what was.
    Was,
    /// Labels of what is now, beside what was.
    IsNow,
    /// Words that say that no machine keeps a session.
    Sessionless,
    /// Labels of one's own machine room, beside one of a cloud.
    Premises,
    /// Labels of a cloud, beside one of one's own machine room.
    Clouds,
    /// What a failure or a change does, so that 끊김 없음 denies it and nothing else.
    Effects,
    /// What a cell calls an environment that is no production.
    Environments,
    /// What heads the story of a failure, or labels a part of it.
    Stories,
    /// Labels of what was done since.
    Mended,
    /// What a status is called.
    Statuses,
    /// How a status begins that says that what it is of is over, or never came to be.
    ClosedStatuses,
    /// Cells that say of a finding that it is done.
    DoneValues,
    /// How a cell begins that tells what was done.
    DoneVerbs,
    /// Nouns for a piece of software that people use or that works for them.
    Software,
    /// What a node of a database or a cache may be.
    StoreParts,
    /// Headers of a column of what could happen.
    Hazards,
    /// Headers of a column of what is done about it.
    Treatments,
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
    /// A frame's words that, where they are most of a column's header, say so of the other cells.
    #[serde(default)]
    beside: bool,
    /// Its phrases count only in the very letters that they are written in: a WAS is no "was".
    #[serde(default)]
    exact: bool,
    /// No phrases to look for, but words to compare with.
    list: Option<List>,
    phrases: Vec<String>,
}

impl Lexicon {
    /// Parses the files under `lexicon/`, (path, text): YAML lists of groups; a broken file is reported and left out.
    ///
    /// A phrase is literal text, ASCII case-insensitive. `~` at an end opens it (`없~` also finds `없이`), `(s|ed)` stands
    /// for nothing and for each of the endings (`run(s|ning)`); the phrases of an `exact` group count only as they are written. A
    /// group without a sense hides its phrases from others; the words of a `list` are plain text.
    pub fn parse(files: &[(&str, &str)]) -> (Lexicon, Vec<Problem>) {
        let mut gathered = Gathered::new();
        let mut lists = BTreeMap::<List, Vec<String>>::new();
        let mut problems = Vec::new();
        for (path, text) in files {
            match serde_saphyr::from_str::<Vec<Group>>(text) {
                Ok(groups) => {
                    let mut faults = Vec::new();
                    groups.iter().for_each(|it| match it.list {
                        Some(list) => lists.entry(list).or_default().extend(it.phrases.iter().cloned()),
                        None => add_group(&mut gathered, it, &mut faults),
                    });
                    problems.extend(faults.into_iter().map(|it| Problem::of_file(path, it)));
                }
                Err(error) => problems.push(Problem::of_file(path, error.to_string())),
            }
        }
        lists.values_mut().for_each(|it| it.sort_unstable());
        let phrases = gathered.into_iter().map(|((text, ..), (edges, entry))| (Phrase { text, edges }, entry));
        (Lexicon { phrases: Phrases::new(phrases.collect()), lists }, problems)
    }

    /// The words of `list`, sorted, as they are written.
    pub(crate) fn list(&self, list: List) -> &[String] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// Whether `word` is in `list`. Cost: O(log words).
    pub(crate) fn has(&self, list: List, word: &str) -> bool {
        self.list(list).binary_search_by(|it| it.as_str().cmp(word)).is_ok()
    }

    /// Every phrase in `text` with what it stands for, in order of place; a phrase with several senses comes once for each.
    ///
    /// Ranges are bytes of `text` on character boundaries. Cost: that of [`Phrases::find`].
    pub(super) fn senses<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, Sense)> + 'a {
        self.spans(text).flat_map(|(span, entry)| entry.senses.iter().map(move |it| (span, *it)))
    }

    /// Of the phrases whose edges fit, those of which no other takes words away: one that starts before and is as long, or has no sense, or a
    /// longer one that starts there. "is on" does not hide the "is" of "is one", nor "of the" the "the vendor's system" behind it.
    fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Entry)> + 'a {
        let found = self.phrases.find(text).into_iter();
        let fitting = found.filter(|(span, entry)| entry.exact.as_ref().is_none_or(|it| it == span.of(text)));
        let mut fitting = fitting.collect::<Vec<_>>();
        fitting.sort_by_key(|(it, _)| (it.start, std::cmp::Reverse(it.end)));
        // The last phrases that hide others, and whether that is all they do.
        let mut hiding: Vec<(Span, bool)> = Vec::new();
        fitting.retain(|(it, entry)| {
            // What says something in one place only may begin with a phrase that hides others.
            let may_begin = |by: Span| entry.claim == Claim::Shares && by.start == it.start;
            // A Korean ending may look like a word of its own: the 없다 of "수 없다".
            let is_word = !it.of(text).starts_with(script::is_hangul);
            let takes = |by: Span, hides: bool| by.end > it.start && (hides || !is_word || by.len() >= it.len());
            let is_free = !hiding.iter().any(|(by, hides)| takes(*by, *hides) && !may_begin(*by));
            if is_free && entry.claim == Claim::Hides {
                hiding.retain(|(by, _)| by.end > it.start);
                hiding.push((*it, entry.senses.is_empty()));
            }
            is_free
        });
        fitting.into_iter()
    }
}

/// By text, claim and the very letters that it must be in.
type Gathered = BTreeMap<(String, Claim, Option<String>), (Edges, Entry)>;

fn add_group(gathered: &mut Gathered, group: &Group, faults: &mut Vec<String>) {
    let senses = senses_of(group);
    let is_of_a_place = |it: &Sense| match it {
        Sense::Beside(_)
        | Sense::Role(Role::Remedy | Role::TakingBack | Role::Because | Role::Now | Role::Announcing | Role::Anaphor) => {
            true
        }
        Sense::Cue(cue) => matches!(cue.reach, Reach::Opening | Reach::Row),
        _ => false,
    };
    let shares = !senses.is_empty() && senses.iter().all(is_of_a_place);
    let phrases = group.phrases.iter();
    let read = phrases.flat_map(|written| Phrase::read(written, faults).into_iter().map(move |it| (written, it)));
    for (written, Phrase { text, edges }) in read {
        // `| fixed` counts at the start of a cell, `. Dropped` at that of a sentence, and behind the number of a heading.
        let claim = if shares || text.starts_with(['|', '.', '?']) { Claim::Shares } else { Claim::Hides };
        let exact = group.exact.then(|| written.clone());
        let entry = gathered.entry((text, claim, exact.clone()));
        let (widest, entry) = entry.or_insert((edges, Entry { senses: Vec::new(), claim, exact }));
        *widest = widest.or(edges);
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
        group.frame.map(|it| match (group.beside, group.weak) {
            (true, _) => Sense::Beside(it),
            (false, true) => Sense::Frame(it, Weight::Weak),
            (false, false) => Sense::Frame(it, Weight::Strong),
        }),
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
    fn an_exact_phrase_is_found_in_its_letters_only() {
        let lexicon = "- { class: compute, exact: true, phrases: [WAS] }\n- { role: run, phrases: [was] }";
        check(lexicon, "One was dug up; a WAS와 was.", &["was", "WAS", "was"]);
    }

    #[test]
    fn what_counts_in_one_place_hides_nothing() {
        let lexicon = "- { stance: rejected, phrases: [rejected] }\n- { phrases: [is fixed] }\n\
            - { stance: past, looks: back, reach: opening, phrases: [was rejected, fixed] }";
        check(lexicon, "It was rejected.", &["was rejected", "rejected"]);
        check(lexicon, "It is fixed, it was fixed.", &["fixed"]);
    }

    #[test]
    fn a_broken_file_is_reported() {
        assert_eq!(Lexicon::parse(&[("x.yaml", "- { rule: run }")]).1.len(), 1);
    }
}
