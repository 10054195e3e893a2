//! Where in a text does any of a hundred thousand phrases stand?
//!
//! They are looked up where a word starts; only those that may stand inside of one are looked up at every letter.

use super::phrase::{Edges, Phrase};
use super::script;
use crate::span::Span;
use crate::table::Table;

/// Phrases with what each stands for, ready to be looked for. The same text may stand for several things.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Those that start where a word does, by their index in `means`.
    words: Table,
    /// Those that start anywhere.
    pieces: Table,
    means: Vec<(Edges, T)>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases::new(Vec::new())
    }
}

impl<T> Phrases<T> {
    /// Makes `phrases` ready. Those of one text keep their order, and are open where one of them is: they are one word.
    ///
    /// Cost: O(n log n), about a microsecond for each.
    pub(crate) fn new(mut phrases: Vec<(Phrase, T)>) -> Phrases<T> {
        phrases.sort_by(|(one, _), (other, _)| one.text.cmp(&other.text));
        for same in phrases.chunk_by_mut(|(one, _), (other, _)| one.text == other.text) {
            let edges = same.iter().map(|(it, _)| it.edges).reduce(Edges::or);
            same.iter_mut().for_each(|(it, _)| it.edges = edges.unwrap_or(it.edges));
        }
        let table = |is_piece: bool| {
            let of_it = phrases.iter().zip(0..).filter(|((it, _), _)| it.edges.start_anywhere() == is_piece);
            Table::new(of_it.map(|((it, _), index)| (it.text.as_str(), index)))
        };
        let (words, pieces) = (table(false), table(true));
        Phrases { words, pieces, means: phrases.into_iter().map(|(it, means)| (it.edges, means)).collect() }
    }

    /// What stands in `text` where its edges fit, overlapping phrases as well: by start, then by end.
    ///
    /// Cost: O(log phrases) for each word, and for each letter that a phrase starts with which may start anywhere.
    pub(crate) fn find(&self, text: &str) -> Vec<(Span, &T)> {
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            let (from, rest) = (found.len(), &text.as_bytes()[at..]);
            let words = script::starts_word(text, at).then(|| self.words.at(rest)).into_iter().flatten();
            found.extend(words.chain(self.pieces.at(rest)).filter_map(|(length, index)| {
                let (edges, means) = &self.means[index];
                let span = Span::new(at, at + length);
                edges.may_end(text, span.end).then_some((span, means))
            }));
            // Each table gives the longest first.
            found[from..].reverse();
            found[from..].sort_by_key(|(span, _)| span.end);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrases: &[&str], text: &str, expected: &[&str]) {
        let read = phrases
            .iter()
            .flat_map(|it| Phrase::read(it, &mut Vec::new()).into_iter().map(move |phrase| (phrase, *it)));
        let phrases = Phrases::new(read.collect());
        let found = phrases.find(text).into_iter().map(|(span, it)| format!("{} {it}", span.of(text)));
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn all_that_start_together_are_found() {
        let phrases = ["no", "no backup", "no backup at all", "no bad", "backup", "none"];
        check(&phrases, "No backup at night", &["No no", "No backup no backup", "backup backup"]);
    }

    #[test]
    fn one_text_may_mean_several_things() {
        check(&["run(s)", "runs"], "runs", &["runs run(s)", "runs runs"]);
    }

    #[test]
    fn pieces_are_found_inside_of_words() {
        check(&["서버", "~서버", "웹"], "웹서버 서버", &["서버 서버", "서버 ~서버", "서버 서버", "서버 ~서버"]);
        check(&["less~", "server"], "serverless", &[]);
        check(&["~less", "serverless"], "serverless", &["serverless serverless", "less ~less"]);
    }
}
