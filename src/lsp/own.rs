//! Which files does archnotes itself read, settings and knowledge, what is wrong with them, and who is told?

use std::collections::BTreeSet;
use std::mem;
use std::path::{Path, PathBuf};

use ropey::Rope;
use serde_json::Value;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, MessageType, NumberOrString, PublishDiagnosticsParams, Uri};

use super::convert::{Encoding, Lines};
use super::diagnostics::SOURCE;
use super::engine::State;
use super::index;
use super::watch;
use crate::knowledge::Problem;
use crate::navigation::Target;
use crate::settings::Layer;
use crate::span::Span;
use crate::workspace::{Broken, Scopes, is_settings};

/// The settings and the knowledge of all files.
#[derive(Default)]
pub(super) struct Own {
    pub(super) scopes: Scopes,
    /// Whether files may have changed since they were read.
    is_stale: bool,
    /// Whether they were ever read.
    is_read: bool,
    /// Sorted by path.
    broken: Vec<Broken>,
    /// What the client's log says of the editor's settings.
    faults: Vec<String>,
}

impl Own {
    /// Lets everything be read again, settings, knowledge and documents.
    pub(super) fn reload(&mut self) {
        self.is_stale = true;
    }

    /// What is wrong with the file of `uri`; `None` for one that archnotes does not read for itself.
    pub(super) fn diagnostics(&self, uri: &Uri, encoding: Encoding) -> Option<Vec<Diagnostic>> {
        let path = file_path(uri).filter(|it| self.scopes.reads(it))?;
        Some(self.of_path(&path, encoding))
    }

    fn of_path(&self, path: &Path, encoding: Encoding) -> Vec<Diagnostic> {
        let Some(file) = self.broken.iter().find(|it| it.path == path) else { return Vec::new() };
        let text = Rope::from_str(&file.text);
        let lines = Lines { text: &text, encoding };
        file.problems.iter().map(|it| diagnostic(path, it, &file.text, lines)).collect()
    }

    /// Takes what is wrong now: the files of which something else is to be told.
    fn judge(&mut self) -> BTreeSet<PathBuf> {
        let mut broken = [self.scopes.broken_knowledge(), self.scopes.broken_settings()].concat();
        broken.sort_by(|a, b| a.path.cmp(&b.path));
        let before = mem::replace(&mut self.broken, broken);
        let is_new = |it: &&Broken| !before.contains(it);
        let is_gone = |it: &&Broken| !self.broken.iter().any(|now| now.path == it.path);
        let told = self.broken.iter().filter(is_new).chain(before.iter().filter(is_gone));
        told.map(|it| it.path.clone()).collect()
    }
}

/// The file in `folders` of its own knowledge with what the team says of `target`.
pub(super) fn page(folders: &[PathBuf], target: &Target) -> Option<PathBuf> {
    let names = match target {
        Target::Card(id) => vec![format!("services/{id}.md"), format!("concepts/{id}.md")],
        Target::Rule(id) => vec![format!("rules/{id}.md")],
        Target::Component(_) => Vec::new(),
    };
    let files = folders.iter().rev().flat_map(|folder| names.iter().map(|it| folder.join(it)));
    files.into_iter().find(|it| it.is_file())
}

/// Takes what the editor sets, for a root or for all, and says in the client's log what of it is not understood.
pub(super) fn set(state: &mut State, options: Vec<(Option<PathBuf>, Value)>) {
    let read = options.iter().map(|(root, it)| (root.clone(), Layer::of_editor(it)));
    let mut layers = Vec::new();
    for (root, (layer, problems)) in read {
        for problem in problems {
            state.outbox.log(MessageType::WARNING, format!("archnotes: {}", problem.message));
        }
        layers.push((root, layer));
    }
    if state.own.scopes.set_editor(layers) {
        state.own.reload();
    }
}

/// Reads settings and knowledge if that was never done.
pub(super) fn refresh_first(state: &mut State) {
    if !state.own.is_read {
        state.own.reload();
        refresh(state);
    }
}

