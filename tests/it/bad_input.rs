//! The protocol: whatever comes in, the answer is the error that the specification names, or that of the nearest place
//! there is, and the server lives.

use serde_json::{Value, json};

use crate::client::{Client, at, is_report};

const URI: &str = "file:///notes/design.md";

fn everything() -> Value {
    json!({
        "textDocument": {
            "publishDiagnostics": {"versionSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "documentLink": {}, "inlayHint": {}, "codeLens": {},
            "semanticTokens": {
                "formats": ["relative"], "requests": {"range": true, "full": {"delta": true}},
                "tokenTypes": [], "tokenModifiers": [],
            },
        },
    })
}

/// A client of all features, those that are off by themselves as well.
fn client() -> Client {
    let mut client = Client::start(&[]);
    let features = json!({"semantic-tokens": true, "code-lens": true});
    client.greet(json!({"capabilities": everything(), "initializationOptions": {"features": features}}));
    client
}

/// Every request about a document that the server answers, at (line, column) of `uri`.
fn requests(uri: &str, line: u32, column: u32) -> Vec<(&'static str, Value)> {
    let place = at(uri, line, column);
    let with = |key: &str, value: Value| {
        let mut params = place.clone();
        params[key] = value;
        params
    };
    let here = place["position"].clone();
    let range = json!({"start": here, "end": here});
    let mut action = with("range", range.clone());
    action["context"] = json!({"diagnostics": []});
    vec![
        ("textDocument/hover", place.clone()),
        ("textDocument/completion", place.clone()),
        ("textDocument/definition", place.clone()),
        ("textDocument/references", with("context", json!({"includeDeclaration": true}))),
        ("textDocument/documentHighlight", place.clone()),
        ("textDocument/documentSymbol", place.clone()),
        ("textDocument/documentLink", place.clone()),
        ("textDocument/inlayHint", with("range", range.clone())),
        ("textDocument/codeLens", place.clone()),
        ("textDocument/semanticTokens/full", place.clone()),
        ("textDocument/semanticTokens/full/delta", with("previousResultId", json!("none"))),
        ("textDocument/semanticTokens/range", with("range", range)),
        ("textDocument/codeAction", action),
        ("textDocument/diagnostic", place.clone()),
        ("workspace/symbol", json!({"query": "sqs"})),
    ]
}

/// Whether all is well: a name is found where it stands.
#[track_caller]
fn lives(mut client: Client) {
    const FRESH: &str = "file:///notes/fresh.md";
    client.open(FRESH, "markdown", "# T\n\n🚀 SQS\n");
    assert_eq!(client.hover(FRESH, 2, 4).map(|it| it.0), Some((2, 3, 2, 6)));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn every_request_outside_the_text_is_answered() {
    const FAR: u32 = u32::MAX >> 1;
    let mut client = client();
    client.open(URI, "markdown", "# AWS 🚀\r\n\r\n🚀 SQS\r\n");
    for (line, column) in [(0, FAR), (2, FAR), (3, 0), (99, 0), (FAR, FAR)] {
        for (method, params) in requests(URI, line, column) {
            assert!(client.request(method, params).is_ok(), "{method} at {line}:{column}");
        }
    }
    lives(client);
}

#[test]
fn every_request_about_a_file_that_is_not_open_is_answered() {
    let mut client = client();
    for uri in ["file:///closed.md", "untitled:Untitled-9", "https://example.org/a.md", "mailto:a@example.org"] {
        for (method, params) in requests(uri, 0, 0) {
            assert!(client.request(method, params).is_ok(), "{method} of {uri}");
        }
    }
    lives(client);
}

#[test]
fn every_feature_works_in_a_file_that_is_not_on_disk() {
    let mut client = client();
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#W0", "https://example.org/a%20b.md"] {
        client.open(uri, "markdown", "# AWS 🚀 SQS\n\n🚀 SQS\n");
        for (method, params) in requests(uri, 2, 4) {
            let answer = client.request(method, params).expect("an answer");
            let is_empty = answer.is_null() || answer.as_array().is_some_and(Vec::is_empty);
            let may_be = ["textDocument/inlayHint", "textDocument/codeAction"].contains(&method);
            assert!(!is_empty || may_be, "{method} of {uri}");
        }
    }
    lives(client);
}

#[test]
fn what_is_no_position_or_no_address_is_an_invalid_parameter() {
    let mut client = client();
    client.open(URI, "markdown", "# T\n");
    let position = |line: Value, character: Value| json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}});
    for params in [
        position(json!(-1), json!(0)),
        position(json!(0), json!(1.5)),
        position(json!("0"), json!(0)),
        position(json!(u64::MAX), json!(0)),
        json!({"textDocument": {"uri": "not an address"}, "position": {"line": 0, "character": 0}}),
        json!({"textDocument": {}, "position": {"line": 0, "character": 0}}),
        json!([URI, 0, 0]),
        Value::Null,
    ] {
        for method in ["textDocument/hover", "textDocument/definition", "textDocument/documentHighlight"] {
            assert_eq!(client.request(method, params.clone()), Err(-32602), "{method}: {params}");
        }
    }
    client.open("not an address", "markdown", "# T\n");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": "%%%"}}));
    lives(client);
}

