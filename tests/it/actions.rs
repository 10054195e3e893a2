//! The protocol: what is offered at a place, and when its edit is made.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///notes/design.md";

const TEXT: &str =
    "# AWS\n\nLogs go to S3 through a Kinesis Data Firehose stream.\n\n웹 서버는 🚀 EC2 한 대로 운영한다.\n";

/// A client of actions, with `more` of what it can do about them.
fn client(more: &Value) -> (Client, Value) {
    let mut action =
        json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "isPreferredSupport": true});
    let more = more.as_object().expect("capabilities").clone();
    action.as_object_mut().expect("capabilities").extend(more);
    let reports = json!({"versionSupport": true});
    let declared = json!({"textDocument": {"codeAction": action, "publishDiagnostics": reports}});
    let (mut client, answer) = Client::ready(declared);
    client.open(URI, "markdown", TEXT);
    client.diagnostics(URI, 0);
    (client, answer["capabilities"]["codeActionProvider"].clone())
}

/// Asks for the actions at (line, column), of the kinds `only` if there are some.
fn asked(client: &mut Client, (line, column): (u32, u32), only: &[&str]) -> Vec<Value> {
    let at = json!({"line": line, "character": column});
    let mut context = json!({"diagnostics": []});
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({"textDocument": {"uri": URI}, "range": {"start": at, "end": at}, "context": context});
    let actions = client.request("textDocument/codeAction", params).expect("actions");
    actions.as_array().expect("a list").clone()
}

fn titles(actions: &[Value]) -> Vec<(&str, &str)> {
    actions.iter().map(|it| (it["kind"].as_str().expect("a kind"), it["title"].as_str().expect("a title"))).collect()
}

#[test]
fn what_is_offered_stands_in_order_with_its_kind() {
    let (mut client, offer) = client(&json!({}));
    assert_eq!(offer["codeActionKinds"], json!(["quickfix", "refactor.rewrite", "source.fixAll.archnotes"]));
    assert_eq!(offer.get("resolveProvider"), None);
    let actions = asked(&mut client, (2, 30), &[]);
    assert_eq!(
        titles(&actions),
        [
            ("quickfix", "Rename to Amazon Data Firehose"),
            ("quickfix", "Ignore here: renamed-service"),
            ("quickfix", "Ignore in this section: renamed-service"),
            ("quickfix", "Ignore in this file: renamed-service"),
            ("source.fixAll.archnotes", "archnotes: fix all that is safe in this file"),
        ],
    );
    let preferred: Vec<_> = actions.iter().map(|it| it["isPreferred"] == true).collect();
    assert_eq!(preferred, [true, false, false, false, false]);
    let expected = json!({"newText": "an Amazon Data Firehose", "range": {
        "start": {"line": 2, "character": 22}, "end": {"line": 2, "character": 45},
    }});
    assert_eq!(actions[0]["edit"]["changes"][URI], json!([expected]));
    assert_eq!(actions[4]["edit"]["changes"][URI], json!([expected]));
    let actions = asked(&mut client, (4, 10), &[]);
    assert_eq!(titles(&actions)[0], ("quickfix", "이렇게 바꾸기: EC2 한 대 → EC2 두 대"));
    assert!(actions.iter().all(|it| it.get("isPreferred").is_none()), "a suggestion is not preferred: {actions:?}");
    let number = json!({"newText": "두 ", "range": {
        "start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 15},
    }});
    assert_eq!(actions[0]["edit"]["changes"][URI], json!([number]));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn only_the_kinds_that_are_asked_for_come() {
    let (mut client, _) = client(&json!({}));
    let all = ("source.fixAll.archnotes", "archnotes: fix all that is safe in this file");
    for only in ["source", "source.fixAll", "source.fixAll.archnotes"] {
        assert_eq!(titles(&asked(&mut client, (0, 0), &[only])), [all], "wherever the cursor is");
    }
    assert_eq!(asked(&mut client, (2, 30), &["refactor", "source.organizeImports"]), [] as [Value; 0]);
    assert_eq!(asked(&mut client, (0, 0), &[]), [] as [Value; 0], "nobody asked");
    let actions = asked(&mut client, (2, 30), &["quickfix"]);
    assert!(actions.len() == 4 && actions.iter().all(|it| it["kind"] == "quickfix"), "{actions:?}");
    client.change(URI, 1, &json!([{"text": "# AWS\n\nSQS or SNS?\n"}]));
    let table = [("refactor.rewrite", "Insert the comparison of SQS, SNS and EventBridge")];
    assert_eq!(titles(&asked(&mut client, (2, 3), &["refactor"])), table);
    assert_eq!(titles(&asked(&mut client, (2, 3), &[])), table);
    assert_eq!(asked(&mut client, (2, 3), &["source.fixAll"]), [] as [Value; 0], "there is nothing to fix");
    assert_eq!(client.leave(), Some(0));
}

/// Can ask for an edit when its action is chosen.
fn lazy() -> Value {
    json!({"dataSupport": true, "resolveSupport": {"properties": ["edit"]}})
}

#[test]
fn an_edit_is_made_when_its_action_is_chosen() {
    let (mut eager, _) = client(&json!({}));
    let (mut lazy, offer) = client(&lazy());
    assert_eq!(offer["resolveProvider"], true);
    for at in [(2, 30), (4, 10)] {
        let expected = asked(&mut eager, at, &[]);
        let actions = asked(&mut lazy, at, &[]);
        assert!(actions.iter().all(|it| it.get("edit").is_none()), "{actions:?}");
        assert_eq!(titles(&actions), titles(&expected));
        for (action, expected) in actions.into_iter().zip(expected) {
            let resolved = lazy.request("codeAction/resolve", action).expect("an action");
            assert_eq!((&resolved["title"], &resolved["edit"]), (&expected["title"], &expected["edit"]));
        }
    }
    let all = asked(&mut lazy, (0, 0), &["source.fixAll"]).remove(0);
    let resolved = lazy.request("codeAction/resolve", all).expect("an action");
    assert_eq!(resolved["edit"]["changes"][URI].as_array().map(Vec::len), Some(1));
    assert_eq!(eager.leave(), Some(0));
    assert_eq!(lazy.leave(), Some(0));
}

#[test]
fn no_edit_is_made_of_another_text_than_that_which_was_asked_about() {
    let (mut client, _) = client(&lazy());
    let action = asked(&mut client, (2, 30), &[]).remove(0);
    client.edit(URI, 1, (0, 5, 0, 5), "!");
    assert_eq!(client.request("codeAction/resolve", action), Err(-32801), "the content was modified");
    let mut action = asked(&mut client, (2, 30), &[]).remove(0);
    action["title"] = "Another".into();
    assert_eq!(client.request("codeAction/resolve", action), Err(-32801));
    let foreign = json!({"title": "x", "data": {"of": "another server"}});
    assert_eq!(client.request("codeAction/resolve", foreign.clone()), Ok(foreign));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn half_a_declaration_gets_edits_at_once() {
    for half in [json!({"dataSupport": true}), json!({"resolveSupport": {"properties": ["edit"]}})] {
        let (mut client, offer) = client(&half);
        assert_eq!(offer.get("resolveProvider"), None);
        assert!(asked(&mut client, (2, 30), &[]).iter().all(|it| it["edit"].is_object()));
        assert_eq!(client.leave(), Some(0));
    }
}
