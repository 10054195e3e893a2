//! What does one entry say by its key and its value, and what stands beside it?

use crate::knowledge::{Beside, Sense, States, Vocabulary, VocabularyPart, period_of, unit_of_time};
use crate::language::{Class, Cue, List, QuantityUnit, Stance, Word, script};
use crate::span::Span;
use crate::surface::{BlockKind, Entry, Tree, Value};

use super::super::{Reader, absence};
use super::{BESIDE, Keys, label, schedule};

/// An entry, read as a row: its key, its value or the items of its list, its comment.
pub(super) struct Row<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) keys: &'a Keys,
    /// The entry whose key is answered: of `{stickiness: {enabled: true}}` that of `stickiness`. Index of the tree.
    pub(super) entry: usize,
    /// The entry that holds the answer.
    leaf: usize,
    /// The unit's bytes from key to last value, and those of the value alone.
    pub(super) whole: Span,
    pub(super) value: Span,
    /// What sort of thing it is stated of.
    pub(super) class: Option<Class>,
}

impl<'a> Row<'a> {
    /// The unit of `reader` as a row, answered to the key of `entry`; `None` where it is no entry with a value.
    pub(super) fn new(reader: &'a Reader<'a>, keys: &'a Keys, leaf: usize, entry: usize) -> Option<Row<'a>> {
        let unit = reader.unit();
        let first = unit.parts.first()?;
        let is_value = |block: usize| matches!(reader.outline.blocks[block].kind, BlockKind::Value { .. });
        let mut values = unit.parts.iter().filter(|it| is_value(it.block)).map(|it| it.span);
        let head = values.next()?;
        let value = values.fold(head, Span::cover);
        let class = reader.described();
        Some(Row { reader, keys, entry, leaf, whole: first.span.cover(value), value, class })
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.reader.knowledge.vocabulary
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.reader.outline.tree
    }

    pub(super) fn at(&self, index: usize) -> &Entry {
        &self.tree().entries()[index]
    }

    /// The value as it is read.
    pub(super) fn text(&self) -> &str {
        self.value.of(&self.reader.unit().text).trim()
    }

    pub(super) fn key(&self) -> &str {
        self.at(self.entry).key().unwrap_or_default()
    }

    /// How the design calls what the entry is about.
    pub(super) fn label(&self) -> String {
        label(self.reader, self.keys, self.entry)
    }

    /// The number that the value is, with or without what it counts: `1`, `1대`, `0 days`.
    pub(super) fn number(&self) -> Option<f64> {
        number(self.text())
    }

    /// The number that it counts: `1`, `한 대`, or one name in a list.
    pub(super) fn count(&self) -> Option<f64> {
        let is_name = |it: usize| self.at(it).text().is_some_and(|it| it.contains(char::is_alphabetic));
        match self.at(self.leaf).value {
            Value::List if self.tree().children(self.leaf).all(is_name) => {
                Some(self.tree().children(self.leaf).take(BESIDE).count() as f64)
            }
            _ => self.number().or_else(|| self.vocabulary().is(self.text(), Sense::One).then_some(1.0)),
        }
    }

    /// How many values it has.
    pub(super) fn values(&self) -> usize {
        self.reader.unit().parts.iter().filter(|it| self.value.contains(it.span)).count()
    }

    /// Whether the answer is that of an entry below: `{alerting: {enabled: false}}`.
    pub(super) fn is_switch(&self) -> bool {
        self.leaf != self.entry
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.at(self.leaf).value, Value::List)
    }

    pub(super) fn says_no(&self) -> bool {
        absence::is_no(self.reader.unit(), self.value)
    }

    /// Whether nothing is decided yet.
    pub(super) fn is_unset(&self) -> bool {
        self.vocabulary().is(self.text(), Sense::Undecided)
    }

    pub(super) fn is_compute(&self) -> bool {
        matches!(self.class, Some(Class::Compute | Class::Container | Class::ServerlessCompute))
    }

    pub(super) fn is_database(&self) -> bool {
        matches!(self.class, Some(Class::Database | Class::Aurora))
    }

    /// The entry of its map, or of its document.
    pub(super) fn map(&self) -> Option<usize> {
        self.at(self.entry).parent
    }

    /// The entries of its map, the entry itself left out.
    pub(super) fn others(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.map().into_iter().flat_map(|it| self.tree().children(it)).take(BESIDE);
        all.filter(|it| *it != self.entry)
    }

