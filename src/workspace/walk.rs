//! Which files does a run read?

use std::path::{Path, PathBuf};
use std::{fs, io};

use ignore::{DirEntry, WalkBuilder};

use super::format_of_path;
use crate::surface::Format;

/// What was found under the paths of a command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Files to read, sorted, each once.
    pub files: Vec<Found>,
    /// Files named one by one that are of no format we read, sorted.
    pub other: Vec<PathBuf>,
    /// Paths that cannot be read, and why, in the order in which they were met.
    pub problems: Vec<(PathBuf, String)>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// It starts as the path that led to it, without `./`.
    pub path: PathBuf,
    /// How it was found.
    pub by: By,
}

/// How a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// It was named.
    Name,
    /// It stands below a folder that was named. A YAML file may then be anything, and is read only if it is a design.
    Folder,
}

/// Finds the files to read: each of `paths` that is a file, and all Markdown and YAML files below those that are folders.
///
/// Below a folder, hidden files and what `.gitignore`, `.ignore` or Git's own exclude files name are left out, with or
/// without a repository; links are not followed. A file named itself is taken whatever those files say.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut res = Walk::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => folder(path, &mut res),
            Ok(metadata) if metadata.is_file() => match format_of_path(&path.to_string_lossy()) {
                Some(Format::Markdown | Format::Yaml | Format::Mermaid) => {
                    res.files.push(Found { path: tidy(path), by: By::Name })
                }
                None => res.other.push(tidy(path)),
            },
            // Reading a pipe or a device might never end.
            Ok(_) => res.problems.push((tidy(path), "is neither a file nor a folder".to_owned())),
            Err(err) => res.problems.push((tidy(path), unreadable(&err))),
        }
    }
    // Of a file found both ways, the one that was named stands first and stays.
    res.files.sort();
    res.files.dedup_by(|next, it| next.path == it.path);
    res.other.sort();
    res.other.dedup();
    res
}

/// The files to read that are `path` or stand below it, of those that are found when `root`, which it stands below, is walked:
/// nothing on the way is hidden, and no ignore file names it.
///
/// Cost: one look into each folder on the way, and what stands below `path`.
pub fn found(root: &Path, path: &Path) -> Vec<PathBuf> {
    let wanted = path.to_owned();
    let is_on_the_way = move |it: &DirEntry| wanted.starts_with(it.path()) || it.path().starts_with(&wanted);
    let entries = below(root).filter_entry(is_on_the_way).build().flatten();
    entries.filter(|it| it.path().starts_with(path)).filter_map(|it| document(&it).map(Path::to_owned)).collect()
}

/// The folders that are walked through below `root`, and itself, at most `limit`.
///
/// Cost: one look into each folder.
pub fn folders(root: &Path, limit: usize) -> Vec<PathBuf> {
    let is_folder = |it: &DirEntry| it.file_type().is_some_and(|it| it.is_dir());
    below(root).build().flatten().filter(is_folder).map(DirEntry::into_path).take(limit).collect()
}

/// A walk below `root` by the rules of [`walk`], in the order of names.
pub(super) fn below(root: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    builder.require_git(false).sort_by_file_name(Ord::cmp);
    builder
}

/// The file that `entry` is, if it is of a format that we read.
pub(super) fn document(entry: &DirEntry) -> Option<&Path> {
    let is_file = entry.file_type().is_some_and(|it| it.is_file());
    let path = entry.path();
    (is_file && format_of_path(&path.to_string_lossy()).is_some()).then_some(path)
}

/// Why a file or folder is not read.
pub(crate) fn unreadable(err: &io::Error) -> String {
    match err.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => format!("cannot be read: {err}"),
    }
}

fn folder(path: &Path, res: &mut Walk) {
    for entry in below(path).build() {
        match entry {
            Ok(entry) => {
                let found = document(&entry).map(|it| Found { path: tidy(it), by: By::Folder });
                res.files.extend(found);
            }
            Err(err) => {
                let reason = err.io_error().map_or_else(|| err.to_string(), unreadable);
                res.problems.push((tidy(culprit(&err).unwrap_or(path)), reason));
            }
        }
    }
}

/// The path that `err` speaks of.
fn culprit(err: &ignore::Error) -> Option<&Path> {
    match err {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => culprit(err),
        _ => None,
    }
}

fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    /// The names of the files below a folder that holds `files`, when walked from `start`.
    fn check(files: &[(&str, &str)], start: &[&str], expected: &[&str]) {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = root.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let paths: Vec<_> = start.iter().map(|it| root.path().join(it)).collect();
        let found = walk(&paths);
        let names: Vec<_> =
            found.files.iter().map(|it| it.path.strip_prefix(root.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, expected);
        assert_eq!(found.problems, []);
    }

    #[test]
    fn markdown_files_come_sorted_and_once() {
        let files = [("b.md", ""), ("a/설계.MD", ""), ("a.markdown", ""), ("a/x.txt", ""), ("md", "")];
        check(&files, &["."], &["a/설계.MD", "a.markdown", "b.md"]);
        check(&files, &["b.md", ".", "a"], &["a/설계.MD", "a.markdown", "b.md"]);
    }

    #[test]
    fn a_file_that_is_also_named_counts_as_named() {
        let root = tempfile::tempdir().unwrap();
        let files = ["a.yaml", "b.yml"].map(|it| root.path().join(it));
        files.iter().for_each(|it| fs::write(it, "").unwrap());
        let found = walk(&[root.path().to_owned(), files[1].clone()]).files;
        assert_eq!(found.iter().map(|it| it.by).collect::<Vec<_>>(), [By::Folder, By::Name]);
    }

    #[test]
    fn ignore_files_count_without_a_repository_but_not_for_a_named_file() {
        let files = [(".gitignore", "out/\ndraft*.md\n"), ("out/a.md", ""), ("draft-1.md", ""), ("b.md", "")];
        check(&files, &[""], &["b.md"]);
        check(&files, &["draft-1.md"], &["draft-1.md"]);
        check(&[(".ignore", "a.md"), ("a.md", ""), ("x/a.md", ""), ("x/b.md", "")], &[""], &["x/b.md"]);
    }

    #[test]
    fn hidden_files_are_left_out_unless_named() {
        let files = [(".git/a.md", ""), (".archnotes/services/a.md", ""), (".a.md", ""), ("b.md", "")];
        check(&files, &[""], &["b.md"]);
        check(&files, &[".a.md", ".git"], &[".a.md", ".git/a.md"]);
    }

    #[test]
    fn what_is_missing_is_a_problem_and_the_rest_is_found() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "").unwrap();
        fs::write(root.path().join("a.png"), "").unwrap();
        let path = |name| root.path().join(name);
        let found = walk(&[path("none.md"), path("a.png"), path("a.md")]);
        assert_eq!(found.files, [Found { path: path("a.md"), by: By::Name }]);
        assert_eq!(found.other, [path("a.png")]);
        assert_eq!(found.problems, [(path("none.md"), "there is no such file or folder".to_owned())]);
    }

    #[test]
    fn the_error_of_a_walk_names_its_path() {
        let denied = ignore::Error::Io(io::ErrorKind::PermissionDenied.into());
        let err = ignore::Error::WithPath { path: "secret".into(), err: Box::new(denied) };
        let err = ignore::Error::WithDepth { depth: 1, err: Box::new(err) };
        assert_eq!(culprit(&err), Some(Path::new("secret")));
        assert_eq!(unreadable(err.io_error().unwrap()), "may not be read: permission denied");
    }
}
