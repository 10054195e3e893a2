//! Which files have changed, where the client does not tell?

use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind};
use tower_lsp::ls_types::MessageType;

use super::editor;
use super::engine::Engine;
use super::watch::concerns;
use crate::workspace::{folders, is_too_wide};

/// A file is seldom written in one go: what changes within this time is told of together, once it is quiet.
const QUIET: Duration = Duration::from_millis(50);

/// Who writes on and on is told of all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// So many folders are watched one by one: the system has not many more to give, to all of a user's programs.
const FOLDERS: usize = 10_000;

/// Comes to its end, empty, when everything is watched.
pub(super) type Watched = mpsc::Receiver<Infallible>;

/// The watcher's side that the engine holds. Sending never waits.
pub(super) struct Watcher {
    heard: mpsc::Sender<Heard>,
}

enum Heard {
    /// Something has changed on disk.
    Change(notify::Result<notify::Event>),
    /// These roots and folders of knowledge are to be watched, and no others. The last is dropped when they are.
    Watch(Vec<PathBuf>, Vec<PathBuf>, mpsc::Sender<Infallible>),
}

impl Watcher {
    /// Starts the thread. It tells the engine of files that concern us.
    pub(super) fn start(engine: Engine) -> io::Result<Watcher> {
        let (heard, inbox) = mpsc::channel();
        let own = heard.clone();
        thread::Builder::new().name("watcher".to_owned()).spawn(move || run(&inbox, &own, &engine))?;
        Ok(Watcher { heard })
    }

    /// Watches what stands below `roots` and the folders of `knowledge` from now on.
    pub(super) fn watch(&self, roots: Vec<PathBuf>, knowledge: Vec<PathBuf>) -> Watched {
        let (done, watched) = mpsc::channel();
        if self.heard.send(Heard::Watch(roots, knowledge, done)).is_err() {
            tracing::error!("the watcher is gone");
        }
        watched
    }
}

fn run(inbox: &mpsc::Receiver<Heard>, own: &mpsc::Sender<Heard>, engine: &Engine) {
    let mut watching: Option<Watching> = None;
    let mut changed = BTreeSet::new();
    let mut since = Instant::now();
    loop {
        let heard = match changed.is_empty() {
            true => inbox.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
            false => inbox.recv_timeout(QUIET),
        };
        match heard {
            Ok(Heard::Watch(roots, knowledge, _done)) => {
                if watching.as_ref().is_none_or(|it| (&it.roots, &it.knowledge) != (&roots, &knowledge)) {
                    watching = Watching::start(roots, knowledge, own, engine);
                }
            }
            Ok(Heard::Change(Ok(event))) => {
                let is_change = !matches!(event.kind, EventKind::Access(_));
                let paths: Vec<_> = event.paths.into_iter().filter(|it| is_change && concerns(it)).collect();
                if let Some(watching) = &mut watching {
                    paths.iter().for_each(|it| watching.follow(it, event.kind, engine));
                }
                if changed.is_empty() {
                    since = Instant::now();
                }
                changed.extend(paths);
            }
            Ok(Heard::Change(Err(err))) => tracing::warn!("a change was not understood: {err}"),
            Err(mpsc::RecvTimeoutError::Timeout) => tell(&mut changed, engine),
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
        if !changed.is_empty() && since.elapsed() > PATIENCE {
            tell(&mut changed, engine);
        }
    }
}

fn tell(changed: &mut BTreeSet<PathBuf>, engine: &Engine) {
    let paths: Vec<_> = std::mem::take(changed).into_iter().collect();
    engine.tell(move |state| editor::changed_on_disk(state, paths));
}

/// What is watched.
struct Watching {
    roots: Vec<PathBuf>,
    knowledge: Vec<PathBuf>,
    watcher: RecommendedWatcher,
    /// The folders that are watched, each by itself.
    folders: HashSet<PathBuf>,
    /// Whether the user was told that not all can be watched.
    is_told: bool,
}

impl Watching {
    fn start(
        roots: Vec<PathBuf>,
        knowledge: Vec<PathBuf>,
        own: &mpsc::Sender<Heard>,
        engine: &Engine,
    ) -> Option<Watching> {
        let own = own.clone();
        let watcher = notify::recommended_watcher(move |event| drop(own.send(Heard::Change(event))));
        let watcher = watcher.inspect_err(|err| tracing::warn!("changed files are not noticed: {err}")).ok()?;
        let mut watching = Watching { roots, knowledge, watcher, folders: HashSet::new(), is_told: false };
        for root in watching.roots.clone().iter().filter(|it| !is_too_wide(it)) {
            if has_to_name_folders() {
                watching.add(root, engine);
            } else {
                watching.watch(root, RecursiveMode::Recursive, engine);
            }
        }
        for folder in watching.knowledge.clone() {
            watching.watch(&folder, RecursiveMode::Recursive, engine);
        }
        Some(watching)
    }

    /// A folder that is gone is not watched any more, also where there is one of its name again; a new one is, before anybody
    /// looks into it.
    fn follow(&mut self, path: &Path, change: EventKind, engine: &Engine) {
        if !matches!(change, EventKind::Create(_)) {
            self.folders.retain(|it| !it.starts_with(path));
        }
        self.add(path, engine);
    }

    /// Watches the folders below `path` that are not watched yet, where the system has to be told of each.
    fn add(&mut self, path: &Path, engine: &Engine) {
        if !has_to_name_folders() || !path.is_dir() {
            return;
        }
        for folder in folders(path, FOLDERS) {
            if self.folders.len() < FOLDERS && self.folders.insert(folder.clone()) {
                self.watch(&folder, RecursiveMode::NonRecursive, engine);
            }
        }
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode, engine: &Engine) {
        if let Err(err) = self.watcher.watch(folder, mode) {
            tracing::warn!("{} is not watched: {err}", folder.display());
            if !std::mem::replace(&mut self.is_told, true) {
                let line = format!("archnotes: not all changes of files will be noticed: {err}");
                engine.tell(move |state| state.outbox.log(MessageType::WARNING, line));
            }
        }
    }
}

/// Whether the system watches folders one by one: then those that ignore files name are not watched, of which there may be
/// more than it can bear.
fn has_to_name_folders() -> bool {
    RecommendedWatcher::kind() == WatcherKind::Inotify
}
