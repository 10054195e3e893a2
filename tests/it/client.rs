//! A small language client: sends at once, reads in a thread of its own, waits for what a test expects.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than anything takes on the busiest machine: a test that waits so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A server and the client that talks to it.
pub(crate) struct Client {
    child: Child,
    /// `None` once it is closed.
    input: Option<ChildStdin>,
    arrived: mpsc::Receiver<Value>,
    /// What arrived before it was asked for.
    kept: VecDeque<Value>,
    next_id: i64,
}

impl Client {
    /// Starts a server and does not greet it.
    pub(crate) fn start(environment: &[(&str, &str)]) -> Client {
        Client::start_with(&[], environment)
    }

    /// The same with more options.
    pub(crate) fn start_with(options: &[&str], environment: &[(&str, &str)]) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archnotes"));
        command.arg("server").args(options).envs(environment.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let (sender, arrived) = mpsc::channel();
        let output = child.stdout.take().expect("it is piped");
        thread::spawn(move || read(output, &sender));
        let input = child.stdin.take();
        Client { child, input, arrived, kept: VecDeque::new(), next_id: 0 }
    }

    /// A server that is ready, and what it answered to `initialize`.
    pub(crate) fn ready(capabilities: Value) -> (Client, Value) {
        let mut client = Client::start(&[]);
        let answer = client.greet(json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        (client, answer)
    }

    /// `initialize`, its answer, and `initialized`.
    pub(crate) fn greet(&mut self, params: Value) -> Value {
        let answer = self.request("initialize", params).expect("initialize is answered");
        self.notify("initialized", json!({}));
        answer
    }

    /// Writes `body` as it is.
    pub(crate) fn send_raw(&mut self, body: &str) {
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send_raw(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Sends a request without waiting; returns its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send_raw(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        id
    }

    /// Waits for the answer to the request `id`: its result, or its error's code.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, i64> {
        let message = self.wait(|it| it["id"] == id && it.get("method").is_none());
        match message.get("error") {
            Some(error) => Err(error["code"].as_i64().expect("an error has a code")),
            None => Ok(message["result"].clone()),
        }
    }

    /// Sends a request and waits for its result, or its error's code.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, i64> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// The first message that is `wanted`; others are kept.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.kept.iter().position(&wanted) {
            return self.kept.remove(index).expect("it is there");
        }
        loop {
            let message = self.arrived.recv_timeout(PATIENCE).expect("the server says what is waited for");
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// What has arrived unasked so far and is `wanted`.
    pub(crate) fn take_kept(&mut self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        self.kept.extend(self.arrived.try_iter());
        let (taken, kept): (VecDeque<_>, VecDeque<_>) = self.kept.drain(..).partition(wanted);
        self.kept = kept;
        Vec::from(taken)
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 0, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces `(line, column, line, column)` by `text`.
    pub(crate) fn edit(&mut self, uri: &str, version: i64, range: (u32, u32, u32, u32), text: &str) {
        let (line, column, end_line, end_column) = range;
        let range = json!({
            "start": {"line": line, "character": column}, "end": {"line": end_line, "character": end_column},
        });
        self.change(uri, version, &json!([{"range": range, "text": text}]));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: &Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Waits for the diagnostics of `version`; the client must have declared `versionSupport`.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let message = self.wait(|it| is_report(it, uri) && it["params"]["version"] == version);
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Sends a hover request without waiting.
    pub(crate) fn ask_hover(&mut self, uri: &str, line: u32, column: u32) -> i64 {
        self.ask("textDocument/hover", at(uri, line, column))
    }

    /// What stands at a position: the range as `(line, column, line, column)` and the text.
    pub(crate) fn hover(&mut self, uri: &str, line: u32, column: u32) -> Option<((u64, u64, u64, u64), String)> {
        let id = self.ask_hover(uri, line, column);
        hovered(&self.answer(id).expect("hover is answered"))
    }

    /// Says goodbye; the exit code.
    pub(crate) fn leave(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null).expect("shutdown is answered");
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the server's end, without closing its input; its exit code.
    pub(crate) fn exit_code(mut self) -> Option<i32> {
        loop {
            match self.arrived.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the server does not end"),
            }
        }
        self.child.wait().expect("the server has ended").code()
    }
}

/// A test that fails leaves no server behind.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address of a file, spelled as the protocol wants it: whatever is no plain letter in signs with per cent.
pub(crate) fn uri(path: &Path) -> String {
    let plain = |it: &u8| it.is_ascii_alphanumeric() || b"/-._~".contains(it);
    let spelled = path.to_str().expect("text").bytes();
    let spelled = spelled.map(|it| if plain(&it) { char::from(it).to_string() } else { format!("%{it:02X}") });
    format!("file://{}", spelled.collect::<String>())
}

pub(crate) fn at(uri: &str, line: u32, column: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": column}})
}

/// A hover's range and text.
pub(crate) fn hovered(answer: &Value) -> Option<((u64, u64, u64, u64), String)> {
    let (start, end) = (&answer.get("range")?["start"], &answer["range"]["end"]);
    let number = |it: &Value| it.as_u64().expect("a number");
    let range = (number(&start["line"]), number(&start["character"]), number(&end["line"]), number(&end["character"]));
    Some((range, answer["contents"]["value"].as_str().expect("a text").to_owned()))
}

pub(crate) fn is_report(message: &Value, uri: &str) -> bool {
    message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}

/// Reads messages until the end. Anything else on standard output fails the test that waits.
fn read(output: ChildStdout, arrived: &mpsc::Sender<Value>) {
    let mut output = BufReader::new(output);
    loop {
        let mut header = String::new();
        if output.read_line(&mut header).expect("text") == 0 {
            return;
        }
        let length = header.strip_prefix("Content-Length: ").expect("only the protocol is on standard output");
        let mut body = vec![0; length.trim_end().parse().expect("a number")];
        let mut blank = String::new();
        output.read_line(&mut blank).expect("text");
        assert_eq!(blank, "\r\n");
        // A server that was killed leaves half a message behind.
        if output.read_exact(&mut body).is_err() {
            return;
        }
        if arrived.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
            return;
        }
    }
}
