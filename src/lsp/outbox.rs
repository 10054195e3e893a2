//! What is waiting to be sent to the client unasked?
//!
//! The engine never waits for a client that reads slowly: it leaves its messages here and goes on. A file's diagnostics
//! replace those of the same file that are still waiting, so the outbox is bounded by the number of files.

use std::collections::{BTreeSet, HashMap};
use std::mem;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{
    ConfigurationItem, MessageType, PublishDiagnosticsParams, Registration, ShowDocumentParams, Uri,
};

use super::diagnostics::SOURCE;
use super::editor;
use super::engine::Engine;
use super::progress;
use super::scan::Progress;

/// Beyond this many waiting log messages the oldest make room: a log is no reason to grow.
const LOG_LIMIT: usize = 100;

/// Files that are not open are read without the client's settings if it has not told them in this time.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a client can be asked to ask for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refresh {
    Diagnostics,
    SemanticTokens,
    CodeLenses,
    InlayHints,
}

#[derive(Default)]
pub(super) struct Outbox {
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    is_open: bool,
    diagnostics: Vec<PublishDiagnosticsParams>,
    /// Where those of a file stand in `diagnostics`.
    places: HashMap<Uri, usize>,
    logs: Vec<(MessageType, String)>,
    registrations: Vec<Registration>,
    /// The roots whose settings are asked for, `None` where there are no roots.
    settings_of: Option<Vec<Option<Uri>>>,
    /// How far a scan is that has begun.
    progress: Option<(u32, Progress)>,
    refreshes: BTreeSet<Refresh>,
    /// What the user asked to see, the last one.
    shown: Option<Shown>,
}

/// What is shown to the user at once.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// A file, in the editor.
    File(Uri),
    /// A text, in a window of its own.
    Text(String),
}

impl Outbox {
    /// Lets messages go out. Before `initialized` the protocol allows none.
    pub(super) fn open(&self) {
        self.lock().is_open = true;
        self.arrived.notify_one();
    }

    /// Leaves a file's diagnostics in place of older ones.
    pub(super) fn publish(&self, params: PublishDiagnosticsParams) {
        let mut waiting = self.lock();
        match waiting.places.get(&params.uri).copied() {
            Some(older) => waiting.diagnostics[older] = params,
            None => {
                let place = waiting.diagnostics.len();
                waiting.places.insert(params.uri.clone(), place);
                waiting.diagnostics.push(params);
            }
        }
        drop(waiting);
        self.arrived.notify_one();
    }

    /// Leaves a line for the client's log, which users see.
    pub(super) fn log(&self, level: MessageType, line: String) {
        let mut waiting = self.lock();
        if waiting.logs.len() == LOG_LIMIT {
            waiting.logs.remove(0);
        }
        waiting.logs.push((level, line));
        drop(waiting);
        self.arrived.notify_one();
    }

    /// Leaves a request to be told of something.
    pub(super) fn register(&self, registration: Registration) {
        self.lock().registrations.push(registration);
        self.arrived.notify_one();
    }

    /// Leaves a request to ask for something again.
    pub(super) fn refresh(&self, what: Refresh) {
        self.lock().refreshes.insert(what);
        self.arrived.notify_one();
    }

    /// Leaves the question what is set for these roots.
    pub(super) fn ask_settings(&self, roots: Vec<Option<Uri>>) {
        self.lock().settings_of = Some(roots);
        self.arrived.notify_one();
    }

    /// Lets the user see how far a scan is.
    pub(super) fn progress(&self, scan: u32, progress: Progress) {
        self.lock().progress = Some((scan, progress));
        self.arrived.notify_one();
    }

    /// Leaves what the user asked to see.
    pub(super) fn show(&self, what: Shown) {
        self.lock().shown = Some(what);
        self.arrived.notify_one();
    }

    /// Sends whatever arrives, for ever. Only this task waits for the client.
    pub(super) async fn deliver(&self, client: Client, engine: Engine) {
        loop {
            self.arrived.notified().await;
            let Waiting { logs, diagnostics, registrations, settings_of, progress, refreshes, shown, .. } = self.take();
            for (level, line) in logs {
                client.log_message(level, line).await;
            }
            for params in diagnostics {
                client.send_notification::<PublishDiagnostics>(params).await;
            }
            match shown {
                Some(Shown::Text(text)) => client.show_message(MessageType::INFO, text).await,
                Some(Shown::File(uri)) => drop(tokio::spawn(opened(client.clone(), uri))),
                None => {}
            }
            // What is to be sent next must not wait for the client's answers.
            if let Some((scan, progress)) = progress {
                tokio::spawn(progress::show(client.clone(), scan, progress));
            }
            if let Some(roots) = settings_of {
                tokio::spawn(asked_settings(client.clone(), engine.clone(), roots));
            }
            for what in refreshes {
                tokio::spawn(asked_again(client.clone(), what));
            }
            if !registrations.is_empty() {
                let client = client.clone();
                tokio::spawn(async move {
                    if let Err(err) = client.register_capability(registrations).await {
                        tracing::warn!("the client does not tell of changed files: {err}");
                    }
                });
            }
        }
    }

    /// What is waiting, which is nothing before `open`.
    fn take(&self) -> Waiting {
        let mut waiting = self.lock();
        let is_open = waiting.is_open;
        if is_open { mem::replace(&mut waiting, Waiting { is_open, ..Waiting::default() }) } else { Waiting::default() }
    }

    /// A panic while the lock was held leaves whole messages behind, so the content is good.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn opened(client: Client, uri: Uri) {
    let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: None };
    if let Err(err) = client.show_document(params).await {
        tracing::warn!("the client does not show a file: {err}");
    }
}

async fn asked_settings(client: Client, engine: Engine, roots: Vec<Option<Uri>>) {
    let item = |scope: &Option<Uri>| ConfigurationItem { scope_uri: scope.clone(), section: Some(SOURCE.to_owned()) };
    let mut answer = pin!(client.configuration(roots.iter().map(item).collect()));
    let in_time = tokio::time::timeout(PATIENCE, &mut answer).await;
    let answer = match in_time {
        Ok(answer) => answer,
        Err(_) => {
            engine.tell(editor::settled);
            answer.await
        }
    };
    match answer {
        Ok(values) => engine.tell(move |state| editor::answered(state, roots.into_iter().zip(values))),
        Err(err) => {
            tracing::info!("the client does not tell its settings: {err}");
            engine.tell(editor::settled);
        }
    }
}

async fn asked_again(client: Client, what: Refresh) {
    let answer = match what {
        Refresh::Diagnostics => client.workspace_diagnostic_refresh().await,
        Refresh::SemanticTokens => client.semantic_tokens_refresh().await,
        Refresh::CodeLenses => client.code_lens_refresh().await,
        Refresh::InlayHints => client.inlay_hint_refresh().await,
    };
    if let Err(err) = answer {
        tracing::warn!("the client does not ask again for {what:?}: {err}");
    }
}
