//! Which files, which knowledge?

mod design;
mod walk;

pub(crate) use design::is_design;
pub(crate) use walk::unreadable;
pub use walk::{By, Found, Walk, walk};

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::knowledge::{Knowledge, Problem};
use crate::span::Span;
use crate::surface::Format;

/// A file with more bytes than this is left alone, and says so: 10 MB.
pub const SIZE_LIMIT: usize = 10_000_000;

/// The folder of a workspace's own cards and rules.
const OVERLAY: &str = ".archnotes";

/// So deep below the overlay's folder knowledge is looked for; it stands one folder deep.
const DEPTH: usize = 3;

/// The format of a file by its name; `None` for one that is none of our business.
pub fn format_of_path(path: &str) -> Option<Format> {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    let is_one_of = |all: &[&str]| all.iter().any(|it| extension.eq_ignore_ascii_case(it));
    if is_one_of(&["md", "markdown", "mdx"]) {
        Some(Format::Markdown)
    } else {
        is_one_of(&["yaml", "yml"]).then_some(Format::Yaml)
    }
}

/// The format of a file by the language that an editor gave it, or else by its name: an unsaved one has none.
pub fn format_of(language: &str, path: &str) -> Option<Format> {
    // Editors tell sorts of YAML apart: `yaml.docker-compose`. Templates of CloudFormation are JSON as well.
    let is_json = path.to_ascii_lowercase().ends_with(".json");
    match language {
        "markdown" => Some(Format::Markdown),
        "yaml" | "yml" | "dockercompose" => Some(Format::Yaml),
        "cloudformation" if !is_json => Some(Format::Yaml),
        _ if language.starts_with("yaml.") => Some(Format::Yaml),
        _ => format_of_path(path),
    }
}

/// The nearest `.archnotes/` folder of `start` or above it.
pub fn overlay(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|it| it.join(OVERLAY)).find(|it| it.is_dir())
}

/// The built-in knowledge, under that of the folder `overlay`.
///
/// What is wrong comes with the path below the folder; a file that is broken or cannot be read is left out and the rest
/// stays active. Cost: one read of each file.
pub fn knowledge(overlay: Option<&Path>) -> (Knowledge, Vec<Problem>) {
    let Some(overlay) = overlay else { return Knowledge::built_in() };
    let (files, mut problems) = overlay_files(overlay);
    let borrowed: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (knowledge, broken) = Knowledge::with_overlay(&borrowed);
    problems.extend(broken);
    (knowledge, problems)
}

/// The knowledge files below `folder`, (path below it with `/`, text), sorted by path, and those that cannot be read.
pub fn overlay_files(folder: &Path) -> (Vec<(String, String)>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    collect(folder, "", DEPTH, &mut files, &mut problems);
    files.sort();
    (files, problems)
}

/// Links to folders are followed no deeper than folders, so a ring of them ends.
fn collect(folder: &Path, prefix: &str, depth: usize, files: &mut Vec<(String, String)>, problems: &mut Vec<Problem>) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(err) => return problems.push(problem(prefix, &err)),
    };
    for entry in entries {
        let file = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if file.is_dir() {
            if depth > 0 {
                collect(&file, &format!("{name}/"), depth - 1, files, problems);
            }
        } else if file.extension().is_some_and(|it| it == "md" || it == "yaml") {
            match read(&file) {
                Ok(text) => files.push((name, text)),
                Err(err) => problems.push(problem(&name, &err)),
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
    Problem { path: path.to_owned(), range: Span::default(), message: format!("cannot be read: {err}") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, path: &str, expected: Option<Format>) {
        assert_eq!(format_of(language, path), expected, "{language} {path}");
    }

    #[test]
    fn markdown_is_known_by_its_language_or_its_name() {
        check("markdown", "Untitled-1", Some(Format::Markdown));
        check("pandoc", "/notes/설계.md", Some(Format::Markdown));
        check("plaintext", "/notes/A.MDX", Some(Format::Markdown));
        check("plaintext", "/notes/a.markdown", Some(Format::Markdown));
        check("plaintext", "/notes.md/readme", None);
        check("plaintext", "md", None);
    }

    #[test]
    fn yaml_is_known_by_its_languages_or_its_name() {
        for language in ["yaml", "dockercompose", "yaml.docker-compose", "cloudformation"] {
            check(language, "Untitled-1", Some(Format::Yaml));
        }
        check("ansible", "/notes/설계.yml", Some(Format::Yaml));
        check("plaintext", "/notes/A.YAML", Some(Format::Yaml));
        check("cloudformation", "/stack.JSON", None);
        check("json", "/a.json", None);
    }

    #[test]
    fn the_overlay_is_the_nearest_one_upward() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("team/.archnotes/services");
        fs::create_dir_all(&inner).unwrap();
        fs::create_dir_all(root.path().join("team/docs/deep")).unwrap();
        assert_eq!(overlay(&root.path().join("team/docs/deep")), Some(root.path().join("team/.archnotes")));
        assert_eq!(overlay(&root.path().join("team")), Some(root.path().join("team/.archnotes")));
    }

    #[test]
    fn overlay_files_come_sorted_and_what_cannot_be_read_is_said() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(OVERLAY);
        fs::create_dir_all(folder.join("services")).unwrap();
        fs::write(folder.join("services/b.md"), "B").unwrap();
        fs::write(folder.join("services/a.md"), "A").unwrap();
        fs::write(folder.join("services/note.txt"), "no knowledge").unwrap();
        fs::write(folder.join("services/bad.md"), b"\xff\xfe").unwrap();
        let (files, problems) = overlay_files(&folder);
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(files, [("services/a.md", "A"), ("services/b.md", "B")]);
        assert_eq!(problems.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["services/bad.md"]);
    }
}
