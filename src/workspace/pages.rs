//! Where does an editor open a built-in page, which is no file of the workspace?
//!
//! A copy is kept in the user's cache, as it needs no network there and no editor that opens addresses.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

use crate::knowledge::BUILT_IN;

/// The files that this process has looked into or written: each finding names one.
static KEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The file that holds a copy of the built-in page `path`, `rules/single-az.md`; written when it is not there or is another.
///
/// Errors: `NotFound` when there is no such page or no folder for caches, and whatever writing fails with. Cost: one
/// question to the file system; the first time one read, and where it is new one write.
pub fn page(path: &str) -> io::Result<PathBuf> {
    let cache = cache().ok_or(io::ErrorKind::NotFound)?;
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(file) = kept.get(&file_in(&cache, path)).filter(|it| it.is_file()) {
        return Ok(file.clone());
    }
    let file = page_in(&cache, path)?;
    kept.insert(file.clone());
    Ok(file)
}

fn file_in(cache: &Path, path: &str) -> PathBuf {
    cache.join("archnotes").join(env!("CARGO_PKG_VERSION")).join(path)
}

fn page_in(cache: &Path, path: &str) -> io::Result<PathBuf> {
    let at = BUILT_IN.binary_search_by(|it| it.0.cmp(path)).map_err(|_| io::ErrorKind::NotFound)?;
    let text = BUILT_IN[at].1;
    let file = file_in(cache, path);
    if fs::read_to_string(&file).is_ok_and(|it| it == text) {
        return Ok(file);
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // Two servers may write at a time; nobody is to read half a page.
    let half = file.with_extension(format!("{}.part", std::process::id()));
    fs::write(&half, text)?;
    fs::rename(&half, &file)?;
    Ok(file)
}

/// The folder that the system has for what can be made again.
fn cache() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    of("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            of("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            of("HOME").map(|it| it.join("Library/Caches"))
        } else {
            of("HOME").map(|it| it.join(".cache"))
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_once_and_again_when_it_is_another() {
        let cache = tempfile::tempdir().unwrap();
        let file = page_in(cache.path(), "rules/single-az.md").unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("single") && file.starts_with(cache.path()));
        fs::write(&file, "spoilt").unwrap();
        assert_eq!(page_in(cache.path(), "rules/single-az.md").unwrap(), file);
        assert!(fs::read_to_string(&file).unwrap().contains("when:"));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left behind");
        let missing = page_in(cache.path(), "rules/../secret.md").map_err(|it| it.kind());
        assert_eq!(missing, Err(io::ErrorKind::NotFound));
    }
}
