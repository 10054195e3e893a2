//! What does a file hold that is to be checked?

use std::path::Path;
use std::{fs, io};

use super::{By, SIZE_LIMIT, Scope, format_of_path, is_design};
use crate::surface::Format;

/// Why a file is not checked.
#[derive(Debug)]
pub enum Unread {
    /// It is larger than [`SIZE_LIMIT`].
    TooLarge,
    /// It is not what was meant when its folder was named: YAML of another tool.
    NotMeant,
    /// It is no text; so much of it is.
    NotText(String),
    /// It cannot be read.
    Failed(io::Error),
}

/// The text of the file at `path`, for which `scope` holds, as it is: a mark at its start is left there.
///
/// Cost: one read, and a search for names in YAML that nobody named.
pub fn read(path: &Path, by: By, scope: &Scope) -> Result<String, Unread> {
    if fs::metadata(path).map_err(Unread::Failed)?.len() > SIZE_LIMIT as u64 {
        return Err(Unread::TooLarge);
    }
    let text = text(fs::read(path).map_err(Unread::Failed)?)?;
    let is_yaml = format_of_path(&path.to_string_lossy()) == Some(Format::Yaml);
    if by == By::Folder && is_yaml && !is_design(path, &text, &scope.knowledge) {
        return Err(Unread::NotMeant);
    }
    Ok(text)
}

/// `bytes` as a text.
pub fn text(bytes: Vec<u8>) -> Result<String, Unread> {
    String::from_utf8(bytes).map_err(|err| {
        let valid = err.utf8_error().valid_up_to();
        Unread::NotText(String::from_utf8_lossy(&err.as_bytes()[..valid]).into_owned())
    })
}

/// `text` without the mark that some editors put at a file's start.
pub fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
