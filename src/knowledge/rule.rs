//! What is on a rule's page, and what does it look for?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::card::Source;
use super::front_matter::{self, File, Part};
use super::{Bilingual, Problem};
use crate::claim::{Aspect, Teller};
use crate::facts::Statement;
use crate::language::Class;
use crate::span::Span;

/// The part with what the rule finds.
const FLAGS: &str = "Flags";

/// The part with what it lets be.
const ALLOWS: &str = "Allows";

/// The tag of a fence that is an example.
const EXAMPLE: &str = "md";

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
    /// Whether the settings leave it out.
    pub is_off: bool,
    /// Best practices of the Well-Architected Framework, such as `REL10-BP01`.
    pub pillar: Vec<String>,
    /// What it looks for.
    pub when: When,
    /// The same weakness in words that no reader of its own understands; counts where `when` finds nothing in the same unit.
    pub or: Option<When>,
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

impl Rule {
    /// Where the first of its reasons can be read: an address that a browser opens. The page itself comes with archnotes.
    pub fn reference(&self) -> Option<&str> {
        self.sources.first().map(|it| it.url.as_str())
    }
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
        /// Classes of what stands in one zone by its nature.
        #[serde(default)]
        except: Vec<Class>,
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
    /// What words standing together say.
    Stated {
        /// What they say.
        what: Statement,
        /// Only of a time longer than so many minutes.
        #[serde(rename = "over-minutes", default)]
        over_minutes: Option<u32>,
    },
    /// A strategy of disaster recovery that can't meet an RTO that the document states.
    StrategyTooSlow {},
    /// Backups further apart than an RPO that the document states.
    BackupExceedsRpo {},
    /// Recovery that is planned without numbers for its objectives.
    ObjectivesMissing {},
    /// A product that is at its end, or closed to new customers.
    Ending {},
    /// A product whose name is written wrong.
    Misnamed {},
    /// A name that the product no longer bears.
    FormerName {},
    /// What two tellers of one component say that can't both be so.
    Drift(Box<DriftWords>),
    /// A suppression comment that does not do what it says.
    Suppression {
        /// What is wrong with it.
        is: Idle,
    },
}

/// How the two sides of what can be claimed are called, and who tells of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftWords {
    strong: BTreeMap<Aspect, Bilingual>,
    weak: BTreeMap<Aspect, Bilingual>,
    tellers: BTreeMap<Teller, Bilingual>,
}

impl DriftWords {
    /// What a side of `aspect` is called.
    pub(crate) fn says(&self, aspect: Aspect, is_strong: bool) -> Option<&Bilingual> {
        if is_strong { self.strong.get(&aspect) } else { self.weak.get(&aspect) }
    }

    /// What `teller` is called.
    pub(crate) fn teller(&self, teller: Teller) -> Option<&Bilingual> {
        self.tellers.get(&teller)
    }

    /// All of them.
    pub(crate) fn texts_mut(&mut self) -> impl Iterator<Item = &mut Bilingual> {
        self.strong.values_mut().chain(self.weak.values_mut()).chain(self.tellers.values_mut())
    }
}

/// Why a suppression comment does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Idle {
    /// It names no rule that there is.
    Unknown,
    /// There is nothing for it to suppress.
    Unused,
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
    or: Option<When>,
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
    let (body, mut problems) = front_matter::bilingual(file, &[FLAGS, ALLOWS]);
    problems.extend(Source::check(file, &head.sources));
    let parts = front_matter::parts(file.text);
    let mut examples = |title: &str| examples(file, parts.iter().find(|it| it.title == title), &mut problems);
    let (flags, allows) = (examples(FLAGS), examples(ALLOWS));
    let Some(body) = body else { return (None, problems) };
    let rule = Rule {
        id: id.to_owned(),
        severity: head.severity,
        is_off: false,
        pillar: head.pillar,
        when: head.when,
        or: head.or,
        unless: head.unless,
        message: head.message,
        remedy: head.remedy,
        sources: head.sources,
        body,
        flags,
        allows,
    };
    (Some(rule), problems)
}

/// The examples of a part. A fence that is none would never be run: it is a problem.
fn examples(file: File, part: Option<&Part>, problems: &mut Vec<Problem>) -> Vec<String> {
    let Some(part) = part else { return Vec::new() };
    let (examples, others): (Vec<_>, Vec<_>) =
        front_matter::fences(part.body).into_iter().partition(|it| it.tag == EXAMPLE);
    for other in others {
        let line = part.body[..other.content.start].trim_end_matches(['\r', '\n']);
        let start = line.rfind('\n').map_or(0, |it| it + 1);
        let range = Span::new(start, line.len()).shift(part.start);
        problems.push(file.problem(range, format!("an example is a fence of `{EXAMPLE}`: this one is not run")));
    }
    examples.iter().map(|it| it.content.of(part.body).to_owned()).collect()
}

/// The text of a rule's file, with the examples under `# Flags` replaced by `flags` one after the other.
///
/// Where there are fewer or more of one than of the other, the rest stays as it is.
pub fn with_flags(text: &str, flags: &[String]) -> String {
    let parts = front_matter::parts(text);
    let Some(part) = parts.iter().find(|it| it.title == FLAGS) else { return text.to_owned() };
    let fences = front_matter::fences(part.body).into_iter().filter(|it| it.tag == EXAMPLE);
    let mut res = String::with_capacity(text.len());
    let mut done = 0;
    for (fence, flags) in fences.zip(flags) {
        let content = fence.content.shift(part.start);
        res.push_str(&text[done..content.start]);
        res.push_str(flags);
        done = content.end;
    }
    res + &text[done..]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    const HEAD: &str = "---\nseverity: hint\nwhen: { former-name: {} }\nmessage: { en: E, ko: K }\n\
        sources: [{ url: u, read: 2026-11-23 }]\n---\n# en\nE\n# ko\nK\n";

    #[test]
    fn a_fence_that_is_not_run_is_a_problem_at_its_place() {
        let text = format!("{HEAD}# Flags\n가\n```md\na\n```\n~~~ yaml\nb\n~~~\n# Allows\n```\nc\n```\n");
        let (rule, problems) = parse(File { path: "rules/old.md", text: &text }, "old");
        let rule = rule.unwrap();
        assert_eq!((rule.flags, rule.allows), (vec!["a\n".to_owned()], Vec::new()));
        let places: Vec<_> = problems.iter().map(|it| it.range.of(&text)).collect();
        assert_eq!(places, ["~~~ yaml", "```"]);
    }

    #[test]
    fn flags_are_replaced_where_they_stand() {
        let text = |first: &str, last: &str| {
            format!("{HEAD}# Flags\na\n```md\n{first}```\n```yaml\na\n```\n```md\n{last}```\n# Allows\n```md\na\n```\n")
        };
        let (written, blessed) = (text("a\n", ""), text("a\n^\n", "b\n"));
        assert_eq!(with_flags(&written, &["a\n^\n".to_owned(), "b\n".to_owned()]), blessed);
        assert_eq!(with_flags(&written, &[]), written);
        assert_eq!(with_flags("no rule", &["a".to_owned()]), "no rule");
    }
}
