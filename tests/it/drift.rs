//! What texts, diagrams and templates say against each other: in one document, in the files of a workspace, on the command line and in
//! an editor.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::Arc;
use std::{fs, process};

use archnotes::claim::{Around, Neighbours};
use archnotes::document::Document;
use archnotes::finding::Finding;
use archnotes::knowledge::Knowledge;
use archnotes::workspace::format_of_path;
use serde_json::{Value, json};

use crate::client::{Client, uri};

/// Some files, and what is found: `path: line <> path of the other place`.
struct Scenario<'a> {
    title: &'a str,
    files: Vec<(&'a str, String)>,
    expected: Vec<&'a str>,
}

fn scenarios(text: &str) -> Vec<Scenario<'_>> {
    let mut found: Vec<Scenario<'_>> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            found.push(Scenario { title, files: Vec::new(), expected: Vec::new() });
        } else if let Some(path) = line.strip_prefix("-- ") {
            found.last_mut().unwrap().files.push((path, String::new()));
        } else if let Some(it) = line.strip_prefix("=> ") {
            found.last_mut().unwrap().expected.push(it);
        } else if let Some(file) = found.last_mut().and_then(|it| it.files.last_mut()) {
            file.1.push_str(line);
            file.1.push('\n');
        }
    }
    found
}

/// What is found in `files`, all of which are known.
fn found(files: &[(&str, String)], knowledge: &Arc<Knowledge>) -> Vec<String> {
    let read = |(path, text): &(&str, String)| Document::of(text, format_of_path(path).unwrap(), Arc::clone(knowledge));
    let mut documents: Vec<_> = files.iter().map(read).collect();
    let told = files.iter().zip(&documents).map(|(file, it)| Arc::new(it.neighbour(file.0.to_owned()))).collect();
    let closed = Arc::new(Neighbours::of(told));
    let rule = knowledge.rule_id("design-drift").unwrap();
    let mut found = Vec::new();
    for ((path, _), document) in files.iter().zip(&mut documents) {
        document.stand_among(Arc::new(Around {
            path: (*path).to_owned(),
            closed: Arc::clone(&closed),
            open: Vec::new(),
        }));
        let line = |it: &Finding| document.text().line(document.text().byte_to_line(it.range.start)).to_string();
        let other = |it: &Finding| it.related[0].file.as_deref().unwrap_or(path).to_owned();
        let drifts = document.findings().iter().filter(|it| it.rule == rule);
        found.extend(drifts.map(|it| format!("{path}: {} <> {}", line(it).trim(), other(it))));
    }
    found
}

#[test]
fn what_cant_both_be_so_is_found_and_nothing_else() {
    let knowledge = Arc::new(Knowledge::built_in().0);
    let scenarios = scenarios(include_str!("../designs/drift.txt"));
    let silent = scenarios.iter().filter(|it| it.title.starts_with("Silent")).count();
    assert!(scenarios.len() > 30 && silent * 2 >= scenarios.len());
    let mut wrong = String::new();
    for it in &scenarios {
        assert_eq!(it.expected.is_empty(), it.title.starts_with("Silent"), "{}", it.title);
        let found = found(&it.files, &knowledge);
        if found != it.expected {
            wrong.push_str(&format!("{}\n  expected {:?}\n  found    {found:?}\n", it.title, it.expected));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const TEXT: &str = "# Orders on AWS\n\nThe orders database is RDS for MySQL, Multi-AZ.\n";

fn template(standby: &str) -> String {
    format!(
        "Resources:\n  OrdersDb:\n    Type: AWS::RDS::DBInstance\n    Properties: {{ Engine: mysql, MultiAZ: {standby} }}\n"
    )
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("design.md"), TEXT).unwrap();
    fs::write(folder.path().join("template.yaml"), template("false")).unwrap();
    folder
}

fn checked(folder: &Path, format: &str) -> String {
    let mut command = process::Command::new(env!("CARGO_BIN_EXE_archnotes"));
    let output = command.args(["check", "--format", format]).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_command_line_shows_both_places() {
    let folder = workspace();
    let text = checked(folder.path(), "text");
    assert!(text.contains("warning[design-drift]: ") && text.contains("--> design.md:3:39"), "{text}");
    assert!(text.contains("= note: template.yaml:4:34: OrdersDb: no standby"), "{text}");
    let log: Value = serde_json::from_str(&checked(folder.path(), "sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let drift = results.iter().find(|it| it["ruleId"] == "design-drift").unwrap();
    let place = &drift["relatedLocations"][0]["physicalLocation"];
    assert_eq!(
        (&place["artifactLocation"]["uri"], &place["region"]["startLine"]),
        (&json!("template.yaml"), &json!(4))
    );
}

/// The codes of the diagnostics of `uri`, as a client that asks gets them.
fn pulled(client: &mut Client, uri: &str) -> Vec<Value> {
    let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}})).unwrap();
    let items = report["items"].as_array().unwrap().clone();
    items.into_iter().filter(|it| it["code"] == "design-drift").collect()
}

#[test]
fn an_edit_of_one_file_counts_for_the_other() {
    let folder = workspace();
    let (text, data) = (uri(&folder.path().join("design.md")), uri(&folder.path().join("template.yaml")));
    let declared = json!({
        "general": {"positionEncodings": ["utf-32"]},
        "textDocument": {"publishDiagnostics": {"relatedInformation": true}, "diagnostic": {}},
    });
    let mut client = Client::start(&[]);
    client.greet(json!({"capabilities": declared, "rootUri": uri(folder.path())}));
    // Nothing is open: the document is told of what its template says.
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    let of_text = all["items"].as_array().unwrap().iter().find(|it| it["uri"] == text.as_str()).unwrap();
    let drift = of_text["items"].as_array().unwrap().iter().find(|it| it["code"] == "design-drift").unwrap();
    assert_eq!(drift["relatedInformation"][0]["location"]["uri"], data.as_str());
    client.open(&text, "markdown", TEXT);
    let drift = pulled(&mut client, &text);
    assert_eq!(drift[0]["relatedInformation"][0]["location"]["range"]["start"], json!({"line": 3, "character": 33}));
    // The template is opened and mended: what stands on disk no longer counts.
    client.open(&data, "yaml", &template("true"));
    assert_eq!(pulled(&mut client, &text), [] as [Value; 0]);
    let whole = json!([{"text": template("false")}]);
    let version = json!({"uri": data, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": version, "contentChanges": whole}));
    assert_eq!(pulled(&mut client, &text).len(), 1);
    // A keystroke in the document itself.
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 47}});
    let change = json!([{"range": range, "text": "Nothing yet."}]);
    let version = json!({"uri": text, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": version, "contentChanges": change}));
    assert_eq!(pulled(&mut client, &text), [] as [Value; 0]);
    assert_eq!(client.leave(), Some(0));
}
