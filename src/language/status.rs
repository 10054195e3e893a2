//! Does a line of status say that what a section tells is over, or never came to be? "Status: superseded by ADR-9", 상태: 기각.

use super::lexicon::{Lexicon, List};
use super::unit::Unit;

/// So many paragraphs, items and rows of a section may hold its status.
const FIRST: usize = 4;

/// Signs around a status.
const SIGNS: [char; 9] = [' ', '`', '*', '_', '>', '|', '❌', '\u{fe0f}', '⛔'];

/// Whether one of the first of `units`, those of a section below its heading, is such a line. Cost: O(bytes of these).
pub(crate) fn is_over(units: &[Unit], lexicon: &Lexicon) -> bool {
    units.iter().take(FIRST).any(|it| {
        let text = it.text.trim_matches(SIGNS);
        let parts = match it.parts.as_slice() {
            [label, status] if it.is_row() => Some((label.span.of(&it.text), status.span.of(&it.text))),
            _ => text.lines().next().and_then(|it| it.split_once([':', '：'])),
        };
        parts.is_some_and(|(label, status)| is_label(label, lexicon) && is_closed(status, lexicon))
    })
}

/// Whether `heading` is that of a status, and the first of the `units` below it says so.
pub(crate) fn is_told_below(heading: &Unit, units: &[Unit], lexicon: &Lexicon) -> bool {
    let heading = heading.text.trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '.' | ')' | ' '));
    is_label(heading, lexicon) && units.first().is_some_and(|it| is_closed(&it.text, lexicon))
}

fn is_label(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.has(List::Statuses, &text.trim_matches(SIGNS).to_lowercase())
}

/// Whether `status` begins with a word for what is over.
fn is_closed(status: &str, lexicon: &Lexicon) -> bool {
    let status = status.trim_matches(SIGNS).to_lowercase();
    lexicon.list(List::ClosedStatuses).iter().any(|it| {
        status.strip_prefix(it.as_str()).is_some_and(|rest| !rest.starts_with(|it: char| it.is_ascii_alphabetic()))
    })
}
