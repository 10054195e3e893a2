//! The protocol: diagnostics that the client asks for.

use serde_json::{Value, json};

use crate::client::{Client, at};

const URI: &str = "file:///notes/design.md";
const TEXT: &str = "# AWS 🚀\n\n웹 서버는 EC2 한 대로 운영한다.\n";

fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {"tagSupport": {"valueSet": [1]}}, "publishDiagnostics": {"versionSupport": true}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}

fn pull(client: &mut Client, uri: &str, previous: Option<&str>) -> Value {
    let mut params = json!({"textDocument": {"uri": uri}, "identifier": "archnotes"});
    if let Some(previous) = previous {
        params["previousResultId"] = previous.into();
    }
    client.request("textDocument/diagnostic", params).expect("a report")
}

fn codes(report: &Value) -> Vec<&str> {
    report["items"].as_array().expect("items").iter().map(|it| it["code"].as_str().expect("a rule")).collect()
}

#[test]
fn a_client_that_asks_is_told_nothing_unasked() {
    let (mut client, answer) = Client::ready(pulling());
    let offer = json!({"identifier": "archnotes", "interFileDependencies": false});
    let offered = &answer["capabilities"]["diagnosticProvider"];
    assert!(offer.as_object().expect("options").iter().all(|(key, it)| offered[key] == *it), "{offered}");
    client.open(URI, "markdown", TEXT);
    client.edit(URI, 1, (0, 0, 0, 0), "");
    assert_eq!(codes(&pull(&mut client, URI, None)), ["single-instance"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    client.request("textDocument/hover", at(URI, 0, 0)).expect("an answer");
    let published = client.take_kept(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(published, Vec::<Value>::new());
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn what_has_not_changed_is_not_said_again() {
    let (mut client, _) = Client::ready(pulling());
    client.open(URI, "markdown", TEXT);
    let first = pull(&mut client, URI, None);
    assert_eq!(first["kind"], "full");
    let id = first["resultId"].as_str().expect("an id").to_owned();
    assert_eq!(pull(&mut client, URI, Some(&id)), json!({"kind": "unchanged", "resultId": id}));
    client.edit(URI, 1, (3, 0, 3, 0), "\n끝.\n");
    assert_eq!(pull(&mut client, URI, Some(&id))["kind"], "unchanged", "below the finding nothing moves it");
    client.edit(URI, 2, (0, 0, 0, 0), "\n");
    let moved = pull(&mut client, URI, Some(&id));
    assert_eq!((&moved["kind"], moved["items"][0]["range"]["start"]["line"].as_u64()), (&json!("full"), Some(3)));
    assert_eq!(pull(&mut client, URI, Some("of another server"))["kind"], "full");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_file_that_is_not_ours_or_not_open_has_none() {
    let (mut client, _) = Client::ready(pulling());
    client.open("file:///a.txt", "plaintext", TEXT);
    for uri in ["file:///a.txt", "file:///closed.txt"] {
        let report = pull(&mut client, uri, None);
        assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])), "{uri}");
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_client_that_does_not_ask_is_offered_nothing_to_ask() {
    let (mut client, answer) = Client::ready(json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}}));
    assert_eq!(answer["capabilities"].get("diagnosticProvider"), None);
    client.open(URI, "markdown", TEXT);
    assert_eq!(client.diagnostics(URI, 0).len(), 1);
    assert_eq!(codes(&pull(&mut client, URI, None)), ["single-instance"], "an answer is an answer");
}
