//! Where do the example documents stand?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use archnotes::knowledge::{BUILT_IN, Knowledge};
use archnotes::render::strip_carets;
use archnotes::surface::Format;

/// The Markdown fixtures as (name, text), sorted by name.
pub(crate) fn markdown() -> Vec<(String, String)> {
    of_folder("markdown")
}

/// The YAML fixtures as (name, text), sorted by name.
pub(crate) fn yaml() -> Vec<(String, String)> {
    of_folder("yaml")
}

/// The Mermaid fixtures as (name, text), sorted by name.
pub(crate) fn mermaid() -> Vec<(String, String)> {
    of_folder("mermaid")
}

fn of_folder(name: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let read =
        |path: &Path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap());
    let fixtures: Vec<_> = paths.iter().map(|it| read(it)).collect();
    assert!(!fixtures.is_empty());
    fixtures
}

/// Documents of every sort as (name, text): the Markdown, YAML and Mermaid fixtures, the examples for readers, and those of the rules, which
/// hold everything that is found. Names are file names, each once.
pub(crate) fn documents() -> Vec<(String, String)> {
    let (knowledge, _) = Knowledge::built_in();
    let of_rules = knowledge.rules.iter().flat_map(|rule| {
        let examples = rule.flags.iter().chain(&rule.allows).zip(1..);
        examples.map(|(it, number)| (format!("{}-{number}.md", rule.id), strip_carets(it)))
    });
    markdown().into_iter().chain(yaml()).chain(mermaid()).chain(examples()).chain(of_rules).collect()
}

/// The format of a document by its name, and the language that an editor would give it.
pub(crate) fn format(name: &str) -> (Format, &'static str) {
    match name.rsplit_once('.').map(|it| it.1) {
        Some("yaml") => (Format::Yaml, "yaml"),
        Some("mmd" | "mermaid") => (Format::Mermaid, "mermaid"),
        _ => (Format::Markdown, "markdown"),
    }
}

/// Every tenth file of the knowledge that ships, as (path, text): front matter, both languages, tables.
pub(crate) fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = BUILT_IN.iter().copied().filter(|it| it.0.ends_with(".md"));
    pages.enumerate().filter(|(index, it)| index % 10 == 0 || it.0.starts_with("rules/")).map(|(_, it)| it)
}

/// The documents under `examples/`.
fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let paths = fs::read_dir(folder).into_iter().flatten().map(|it| it.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|it| it.extension().is_some_and(|it| it == "md")).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|it| (name(it), fs::read_to_string(it).unwrap())).collect()
}