    /// The entries of its map that have a key of the vocabulary.
    pub(super) fn beside(&self) -> impl Iterator<Item = (States, usize)> + '_ {
        self.others().filter_map(|it| Some((self.keys.states(it)?, it)))
    }

    pub(super) fn has_beside(&self, states: States, is: impl Fn(&str) -> bool) -> bool {
        self.beside().any(|(it, at)| it == states && self.at(at).text().is_some_and(&is))
    }

    pub(super) fn parent_states(&self, states: States) -> bool {
        self.map().is_some_and(|it| self.keys.states(it) == Some(states))
    }

    /// The keys that it stands under, the nearest first.
    pub(super) fn keys_around(&self) -> impl Iterator<Item = &str> {
        self.map().into_iter().flat_map(|it| self.tree().upward(it)).take(4).filter_map(|it| self.at(it).key())
    }

    /// Whether an entry of its map plays `part` and `is` so.
    pub(super) fn has_part(&self, part: VocabularyPart, is: impl Fn(usize) -> bool) -> bool {
        self.others().any(|it| self.at(it).key().is_some_and(|key| self.vocabulary().is_part(key, part)) && is(it))
    }

    /// Whether one beside it says that there is more than one: a standby, replicas, a higher maximum.
    pub(super) fn has_peer(&self) -> bool {
        let is_several = |it: &str| number(it).is_none_or(|it| it > 0.0) && !self.reader.is_no_value(it);
        let holds_some =
            |at: usize| matches!(self.at(at).value, Value::List) && self.tree().children(at).next().is_some();
        self.has_beside(States::Standby, |it| !self.reader.is_no_value(it))
            || self.has_beside(States::Replicas, is_several)
            || self.has_beside(States::Max, |it| number(it).is_some_and(|it| it > 1.0))
            || self.beside().any(|(it, at)| it == States::Replicas && holds_some(at))
    }

    /// Whether `what` stands beside it.
    pub(super) fn stands_beside(&self, what: Beside) -> bool {
        match what {
            Beside::Chain => self.has_part(VocabularyPart::Route, |it| self.is_chain(it)),
            Beside::Impatient => self.has_part(VocabularyPart::Patience, |it| {
                self.at(it).text().is_some_and(|it| self.reader.is_no_value(it))
            }),
        }
    }

    /// Whether the entry names three or more that are called in turn, and nothing that takes a call and keeps it.
    fn is_chain(&self, route: usize) -> bool {
        const ARROWS: [&str; 4] = ["->", "→", "=>", "➜"];
        let names: Vec<&str> = match self.at(route).value {
            Value::List => self.tree().children(route).take(BESIDE).filter_map(|it| self.at(it).text()).collect(),
            _ => {
                let text = self.at(route).text().unwrap_or_default();
                let arrow = ARROWS.into_iter().find(|it| text.contains(it));
                arrow.map_or(Vec::new(), |it| text.split(it).collect())
            }
        };
        // "web → orders → db" is a service with its store.
        let is_store = |it: &&&str| self.vocabulary().is(it, Sense::Store);
        let calls = names.len() - names.iter().filter(is_store).count();
        calls > 2 && !names.iter().any(|it| self.vocabulary().tells(it, Sense::Asynchronous))
    }

    /// The time that the value is, in minutes.
    pub(super) fn minutes(&self) -> Option<f64> {
        if let Some((number, (_, unit))) = self.text().parse::<f64>().ok().zip(unit_of_time(self.key())) {
            return Some(number * unit);
        }
        if let Some((times, period)) = self.number().filter(|it| *it > 0.0).zip(period_of(self.key())) {
            return Some(period / times);
        }
        if let Some(minutes) = schedule::minutes(self.text()) {
            return Some(minutes);
        }
        let mut times = self.reader.unit().within(self.value).filter_map(|it| match it.word {
            Word::Quantity(it) if it.unit == QuantityUnit::Minutes => Some(it.high),
            _ => None,
        });
        times.next()
    }

    /// What the comment behind the value takes back: no more than that it was so, is for a test, or is somebody else's. A reason ("we have
    /// no budget for a second one", "the spare was cancelled") denies nothing.
    pub(super) fn stance(&self) -> Stance {
        let unit = self.reader.unit();
        let behind = Span::new(self.whole.end, unit.text.len());
        let back = |it: &Stance| {
            matches!(it, Stance::Past | Stance::NonProduction | Stance::Elsewhere | Stance::Rejected | Stance::Defined)
        };
        // `count: 1 # two of them before`: what was earlier is over, and the entry is not.
        let lexicon = &self.reader.knowledge.lexicon;
        let is_earlier = |it: Span| lexicon.has(List::Earlier, &it.of(&unit.text).to_lowercase());
        let is_over = |it: &(Span, Cue)| matches!(it.1.stance, Stance::Past | Stance::Rejected);
        let is_of_more = |it: Span| is_earlier(it) || unit.turns_down_a_remedy(it, self.whole);
        let cues = self.cues(behind).filter(|it| !is_over(it) || !is_of_more(it.0));
        cues.map(|it| it.1.stance).find(back).unwrap_or(Stance::Asserted)
    }

    /// The cues inside `span`, each with its place.
    pub(super) fn cues(&self, span: Span) -> impl Iterator<Item = (Span, Cue)> + '_ {
        self.reader.unit().within(span).filter_map(|it| match it.word {
            Word::Cue(cue) => Some((it.span, cue)),
            _ => None,
        })
    }
}

/// `1`, `"1"`, `1대`, `x1`, `0 days`: the number at the start, where no more than what it counts follows.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches(['x', '×']);
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let rest = text[end..].trim();
    let is_counter =
        rest.chars().count() <= 9 && rest.chars().all(|it| it.is_ascii_alphabetic() || script::is_hangul(it));
    text[..end].parse().ok().filter(|_| is_counter)
}
