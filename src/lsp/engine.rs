//! Who owns the open files, and in what order does everything happen?
//!
//! One thread owns all documents and takes one message after the other, in the order of their arrival: an edit is
//! followed, a question is answered on exactly the text it was asked about. Diagnostics are sent when nothing more is
//! waiting, so a burst of edits is analysed once and only the newest version is spoken of.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc;
use tower_lsp::ls_types::{
    Diagnostic, MessageType, PublishDiagnosticsParams, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};

use super::beside;
use super::capabilities::Declared;
use super::convert::Lines;
use super::diagnostics;
use super::index::{self, Index};
use super::open::{Open, Panicked, guarded};
use super::outbox::Outbox;
use super::own::{self, Own, file_path};
use super::pull::Pull;
use super::scan::Scanner;
use super::watch::Asked;
use super::watcher::Watcher;
use crate::document::Document;
use crate::knowledge::Language;
use crate::settings::Features;
use crate::workspace::Scope;

/// Deep recursion is a bug; room for it costs nothing until it is used.
const STACK: usize = 16 << 20;

/// What the engine is told.
enum Message {
    Configure(Box<Configuration>),
    Open(TextDocumentItem),
    Change { uri: Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent> },
    Close(Uri),
    Ask { uri: Option<Uri>, question: Task },
    Tell(Task),
}

type Task = Box<dyn FnOnce(&mut State) + Send>;

/// What `initialize` says.
pub(super) struct Configuration {
    pub(super) declared: Declared,
    /// What the editor sets, if it says so at once.
    pub(super) options: Option<Value>,
    /// The folders that are worked in.
    pub(super) roots: Vec<PathBuf>,
}

/// The engine's side that handlers hold. Sending never waits.
#[derive(Clone)]
pub(super) struct Engine {
    messages: mpsc::Sender<Message>,
}

impl Engine {
    /// Starts the thread.
    pub(super) fn start(outbox: Arc<Outbox>) -> std::io::Result<Engine> {
        let (messages, inbox) = mpsc::channel();
        let engine = Engine { messages };
        let own = engine.clone();
        thread::Builder::new().name("engine".to_owned()).stack_size(STACK).spawn(move || run(&inbox, outbox, own))?;
        Ok(engine)
    }

    pub(super) fn configure(&self, configuration: Configuration) {
        self.send(Message::Configure(Box::new(configuration)));
    }

    /// Lets `task` be done when its turn comes.
    pub(super) fn tell(&self, task: impl FnOnce(&mut State) + Send + 'static) {
        self.send(Message::Tell(Box::new(task)));
    }

    pub(super) fn open(&self, item: TextDocumentItem) {
        self.send(Message::Open(item));
    }

    pub(super) fn change(&self, uri: Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.send(Message::Change { uri, version, changes });
    }

    pub(super) fn close(&self, uri: Uri) {
        self.send(Message::Close(uri));
    }

    /// Asks about `uri`, or about nothing in particular. The question takes its place in the queue before the first await.
    ///
    /// Errors: `InternalError` when the answer panicked.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        uri: Option<Uri>,
        question: impl FnOnce(&mut State) -> Result<T, Panicked> + Send + 'static,
    ) -> jsonrpc::Result<T> {
        let (reply, answer) = oneshot::channel();
        let question = move |state: &mut State| {
            // A cancelled request has nobody waiting.
            if reply.is_closed() {
                return;
            }
            let answer = question(state);
            if let Err(Panicked(reason)) = &answer {
                state.report(reason);
            }
            let _ = reply.send(answer);
        };
        self.send(Message::Ask { uri, question: Box::new(question) });
        match answer.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(jsonrpc::Error {
                message: "archnotes could not analyse this text; its log says why".into(),
                ..jsonrpc::Error::internal_error()
            }),
        }
    }

    fn send(&self, message: Message) {
        if self.messages.send(message).is_err() {
            tracing::error!("the engine is gone");
        }
    }
}

/// All that the engine owns.
pub(super) struct State {
    pub(super) declared: Declared,
    pub(super) files: HashMap<Uri, Open>,
    pub(super) outbox: Arc<Outbox>,
    pub(super) own: Own,
    /// To be handed to whoever has something to tell later.
    pub(super) engine: Engine,
    /// The files that are not open.
    pub(super) index: Index,
    /// Tells of changed files where the client does not.
    pub(super) watcher: Option<Watcher>,
    pub(super) asked: Asked,
    /// Clients that wait for the diagnostics of all files.
    pub(super) pulls: Vec<Pull>,
}

