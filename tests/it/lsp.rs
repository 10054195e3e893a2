//! The protocol: order, positions, ends, panics.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};

use crate::client::{Client, PATIENCE, at, hovered, is_report};

const URI: &str = "file:///notes/design.md";

/// A client that takes everything.
fn everything() -> Value {
    json!({
        "textDocument": {
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown"], "labelDetailsSupport": true}},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "isPreferredSupport": true,
            },
            "publishDiagnostics": {
                "versionSupport": true, "relatedInformation": true, "codeDescriptionSupport": true,
                "dataSupport": true, "tagSupport": {"valueSet": [1, 2]},
            },
        },
    })
}

fn encodings(offered: &[&str]) -> Value {
    let mut capabilities = everything();
    capabilities["general"] = json!({"positionEncodings": offered});
    capabilities
}

// Order

#[test]
fn every_hover_sees_exactly_the_edits_before_it() {
    const EDITS: u32 = 10_000;
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "# 주문 큐\n\n. SQS로 보낸다.\n");
    let mut column = 2;
    let mut asked = Vec::new();
    for edit in 0..EDITS {
        // The name walks a hundred columns to the right and back, one with each edit.
        let is_outward = edit / 100 % 2 == 0;
        if is_outward {
            client.edit(URI, i64::from(edit) + 1, (2, 0, 2, 0), ".");
            column += 1;
        } else {
            client.edit(URI, i64::from(edit) + 1, (2, 0, 2, 1), "");
            column -= 1;
        }
        if edit % 3 == 0 {
            asked.push((column, client.ask_hover(URI, 2, column + 1)));
        }
    }
    assert_eq!(asked.len(), 3334);
    for (column, id) in asked {
        let answer = client.answer(id).expect("hover is answered");
        let (range, text) = hovered(&answer).unwrap_or_else(|| panic!("nothing at column {column}"));
        assert_eq!(range, (2, column.into(), 2, u64::from(column) + 3));
        assert!(text.contains("SQS"), "{text}");
    }
    client.diagnostics(URI, EDITS.into());
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn the_last_report_is_of_the_last_version_and_versions_only_grow() {
    const EDITS: i64 = 500;
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "# T\n");
    for version in 1..=EDITS {
        client.edit(URI, version, (1, 0, 1, 0), "a ");
    }
    let mut last = -1;
    while last < EDITS {
        let report = client.wait(|it| is_report(it, URI));
        let version = report["params"]["version"].as_i64().expect("a version");
        assert!(version > last, "{version} after {last}");
        last = version;
    }
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn several_changes_in_one_message_build_on_each_other() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "one\n");
    let insert = |line: u32, text: &str| json!({"range": {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}, "text": text});
    client.change(
        URI,
        1,
        &json!([{"text": "# A\n\n로 보낸다\n"}, insert(2, "SQS"), insert(2, "한 "), insert(0, "\n\n")]),
    );
    let (range, _) = client.hover(URI, 4, 3).expect("a name");
    assert_eq!(range, (4, 2, 4, 5));
}

/// Writes a greeting, `hovers` questions and the `last` messages to a server, and reads nothing; its input is still open.
fn written_unread(hovers: u32, last: &[Value]) -> (Child, ChildStdin) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_archnotes"));
    command.arg("server").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = command.spawn().expect("the server starts");
    let mut input = server.stdin.take().expect("it is piped");
    let document = json!({"uri": URI, "languageId": "markdown", "version": 0, "text": "# T\n\nSQS\n"});
    let mut messages = vec![
        json!({"method": "initialized", "params": {}}),
        json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}),
    ];
    messages.extend((1..=hovers).map(|id| json!({"id": id, "method": "textDocument/hover", "params": at(URI, 2, 1)})));
    messages.extend_from_slice(last);
    let write = |input: &mut ChildStdin, message: &Value| {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    };
    write(&mut input, &json!({"id": 0, "method": "initialize", "params": {"capabilities": everything()}}));
    // Only the answer to `initialize` must be waited for.
    let mut byte = [0];
    server.stdout.as_mut().expect("it is piped").read_exact(&mut byte).expect("an answer");
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        messages.iter().for_each(|it| write(&mut input, it));
        let _ = done.send(input);
    });
    let Ok(input) = is_done.recv_timeout(PATIENCE) else {
        let _ = server.kill();
        panic!("the server does not read");
    };
    (server, input)
}

