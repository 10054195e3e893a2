//! Which keys of the vocabulary, and which of their values, can be written here in a file of data?
//!
//! The place is read from the lines around it and not from the tree, so that it holds while an entry is half typed, and costs the
//! same in a long file.

use ropey::Rope;

use super::spelling::Spelling;
use super::{Item, ItemKind, LIMIT};
use crate::document::Document;
use crate::knowledge::{Knowledge, Language, Term, VocabularyPart, strokes};
use crate::language::{Class, script};
use crate::mention::{self, letters};
use crate::span::Span;

/// So many lines are looked at, each way.
const AROUND: usize = 64;

/// What stands around the cursor.
#[derive(Debug, Default)]
struct Place {
    /// The keys of the map that is written, each with its value on the line.
    beside: Vec<(String, String)>,
    /// The keys around it, nearest first.
    above: Vec<String>,
    /// Whether an entry is complete behind the cursor: its colon stands there.
    has_colon: bool,
    written: Written,
}

/// What is written at the cursor; bytes of the line up to there.
#[derive(Debug, Default, PartialEq, Eq)]
enum Written {
    #[default]
    Nothing,
    /// A key, of which this is there.
    Key(Span),
    /// The value of this key.
    Value(String, Span),
}

/// What can be written at byte `offset` of a design, whose line up to there is `head`: keys of the vocabulary in the spelling of the
/// file, those that suit what the map is about first, and values of such keys. Ranges are bytes of `head`.
///
/// Cost: O(lines around, at most [`AROUND`] each way, + keys of the vocabulary).
pub(super) fn items(document: &Document, offset: usize, head: &str, language: Language) -> Vec<Item> {
    let place = Place::of(document.text(), offset, head);
    let knowledge = document.knowledge();
    match &place.written {
        Written::Key(typed) => keys(knowledge, &place, head, *typed, language),
        Written::Value(key, typed) => values(knowledge, &place, key, head, *typed),
        Written::Nothing => Vec::new(),
    }
}

impl Place {
    fn of(text: &Rope, offset: usize, head: &str) -> Place {
        let line = text.byte_to_line(offset);
        let rest = text.line(line).byte_slice(head.len()..).to_string();
        let mut place = Place { has_colon: rest.trim_start().starts_with(':'), ..Place::default() };
        match head.rfind(['{', '[']).filter(|at| !head[*at..].contains(['}', ']'])) {
            Some(open) => place.in_brackets(head, open),
            None => place.in_block(text, line, head),
        }
        place
    }

    /// Between brackets: `{ type: ec2, co`.
    fn in_brackets(&mut self, head: &str, open: usize) {
        if head[open..].starts_with('[') {
            return;
        }
        let inside = Span::new(open + 1, head.len());
        let start = inside.of(head).rfind(',').map_or(inside.start, |it| inside.start + it + 1);
        self.beside.extend(head[inside.start..start].split(',').filter_map(entry).map(|it| (it.key, it.value)));
        self.above.extend(entry(head[..open].trim_end()).map(|it| it.key));
        self.written = written(head, start);
    }

    /// On a line of its own, in the map of the lines above and below that are as deep.
    fn in_block(&mut self, text: &Rope, line: usize, head: &str) {
        let start = margin(head);
        self.written = written(head, start);
        let mut depth = start;
        let above = (line.saturating_sub(AROUND)..line).rev().map(|it| text.line(it).to_string());
        let mut is_open = !head[..start].contains('-');
        for it in above.filter(|it| is_entry(it)) {
            let found = margin(&it);
            if found > depth || found == depth && depth == start && !is_open {
                continue;
            }
            let Some(entry) = entry(&it) else { continue };
            if found < depth {
                self.above.push(entry.key);
                depth = found;
            } else if depth == start {
                self.beside.push((entry.key, entry.value));
                // The mark of an item begins its map.
                is_open = !it[..found].contains('-');
            }
        }
        let below = (line + 1..(line + AROUND).min(text.len_lines())).map(|it| text.line(it).to_string());
        for it in below.filter(|it| is_entry(it)) {
            let found = margin(&it);
            if found < start || found == start && it[..found].contains('-') {
                break;
            }
            if found == start {
                self.beside.extend(entry(&it).map(|it| (it.key, it.value)));
            }
        }
    }

    /// What sorts of things the map is about, by what says so in it, else by the key that it stands under.
    fn classes(&self, knowledge: &Knowledge) -> Vec<Class> {
        let is_identity = |it: &&(String, String)| knowledge.vocabulary.is_part(&it.0, VocabularyPart::Identity);
        let named = |text: &str, label: Option<&str>| {
            let found = mention::in_entry(text, label.is_some_and(mention::is_of_product), &knowledge.names);
            found.iter().flat_map(|it| knowledge.card(it.card).is.clone()).collect::<Vec<_>>()
        };
        let own = self.beside.iter().filter(is_identity).flat_map(|(key, value)| named(value, Some(key)));
        let own = own.collect::<Vec<_>>();
        if own.is_empty() { self.above.first().map_or(own, |it| named(it, Some("type"))) } else { own }
    }

