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

/// Whether `status` is a word for what is over, with no more behind it than by what, when or why: "rejected by the board", but
/// "rejected Multi-AZ" is a decision.
fn is_closed(status: &str, lexicon: &Lexicon) -> bool {
    const BEHIND: [&str; 11] = ["by ", "on ", "in ", "with ", "since ", "as ", "됨", "되", "된", "함", "했"];
    let status = status.trim_matches(SIGNS).to_lowercase();
    let is_all = |rest: &str| {
        let rest = rest.trim_start();
        !rest.starts_with(char::is_alphabetic) || BEHIND.iter().any(|it| rest.starts_with(it))
    };
    let mut closed = lexicon.list(List::ClosedStatuses).iter();
    closed.any(|it| status.strip_prefix(it.as_str()).is_some_and(is_all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_word_for_what_is_over_stands_alone() {
        let lexicon = Knowledge::built_in().0.lexicon;
        for status in
            ["Superseded by ADR-9", "rejected", "`Rejected` (2026-03-01)", "대체됨 → ADR-009", "기각", "폐기(3월)"]
        {
            assert!(is_closed(status, &lexicon), "{status}");
        }
        for status in
            ["Accepted", "rejected Multi-AZ, too dear", "replacement under way", "대체 회선 없음", "취소 요청 큐"]
        {
            assert!(!is_closed(status, &lexicon), "{status}");
        }
    }
}
