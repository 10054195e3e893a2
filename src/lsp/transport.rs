//! How do messages come in and go out?
//!
//! tower-lsp ends at the first message that is no JSON, and knows its headers in one spelling only. So a thread of our
//! own reads standard input and hands on what is whole and well formed; of anything else it makes a request that is
//! answered with the right error. It also sees `exit`, and ends the process should the orderly way be blocked.
//!
//! Answers are written by the thread that has them. tokio's own standard output hands each one to another thread, which
//! costs 60 to 100 µs of the 400 µs from a keystroke to its diagnostics (10 KB, busy 2-core machine).

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, Read as _, Write as _};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::thread;

use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;
use tower_lsp::jsonrpc::Id;

use super::lifecycle::Lifecycle;

/// What a malformed message is turned into.
pub(super) const MALFORMED: &str = "archnotes/malformed";

/// A name that nobody has.
const UNKNOWN: &str = "archnotes/unknown";

/// So many messages are read ahead; then the client waits. A client may write this many before it reads an answer.
const AHEAD: usize = 100_000;

/// A message above this is taken for a broken header: no file that we read is as large.
const MESSAGE_LIMIT: usize = 256 << 20;

/// The messages of standard input, framed as tower-lsp takes them.
pub(super) struct Input {
    messages: mpsc::Receiver<Vec<u8>>,
    message: Vec<u8>,
    at: usize,
}

impl Input {
    /// Starts to read standard input.
    pub(super) fn start(lifecycle: Arc<Lifecycle>) -> io::Result<Input> {
        let (sender, messages) = mpsc::channel(AHEAD);
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            forward(&mut io::stdin().lock(), &sender, &lifecycle);
            drop(sender);
            lifecycle.end_at_last();
        })?;
        Ok(Input { messages, message: Vec::new(), at: 0 })
    }
}

impl AsyncRead for Input {
    fn poll_read(mut self: Pin<&mut Self>, ctx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.at == self.message.len() {
            // No more messages read as the end of the input.
            let Some(message) = ready!(self.messages.poll_recv(ctx)) else { return Poll::Ready(Ok(())) };
            self.message = message;
            self.at = 0;
        }
        let rest = &self.message[self.at..];
        let len = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..len]);
        self.at += len;
        Poll::Ready(Ok(()))
    }
}

/// Standard output without the buffer that splits each message at its header.
pub(super) struct Output(File);

impl Output {
    #[cfg(unix)]
    pub(super) fn open() -> io::Result<Output> {
        use std::os::fd::AsFd as _;
        io::stdout().as_fd().try_clone_to_owned().map(|it| Output(it.into()))
    }

    #[cfg(windows)]
    pub(super) fn open() -> io::Result<Output> {
        use std::os::windows::io::AsHandle as _;
        io::stdout().as_handle().try_clone_to_owned().map(|it| Output(it.into()))
    }
}

/// Each write waits until the client has room for it. Meanwhile the engine works on and input is read ahead.
impl AsyncWrite for Output {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            match self.0.write(bytes) {
                Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Hands on every message until `exit`, the end, or until nobody listens.
///
/// `shutdown` is noted here, since `exit` right behind it makes tower-lsp drop what is not answered yet.
fn forward(input: &mut impl BufRead, messages: &mpsc::Sender<Vec<u8>>, lifecycle: &Lifecycle) {
    loop {
        let body = match body(input) {
            Ok(Some(body)) => body,
            Ok(None) => return,
            Err(err) => return tracing::warn!("standard input: {err}"),
        };
        let kind = check(&body);
        let message = match kind {
            Ok(Kind::Reserved) => framed(&unknown(&body)),
            Ok(_) => framed(&body),
            Err(code) => {
                tracing::warn!("a malformed message of {} bytes", body.len());
                framed(&malformed(code))
            }
        };
        if kind == Ok(Kind::Shutdown) {
            lifecycle.shut_down();
        }
        if messages.blocking_send(message).is_err() || kind == Ok(Kind::Exit) {
            return;
        }
    }
}

/// The next message's body; `None` at the end. Headers but the length are read over, and so is what is no header.
fn body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line as long as a message would be none.
        if input.by_ref().take(1 << 16).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_ascii();
        match (header.is_empty(), length) {
            (true, Some(length)) => return exactly(input, length),
            (true, None) => {}
            (false, _) => length = content_length(header).or(length),
        }
    }
}

fn content_length(header: &[u8]) -> Option<usize> {
    let (name, value) = str::from_utf8(header).ok()?.split_once(':')?;
    // Something else may stand before it on the line when the message before was longer than it said.
    let is_length = name.to_ascii_lowercase().ends_with("content-length");
    value.trim().parse().ok().filter(|it| is_length && *it <= MESSAGE_LIMIT)
}

fn exactly(input: &mut impl BufRead, length: usize) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    let read = input.by_ref().take(length as u64).read_to_end(&mut body)?;
    Ok((read == length).then_some(body))
}

