//! Who tells of changed files, and of which: the client where it can, else the server looks itself.

use std::path::{Path, PathBuf};

use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern,
    Uri, WatchKind,
};

use super::engine::State;
use super::watcher::{Watched, Watcher};
use crate::workspace::{EXTENSIONS, format_of_path, is_knowledge, is_settings};

/// Of knowledge the folder itself as well: of a whole folder that goes, some clients tell no more.
const WATCHED: [&str; 4] =
    ["**/.archnotes", "**/.archnotes/**", "**/{archnotes,.archnotes}.toml", "**/{.gitignore,.ignore}"];

/// What the client was asked to watch.
#[derive(Default)]
pub(super) struct Asked {
    is_registered: bool,
    /// Folders of knowledge that lie where no client looks by itself.
    outside: Vec<PathBuf>,
}

/// Lets everything be watched that concerns the workspace as it is now; where the server looks itself, says when it does.
pub(super) fn renew(state: &mut State) -> Option<Watched> {
    let roots = state.own.scopes.roots().to_vec();
    let knowledge = state.own.scopes.all_knowledge_folders();
    if state.declared.watched_files {
        register(state, &roots, knowledge);
        return None;
    }
    if state.watcher.is_none() {
        let watcher = Watcher::start(state.engine.clone());
        state.watcher = watcher.inspect_err(|err| tracing::warn!("changed files are not noticed: {err}")).ok();
    }
    state.watcher.as_ref().map(|it| it.watch(roots, knowledge))
}

fn register(state: &mut State, roots: &[PathBuf], knowledge: Vec<PathBuf>) {
    // A client looks below the folders that it works in; knowledge may lie elsewhere.
    let is_outside = |it: &PathBuf| !roots.iter().any(|root| it.starts_with(root));
    let is_new = |it: &PathBuf| !state.asked.outside.contains(it);
    let can_look_there = state.declared.relative_patterns;
    let outside: Vec<_> = knowledge.into_iter().filter(|it| can_look_there && is_outside(it) && is_new(it)).collect();
    let mut watchers: Vec<_> = outside.iter().filter_map(|it| of_folder(it)).collect();
    if !state.asked.is_registered {
        watchers.splice(0..0, of_roots());
    }
    if watchers.is_empty() {
        return;
    }
    state.outbox.register(Registration {
        id: format!("files/{}", state.asked.outside.len()),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers }).ok(),
    });
    state.asked.is_registered = true;
    state.asked.outside.extend(outside);
}

fn of_roots() -> Vec<FileSystemWatcher> {
    let documents = EXTENSIONS.iter().map(|it| it.0).collect::<Vec<_>>().join(",");
    let documents = format!("**/*.{{{documents}}}");
    let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
    let mut watchers: Vec<_> = WATCHED.iter().map(|it| watcher(it)).collect();
    watchers.push(watcher(&documents));
    // A folder that goes takes its files with it, and some clients tell of no more than the folder.
    watchers.push(FileSystemWatcher { kind: Some(WatchKind::Delete), ..watcher("**/*") });
    watchers
}

fn of_folder(folder: &Path) -> Option<FileSystemWatcher> {
    let base_uri = OneOf::Right(Uri::from_file_path(folder)?);
    let pattern = RelativePattern { base_uri, pattern: "**".to_owned() };
    Some(FileSystemWatcher { glob_pattern: GlobPattern::Relative(pattern), kind: None })
}

/// The client is asked to tell when the user sets something else.
pub(super) fn settings() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({"section": "archnotes"})),
    }
}

/// Whether a change of `path` may concern us: a document, something that archnotes reads for itself, or a folder, which takes
/// its files with it.
pub(super) fn concerns(path: &Path) -> bool {
    let is_of_git = path.iter().any(|it| it == ".git");
    let may_be_folder = || path.is_dir() || !path.exists();
    let is_document = format_of_path(&path.to_string_lossy()).is_some();
    !is_of_git && (is_document || is_settings(path) || is_knowledge(path) || is_ignore_file(path) || may_be_folder())
}

/// Whether `path` says which files are left out.
pub(super) fn is_ignore_file(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it == ".gitignore" || it == ".ignore")
}
