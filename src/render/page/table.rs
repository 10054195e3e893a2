//! How are the cells of a table put below each other?

use super::{Glyph, Style, cells, wrapped};

/// What stands between two columns, in blanks.
const GAP: usize = 2;

/// The lines of a table whose first row is its head, in at most `width` cells where words allow it: what is too wide is
/// folded within its column.
pub(super) fn lines(rows: &[Vec<Vec<Glyph>>], width: usize) -> Vec<Vec<Glyph>> {
    let widths = widths(rows, width);
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let folded: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = folded.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let cells = folded.iter().map(|it| it.get(line).map_or(&[] as &[_], Vec::as_slice));
            lines.push(joined(cells, &widths, if at == 0 { Style::Bold } else { Style::Plain }));
        }
        if at == 0 {
            let bars = widths.iter().map(|it| vec![('─', Style::Dim); *it]).collect::<Vec<_>>();
            lines.push(joined(bars.iter().map(Vec::as_slice), &widths, Style::Plain));
        }
    }
    lines
}

/// The columns' widths: as wide as their cells, and the widest narrower until all fit, but none narrower than its words.
fn widths(rows: &[Vec<Vec<Glyph>>], width: usize) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |of: &dyn Fn(&Vec<Glyph>) -> usize, column: usize| {
        rows.iter().filter_map(|it| it.get(column)).map(of).max().unwrap_or(0)
    };
    let word = |cell: &Vec<Glyph>| cell.split(|it| it.0 == ' ').map(cells).max().unwrap_or(0);
    let least: Vec<_> = (0..columns).map(|it| widest(&word, it)).collect();
    let mut widths: Vec<_> = (0..columns).map(|it| widest(&|cell| cells(cell), it)).collect();
    let room = width.saturating_sub(GAP * columns.saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let foldable = (0..columns).filter(|it| widths[*it] > least[*it]);
        let Some(column) = foldable.max_by_key(|it| widths[*it]) else { break };
        widths[column] -= 1;
    }
    widths
}

fn joined<'a>(row: impl Iterator<Item = &'a [Glyph]>, widths: &[usize], around: Style) -> Vec<Glyph> {
    let mut line = Vec::new();
    for (at, (cell, width)) in row.zip(widths).enumerate() {
        let gap = if at > 0 { GAP } else { 0 };
        line.extend([(' ', Style::Plain)].repeat(gap));
        line.extend(cell.iter().map(|it| (it.0, if it.1 == Style::Plain { around } else { it.1 })));
        line.extend([(' ', Style::Plain)].repeat(width.saturating_sub(cells(cell))));
    }
    line
}
