//! How is a phrase written down, and where does it stand in a text?

use std::borrow::Cow;

use super::script;

/// One phrase to look for: literal text in lower case as far as ASCII goes, and what may stand beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Phrase {
    pub(crate) text: String,
    pub(crate) edges: Edges,
}

/// What may stand before and behind a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edges {
    left: Edge,
    right: Edge,
}

/// What may stand beside a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    /// No letter of the same script; after a Hangul phrase a particle may.
    Word,
    /// Anything: written `~`.
    Open,
}

impl Phrase {
    /// The phrases that `written` stands for: `~` at an end opens it (`없~` also finds `없이`), `(s|ed)` behind a letter
    /// stands for nothing and for each of the endings (`run(s|ning)`), elsewhere for each of the words, and for none only where their
    /// space is in it (`no (further )loss`); several parentheses multiply. Korean compounds and short negations are also found without their
    /// spaces (`개발 환경`, `개발환경`; `안 받~`, `안받~`), words with a hyphen also with a blank for it. None for an empty one. What is wrong with it is added to `faults`.
    pub(crate) fn read(written: &str, faults: &mut Vec<String>) -> Vec<Phrase> {
        let phrase = |written: String| {
            let edge = |is_open: bool| if is_open { Edge::Open } else { Edge::Word };
            let edges = Edges { left: edge(written.starts_with('~')), right: edge(written.ends_with('~')) };
            let text = written.trim_matches('~').to_ascii_lowercase();
            (!text.is_empty()).then_some(Phrase { text, edges })
        };
        let expanded = expand(written);
        faults.extend(fault(written, expanded.len()));
        let others = expanded.iter().flat_map(|it| [joined(it), joined_negation(it), parted(it)]).flatten();
        let others = others.collect::<Vec<_>>();
        expanded.into_iter().chain(others).filter_map(phrase).collect()
    }
}

/// What is wrong with `written`, which stands for so many phrases: it is read otherwise than it is meant, or stands for too many.
fn fault(written: &str, phrases: usize) -> Option<String> {
    const MOST: usize = 1_000;
    let opened = written.split('(').skip(1).collect::<Vec<_>>();
    // A bracket that nothing closes is one of the text.
    let is_nested = written.contains(')') && opened.iter().rev().skip(1).any(|it| !it.contains(')'));
    if is_nested {
        return Some(format!("`{written}`: no alternation may stand in another"));
    }
    (phrases > MOST).then(|| format!("`{written}` stands for {phrases} phrases: write it as several"))
}

impl Edges {
    /// Whether a phrase with these edges may end at byte `end` of `text`.
    pub(super) fn may_end(self, text: &str, end: usize) -> bool {
        self.right == Edge::Open || script::ends_word(text, end)
    }

    /// Whether what stands before the phrase doesn't matter.
    pub(super) fn start_anywhere(self) -> bool {
        self.left == Edge::Open
    }

    /// Open where either is.
    pub(super) fn or(self, other: Edges) -> Edges {
        Edges { left: self.left.max(other.left), right: self.right.max(other.right) }
    }
}

/// A phrase with blanks for its hyphens, as some write it (`highly-available`).
fn parted(phrase: &str) -> Option<String> {
    match without_hyphens(phrase) {
        Cow::Borrowed(_) => None,
        Cow::Owned(it) => Some(it),
    }
}

/// `text` with a blank for each hyphen between two letters, in as many bytes.
pub(super) fn without_hyphens(text: &str) -> Cow<'_, str> {
    let is_between_letters =
        |at: usize| text[..at].ends_with(char::is_alphabetic) && text[at + 1..].starts_with(char::is_alphabetic);
    if !text.match_indices('-').any(|(at, _)| is_between_letters(at)) {
        return Cow::Borrowed(text);
    }
    let blank = |(at, it): (usize, char)| if it == '-' && is_between_letters(at) { ' ' } else { it };
    Cow::Owned(text.char_indices().map(blank).collect())
}

/// A Korean phrase as one word, where each of its words has two syllables or more: of `두 대` and `수 없~` the spaces tell them from
/// other words.
fn joined(phrase: &str) -> Option<String> {
    let is_noun = |it: &str| it.chars().count() > 1 && it.chars().all(script::is_hangul);
    (phrase.contains(' ') && phrase.trim_matches('~').split(' ').all(is_noun)).then(|| phrase.replace(' ', ""))
}

/// A Korean phrase with 안 and its verb as one word, as many write it; not where that would be another word (안 내~, 안내).
fn joined_negation(phrase: &str) -> Option<String> {
    const VERBS: &str = "하함한합해했되됨된됩돼됐받쓰씀쓴씁써썼켜켬켠켰뜨뜸뜬떠두둠둔뒀만걸붙넣돌찍";
    let at = phrase.match_indices("안 ").map(|it| it.0).find(|at| {
        let before = phrase[..*at].trim_start_matches('~');
        let verb = phrase[at + "안 ".len()..].chars().next();
        (before.is_empty() || before.ends_with(' ')) && verb.is_some_and(|it| VERBS.contains(it))
    })?;
    Some(format!("{}{}", &phrase[..at + "안".len()], &phrase[at + "안 ".len()..]))
}

/// `run(s|ning)` → `run`, `runs`, `running`; more than one parenthesis multiplies.
fn expand(phrase: &str) -> Vec<String> {
    let Some((head, rest)) = phrase.split_once('(') else { return vec![phrase.to_owned()] };
    let Some((endings, tail)) = rest.split_once(')') else { return vec![phrase.to_owned()] };
    let tails = expand(tail);
    // A word of its own can be left out with its space only: "no (further )loss", but "does (not|never) run" is no "does run".
    let is_ending = !head.is_empty() && !head.ends_with([' ', '~', '-']);
    let nothing = (is_ending || endings.ends_with(' ')).then_some("");
    nothing
        .into_iter()
        .chain(endings.split('|'))
        .flat_map(|ending| tails.iter().map(move |tail| format!("{head}{ending}{tail}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: &[&str]) {
        let phrases = Phrase::read(written, &mut Vec::new());
        assert_eq!(phrases.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn endings_may_be_left_out_and_words_may_not() {
        check("Run(s|ning)", &["run", "runs", "running"]);
        check("does (not|never) run(s)", &["does not run", "does not runs", "does never run", "does never runs"]);
        check("no (further )loss", &["no loss", "no further loss"]);
        check("~없~", &["없"]);
        check("안 받~", &["안 받", "안받"]);
        check("백업 안 함", &["백업 안 함", "백업 안함"]);
        check("안 내~", &["안 내"]);
        check("~", &[]);
        check("highly-available", &["highly-available", "highly available"]);
        check("non-~", &["non-"]);
    }

    #[test]
    fn what_would_be_read_otherwise_is_a_fault() {
        let fault = |written: &str| {
            let mut faults = Vec::new();
            Phrase::read(written, &mut faults);
            faults.pop()
        };
        let nested = |it: &str| Some(format!("`{it}`: no alternation may stand in another"));
        assert_eq!(fault("run(s|ning) in (one|a single) zone"), None);
        assert_eq!(fault("e.g.)"), None);
        assert_eq!(fault("(we|they) did not)"), None);
        assert_eq!(fault("options (none"), None);
        assert_eq!(fault("(go|be (run|put)) live"), nested("(go|be (run|put)) live"));
        assert_eq!(fault("web (server(s)|tier)"), nested("web (server(s)|tier)"));
        let digits = "(0|1|2|3|4|5|6|7|8|9)".repeat(4);
        assert!(fault(&digits).is_some_and(|it| it.ends_with("stands for 10000 phrases: write it as several")));
    }
}
