//! Does the server go by what is set, in files and in the editor, while it changes?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use serde_json::{Value, json};

use crate::client::is_report;
use crate::workspace::{WEAK, Workspace, said, watching};

const CODE: &[&str] = &["single-instance"];

fn asking() -> Value {
    json!({"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}})
}

/// The severities of the next report of a file, waiting for one that is not `before`.
fn severities(workspace: &mut Workspace, path: &str, expected: &[u64]) {
    let uri = workspace.uri(path);
    let of = |it: &Value| -> Vec<_> {
        it["params"]["diagnostics"].as_array().unwrap().iter().map(|it| it["severity"].as_u64().unwrap()).collect()
    };
    workspace.client.wait(|it| is_report(it, &uri) && of(it) == expected);
}

#[test]
fn a_settings_file_counts_while_it_changes_for_open_and_closed_files() {
    let files = [("archnotes.toml", "rules.single-instance = 'error'\n"), ("closed.md", WEAK)];
    let mut workspace = Workspace::with(&files, watching());
    let open = workspace.uri("open.md");
    workspace.client.open(&open, "markdown", WEAK);
    severities(&mut workspace, "open.md", &[1]);
    severities(&mut workspace, "closed.md", &[1]);
    workspace.write("archnotes.toml", "rules.single-instance = 'off'\n");
    workspace.changed("archnotes.toml", 2);
    severities(&mut workspace, "open.md", &[]);
    severities(&mut workspace, "closed.md", &[]);
    workspace.write("archnotes.toml", "exclude = ['open.md']\n");
    workspace.changed("archnotes.toml", 2);
    severities(&mut workspace, "closed.md", &[2]);
    fs::remove_file(workspace.path("archnotes.toml")).unwrap();
    workspace.changed("archnotes.toml", 3);
    severities(&mut workspace, "open.md", &[2]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn what_a_settings_file_says_wrong_is_told_in_it_until_it_is_mended() {
    let mut workspace = Workspace::with(&[("archnotes.toml", "'한글' = 1\n[rules]\nsingle-ax = 'off'\n")], watching());
    let uri = workspace.uri("archnotes.toml");
    let report = workspace.client.wait(|it| is_report(it, &uri));
    let wrong = report["params"]["diagnostics"].as_array().unwrap().clone();
    assert_eq!(said(&report["params"]["diagnostics"]), ["settings", "settings"]);
    assert!(wrong[0]["message"].as_str().unwrap().contains("no setting"), "{wrong:?}");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}});
    assert_eq!((&wrong[0]["range"], &wrong[0]["severity"]), (&range, &json!(2)), "columns count as the editor counts");
    assert!(wrong[1]["message"].as_str().unwrap().ends_with("did you mean `single-az`?"), "{wrong:?}");
    workspace.write("archnotes.toml", "[rules]\nsingle-az = 'off'\n");
    workspace.changed("archnotes.toml", 2);
    workspace.told("archnotes.toml", &[]);
    // A file further down, which nobody has opened: it is found with the others.
    workspace.write("sub/.config/archnotes.toml", "langauge = 'ko'\n");
    workspace.write("sub/a.md", "# AWS\n");
    workspace.changed("sub/.config/archnotes.toml", 1);
    workspace.told("sub/.config/archnotes.toml", &["settings"]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn each_folder_has_its_own_settings() {
    let files = [
        ("one/archnotes.toml", "rules.single-instance = 'error'\n"),
        ("one/a.md", WEAK),
        ("two/archnotes.toml", "rules.single-instance = 'hint'\n"),
        ("two/a.md", WEAK),
        ("three/a.md", WEAK),
    ];
    let mut workspace = Workspace::ungreeted(&files);
    let folders: Vec<_> = ["three", "one", "two"].map(|it| json!({"uri": workspace.uri(it), "name": it})).into();
    workspace.client.greet(json!({"capabilities": {}, "workspaceFolders": folders}));
    for (path, severity) in [("one/a.md", 1), ("two/a.md", 4), ("three/a.md", 2)] {
        severities(&mut workspace, path, &[severity]);
    }
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn the_editor_is_asked_for_the_settings_of_each_folder_and_again_when_they_change() {
    let mut workspace = Workspace::ungreeted(&[("one/a.md", WEAK), ("two/a.md", WEAK)]);
    let folders: Vec<_> = ["one", "two"].map(|it| json!({"uri": workspace.uri(it), "name": it})).into();
    workspace.client.greet(json!({"capabilities": asking(), "workspaceFolders": folders}));
    let registered = workspace.client.wait(|it| it["method"] == "client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeConfiguration");
    let answer = |workspace: &mut Workspace, answers: Value| {
        let asked = workspace.client.wait(|it| it["method"] == "workspace/configuration");
        let items: Vec<_> =
            ["one", "two"].map(|it| json!({"scopeUri": workspace.uri(it), "section": "archnotes"})).into();
        assert_eq!(asked["params"]["items"], json!(items));
        workspace.client.send_raw(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": answers}).to_string());
    };
    answer(&mut workspace, json!([{"rules": {"single-instance": "error"}}, {"rules.single-instance": "hint"}]));
    severities(&mut workspace, "one/a.md", &[1]);
    severities(&mut workspace, "two/a.md", &[4]);
    workspace.client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    answer(&mut workspace, json!([{"archnotes": {"rules": {"single-instance": "off"}}}, {"rules": {}}]));
    severities(&mut workspace, "one/a.md", &[]);
    severities(&mut workspace, "two/a.md", &[2]);
    assert_eq!(workspace.client.leave(), Some(0));
}

/// Where progress is shown, each scan asks for a place to show it in.
#[test]
fn files_are_read_once_and_by_the_settings_that_the_editor_tells() {
    let answers = [
        (json!({"result": [{"rules": {"single-instance": "error"}}]}), 1),
        (json!({"result": [null]}), 2),
        (json!({"error": {"code": -32601, "message": "unknown"}}), 2),
    ];
    for (answer, severity) in answers {
        let mut capabilities = asking();
        capabilities["window"] = json!({"workDoneProgress": true});
        let mut workspace = Workspace::with(&[("a.md", WEAK)], capabilities);
        let asked = workspace.client.wait(|it| it["method"] == "workspace/configuration");
        let open = workspace.uri("open.md");
        workspace.client.open(&open, "markdown", WEAK);
        severities(&mut workspace, "open.md", &[2]);
        let mut message = json!({"jsonrpc": "2.0", "id": asked["id"]});
        message.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        workspace.client.send_raw(&message.to_string());
        severities(&mut workspace, "a.md", &[severity]);
        let scans = |it: &Value| it["method"] == "window/workDoneProgress/create";
        workspace.client.wait(scans);
        assert_eq!(workspace.client.take_kept(scans), Vec::<Value>::new());
        assert_eq!(workspace.client.leave(), Some(0));
    }
}

#[test]
fn an_editor_that_never_tells_its_settings_is_not_waited_for() {
    let mut workspace = Workspace::with(&[("a.md", WEAK)], asking());
    severities(&mut workspace, "a.md", &[2]);
    // What it says after all counts.
    let asked = workspace.client.wait(|it| it["method"] == "workspace/configuration");
    let answer = json!({"jsonrpc": "2.0", "id": asked["id"], "result": [{"rules": {"single-instance": "hint"}}]});
    workspace.client.send_raw(&answer.to_string());
    severities(&mut workspace, "a.md", &[4]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn settings_may_be_sent_and_a_projects_file_goes_before_them() {
    let mut workspace = Workspace::with(&[("a.md", WEAK)], watching());
    workspace.told("a.md", CODE);
    for (sent, severity) in [
        (json!({"archnotes": {"rules": {"single-instance": "error"}}}), 1),
        (json!({"rules": {"single-instance": "hint"}}), 4),
        (json!({"archnotes.rules.single-instance": "information"}), 3),
    ] {
        workspace.client.notify("workspace/didChangeConfiguration", json!({"settings": sent}));
        severities(&mut workspace, "a.md", &[severity]);
    }
    let wrong = json!({"settings": {"archnotes": {"langauge": "ko", "rules": {"single-instance": "error"}}}});
    workspace.client.notify("workspace/didChangeConfiguration", wrong);
    let said = workspace.client.wait(|it| it["method"] == "window/logMessage");
    assert_eq!(
        said["params"]["message"], "archnotes: archnotes has no setting `langauge`; did you mean `language`?",
        "what the editor sets stands in no file"
    );
    severities(&mut workspace, "a.md", &[1]);
    workspace.write("archnotes.toml", "rules.single-instance = 'hint'\n");
    workspace.changed("archnotes.toml", 1);
    severities(&mut workspace, "a.md", &[4]);
    // What is offered in the editor is its user's matter.
    let features = json!({"settings": {"features": {"workspace-diagnostics": false}}});
    workspace.client.notify("workspace/didChangeConfiguration", features);
    workspace.told("a.md", &[]);
    for nonsense in [json!(null), json!([1]), json!("x"), json!({"archnotes": 1})] {
        workspace.client.notify("workspace/didChangeConfiguration", json!({"settings": nonsense}));
    }
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn a_file_in_the_editor_whose_settings_nobody_asked_for_has_its_faults_when_it_is_opened() {
    let mut workspace = Workspace::ungreeted(&[("else/archnotes.toml", "langauge = 'ko'\n")]);
    workspace.client.greet(json!({"capabilities": {}}));
    let uri = workspace.uri("else/archnotes.toml");
    workspace.client.open(&uri, "toml", "langauge = 'ko'\n");
    workspace.told("else/archnotes.toml", &["settings"]);
    assert_eq!(workspace.client.leave(), Some(0));
}