#[test]
fn a_client_may_write_all_it_has_before_it_reads() {
    let (mut server, input) = written_unread(3000, &[json!({"id": -1, "method": "shutdown"})]);
    drop(input);
    let mut output = String::new();
    server.stdout.take().expect("it is piped").read_to_string(&mut output).expect("text");
    assert_eq!(output.matches("message queue").count(), 3000, "every question is answered");
    assert_eq!(server.wait().expect("it has ended").code(), Some(0));
}

#[test]
fn exit_ends_it_though_nobody_reads() {
    let goodbye = [json!({"id": -1, "method": "shutdown"}), json!({"method": "exit"})];
    let (mut server, _input) = written_unread(3000, &goodbye);
    let (ended, has_ended) = mpsc::channel();
    let output = server.stdout.take();
    thread::spawn(move || ended.send(server.wait()));
    let status = has_ended.recv_timeout(PATIENCE).expect("the server ends").expect("it was waited for");
    assert_eq!(status.code(), Some(0), "it was asked to shut down before");
    drop(output);
}

// Positions

#[test]
fn the_encoding_is_negotiated() {
    for (offered, chosen) in [
        (&["utf-16"][..], "utf-16"),
        (&["utf-32", "utf-8", "utf-16"], "utf-8"),
        (&["utf-32"], "utf-32"),
        (&["utf-32", "utf-16"], "utf-32"),
        (&[], "utf-16"),
    ] {
        let (client, answer) = Client::ready(encodings(offered));
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn who_does_not_say_how_it_counts_may_be_spoken_for() {
    for (offered, chosen, column) in [(&[][..], "utf-8", 8), (&["utf-16"], "utf-16", 4)] {
        let mut client = Client::start_with(&["--position-encoding", "utf-8"], &[]);
        let answer = client.greet(json!({"capabilities": encodings(offered)}));
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        client.open(URI, "markdown", "# T\n\n한🚀 SQS\n");
        let (range, _) = client.hover(URI, 2, column).expect("a name");
        assert_eq!(range, (2, column.into(), 2, u64::from(column) + 3));
        assert_eq!(client.leave(), Some(0));
    }
}

#[test]
fn columns_count_in_the_negotiated_encoding() {
    for (encoding, column) in [("utf-8", 3 + 4 + 1), ("utf-16", 1 + 2 + 1), ("utf-32", 3)] {
        let (mut client, _) = Client::ready(encodings(&[encoding]));
        client.open(URI, "markdown", "# T\r\n\r\n한🚀 SQS\r\n");
        let (range, _) = client.hover(URI, 2, column).expect("a name");
        assert_eq!(range, (2, column.into(), 2, u64::from(column) + 3), "{encoding}");
        // The same place after an edit behind the emoji.
        client.edit(URI, 1, (2, column - 1, 2, column - 1), "가");
        let wide = if encoding == "utf-8" { 3 } else { 1 };
        let (range, _) = client.hover(URI, 2, column + wide).expect("a name");
        assert_eq!(range.1, u64::from(column + wide), "{encoding}");
    }
}

#[test]
fn positions_outside_the_text_are_clamped() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "# T\n\nSQS\n");
    for (line, column) in [(0, u32::MAX >> 1), (99, 0), (u32::MAX >> 1, u32::MAX >> 1)] {
        assert_eq!(client.request("textDocument/hover", at(URI, line, column)), Ok(Value::Null));
        client.request("textDocument/completion", at(URI, line, column)).expect("completion is answered");
    }
    // Behind the end, and the wrong way round.
    client.edit(URI, 1, (99, 99, 100, 0), "SNS\n");
    client.edit(URI, 2, (3, 3, 3, 0), " x");
    client.diagnostics(URI, 2);
    let (range, _) = client.hover(URI, 2, 99).expect("the cursor is taken to the end of the line");
    assert_eq!(range, (2, 0, 2, 3));
    assert_eq!(client.leave(), Some(0));
}

// Documents

