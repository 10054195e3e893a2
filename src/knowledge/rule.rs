//! What is on a rule's page, and what does it look for?

use super::Bilingual;
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
