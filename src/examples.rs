//! Do a rule's examples hold?
//!
//! A fence holds examples set apart by blank lines. Each is a document of its own, written with the carets that archnotes puts under its findings. The carets are
//! output: they are taken out, the rest is analysed, and what the rule finds is drawn again and compared.

use std::fmt;
use std::sync::Arc;

use crate::document::Document;
use crate::finding::Finding;
use crate::knowledge::{Knowledge, RuleId};
use crate::render::{self, Labels};
use crate::span::Span;

/// An example that came out otherwise than it is written, or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No example under `# Flags` has a caret: nothing shows that the rule finds anything.
    NoFlaggedExample,
    /// An example under `# Flags`: its number in the file, from 1, as it is written, and with the carets as they come out.
    Flags(usize, String, String),
    /// An example under `# Allows`: its number, without carets, and with the carets that should not be there.
    Allows(usize, String, String),
}

/// Runs the examples of `rule` in the order of its file. Empty when all of them hold.
///
/// Other rules may find something in the same examples: that is not looked at. Cost: one analysis an example.
pub fn failures(rule: RuleId, knowledge: &Arc<Knowledge>) -> Vec<Failure> {
    let data = knowledge.rule(rule);
    let mut res = Vec::new();
    if data.flags.iter().all(|it| render::strip_carets(it) == **it) {
        res.push(Failure::NoFlaggedExample);
    }
    for (written, number) in data.flags.iter().zip(1..) {
        let found = drawn(written, rule, knowledge);
        if found != *written {
            res.push(Failure::Flags(number, written.clone(), found));
        }
    }
    for (written, number) in data.allows.iter().zip(1..) {
        let (silent, found) = (render::strip_carets(written), drawn(written, rule, knowledge));
        if found != silent {
            res.push(Failure::Allows(number, silent, found));
        }
    }
    res
}

/// `examples`, set apart by blank lines, with the carets that `rule` puts there, whatever carets they are written with. Each is
/// read as a document of its own that is known to be about AWS.
pub fn drawn(examples: &str, rule: RuleId, knowledge: &Arc<Knowledge>) -> String {
    const TITLE: &str = "AWS\n\n";
    let examples = render::strip_carets(examples);
    let drawn = examples.split_inclusive("\n\n").map(|example| {
        let document = Document::new(&format!("{TITLE}{example}"), Arc::clone(knowledge));
        let findings = document.findings().iter().filter(|it| it.rule == rule && it.range.start >= TITLE.len());
        let findings = findings.map(|it| Finding {
            range: Span::new(it.range.start - TITLE.len(), it.range.end - TITLE.len()),
            ..it.clone()
        });
        render::carets(example, &findings.collect::<Vec<_>>(), Labels::Hidden)
    });
    drawn.collect()
}

/// One line that says which example, then the lines where it differs: `-` as written, `+` as found.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NoFlaggedExample => f.write_str("no example under `# Flags` has a caret\n"),
            Failure::Flags(number, written, found) => {
                write!(f, "example {number} under `# Flags`\n{}", difference(written, found))
            }
            Failure::Allows(number, written, found) => {
                write!(f, "example {number} under `# Allows`\n{}", difference(written, found))
            }
        }
    }
}

/// The lines whose carets differ, with those carets. Both texts are the same but for their carets.
fn difference(written: &str, found: &str) -> String {
    let mut res = String::new();
    for ((line, here), (_, there)) in marked(written).into_iter().zip(marked(found)) {
        if here != there {
            res.push_str(&format!("  {line}\n"));
            here.iter().for_each(|it| res.push_str(&format!("- {it}\n")));
            there.iter().for_each(|it| res.push_str(&format!("+ {it}\n")));
        }
    }
    res
}

/// Each line with the caret lines below it; those above the first line belong to an empty one.
fn marked(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut res = vec![("", Vec::new())];
    for line in text.lines() {
        match res.last_mut().filter(|_| render::is_caret_line(line)) {
            Some((_, carets)) => carets.push(line),
            None => res.push((line, Vec::new())),
        }
    }
    res
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    /// What the examples `parts` of a rule that finds former names say.
    fn check(parts: &str, expected: &str) {
        let sources = "sources: [{ url: u, read: 2026-11-23 }]";
        let card = format!(
            "---\nname: Amazon Neu\ncategory: c\ndocs: d\n\
            former: [{{ names: [Amazon Alt], since: 2024-02-09, source: u }}]\n{sources}\n---\n# en\nE\n# ko\nK\n"
        );
        let rule = format!(
            "---\nseverity: hint\nwhen: {{ former-name: {{}} }}\nmessage: {{ en: E, ko: K }}\n{sources}\n---\n\
            # en\n## E\n# ko\n## K\n{parts}"
        );
        let (knowledge, problems) = Knowledge::load(&[("services/neu.md", &card), ("rules/old.md", &rule)]);
        assert_eq!(problems, []);
        let rule = knowledge.rule_id("old").unwrap();
        let found: Vec<_> = failures(rule, &Arc::new(knowledge)).iter().map(ToString::to_string).collect();
        assert_eq!(found.concat(), expected);
    }

    #[test]
    fn an_example_that_comes_out_as_it_is_written_holds() {
        check("# Flags\n```md\n이제 Amazon Alt를 쓴다.\n     ^^^^^^^^^^\n```\n# Allows\n```md\nAmazon Neu\n```\n", "");
    }

    #[test]
    fn carets_that_are_missing_wrong_or_too_many_are_shown() {
        check(
            "# Flags\n```md\nUse Amazon Alt.\n    ^^^^^^\n```\n```md\nfine\n\nAmazon Alt\n\nnothing\n^^^\n```\n",
            "example 1 under `# Flags`\n  Use Amazon Alt.\n-     ^^^^^^\n+     ^^^^^^^^^^\n\
            example 2 under `# Flags`\n  Amazon Alt\n+ ^^^^^^^^^^\n  nothing\n- ^^^\n",
        );
    }

    #[test]
    fn what_is_allowed_has_no_finding_and_no_caret() {
        let flags = "# Flags\n```md\nAmazon Alt\n^^^^^^^^^^\n```\n";
        check(
            &format!("{flags}# Allows\n```md\nAmazon Alt\n```\n"),
            "example 1 under `# Allows`\n  Amazon Alt\n+ ^^^^^^^^^^\n",
        );
        check(
            &format!("{flags}# Allows\n```md\nAmazon Alt\n^^^^^^^^^^\n```\n"),
            "example 1 under `# Allows`\n  Amazon Alt\n+ ^^^^^^^^^^\n",
        );
    }

    #[test]
    fn a_rule_that_shows_nothing_it_finds_fails() {
        check("# Flags\n```md\nnothing\n```\n", "no example under `# Flags` has a caret\n");
        check("# Allows\n```md\nnothing\n```\n", "no example under `# Flags` has a caret\n");
    }
}
