//! Does every editor get what it declared, and nothing else?
//!
//! `tests/fixtures/clients` holds what real editors declare in `initialize`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, at};

const URI: &str = "file:///notes/design.md";

const TEXT: &str = "# AWS 🚀\n\n가용성은 99.9%다. 웹 서버는 🚀 EC2 한 대로 운영한다.\n\n\
                    Logs go through a Kinesis Data Firehose stream to S3.\n\nS3 keeps them.\n";

/// The declarations of all editors, each with its name.
fn clients() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clients");
    let files = fs::read_dir(folder).expect("the folder is there").map(|it| it.expect("a file").path());
    let read = |it: &Path| serde_json::from_str(&fs::read_to_string(it).expect("text")).expect("JSON");
    let mut clients: Vec<_> =
        files.map(|it| (it.file_stem().and_then(|it| it.to_str()).expect("a name").to_owned(), read(&it))).collect();
    clients.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(clients.len() > 10, "the declarations are there");
    clients
}

fn document() -> Value {
    json!({"uri": URI})
}

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true)
}

#[test]
fn the_offer_fits_the_declaration() {
    for (name, declared) in clients() {
        let (client, answer) = Client::ready(declared.clone());
        let offer = &answer["capabilities"];
        let text = &declared["textDocument"];
        for (provider, feature) in [
            ("diagnosticProvider", "diagnostic"),
            ("documentLinkProvider", "documentLink"),
            ("inlayHintProvider", "inlayHint"),
            ("codeLensProvider", "codeLens"),
            ("semanticTokensProvider", "semanticTokens"),
        ] {
            assert_eq!(offer.get(provider).is_some(), text.get(feature).is_some(), "{name}: {provider}");
        }
        let encodings = declared["general"]["positionEncodings"].as_array();
        let expected = if encodings.is_some_and(|it| it.contains(&json!("utf-8"))) { "utf-8" } else { "utf-16" };
        assert_eq!(offer["positionEncoding"], expected, "{name}");
        let requests = &text["semanticTokens"]["requests"];
        let tokens = &offer["semanticTokensProvider"];
        assert_eq!(is_true(&tokens["range"]), is_true(&requests["range"]), "{name}: {tokens}");
        assert_eq!(is_true(&tokens["full"]["delta"]), is_true(&requests["full"]["delta"]), "{name}: {tokens}");
        let known = text["semanticTokens"]["tokenTypes"].as_array().cloned().unwrap_or_default();
        let legend = tokens["legend"]["tokenTypes"].as_array().cloned().unwrap_or_default();
        assert!(legend.iter().all(|it| known.contains(it)), "{name}: {legend:?}");
        let known = text["semanticTokens"]["tokenModifiers"].as_array().cloned().unwrap_or_default();
        let modifiers = tokens["legend"]["tokenModifiers"].as_array().cloned().unwrap_or_default();
        assert!(modifiers.iter().all(|it| known.contains(it)), "{name}: {modifiers:?}");
        assert_eq!(client.leave(), Some(0), "{name}");
    }
}

#[test]
fn diagnostics_are_sent_or_asked_for_and_never_both() {
    for (name, declared) in clients() {
        let pulls = declared["textDocument"].get("diagnostic").is_some();
        let (mut client, _) = Client::ready(declared.clone());
        client.open(URI, "markdown", TEXT);
        let items =
            match pulls {
                true => client
                    .request("textDocument/diagnostic", json!({"textDocument": document()}))
                    .expect("a report")["items"]
                    .clone(),
                false => {
                    client.wait(|it| it["method"] == "textDocument/publishDiagnostics")["params"]["diagnostics"].clone()
                }
            };
        let items = items.as_array().expect("a list");
        assert_eq!(items.len(), 2, "{name}: {items:?}");
        let places = [&declared["textDocument"]["publishDiagnostics"], &declared["textDocument"]["diagnostic"]];
        let declares = |key: &str| places.iter().any(|it| is_true(&it[key]));
        for it in items {
            assert_eq!(it.get("codeDescription").is_some(), declares("codeDescriptionSupport"), "{name}: {it}");
            assert!(it.get("data").is_none() || declares("dataSupport"), "{name}: {it}");
            assert!(it.get("relatedInformation").is_none() || declares("relatedInformation"), "{name}: {it}");
            let has_tags = places.iter().any(|place| place.get("tagSupport").is_some());
            assert!(it.get("tags").is_none() || has_tags, "{name}: {it}");
        }
        client.request("textDocument/hover", at(URI, 0, 0)).expect("an answer");
        let sent = client.take_kept(|it| it["method"] == "textDocument/publishDiagnostics");
        assert!(!pulls || sent.is_empty(), "{name}: {sent:?}");
        assert_eq!(client.leave(), Some(0), "{name}");
    }
}

#[test]
fn symbols_definitions_and_hovers_have_the_declared_shape() {
    for (name, declared) in clients() {
        let text = &declared["textDocument"];
        let (mut client, _) = Client::ready(declared.clone());
        client.open(URI, "markdown", TEXT);
        let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": document()}));
        let first = &symbols.expect("symbols")[0];
        let is_tree = is_true(&text["documentSymbol"]["hierarchicalDocumentSymbolSupport"]);
        assert_eq!(first.get("selectionRange").is_some(), is_tree, "{name}: {first}");
        assert_eq!(first.get("location").is_some(), !is_tree, "{name}: {first}");
        let definition = client.request("textDocument/definition", at(URI, 6, 1)).expect("a definition");
        let has_links = is_true(&text["definition"]["linkSupport"]);
        assert_eq!(definition[0].get("targetUri").is_some(), has_links, "{name}: {definition}");
        let hover = client.request("textDocument/hover", at(URI, 4, 24)).expect("a card");
        let favourite = text["hover"]["contentFormat"][0].as_str().unwrap_or("plaintext");
        assert_eq!(hover["contents"]["kind"], favourite, "{name}");
        assert_eq!(client.leave(), Some(0), "{name}");
    }
}

#[test]
fn actions_have_the_declared_shape() {
    for (name, declared) in clients() {
        let (mut client, answer) = Client::ready(declared.clone());
        client.open(URI, "markdown", TEXT);
        let action = &declared["textDocument"]["codeAction"];
        let properties = action["resolveSupport"]["properties"].as_array().cloned().unwrap_or_default();
        let is_lazy = properties.contains(&json!("edit")) && is_true(&action["dataSupport"]);
        let place = json!({"line": 4, "character": 24});
        let context = json!({"diagnostics": []});
        let params = json!({"textDocument": document(), "range": {"start": place, "end": place}, "context": context});
        let actions = client.request("textDocument/codeAction", params).expect("actions");
        let mut rename = actions[0].clone();
        assert_eq!(rename["title"], "Rename to Amazon Data Firehose", "{name}");
        assert_eq!(rename.get("edit").is_none(), is_lazy, "{name}: {rename}");
        if is_lazy {
            rename = client.request("codeAction/resolve", rename).expect("the edit");
        }
        let versioned = is_true(&declared["workspace"]["workspaceEdit"]["documentChanges"]);
        assert_eq!(rename["edit"].get("documentChanges").is_some(), versioned, "{name}: {rename}");
        assert_eq!(rename["edit"].get("changes").is_some(), !versioned, "{name}: {rename}");
        let commands = answer["capabilities"]["executeCommandProvider"]["commands"].as_array();
        let explained = actions.as_array().expect("a list").iter().any(|it| it.get("command").is_some());
        assert_eq!(explained, commands.is_some(), "{name}: a command is offered where it is listed");
        assert_eq!(client.leave(), Some(0), "{name}");
    }
}