impl State {
    /// The analysis of an open file and its text as the client counts it; `None` for a file that is not analysed.
    pub(super) fn document(&mut self, uri: &Uri) -> Result<Option<(&Document, Lines<'_>)>, Panicked> {
        let encoding = self.declared.encoding;
        let Some(open) = self.files.get_mut(uri) else { return Ok(None) };
        let document = open.document()?;
        Ok(document.map(|it| (it, Lines { text: it.text(), encoding })))
    }

    /// What holds for a file; without one, for the first folder that is worked in.
    pub(super) fn scope(&mut self, uri: Option<&Uri>) -> Arc<Scope> {
        match uri.and_then(|it| self.files.get(it)) {
            Some(open) => Arc::clone(&open.scope),
            None => self.own.scopes.of(uri.and_then(file_path).as_deref()),
        }
    }

    /// The language of cards in a file; `None`: that of the text.
    pub(super) fn language(&mut self, uri: &Uri) -> Option<Language> {
        self.scope(Some(uri)).language()
    }

    /// The same, where the `feature` is switched on.
    pub(super) fn offered(
        &mut self,
        uri: &Uri,
        feature: fn(&Features) -> bool,
    ) -> Result<Option<(&Document, Lines<'_>)>, Panicked> {
        if feature(&self.scope(Some(uri)).settings().features) { self.document(uri) } else { Ok(None) }
    }

    /// All documents that are analysed, by their URIs. One whose analysis panics is left out.
    pub(super) fn documents(&mut self) -> Vec<(&Uri, &Document, Lines<'_>)> {
        let encoding = self.declared.encoding;
        let analysed = self.files.iter_mut().filter_map(|(uri, open)| {
            let document = open.document().ok().flatten()?;
            Some((uri, document, Lines { text: document.text(), encoding }))
        });
        let mut documents: Vec<_> = analysed.collect();
        documents.sort_by_key(|it| it.0.as_str());
        documents
    }

    /// The diagnostics of a file's newest version; `None` for a file that is none of our business.
    ///
    /// Some clients ask for files that are shown and not open. Of knowledge files only whether they are broken: they teach and decide nothing. Errors: when the analysis panics.
    pub(super) fn diagnostics(&mut self, uri: &Uri) -> Result<Option<Vec<Diagnostic>>, Panicked> {
        if let Some(own) = self.own.diagnostics(uri, self.declared.encoding) {
            return Ok(Some(own));
        }
        beside::hold(self, uri)?;
        let places = beside::places(self, uri)?;
        let Some(open) = self.files.get_mut(uri) else {
            let read = file_path(uri).and_then(|it| self.index.file(&it).map(|it| it.diagnostics.clone()));
            return Ok(read);
        };
        diagnostics::of(uri, open, &self.declared, &places)
    }

    /// Lets the client ask again for all that it shows of open files, as far as it can be told to.
    pub(super) fn refresh(&self) {
        self.declared.refreshes.iter().for_each(|it| self.outbox.refresh(*it));
    }

    /// Whether the file at `path` is open.
    pub(super) fn is_open(&self, path: &Path) -> bool {
        self.files.values().any(|it| it.path.as_deref() == Some(path))
    }

    /// The version of an open file, for edits of it; 0 of any other.
    pub(super) fn version(&self, uri: &Uri) -> i32 {
        self.files.get(uri).map_or(0, |it| it.version)
    }

    pub(super) fn report(&self, reason: &str) {
        tracing::error!("the analysis panicked: {reason}");
        self.outbox.log(MessageType::ERROR, format!("archnotes: the analysis failed, which is a bug: {reason}"));
    }
}

fn run(inbox: &mpsc::Receiver<Message>, outbox: Arc<Outbox>, engine: Engine) {
    // Without it, only open files are known.
    let scanner = Scanner::start(engine.clone()).inspect_err(|err| tracing::warn!("no scanner: {err}")).ok();
    let mut state = State {
        declared: Declared::default(),
        files: HashMap::new(),
        outbox,
        own: Own::default(),
        index: Index::of(scanner),
        watcher: None,
        asked: Asked::default(),
        engine,
        pulls: Vec::new(),
    };
    while let Ok(message) = inbox.recv() {
        take(&mut state, message);
        while let Ok(message) = inbox.try_recv() {
            take(&mut state, message);
        }
        publish(&mut state);
    }
}

