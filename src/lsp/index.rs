//! What is known of all files of the workspace, open or not?

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::{Diagnostic, Location, MessageType, PublishDiagnosticsParams, Range, Uri};

use super::capabilities::Declared;
use super::convert::Lines;
use super::diagnostics;
use super::engine::State;
use super::own::file_path;
use super::scan::{Order, Progress, Scanner};
use crate::document::Document;
use crate::knowledge::{CardId, Knowledge};
use crate::navigation::Target;
use crate::symbols::{Match, Query};
use crate::workspace::{Scope, is_too_wide};

/// The files that were read, and how far that is.
#[derive(Default)]
pub(super) struct Index {
    files: HashMap<PathBuf, Entry>,
    /// Whether everything was read once, or is about to be.
    pub(super) is_scanning: bool,
    scanner: Option<Scanner>,
    /// Which scan the entries are of that were not read again yet.
    generation: u32,
}

/// What is kept of a file: what is said of it, not its text.
pub(super) struct Entry {
    path: PathBuf,
    pub(super) uri: Uri,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The cards that it names, in order.
    mentions: Vec<(CardId, Range)>,
    symbols: Vec<(Match, Range)>,
    knowledge: Arc<Knowledge>,
    generation: u32,
}

/// What the scanner found out.
pub(super) enum News {
    /// This is what a file holds now.
    Read(Box<Entry>),
    /// There is no such file, or none that is checked; of a folder, nothing below it.
    Gone(PathBuf),
}

impl Entry {
    /// What is to be kept of `document`.
    pub(super) fn of(path: PathBuf, uri: Uri, document: &Document, scope: &Scope, declared: &Declared) -> Entry {
        let lines = Lines { text: document.text(), encoding: declared.encoding };
        let features = scope.settings().features;
        let is_wanted = features.diagnostics && features.workspace_diagnostics;
        let findings = if is_wanted { document.findings() } else { &[] };
        let diagnostics = diagnostics::of_findings(&uri, lines, findings, scope, declared);
        let mentions = document.mentions().into_iter().map(|it| (it.card, lines.range(it.range)));
        let found = Query::new("", document.knowledge()).matches(document).into_iter();
        let symbols = found.map(|it| (it.range, it)).map(|(range, it)| (it, lines.range(range)));
        let (mentions, symbols) = (mentions.collect(), symbols.collect());
        Entry { path, uri, diagnostics, mentions, symbols, knowledge: Arc::clone(document.knowledge()), generation: 0 }
    }
}

impl Index {
    /// Takes orders to `scanner` from now on.
    pub(super) fn of(scanner: Option<Scanner>) -> Index {
        Index { scanner, ..Index::default() }
    }

    /// The file at `path`, if it was read.
    pub(super) fn file(&self, path: &Path) -> Option<&Entry> {
        self.files.get(path)
    }

    /// All files that were read and are not `open`, sorted by their URIs.
    pub(super) fn closed(&self, open: &HashMap<Uri, super::open::Open>) -> Vec<&Entry> {
        let mut entries: Vec<_> = self.files.values().filter(|it| !open.contains_key(&it.uri)).collect();
        entries.sort_by_key(|it| it.uri.as_str());
        entries
    }
}

impl Entry {
    /// Where it speaks of `target`. Parts that only one text names are not looked for in others.
    pub(super) fn places(&self, target: &Target) -> Vec<Location> {
        let Target::Card(id) = target else { return Vec::new() };
        let Some(card) = self.knowledge.card_id(id) else { return Vec::new() };
        let named = self.mentions.iter().filter(|it| it.0 == card);
        named.map(|it| Location::new(self.uri.clone(), it.1)).collect()
    }

    /// The symbols that fit a `query` of the same knowledge.
    pub(super) fn symbols<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = (&'a Match, Range)> {
        self.symbols.iter().filter(|it| query.fits(&it.0, &self.knowledge)).map(|it| (&it.0, it.1))
    }

    /// The knowledge that it was read with.
    pub(super) fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }
}

/// Reads all files anew, by what holds for them now.
pub(super) fn scan(state: &mut State) {
    let scopes = &state.own.scopes;
    for root in scopes.roots().iter().filter(|it| is_too_wide(it)) {
        let line = format!("archnotes: {} is not looked through, as it holds too much", root.display());
        state.outbox.log(MessageType::INFO, line);
    }
    if scopes.roots().is_empty() {
        return;
    }
    if let Some(scanner) = &state.index.scanner {
        scanner.order(Order::All { scopes: Box::new(scopes.clone()), declared: state.declared.clone() });
        state.index.is_scanning = true;
    }
}

/// Reads some files again, which have changed or were closed.
pub(super) fn again(state: &State, paths: Vec<PathBuf>) {
    if let Some(scanner) = &state.index.scanner {
        scanner.order(Order::Some(paths));
    }
}

/// Leaves what is not read yet: the user does not want it.
pub(super) fn stop(state: &State) {
    if let Some(scanner) = &state.index.scanner {
        scanner.order(Order::Stop);
    }
}

/// A scan begins.
pub(super) fn begin(state: &mut State, progress: Progress) {
    state.index.generation += 1;
    if state.declared.work_done_progress {
        state.outbox.progress(progress);
    }
}

/// Takes what was read, and tells of it where the client does not ask.
pub(super) fn take(state: &mut State, news: Vec<News>) {
    for news in news {
        match news {
            News::Read(entry) => put(state, *entry),
            News::Gone(path) => remove(state, |it| it.path.starts_with(&path)),
        }
    }
}

/// A scan is over, before its time if there is a `cut`: what it did not come across is gone.
pub(super) fn end(state: &mut State, cut: Option<&'static str>) {
    state.index.is_scanning = false;
    match cut {
        Some(reason) => {
            let count = state.index.files.len();
            let line = format!("archnotes: {count} files were looked through and others left out, as {reason}");
            state.outbox.log(MessageType::WARNING, line);
        }
        None => {
            let generation = state.index.generation;
            remove(state, |it| it.generation != generation);
        }
    }
    super::pull::answer_all(state);
}

/// Takes the diagnostics of a closed file: those of its text on disk, as far as it is known. `None` for a file that is none
/// of the workspace's.
pub(super) fn closed(state: &State, uri: &Uri) -> Option<Vec<Diagnostic>> {
    let path = file_path(uri)?;
    let entry = state.index.file(&path)?;
    again(state, vec![path]);
    Some(entry.diagnostics.clone())
}

fn put(state: &mut State, mut entry: Entry) {
    entry.generation = state.index.generation;
    let before = state.index.files.get(&entry.path).map(|it| it.diagnostics.as_slice()).unwrap_or_default();
    if before != entry.diagnostics {
        tell(state, &entry.uri, &entry.diagnostics);
    }
    super::pull::answer(state, &entry);
    state.index.files.insert(entry.path.clone(), entry);
}

fn remove(state: &mut State, is_gone: impl Fn(&Entry) -> bool) {
    let gone: Vec<_> = state.index.files.extract_if(|_, it| is_gone(it)).map(|it| it.1).collect();
    for entry in gone.iter().filter(|it| !it.diagnostics.is_empty()) {
        tell(state, &entry.uri, &[]);
    }
}

/// Of an open file its own text is spoken of, and a client that asks is not told.
fn tell(state: &State, uri: &Uri, diagnostics: &[Diagnostic]) {
    if !state.declared.pulls_diagnostics && !state.files.contains_key(uri) {
        state.outbox.publish(PublishDiagnosticsParams::new(uri.clone(), diagnostics.to_vec(), None));
    }
}