#[test]
fn before_initialize_nothing_is_answered_and_nothing_opened() {
    let mut client = Client::start(&[]);
    client.open(URI, "markdown", "# T\n\nSQS\n");
    for (method, params) in requests(URI, 2, 1) {
        assert_eq!(client.request(method, params), Err(-32002), "{method}");
    }
    client.greet(json!({"capabilities": everything()}));
    assert_eq!(client.request("textDocument/hover", at(URI, 2, 1)), Ok(Value::Null), "it was never opened");
    assert_eq!(client.request("initialize", json!({"capabilities": {}})), Err(-32600), "once is enough");
    lives(client);
}

#[test]
fn after_shutdown_everything_is_refused() {
    let mut client = client();
    client.request("shutdown", Value::Null).expect("it shuts down");
    for (method, params) in requests(URI, 0, 0) {
        assert_eq!(client.request(method, params), Err(-32600), "{method}");
    }
    client.open(URI, "markdown", "# T\n");
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn what_nobody_knows_is_refused_or_passed_over() {
    let mut client = client();
    for method in ["textDocument/nonsense", "$/nonsense", "workspace/nonsense", ""] {
        assert_eq!(client.request(method, json!({})), Err(-32601), "{method}");
    }
    client.notify("$/nonsense", json!({}));
    client.notify("textDocument/nonsense", json!({"a": [1]}));
    client.notify("$/cancelRequest", json!({"id": 12_345}));
    client.send_raw(r#"{"jsonrpc":"2.0","id":999,"result":null}"#);
    client.send_raw(r#"{"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"m"}}"#);
    client.notify("textDocument/didChange", json!({"textDocument": {"uri": URI}}));
    lives(client);
}

#[test]
fn versions_that_do_not_grow_are_followed_in_the_order_of_their_arrival() {
    let mut client = client();
    client.open(URI, "markdown", "# T\n\n\n");
    for version in [7, 3, 3, -1] {
        client.edit(URI, version, (2, 0, 2, 0), "x");
    }
    client.edit(URI, i64::from(i32::MAX), (2, 0, 2, 4), "SQS");
    client.wait(|it| is_report(it, URI) && it["params"]["version"] == i32::MAX);
    assert_eq!(client.hover(URI, 2, 1).map(|it| it.0), Some((2, 0, 2, 3)));
    lives(client);
}

#[test]
fn edits_of_ranges_that_are_not_there_are_clamped() {
    let mut client = client();
    client.open(URI, "markdown", "# T\n\n🚀a\n");
    // Inside a character, the wrong way round, behind the line, behind the file, and all at once.
    client.edit(URI, 1, (2, 1, 2, 1), "b");
    client.edit(URI, 2, (2, 9, 2, 0), "SQS");
    client.edit(URI, 3, (2, 3, 2, 999), "\n");
    client.edit(URI, 4, (90, 0, 99, 9), "S3");
    client.edit(URI, 5, (3, 0, 9999, 9999), "a🚀 SNS");
    assert_eq!(client.hover(URI, 2, 1).map(|it| it.0), Some((2, 0, 2, 3)));
    assert_eq!(client.hover(URI, 3, 5).map(|it| it.0), Some((3, 4, 3, 7)));
    client.change(URI, 6, &json!([]));
    client.diagnostics(URI, 6);
    lives(client);
}

#[test]
fn a_line_of_a_million_characters_is_a_line() {
    let mut client = client();
    let line = "**가용성** 99.9%의 🚀 SQS에 둔다. ".repeat(50_000);
    assert!(line.chars().count() >= 1_000_000);
    client.open(URI, "markdown", &format!("# AWS\n\n{line}\n"));
    client.diagnostics(URI, 0);
    let end = u32::try_from(line.encode_utf16().count()).expect("small");
    for column in [0, end / 2, end] {
        for (method, params) in requests(URI, 2, column) {
            assert!(client.request(method, params).is_ok(), "{method} at {column}");
        }
    }
    client.edit(URI, 1, (2, end, 2, end), " 끝에 S3");
    client.diagnostics(URI, 1);
    assert_eq!(client.hover(URI, 2, end + 4).map(|it| it.0.1), Some(u64::from(end) + 4));
    lives(client);
}
