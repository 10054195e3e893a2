//! What is known of a text that is read again, because something else in its section changed?

use std::collections::HashMap;

/// When the texts of one generation have so many bytes, the generation before it is forgotten: a document of this size is known as
/// a whole, and one that is larger costs no more than twice this and what follows from it.
const GENERATION: usize = 160_000;

/// What follows from texts that were read before, the last [`GENERATION`] bytes of them and some more.
///
/// It changes what a reading costs and never what it says: a value is used for the very text that it was made from.
#[derive(Clone, Debug)]
pub(crate) struct Memo<T> {
    old: HashMap<String, T>,
    new: HashMap<String, T>,
    /// Of the texts in `new`.
    bytes: usize,
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { old: HashMap::new(), new: HashMap::new(), bytes: 0 }
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
        if self.bytes > GENERATION {
            self.old = std::mem::take(&mut self.new);
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.new.insert(text, it.clone());
        it
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_made_once() {
        let mut memo = Memo::default();
        assert_eq!(memo.of("a", |_| true, || 1), 1);
        assert_eq!(memo.of("a", |_| true, || 2), 1);
        assert_eq!(memo.of("a", |it| *it == 2, || 3), 3);
        assert_eq!(memo.of("a", |_| true, || 4), 3);
    }

    #[test]
    fn what_was_not_asked_for_long_is_forgotten() {
        let mut memo = Memo::default();
        let long = "x".repeat(GENERATION);
        memo.of("a", |_| true, || 1);
        memo.of("b", |_| true, || 1);
        memo.of(&long, |_| true, || 1);
        memo.of("c", |_| true, || 1);
        assert_eq!(memo.of("a", |_| true, || 2), 1);
        memo.of(&long, |_| true, || 1);
        memo.of(&format!("{long}y"), |_| true, || 1);
        memo.of("d", |_| true, || 1);
        memo.of(&long, |_| true, || 1);
        memo.of("e", |_| true, || 1);
        assert_eq!(memo.of("b", |_| true, || 2), 2);
    }
}
