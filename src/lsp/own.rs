//! What is wrong with the workspace's own knowledge files, and who is told?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ropey::Rope;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticSeverity, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    MessageType, NumberOrString, OneOf, PublishDiagnosticsParams, Registration, RelativePattern, Uri,
};

use super::convert::{Encoding, Lines};
use super::diagnostics::SOURCE;
use super::engine::State;
use crate::knowledge::{Knowledge, Problem};
use crate::navigation::Target;
use crate::span::Span;
use crate::workspace::{Broken, Overlay, is_knowledge};

/// The folder itself as well: of a whole folder that goes, some clients tell no more.
const WATCHED: [&str; 2] = ["**/.archnotes", "**/.archnotes/**"];

/// The workspace's own knowledge files.
#[derive(Default)]
pub(super) struct Own {
    /// The workspace's folder, if it has one.
    pub(super) root: Option<PathBuf>,
    /// Whether they may have changed since they were read.
    pub(super) is_stale: bool,
    /// The folder that they stand in, if there is one.
    folder: Option<PathBuf>,
    /// As they were last read; `None` before the first time.
    overlay: Option<Overlay>,
    /// Sorted by path.
    broken: Vec<Broken>,
}

impl Own {
    /// Whether they were ever read.
    pub(super) fn is_read(&self) -> bool {
        self.overlay.is_some()
    }

    /// What is wrong with the file of `uri`; `None` for a file that is no knowledge.
    pub(super) fn diagnostics(&self, uri: &Uri, encoding: Encoding) -> Option<Vec<Diagnostic>> {
        let path = file_path(uri).filter(|it| is_knowledge(it))?;
        Some(self.of_path(&path, encoding))
    }

    /// The file with what the team itself says of `target`.
    pub(super) fn page(&self, target: &Target) -> Option<PathBuf> {
        let names = match target {
            Target::Card(id) => vec![format!("services/{id}.md"), format!("concepts/{id}.md")],
            Target::Rule(id) => vec![format!("rules/{id}.md")],
            Target::Component(_) => Vec::new(),
        };
        names.iter().find_map(|it| self.overlay.as_ref()?.file(it))
    }

    fn of_path(&self, path: &Path, encoding: Encoding) -> Vec<Diagnostic> {
        let Some(file) = self.broken.iter().find(|it| it.path == path) else { return Vec::new() };
        let text = Rope::from_str(&file.text);
        let lines = Lines { text: &text, encoding };
        file.problems.iter().map(|it| diagnostic(it, &file.text, lines)).collect()
    }

    /// Reads them again: the new knowledge, and the files whose diagnostics are others now; `None` when nothing has changed.
    fn read(&mut self) -> Option<(Knowledge, BTreeSet<PathBuf>)> {
        self.folder = self.root.as_deref().and_then(Overlay::folder_of);
        let overlay = Overlay::read(self.folder.as_slice());
        if self.overlay.as_ref() == Some(&overlay) {
            return None;
        }
        let (knowledge, broken) = overlay.knowledge();
        let told = self.broken.iter().chain(&broken).map(|it| it.path.clone()).collect();
        (self.overlay, self.broken) = (Some(overlay), broken);
        Some((knowledge, told))
    }

    /// What the client is asked to tell of: changes of these files, wherever they are.
    fn watchers(&self, relative_patterns: bool) -> Registration {
        let mut patterns: Vec<_> = WATCHED.iter().map(|it| GlobPattern::String((*it).to_owned())).collect();
        // A client looks below the folders that it works in; the knowledge may lie above them.
        let above = self.folder.as_deref().filter(|it| self.root.as_ref().is_some_and(|root| !it.starts_with(root)));
        if let Some(base) = above.filter(|_| relative_patterns).and_then(Uri::from_file_path) {
            let pattern = RelativePattern { base_uri: OneOf::Right(base), pattern: "**".to_owned() };
            patterns.push(GlobPattern::Relative(pattern));
        }
        let watchers =
            patterns.into_iter().map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None }).collect();
        Registration {
            id: "knowledge".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers }).ok(),
        }
    }
}

/// Reads the knowledge, if it may have changed, and lets everything be analysed with it.
///
/// Takes all cores for some 20 ms: so not before `initialize` is answered.
pub(super) fn refresh(state: &mut State) {
    if !state.own.is_stale {
        return;
    }
    state.own.is_stale = false;
    let is_first = !state.own.is_read();
    let Some((knowledge, told)) = state.own.read() else { return };
    state.knowledge = Arc::new(knowledge);
    state.files.values_mut().for_each(|it| it.forget());
    let open: Vec<_> = state.files.keys().filter_map(file_path).collect();
    for path in told.iter().filter(|it| !open.contains(it)) {
        tell(state, path);
    }
    if !is_first {
        state.refresh();
    }
    if is_first && state.declared.watched_files {
        state.outbox.register(state.own.watchers(state.declared.relative_patterns));
    }
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

/// The file that `uri` names, if it is on disk.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let path = (uri.scheme().as_str() == "file").then(|| uri.to_file_path())??;
    Some(path.into_owned())
}

fn diagnostic(problem: &Problem, text: &str, lines: Lines<'_>) -> Diagnostic {
    Diagnostic {
        range: lines.range(visible(problem.range, text)),
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("knowledge".to_owned())),
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
