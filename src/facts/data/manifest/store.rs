//! Does what is kept in a place have to last?

use crate::span::Span;

use super::super::super::Statement;
use super::super::super::pattern::Term;
use super::super::Data;

/// What the words on a volume say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Worth {
    /// It must last.
    Lasts,
    /// It can be made again, or is kept elsewhere as well.
    Passes,
    /// Nothing.
    Unsaid,
}

/// What the `names` of a volume and of its place say, and the `comments` on them. Cost: O(bytes).
pub(in super::super) fn worth<'a>(
    data: &Data<'_>,
    names: impl Iterator<Item = &'a str>,
    comments: impl Iterator<Item = &'a str>,
) -> Worth {
    let patterns = &data.knowledge.patterns;
    let names = names.map(|it| it.replace(['-', '_', '/'], " ")).collect::<Vec<_>>().join(" . ");
    let of_names = patterns.terms(&names);
    let of_comments = comments.flat_map(|it| patterns.terms(it)).collect::<Vec<_>>();
    let is_in = |found: &[(Term, Span)], name: &str| term(data, name).is_some_and(|it| is_there(found, it));
    let has = |name: &str| is_in(&of_names, name) || is_in(&of_comments, name);
    if has("scratch") || is_in(&of_comments, "safe") || is_in(&of_names, "passing") {
        Worth::Passes
    } else if ["data", "long", "only-copy"].into_iter().any(has) || (has("keep") && has("days")) {
        Worth::Lasts
    } else {
        Worth::Unsaid
    }
}

fn term(data: &Data<'_>, name: &str) -> Option<Term> {
    data.knowledge.patterns.term(Statement::KeptOnEphemeralStorage, name)
}

fn is_there(found: &[(Term, Span)], term: Term) -> bool {
    found.iter().any(|it| it.0 == term)
}
