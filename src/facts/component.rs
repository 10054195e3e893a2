//! What does the text call its own parts? "Ledger is RDS for MySQL", `| Perch | RDS for PostgreSQL |`, "심사DB는 RDS for Oracle이다".
//!
//! A name that one section gives counts in the whole document: what a fact needs of it is [`Given`], and the rules look whether it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::CardId;
use crate::language::{Class, Lexicon, List, Unit, Word, script};
use crate::span::Span;
use crate::surface::{BlockKind, Outline, Style};

/// A part that the text gives a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// As it is written.
    pub name: String,
    /// What sorts of thing it is.
    pub classes: Vec<Class>,
    /// The product that it is.
    pub card: Option<CardId>,
}

/// What a fact takes for granted: one of the words of `text` names a component of such a sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Where the name is looked for.
    pub text: String,
    /// It is of one of these classes,
    pub classes: Vec<Class>,
    /// or one of these products,
    pub cards: Vec<CardId>,
    /// and of none of these classes.
    pub not: Vec<Class>,
}

/// What all components of one name are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sorts {
    classes: BTreeSet<Class>,
    cards: BTreeSet<CardId>,
}

impl Sorts {
    /// Adds what `component` is.
    pub(crate) fn add(&mut self, component: &Component) {
        self.classes.extend(&component.classes);
        self.cards.extend(component.card);
    }
}

impl Given {
    /// Whether one of `names` stands for such a sort, whatever else of that name there is. Cost: O(names + bytes × names of such a sort).
    pub(crate) fn is_met(&self, names: &BTreeMap<String, Sorts>) -> bool {
        let is_such = |it: &Sorts| {
            self.cards.iter().any(|card| it.cards.contains(card))
                || self.classes.iter().any(|class| it.classes.contains(class))
        };
        let is_other = |it: &Sorts| self.not.iter().any(|class| it.classes.contains(class));
        names.iter().any(|(name, sorts)| is_such(sorts) && !is_other(sorts) && is_named(&self.text, name))
    }
}

/// Whether `name` stands in `text` as a word; "Study index" is called "the study index" inside a sentence.
fn is_named(text: &str, name: &str) -> bool {
    let stands = |name: &str| {
        let mut places = text.match_indices(name);
        places.any(|(at, _)| script::starts_word(text, at) && script::ends_word(text, at + name.len()))
    };
    stands(name) || name.contains(' ') && stands(&name.to_ascii_lowercase())
}

/// How far, in words, the sort may stand behind what joins it with the name.
const REACH: usize = 7;

/// The longest name, in words and in bytes.
const WORDS: usize = 3;
const BYTES: usize = 40;

/// The components that `units` name, in order; of two of a name the first. Cost: O(bytes).
pub(crate) fn components(outline: &Outline, units: &[Unit], lexicon: &Lexicon) -> Vec<Component> {
    let mut found: Vec<Component> = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let named = match outline.blocks[unit.parts[0].block].kind {
            BlockKind::Heading { .. } => {
                let next = units.get(index + 1).filter(|it| !it.is_row() && !is_heading(outline, it));
                next.and_then(|it| of_heading(lexicon, unit, it)).into_iter().collect()
            }
            BlockKind::Cell { row: 0, .. } | BlockKind::Label | BlockKind::Id { .. } => Vec::new(),
            _ if unit.is_row() => of_row(lexicon, unit),
            _ => of_sentences(lexicon, outline, unit),
        };
        for it in named {
            if !found.iter().any(|other| other.name == it.name) {
                found.push(it);
            }
        }
    }
    found
}

fn is_heading(outline: &Outline, unit: &Unit) -> bool {
    matches!(outline.blocks[unit.parts[0].block].kind, BlockKind::Heading { .. })
}

/// "### 2.3 Ledger" above "RDS for MySQL 8.0, …".
fn of_heading(lexicon: &Lexicon, heading: &Unit, below: &Unit) -> Option<Component> {
    const NEAR: usize = 3;
    let is_number = |it: char| it.is_ascii_digit() || matches!(it, '.' | ')') || it.is_whitespace();
    let text = heading.text.trim_start_matches(is_number);
    let label = text.split(['(', ':']).next()?.trim_end();
    let start = heading.text.len() - text.len();
    let name = name(lexicon, heading, Span::new(start, start + label.len()), true)?;
    let sentence = below.sentence(0);
    let at = predicate(lexicon, below, sentence).or_else(|| {
        let first = first_thing(below, sentence)?;
        (below.words_between(Span::new(0, 0), first) <= NEAR && !is_negated(below, first)).then_some(first)
    })?;
    Some(component(below, name, at))
}

