//! What happens in the editor with the knowledge that a workspace has of its own?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Client, is_report};

const CARD: &str = "---\nname: Ledger Gate\naliases: [장부 문]\ncategory: ours\ndocs: d\nsources:\n  \
    - { url: \"https://example.com/\", read: 2026-11-23 }\n---\n# en\nOur door to the ledger.\n# ko\n장부로 가는 문.\n";

const RULE: &str = "---\nseverity: hint\nwhen: { former-name: {} }\nmessage: { en: E, ko: K }\n\
    sources: [{ url: u, read: 2026-11-23 }]\n---\n# en\n## E\n# ko\n## K\n# Flags\n# Allows\n";

/// A workspace's folder and a client in it.
struct Team {
    folder: TempDir,
    client: Client,
}

impl Team {
    /// A client in the folder `below` of a workspace whose `.archnotes/` holds `files`.
    fn with(files: &[(&str, &str)], below: &str, capabilities: Value) -> Team {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(below)).unwrap();
        let mut team = Team { folder, client: Client::start(&[]) };
        files.iter().for_each(|(path, text)| team.write(path, text));
        let root = format!("file://{}", team.folder.path().join(below).display());
        let folders = json!([{"uri": root, "name": "notes"}]);
        team.client.greet(json!({"capabilities": capabilities, "workspaceFolders": folders}));
        team
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(".archnotes").join(path)
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.path(path).display())
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// The next diagnostics of the knowledge file `path`, as (first line, first column, last column, message).
    fn told(&mut self, path: &str) -> Vec<(u64, u64, u64, String)> {
        let uri = self.uri(path);
        let report = self.client.wait(|it| is_report(it, &uri));
        let number = |it: &Value| it.as_u64().unwrap();
        let diagnostics = report["params"]["diagnostics"].as_array().unwrap().iter().map(|it| {
            assert_eq!(
                (&it["source"], &it["code"], &it["severity"]),
                (&json!("archnotes"), &json!("knowledge"), &json!(1))
            );
            let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
            let message = it["message"].as_str().unwrap().to_owned();
            (number(&start["line"]), number(&start["character"]), number(&end["character"]), message)
        });
        diagnostics.collect()
    }

    fn saved(&mut self, path: &str) {
        let uri = self.uri(path);
        self.client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    }

    fn changed_on_disk(&mut self, path: &str) {
        let uri = self.uri(path);
        self.client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 2}]}));
    }
}

#[test]
fn a_broken_file_is_underlined_where_it_is_broken_and_the_rest_is_active() {
    let broken_card = CARD.replace("category: ours", "한글: 1");
    let broken_table = "---\nname: A\nname-ko: 가\nof: [ledger-gate, nothing]\n---\n# en\nA\n# ko\n가\n";
    let files = [
        ("services/ledger-gate.md", CARD),
        ("services/broken.md", broken_card.as_str()),
        ("rules/broken.md", "no front matter\n"),
        ("comparisons/broken.md", broken_table),
        ("lexicon/broken.yaml", "- { class: nonsense, phrases: [x] }\n"),
        ("nowhere/lost.md", CARD),
    ];
    let mut team = Team::with(&files, "notes", json!({}));
    let [(line, start, end, message)] = &team.told("services/broken.md")[..] else { panic!("one problem") };
    assert_eq!((*line, *start, *end), (3, 0, 2), "columns count as the editor counts");
    assert!(message.starts_with("unknown field"), "{message}");
    let message = "a knowledge file starts with front matter between two lines of `---`".to_owned();
    assert_eq!(team.told("rules/broken.md"), [(0, 0, 15, message)]);
    let told = team.told("comparisons/broken.md");
    assert_eq!(told[1], (3, 18, 25, "no card has the id `nothing`".to_owned()), "{told:?}");
    assert_eq!(team.told("lexicon/broken.yaml").len(), 1);
    assert_eq!(team.told("nowhere/lost.md")[0].0, 0);
    let notes = "file:///notes.md";
    team.client.open(notes, "markdown", "# AWS\n\nLedger Gate and SQS\n");
    let (_, text) = team.client.hover(notes, 2, 1).unwrap();
    assert!(text.contains("Our door to the ledger."), "{text}");
    assert!(team.client.hover(notes, 2, 17).is_some(), "the built-in cards stay");
    assert_eq!(team.client.leave(), Some(0));
}

