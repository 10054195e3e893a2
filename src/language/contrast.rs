//! Which of two labels that stand beside each other tells what was? "Before" beside "Now", 이전 beside 현재.
//!
//! A label that says "before" alone may head how it is as long as nothing is said to have changed; beside one that says "now" it is over.

use std::collections::BTreeSet;

use crate::surface::{BlockKind, Outline};

use super::label::Header;
use super::lexicon::List;
use super::{Frame, Lexicon, Unit};

/// Which cells of a row stand under a header that tells what was, beside one that tells what is.
pub(super) fn cells_over(headers: &[Option<Header<'_>>], lexicon: &Lexicon) -> Vec<bool> {
    let is_in = |list: List, it: &Option<Header<'_>>| {
        it.as_ref().is_some_and(|(row, span)| is_label(lexicon, list, span.of(&row.text)))
    };
    let is_now = headers.iter().any(|it| is_in(List::IsNow, it));
    // "IDC" beside "AWS" is where it stood, "2판" beside "3판" what it said.
    let is_moved = headers.iter().any(|it| is_in(List::Clouds, it));
    let editions = headers.iter().map(|it| it.and_then(|(row, span)| edition(span.of(&row.text)))).collect::<Vec<_>>();
    let latest = editions.iter().flatten().max().copied();
    let is_over = |(it, edition): (&Option<Header<'_>>, &Option<u32>)| {
        is_now && is_in(List::Was, it)
            || is_moved && is_in(List::Premises, it)
            || edition.is_some() && *edition < latest
    };
    headers.iter().zip(&editions).map(is_over).collect()
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
    let is_now = |(row, span): &Header<'_>| NOW.contains(&&*span.of(&row.text).trim().to_lowercase());
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

/// Gives the items and rows of a list or table that tell what was, beside one that tells what is, their frame, with all below them:
/// "- Before: restarted by hand", "- Now: replaced by itself". Cost: O(units).
pub(super) fn frame_siblings(units: &mut [Unit], outline: &Outline, lexicon: &Lexicon) {
    let is_in = |unit: &Unit, list: List| label(unit, outline).is_some_and(|it| is_label(lexicon, list, it));
    let changed =
        units.iter().filter(|it| is_in(it, List::IsNow)).map(|it| group(it, outline)).collect::<BTreeSet<_>>();
    if changed.is_empty() {
        return;
    }
    let mut is_over = vec![false; units.len()];
    for index in 0..units.len() {
        let unit = &units[index];
        let is_below = unit.above.is_some_and(|it| is_over[it]);
        if is_below || changed.contains(&group(unit, outline)) && is_in(unit, List::Was) {
            is_over[index] = true;
            units[index].parts.iter_mut().for_each(|it| it.frames = it.frames.with(Frame::Past));
        }
    }
}

/// What an item or a row is called by its first words: those before a colon, those of its first cell.
fn label<'a>(unit: &'a Unit, outline: &Outline) -> Option<&'a str> {
    match outline.blocks[unit.parts[0].block].kind {
        BlockKind::Item { .. } => unit.text.split_once(':').map(|it| it.0),
        BlockKind::Cell { .. } => Some(unit.parts[0].span.of(&unit.text)),
        _ => None,
    }
}

/// What its siblings have in common with it: the table, or what introduces the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Table(usize),
    List(Option<usize>),
}

fn group(unit: &Unit, outline: &Outline) -> Group {
    match outline.blocks[unit.parts[0].block].kind {
        BlockKind::Cell { table, .. } => Group::Table(table),
        _ => Group::List(unit.above),
    }
}

/// Whether `text` is a label of `list`, whatever its case and emphasis.
fn is_label(lexicon: &Lexicon, list: List, text: &str) -> bool {
    let label = text.trim().trim_matches(['*', '_', '(', ')', ':']).to_lowercase();
    // "since April" beside "before"
    lexicon.has(list, &label) || list == List::IsNow && label.starts_with("since ")
}