#[test]
fn slips_in_the_life_of_a_document_are_borne() {
    let (mut client, _) = Client::ready(everything());
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    client.edit(URI, 3, (0, 0, 0, 0), "before it is open");
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Ok(Value::Null));
    client.open(URI, "markdown", "# T\n");
    client.diagnostics(URI, 0);
    client.open(URI, "markdown", "# T\n\nSQS\n");
    assert_eq!(client.hover(URI, 2, 1).map(|it| it.0), Some((2, 0, 2, 3)), "the second text counts");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    let report = client.wait(|it| is_report(it, URI) && it["params"].get("version").is_none());
    assert_eq!(report["params"]["diagnostics"], json!([]), "a closed file has no diagnostics");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn files_that_are_not_on_disk_are_documents_too() {
    let (mut client, _) = Client::ready(everything());
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a.ipynb#W0", "git:/a.md?%7B%7D"] {
        client.open(uri, "markdown", "# T\n\nSQS\n");
        client.diagnostics(uri, 0);
        assert_eq!(client.hover(uri, 2, 1).map(|it| it.0), Some((2, 0, 2, 3)), "{uri}");
    }
}

#[test]
fn other_languages_are_left_alone() {
    let (mut client, _) = Client::ready(everything());
    client.open("file:///a.txt", "plaintext", "web: SQS\n");
    assert_eq!(client.request("textDocument/hover", at("file:///a.txt", 0, 6)), Ok(Value::Null));
    assert_eq!(client.request("textDocument/completion", at("file:///a.txt", 0, 6)), Ok(Value::Null));
    client.open(URI, "markdown", "# T\n");
    let first = client.wait(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(first["params"]["uri"], URI, "the text file has no report");
}

#[test]
fn yaml_is_read_under_each_of_its_names() {
    let (mut client, _) = Client::ready(everything());
    let text = "web: SQS # 관리 서버는 EC2 한 대로 운영한다.\n";
    for (uri, language) in
        [("file:///a.yaml", "yaml"), ("untitled:b", "yaml.docker-compose"), ("file:///c.yml", "text")]
    {
        client.open(uri, language, text);
        assert_eq!(client.diagnostics(uri, 0).first().map(|it| it["code"].clone()), Some(json!("single-instance")));
        assert_eq!(client.hover(uri, 0, 6).map(|it| it.0), Some((0, 5, 0, 8)), "{uri}");
    }
    let range = json!({"start": {"line": 0, "character": 18}, "end": {"line": 0, "character": 18}});
    let context = json!({"diagnostics": []});
    let params = json!({"textDocument": {"uri": "file:///a.yaml"}, "range": range, "context": context});
    let actions = client.request("textDocument/codeAction", params).expect("actions");
    let is_comment = |it: &&Value| it["title"] == "여기서는 무시: single-instance";
    let action = actions.as_array().expect("a list").iter().find(is_comment).expect("a comment");
    let text = applied(text, &action["edit"]);
    assert!(text.starts_with("# archnotes-disable-next-line single-instance -- reason\nweb"), "{text}");
    client.change("file:///a.yaml", 1, &json!([{"text": text}]));
    assert_eq!(client.diagnostics("file:///a.yaml", 1), [Value::Null; 0]);
}

#[test]
fn a_large_file_is_left_alone_and_says_so() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", &"SQS 한 대\n".repeat(1_000_000));
    let diagnostics = client.diagnostics(URI, 0);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0]["severity"], 3);
    assert_eq!(diagnostics[0]["range"]["start"], json!({"line": 0, "character": 0}));
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Ok(Value::Null));
    client.edit(URI, 1, (1, 0, 2_000_000, 0), "");
    assert_eq!(client.hover(URI, 0, 0).map(|it| it.0), Some((0, 0, 0, 3)), "a file that shrinks is read");
}

#[test]
fn a_setting_that_is_not_understood_is_said() {
    let mut client = Client::start(&[]);
    client.greet(json!({"capabilities": everything(), "initializationOptions": {"archnotes": {"langauge": "ko"}}}));
    let log = client.wait(|it| it["method"] == "window/logMessage");
    assert_eq!(log["params"]["message"], "archnotes: archnotes has no setting `langauge`; did you mean `language`?");
}

// Errors

#[test]
fn what_cannot_be_answered_is_answered_with_the_right_error() {
    let mut client = Client::start(&[]);
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Err(-32002), "before initialize");
    client.greet(json!({"capabilities": {}}));
    assert_eq!(client.request("archnotes/nonsense", json!({})), Err(-32601));
    assert_eq!(client.request("textDocument/rename", json!({})), Err(-32602));
    assert_eq!(client.request("textDocument/hover", json!({"position": 1})), Err(-32602));
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Ok(Value::Null));
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Err(-32600), "after shutdown");
}

