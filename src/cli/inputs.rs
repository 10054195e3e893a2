//! What is checked, and what does it hold?

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use ropey::Rope;

use crate::render;
use crate::surface;
use crate::workspace::{self, By, Found, SIZE_LIMIT, Scope, Scopes, Verdict, format_of_path};

use super::Check;
use super::output::complain;
use super::problems;

/// Something to check.
pub(super) struct Input {
    /// As it is shown.
    pub(super) path: PathBuf,
    pub(super) by: Way,
    /// What holds for it.
    pub(super) scope: Arc<Scope>,
}

/// How an input came to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is standard input.
    Standard,
    /// It was named.
    Name,
    /// It stands below a folder that was named.
    Folder,
}

/// Why an input is not checked.
pub(super) enum Unread {
    /// It was left alone, for this reason.
    LeftAlone(String),
    /// It is not what was meant when its folder was named.
    NotMeant,
    /// It could not be read, for this reason.
    Failed(String),
}

/// Standard input first, then the files by name, and how many could not be reached; each of those has its line.
///
/// What the settings leave out is no input, and has its line if it was named. Errors: when the arguments contradict each
/// other.
pub(super) fn inputs(arguments: &Check, scopes: &mut Scopes) -> anyhow::Result<(Vec<Input>, usize)> {
    let (standard, paths): (Vec<_>, Vec<_>) = arguments.paths.iter().cloned().partition(|it| it == Path::new("-"));
    if standard.is_empty() && arguments.stdin_filename.is_some() {
        bail!("--stdin-filename names standard input, which `-` reads");
    }
    let found = workspace::walk(&paths);
    for path in &found.other {
        complain(format_args!("{}: is neither Markdown nor YAML and was left alone", path.display()));
    }
    for (path, reason) in &found.problems {
        complain(format_args!("{}: {reason}", path.display()));
    }
    let name = arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("-"));
    let standard = standard.first().map(|_| (name, Way::Standard));
    let files = found.files.into_iter().map(|Found { path, by }| match by {
        By::Name => (path, Way::Name),
        By::Folder => (path, Way::Folder),
    });
    let mut inputs = Vec::new();
    for (path, by) in standard.into_iter().chain(files) {
        let scope = scopes.of(Some(&path));
        match left_out(&scope, &path) {
            None => inputs.push(Input { path, by, scope }),
            Some(_) if by == Way::Folder => {}
            Some(reason) => complain(format_args!("{}: {reason} and was left alone", path.display())),
        }
    }
    Ok((inputs, found.problems.len()))
}

/// Why the settings leave `path` out.
pub(super) fn left_out(scope: &Scope, path: &Path) -> Option<String> {
    let by = |key: &str| problems::origin(&scope.resolved.origin(key));
    match scope.verdict(path) {
        Verdict::Checked => None,
        Verdict::Excluded(pattern) => Some(format!("is left out by `{pattern}` of `exclude` ({})", by("exclude"))),
        Verdict::NotIncluded => Some(format!("is not among `include` ({})", by("include"))),
    }
}

impl Input {
    /// The format it is read in; that of standard input without a name is Markdown.
    pub(super) fn format(&self) -> surface::Format {
        format_of_path(&self.path.to_string_lossy()).unwrap_or_default()
    }

    /// What it holds.
    pub(super) fn text(&self) -> Result<String, Unread> {
        let bytes = match self.by {
            Way::Standard => standard(&self.path),
            Way::Name | Way::Folder => file(&self.path),
        }?;
        let text = text(&self.path.display().to_string(), bytes)?;
        let is_other = self.by == Way::Folder
            && self.format() == surface::Format::Yaml
            && !workspace::is_design(&self.path, &text, &self.scope.knowledge);
        if is_other { Err(Unread::NotMeant) } else { Ok(text) }
    }
}

/// All of standard input, as a file called `name`.
fn standard(name: &Path) -> Result<Vec<u8>, Unread> {
    if name != Path::new("-") && format_of_path(&name.to_string_lossy()).is_none() {
        return Err(Unread::LeftAlone(format!("{}: is neither Markdown nor YAML and was left alone", name.display())));
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > SIZE_LIMIT => Err(too_large(name)),
        Ok(_) => Ok(bytes),
        Err(err) => Err(Unread::Failed(format!("{}: {}", name.display(), workspace::unreadable(&err)))),
    }
}

fn file(path: &Path) -> Result<Vec<u8>, Unread> {
    let failed = |err| Unread::Failed(format!("{}: {}", path.display(), workspace::unreadable(&err)));
    if fs::metadata(path).map_err(failed)?.len() > SIZE_LIMIT as u64 {
        return Err(too_large(path));
    }
    fs::read(path).map_err(failed)
}

fn too_large(path: &Path) -> Unread {
    Unread::LeftAlone(format!("{}: is larger than 10 MB and was left alone", path.display()))
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Unread> {
    String::from_utf8(bytes).map_err(|err| {
        let valid = err.utf8_error().valid_up_to();
        let ahead = String::from_utf8_lossy(&err.as_bytes()[..valid]);
        let at = render::position(&Rope::from_str(&ahead), valid);
        Unread::Failed(format!("{name}:{}:{}: is not UTF-8", at.row, at.column))
    })
}
