//! Which knowledge was read already?

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::overlay::{Broken, Overlay};
use crate::knowledge::Knowledge;
use crate::settings::{LanguageChoice, Resolved, RuleSettings};

/// All knowledge that was read, by the folders that it came from. What is asked for twice is one value.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf(Vec<Known>);

#[derive(Clone, Debug)]
struct Known {
    folders: Vec<PathBuf>,
    overlay: Overlay,
    /// Whether the folders may have changed since they were read.
    is_stale: bool,
    /// As it was read.
    knowledge: Arc<Knowledge>,
    /// As settings make it.
    set: Vec<(Set, Arc<Knowledge>)>,
    broken: Vec<Broken>,
}

/// The settings that change knowledge.
#[derive(Clone, Debug, Default, PartialEq)]
struct Set {
    language: LanguageChoice,
    rules: BTreeMap<String, RuleSettings>,
}

impl Shelf {
    /// What is known with the files of `folders`, under the settings of `resolved`.
    pub(super) fn knowledge(&mut self, folders: &[PathBuf], resolved: &Resolved) -> Arc<Knowledge> {
        let set = Set { language: resolved.settings.language, rules: resolved.settings.rules.clone() };
        let known = self.known(folders);
        if set == Set::default() {
            return Arc::clone(&known.knowledge);
        }
        if let Some((_, knowledge)) = known.set.iter().find(|it| it.0 == set) {
            return Arc::clone(knowledge);
        }
        let mut knowledge = Knowledge::clone(&known.knowledge);
        resolved.apply(&mut knowledge);
        let knowledge = Arc::new(knowledge);
        known.set.push((set, Arc::clone(&knowledge)));
        knowledge
    }

    /// Lets files be read again when they are asked for. What nobody uses any more goes.
    pub(super) fn forget(&mut self) {
        for known in &mut self.0 {
            known.is_stale = true;
            known.set.retain(|(_, it)| Arc::strong_count(it) > 1);
        }
    }

    pub(super) fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter().flat_map(|it| &it.folders)
    }

    /// What is wrong in the folders that were asked for since the last `forget`.
    pub(super) fn broken(&self) -> impl Iterator<Item = &Broken> {
        self.0.iter().filter(|it| !it.is_stale).flat_map(|it| &it.broken)
    }

    fn known(&mut self, folders: &[PathBuf]) -> &mut Known {
        let index = match self.0.iter().position(|it| it.folders == folders) {
            Some(index) => {
                self.0[index].refresh();
                index
            }
            None => {
                self.0.push(Known::read(folders));
                self.0.len() - 1
            }
        };
        &mut self.0[index]
    }
}

impl Known {
    fn read(folders: &[PathBuf]) -> Known {
        Known::of(folders.to_owned(), Overlay::read(folders))
    }

    fn of(folders: Vec<PathBuf>, overlay: Overlay) -> Known {
        let (knowledge, broken) = overlay.knowledge();
        Known { folders, overlay, is_stale: false, knowledge: Arc::new(knowledge), set: Vec::new(), broken }
    }

    /// Reads the files again if they may have changed; what has not stays the same value.
    fn refresh(&mut self) {
        if !self.is_stale {
            return;
        }
        self.is_stale = false;
        let overlay = Overlay::read(&self.folders);
        if overlay != self.overlay {
            *self = Known::of(std::mem::take(&mut self.folders), overlay);
        }
    }
}