#[test]
fn a_message_that_is_none_is_answered_and_outlived() {
    let (mut client, _) = Client::ready(everything());
    for (body, code) in [("{\"jsonrpc\":", -32700), ("", -32700), ("[1]", -32600), ("{\"jsonrpc\":\"1.0\"}", -32600)] {
        client.send_raw(body);
        let answer = client.wait(|it| it["id"].is_null() && it.get("method").is_none());
        assert_eq!(answer["error"]["code"], code, "{body}");
    }
    assert_eq!(client.leave(), Some(0));
}

/// The hook that plants the panic is in debug builds only.
#[cfg(debug_assertions)]
#[test]
fn a_panic_in_an_analysis_costs_one_answer() {
    let mut client = Client::start(&[("ARCHNOTES_PLANT_PANIC", "boom")]);
    client.greet(json!({"capabilities": everything()}));
    client.open(URI, "markdown", "# T\n\nSQS boom\n");
    assert_eq!(client.request("textDocument/hover", at(URI, 2, 1)), Err(-32603));
    let log = client.wait(|it| it["method"] == "window/logMessage");
    assert!(log["params"]["message"].as_str().is_some_and(|it| it.contains("bug")), "{log}");
    client.open("file:///other.md", "markdown", "# T\n\nSQS\n");
    assert_eq!(client.hover("file:///other.md", 2, 1).map(|it| it.0), Some((2, 0, 2, 3)), "the server lives");
    client.edit(URI, 1, (2, 4, 2, 5), "");
    client.diagnostics(URI, 1);
    assert_eq!(client.hover(URI, 2, 1).map(|it| it.0), Some((2, 0, 2, 3)), "and so does the file");
    assert_eq!(client.leave(), Some(0));
}

// Actions

/// The text after `edit`, a plain `WorkspaceEdit` with columns in UTF-16.
fn applied(text: &str, edit: &Value) -> String {
    let files = edit["changes"].as_object().expect("edits of one file");
    let mut edits = files.values().flat_map(|it| it.as_array().expect("edits").clone()).collect::<Vec<_>>();
    edits.sort_by_key(|it| std::cmp::Reverse(byte(text, &it["range"]["start"])));
    let mut text = text.to_owned();
    for edit in edits {
        let (start, end) = (byte(&text, &edit["range"]["start"]), byte(&text, &edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    text
}

fn byte(text: &str, position: &Value) -> usize {
    let line = usize::try_from(position["line"].as_u64().expect("a line")).expect("small");
    let column = position["character"].as_u64().expect("a column");
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = 0;
    let is_before = |it: &char| {
        let is_before = units < column;
        units += it.len_utf16() as u64;
        is_before
    };
    start + text[start..].chars().take_while(is_before).map(char::len_utf8).sum::<usize>()
}

#[test]
fn the_suppression_takes_its_finding_away() {
    let text =
        "# AWS 구성\n\n웹 서버는 EC2 한 대로 운영한다.\n\n# Web\n\nWe run the web server on a single EC2 instance.\n";
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", text);
    let diagnostics = client.diagnostics(URI, 0);
    assert!(diagnostics.iter().any(|it| it["code"] == "single-instance"), "{diagnostics:?}");
    let mut text = text.to_owned();
    let mut left = diagnostics;
    let mut version = 0;
    while let Some(diagnostic) = left.first() {
        let params = json!({
            "textDocument": {"uri": URI}, "range": diagnostic["range"], "context": {"diagnostics": [diagnostic]},
        });
        let actions = client.request("textDocument/codeAction", params).expect("actions");
        let code = diagnostic["code"].as_str().expect("a rule");
        let actions = actions.as_array().expect("a list");
        let action = actions.iter().find(|it| it["title"].as_str().is_some_and(|it| it.ends_with(code)));
        let action = action.unwrap_or_else(|| panic!("nothing suppresses {diagnostic}: {actions:?}"));
        assert_eq!(action["kind"], "quickfix");
        assert_eq!(action["diagnostics"], json!([diagnostic]), "the client's own diagnostic comes back");
        text = applied(&text, &action["edit"]);
        version += 1;
        client.change(URI, version, &json!([{"text": text}]));
        let now = client.diagnostics(URI, version);
        assert!(now.len() < left.len(), "{now:?}\n{text}");
        left = now;
    }
    assert!(text.contains("<!-- archnotes-disable-next-line single-instance -- reason -->\n웹 서버는"), "{text}");
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_client_that_wants_other_actions_gets_none() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "AWS의 EC2 한 대로 운영한다.\n");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 9}});
    let context = json!({"diagnostics": [], "only": ["refactor"]});
    let params = json!({"textDocument": {"uri": URI}, "range": range, "context": context});
    assert_eq!(client.request("textDocument/codeAction", params), Ok(json!([])));
}

