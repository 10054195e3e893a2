//! Which stretch of a text have several edits changed together?

use crate::span::Span;

/// Edits this close are one: reading the bytes between them again costs less than a second analysis.
const NEAR: usize = 4096;

/// A stretch that was edited: where it stood in the text before, and where it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Bytes of the text before the edits.
    pub(super) before: Span,
    /// Bytes of the text after them; it starts where `before` starts.
    pub(super) after: Span,
}

impl Window {
    /// The window of one edit: `range` replaced by `len` bytes.
    pub(super) fn of(range: Span, len: usize) -> Window {
        Window { before: range, after: Span::new(range.start, range.start + len) }
    }

    /// Whether `range` (of the text as it is now) lies in it or close to it.
    pub(super) fn is_near(self, range: Span) -> bool {
        range.start <= self.after.end + NEAR && self.after.start <= range.end + NEAR
    }

    /// The window of these edits and of one more, which replaces `range` (of the text as it is now) by `len` bytes.
    pub(super) fn with(self, range: Span, len: usize) -> Window {
        let touched = self.after.cover(range);
        Window {
            before: Span::new(touched.start, touched.end - self.after.end + self.before.end),
            after: Span::new(touched.start, touched.end - range.len() + len),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_replacement_does_what_all_the_edits_did(
            text in "[a-z]{0,40}",
            edits in prop::collection::vec((0usize..60, 0usize..60, "[A-Z]{0,5}"), 1..12),
        ) {
            let mut edited = text.clone();
            let mut window: Option<Window> = None;
            for (one, other, replacement) in edits {
                let (one, other) = (one.min(edited.len()), other.min(edited.len()));
                let range = Span::new(one.min(other), one.max(other));
                edited.replace_range(range.start..range.end, &replacement);
                window = Some(match window {
                    Some(window) => window.with(range, replacement.len()),
                    None => Window::of(range, replacement.len()),
                });
            }
            let window = window.expect("there is an edit");
            let mut at_once = text;
            at_once.replace_range(window.before.start..window.before.end, window.after.of(&edited));
            prop_assert_eq!(at_once, edited);
        }
    }

    #[test]
    fn near_is_measured_on_both_sides() {
        let window = Window::of(Span::new(10_000, 10_000), 5);
        assert!(window.is_near(Span::new(10_005, 10_005)));
        assert!(window.is_near(Span::new(10_005 + NEAR, 20_000)));
        assert!(!window.is_near(Span::new(10_006 + NEAR, 20_000)));
        assert!(window.is_near(Span::new(0, 10_000 - NEAR)));
        assert!(!window.is_near(Span::new(0, 9_999 - NEAR)));
    }
}
