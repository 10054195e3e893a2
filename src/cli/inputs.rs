//! What is checked, and what does it hold?

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use ropey::Rope;

use crate::render;
use crate::surface;
use crate::workspace::{self, By, Found, SIZE_LIMIT, Scope, Scopes, Unread, Verdict, format_of_path};

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
    let standard = standard.first().and_then(|_| named(arguments.stdin_filename.as_deref()));
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

/// Standard input under its name, unless that is one of a file that is none of our business.
fn named(name: Option<&Path>) -> Option<(PathBuf, Way)> {
    let Some(name) = name else { return Some((PathBuf::from("-"), Way::Standard)) };
    if format_of_path(&name.to_string_lossy()).is_none() {
        complain(format_args!("{}: is neither Markdown nor YAML and was left alone", name.display()));
        return None;
    }
    Some((name.to_owned(), Way::Standard))
}

/// Why `path` is left out by what holds for it.
pub(super) fn left_out(scope: &Scope, path: &Path) -> Option<String> {
    let by = |key: &str| problems::origin(&scope.resolved.origin(key));
    match scope.verdict(path) {
        Verdict::Checked => None,
        Verdict::Excluded(pattern) => Some(format!("is left out by `{pattern}` of `exclude` ({})", by("exclude"))),
        Verdict::NotIncluded => Some(format!("is not among `include` ({})", by("include"))),
        Verdict::Knowledge => Some("is knowledge, which `archnotes knowledge check` looks after,".to_owned()),
    }
}

impl Input {
    /// The format it is read in; that of standard input without a name is Markdown.
    pub(super) fn format(&self) -> surface::Format {
        format_of_path(&self.path.to_string_lossy()).unwrap_or_default()
    }

    /// What it holds.
    pub(super) fn text(&self) -> Result<String, Unread> {
        match self.by {
            Way::Standard => standard(),
            Way::Name => workspace::read(&self.path, By::Name, &self.scope),
            Way::Folder => workspace::read(&self.path, By::Folder, &self.scope),
        }
    }

    /// Why it is not checked, in a line that names it. What was not meant has none.
    pub(super) fn complaint(&self, unread: &Unread) -> String {
        let name = self.path.display();
        match unread {
            Unread::NotMeant => String::new(),
            Unread::TooLarge => format!("{name}: is larger than 10 MB and was left alone"),
            Unread::NotText(valid) => {
                let at = render::position(&Rope::from_str(valid), valid.len());
                format!("{name}:{}:{}: is not UTF-8", at.row, at.column)
            }
            Unread::Failed(err) => format!("{name}: {}", workspace::unreadable(err)),
        }
    }
}

/// All of standard input.
fn standard() -> Result<String, Unread> {
    let mut bytes = Vec::new();
    match io::stdin().lock().take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > SIZE_LIMIT => Err(Unread::TooLarge),
        Ok(_) => workspace::text(bytes),
        Err(err) => Err(Unread::Failed(err)),
    }
}
