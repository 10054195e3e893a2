//! Which folder has which scope? One resolver for the command line and the server.

use std::collections::HashMap;
use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;

use super::known::Shelf;
use super::overlay::{Broken, Overlay, is_knowledge};
use super::scope::Scope;
use super::settings_file::{SettingsFile, is_settings};
use crate::knowledge;
use crate::settings::{Layer, Origin, Problem, Resolved};

/// The scopes of all folders, made when they are first asked for.
///
/// A folder has the nearest settings file upward, and the folders of knowledge that it names or else the nearest
/// `.archnotes/`; where there is none, those of the first root.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// The folders that are worked in; a command's own folder.
    roots: Vec<PathBuf>,
    /// What the editor sets: for a root, or for all.
    editor: Vec<(Option<PathBuf>, Layer)>,
    command: Option<Layer>,
    by_folder: HashMap<PathBuf, Arc<Scope>>,
    scopes: Vec<Arc<Scope>>,
    files: HashMap<PathBuf, Arc<SettingsFile>>,
    shelf: Shelf,
}

impl Scopes {
    /// Those of a command that runs in `folder` with options that set `command`.
    pub fn of_command(folder: &Path, command: Layer) -> Scopes {
        Scopes { roots: vec![folder.to_owned()], command: Some(command), ..Scopes::default() }
    }

    /// Works in other folders from now on.
    pub fn set_roots(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots;
        self.forget();
    }

    /// The folders that are worked in.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Takes what the editor sets, for a root or for all; the last that fits counts. Whether that is anything new.
    pub fn set_editor(&mut self, layers: Vec<(Option<PathBuf>, Layer)>) -> bool {
        let sets_nothing = layers.iter().all(|it| it.1.is_empty());
        let layers = if sets_nothing { Vec::new() } else { layers };
        let is_new = layers != self.editor;
        self.editor = layers;
        is_new
    }

    /// What holds for `file`; for one that is on no disk, what holds for the first root.
    ///
    /// Cost: a look-up, once its folder is known; else some questions to the file system, and knowledge that nobody asked
    /// for before takes some 20 ms on all cores.
    pub fn of(&mut self, file: Option<&Path>) -> Arc<Scope> {
        let folder = file.and_then(Path::parent).filter(|it| !it.as_os_str().is_empty());
        let folder = folder.or(self.roots.first().map(PathBuf::as_path)).unwrap_or(Path::new(""));
        if let Some(scope) = self.by_folder.get(folder) {
            return Arc::clone(scope);
        }
        let folder = folder.to_owned();
        let scope = self.make(&absolute(&folder).unwrap_or_else(|_| folder.clone()));
        self.by_folder.insert(folder, Arc::clone(&scope));
        scope
    }

    /// Lets everything be read again when it is asked for. Knowledge that is as it was stays the same value.
    pub fn forget(&mut self) {
        self.by_folder.clear();
        self.scopes.clear();
        self.files.clear();
        self.shelf.forget();
    }

    /// Whether a change of `path` may change what holds.
    pub fn reads(&self, path: &Path) -> bool {
        is_settings(path) || self.is_knowledge(path)
    }

    /// Whether `path` is the folder of a team's own knowledge or lies below one.
    pub fn is_knowledge(&self, path: &Path) -> bool {
        is_knowledge(path) || self.shelf.folders().any(|it| path.starts_with(it))
    }

    /// The knowledge files that were read and in which something is wrong, sorted by path.
    pub fn broken_knowledge(&self) -> Vec<Broken> {
        let mut res: Vec<_> = self.shelf.broken().cloned().collect();
        res.sort_by(|a, b| a.path.cmp(&b.path));
        res.dedup();
        res
    }

