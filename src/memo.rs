//! What is known of a text that is read again, because something else in its section changed?

use std::collections::HashMap;

/// What follows from texts, kept from one reading of a section to the next and no longer.
///
/// It changes what a reading costs and never what it says: a value is used for the very text that it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Memo<T> {
    /// Of the reading before.
    old: HashMap<String, T>,
    /// Of this one.
    new: HashMap<String, T>,
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { old: HashMap::new(), new: HashMap::new() }
    }
}

impl<T: Clone> Memo<T> {
    /// What follows from `text`: what `make` says, or said before, if that `fits`. Cost: O(bytes) to find it again.
    pub(crate) fn of(&mut self, text: &str, fits: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> T {
        if let Some(it) = self.new.get(text).filter(|it| fits(it)) {
            return it.clone();
        }
        let known = self.old.remove_entry(text).filter(|(_, it)| fits(it));
        let (text, it) = known.unwrap_or_else(|| (text.to_owned(), make()));
        self.new.insert(text, it.clone());
        it
    }

    /// Ends a reading: what it did not ask for is forgotten.
    pub(crate) fn turn(&mut self) {
        self.old = std::mem::take(&mut self.new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_made_once_and_what_is_not_asked_for_is_forgotten() {
        let mut memo = Memo::default();
        assert_eq!(memo.of("a", |_| true, || 1), 1);
        assert_eq!(memo.of("a", |_| true, || 2), 1);
        memo.turn();
        assert_eq!(memo.of("a", |it| *it == 1, || 3), 1);
        memo.turn();
        assert_eq!(memo.of("a", |it| *it == 2, || 4), 4);
        memo.turn();
        memo.turn();
        assert_eq!(memo.of("a", |_| true, || 5), 5);
    }
}