/// What tower-lsp needs to find in a message.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    jsonrpc: Cow<'a, str>,
    #[serde(borrow, default)]
    method: Cow<'a, str>,
    #[serde(default)]
    id: Option<Id>,
}

/// The messages that the transport itself takes note of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Shutdown,
    Exit,
    /// A request whose name starts with `$/`. There are none, and tower-lsp leaves them unanswered.
    Reserved,
    Other,
}

/// Which message it is. Errors: the protocol's error code of a message that is none.
fn check(body: &[u8]) -> Result<Kind, i32> {
    const PARSE_ERROR: i32 = -32700;
    const INVALID_REQUEST: i32 = -32600;
    let text = str::from_utf8(body).map_err(|_| PARSE_ERROR)?;
    let envelope: Envelope<'_> =
        serde_json::from_str(text).map_err(|err| if err.is_data() { INVALID_REQUEST } else { PARSE_ERROR })?;
    match (&*envelope.jsonrpc, &*envelope.method) {
        ("2.0", "shutdown") => Ok(Kind::Shutdown),
        ("2.0", "exit") => Ok(Kind::Exit),
        ("2.0", method) if envelope.id.is_some() && method.starts_with("$/") => Ok(Kind::Reserved),
        ("2.0", _) => Ok(Kind::Other),
        _ => Err(INVALID_REQUEST),
    }
}

/// The same request under a name that is answered with the error for unknown names.
fn unknown(body: &[u8]) -> Vec<u8> {
    let mut message: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    message["method"] = UNKNOWN.into();
    message.to_string().into_bytes()
}

fn malformed(code: i32) -> Vec<u8> {
    serde_json::json!({"jsonrpc": "2.0", "id": null, "method": MALFORMED, "params": code}).to_string().into_bytes()
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut message = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    message.extend_from_slice(body);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bodies that are handed on from `input`.
    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        let (sender, mut messages) = mpsc::channel(AHEAD);
        forward(&mut input.as_bytes(), &sender, &Lifecycle::default());
        drop(sender);
        let mut bodies = Vec::new();
        while let Some(message) = messages.blocking_recv() {
            let message = String::from_utf8(message).expect("text");
            let (head, body) = message.split_once("\r\n\r\n").expect("a header");
            assert_eq!(head, format!("Content-Length: {}", body.len()));
            bodies.push(body.to_owned());
        }
        assert_eq!(bodies, expected);
    }

    const A: &str = r#"{"jsonrpc":"2.0","method":"a","params":{"한":"🚀"}}"#;
    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_pass_up_to_exit() {
        let id = r#"{"jsonrpc":"2.0","id":"x","method":"b"}"#;
        check(&format!("{}{}{}{}", message(A), message(id), message(EXIT), message(A)), &[A, id, EXIT]);
        check("", &[]);
    }

    #[test]
    fn headers_are_read_as_they_come() {
        let length = A.len();
        check(&format!("content-length:{length}\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n{A}"), &[A]);
        check(&format!("Content-Type: x; charset=utf-8\nContent-Length: {length}\n\n{A}"), &[A]);
        check(&format!("no header\r\n\r\n{}", message(A)), &[A]);
        check(&format!("Content-Length: 99999999999999\r\n\r\n{}", message(A)), &[A]);
    }

    #[test]
    fn what_is_no_message_becomes_an_error_and_the_next_one_passes() {
        let parse = r#"{"id":null,"jsonrpc":"2.0","method":"archnotes/malformed","params":-32700}"#;
        let invalid = r#"{"id":null,"jsonrpc":"2.0","method":"archnotes/malformed","params":-32600}"#;
        check(&format!("{}{}", message("{\"jsonrpc\":"), message(A)), &[parse, A]);
        check(&format!("{}{}", message(""), message(A)), &[parse, A]);
        check(&format!("{}{}", message("[]"), message(A)), &[invalid, A]);
        check(&format!("{}{}", message(r#"{"jsonrpc":"1.0","method":"a"}"#), message(A)), &[invalid, A]);
        check(&format!("{}{}", message(r#"{"jsonrpc":"2.0","method":"a","id":1.5}"#), message(A)), &[invalid, A]);
    }

    #[test]
    fn a_request_with_a_reserved_name_gets_one_that_is_answered() {
        let request = r#"{"jsonrpc":"2.0","id":7,"method":"$/nothing","params":{}}"#;
        let renamed = r#"{"id":7,"jsonrpc":"2.0","method":"archnotes/unknown","params":{}}"#;
        let notification = r#"{"jsonrpc":"2.0","method":"$/nothing","params":{}}"#;
        check(&format!("{}{}", message(request), message(notification)), &[renamed, notification]);
    }

    #[test]
    fn half_a_message_is_the_end() {
        check(&format!("{}Content-Length: 100\r\n\r\n{{", message(A)), &[A]);
    }
}