/// Takes one message. A panic costs its answer and the analysis of the file it spoke of, never the server.
fn take(state: &mut State, message: Message) {
    let uri = match &message {
        Message::Ask { uri, .. } => uri.clone(),
        Message::Change { uri, .. } | Message::Close(uri) => Some(uri.clone()),
        Message::Open(_) | Message::Configure(_) | Message::Tell(_) => None,
    };
    let done = guarded(|| match message {
        Message::Configure(configuration) => configure(state, *configuration),
        Message::Tell(task) => task(state),
        Message::Open(item) => open(state, item),
        Message::Change { uri, version, changes } => change(state, &uri, version, changes),
        Message::Close(uri) => close(state, uri),
        Message::Ask { question, .. } => {
            own::refresh(state);
            question(state);
        }
    });
    if let Err(Panicked(reason)) = done {
        state.report(&reason);
        if let Some(open) = uri.and_then(|it| state.files.get_mut(&it)) {
            open.forget();
        }
    }
}

fn configure(state: &mut State, configuration: Configuration) {
    state.declared = configuration.declared;
    state.own.scopes.set_roots(configuration.roots);
    if let Some(options) = configuration.options {
        own::set(state, vec![(None, options)]);
    }
}

/// A second `didOpen` of one file is a client's slip; the newer text counts.
fn open(state: &mut State, item: TextDocumentItem) {
    own::refresh_first(state);
    let path = file_path(&item.uri);
    let scope = state.own.scopes.of(path.as_deref());
    // Its folder may have settings that nobody has asked for before.
    own::tell_faults(state);
    if let Some(path) = &path {
        index::opened(state, path, &item.uri);
    }
    // Closed, it was spoken of unasked; from now on the client asks.
    let told = state.own.diagnostics(&item.uri, state.declared.encoding).is_some_and(|it| !it.is_empty());
    if told && state.declared.pulls_diagnostics {
        state.outbox.publish(PublishDiagnosticsParams::new(item.uri.clone(), Vec::new(), None));
    }
    state.files.insert(item.uri.clone(), Open::new(item, scope));
}

/// Versions are echoed, not checked: the order of arrival is what counts.
fn change(state: &mut State, uri: &Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
    match state.files.get_mut(uri) {
        Some(open) => open.change(version, changes, state.declared.encoding),
        None => tracing::warn!("an edit of {} which is not open", uri.as_str()),
    }
}

/// Takes the diagnostics of a closed file away, as its text is no longer known; that of knowledge is.
fn close(state: &mut State, uri: Uri) {
    let own = state.own.diagnostics(&uri, state.declared.encoding);
    let pushes = !state.declared.pulls_diagnostics;
    let removed = state.files.remove(&uri);
    let path = removed.as_ref().and_then(|it| it.path.clone());
    let on_disk = path.map(|it| index::closed(state, it)).unwrap_or_default();
    match removed {
        Some(_) if own.is_some() => {
            state.outbox.publish(PublishDiagnosticsParams::new(uri, own.unwrap_or_default(), None));
        }
        Some(open) if pushes && (open.is_analysed() || open.is_left_alone()) => {
            state.outbox.publish(PublishDiagnosticsParams::new(uri, on_disk, None));
        }
        Some(_) => {}
        None => tracing::warn!("{} was closed without being open", uri.as_str()),
    }
}

/// Sends what is new, unless the client asks for it.
fn publish(state: &mut State) {
    if let Err(Panicked(reason)) = guarded(|| own::refresh(state)) {
        state.report(&reason);
    }
    let stale: Vec<_> = state.files.iter().filter(|it| it.1.is_stale).map(|it| it.0.clone()).collect();
    for uri in stale {
        if !state.declared.pulls_diagnostics {
            push(state, &uri);
        }
        if let Some(open) = state.files.get_mut(&uri) {
            open.published();
        }
    }
}

/// Sends the diagnostics of an open file.
fn push(state: &mut State, uri: &Uri) {
    let reason = match guarded(|| state.diagnostics(uri)) {
        Ok(Ok(Some(diagnostics))) => {
            let version = state.declared.diagnostic_version.then(|| state.version(uri));
            return state.outbox.publish(PublishDiagnosticsParams::new(uri.clone(), diagnostics, version));
        }
        Ok(Ok(None)) => return,
        Ok(Err(Panicked(reason))) => reason,
        Err(Panicked(reason)) => {
            state.files.entry(uri.clone()).and_modify(Open::forget);
            reason
        }
    };
    state.report(&reason);
}