    /// The keys that show how the file spells its own.
    fn spelt(&self) -> impl Iterator<Item = &str> {
        self.beside.iter().map(|it| it.0.as_str()).chain(self.above.iter().map(String::as_str))
    }
}

/// The keys that what is typed may grow into; without anything typed, those that suit the map.
fn keys(knowledge: &Knowledge, place: &Place, head: &str, typed: Span, language: Language) -> Vec<Item> {
    let letters_typed = strokes(typed.of(head));
    let is_korean = match letters_typed.chars().next() {
        Some(first) => script::is_hangul(first),
        None => place.beside.iter().filter(|it| it.0.contains(script::is_hangul)).count() * 2 > place.beside.len(),
    };
    let vocabulary = &knowledge.vocabulary;
    let there = place.beside.iter().filter_map(|it| vocabulary.term(&it.0)).collect::<Vec<_>>();
    let classes = place.classes(knowledge);
    let suits = |term: &Term| term.of.is_empty() || term.of.iter().any(|it| classes.contains(it));
    let spelling = Spelling::of(place.spelt());
    let mut found = Vec::new();
    for (index, term) in vocabulary.terms().iter().enumerate() {
        if there.iter().any(|it| std::ptr::eq(*it, term)) {
            continue;
        }
        let all = if is_korean { &term.korean } else { &term.keys };
        let fits = all.iter().enumerate().filter_map(|(at, key)| Some((fit(key, &letters_typed)?, at, key)));
        let best = if letters_typed.is_empty() {
            all.first().filter(|_| !classes.is_empty() && suits(term)).map(|it| (Fit::Beginning, 0, it))
        } else {
            fits.min_by_key(|it| (it.0, it.1))
        };
        found.extend(best.map(|(fit, _, key)| ((fit, !suits(term), index), term, key)));
    }
    found.sort_by_key(|it| it.0);
    let items = found.into_iter().take(LIMIT).map(|(_, term, key)| {
        let label = if is_korean { key.clone() } else { spelling.spell(key) };
        let insert = if place.has_colon { label.clone() } else { format!("{label}: ") };
        Item {
            kind: ItemKind::Key,
            card: None,
            detail: term.about.in_language(language).to_owned(),
            filter_text: filter(typed.of(head), &label),
            label,
            insert,
            replace: typed,
        }
    });
    items.collect()
}

/// How what is typed fits a key, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Beginning,
    Word,
}

fn fit(key: &str, typed: &str) -> Option<Fit> {
    let begins = |it: &str| strokes(it).starts_with(typed);
    let mut words = key.match_indices('_').map(|(at, _)| &key[at + 1..]);
    begins(key).then_some(Fit::Beginning).or_else(|| words.any(begins).then_some(Fit::Word))
}

/// The values of `key` that what is typed may grow into.
fn values(knowledge: &Knowledge, place: &Place, key: &str, head: &str, typed: Span) -> Vec<Item> {
    let Some(term) = knowledge.vocabulary.term(key) else { return Vec::new() };
    let is_korean = key.contains(script::is_hangul) || typed.of(head).contains(script::is_hangul);
    let offered = if is_korean { &term.offers.ko } else { &term.offers.en };
    let says_true = place.beside.iter().any(|it| matches!(it.1.trim(), "true" | "false"));
    let space = if head[..typed.start].ends_with(':') { " " } else { "" };
    let begun = strokes(typed.of(head));
    let shown = offered.iter().filter(|it| strokes(it).starts_with(&begun)).map(|it| match it.as_str() {
        "yes" if says_true => "true",
        "no" if says_true => "false",
        it => it,
    });
    let items = shown.take(LIMIT).map(|it| Item {
        kind: ItemKind::Value,
        card: None,
        label: it.to_owned(),
        detail: term.reads().to_owned(),
        filter_text: filter(typed.of(head), it),
        insert: format!("{space}{it}"),
        replace: typed,
    });
    items.collect()
}

/// What the editor holds against what is typed: it begins with that.
fn filter(typed: &str, label: &str) -> String {
    let keeps = label.to_lowercase().starts_with(&typed.to_lowercase());
    if keeps { label.to_owned() } else { format!("{typed} {label}") }
}

