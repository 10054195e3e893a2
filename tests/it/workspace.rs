//! What does the server know of the files that are not open, and does it keep up with them?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Client, at, is_report, uri};

/// Has one finding.
pub(crate) const WEAK: &str = "# AWS 🚀\n\n웹 서버는 🚀 EC2 한 대로 운영한다.\n";

/// The same with none.
pub(crate) const SOUND: &str = "# AWS 🚀\n\n웹 서버는 🚀 EC2 두 대로 운영한다.\n";

/// A folder that is worked in, and a client in it.
pub(crate) struct Workspace {
    pub(crate) folder: TempDir,
    pub(crate) client: Client,
}

impl Workspace {
    /// A client in a folder with these files.
    pub(crate) fn with(files: &[(&str, &str)], capabilities: Value) -> Workspace {
        let mut workspace = Workspace::ungreeted(files);
        let folders = json!([{"uri": workspace.uri(""), "name": "notes"}]);
        workspace.client.greet(json!({"capabilities": capabilities, "workspaceFolders": folders}));
        workspace
    }

    pub(crate) fn ungreeted(files: &[(&str, &str)]) -> Workspace {
        let folder = tempfile::tempdir().unwrap();
        // A home that lies in the folder, or around it, would keep the server from looking through it.
        let workspace = Workspace { client: Client::start(&[("HOME", "/nobody")]), folder };
        files.iter().for_each(|(path, text)| workspace.write(path, text));
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.folder.path().to_owned() } else { self.folder.path().join(path) }
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        uri(&self.path(path))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Waits for the next report of a file that says this.
    #[track_caller]
    pub(crate) fn told(&mut self, path: &str, codes: &[&str]) {
        let uri = self.uri(path);
        self.client.wait(|it| is_report(it, &uri) && said(&it["params"]["diagnostics"]) == codes);
    }

    /// Tells that a file was changed (2), or is gone (3).
    pub(crate) fn changed(&mut self, path: &str, kind: u8) {
        let uri = self.uri(path);
        self.client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": kind}]}));
    }

    /// All diagnostics of all files as `(file, kind of report, codes)`, sorted, when everything was read.
    fn pull(&mut self, previous: &[(String, String)]) -> Vec<(String, Value)> {
        let previous: Vec<_> = previous.iter().map(|it| json!({"uri": it.0, "value": it.1})).collect();
        let answer = self.client.request("workspace/diagnostic", json!({"previousResultIds": previous})).unwrap();
        by_file(&answer["items"])
    }
}

fn by_file(items: &Value) -> Vec<(String, Value)> {
    let items = items.as_array().unwrap().iter();
    let mut items: Vec<_> = items.map(|it| (it["uri"].as_str().unwrap().to_owned(), it.clone())).collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items
}

/// The rules of diagnostics.
pub(crate) fn said(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap_or_default()).collect()
}

pub(crate) fn watching() -> Value {
    json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true}}})
}

fn pulling() -> Value {
    json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true},
        "didChangeWatchedFiles": {"dynamicRegistration": true}}})
}

