//! What do people confuse, and how do the things differ?

use serde::Deserialize;

use super::card::Source;
use super::front_matter::{self, File};
use super::{Bilingual, CardId, Problem};

/// One table, shown on every card it concerns.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The file's name without `.md`.
    pub id: String,
    /// Its title.
    pub name: Bilingual,
    /// The cards it compares.
    pub of: Vec<CardId>,
    /// The table and a closing sentence.
    pub body: Bilingual,
    /// Where its facts come from.
    pub sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Head {
    name: String,
    name_ko: String,
    of: Vec<String>,
    #[serde(default)]
    sources: Vec<Source>,
}

/// Reads a comparison, with the ids of the cards that it compares.
///
/// Errors: `None` when the front matter or one language is missing or broken.
pub(super) fn parse(file: File, id: &str) -> (Option<(Comparison, Vec<String>)>, Vec<Problem>) {
    let head: Head = match front_matter::head(file) {
        Ok(head) => head,
        Err(problem) => return (None, vec![problem]),
    };
    let (body, mut problems) = front_matter::bilingual(file, &[]);
    problems.extend(Source::check(file, &head.sources));
    let Some(body) = body else { return (None, problems) };
    let name = Bilingual { en: head.name, ko: head.name_ko };
    let comparison = Comparison { id: id.to_owned(), name, of: Vec::new(), body, sources: head.sources };
    (Some((comparison, head.of)), problems)
}
