//! What holds for the files of one folder: which settings, which knowledge, and which of its files are checked?

use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;

use super::overlay::is_knowledge;
use super::patterns::Patterns;
use crate::knowledge::{Knowledge, Language};
use crate::settings::{Origin, Problem, Resolved, Settings};

/// What holds for the files of a folder, all of them.
#[derive(Debug)]
pub struct Scope {
    /// The settings, and who set them.
    pub resolved: Resolved,
    /// What is known: cards, and rules as they are set.
    pub knowledge: Arc<Knowledge>,
    /// The folders with a team's own cards and rules.
    pub folders: Vec<PathBuf>,
    /// The settings file, if there is one.
    pub file: Option<PathBuf>,
    /// The folder that is worked in.
    pub(super) root: Option<PathBuf>,
    include: Patterns,
    exclude: Patterns,
    /// What is wrong with the settings beyond their types, and who set it.
    faults: Vec<(Origin, Problem)>,
}

/// Whether a file is checked by what holds for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Checked,
    /// `exclude` has this pattern for it.
    Excluded(String),
    /// `include` has patterns, and none for it.
    NotIncluded,
    /// It teaches what is known, and decides nothing.
    Knowledge,
}

impl Scope {
    /// What `resolved` makes of these; `missing` are folders of knowledge that there are not.
    pub(super) fn new(
        resolved: Resolved,
        knowledge: Arc<Knowledge>,
        folders: Vec<PathBuf>,
        missing: &[PathBuf],
        (file, root): (Option<PathBuf>, Option<PathBuf>),
    ) -> Scope {
        let mut faults = Vec::new();
        let mut fault = |key: &str, message: String| {
            let range = resolved.place(key).unwrap_or_default();
            faults.push((resolved.origin(key), Problem { range, message: format!("`{key}`: {message}") }));
        };
        let mut patterns = |key: &str, patterns: &[String]| {
            let (patterns, problems) = Patterns::new(resolved.base(key).unwrap_or(Path::new("")), patterns);
            problems.into_iter().for_each(|it| fault(key, it));
            patterns
        };
        let include = patterns("include", &resolved.settings.include);
        let exclude = patterns("exclude", &resolved.settings.exclude);
        missing.iter().for_each(|it| fault("knowledge", format!("there is no folder {}", it.display())));
        let unknown = resolved.unknown_rules(&knowledge).map(|(layer, it)| (layer.origin.clone(), it));
        faults.extend(unknown);
        Scope { resolved, knowledge, folders, file, root, include, exclude, faults }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.resolved.settings
    }

    /// The language of cards and messages; `None`: that of the text.
    pub fn language(&self) -> Option<Language> {
        self.settings().language.fixed()
    }

    /// Whether `file` is checked: it is no knowledge of a team's own, and the settings leave it in.
    pub fn verdict(&self, file: &Path) -> Verdict {
        let is_below = |it: &Path| self.folders.iter().any(|folder| it.starts_with(folder));
        if is_knowledge(file) || absolute(file).is_ok_and(|it| is_below(&it)) {
            return Verdict::Knowledge;
        }
        match self.exclude.of(file) {
            Some(pattern) => Verdict::Excluded(pattern),
            None if self.include.is_empty() || self.include.of(file).is_some() => Verdict::Checked,
            None => Verdict::NotIncluded,
        }
    }

    /// What is wrong with what `origin` sets: patterns that are none, rules and folders that there are not.
    pub(super) fn faults_of(&self, origin: &Origin) -> impl Iterator<Item = &Problem> {
        self.faults.iter().filter(move |it| it.0 == *origin).map(|it| &it.1)
    }
}