    /// The settings files that were read and in which something is wrong, sorted by path.
    pub fn broken_settings(&self) -> Vec<Broken> {
        let broken = self.files.values().filter_map(|file| {
            let origin = Origin::File(file.path.clone());
            let faults = self.scopes.iter().flat_map(|it| it.faults_of(&origin));
            let mut problems: Vec<_> = file.problems.iter().chain(faults).cloned().collect();
            problems.sort_by(|a, b| {
                (a.range.start, a.range.end, &a.message).cmp(&(b.range.start, b.range.end, &b.message))
            });
            problems.dedup();
            let path = file.path.display().to_string();
            let problem = |it: Problem| knowledge::Problem { path: path.clone(), range: it.range, message: it.message };
            let problems: Vec<_> = problems.into_iter().map(problem).collect();
            (!problems.is_empty()).then(|| Broken { path: file.path.clone(), text: file.text.clone(), problems })
        });
        let mut res: Vec<_> = broken.collect();
        res.sort_by(|a, b| a.path.cmp(&b.path));
        res
    }

    /// What the editor sets for rules and folders that there are not, or with patterns that are none.
    pub fn faults_of_editor(&self) -> Vec<String> {
        let faults = self.scopes.iter().flat_map(|it| it.faults_of(&Origin::Editor));
        let mut res: Vec<_> = faults.map(|it| it.message.clone()).collect();
        res.sort();
        res.dedup();
        res
    }

    /// All folders with a team's own knowledge that were asked for, each once.
    pub fn all_knowledge_folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<_> = self.shelf.folders().cloned().collect();
        folders.sort();
        folders.dedup();
        folders
    }

    fn make(&mut self, folder: &Path) -> Arc<Scope> {
        let root = self.root_of(folder);
        let file = self.settings_file(folder);
        let of_root = |it: &&(Option<PathBuf>, Layer)| it.0.is_none() || it.0 == root;
        let editor = self.editor.iter().rev().find(of_root).map(|it| it.1.clone());
        let editor = editor.map(|it| it.based_on(root.clone().unwrap_or_default()));
        let layers = editor.into_iter().chain(file.iter().map(|it| it.layer.clone())).chain(self.command.clone());
        let resolved = Resolved::new(layers.collect());
        let (folders, missing) = self.knowledge_folders(folder, &resolved);
        let file = file.map(|it| it.path.clone());
        let is_same = |it: &&Arc<Scope>| it.file == file && it.root == root && it.folders == folders;
        if let Some(scope) = self.scopes.iter().find(is_same) {
            return Arc::clone(scope);
        }
        let knowledge = self.shelf.knowledge(&folders, &resolved);
        let scope = Arc::new(Scope::new(resolved, knowledge, folders, &missing, (file, root)));
        self.scopes.push(Arc::clone(&scope));
        scope
    }

    /// The innermost root around `folder`; the first one where there is none.
    fn root_of(&self, folder: &Path) -> Option<PathBuf> {
        let around = self.roots.iter().filter(|it| folder.starts_with(it));
        around.max_by_key(|it| it.as_os_str().len()).or(self.roots.first()).cloned()
    }

    fn settings_file(&mut self, folder: &Path) -> Option<Arc<SettingsFile>> {
        let of_root = || self.roots.first().and_then(|it| SettingsFile::nearest(it));
        let path = SettingsFile::nearest(folder).or_else(of_root)?;
        let file = self.files.entry(path).or_insert_with_key(|path| Arc::new(SettingsFile::read(path)));
        Some(Arc::clone(file))
    }

    /// The folders of knowledge for `folder`: those that there are, and those that are set and are not there.
    fn knowledge_folders(&self, folder: &Path, resolved: &Resolved) -> (Vec<PathBuf>, Vec<PathBuf>) {
        match resolved.base("knowledge").filter(|_| !resolved.settings.knowledge.is_empty()) {
            Some(base) => resolved.settings.knowledge.iter().map(|it| base.join(it)).partition(|it| it.is_dir()),
            None => {
                let of_root = || self.roots.first().and_then(|it| Overlay::folder_of(it));
                (Overlay::folder_of(folder).or_else(of_root).into_iter().collect(), Vec::new())
            }
        }
    }
}
