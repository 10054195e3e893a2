//! YAML text → entries and comments, with as many parsers as the text has faults.
//!
//! The parser stops at the first fault. Then the line at fault is left out (`recovery`) and a new parser starts on the line
//! behind it, as if the entries above were still open: by its indentation each line shows where it belongs.

use granit_parser::{Options, Parser, ScanError};

use super::builder::{Builder, Place, Read};
use super::recovery::{self, Fault};

/// Reads `text` from byte `start` on.
///
/// Errors: none; what cannot be read is left out. Cost: O(bytes), also for hostile text: all parsers together read at most
/// [`AGAIN`] times the text, and what is left when that is used up is left out.
pub(super) fn read(text: &str, start: usize) -> Read {
    let mut builder = Builder::new(text);
    let mut budget = AGAIN * text.len() + 1024;
    let mut from = start;
    while let Some((next, read)) = read_from(&mut builder, text, from) {
        let Some(left) = budget.checked_sub(read + START + (text.len() - next) / LOOK) else { break };
        (budget, from) = (left, next);
    }
    builder.finish()
}

/// How often a byte may be read again: a bracket that is never closed makes the lines below it be read twice.
const AGAIN: usize = 8;

/// What starting a parser costs, in bytes read.
const START: usize = 8;

/// A parser looks once for a `#` in all that it is given; so many bytes cost as much as one that is read.
const LOOK: usize = 1024;

/// Comments in a row are kept by the parser until it knows what they belong to; there is no reason to forbid any.
const COMMENTS: usize = usize::MAX;

/// Reads from byte `start`, a line's start, to the next fault. Returns where to go on and how many bytes were read; `None`
/// at the text's end.
fn read_from(builder: &mut Builder, text: &str, start: usize) -> Option<(usize, usize)> {
    builder.restart();
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    options.max_buffered_comment_events = COMMENTS;
    for event in Parser::new_from_str_with_options(&text[start..], options) {
        match event {
            Ok((event, range)) => builder.event(&event, &Place::new(&range, start)),
            Err(error) => return recover(builder, text, start, &error),
        }
    }
    None
}

/// Takes away what the fault made of the text and finds the line to go on with.
fn recover(builder: &mut Builder, text: &str, start: usize, error: &ScanError) -> Option<(usize, usize)> {
    let at = start + error.marker().byte_offset().unwrap_or_default();
    let scalar = builder.scalar_before(at);
    let fault = Fault { start, at, bracket: builder.bracket(), scalar, kind: error.kind() };
    let (broken, next) = recovery::resume(text, &fault);
    let next = next.unwrap_or(text.len());
    builder.roll_back(next, scalar.filter(|it| recovery::is_torn(text, *it, at)));
    if let Some(line) = broken {
        builder.keep_item(line, next);
    }
    (next < text.len()).then_some((next, at.max(next) - start))
}
