//! Is a folder of cards and rules sound?

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use anyhow::{Context as _, bail};
use ropey::Rope;

use crate::examples;
use crate::knowledge::{Knowledge, Problem, RuleId};
use crate::render;
use crate::workspace;

use super::output::{Output, complain};
use super::{CLEAN, FAILED, FINDINGS};

/// The built-in knowledge with that of the nearest `.archnotes/` upward, and how many of its files are broken.
///
/// Each of those has its line on standard error.
pub(super) fn loaded() -> anyhow::Result<(Knowledge, usize)> {
    let overlay = nearest()?;
    let (knowledge, problems) = workspace::knowledge(overlay.as_deref());
    let Some(overlay) = overlay else { return Ok((knowledge, 0)) };
    let lines = lines(&overlay, &problems);
    lines.iter().for_each(complain);
    Ok((knowledge, lines.len()))
}

/// Writes one line for each thing that is wrong in `folder`.
pub(super) fn check(folder: Option<PathBuf>, output: &mut Output) -> anyhow::Result<u8> {
    let folder = given_or_nearest(folder)?;
    let (_, problems) = workspace::knowledge(Some(&folder));
    let lines = lines(&folder, &problems);
    for line in &lines {
        output.write(&format!("{line}\n"))?;
    }
    Ok(if lines.is_empty() { CLEAN } else { FINDINGS })
}

/// Runs the examples of the rules in `folder`, and writes those that come out otherwise than they are written.
pub(super) fn test(folder: Option<PathBuf>, output: &mut Output) -> anyhow::Result<u8> {
    let folder = given_or_nearest(folder)?;
    let (knowledge, problems) = workspace::knowledge(Some(&folder));
    let broken = lines(&folder, &problems);
    broken.iter().for_each(complain);
    let knowledge = Arc::new(knowledge);
    let (mut rules, mut failed) = (0, 0);
    for (rule, id) in knowledge.rules.iter().zip(0..) {
        let file = folder.join("rules").join(format!("{}.md", rule.id));
        if !file.is_file() {
            continue;
        }
        rules += 1;
        for failure in examples::failures(RuleId(id), &knowledge) {
            failed += 1;
            output.write(&format!("{}: {failure}", shown(&file)))?;
        }
    }
    // The result stands before its summary in a terminal.
    output.finish()?;
    complain(format_args!("rules: {rules}, examples that do not hold: {failed}, broken files: {}", broken.len()));
    Ok(match (broken.len(), failed) {
        (0, 0) => CLEAN,
        (0, _) => FINDINGS,
        _ => FAILED,
    })
}

fn nearest() -> anyhow::Result<Option<PathBuf>> {
    let here = env::current_dir().context("cannot tell the current folder")?;
    // Shown as people write it, if it is right here.
    Ok(workspace::overlay(&here).map(|it| it.strip_prefix(&here).map(Path::to_owned).unwrap_or(it)))
}

fn given_or_nearest(folder: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    match folder {
        Some(folder) if !folder.is_dir() => bail!("{}: there is no such folder", shown(&folder)),
        Some(folder) => Ok(folder),
        None => nearest()?.context("there is no .archnotes folder here or above"),
    }
}

/// `file:row:column: message` for the problems of files below `folder`; those of built-in files are not the user's.
fn lines(folder: &Path, problems: &[Problem]) -> Vec<String> {
    problems.iter().filter_map(|it| line(folder, it)).collect()
}

fn line(folder: &Path, problem: &Problem) -> Option<String> {
    let file = folder.join(&problem.path);
    fs::symlink_metadata(&file).ok()?;
    let text = fs::read_to_string(&file).unwrap_or_default();
    let place = if problem.range.is_empty() && problem.range.start == 0 {
        String::new()
    } else {
        let at = render::position(&Rope::from_str(&text), problem.range.start);
        format!(":{}:{}", at.row, at.column)
    };
    // Some parsers draw a picture below their message: the editor shows the place as well.
    let message = problem.message.lines().next().unwrap_or_default();
    Some(format!("{}{place}: {message}", shown(&file)))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
