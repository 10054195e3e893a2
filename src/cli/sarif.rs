//! How do findings look to a code host? SARIF 2.1.0.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, read 2026-11-29. A log is written piece by piece, as
//! files are checked.

use serde_json::{Value, json};

use crate::finding::{Finding, Fix, Related};
use crate::knowledge::{Knowledge, Rule, Severity};
use crate::render::Position;
use crate::rules::{self, Suppressed};
use crate::span::Span;

use super::baseline::State;
use super::file::Checked;
use super::fingerprint;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Where relative paths start: the folder that the command runs in.
const ROOT: &str = "%SRCROOT%";

/// Everything before the first result.
pub(super) fn opening(knowledge: &Knowledge) -> String {
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": knowledge.rules.iter().map(rule).collect::<Value>(),
    });
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
        \"columnKind\":\"unicodeCodePoints\",\"results\":["
    )
}

/// Everything behind the last one.
pub(super) const CLOSING: &str = "]}]}\n";

/// The results of a file: its findings, and those that a comment sets aside.
pub(super) fn results(file: &Checked<'_>) -> Vec<String> {
    let prints = file.fingerprints.iter();
    let found = file.findings.iter().zip(prints).enumerate().map(|(index, (finding, print))| {
        let mut result = result(file, finding);
        result["partialFingerprints"] = json!({ fingerprint::NAME: print });
        if let Some(state) = file.states.get(index) {
            result["baselineState"] = json!(match state {
                State::New => "new",
                State::Open => "unchanged",
            });
        }
        result.to_string()
    });
    let set_aside = file.suppressed.iter().map(|it| {
        let mut result = result(file, &it.finding);
        result["suppressions"] = json!([suppression(file, it)]);
        result.to_string()
    });
    found.chain(set_aside).collect()
}

/// `name` as a URI reference: relative where it is relative.
pub(super) fn uri(name: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&it);
    let byte = |it: u8| if is_plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") };
    let path: String = name.replace('\\', "/").bytes().map(byte).collect();
    match (path.starts_with('/'), name.get(1..2) == Some(":")) {
        (true, _) => format!("file://{path}"),
        (false, true) => format!("file:///{path}"),
        (false, false) => path,
    }
}

fn rule(rule: &Rule) -> Value {
    let page = &rule.body.en;
    let (title, text) = page.split_once('\n').unwrap_or((page, ""));
    let title = title.trim_start_matches(['#', ' ']);
    let mut described = json!({
        "id": rule.id,
        "shortDescription": {"text": title},
        "help": {"text": text.trim(), "markdown": text.trim()},
        "defaultConfiguration": {"level": level(rule.severity), "enabled": !rule.is_off},
        "properties": {"tags": rule.pillar},
    });
    if let Some(url) = rule.reference() {
        described["helpUri"] = json!(url);
    }
    described
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn result(file: &Checked<'_>, finding: &Finding) -> Value {
    let mut result = json!({
        "ruleId": file.rule(finding),
        "level": level(finding.severity),
        "message": {"text": &*finding.message},
        "locations": [{"physicalLocation": place(file, finding.range)}],
    });
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().enumerate().map(|it| related(file, it)).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([of_fix(file, fix)]);
    }
    result
}

fn related(file: &Checked<'_>, (index, it): (usize, &Related)) -> Value {
    let location = match &it.file {
        None => place(file, it.range),
        Some(other) => elsewhere(file, other, it.range),
    };
    json!({"id": index, "message": {"text": it.message}, "physicalLocation": location})
}

fn of_fix(file: &Checked<'_>, fix: &Fix) -> Value {
    let replacements = fix
        .edits
        .iter()
        .map(|(range, text)| json!({"deletedRegion": region(file, *range), "insertedContent": {"text": text}}));
    let change = json!({"artifactLocation": artifact(file.name), "replacements": replacements.collect::<Value>()});
    json!({"description": {"text": fix.title}, "artifactChanges": [change]})
}

fn suppression(file: &Checked<'_>, it: &Suppressed) -> Value {
    let mut suppression = json!({"kind": "inSource", "location": {"physicalLocation": place(file, it.comment)}});
    let comment = file.text.byte_slice(it.comment.start..it.comment.end).to_string();
    if let Some(reason) = rules::reason(&comment) {
        suppression["justification"] = json!(reason);
    }
    suppression
}

fn place(file: &Checked<'_>, range: Span) -> Value {
    json!({"artifactLocation": artifact(file.name), "region": region(file, range)})
}

/// A place in another file.
fn elsewhere(file: &Checked<'_>, other: &str, range: Span) -> Value {
    match file.beside.positions(other, range) {
        Some(it) => json!({"artifactLocation": artifact(other), "region": lines(it)}),
        None => json!({"artifactLocation": artifact(other)}),
    }
}

fn artifact(name: &str) -> Value {
    let uri = uri(name);
    if uri.starts_with("file:") { json!({ "uri": uri }) } else { json!({"uri": uri, "uriBaseId": ROOT}) }
}

fn region(file: &Checked<'_>, range: Span) -> Value {
    lines(file.positions(range))
}

fn lines((start, end): (Position, Position)) -> Value {
    json!({"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("docs/설계 1.md"), "docs/%EC%84%A4%EA%B3%84%201.md");
        assert_eq!(uri("../a#b?.md"), "../a%23b%3F.md");
        assert_eq!(uri("/a/b.md"), "file:///a/b.md");
        assert_eq!(uri("C:\\a\\b.md"), "file:///C%3A/a/b.md");
    }
}
