//! What is wrong with what archnotes itself reads, settings and knowledge, in one line each?

use std::env;
use std::path::Path;

use ropey::Rope;

use crate::knowledge::Problem;
use crate::render;
use crate::settings::Origin;
use crate::span::Span;
use crate::workspace::Broken;

/// `file:row:column: message` for each thing that is wrong.
pub(super) fn lines(broken: &[Broken]) -> Vec<String> {
    broken.iter().flat_map(|file| file.problems.iter().map(|it| line(file, it))).collect()
}

fn line(file: &Broken, problem: &Problem) -> String {
    // What is wrong with a whole file stands nowhere in it.
    let is_placed = !problem.range.is_empty() || problem.range.start > 0;
    let place = if is_placed { place(&file.text, problem.range) } else { String::new() };
    // Some parsers draw a picture below their message: the editor shows the place as well.
    let message = problem.message.lines().next().unwrap_or_default();
    format!("{}{place}: {message}", shown(&file.path))
}

/// `:row:column` of where `range` starts.
fn place(text: &str, range: Span) -> String {
    let at = render::position(&Rope::from_str(text), range.start);
    format!(":{}:{}", at.row, at.column)
}

/// Who set something, as a person is told.
pub(super) fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::Editor => "the editor".to_owned(),
        Origin::File(path) => shown(path),
        Origin::CommandLine => "the command line".to_owned(),
    }
}

/// `path` as people write it here: relative if it is below the current folder.
pub(super) fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
