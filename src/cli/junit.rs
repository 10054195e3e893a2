//! How do findings look to a server that shows test results?
//!
//! JUnit has no standard; this is what Jenkins, GitLab and the schema of its Ant task have in common: a suite for each file,
//! a case for each finding, and one that passes for a file without any.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::knowledge::Severity;
use crate::render;

use super::file::Checked;

pub(super) const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"archnotes\">\n";

pub(super) const CLOSING: &str = "</testsuites>\n";

/// A file as a suite; findings below `fail_on` pass.
pub(super) fn suite(file: &Checked<'_>, fail_on: Severity) -> String {
    let name = escaped(file.name);
    let failures = file.findings.iter().filter(|it| it.severity >= fail_on).count();
    let cases = file.findings.len().max(1);
    let mut res = format!("  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">\n");
    if file.findings.is_empty() {
        let _ = writeln!(res, "    <testcase classname=\"{name}\" name=\"check\"/>");
    }
    file.findings.iter().for_each(|it| res.push_str(&case(file, it, fail_on)));
    res.push_str("  </testsuite>\n");
    res
}

fn case(file: &Checked<'_>, finding: &Finding, fail_on: Severity) -> String {
    let at = render::position(file.text, finding.range.start);
    let (name, rule) = (escaped(file.name), escaped(file.rule(finding)));
    let (message, severity) = (escaped(&finding.message), render::severity(finding.severity));
    let place = format!("{name}:{}:{}", at.row, at.column);
    let case = format!("    <testcase classname=\"{name}\" name=\"{rule} {}:{}\">", at.row, at.column);
    match finding.severity >= fail_on {
        true => format!(
            "{case}\n      <failure type=\"{severity}\" message=\"{message}\">{place}: {message}</failure>\n    </testcase>\n"
        ),
        false => format!("{case}\n      <system-out>{severity}: {place}: {message}</system-out>\n    </testcase>\n"),
    }
}

/// Text as XML has it; characters that XML cannot have become the sign for such.
fn escaped(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            '"' => res.push_str("&quot;"),
            '\n' => res.push_str("&#10;"),
            '\r' => res.push_str("&#13;"),
            '\t' => res.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => res.push('\u{fffd}'),
            it => res.push(it),
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_keeps_for_itself_is_escaped() {
        assert_eq!(escaped("<a b=\"&\">\n\u{1}한"), "&lt;a b=&quot;&amp;&quot;&gt;&#10;\u{fffd}한");
    }
}
