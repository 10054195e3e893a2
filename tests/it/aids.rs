//! The protocol: what stands beside the text, and what is listed.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///notes/design.md";

const TEXT: &str = "# AWS 🚀\r\n\r\n🚀 SQS와 S3, SQS. 가용성은 🚀 99.9%다.\r\n\r\n## 웹\r\n\r\n\
                    🚀 웹 서버는 EC2 한 대로 운영한다.\r\n";

fn document() -> Value {
    json!({"textDocument": {"uri": URI}})
}

/// A client that takes everything, in UTF-16, with a document open; `settings` are the user's.
fn client(settings: &Value) -> (Client, Value) {
    let declared = json!({
        "textDocument": {
            "documentLink": {"tooltipSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "inlayHint": {}, "codeLens": {},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "semanticTokens": {
                "formats": ["relative"], "requests": {"range": true, "full": {"delta": true}},
                "tokenTypes": ["class", "type", "number"], "tokenModifiers": [],
            },
        },
        "window": {"showDocument": {"support": true}},
        "workspace": {"executeCommand": {}},
    });
    let mut client = Client::start(&[]);
    let answer = client.greet(json!({"capabilities": declared, "initializationOptions": settings}));
    client.open(URI, "markdown", TEXT);
    (client, answer["capabilities"].clone())
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let position = |(line, character)| json!({"line": line, "character": character});
    json!({"start": position(start), "end": position(end)})
}