#[test]
fn a_saved_card_is_active_at_once_and_loses_its_diagnostics_when_it_is_mended() {
    let mut team = Team::with(&[("services/ledger-gate.md", CARD)], "", json!({}));
    let (notes, card) = ("file:///notes.md", "services/ledger-gate.md");
    team.client.open(notes, "markdown", "# AWS\n\nLedger Gate and SQS\n");
    assert!(team.client.hover(notes, 2, 1).is_some());

    team.write(card, &CARD.replace("category", "catgory"));
    team.saved(card);
    assert_eq!(team.told(card).len(), 1);
    assert_eq!(team.client.hover(notes, 2, 1), None, "the broken card is not there");
    assert!(team.client.hover(notes, 2, 17).is_some());

    team.write(card, &CARD.replace("Our door", "Our gate"));
    team.changed_on_disk(card);
    assert_eq!(team.told(card), []);
    assert!(team.client.hover(notes, 2, 1).unwrap().1.contains("Our gate to the ledger."));

    fs::remove_dir_all(team.path("")).unwrap();
    team.changed_on_disk("");
    assert_eq!(team.client.hover(notes, 2, 1), None, "the card is gone with its folder");
    assert_eq!(team.client.leave(), Some(0));
}

#[test]
fn open_documents_are_analysed_again_with_the_new_rules() {
    let mut team = Team::with(&[], "", json!({}));
    let notes = "file:///notes.md";
    team.client.open(notes, "markdown", "# AWS\n\nLogs go through Kinesis Data Firehose.\n");
    let messages = |team: &mut Team| -> Vec<String> {
        let report = team.client.wait(|it| is_report(it, notes));
        let found = report["params"]["diagnostics"].as_array().unwrap();
        found.iter().map(|it| it["message"].as_str().unwrap().to_owned()).collect()
    };
    assert_ne!(messages(&mut team), [""; 0]);
    team.write("rules/renamed-service.md", RULE);
    team.saved("rules/renamed-service.md");
    assert_eq!(messages(&mut team), ["E"]);
}

#[test]
fn an_open_knowledge_file_has_the_diagnostics_of_knowledge_only_and_keeps_them_when_it_is_closed() {
    let weak = CARD.replace("장부로 가는 문.", "AWS EC2 한 대로 운영한다.").replace("docs: d\n", "");
    let mut team = Team::with(&[("services/ledger-gate.md", &weak)], "", json!({}));
    let card = "services/ledger-gate.md";
    let uri = team.uri(card);
    let lacks_docs = team.told(card);
    assert_eq!(lacks_docs.len(), 1);
    team.client.open(&uri, "markdown", &weak);
    assert_eq!(team.told(card), lacks_docs);
    // What is not saved is not read.
    team.client.edit(&uri, 1, (0, 0, 3, 0), "");
    assert_eq!(team.told(card), lacks_docs);
    team.client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(team.told(card), lacks_docs);
    team.client.open(&uri, "markdown", CARD);
    assert_eq!(team.told(card), lacks_docs);
    team.write(card, CARD);
    team.saved(card);
    assert_eq!(team.told(card), []);
}

#[test]
fn a_client_that_can_is_asked_to_watch_the_files() {
    let watching = json!({"workspace": {"didChangeWatchedFiles":
        {"dynamicRegistration": true, "relativePatternSupport": true}}});
    let mut team = Team::with(&[("services/ledger-gate.md", CARD)], "team/notes", watching);
    let asked = team.client.wait(|it| it["method"] == "client/registerCapability");
    let registration = &asked["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let base = format!("file://{}", team.path("").display());
    let above = json!({"globPattern": {"baseUri": base.trim_end_matches('/'), "pattern": "**"}});
    let watchers = registration["registerOptions"]["watchers"].as_array().unwrap();
    let is_asked_for = |it: &str| watchers.contains(&json!({"globPattern": it}));
    assert!(is_asked_for("**/.archnotes") && is_asked_for("**/.archnotes/**"), "{watchers:?}");
    assert!(is_asked_for("**/*.{md,markdown,mdx,mmd,mermaid,yaml,yml}"), "{watchers:?}");
    assert!(watchers.contains(&json!({"globPattern": "**/*", "kind": 4})), "of folders that go: {watchers:?}");
    assert_eq!(watchers.last(), Some(&above), "what lies above the folder that is worked in");
    // It goes on whether that is answered or not.
    team.client.open("file:///notes.md", "markdown", "# AWS\n\nLedger Gate\n");
    assert!(team.client.hover("file:///notes.md", 2, 1).is_some());
    team.client.send_raw(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}).to_string());
    assert_eq!(team.client.leave(), Some(0));
}
