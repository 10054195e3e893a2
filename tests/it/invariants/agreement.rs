//! 9: command line and editor agree. 10: standard output belongs to the protocol or the result.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};

use crate::client::{Client, PATIENCE, uri};
use crate::fixtures;

/// What a finding is, whoever tells it: rule, severity, message, and from where to where, counted in characters from 0.
type Said = (String, String, String, [u64; 4]);

#[test]
fn i9_the_command_line_and_the_editor_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    assert!(agree(folder.path()) > 50);
}

/// The same where much is set: what is left out, how grave it is, from where on it counts, in which language.
#[test]
fn i9_they_say_the_same_whatever_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "language = 'ko'\nexclude = ['no-*.md']\n[rules]\nsingle-az = 'off'\nrenamed-service = 'error'\n\
        single-instance = { severity = 'hint', at-most = 2 }\nlambda-long-running.over-minutes = 1000\n";
    fs::write(folder.path().join("archnotes.toml"), settings).unwrap();
    fs::create_dir_all(folder.path().join("b/.archnotes/services")).unwrap();
    fs::write(folder.path().join("b/archnotes.toml"), "include = ['s*', 'r*']\n").unwrap();
    assert!(agree(folder.path()) > 50);
}

/// Writes all documents into `folder` and one below it, and holds what the command line says of all against what the editor
/// is told of each; how much that is.
fn agree(folder: &Path) -> usize {
    let documents = fixtures::documents();
    let below: Vec<_> = documents.iter().map(|(name, text)| (format!("b/{name}"), text)).collect();
    let documents: Vec<_> = documents.iter().map(|(name, text)| (name.clone(), text)).chain(below).collect();
    fs::create_dir_all(folder.join("b")).unwrap();
    for (name, text) in &documents {
        fs::write(folder.join(name), text).unwrap();
    }
    let items = checked(folder);
    let declared = json!({
        "general": {"positionEncodings": ["utf-32"]},
        "textDocument": {"publishDiagnostics": {"versionSupport": true}, "diagnostic": {}},
    });
    let mut client = Client::start(&[]);
    let answer = client.greet(json!({"capabilities": declared, "rootUri": format!("file://{}", folder.display())}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-32");
    // Of files that are not open, as they were found.
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    let mut count = 0;
    for (name, text) in &documents {
        let of_name = |it: &&Value| it["filename"] == name.as_str();
        let findings: Vec<Said> = items.iter().filter(of_name).map(of_item).collect();
        let uri = uri(&folder.join(name));
        let closed = all["items"].as_array().unwrap().iter().find(|it| it["uri"] == uri.as_str());
        let closed: Vec<Said> = closed.map(|it| said(&it["items"])).unwrap_or_default();
        assert_eq!(findings, closed, "{name} is not open");
        client.open(&uri, fixtures::format(name).1, text);
        let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}})).unwrap();
        assert_eq!(findings, said(&report["items"]), "{name} is open");
        count += findings.len();
    }
    assert_eq!(client.leave(), Some(0));
    count
}

fn said(diagnostics: &Value) -> Vec<Said> {
    diagnostics.as_array().unwrap().iter().map(of_diagnostic).collect()
}