#[test]
fn an_edit_is_versioned_where_the_client_can_hold_it_against_its_own() {
    let mut capabilities = everything();
    capabilities["workspace"] = json!({"workspaceEdit": {"documentChanges": true}});
    let (mut client, _) = Client::ready(capabilities);
    client.open(URI, "markdown", "# AWS 구성\n\n웹 서버는 EC2 한 대로 운영한다.\n");
    client.edit(URI, 7, (0, 8, 0, 8), "!");
    let diagnostic = client.diagnostics(URI, 7).first().expect("a finding").clone();
    let params = json!({
        "textDocument": {"uri": URI}, "range": diagnostic["range"], "context": {"diagnostics": [diagnostic]},
    });
    let actions = client.request("textDocument/codeAction", params).expect("actions");
    let edit = &actions[0]["edit"];
    assert_eq!(edit["documentChanges"][0]["textDocument"], json!({"uri": URI, "version": 7}));
    assert!(edit.get("changes").is_none());
}

// Completion

#[test]
fn a_chosen_item_brings_its_card() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "# T\n\nAmazon SQ\n");
    let list = client.request("textDocument/completion", at(URI, 2, 9)).expect("completion is answered");
    let item = list["items"].as_array().expect("items").first().expect("an item").clone();
    assert_eq!(item["textEdit"]["newText"], "Amazon SQS");
    assert_eq!(item["textEdit"]["range"]["start"], json!({"line": 2, "character": 0}));
    assert!(item.get("documentation").is_none(), "it is brought later");
    let item = client.request("completionItem/resolve", item).expect("resolve is answered");
    assert_eq!(item["documentation"]["kind"], "markdown");
    assert!(item["documentation"]["value"].as_str().is_some_and(|it| it.contains("message queue")), "{item}");
    let foreign = json!({"label": "x", "data": {"of": "another server"}});
    assert_eq!(client.request("completionItem/resolve", foreign.clone()), Ok(foreign));
}

// Ends

#[test]
fn exit_ends_it_though_the_input_stays_open() {
    let (client, _) = Client::ready(everything());
    assert_eq!(client.leave(), Some(0));
    let (mut client, _) = Client::ready(everything());
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(1), "without shutdown");
    let mut client = Client::start(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(1), "before initialize");
}

#[test]
fn the_end_of_its_input_ends_it() {
    let (mut client, _) = Client::ready(everything());
    client.open(URI, "markdown", "# T\n");
    client.hang_up();
    assert_eq!(client.exit_code(), Some(1));
    let (mut client, _) = Client::ready(everything());
    client.request("shutdown", Value::Null).expect("shutdown is answered");
    client.hang_up();
    assert_eq!(client.exit_code(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_death_of_the_clients_process_ends_it() {
    // Its output is not the test's, so that nothing waits for it should the test fail.
    let mut command = Command::new("sleep");
    let mut process = command.arg("600").stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("sleep is there");
    let mut client = Client::start(&[]);
    client.greet(json!({"processId": process.id(), "capabilities": everything()}));
    assert_eq!(client.request("textDocument/hover", at(URI, 0, 0)), Ok(Value::Null));
    process.kill().expect("it runs");
    process.wait().expect("it has ended");
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn a_client_that_cannot_be_seen_is_not_watched() {
    let mut client = Client::start(&[]);
    client.greet(json!({"processId": i32::MAX, "capabilities": everything()}));
    client.open(URI, "markdown", "# T\n");
    client.diagnostics(URI, 0);
    assert_eq!(client.leave(), Some(0));
}
