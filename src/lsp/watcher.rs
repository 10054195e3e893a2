//! Who tells of changed files where the client does not?

use std::path::{Path, PathBuf};
use std::thread;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::editor;
use super::engine::Engine;
use crate::workspace::{format_of_path, is_knowledge, is_settings, is_too_wide};

/// Watches the files below `roots` from now on, in threads of its own.
///
/// Setting it up asks for each folder, which takes its time; what changes meanwhile is found by the scan.
pub(super) fn start(engine: Engine, roots: Vec<PathBuf>) {
    let started = thread::Builder::new().name("watcher".to_owned()).spawn(move || match watcher(&engine, &roots) {
        Ok(watcher) => engine.tell(move |state| state.watcher = Some(watcher)),
        Err(err) => tracing::warn!("changed files are not noticed: {err}"),
    });
    if let Err(err) = started {
        tracing::warn!("changed files are not noticed: {err}");
    }
}

fn watcher(engine: &Engine, roots: &[PathBuf]) -> notify::Result<RecommendedWatcher> {
    let told = engine.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event.inspect_err(|err| tracing::warn!("a change was not understood: {err}")) else { return };
        let is_change = !matches!(event.kind, EventKind::Access(_));
        let paths: Vec<_> = event.paths.into_iter().filter(|it| is_change && is_ours(it)).collect();
        if !paths.is_empty() {
            told.tell(move |state| editor::changed_on_disk(state, &paths));
        }
    })?;
    for root in roots.iter().filter(|it| !is_too_wide(it)) {
        watcher.watch(root, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// Whether a change of `path` may concern us: a document, something that archnotes reads for itself, or a folder, which takes
/// its files with it.
fn is_ours(path: &Path) -> bool {
    let is_of_git = path.iter().any(|it| it == ".git");
    let is_ignore_file = path.file_name().is_some_and(|it| it == ".gitignore" || it == ".ignore");
    let may_be_folder = || path.extension().is_none() && (path.is_dir() || !path.exists());
    let is_document = format_of_path(&path.to_string_lossy()).is_some();
    !is_of_git && (is_document || is_settings(path) || is_knowledge(path) || is_ignore_file || may_be_folder())
}
