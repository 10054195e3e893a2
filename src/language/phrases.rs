//! Where in a text does any of a hundred thousand phrases stand?
//!
//! They are looked up where a word starts; only those that may stand inside of one are looked up at every letter.

use std::borrow::Cow;

use super::phrase::{Edges, Phrase, without_hyphens};
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

    /// What stands in `text` where its edges fit, overlapping phrases as well: by start, then by end. A gloss in brackets stands in no
    /// phrase's way: 대기(standby) 인스턴스 is a 대기 인스턴스. Nor does a hyphen for a blank.
    ///
    /// Cost: O(log phrases) for each word, and for each letter that a phrase starts with which may start anywhere; twice that where
    /// there are glosses or hyphens.
    pub(crate) fn find(&self, text: &str) -> Vec<(Span, &T)> {
        let mut found = self.find_in(text);
        let as_written = found.len();
        if let Cow::Owned(parted) = without_hyphens(text) {
            let is_new = |it: &Span| it.of(text) != it.of(&parted) && !found.iter().any(|known| known.0 == *it);
            let others = self.find_in(&parted).into_iter().filter(|it| is_new(&it.0)).collect::<Vec<_>>();
            found.extend(others);
        }
        if let Some(unglossed) = Unglossed::of(text) {
            found.extend(self.find_in(&unglossed.text).into_iter().filter_map(|(span, means)| {
                // The others are found in the text itself.
                unglossed.around_a_gloss(span).map(|it| (it, means))
            }));
        }
        if found.len() > as_written {
            found.sort_by_key(|(span, _)| (span.start, span.end));
        }
        found
    }

    fn find_in(&self, text: &str) -> Vec<(Span, &T)> {
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

/// A text without its glosses.
struct Unglossed {
    text: String,
    /// Where each gloss was left out, in `text`, and its length, in order.
    left_out: Vec<(usize, usize)>,
}

impl Unglossed {
    /// `text` without its glosses that have no numbers; `None` where it has none.
    fn of(text: &str) -> Option<Unglossed> {
        let mut unglossed = Unglossed { text: String::new(), left_out: Vec::new() };
        let mut from = 0;
        for (at, _) in text.match_indices('(') {
            let start = if text[..at].ends_with(' ') { at - 1 } else { at };
            if start < from {
                continue;
            }
            let end = script::gloss_end(text, start);
            if end > at && !text[at..end].contains(|it: char| it.is_ascii_digit()) {
                unglossed.text.push_str(&text[from..start]);
                unglossed.left_out.push((unglossed.text.len(), end - start));
                from = end;
            }
        }
        (from > 0).then(|| {
            unglossed.text.push_str(&text[from..]);
            unglossed
        })
    }

    /// Where `span` of this text stands in the one with the glosses, if one stands inside of it.
    fn around_a_gloss(&self, span: Span) -> Option<Span> {
        let lengths = |until: usize| self.left_out.iter().filter(|it| it.0 < until).map(|it| it.1).sum::<usize>();
        // A gloss right before `span` is not part of it.
        let before = lengths(span.start + 1);
        let through = lengths(span.end);
        (through > before).then(|| Span::new(span.start + before, span.end + through))
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
    fn a_gloss_stands_in_no_phrases_way() {
        let phrases = ["대기 인스턴스", "standby node", "standby", "node"];
        check(&phrases, "대기(standby) 인스턴스가", &["대기(standby) 인스턴스 대기 인스턴스", "standby standby"]);
        let english = ["standby (passive) node standby node", "node node"];
        check(&phrases[1..2], "A (b) standby (passive) node (c)", &english[..1]);
        check(&["node"], "A (b) node (c)", &english[1..]);
        // A number in it is no gloss.
        check(&phrases[1..2], "standby (2) node", &[]);
    }

    #[test]
    fn a_hyphen_is_as_good_as_a_blank() {
        check(
            &["highly available", "on-demand"],
            "Highly-available, on demand",
            &["Highly-available highly available", "on demand on-demand"],
        );
        check(&["multi az"], "multi - AZ 3-4", &[]);
    }

    #[test]
    fn pieces_are_found_inside_of_words() {
        check(&["서버", "~서버", "웹"], "웹서버 서버", &["서버 서버", "서버 ~서버", "서버 서버", "서버 ~서버"]);
        check(&["less~", "server"], "serverless", &[]);
        check(&["~less", "serverless"], "serverless", &["serverless serverless", "less ~less"]);
    }
}
