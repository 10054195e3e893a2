//! What came of a run, in one line and in one number?

use crate::finding::Finding;
use crate::knowledge::Severity;
use crate::render;

use super::baseline::{Compared, State};
use super::{CLEAN, FAILED, FINDINGS};

/// The count of everything in a run.
#[derive(Debug)]
pub(super) struct Summary {
    /// How many files were read.
    pub(super) files: usize,
    /// How many of them have findings.
    pub(super) weak_files: usize,
    /// How many files or folders could not be read or understood.
    pub(super) problems: usize,
    /// Findings by severity, the least first.
    pub(super) counts: [usize; 4],
    /// Findings less grave than this are no failure.
    fail_on: Severity,
    /// Findings that are new, still open and resolved, where there is a baseline.
    new: usize,
    open: usize,
    resolved: usize,
}

/// All severities, the gravest first.
const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];

impl Summary {
    /// Of nothing yet, with so many `problems`.
    pub(super) fn new(problems: usize, fail_on: Severity) -> Summary {
        Summary { files: 0, weak_files: 0, problems, counts: [0; 4], fail_on, new: 0, open: 0, resolved: 0 }
    }

    /// Adds how a file that was read stands to the baseline.
    pub(super) fn compare(&mut self, compared: &Compared) {
        let open = compared.states.iter().filter(|it| **it == State::Open).count();
        self.open += open;
        self.new += compared.states.len() - open;
        self.resolved += compared.resolved;
    }

    /// `baseline: 1 new, 2 still open, 3 resolved`, of a baseline with `before` findings.
    pub(super) fn compared_line(&self, before: usize) -> String {
        let Summary { new, open, resolved, .. } = self;
        // What was not looked at may be as it was, or may be gone: nobody knows.
        let rest = match before.saturating_sub(open + resolved) {
            0 => String::new(),
            unknown => format!(", {unknown} in files that were not checked"),
        };
        format!("baseline: {new} new, {open} still open, {resolved} resolved{rest}")
    }

    /// Adds a file that was read.
    pub(super) fn add(&mut self, findings: &[Finding]) {
        self.files += 1;
        self.weak_files += usize::from(!findings.is_empty());
        for finding in findings {
            self.counts[finding.severity as usize] += 1;
        }
    }

    /// `1 error, 2 warnings in 1 of 3 files`.
    pub(super) fn line(&self) -> String {
        let parts = SEVERITIES.into_iter().filter_map(|severity| {
            let count = self.counts[severity as usize];
            // "Information" has no plural.
            let plural = if count == 1 || severity == Severity::Information { "" } else { "s" };
            (count > 0).then(|| format!("{count} {}{plural}", render::severity(severity)))
        });
        let parts: Vec<_> = parts.collect();
        let files = if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) };
        match self.weak_files {
            0 if self.files == 0 => "no file was checked".to_owned(),
            0 => format!("no findings in {files}"),
            all if all == self.files => format!("{} in {files}", parts.join(", ")),
            weak => format!("{} in {weak} of {files}", parts.join(", ")),
        }
    }

    /// The exit code.
    pub(super) fn status(&self) -> u8 {
        let failures: usize = self.counts[self.fail_on as usize..].iter().sum();
        match (self.problems, failures) {
            (0, 0) => CLEAN,
            (0, _) => FINDINGS,
            _ => FAILED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::RuleId;
    use crate::span::Span;

    fn check(files: &[&[Severity]], problems: usize, line: &str, status: u8) {
        let mut summary = Summary::new(problems, Severity::Hint);
        for severities in files {
            let findings = severities.iter().map(|&severity| Finding {
                rule: RuleId(0),
                severity,
                range: Span::default(),
                message: "".into(),
                related: Vec::new(),
                fix: None,
                tag: None,
            });
            summary.add(&findings.collect::<Vec<_>>());
        }
        assert_eq!(summary.line(), line);
        assert_eq!(summary.status(), status);
    }

    #[test]
    fn a_run_is_summed_up_in_words_and_in_a_number() {
        use Severity::{Error, Hint, Information, Warning};
        check(&[], 0, "no file was checked", 0);
        check(&[&[]], 0, "no findings in 1 file", 0);
        check(&[&[], &[]], 0, "no findings in 2 files", 0);
        check(&[&[Warning]], 0, "1 warning in 1 file", 1);
        check(&[&[Hint, Warning, Warning], &[], &[Error]], 0, "1 error, 2 warnings, 1 hint in 2 of 3 files", 1);
        check(&[&[Error], &[Error]], 0, "2 errors in 2 files", 1);
        check(&[&[Information, Information], &[]], 0, "2 information in 1 of 2 files", 1);
        check(&[&[Warning]], 1, "1 warning in 1 file", 2);
        check(&[&[]], 1, "no findings in 1 file", 2);
    }

    #[test]
    fn only_what_is_grave_enough_is_a_failure() {
        let mut summary = Summary::new(0, Severity::Warning);
        summary.counts = [3, 2, 0, 0];
        assert_eq!(summary.status(), CLEAN);
        summary.counts[Severity::Error as usize] = 1;
        assert_eq!(summary.status(), FINDINGS);
    }

    #[test]
    fn what_was_not_looked_at_is_not_resolved() {
        let mut summary = Summary::new(0, Severity::Hint);
        summary.compare(&Compared { states: vec![State::New, State::Open, State::Open], resolved: 1 });
        assert_eq!(summary.compared_line(3), "baseline: 1 new, 2 still open, 1 resolved");
        let rest = "baseline: 1 new, 2 still open, 1 resolved, 4 in files that were not checked";
        assert_eq!(summary.compared_line(7), rest);
    }
}
