//! Do suggestions change a value in its place, and nothing else of the file?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::fix::{self, ActionKind};
use archnotes::knowledge::Knowledge;
use archnotes::surface::Format;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

fn read(text: &str) -> Document {
    let format = if text.contains("```") { Format::Markdown } else { Format::Yaml };
    Document::of(text, format, Arc::clone(&KNOWLEDGE))
}

/// The rules of what is found, in order.
fn rules(document: &Document) -> Vec<String> {
    document.findings().iter().map(|it| document.knowledge().rule(it.rule).id.clone()).collect()
}

/// `text` after the first suggestion at its first finding.
fn suggested(text: &str) -> Option<String> {
    let document = read(text);
    let first = document.findings().first()?;
    let mut actions = fix::actions(&document, first.range).into_iter();
    let action = actions.find(|it| it.kind == ActionKind::Suggestion && it.finding == Some(0))?;
    Some(fix::applied(text, &action.edits))
}

#[test]
fn a_value_is_changed_in_its_place_and_all_else_stays() {
    let cases = include_str!("../designs/fixes.txt");
    let mut wrong = String::new();
    for case in cases.split("=== ").skip(1) {
        let (name, texts) = case.split_once('\n').unwrap();
        let (before, after) = texts.split_once("---\n").unwrap();
        let (before, after) = (format!("# AWS\n{before}"), format!("# AWS\n{after}"));
        let found = rules(&read(&before));
        let changed = suggested(&before);
        let left = rules(&read(&after));
        if changed.as_deref() != Some(after.as_str()) || found.first().is_none_or(|it| left.contains(it)) {
            wrong += &format!("{name}: {found:?} became {left:?} by {changed:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_no_other_value_mends_has_no_suggestion() {
    for text in [
        "db:\n  engine: rds-mysql\n  multi_az: no, too costly for us\n",
        "dr: {rto: 15m, rpo: 24h, strategy: backup_and_restore}\n",
        "web: {type: ec2, count: 3, session: \"kept in memory, lost on deploy\"}\n",
    ] {
        let text = format!("# AWS\n{text}");
        let found = rules(&read(&text));
        assert_eq!((found.len(), suggested(&text)), (1, None), "{text}");
    }
}
