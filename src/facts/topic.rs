//! Of which part does a statement speak, where others stand beside it: "`orders` has no DLQ. `billing` moves them to `billing-dead`."

use crate::span::Span;
use crate::surface::{BlockKind, Style};

use super::Reader;

/// Whether what stands at `other` of unit `index` speaks of another part than what stands at `own` of the reader's unit: another row of a
/// table of parts, another item with a name of its own, another sentence about another name in code. Cost: O(styles of both units).
pub(super) fn is_another(reader: &Reader<'_>, own: Span, index: usize, other: Span) -> bool {
    let here = reader.index;
    if index != here {
        return are_rows_of_parts(reader, here, index)
            || names_differ(name(reader, here).as_slice(), name(reader, index).as_slice());
    }
    let (one, two) = (reader.sentence(own.start), reader.sentence(other.start));
    one != two && names_differ(&codes(reader, one, own), &codes(reader, two, other))
}

/// Whether both are rows of one table, not its header, and the table has a row for each part: one of two columns lists what one part is.
fn are_rows_of_parts(reader: &Reader<'_>, one: usize, other: usize) -> bool {
    const COLUMNS: usize = 3;
    let cell = |index: usize| match reader.outline.blocks[reader.units[index].parts[0].block].kind {
        BlockKind::Cell { table, row: 1.., .. } => Some(table),
        _ => None,
    };
    let table = cell(one).filter(|it| cell(other) == Some(*it));
    table.is_some_and(|it| reader.outline.tables[it].rows.first().is_some_and(|it| it.len() >= COLUMNS))
}

/// What an item or a paragraph is called by the bold words or the code that it starts with, unless they mean something by themselves, as
/// "Failover" does.
fn name<'a>(reader: &Reader<'a>, index: usize) -> Option<&'a str> {
    let unit = &reader.units[index];
    let block = &reader.outline.blocks[unit.parts[0].block];
    if !matches!(block.kind, BlockKind::Item { .. } | BlockKind::Paragraph) {
        return None;
    }
    let is_name = |style: &Style| matches!(style, Style::Strong | Style::Code);
    let mut styles = block.prose.styles().iter();
    let first = styles.find(|(span, style)| span.start == 0 && is_name(style)).map(|it| it.0)?;
    let is_plain = first.end <= unit.text.len() && unit.within(first).next().is_none();
    is_plain.then(|| first.of(&unit.text).trim_end_matches(['.', ':', ' ']))
}

/// The names in code in `sentence`, apart from what stands at `at`.
fn codes<'a>(reader: &Reader<'a>, sentence: Span, at: Span) -> Vec<&'a str> {
    let unit = reader.unit();
    let part = unit.part(at.start);
    let styles = reader.outline.blocks[part.block].prose.styles().iter();
    let codes = styles.filter(|it| it.1 == Style::Code).map(|it| it.0.shift(part.span.start));
    let is_own = |it: &Span| sentence.contains(*it) && !it.overlaps(at);
    codes.filter(is_own).map(|it| it.of(&unit.text)).collect()
}

/// Whether both have names and none of the one is a piece of one of the other, as `orders` is of `orders-dlq`.
fn names_differ(one: &[&str], other: &[&str]) -> bool {
    let is_same = |one: &str, other: &str| one.contains(other) || other.contains(one);
    !one.is_empty() && !other.is_empty() && !one.iter().any(|it| other.iter().any(|other| is_same(it, other)))
}
