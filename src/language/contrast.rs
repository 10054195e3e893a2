//! Which of two labels that stand beside each other tells what was? "Before" beside "Now", 이전 beside 현재.
//!
//! A label that says "before" alone may head how it is as long as nothing is said to have changed; beside one that says "now" it is over.

use std::collections::BTreeSet;

use crate::span::Span;
use crate::surface::{BlockKind, Outline};

use super::column::Header;
use super::entry::map_of;
use super::label::LABEL_LENGTH;
use super::lexicon::List;
use super::script;
use super::{Frame, Lexicon, Unit};

/// Which cells of a row stand under a header that tells what was, beside one that tells what is.
pub(super) fn cells_over(headers: &[Option<Header<'_>>], lexicon: &Lexicon) -> Vec<bool> {
    let is_in = |list: List, it: &Option<Header<'_>>| {
        it.as_ref().is_some_and(|(row, span)| Label::new(span.of(&row.text)).is_in(lexicon, list))
    };
    let is_now = headers.iter().any(|it| is_in(List::IsNow, it));
    // "IDC" beside "AWS" is where it stood, "2판" beside "3판" what it said.
    let is_moved = headers.iter().any(|it| is_in(List::Clouds, it));
    let editions = editions(headers);
    let latest = editions.iter().flatten().max().copied();
    // "구 PDA 시스템" beside what replaces it
    let is_former = |it: &Option<Header<'_>>| it.is_some_and(|(row, span)| is_former(span.of(&row.text)));
    let is_replaced = headers.iter().skip(1).any(|it| it.is_some() && !is_former(it));
    let is_over = |(it, edition): (&Option<Header<'_>>, &Option<u32>)| {
        is_now && is_in(List::Was, it)
            || is_replaced && is_former(it)
            || is_moved && is_in(List::Premises, it)
            || edition.is_some() && *edition < latest
    };
    headers.iter().zip(&editions).map(is_over).collect()
}

/// Whether a label calls what it heads by an old name: "구 정산 시스템", "Old platform".
fn is_former(label: &str) -> bool {
    const FORMER: [&str; 8] = ["구 ", "옛 ", "옛날 ", "예전 ", "old ", "former ", "legacy ", "previous "];
    let label = label.trim().trim_matches('*').to_lowercase();
    FORMER.iter().any(|it| label.starts_with(it))
}

/// What the headers number: editions, or years that are told of in the same words and lie apart ("Winter 23/24" beside "Winter 26/27", 2024년
/// beside 2026년); those of a plan follow each other.
fn editions(headers: &[Option<Header<'_>>]) -> Vec<Option<u32>> {
    let texts = headers.iter().map(|it| it.map(|(row, span)| span.of(&row.text))).collect::<Vec<_>>();
    let years = texts.iter().map(|it| year(it.as_ref()?)).collect::<Vec<_>>();
    let words = |it: &str| it.chars().filter(|it| it.is_alphabetic()).collect::<String>();
    let mut told = texts.iter().zip(&years).filter(|it| it.1.is_some()).filter_map(|it| it.0.map(words));
    let first = told.next();
    let mut sorted = years.iter().flatten().copied().collect::<Vec<_>>();
    sorted.sort_unstable();
    let lies_apart = sorted.last_chunk().is_some_and(|[before, last]| before + 1 < *last);
    let is_same = lies_apart && told.all(|it| Some(it) == first);
    texts.iter().zip(years).map(|(text, year)| text.and_then(edition).or(year.filter(|_| is_same))).collect()
}

/// The year that a header of a few words names, from 2000 on; of a span of years the first: 2026, `Nov 2024`, `winter 23/24`.
fn year(header: &str) -> Option<u32> {
    const LENGTH: usize = 24;
    let mut numbers = header.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty());
    let is_year = |it: &&str| it.len() == 4 && it.starts_with("20");
    let is_span = |(from, to): (u32, u32)| from + 1 == to;
    let full = numbers.clone().find(is_year).and_then(|it| it.parse().ok());
    let short = || {
        let (from, to) = (numbers.next()?, numbers.next()?);
        let years = (from.parse().ok()?, to.parse().ok()?);
        (from.len() == 2 && to.len() == 2 && header.contains('/') && is_span(years)).then_some(2000 + years.0)
    };
    full.or_else(short).filter(|_| header.len() <= LENGTH)
}

