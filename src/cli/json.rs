//! How does a finding look to another program?

use ropey::Rope;
use serde::Serialize;

use crate::finding::{Finding, Fix};
use crate::knowledge::Rule;
use crate::render::{self, Position};
use crate::span::Span;

/// The shape that ruff gives its findings, so that what reads those reads these.
#[derive(Serialize)]
struct Item<'a> {
    filename: &'a str,
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    location: Position,
    end_location: Position,
    /// Where the rule is from.
    url: Option<&'a str>,
    fix: Option<Edits<'a>>,
}

#[derive(Serialize)]
struct Edits<'a> {
    message: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    location: Position,
    end_location: Position,
    content: &'a str,
}

/// `finding` as one JSON object on one line.
pub(super) fn item(filename: &str, text: &Rope, finding: &Finding, rule: &Rule) -> anyhow::Result<String> {
    let (location, end_location) = positions(text, finding.range);
    let item = Item {
        filename,
        code: &rule.id,
        severity: render::severity(finding.severity),
        message: &finding.message,
        location,
        end_location,
        url: rule.reference(),
        fix: finding.fix.as_ref().map(|it| edits(text, it)),
    };
    Ok(serde_json::to_string(&item)?)
}

fn edits<'a>(text: &Rope, fix: &'a Fix) -> Edits<'a> {
    let edits = fix.edits.iter().map(|(range, content)| {
        let (location, end_location) = positions(text, *range);
        Edit { location, end_location, content }
    });
    Edits { message: &fix.title, edits: edits.collect() }
}

fn positions(text: &Rope, range: Span) -> (Position, Position) {
    (render::position(text, range.start), render::position(text, range.end))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::finding::Applicability;
    use crate::knowledge::{Knowledge, RuleId, Severity};

    #[test]
    fn a_finding_has_the_shape_of_ruffs_with_columns_in_characters() {
        let text = "🚀\r\n데이터: \"Kinesis Data Firehose\"\n";
        let start = text.find("Kinesis").unwrap();
        let range = Span::new(start, start + "Kinesis Data Firehose".len());
        let mut finding = Finding {
            rule: RuleId(0),
            severity: Severity::Hint,
            range,
            message: "지금 이름은 \"Amazon Data Firehose\"".into(),
            related: Vec::new(),
            fix: None,
            tag: None,
        };
        let knowledge = Knowledge::built_in().0;
        let rule = knowledge.rule(knowledge.rule_id("renamed-service").unwrap());
        let item = |finding: &Finding| item("설계.md", &Rope::from_str(text), finding, rule).unwrap();
        let head = concat!(
            r#"{"filename":"설계.md","code":"renamed-service","severity":"hint","#,
            r#""message":"지금 이름은 \"Amazon Data Firehose\"","#,
            r#""location":{"row":2,"column":7},"end_location":{"row":2,"column":28},"#,
        );
        let head = format!(r#"{head}"url":"{}","fix":"#, rule.sources[0].url);
        assert_eq!(item(&finding), format!("{head}null}}"));
        finding.fix = Some(Fix {
            title: "Use the current name".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![(range, "Amazon Data Firehose".to_owned())],
        });
        let fix = concat!(
            r#"{"message":"Use the current name","edits":[{"location":{"row":2,"column":7},"#,
            r#""end_location":{"row":2,"column":28},"content":"Amazon Data Firehose"}]}"#,
        );
        assert_eq!(item(&finding), format!("{head}{fix}}}"));
    }
}
