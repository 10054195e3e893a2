//! What is on a rule's page, and what does it look for?

use serde::Deserialize;

use super::card::Source;
use super::front_matter::{self, File};
use super::{Bilingual, Problem};
use crate::language::Class;

/// A rule: index of `Knowledge::rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// One anti-pattern: its page, its parameters, its examples.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The file's name without `.md`; read as "allow ⟨id⟩".
    pub id: String,
    /// Unless the settings say otherwise.
    pub severity: Severity,
    /// Best practices of the Well-Architected Framework, such as `REL10-BP01`.
    pub pillar: Vec<String>,
    /// What it looks for.
    pub when: When,
    /// Kinds of facts that make it good when they stand near and speak of the same subject.
    pub unless: Vec<Unless>,
    /// The message; `{subject}` stands for the name of what the finding is about.
    pub message: Bilingual,
    /// A line that a fix may leave as a note of what is to do.
    pub remedy: Option<Bilingual>,
    /// Where its reasons come from.
    pub sources: Vec<Source>,
    /// The page, starting with its `##` title.
    pub body: Bilingual,
    /// The fenced examples under `# Flags`, carets and all.
    pub flags: Vec<String>,
    /// The fenced examples under `# Allows`.
    pub allows: Vec<String>,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A remark on wording.
    Hint,
    /// Something missing.
    Information,
    /// A stated weakness.
    Warning,
    /// A contradiction that the document itself proves.
    Error,
}

/// What a rule looks for: one kind with its parameters, no conditions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum When {
    /// So few of it.
    Count {
        /// Classes of what is counted.
        of: Vec<Class>,
        /// This many or fewer.
        #[serde(rename = "at-most")]
        at_most: u32,
    },
    /// In so few Availability Zones.
    Zones {
        /// This many or fewer.
        #[serde(rename = "at-most")]
        at_most: u32,
    },
    /// No standby.
    Standby {
        /// Classes of what has none.
        of: Vec<Class>,
        /// `false`: it is said that there is none.
        present: bool,
    },
    /// State kept where it dies with its machine.
    LocalState {},
    /// Stickiness that sessions rely on.
    Affinity {},
    /// A name that the product no longer bears.
    FormerName {},
}

/// What makes a finding good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unless {
    /// It is replaced by itself when it fails.
    AutoRecovery,
    /// The same thing has the current name right beside.
    CurrentName,
    /// Another one of it stands by.
    Peer,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Head {
    severity: Severity,
    #[serde(default, deserialize_with = "front_matter::one_or_many")]
    pillar: Vec<String>,
    when: When,
    #[serde(default)]
    unless: Vec<Unless>,
    message: Bilingual,
    remedy: Option<Bilingual>,
    #[serde(default)]
    sources: Vec<Source>,
}

/// Reads a rule.
///
/// Errors: `None` when the front matter or one language of the page is missing or broken.
pub(super) fn parse(file: File, id: &str) -> (Option<Rule>, Vec<Problem>) {
    let head: Head = match front_matter::head(file) {
        Ok(head) => head,
        Err(problem) => return (None, vec![problem]),
    };
    let (body, mut problems) = front_matter::bilingual(file, &["Flags", "Allows"]);
    problems.extend(Source::check(file, &head.sources));
    let Some(body) = body else { return (None, problems) };
    let rule = Rule {
        id: id.to_owned(),
        severity: head.severity,
        pillar: head.pillar,
        when: head.when,
        unless: head.unless,
        message: head.message,
        remedy: head.remedy,
        sources: head.sources,
        body,
        flags: examples(file, "Flags"),
        allows: examples(file, "Allows"),
    };
    (Some(rule), problems)
}

fn examples(file: File, title: &str) -> Vec<String> {
    let parts = front_matter::parts(file.text);
    parts.iter().find(|it| it.title == title).map(|it| front_matter::fences(it.body)).unwrap_or_default()
}