/// `| Perch | phone numbers | RDS for PostgreSQL |`: a product before a common noun. Behind a number of the row, `D-01`, stands its name.
fn of_row(lexicon: &Lexicon, unit: &Unit) -> Vec<Component> {
    let first = unit.parts[0].span;
    let is_number = |it: Span| it.of(&unit.text).contains(|c: char| c.is_ascii_digit());
    let second = unit.parts.get(1).map(|it| it.span).filter(|_| is_number(first) || first.is_empty());
    let named = |cell: Span| {
        let name = name(lexicon, unit, cell, true)?;
        let rest = Span::new(cell.end, unit.text.len());
        let card = unit.within(rest).find(|it| matches!(it.word, Word::Card(_)) && has_class(unit, it.span));
        let at = card.map(|it| it.span).or_else(|| first_thing(unit, rest))?;
        Some(component(unit, name, at))
    };
    [Some(first), second].into_iter().flatten().filter_map(named).collect()
}

/// "*Manifest* is the booking database", "나루는 API Gateway와 Fargate로 구성한다".
fn of_sentences(lexicon: &Lexicon, outline: &Outline, unit: &Unit) -> Vec<Component> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < unit.text.len() {
        let clause = unit.clause(at);
        let start = clause.end - clause.of(&unit.text).trim_start_matches([' ', '-', '“', '"']).len();
        let rest = Span::new(start, unit.sentence(at).end);
        found.extend(in_english(lexicon, outline, unit, rest).or_else(|| in_korean(lexicon, unit, rest)));
        found.extend(called(lexicon, unit, clause));
        at = clause.end.max(at + 1);
    }
    found
}

fn in_english(lexicon: &Lexicon, outline: &Outline, unit: &Unit, rest: Span) -> Option<Component> {
    let text = rest.of(&unit.text);
    let links = lexicon.list(List::NameLinks).iter();
    let (end, link) = links.filter_map(|it| Some((text.find(it.as_str())?, it.as_str()))).min()?;
    let label = Span::new(rest.start, rest.start + end);
    let part = unit.part(rest.start);
    let is_styled = [Style::Code, Style::Strong, Style::Emphasis].iter().any(|style| {
        let within = label.start >= part.span.start && label.end <= part.span.end;
        let moved = || Span::new(label.start - part.span.start, label.end - part.span.start);
        within && outline.blocks[part.block].prose.is_styled(moved(), *style)
    });
    let name = name(lexicon, unit, label, is_styled || link == ": ")?;
    let body = Span::new(label.end + link.len(), rest.end);
    let at =
        first_thing(unit, body).filter(|it| unit.words_between(Span::new(body.start, body.start), *it) <= REACH)?;
    (!is_negated(unit, at)).then(|| component(unit, name, at))
}

/// 심사DB는 Multi-AZ로 구성한 RDS for Oracle이다: what it is stands last.
fn in_korean(lexicon: &Lexicon, unit: &Unit, rest: Span) -> Option<Component> {
    // A sentence may start with a space of any width.
    let rest = Span::new(rest.end - rest.of(&unit.text).trim_start().len(), rest.end);
    let word = rest.of(&unit.text).split_whitespace().next()?;
    let noun = ["은", "는", "이", "가"].iter().find_map(|it| word.strip_suffix(it))?;
    let noun = noun.trim_end_matches(['"', '”', '\'', '’']);
    let name = name(lexicon, unit, Span::new(rest.start, rest.start + noun.len()), true)?;
    let body = Span::new(rest.start + word.len(), rest.end);
    Some(component(unit, name, predicate(lexicon, unit, body)?))
}

/// "an RDS for MySQL that we call *Toolbox*", "a job runner called *Wrench*".
fn called(lexicon: &Lexicon, unit: &Unit, clause: Span) -> Option<Component> {
    const NEAR: usize = 4;
    let text = clause.of(&unit.text);
    let calls = lexicon.list(List::NameCalls).iter();
    let (at, call) = calls.filter_map(|it| Some((text.find(it.as_str())?, it.as_str()))).min()?;
    let start = clause.start + at + call.len();
    let rest = unit.text[start..clause.end].trim_start_matches(['"', '“', '\'', '‘']);
    let start = clause.end - rest.len();
    let word = rest.split([' ', ',', '.', ')', '"', '”', '\'', '’']).next()?;
    let name = name(lexicon, unit, Span::new(start, start + word.len()), true)?;
    let before = Span::new(clause.start, clause.start + at);
    let thing = unit.within(before).rev().find(|it| class(it.word).is_some())?.span;
    (unit.words_between(thing, Span::new(start, start)) <= NEAR).then(|| component(unit, name, thing))
}

/// The last thing of `span` that the sentence says something to be: before a copula, or at its end.
fn predicate(lexicon: &Lexicon, unit: &Unit, span: Span) -> Option<Span> {
    let things = unit.within(span).filter(|it| class(it.word).is_some()).map(|it| it.span);
    let last = things.max_by_key(|it| it.end)?;
    let behind = unit.text[last.end..span.end].trim_end();
    let is_korean = unit.is_korean(span);
    let is_last = behind.trim_matches(['.', ')', ',']).is_empty()
        || lexicon.list(List::NameEndings).iter().any(|it| behind.starts_with(it.as_str()));
    (is_korean && is_last && !is_negated(unit, last)).then_some(last)
}

