//! What tells a component from others of its sort? Of `OrdersDb`, "the orders database" and `orders-db` it is "order".

use super::{Aspect, Section, sort};
use crate::facts::Fact;
use crate::knowledge::{Knowledge, Sort, words};
use crate::language::{Class, List, Unit, Word, script};
use crate::span::Span;

/// The words that tell a component from others, without those that say what sort it is; sorted. Empty: nothing tells it from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Vec<String>);

/// A longer first cell of a row is no name.
const LONGEST: usize = 48;

impl Name {
    /// Of an identifier or a label.
    pub(crate) fn of(text: &str, knowledge: &Knowledge) -> Name {
        let is_telling = |it: &String| {
            let is_number = it.bytes().all(|it| it.is_ascii_digit());
            let sorts = [Sort::Generic, Sort::Production, Sort::Ordinal];
            !is_number && !sorts.into_iter().any(|sort| knowledge.templates.is(it, sort))
        };
        let mut words: Vec<_> = words(text).into_iter().filter(is_telling).map(stem).collect();
        words.sort_unstable();
        words.dedup();
        Name(words)
    }

    /// The words of both.
    pub(crate) fn with(&self, other: &Name) -> Name {
        let mut words = [self.0.clone(), other.0.clone()].concat();
        words.sort_unstable();
        words.dedup();
        Name(words)
    }

    /// Whether nothing tells it from others.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether both may be names of one thing: one of them says no more than the other. Names in two scripts say nothing about each
    /// other.
    pub fn may_be(&self, other: &Name) -> bool {
        let is_within = |one: &Name, other: &Name| one.0.iter().all(|it| other.0.contains(it));
        let is_korean = |it: &Name| it.0.iter().any(|it| it.contains(script::is_hangul));
        is_within(self, other) || is_within(other, self) || is_korean(self) != is_korean(other)
    }

    /// Whether all its words stand in `text`, which is in lower case.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let stands = |word: &String| text.match_indices(word.as_str()).any(|(at, _)| script::starts_word(text, at));
        !self.is_empty() && self.0.iter().all(stands)
    }
}

/// `orders` and `order` are one word.
fn stem(word: String) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word,
    }
}