fn checked(folder: &Path) -> Vec<Value> {
    let output = archnotes(&["check", "--format", "json"]).current_dir(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn archnotes(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_archnotes"));
    command.args(arguments);
    command
}

fn of_item(it: &Value) -> Said {
    let place = |at: &Value, key: &str| at[key].as_u64().unwrap() - 1;
    let (start, end) = (&it["location"], &it["end_location"]);
    let range = [place(start, "row"), place(start, "column"), place(end, "row"), place(end, "column")];
    (word(&it["code"]), word(&it["severity"]), word(&it["message"]), range)
}

fn of_diagnostic(it: &Value) -> Said {
    let severity = ["error", "warning", "information", "hint"][it["severity"].as_u64().unwrap() as usize - 1];
    let place = |end: &str, key: &str| it["range"][end][key].as_u64().unwrap();
    let range = [place("start", "line"), place("start", "character"), place("end", "line"), place("end", "character")];
    (word(&it["code"]), severity.to_owned(), word(&it["message"]), range)
}

fn word(it: &Value) -> String {
    it.as_str().unwrap().to_owned()
}

/// Even when it logs all it can, fails on a text, and is told nonsense.
#[test]
fn i10_the_server_writes_the_protocol_and_nothing_else() {
    let mut server = archnotes(&["server", "--verbose"]);
    server.envs([("ARCHNOTES_LOG", "trace"), ("ARCHNOTES_PLANT_PANIC", "planted")]);
    let mut child = server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A server that waits for its log to be read would never end.
    let mut log = child.stderr.take().unwrap();
    let log = thread::spawn(move || {
        let mut text = String::new();
        log.read_to_string(&mut text).map(|_| text)
    });
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (sender, arriving) = mpsc::channel();
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = output.read(&mut chunk) {
            let _ = sender.send(chunk[..length].to_vec());
        }
    });
    let mut send = |mut message: Value| {
        message["jsonrpc"] = "2.0".into();
        let message = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).unwrap();
    };
    let mut written = Vec::new();
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    send(json!({"id": 1, "method": "initialize", "params": params}));
    read_until(r#""id":1"#, &arriving, &mut written);
    send(json!({"method": "initialized", "params": {}}));
    for (uri, text) in [("file:///a.md", "AWS: EC2 한 대로 운영한다."), ("file:///b.md", "planted")] {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
        send(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
    }
    read_until("single-instance", &arriving, &mut written);
    read_until("planted", &arriving, &mut written);
    send(json!({"method": "textDocument/didChange", "params": {"nonsense": 1}}));
    send(json!({"id": 2, "method": "nonsense"}));
    send(json!({"id": 3, "method": "shutdown"}));
    read_until(r#""id":3"#, &arriving, &mut written);
    send(json!({"method": "exit"}));
    written.extend(arriving.iter().flatten());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_ne!(log.join().unwrap().unwrap(), "", "it has something to log");
    assert!(frames(&written).iter().all(|it| it["jsonrpc"] == "2.0"));
}

/// Reads on until `written` holds `wanted`.
fn read_until(wanted: &str, arriving: &mpsc::Receiver<Vec<u8>>, written: &mut Vec<u8>) {
    while !String::from_utf8_lossy(written).contains(wanted) {
        written.extend(arriving.recv_timeout(PATIENCE).expect("the server says what is waited for"));
    }
}

/// The messages in `bytes`, which hold nothing else.
fn frames(mut bytes: &[u8]) -> Vec<Value> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("a header");
        let header = std::str::from_utf8(&bytes[..end]).unwrap();
        let length = header.strip_prefix("Content-Length: ").expect("nothing but the header").parse::<usize>().unwrap();
        messages.push(serde_json::from_slice(&bytes[end + 4..end + 4 + length]).unwrap());
        bytes = &bytes[end + 4 + length..];
    }
    messages
}

#[test]
fn i10_a_check_writes_its_result_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("broken.md"), b"EC2 \xff").unwrap();
    fs::write(folder.path().join("picture.png"), b"").unwrap();
    fs::create_dir_all(folder.path().join(".archnotes/rules")).unwrap();
    fs::write(folder.path().join(".archnotes/rules/bad.md"), "no rule").unwrap();
    let arguments = ["check", "--format", "json", "broken.md", "picture.png", "missing.md"];
    let output = archnotes(&arguments).current_dir(folder.path()).output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()), (Some(2), "[]\n"));
    let complaints = String::from_utf8(output.stderr).unwrap();
    for it in ["broken.md:1:5", "picture.png", "missing.md", "bad.md"] {
        assert!(complaints.contains(it), "{it}: {complaints}");
    }
}
