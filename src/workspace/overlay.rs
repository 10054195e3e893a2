//! Which knowledge does a workspace have of its own, and what is wrong with it?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::SIZE_LIMIT;
use crate::knowledge::{Knowledge, Problem};

/// The folder of a workspace's own cards and rules.
const FOLDER: &str = ".archnotes";

/// So deep below the overlay's folder knowledge is looked for; it stands one folder deep.
const DEPTH: usize = 3;

/// A team's own knowledge files as they were when they were read. Equal when nothing has changed in between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Sorted by path, each once: of two folders, the later one's.
    files: Vec<File>,
    /// Those that cannot be read, and why.
    unreadable: Vec<(PathBuf, Problem)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Below its folder, with `/`: `services/sqs.md`.
    path: String,
    text: String,
    /// Where it is.
    file: PathBuf,
}

/// A knowledge file and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where it is.
    pub path: PathBuf,
    /// What stands in it; empty when it cannot be read.
    pub text: String,
    /// What is wrong, at least one thing; ranges are bytes of the text.
    pub problems: Vec<Problem>,
}

/// Whether `path` is the folder of a workspace's own knowledge or lies below one.
pub fn is_knowledge(path: &Path) -> bool {
    path.iter().any(|it| it == FOLDER)
}

impl Overlay {
    /// The nearest `.archnotes/` folder of `start` or above it.
    pub fn folder_of(start: &Path) -> Option<PathBuf> {
        let folders = start.ancestors().filter(|it| !it.as_os_str().is_empty());
        folders.map(|it| it.join(FOLDER)).find(|it| it.is_dir())
    }

    /// The knowledge files below `folders`; of two that are called the same, that of the later folder.
    ///
    /// Errors: what cannot be read is told by [`Overlay::knowledge`]. Cost: one read of each file.
    pub fn read(folders: &[PathBuf]) -> Overlay {
        let mut overlay = Overlay::default();
        folders.iter().for_each(|it| overlay.collect(it, "", DEPTH));
        // Stable: the later folder's stays behind, and is kept.
        overlay.files.sort_by(|a, b| a.path.cmp(&b.path));
        overlay.files.reverse();
        overlay.files.dedup_by(|next, it| next.path == it.path);
        overlay.files.reverse();
        overlay
    }

    /// The file that is called `name` (`services/sqs.md`) below its folder, if it was read.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let at = self.files.binary_search_by(|it| it.path.as_str().cmp(name)).ok()?;
        Some(self.files[at].file.clone())
    }

    /// The built-in knowledge under that of this overlay, and its broken files, sorted by path.
    ///
    /// A file that is broken or cannot be read is left out and the rest stays active. The folder itself is among the broken
    /// when it cannot be read. What is wrong with built-in files is not told, as no user can mend it.
    pub fn knowledge(&self) -> (Knowledge, Vec<Broken>) {
        let files: Vec<_> = self.files.iter().map(|it| (it.path.as_str(), it.text.as_str())).collect();
        let (knowledge, problems) = Knowledge::with_overlay(&files);
        let file = |path: &str| {
            let at = self.files.binary_search_by(|it| it.path.as_str().cmp(path)).ok()?;
            Some(&self.files[at])
        };
        let known =
            problems.into_iter().filter_map(|it| file(&it.path).map(|file| (&file.file, file.text.as_str(), it)));
        let unreadable = self.unreadable.iter().map(|(file, it)| (file, "", it.clone()));
        let mut broken: BTreeMap<&Path, Broken> = BTreeMap::new();
        for (path, text, problem) in unreadable.chain(known) {
            let new = || Broken { path: path.clone(), text: text.to_owned(), problems: Vec::new() };
            let file = broken.entry(path).or_insert_with(new);
            // A folder that is a copy of the built-in knowledge has each of its faults twice.
            if !file.problems.contains(&problem) {
                file.problems.push(problem);
            }
        }
        (knowledge, broken.into_values().collect())
    }

    /// Links to folders are followed no deeper than folders, so a ring of them ends.
    fn collect(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(err) => return self.unreadable.push((folder.to_owned(), problem(prefix, &err))),
        };
        for entry in entries {
            let file = entry.path();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if file.is_dir() {
                if depth > 0 {
                    self.collect(&file, &format!("{path}/"), depth - 1);
                }
            } else if file.extension().is_some_and(|it| it == "md" || it == "yaml") {
                match read(&file) {
                    Ok(text) => self.files.push(File { path, text, file }),
                    Err(err) => self.unreadable.push((file, problem(&path, &err))),
                }
            }
        }
    }
}

fn read(file: &Path) -> io::Result<String> {
    if fs::metadata(file)?.len() > SIZE_LIMIT as u64 {
        return Err(io::Error::other("it is larger than 10 MB"));
    }
    fs::read_to_string(file)
}

fn problem(path: &str, err: &io::Error) -> Problem {
    Problem::of_file(path, format!("cannot be read: {err}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_overlay_is_the_nearest_one_upward() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("team/.archnotes/services");
        fs::create_dir_all(&inner).unwrap();
        fs::create_dir_all(root.path().join("team/docs/deep")).unwrap();
        assert_eq!(Overlay::folder_of(&root.path().join("team/docs/deep")), Some(root.path().join("team/.archnotes")));
        assert_eq!(Overlay::folder_of(&root.path().join("team")), Some(root.path().join("team/.archnotes")));
        assert!(is_knowledge(&inner) && !is_knowledge(&root.path().join("team/archnotes")));
    }

    #[test]
    fn its_files_come_sorted_and_what_is_wrong_is_told_file_by_file() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(FOLDER);
        fs::create_dir_all(folder.join("services")).unwrap();
        fs::write(folder.join("services/b.md"), "B").unwrap();
        fs::write(folder.join("services/a.md"), "---\nname: A\ncategory: c\n---\n# en\nE\n# ko\nK\n# x\ny").unwrap();
        fs::write(folder.join("services/note.txt"), "no knowledge").unwrap();
        fs::write(folder.join("services/bad.md"), b"\xff\xfe").unwrap();
        let overlay = Overlay::read(std::slice::from_ref(&folder));
        assert_eq!(
            overlay.files.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
            ["services/a.md", "services/b.md"]
        );
        assert_eq!(overlay, Overlay::read(std::slice::from_ref(&folder)));
        assert_eq!(overlay.file("services/b.md"), Some(folder.join("services/b.md")));
        assert_eq!(overlay.file("services/c.md"), None);
        let (knowledge, broken) = overlay.knowledge();
        assert!(knowledge.card_id("a").is_some() && knowledge.card_id("sqs").is_some());
        let told = |it: &Broken| (it.path.strip_prefix(&folder).unwrap().to_owned(), it.text.len(), it.problems.len());
        let told: Vec<_> = broken.iter().map(told).collect();
        let told: Vec<_> = told.iter().map(|(path, text, count)| (path.to_str().unwrap(), *text, *count)).collect();
        // A part that is none, no link and no source; no front matter; not UTF-8.
        assert_eq!(told, [("services/a.md", 47, 3), ("services/b.md", 1, 1), ("services/bad.md", 0, 1)]);
    }
}