/// "Hedge is no cache", "캐시는 아니다".
fn is_negated(unit: &Unit, at: Span) -> bool {
    let before = unit.text[..at.start].split_whitespace().rev().take(2);
    before.map(|it| it.to_lowercase()).any(|it| ["no", "not", "without", "never", "isn't"].contains(&it.as_str()))
        || unit.text[at.end..].trim_start_matches(['이', '가', '은', '는', '도']).trim_start().starts_with("아니")
}

/// The name at `span`, if it is one. One in small letters must be marked as a name.
fn name(lexicon: &Lexicon, unit: &Unit, span: Span, is_marked: bool) -> Option<String> {
    let text = span.of(&unit.text).trim_matches([' ', '"', '“', '”', '\'', '*', '`', '‘', '’']);
    let words = text.split_whitespace().collect::<Vec<_>>();
    let first = words.first()?;
    let is_short = words.len() <= WORDS && (2..=BYTES).contains(&text.len()) && text.chars().count() > 1;
    let is_word = text.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.' | '\''));
    let is_name = first.starts_with(char::is_uppercase) || is_marked || first.starts_with(script::is_hangul);
    let is_generic = words.iter().any(|it| lexicon.has(List::NoNames, &it.to_lowercase()));
    let has_letters = text.chars().any(char::is_alphabetic) && !first.starts_with(|it: char| it.is_ascii_digit());
    let says_it_itself = unit.within(span).any(|it| class(it.word).is_some() || matches!(it.word, Word::Card(_)));
    (is_short && is_word && is_name && has_letters && !is_generic && !says_it_itself).then(|| text.to_owned())
}

fn component(unit: &Unit, name: String, at: Span) -> Component {
    let here = || unit.lexemes.iter().filter(|it| it.span == at);
    let card = here().find_map(|it| match it.word {
        Word::Card(it) => Some(it.card),
        _ => None,
    });
    Component { name, classes: here().filter_map(|it| class(it.word)).collect(), card }
}

fn first_thing(unit: &Unit, span: Span) -> Option<Span> {
    unit.within(span).find(|it| class(it.word).is_some()).map(|it| it.span)
}

fn has_class(unit: &Unit, span: Span) -> bool {
    unit.lexemes.iter().any(|it| it.span == span && class(it.word).is_some())
}

/// The sort of a thing that a component can be: not that of where it stands, or of what stands before it.
fn class(word: Word) -> Option<Class> {
    match word {
        Word::Thing(it) | Word::Named(it) => match it {
            Class::Regional | Class::Backup | Class::Monitoring | Class::AutoScaling => None,
            it => Some(it),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::mention;
    use crate::surface::{Format, Place, outline};

    /// The names in `text`, each with its first class.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, Class)]) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let outline = outline(text, Place::First, Format::Markdown);
        let named = outline.blocks.iter().map(|it| mention::mentions(it.prose.text(), &knowledge.names));
        let units = units(&outline, &named.collect::<Vec<_>>(), &knowledge, &mut Memo::default());
        let found = components(&outline, &units, &knowledge.lexicon);
        let found = found.iter().map(|it| (it.name.as_str(), it.classes[0])).collect::<Vec<_>>();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn who_gives_a_name_says_what_it_is() {
        use Class::{Compute, Database, ServerlessCompute};
        check("Ledger is RDS for MySQL 8.0, Multi-AZ on.", &[("Ledger", Database)]);
        check("- **Orchard**: purchases, RDS for MariaDB.", &[("Orchard", Database)]);
        check(
            "*Quay* is the web tier. *Manifest* is the booking database.",
            &[("Quay", Compute), ("Manifest", Database)],
        );
        check("| Name | What |\n|---|---|\n| tank | Lambda, arm64 |", &[("tank", ServerlessCompute)]);
        check(
            "| ID | What | By |\n|---|---|---|\n| D-1 | Study index | MySQL |",
            &[("D-1", Database), ("Study index", Database)],
        );
        check("### 2.3 Otter\n\nRDS for PostgreSQL, db.r7g.xlarge", &[("Otter", Database)]);
        check("We have an RDS for MySQL that we call *Toolbox*.", &[("Toolbox", Database)]);
        check("원장은 Multi-AZ로 구성한 RDS for Oracle이다.", &[("원장", Database)]);
        check("## thumby\n\n- 썸네일을 만드는 Lambda예요", &[("thumby", ServerlessCompute)]);
    }

    #[test]
    fn what_says_it_itself_or_says_nothing_is_no_name() {
        check("The database is RDS. It is Aurora. Data: DynamoDB.", &[]);
        check("Hedge is not a cache. Ladle is a shop.", &[]);
        check("the ledger is RDS for MySQL.", &[]);
        // A heading may start with a tab when a comment stands before it.
        check("# <!-- x -->\t원장\n\n배포한다.", &[]);
    }

    #[test]
    fn a_name_is_a_word() {
        assert!(is_named("DAX before Ledger's reads", "Ledger"));
        assert!(is_named("원장의 앞에", "원장"));
        assert!(!is_named("Ledgers", "Ledger"));
        assert!(!is_named("총원장부", "원장"));
        assert!(is_named("before the study index", "Study index"));
    }
}