/// What stands behind byte `start` of `head`: a key, or behind a key's colon a value.
fn written(head: &str, start: usize) -> Written {
    let text = &head[start..];
    let blank = text.len() - text.trim_start().len();
    let here = Span::new(start + blank, head.len());
    let is_word = |it: &str| it.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | ' '));
    match here.of(head).split_once(':') {
        Some((key, value)) if is_word(key) && !key.is_empty() && (value.is_empty() || value.starts_with(' ')) => {
            let value = Span::new(head.len() - value.trim_start().len(), head.len());
            // Behind a blank a value may be a sentence, and a comment is none of ours.
            let is_value = !value.of(head).contains(['#', '{', '[', '"', '\'', '|', '>', '&', '*', '!']);
            if is_value { Written::Value(key.to_owned(), value) } else { Written::Nothing }
        }
        None if is_word(here.of(head)) && !here.of(head).contains(' ') && !letters(here.of(head)).is_empty() => {
            Written::Key(here)
        }
        None if here.is_empty() => Written::Key(here),
        _ => Written::Nothing,
    }
}

struct Entry {
    key: String,
    value: String,
}

/// The entry on `line`, without its margin.
fn entry(line: &str) -> Option<Entry> {
    let text = &line[margin(line)..];
    let at = text.find(':').filter(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\n', '\r']))?;
    let key = text[..at].trim_matches(['"', '\'', ' ']);
    let is_key = !key.is_empty() && !key.contains(['{', '[', '#']);
    is_key.then(|| Entry { key: key.to_owned(), value: text[at + 1..].trim().to_owned() })
}

/// Where the words of `line` begin, behind its blanks and the marks of items.
fn margin(line: &str) -> usize {
    let mut at = line.len() - line.trim_start_matches(' ').len();
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start_matches(' ').len();
    }
    at
}

/// Whether there is something on `line` that is no comment.
fn is_entry(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty() && !text.starts_with('#')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::completion;
    use crate::surface::Format;

    /// What is offered at the `^` of a design, as it is written, at most five.
    fn offered(text: &str) -> Vec<String> {
        let text = format!("# AWS\n{text}");
        let offset = text.find('^').unwrap();
        let document = Document::of(&text.replacen('^', "", 1), Format::Yaml, Arc::new(Knowledge::built_in().0));
        let items = completion::at(&document, offset, Language::En);
        let shown = items.into_iter().filter(|it| matches!(it.kind, ItemKind::Key | ItemKind::Value));
        shown.map(|it| it.insert).take(5).collect()
    }

    #[test]
    fn keys_come_in_the_spelling_of_the_file() {
        assert_eq!(offered("db:\n  engine: RDS MySQL\n  multi^\n"), ["multi_az: "]);
        assert_eq!(offered("db:\n  backupRetention: 7\n  multi^\n"), ["multiAz: "]);
        assert_eq!(offered("db:\n  backup-retention: 7\n  multi^\n"), ["multi-az: "]);
        assert_eq!(offered("디비:\n  엔진: RDS MySQL\n  이중^\n")[0], "이중화: ");
        assert_eq!(offered("디비:\n  엔진: RDS MySQL\n  이ㅈ^\n")[0], "이중화: ");
        assert_eq!(offered("db: { engine: RDS, multi^ }\n"), ["multi_az: "]);
        assert_eq!(offered("db:\n  engine: RDS\n  multi^: no\n"), ["multi_az"]);
    }

    #[test]
    fn what_suits_the_map_comes_first_and_what_is_there_not_again() {
        let keys = offered("orders:\n  service: SQS\n  ^\n");
        assert!(keys.contains(&"dead_letter: ".to_owned()) && !keys.contains(&"multi_az: ".to_owned()), "{keys:?}");
        assert_eq!(offered("orders:\n  service: SQS\n  dlq: x\n  dead_l^\n"), [""; 0]);
        assert_eq!(offered("- name: a\n  engine: RDS\n  multi_az: no\n- engine: RDS\n  multi^\n"), ["multi_az: "]);
    }

    #[test]
    fn values_follow_their_key() {
        assert_eq!(offered("db:\n  multi_az: ^\n"), ["yes", "no"]);
        assert_eq!(offered("db:\n  pitr: true\n  multi_az:^\n"), [" true", " false"]);
        assert_eq!(offered("dr:\n  strategy: pi^\n"), ["pilot_light"]);
        assert_eq!(offered("재해복구:\n  전략: 웜^\n"), ["웜 스탠바이"]);
    }

    #[test]
    fn templates_manifests_comments_and_texts_are_left_alone() {
        for text in [
            "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Multi^\n",
            "a: 1 # multi^\n",
            "a: \"b multi^\"\n",
            "- run it on multi^\n",
        ] {
            assert_eq!(offered(text), [""; 0], "{text}");
        }
    }
}