/// Reads settings and knowledge, if they may have changed, and lets everything be analysed that they change.
///
/// Takes all cores for some 20 ms where knowledge is new: so not before `initialize` is answered.
pub(super) fn refresh(state: &mut State) {
    if !mem::take(&mut state.own.is_stale) {
        return;
    }
    let is_first = !mem::replace(&mut state.own.is_read, true);
    state.own.scopes.forget();
    // What is wrong is told of every root, whether a file of it is open or not.
    state.own.scopes.of(None);
    for root in state.own.scopes.roots().to_vec() {
        state.own.scopes.of(Some(&root.join("file")));
    }
    hold_all(state);
    tell_faults(state);
    if !is_first {
        state.refresh();
    }
    scan_now(state);
}

/// Reads all files, by settings and knowledge that are up to date; where they are not, that is done with reading those.
pub(super) fn scan(state: &mut State) {
    if !state.own.is_stale {
        scan_now(state);
    }
}

fn scan_now(state: &mut State) {
    let watched = watch::renew(state);
    index::scan(state, watched);
}

/// Lets open files go by what holds for them now.
fn hold_all(state: &mut State) {
    for open in state.files.values_mut() {
        open.hold(state.own.scopes.of(open.path.as_deref()));
    }
}

/// Takes over the `scopes` of folders that a scan came through, unless what they were made from has changed since.
pub(super) fn learn(state: &mut State, scopes: Scopes) {
    if !state.own.is_stale {
        state.own.scopes = scopes;
        // Some were opened in the meantime, perhaps in folders that it did not come through.
        hold_all(state);
        tell_faults(state);
        watch::renew(state);
    }
}

/// Tells what is wrong with the settings and the knowledge that were read, as far as that is news.
pub(super) fn tell_faults(state: &mut State) {
    for path in state.own.judge() {
        match state.files.values_mut().find(|it| it.path.as_ref() == Some(&path)) {
            Some(open) => open.is_stale = true,
            None => tell(state, &path),
        }
    }
    log_faults(state);
}

/// Sends the diagnostics of a file that is not open. A folder has no lines that could be underlined.
fn tell(state: &State, path: &Path) {
    if path.is_dir() {
        state.outbox.log(MessageType::WARNING, format!("archnotes: {} cannot be read", path.display()));
    } else if let Some(uri) = Uri::from_file_path(path) {
        let diagnostics = state.own.of_path(path, state.declared.encoding);
        state.outbox.publish(PublishDiagnosticsParams::new(uri, diagnostics, None));
    }
}

/// What is wrong with the editor's settings beyond their types, once.
fn log_faults(state: &mut State) {
    let faults = state.own.scopes.faults_of_editor();
    for fault in faults.iter().filter(|it| !state.own.faults.contains(it)) {
        state.outbox.log(MessageType::WARNING, format!("archnotes: {fault}"));
    }
    state.own.faults = faults;
}

/// The file that `uri` names, if it is on disk.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let path = (uri.scheme().as_str() == "file").then(|| uri.to_file_path())??;
    Some(path.into_owned())
}

fn diagnostic(path: &Path, problem: &Problem, text: &str, lines: Lines<'_>) -> Diagnostic {
    let (severity, code) = match is_settings(path) {
        true => (DiagnosticSeverity::WARNING, "settings"),
        false => (DiagnosticSeverity::ERROR, "knowledge"),
    };
    Diagnostic {
        range: lines.range(visible(problem.range, text)),
        severity: Some(severity),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: problem.message.clone(),
        ..Diagnostic::default()
    }
}

/// `range`, or where that is empty the rest of its line: an editor draws nothing under no letters.
fn visible(range: Span, text: &str) -> Span {
    let rest = text.get(range.start..).filter(|_| range.is_empty());
    let len = rest.and_then(|it| it.lines().next()).map_or(0, str::len);
    Span::new(range.start, range.end + len)
}
