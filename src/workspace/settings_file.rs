//! Where do a project's settings stand?

use std::fs;
use std::path::{Path, PathBuf};

use super::unreadable;
use crate::settings::{Layer, Problem};
use crate::span::Span;

/// In one folder the first of them is read.
const NAMES: [&str; 3] = ["archnotes.toml", ".archnotes.toml", ".config/archnotes.toml"];

/// A settings file as it was read.
#[derive(Clone, Debug)]
pub(super) struct SettingsFile {
    pub(super) path: PathBuf,
    /// Empty when it cannot be read.
    pub(super) text: String,
    pub(super) layer: Layer,
    /// What is not understood.
    pub(super) problems: Vec<Problem>,
}

/// Whether `path` is called as settings files are.
pub fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it == "archnotes.toml" || it == ".archnotes.toml")
}

impl SettingsFile {
    /// The nearest one of `folder` or above it.
    pub(super) fn nearest(folder: &Path) -> Option<PathBuf> {
        let here = |folder: &Path| NAMES.iter().map(|it| folder.join(it)).find(|it| it.is_file());
        // Of nowhere there is none.
        folder.ancestors().filter(|it| !it.as_os_str().is_empty()).find_map(here)
    }

    /// Reads it. One that cannot be read sets nothing, and that is its problem.
    pub(super) fn read(path: &Path) -> SettingsFile {
        let folder = path.parent().unwrap_or(Path::new(""));
        let is_config = folder.file_name().is_some_and(|it| it == ".config");
        let base = if is_config { folder.parent().unwrap_or(folder) } else { folder };
        let (text, fault) = match fs::read_to_string(path) {
            Ok(text) => (text, None),
            Err(err) => (String::new(), Some(Problem { range: Span::default(), message: unreadable(&err) })),
        };
        let (layer, mut problems) = Layer::of_file(path, base, &text);
        problems.extend(fault);
        SettingsFile { path: path.to_owned(), text, layer, problems }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_one_counts_and_the_plain_name_before_the_others() {
        let root = tempfile::tempdir().unwrap();
        let (team, docs) = (root.path().join("team"), root.path().join("team/docs"));
        fs::create_dir_all(&docs).unwrap();
        fs::create_dir_all(team.join(".config")).unwrap();
        for name in [".config/archnotes.toml", ".archnotes.toml", "archnotes.toml"] {
            fs::write(team.join(name), "exclude = ['x']\n").unwrap();
            assert_eq!(SettingsFile::nearest(&docs), Some(team.join(name)));
            assert_eq!(SettingsFile::read(&team.join(name)).layer.base, team, "{name}");
            assert!(is_settings(&team.join(name)));
        }
        fs::write(docs.join(".archnotes.toml"), "").unwrap();
        assert_eq!(SettingsFile::nearest(&docs), Some(docs.join(".archnotes.toml")));
    }

    #[test]
    fn one_that_cannot_be_read_says_so() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("archnotes.toml");
        fs::write(&file, b"\xff").unwrap();
        assert_eq!(SettingsFile::read(&file).problems.len(), 1);
    }
}
