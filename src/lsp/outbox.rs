//! What is waiting to be sent to the client unasked?
//!
//! The engine never waits for a client that reads slowly: it leaves its messages here and goes on. A file's diagnostics
//! replace those of the same file that are still waiting, so the outbox is bounded by the number of files.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{MessageType, PublishDiagnosticsParams};

/// Beyond this many waiting log messages the oldest make room: a log is no reason to grow.
const LOG_LIMIT: usize = 100;

#[derive(Default)]
pub(super) struct Outbox {
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    is_open: bool,
    diagnostics: Vec<PublishDiagnosticsParams>,
    logs: Vec<(MessageType, String)>,
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
        match waiting.diagnostics.iter_mut().find(|it| it.uri == params.uri) {
            Some(older) => *older = params,
            None => waiting.diagnostics.push(params),
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

    /// Sends whatever arrives, for ever. Only this task waits for the client.
    pub(super) async fn deliver(&self, client: Client) {
        loop {
            self.arrived.notified().await;
            let (logs, diagnostics) = self.take();
            for (level, line) in logs {
                client.log_message(level, line).await;
            }
            for params in diagnostics {
                client.send_notification::<PublishDiagnostics>(params).await;
            }
        }
    }

    fn take(&self) -> (Vec<(MessageType, String)>, Vec<PublishDiagnosticsParams>) {
        let mut waiting = self.lock();
        if !waiting.is_open {
            return (Vec::new(), Vec::new());
        }
        (mem::take(&mut waiting.logs), mem::take(&mut waiting.diagnostics))
    }

    /// A panic while the lock was held leaves whole messages behind, so the content is good.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