/// The number of an edition: `2판`, `v3`, `version 2`.
fn edition(header: &str) -> Option<u32> {
    let header = header.trim().to_lowercase();
    let number =
        header.strip_suffix('판').or_else(|| header.strip_prefix("version ")).or_else(|| header.strip_prefix('v'));
    number?.parse().ok()
}

/// Which headers only say that it is so now.
pub(super) fn now(headers: &[Option<Header<'_>>]) -> Vec<bool> {
    const NOW: [&str; 6] = ["now", "today", "current", "currently", "지금", "현재"];
    let is_now = |(row, span): &Header<'_>| NOW.contains(&&*without_aside(span.of(&row.text)).trim().to_lowercase());
    headers.iter().map(|it| it.as_ref().is_some_and(is_now)).collect()
}

/// Of which time the columns of a table tell that are headed with stages, one of which is now: "1단계(현재 운영)" beside "2단계(2027 개통)".
pub(super) fn stages(headers: &[Option<Header<'_>>], lexicon: &Lexicon) -> Vec<Option<Frame>> {
    let text = |it: &Option<Header<'_>>| it.map(|(row, span)| span.of(&row.text).to_lowercase());
    let stages = headers.iter().map(|it| stage(&text(it)?)).collect::<Vec<_>>();
    let is_now = |it: &Option<Header<'_>>| {
        text(it).is_some_and(|it| it.split(|it: char| !it.is_alphanumeric()).any(|it| lexicon.has(List::IsNow, it)))
    };
    let now = headers.iter().zip(&stages).find(|it| it.1.is_some() && is_now(it.0)).and_then(|it| *it.1);
    let has_next = now.is_some_and(|now| stages.iter().flatten().any(|it| *it > now));
    let frame = |it: &Option<u32>| {
        let (stage, now) = ((*it).filter(|_| has_next)?, now?);
        Some(if stage > now { Frame::ToBe } else { Frame::AsIs })
    };
    stages.iter().map(frame).collect()
}

/// The number of the stage that a header names, in lower case: `1단계 …`, `phase 2`.
fn stage(header: &str) -> Option<u32> {
    const BEFORE: [&str; 5] = ["phase ", "stage ", "step ", "wave ", "version "];
    const BEHIND: [&str; 2] = ["단계", "차"];
    let start = BEFORE.iter().find_map(|it| header.strip_prefix(it));
    let rest = start.unwrap_or(header);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_stage = start.is_some() || BEHIND.iter().any(|it| rest[digits..].starts_with(it));
    rest[..digits].parse().ok().filter(|_| is_stage)
}

/// Bytes of `text` that tell what was, where labels in its lines or sentences tell what was and what is: "Before: none. Later: one. Now: two."
/// Cost: O(bytes).
pub(super) fn what_was(text: &str, lexicon: &Lexicon) -> Span {
    let (mut was, mut now) = (None, None);
    for (colon, _) in text.match_indices(": ") {
        let from = text.floor_char_boundary(colon.saturating_sub(LABEL_LENGTH));
        let end = text[from..colon].rfind(['\n', '.', ';', '|', '(']).map(|it| from + it + 1);
        // The next line of a paragraph may begin with one: "… TO-BE: …". What is longer is no label.
        let is_line = |at: &usize| text[*at..colon].starts_with(|it: char| it.is_uppercase() || script::is_hangul(it));
        let word = text[from..colon].rfind(' ').map(|it| from + it + 1).filter(is_line);
        let listed = |at: usize| {
            let label = Label::new(&text[at..colon]);
            [List::Was, List::IsNow].into_iter().find(|it| label.is_in(lexicon, *it)).map(|it| (at, it))
        };
        match word.and_then(listed).or_else(|| end.or((from == 0).then_some(0)).and_then(listed)) {
            Some((at, List::Was)) => was = was.or(Some(at)),
            Some((at, _)) => now = now.or(Some(at)),
            None => {}
        }
    }
    let (Some(was), Some(now)) = (was, now) else { return first_version(text).unwrap_or_default() };
    Span::new(was, if now < was { text.len() } else { now })
}

/// Bytes of `text` that tell of one version, where it goes on with the next: "v1 was synchronous. v2 has a queue."
fn first_version(text: &str) -> Option<Span> {
    let number = |it: &str| it.strip_prefix('v').and_then(|it| it.chars().next()).and_then(|it| it.to_digit(10));
    let first = number(text.strip_prefix("The ").unwrap_or(text))?;
    let next = text.match_indices(" v").map(|it| it.0 + 1).find(|it| number(&text[*it..]) > Some(first))?;
    Some(Span::new(0, next))
}

/// Gives the items and rows of a list or table that tell what was, beside one that tells what is, their frame, with all below them:
/// "- Before: restarted by hand", "- Now: replaced by itself". Cost: O(units).
pub(super) fn frame_siblings(units: &mut [Unit], outline: &Outline, lexicon: &Lexicon) {
    let labels = units.iter().map(|it| label(it, outline).map(Label::new)).collect::<Vec<_>>();
    let is_in = |index: usize, list: List| labels[index].as_ref().is_some_and(|it| it.is_in(lexicon, list));
    let with = |list: List| {
        let found = (0..units.len()).filter(|it| is_in(*it, list));
        found.map(|it| group(&units[it], outline)).collect::<BTreeSet<_>>()
    };
    // "IDC" beside "AWS" is where it stood.
    let (changed, moved) = (with(List::IsNow), with(List::Clouds));
    if changed.is_empty() && moved.is_empty() {
        return;
    }
    let mut is_over = vec![false; units.len()];
    for index in 0..units.len() {
        let unit = &units[index];
        let is_below = unit.above.is_some_and(|it| is_over[it]);
        let is_replaced = |by: &BTreeSet<Group>, list: List| by.contains(&group(unit, outline)) && is_in(index, list);
        if is_below || is_replaced(&changed, List::Was) || is_replaced(&moved, List::Premises) {
            is_over[index] = true;
            units[index].parts.iter_mut().for_each(|it| it.frames = it.frames.with(Frame::Past));
        }
    }
}

/// What an item, a row or an entry is called by its first words: those before a colon, those of its first cell, its key.
pub(super) fn label<'a>(unit: &'a Unit, outline: &Outline) -> Option<&'a str> {
    match outline.blocks[unit.parts[0].block].kind {
        BlockKind::Item { .. } => unit.text.split_once(':').map(|it| it.0),
        BlockKind::Cell { .. } | BlockKind::Key { .. } => Some(unit.parts[0].span.of(&unit.text)),
        _ => None,
    }
}