impl Section<'_> {
    /// What a fact of running text or a drawing is about: the sort of component, its name, and how it is spoken of.
    pub(super) fn subject_in_words(&self, aspect: Aspect, fact: &Fact) -> Option<(Class, Name, String)> {
        let only = aspect.only_sort();
        let Some(unit) = self.units.get(fact.unit) else {
            return Some((only?, Name::of(&fact.subject, self.knowledge), fact.subject.clone()));
        };
        let sentence = self.sentence_at(unit, fact.range);
        let is_it = |class: Class| aspect.sorts().contains(&sort(class));
        let stated = fact.of.map(sort).filter(|it| is_it(*it));
        let of = stated.or_else(|| self.sorts_in(unit, sentence, aspect)).or_else(|| {
            let above = std::iter::successors(unit.above, |it| self.units[*it].above).take(2);
            let before = (0..fact.unit).rev().take(1);
            above.chain(before).find_map(|it| self.sorts_in(&self.units[it], self.units[it].whole(), aspect))
        });
        let of = of.or(only)?;
        let spoken = |unit: &Unit, span| {
            let is_it = |word: Word| matches!(word, Word::Thing(it) | Word::Named(it) if sort(it) == of);
            let thing = unit.within(span).filter(|it| is_it(it.word)).max_by_key(|it| it.span.len());
            thing.map(|it| it.span.of(&unit.text).to_owned())
        };
        let above = || unit.above.map(|it| &self.units[it]).and_then(|it| spoken(it, it.whole()));
        let subject = spoken(unit, sentence).or_else(above).unwrap_or_else(|| fact.subject.clone());
        Some((of, self.name_in(unit, sentence, of), subject))
    }

    /// The first sort of component in `span` that `aspect` can be claimed of.
    fn sorts_in(&self, unit: &Unit, span: Span, aspect: Aspect) -> Option<Class> {
        unit.within(span).find_map(|it| match it.word {
            Word::Thing(class) | Word::Named(class) => Some(sort(class)).filter(|it| aspect.sorts().contains(it)),
            _ => None,
        })
    }

    /// The name of the component of sort `of` that `sentence` of `unit` speaks of.
    fn name_in(&self, unit: &Unit, sentence: Span, of: Class) -> Name {
        let headed = self.row_name(unit).filter(|it| !it.is_empty());
        let called = || {
            let text = sentence.of(&unit.text);
            let named = |it: &&crate::facts::Component| {
                it.classes.iter().any(|it| sort(*it) == of)
                    && text
                        .match_indices(it.name.as_str())
                        .any(|(at, _)| script::starts_word(text, at) && script::ends_word(text, at + it.name.len()))
            };
            self.components.iter().find(named).map(|it| Name::of(&it.name, self.knowledge))
        };
        let modified = || self.modified(unit, sentence, of).into_iter().find(|it| !it.is_empty());
        let above = || {
            let above = &self.units[unit.above?];
            self.modified(above, above.whole(), of).into_iter().find(|it| !it.is_empty())
        };
        headed.or_else(called).or_else(modified).or_else(above).unwrap_or_default()
    }

    /// What the first cell of a row calls its thing.
    pub(super) fn row_name(&self, unit: &Unit) -> Option<Name> {
        let first = unit.parts[0].span;
        let is_name = unit.is_row() && !unit.is_entry && (1..=LONGEST).contains(&first.len());
        is_name.then(|| self.telling(unit, first))
    }

    /// The names of each component of sort `of` in `span`: "order" of "the orders database".
    pub(super) fn modified(&self, unit: &Unit, span: Span, of: Class) -> Vec<Name> {
        let is_it = |word: Word| matches!(word, Word::Thing(it) | Word::Named(it) if sort(it) == of);
        let mut names: Vec<Name> = Vec::new();
        let mut last = 0;
        for it in unit.within(span).filter(|it| is_it(it.word)) {
            if it.span.start >= last {
                names.push(self.before(unit, span, it.span));
                last = it.span.end;
            }
        }
        names
    }

    /// `at` with the one or two words right before it.
    fn before(&self, unit: &Unit, span: Span, at: Span) -> Name {
        const WORDS: usize = 2;
        let text = &unit.text[span.start..at.start];
        let mut start = at.start;
        for word in text.trim_end().rsplit(' ').take(WORDS) {
            let is_word = word.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '`' | '*'));
            if word.is_empty() || !is_word || ends_with_particle(word) {
                break;
            }
            let first = unit.text[span.start..start].trim_end().len() - word.len() + span.start;
            let here = Span::new(first, first + word.len());
            // A verb or a preposition ends the noun phrase.
            let is_noun = !unit.lexemes.iter().any(|it| it.span.overlaps(here))
                && !self.knowledge.lexicon.has(List::NoNames, &word.to_lowercase())
                && !self.knowledge.lexicon.has(List::NoModifiers, &word.to_lowercase());
            if !is_noun {
                break;
            }
            start = first;
        }
        self.telling(unit, Span::new(start, at.end))
    }

    /// The name that the words of `span` are, without those of a product and those that mean something else.
    fn telling(&self, unit: &Unit, span: Span) -> Name {
        let mut text = String::new();
        let mut at = span.start;
        for it in unit.within(span).filter(|it| !is_of_the_name(it.word)) {
            if it.span.start > at {
                text.push_str(&unit.text[at..it.span.start]);
            }
            text.push(' ');
            at = at.max(it.span.end);
        }
        text.push_str(&unit.text[at.min(span.end)..span.end]);
        Name::of(&text, self.knowledge)
    }

    /// The sentence that says `fact`, in lower case.
    pub(super) fn sentence(&self, fact: &Fact) -> String {
        let Some(unit) = self.units.get(fact.unit) else { return String::new() };
        self.sentence_at(unit, fact.range).of(&unit.text).to_lowercase()
    }

    /// The sentence of `unit` that shows what stands at `range` of the section; of a row all of it.
    fn sentence_at(&self, unit: &Unit, range: Span) -> Span {
        if unit.is_row() {
            return unit.whole();
        }
        let part = unit.parts.iter().find(|it| self.outline.blocks[it.block].range.contains(range));
        let at = part.and_then(|it| {
            let within = self.outline.blocks[it.block].prose.offset_of_source(range.start)?;
            Some(it.span.start + within)
        });
        at.map_or(unit.whole(), |at| unit.sentence(at.min(unit.text.len())))
    }
}

/// Whether a word may be a part of a name: "web tier", `orders-db`.
fn is_of_the_name(word: Word) -> bool {
    matches!(word, Word::Thing(_) | Word::Named(_) | Word::ZoneId)
}

/// A Korean noun with a particle is no modifier of what follows.
fn ends_with_particle(word: &str) -> bool {
    const PARTICLES: [char; 9] = ['은', '는', '을', '를', '에', '의', '와', '과', '도'];
    word.contains(script::is_hangul) && word.ends_with(PARTICLES)
}
