//! What does the editor set, which folders does it work in, and which files have changed?

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::ls_types::{Uri, WorkspaceFoldersChangeEvent};

use super::engine::State;
use super::index;
use super::own::{self, file_path};
use super::watch::{self, concerns, is_ignore_file};

/// `initialized`: from now on the client may be asked.
pub(super) fn begin(state: &mut State) {
    state.own.reload();
    if state.declared.watched_settings {
        state.outbox.register(watch::settings());
    }
    // Read by the settings that are known, and again by those that come, everything would take twice as long.
    state.index.awaits_settings = state.declared.configuration;
    ask(state);
}

/// `workspace/didChangeConfiguration`: many clients say only that something has changed.
pub(super) fn changed(state: &mut State, settings: Value) {
    if state.declared.configuration {
        ask(state);
    } else if settings.is_object() {
        own::set(state, vec![(None, settings)]);
    }
}

/// What the client answered for each root. One that sets nothing at all leaves what it said when it was greeted.
pub(super) fn answered(state: &mut State, answers: impl Iterator<Item = (Option<Uri>, Value)>) {
    let answers = answers.map(|(root, it)| (root.as_ref().and_then(file_path), it));
    let options: Vec<_> = answers.filter(|it| !it.1.is_null()).collect();
    if !options.is_empty() {
        own::set(state, options);
    }
    settled(state);
}

/// The editor has said what it sets, or cannot be waited for any longer: what was put off until then is read.
pub(super) fn settled(state: &mut State) {
    if std::mem::take(&mut state.index.awaits_settings) {
        own::scan(state);
    }
}

/// `workspace/didChangeWorkspaceFolders`.
pub(super) fn folders(state: &mut State, event: &WorkspaceFoldersChangeEvent) {
    let removed: Vec<_> = event.removed.iter().filter_map(|it| file_path(&it.uri)).collect();
    let added = event.added.iter().filter_map(|it| file_path(&it.uri));
    let mut roots = state.own.scopes.roots().to_vec();
    roots.retain(|it| !removed.contains(it));
    roots.extend(added);
    state.own.scopes.set_roots(roots);
    state.own.reload();
    ask(state);
}

/// Files that were saved, or that have changed on disk.
pub(super) fn changed_on_disk(state: &mut State, files: Vec<PathBuf>) {
    if files.iter().any(|it| state.own.scopes.reads(it) || is_ignore_file(it)) {
        state.own.reload();
        return;
    }
    // An open file is spoken of as its editor has it.
    let others: Vec<_> = files.into_iter().filter(|it| concerns(it) && !state.is_open(it)).collect();
    if !others.is_empty() {
        index::again(state, others);
    }
}

fn ask(state: &State) {
    if !state.declared.configuration {
        return;
    }
    let roots: Vec<_> = state.own.scopes.roots().iter().map(Uri::from_file_path).collect();
    state.outbox.ask_settings(if roots.is_empty() { vec![None] } else { roots });
}
