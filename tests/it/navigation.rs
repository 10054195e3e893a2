//! The protocol: where a name leads, and where else it stands.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, at};

const URI: &str = "file:///notes/design.md";

const TEXT: &str = "# AWS 🚀\n\n요청은 🚀 SQS에 둔다.\n\n## 주문 큐 (SQS)\n\n🚀 SQS에서 읽는다.\n\n\
                    <!-- archnotes-disable-next-line single-az -- 🚀 -->\nAWS: 모두 2a 영역에 둔다.\n";

/// `(line, column, line, column)` of a range.
fn numbers(range: &Value) -> [u64; 4] {
    let number = |end: &str, part: &str| range[end][part].as_u64().expect("a number");
    [number("start", "line"), number("start", "character"), number("end", "line"), number("end", "character")]
}

fn ranges(places: &Value) -> Vec<[u64; 4]> {
    places.as_array().expect("a list").iter().map(|it| numbers(&it["range"])).collect()
}

fn references(client: &mut Client, (line, column): (u32, u32), with_introduction: bool) -> Value {
    let mut params = at(URI, line, column);
    params["context"] = json!({"includeDeclaration": with_introduction});
    client.request("textDocument/references", params).expect("references")
}

#[test]
fn a_name_leads_to_its_heading_in_each_encoding() {
    for (encoding, column, origin) in [("utf-8", 17, 15), ("utf-16", 9, 7), ("utf-32", 8, 6)] {
        let declared = json!({
            "general": {"positionEncodings": [encoding]},
            "textDocument": {"definition": {"linkSupport": true}},
        });
        let (mut client, _) = Client::ready(declared);
        client.open(URI, "markdown", TEXT);
        let links = client.request("textDocument/definition", at(URI, 2, column)).expect("a definition");
        let link = &links[0];
        assert_eq!(link["targetUri"], URI);
        assert_eq!(numbers(&link["originSelectionRange"]), [2, origin, 2, origin + 3], "{encoding}");
        let name = if encoding == "utf-8" { 15 } else { 9 };
        assert_eq!(numbers(&link["targetSelectionRange"])[..2], [4, name], "{encoding}: {link}");
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn a_client_without_links_gets_places() {
    let (mut client, _) = Client::ready(json!({}));
    client.open(URI, "markdown", TEXT);
    let places = client.request("textDocument/definition", at(URI, 2, 8)).expect("a definition");
    assert_eq!(places[0]["uri"], URI);
    assert_eq!(ranges(&places), [[4, 9, 4, 12]]);
    let nothing = client.request("textDocument/definition", at(URI, 0, 0)).expect("an answer");
    assert_eq!(nothing, Value::Null);
}

#[test]
fn a_heading_leads_to_the_teams_own_card_and_a_rule_to_its_page() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join(".archnotes");
    fs::create_dir_all(folder.join("services")).expect("a folder");
    let card = "---\nname: Amazon SQS\ncategory: c\ndocs: https://example.org\nsources: [{ url: https://example.org, read: 2026-11-23 }]\n---\n# en\nOurs.\n# ko\n우리 것.\n";
    fs::write(folder.join("services/sqs.md"), card).expect("a file");
    let cache = root.path().join("cache");
    let mut client = Client::start(&[("XDG_CACHE_HOME", cache.to_str().expect("text"))]);
    let uri = format!("file://{}/design.md", root.path().display());
    client.greet(json!({"rootUri": format!("file://{}", root.path().display()), "capabilities": {}}));
    client.open(&uri, "markdown", TEXT);
    let places = client.request("textDocument/definition", at(&uri, 4, 10)).expect("a definition");
    assert!(places[0]["uri"].as_str().expect("a URI").ends_with("/.archnotes/services/sqs.md"), "{places}");
    let places = client.request("textDocument/definition", at(&uri, 8, 40)).expect("a definition");
    let page = places[0]["uri"].as_str().expect("a URI");
    assert!(page.ends_with("/rules/single-az.md"), "{page}");
    let file = fs::read_to_string(page.strip_prefix("file://").expect("a file")).expect("it is there");
    assert!(file.contains("severity:"), "{file}");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn references_are_of_all_documents_and_highlights_of_one() {
    const OTHER: &str = "file:///notes/other.md";
    let (mut client, _) = Client::ready(json!({}));
    client.open(URI, "markdown", TEXT);
    client.open(OTHER, "markdown", "# AWS\n\n🚀 심플 큐 서비스, SNS\n");
    let all = references(&mut client, (2, 8), true);
    let uris: Vec<_> = all.as_array().expect("a list").iter().map(|it| it["uri"].as_str().expect("a URI")).collect();
    assert_eq!(uris, [URI, URI, URI, OTHER]);
    assert_eq!(ranges(&all), [[2, 7, 2, 10], [4, 9, 4, 12], [6, 3, 6, 6], [2, 3, 2, 11]]);
    assert_eq!(ranges(&references(&mut client, (2, 8), false)), [[2, 7, 2, 10], [6, 3, 6, 6], [2, 3, 2, 11]]);
    let here = client.request("textDocument/documentHighlight", at(URI, 2, 8)).expect("highlights");
    assert_eq!(ranges(&here), [[2, 7, 2, 10], [4, 9, 4, 12], [6, 3, 6, 6]]);
    assert_eq!(references(&mut client, (0, 0), true), Value::Null);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": OTHER}}));
    assert_eq!(ranges(&references(&mut client, (2, 8), true)).len(), 3);
    assert_eq!(client.leave(), Some(0));
}