#[test]
fn links_lead_from_services_to_their_documentation() {
    let (mut client, _) = client(&json!({}));
    let links = client.request("textDocument/documentLink", document()).expect("links");
    let places: Vec<_> = links.as_array().expect("a list").iter().map(|it| &it["range"]).collect();
    assert_eq!(places, [&range((2, 3), (2, 6)), &range((2, 8), (2, 10)), &range((6, 9), (6, 12))]);
    assert!(links[0]["target"].as_str().is_some_and(|it| it.starts_with("https://docs.aws.amazon.com/")), "{links}");
    assert_eq!(links[0]["tooltip"], "Amazon SQS");
    // A rule's page needs no network, nor does it say where it can be found in one.
    client.open("file:///b.md", "markdown", "# AWS\n\n<!-- archnotes-disable single-az -- 🚀 -->\n");
    let links = client.request("textDocument/documentLink", json!({"textDocument": {"uri": "file:///b.md"}}));
    let page = links.expect("links")[0]["target"].as_str().expect("an address").to_owned();
    assert!(page.starts_with("file:///") && page.ends_with("/rules/single-az.md"), "{page}");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn sections_are_listed_with_their_services() {
    let (mut client, _) = client(&json!({}));
    let symbols = client.request("textDocument/documentSymbol", document()).expect("symbols");
    let names = |it: &Value| it["children"].as_array().map_or(0, Vec::len);
    assert_eq!((symbols[0]["name"].as_str(), names(&symbols[0])), (Some("AWS 🚀"), 3));
    assert_eq!(symbols[0]["range"], range((0, 0), (7, 0)));
    assert_eq!(symbols[0]["children"][2]["children"][0]["selectionRange"], range((6, 9), (6, 12)));
    let found = client.request("workspace/symbol", json!({"query": "sqs"})).expect("symbols");
    assert_eq!(found[0]["name"], "Amazon SQS");
    assert_eq!(found[0]["location"], json!({"uri": URI, "range": range((2, 3), (2, 6))}));
    let found = client.request("workspace/symbol", json!({"query": "single-instance"})).expect("symbols");
    assert_eq!(found[0]["containerName"], "웹");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn hints_stand_behind_their_figures() {
    let (mut client, _) = client(&json!({}));
    let mut params = document();
    params["range"] = range((0, 0), (99, 0));
    let hints = client.request("textDocument/inlayHint", params.clone()).expect("hints");
    assert_eq!(hints.as_array().map(Vec::len), Some(1));
    assert_eq!(hints[0]["position"], json!({"line": 2, "character": 30}));
    assert_eq!(hints[0]["label"], "중단 연 8시간 45분, 월 43분 12초");
    params["range"] = range((3, 0), (99, 0));
    assert_eq!(client.request("textDocument/inlayHint", params), Ok(json!([])));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn lenses_are_titles_above_headings() {
    let (mut client, _) = client(&json!({"features": {"code-lens": true}}));
    let lenses = client.request("textDocument/codeLens", document()).expect("lenses");
    let titles: Vec<_> = lenses.as_array().expect("a list").iter().map(|it| &it["command"]["title"]).collect();
    assert_eq!(titles, ["지적 1건 · 서비스 3개", "지적 1건 · 서비스 1개"]);
    assert_eq!(lenses[1]["range"], range((4, 0), (4, 0)));
    assert_eq!(client.leave(), Some(0));
}

/// `[line, column, length, type]` of each token.
fn decoded(data: &Value) -> Vec<[u64; 4]> {
    let numbers: Vec<_> = data.as_array().expect("a list").iter().map(|it| it.as_u64().expect("a number")).collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks(5).map(|it| {
        column = if it[0] == 0 { column + it[1] } else { it[1] };
        line += it[0];
        [line, column, it[2], it[3]]
    });
    tokens.collect()
}

#[test]
fn tokens_come_in_full_in_part_and_as_changes() {
    let (mut client, offer) = client(&json!({"features": {"semantic-tokens": true}}));
    let legend = &offer["semanticTokensProvider"]["legend"];
    assert_eq!(legend["tokenTypes"], json!(["class", "type", "number"]));
    let full = client.request("textDocument/semanticTokens/full", document()).expect("tokens");
    let expected = [[2, 3, 3, 0], [2, 8, 2, 0], [2, 12, 3, 0], [2, 25, 5, 2], [6, 9, 3, 0]];
    let found: Vec<_> = decoded(&full["data"]).into_iter().filter(|it| it[3] != 1).collect();
    assert_eq!(found, expected);
    let mut params = document();
    params["range"] = range((6, 0), (6, 12));
    let part = client.request("textDocument/semanticTokens/range", params).expect("tokens");
    assert_eq!(decoded(&part["data"]), [[6, 9, 3, 0]]);
    let mut params = document();
    params["previousResultId"] = full["resultId"].clone();
    let same = client.request("textDocument/semanticTokens/full/delta", params.clone()).expect("tokens");
    assert_eq!(same["edits"], json!([]));
    client.edit(URI, 1, (6, 0, 6, 0), "SNS ");
    let changed = client.request("textDocument/semanticTokens/full/delta", params.clone()).expect("tokens");
    let now = client.request("textDocument/semanticTokens/full", document()).expect("tokens");
    let mut data = full["data"].as_array().expect("a list").clone();
    for edit in changed["edits"].as_array().expect("edits") {
        let start = usize::try_from(edit["start"].as_u64().expect("a number")).expect("small");
        let count = usize::try_from(edit["deleteCount"].as_u64().expect("a number")).expect("small");
        let added = edit["data"].as_array().cloned().unwrap_or_default();
        data.splice(start..start + count, added);
    }
    assert_eq!(Value::Array(data), now["data"]);
    params["previousResultId"] = "of another server".into();
    let unknown = client.request("textDocument/semanticTokens/full/delta", params).expect("tokens");
    assert_eq!(unknown["data"], now["data"], "what it has is not known");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn what_would_colour_every_line_is_off_until_it_is_wanted() {
    let (mut client, _) = client(&json!({}));
    for method in ["textDocument/semanticTokens/full", "textDocument/codeLens"] {
        assert_eq!(client.request(method, document()), Ok(Value::Null), "{method}");
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_rule_is_explained_in_the_editor() {
    let (mut client, offer) = client(&json!({}));
    assert_eq!(offer["executeCommandProvider"]["commands"], json!(["archnotes.explain"]));
    let explain = |id: &str| json!({"command": "archnotes.explain", "arguments": [id]});
    assert_eq!(client.request("workspace/executeCommand", explain("single-az")), Ok(Value::Null));
    let shown = client.wait(|it| it["method"] == "window/showDocument");
    assert!(shown["params"]["uri"].as_str().is_some_and(|it| it.ends_with("/rules/single-az.md")), "{shown}");
    assert_eq!(client.request("workspace/executeCommand", explain("no-rule")), Err(-32602));
    let unknown = json!({"command": "archnotes.nothing", "arguments": ["single-az"]});
    assert_eq!(client.request("workspace/executeCommand", unknown), Err(-32602));
    assert_eq!(client.leave(), Some(0));
}