/// What its siblings have in common with it: the table, what introduces the list, the map.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Table(usize),
    List(Option<usize>),
    Map(Option<usize>),
}

pub(super) fn group(unit: &Unit, outline: &Outline) -> Group {
    match outline.blocks[unit.parts[0].block].kind {
        BlockKind::Cell { table, .. } => Group::Table(table),
        BlockKind::Key { .. } => Group::Map(map_of(outline, unit.parts[0].block)),
        _ => Group::List(unit.above),
    }
}

/// A label without its case and emphasis, to be looked up in lists.
struct Label {
    whole: String,
    /// Without the brackets that it ends with.
    bare: String,
}

impl Label {
    fn new(text: &str) -> Label {
        let clean =
            |it: &str| it.trim().trim_matches(['*', '_', '(', ')', ':']).trim_end().to_lowercase().replace('_', " ");
        Label { whole: clean(text), bare: clean(without_aside(text)) }
    }

    /// Whether it is one of `list`.
    fn is_in(&self, lexicon: &Lexicon, list: List) -> bool {
        let label = self.whole.as_str();
        let starts = |words: &[&str]| words.iter().any(|it| label.starts_with(it));
        let by_its_form = match list {
            // "since April" beside "before"
            List::IsNow => starts(&["since "]),
            // "2022년까지" beside "현재"
            List::Was => {
                (label.ends_with("까지") || starts(&["until ", "up to "]))
                    && label.contains(|it: char| it.is_ascii_digit())
            }
            _ => false,
        };
        by_its_form || lexicon.has(list, label) || lexicon.has(list, &self.bare)
    }
}

/// What stands before the brackets that a label ends with: "Current (data centre)".
fn without_aside(label: &str) -> &str {
    label.split_once(" (").filter(|it| it.1.trim_end().ends_with(')')).map_or(label, |it| it.0)
}
