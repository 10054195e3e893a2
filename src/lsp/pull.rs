//! What does a client get that asks for the diagnostics of all files?
//!
//! While the files are read, it gets each as soon as that is known if it takes partial results, else all at the end.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, PreviousResultId, ProgressToken, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticReportPartialResult, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::beside;
use super::diagnostics::result_id;
use super::engine::State;
use super::index::Entry;

/// So many reports are sent at once.
const TOGETHER: usize = 64;

/// What a client gets before the answer that it waits for.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// Sends reports as they come to a client that takes partial results, which leaves nothing for the answer; else all of them
/// are the answer.
pub(super) async fn forward(
    client: &Client,
    mut reports: Reports,
    token: Option<ProgressToken>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut items = Vec::new();
    while reports.recv_many(&mut items, TOGETHER).await > 0 {
        if let Some(token) = &token {
            let items = std::mem::take(&mut items);
            let params = json!({"token": token, "value": WorkspaceDiagnosticReportPartialResult { items }});
            client.send_notification::<PartialResult>(params).await;
        }
    }
    // Answers take another way out, on which this one would overtake the last of its parts: tower-lsp writes what it was
    // given before it asks a handler again.
    tokio::task::yield_now().await;
    items
}

/// A client that waits, and what it has already.
pub(super) struct Pull {
    previous: HashMap<Uri, String>,
    /// What it was told since it has asked: a file may change while others are read.
    told: HashMap<Uri, String>,
    reports: mpsc::UnboundedSender<WorkspaceDocumentDiagnosticReport>,
}

/// Reports of all files, which end when all of them were read.
pub(super) type Reports = mpsc::UnboundedReceiver<WorkspaceDocumentDiagnosticReport>;

/// `workspace/diagnostic`: what is known at once, the rest as it is read.
pub(super) fn pull(state: &mut State, previous: Vec<PreviousResultId>) -> Reports {
    if !state.index.is_scanning {
        beside::hold_closed(state);
    }
    let (reports, receiver) = mpsc::unbounded_channel();
    let previous = previous.into_iter().map(|it| (it.uri, it.value)).collect();
    let mut pull = Pull { previous, told: HashMap::new(), reports };
    let open: Vec<_> = state.files.keys().cloned().collect();
    for uri in open {
        let version = Some(i64::from(state.version(&uri)));
        if let Ok(Some(diagnostics)) = state.diagnostics(&uri) {
            pull.report(&uri, version, &diagnostics, &result_id(&diagnostics));
        }
    }
    // What the scan that is under way has not come to yet may be of the past.
    let current = state.index.closed(&state.files).filter(|it| it.is_of(&state.index) && !it.may_drift());
    current.for_each(|it| pull.report_entry(it));
    if state.index.is_scanning {
        state.pulls.push(pull);
    } else {
        finish(state, pull);
    }
    receiver
}

/// Tells those who wait of a file that was read.
pub(super) fn answer(state: &mut State, entry: &Entry) {
    // What other files say of it is known when all are read.
    if !state.pulls.is_empty() && !state.is_open(entry.path()) && !entry.may_drift() {
        state.pulls.iter_mut().for_each(|it| it.report_entry(entry));
    }
}

/// All files were read. Who has stopped waiting gets nothing.
pub(super) fn answer_all(state: &mut State) {
    std::mem::take(&mut state.pulls).into_iter().for_each(|it| finish(state, it));
}

/// Says what other files say of each, and what was known before as well, where a scan that was stopped did not come to it.
fn finish(state: &State, mut pull: Pull) {
    let rest = state.index.closed(&state.files).filter(|it| it.may_drift() || !it.is_of(&state.index));
    rest.for_each(|it| pull.report_entry(it));
    pull.end();
}

impl Pull {
    fn report_entry(&mut self, entry: &Entry) {
        self.report(&entry.uri, None, &entry.diagnostics, &entry.result_id);
    }

    /// A file without diagnostics, of which nothing is shown, need not be spoken of.
    fn report(&mut self, uri: &Uri, version: Option<i64>, diagnostics: &[Diagnostic], result_id: &str) {
        let previous = self.previous.remove(uri);
        let told = self.told.get(uri);
        let is_news = told.or(previous.as_ref()).is_some() || !diagnostics.is_empty();
        if !is_news || told.is_some_and(|it| it == result_id) {
            return;
        }
        let (uri, result_id) = (uri.clone(), result_id.to_owned());
        self.told.insert(uri.clone(), result_id.clone());
        let report = match previous.as_ref() == Some(&result_id) {
            true => WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            }
            .into(),
            false => full(uri, version, Some(result_id), diagnostics.to_vec()),
        };
        let _ = self.reports.send(report);
    }

    /// What is shown of files that are no longer there goes.
    fn end(self) {
        for (uri, _) in self.previous {
            let _ = self.reports.send(full(uri, None, None, Vec::new()));
        }
    }
}

fn full(
    uri: Uri,
    version: Option<i64>,
    result_id: Option<String>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}
