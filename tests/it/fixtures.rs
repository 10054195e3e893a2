//! Where do the example documents stand?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

/// The Markdown fixtures as (name, text), sorted by name.
pub(crate) fn markdown() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/markdown");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let read =
        |path: &Path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap());
    let fixtures: Vec<_> = paths.iter().map(|it| read(it)).collect();
    assert!(!fixtures.is_empty());
    fixtures
}