#[test]
fn files_that_are_not_open_are_spoken_of_but_those_that_are_ignored() {
    let files = [
        ("설계 1.md", WEAK),
        ("docs/queue.yaml", "# AWS: EC2 한 대로 운영한다.\nqueue: SQS\ncloud: AWS\n"),
        ("docs/flow.mmd", "flowchart LR\n  web[EC2 x1] --> s3[S3]\n"),
        ("sound.md", SOUND),
        ("left.md", WEAK),
        (".gitignore", "left.md\n"),
        (".hidden/a.md", WEAK),
        (".github/workflows/ci.yml", "# AWS: EC2 한 대로 운영한다.\n"),
        ("a.txt", WEAK),
    ];
    let mut workspace = Workspace::with(&files, json!({}));
    let mut told: Vec<_> = (0..3)
        .map(|_| workspace.client.wait(|it| it["method"] == "textDocument/publishDiagnostics"))
        .map(|it| it["params"]["uri"].as_str().unwrap().to_owned())
        .collect();
    told.sort();
    assert_eq!(told, [workspace.uri("설계 1.md"), workspace.uri("docs/flow.mmd"), workspace.uri("docs/queue.yaml")]);
    let symbols = workspace.client.request("workspace/symbol", json!({"query": ""})).unwrap();
    let named = symbols.as_array().unwrap().iter().map(|it| it["location"]["uri"].as_str().unwrap());
    assert!(named.clone().any(|it| it.ends_with("sound.md")) && !named.clone().any(|it| it.ends_with("left.md")));
    let more = workspace.client.take_kept(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(more, Vec::<Value>::new());
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn a_file_that_changes_moves_or_goes_is_followed_where_the_client_watches() {
    let mut workspace = Workspace::with(&[("a.md", WEAK), ("docs/b.md", WEAK), ("docs/c.md", WEAK)], watching());
    for path in ["a.md", "docs/b.md", "docs/c.md"] {
        workspace.told(path, &["single-instance"]);
    }
    workspace.write("a.md", SOUND);
    workspace.changed("a.md", 2);
    workspace.told("a.md", &[]);
    fs::rename(workspace.path("docs/b.md"), workspace.path("새 이름.md")).unwrap();
    workspace.changed("docs/b.md", 3);
    workspace.changed("새 이름.md", 1);
    workspace.told("docs/b.md", &[]);
    workspace.told("새 이름.md", &["single-instance"]);
    // Of a folder that goes a client may tell no more than that.
    fs::remove_dir_all(workspace.path("docs")).unwrap();
    workspace.changed("docs", 3);
    workspace.told("docs/c.md", &[]);
    // What an ignore file names from now on is gone as well.
    workspace.write(".gitignore", "*.md\n");
    workspace.changed(".gitignore", 1);
    workspace.told("새 이름.md", &[]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn the_server_watches_where_the_client_does_not() {
    let mut workspace =
        Workspace::with(&[("docs/a.md", WEAK), (".gitignore", "out/\n"), ("out/a.md", WEAK)], json!({}));
    workspace.told("docs/a.md", &["single-instance"]);
    workspace.write("docs/new/b.md", WEAK);
    workspace.told("docs/new/b.md", &["single-instance"]);
    workspace.write("docs/a.md", SOUND);
    workspace.told("docs/a.md", &[]);
    workspace.write("out/b.md", WEAK);
    workspace.write("archnotes.toml", "rules.single-instance = 'error'\n");
    let uri = workspace.uri("docs/new/b.md");
    let report = workspace.client.wait(|it| is_report(it, &uri));
    assert_eq!(report["params"]["diagnostics"][0]["severity"], 1);
    fs::remove_dir_all(workspace.path("docs/new")).unwrap();
    workspace.told("docs/new/b.md", &[]);
    let ignored = workspace.client.take_kept(|it| it["params"]["uri"].as_str().is_some_and(|it| it.contains("/out/")));
    assert_eq!(ignored, Vec::<Value>::new());
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn an_open_file_is_spoken_of_as_its_editor_has_it_and_a_closed_one_as_the_disk_has_it() {
    let mut workspace = Workspace::with(&[("한글 a.md", WEAK)], watching());
    workspace.told("한글 a.md", &["single-instance"]);
    // An editor may spell the address otherwise: there is one file all the same.
    let uri = format!("file://{}", workspace.path("%ed%95%9c%ea%b8%80%20a.md").display());
    workspace.client.open(&uri, "markdown", SOUND);
    workspace.told("한글 a.md", &[]);
    workspace.client.wait(|it| is_report(it, &uri));
    workspace.changed("한글 a.md", 2);
    let mut params = at(&uri, 2, 12);
    params["context"] = json!({"includeDeclaration": true});
    let places = workspace.client.request("textDocument/references", params).unwrap();
    assert!(places.as_array().unwrap().iter().all(|it| it["uri"] == uri.as_str()), "{places}");
    workspace.client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let report = workspace.client.wait(|it| is_report(it, &uri));
    assert_eq!(said(&report["params"]["diagnostics"]), ["single-instance"]);
    workspace.write("한글 a.md", SOUND);
    workspace.changed("한글 a.md", 2);
    let report = workspace.client.wait(|it| is_report(it, &uri));
    assert_eq!(said(&report["params"]["diagnostics"]), [""; 0]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn a_new_file_is_known_once_it_is_closed() {
    let mut workspace = Workspace::with(&[("a.md", WEAK)], watching());
    workspace.told("a.md", &["single-instance"]);
    let uri = workspace.uri("b.md");
    workspace.client.open(&uri, "markdown", "");
    workspace.write("b.md", WEAK);
    workspace.changed("b.md", 1);
    workspace.client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    workspace.told("b.md", &["single-instance"]);
}

#[test]
fn references_and_symbols_reach_over_all_files() {
    let files =
        [("b.md", "# AWS 🚀\n\n🚀 Simple Queue Service에 둔다.\n"), ("sub/c.md", "# AWS\n\n🚀 SQS\n\n## SQS\n")];
    let mut workspace = Workspace::with(&files, pulling());
    // The answer comes when everything was read.
    workspace.pull(&[]);
    let uri = workspace.uri("a.md");
    workspace.client.open(&uri, "markdown", "# AWS\n\n큐는 SQS로 한다.\n");
    let mut params = at(&uri, 2, 4);
    params["context"] = json!({"includeDeclaration": true});
    let places = workspace.client.request("textDocument/references", params).unwrap();
    let places: Vec<_> = places
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let name = it["uri"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
            (name, it["range"]["start"]["line"].as_u64().unwrap(), it["range"]["start"]["character"].as_u64().unwrap())
        })
        .collect();
    let expected = [("a.md", 2, 3), ("b.md", 2, 3), ("c.md", 2, 3), ("c.md", 4, 3)];
    assert_eq!(places, expected.map(|it| (it.0.to_owned(), it.1, it.2)));
    // No heading of this document introduces it, but one of just one other does.
    let places = workspace.client.request("textDocument/definition", at(&uri, 2, 4)).unwrap();
    assert_eq!(places.as_array().unwrap().len(), 1);
    assert_eq!(places[0]["uri"], workspace.uri("sub/c.md"));
    assert_eq!(places[0]["range"]["start"], json!({"line": 4, "character": 3}));
    for query in ["sqs", "큐 서비스"] {
        let symbols = workspace.client.request("workspace/symbol", json!({"query": query})).unwrap();
        let files = symbols.as_array().unwrap().iter().map(|it| it["location"]["uri"].as_str().unwrap());
        assert_eq!(files.map(|it| it.rsplit_once('/').unwrap().1).collect::<Vec<_>>(), ["a.md", "b.md", "c.md"]);
    }
    // Of several headings none is the one, and this is where it is named first.
    let other = workspace.uri("d.md");
    workspace.client.open(&other, "markdown", "# SQS\n");
    let places = workspace.client.request("textDocument/definition", at(&uri, 2, 4)).unwrap();
    assert_eq!(places, Value::Null);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn a_client_that_asks_for_all_gets_all_and_then_what_has_changed() {
    let mut workspace = Workspace::with(&[("a.md", WEAK), ("b.md", WEAK), ("c.md", SOUND)], pulling());
    let open = workspace.uri("open.md");
    workspace.client.open(&open, "markdown", WEAK);
    let first = workspace.pull(&[]);
    let files: Vec<_> = first.iter().map(|it| it.0.clone()).collect();
    assert_eq!(files, [workspace.uri("a.md"), workspace.uri("b.md"), open]);
    assert!(first.iter().all(|it| it.1["kind"] == "full" && said(&it.1["items"]) == ["single-instance"]), "{first:?}");
    let known: Vec<_> = first.iter().map(|it| (it.0.clone(), it.1["resultId"].as_str().unwrap().to_owned())).collect();
    let again = workspace.pull(&known);
    assert_eq!(again.iter().map(|it| it.1["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["unchanged"; 3]);
    assert_eq!(again[2].1["version"], 0);
    workspace.write("a.md", SOUND);
    workspace.changed("a.md", 2);
    // Told that something is new, the client asks again.
    workspace.client.wait(|it| it["method"] == "workspace/diagnostic/refresh");
    fs::remove_file(workspace.path("b.md")).unwrap();
    workspace.changed("b.md", 3);
    // One change may be told of twice, as what other files say against it is looked at again.
    loop {
        workspace.client.wait(|it| it["method"] == "workspace/diagnostic/refresh");
        let last = workspace.pull(&known);
        let kinds: Vec<_> = last.iter().map(|it| (it.1["kind"].as_str().unwrap(), it.1["items"].as_array())).collect();
        if kinds == [("full", Some(&vec![])), ("full", Some(&vec![])), ("unchanged", None)] {
            break;
        }
    }
    let sent = workspace.client.take_kept(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(sent, Vec::<Value>::new());
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn partial_results_come_ahead_of_the_answer() {
    let mut workspace = Workspace::with(&[("a.md", WEAK), ("b.md", WEAK)], pulling());
    let params = json!({"previousResultIds": [], "partialResultToken": "부분"});
    let answer = workspace.client.request("workspace/diagnostic", params).unwrap();
    assert_eq!(answer, json!({"items": []}));
    let parts = workspace.client.take_kept(|it| it["method"] == "$/progress" && it["params"]["token"] == "부분");
    let items: Vec<_> = parts.iter().flat_map(|it| by_file(&it["params"]["value"]["items"])).collect();
    assert_eq!(items.len(), 2, "{parts:?}");
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn a_scan_is_shown_where_the_client_shows_progress() {
    let mut workspace =
        Workspace::with(&[("a.md", WEAK), ("b.md", WEAK)], json!({"window": {"workDoneProgress": true}}));
    let create = workspace.client.wait(|it| it["method"] == "window/workDoneProgress/create");
    let token = create["params"]["token"].clone();
    workspace.client.send_raw(&json!({"jsonrpc": "2.0", "id": create["id"], "result": null}).to_string());
    for kind in ["begin", "end"] {
        workspace.client.wait(|it| {
            it["method"] == "$/progress" && it["params"]["token"] == token && it["params"]["value"]["kind"] == kind
        });
    }
    // Cancelled too late, or for something that there is not, it does nothing.
    workspace.client.notify("window/workDoneProgress/cancel", json!({"token": token}));
    workspace.client.notify("window/workDoneProgress/cancel", json!({}));
    workspace.told("a.md", &["single-instance"]);
    assert_eq!(workspace.client.leave(), Some(0));
}

/// Takes a while to read, each of the files a good part of it.
fn long() -> Vec<(String, String)> {
    let line = "요청은 🚀 SQS에 두고 람다가 읽으며, Aurora에 쓴다.\n\n";
    (0..9).map(|it| (format!("{it}.md"), format!("{WEAK}\n{}", line.repeat(600)))).collect()
}

/// A client in a folder of such files, when the first of them was read, and the token of the scan.
fn scanning(mut capabilities: Value) -> (Workspace, Value) {
    let files = long();
    let files: Vec<_> = files.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    capabilities["window"] = json!({"workDoneProgress": true});
    let mut workspace = Workspace::with(&files, capabilities);
    let create = workspace.client.wait(|it| it["method"] == "window/workDoneProgress/create");
    workspace.client.send_raw(&json!({"jsonrpc": "2.0", "id": create["id"], "result": null}).to_string());
    workspace.client.wait(|it| it["method"] == "$/progress" && it["params"]["value"]["kind"] == "report");
    (workspace, create["params"]["token"].clone())
}

#[test]
fn a_scan_that_is_cancelled_ends_and_keeps_what_it_has() {
    let (mut workspace, token) = scanning(json!({}));
    workspace.client.notify("window/workDoneProgress/cancel", json!({"token": "another"}));
    workspace.client.notify("window/workDoneProgress/cancel", json!({"token": token}));
    workspace.client.wait(|it| it["method"] == "$/progress" && it["params"]["value"]["kind"] == "end");
    let said = workspace.client.wait(|it| it["method"] == "window/logMessage");
    let said = said["params"]["message"].as_str().unwrap();
    assert!(said.ends_with("files were looked through and others left out, as it was stopped"), "{said}");
    workspace.told("0.md", &["single-instance"]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn who_asks_while_files_are_read_may_cancel_it_and_gets_those_before_as_well() {
    let (mut workspace, _) = scanning(pulling());
    let params = json!({"previousResultIds": [], "partialResultToken": "part"});
    let asked = workspace.client.ask("workspace/diagnostic", params);
    workspace.client.notify("$/cancelRequest", json!({"id": asked}));
    assert_eq!(workspace.client.answer(asked), Err(-32800));
    assert_eq!(workspace.pull(&[]).len(), long().len());
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn folders_are_added_and_removed() {
    let mut workspace = Workspace::ungreeted(&[("one/a.md", WEAK), ("two/b.md", WEAK)]);
    let folder = |name: &str| json!({"uri": workspace.uri(name), "name": name});
    let (one, two) = (folder("one"), folder("two"));
    let answer = workspace.client.greet(json!({"capabilities": watching(), "workspaceFolders": [one]}));
    assert_eq!(answer["capabilities"]["workspace"]["workspaceFolders"]["changeNotifications"], true);
    workspace.told("one/a.md", &["single-instance"]);
    let event = json!({"event": {"added": [two], "removed": [one]}});
    workspace.client.notify("workspace/didChangeWorkspaceFolders", event);
    workspace.told("two/b.md", &["single-instance"]);
    workspace.told("one/a.md", &[]);
    let event = json!({"event": {"added": [], "removed": [two]}});
    workspace.client.notify("workspace/didChangeWorkspaceFolders", event);
    workspace.told("two/b.md", &[]);
    assert_eq!(workspace.client.leave(), Some(0));
}

#[test]
fn what_is_everybodys_is_not_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), WEAK).unwrap();
    let mut client = Client::start(&[("HOME", folder.path().to_str().unwrap())]);
    let root = format!("file://{}", folder.path().display());
    client.greet(json!({"capabilities": pulling(), "rootUri": root}));
    let said = client.wait(|it| it["method"] == "window/logMessage");
    assert!(said["params"]["message"].as_str().unwrap().ends_with("is not looked through, as it holds too much"));
    let answer = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    assert_eq!(answer, json!({"items": []}));
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn a_panic_in_a_file_that_is_not_open_costs_that_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "planted\n").unwrap();
    fs::write(folder.path().join("b.md"), WEAK).unwrap();
    let mut client = Client::start(&[("ARCHNOTES_PLANT_PANIC", "planted")]);
    client.greet(json!({"capabilities": {}, "rootUri": format!("file://{}", folder.path().display())}));
    let uri = format!("file://{}/b.md", folder.path().display());
    client.wait(|it| is_report(it, &uri));
    client.wait(|it| it["params"]["message"].as_str().is_some_and(|it| it.contains("a.md: planted")));
    assert_eq!(client.leave(), Some(0));
}
