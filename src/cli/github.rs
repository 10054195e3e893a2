//! How does a finding look in GitHub's list of annotations?
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>, read 2026-11-29.

use crate::finding::Finding;
use crate::knowledge::Severity;
use crate::render;

use super::file::Checked;

/// `finding` as a workflow command on a line of its own.
pub(super) fn line(file: &Checked<'_>, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let start = render::position(file.text, finding.range.start);
    let end = render::position(file.text, finding.range.end);
    let columns = match start.row == end.row {
        true => format!(",col={},endColumn={}", start.column, end.column),
        // GitHub takes columns of one line only.
        false => String::new(),
    };
    let (name, rule) = (property(file.name), property(file.rule(finding)));
    let message = data(&finding.message);
    format!("::{level} file={name},line={},endLine={}{columns},title={rule}::{message}\n", start.row, end.row)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_escaped() {
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
        assert_eq!(data("a,b:c%\r\n"), "a,b:c%25%0D%0A");
    }
}
