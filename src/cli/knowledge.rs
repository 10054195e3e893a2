//! Is a folder of cards and rules sound?

use std::env;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::examples;
use crate::knowledge::RuleId;
use crate::workspace::Overlay;

use super::output::{Output, complain};
use super::problems::{lines, shown};
use super::{CLEAN, FAILED, FINDINGS};

/// Writes one line for each thing that is wrong in `folder`.
pub(super) fn check(folder: Option<PathBuf>, output: &mut Output) -> anyhow::Result<u8> {
    let folder = given_or_nearest(folder)?;
    let (_, broken) = Overlay::read(slice::from_ref(&folder)).knowledge();
    let lines = lines(&broken);
    for line in &lines {
        output.write(&format!("{line}\n"))?;
    }
    Ok(if lines.is_empty() { CLEAN } else { FINDINGS })
}

/// Runs the examples of the rules in `folder`, and writes those that come out otherwise than they are written.
pub(super) fn test(folder: Option<PathBuf>, output: &mut Output) -> anyhow::Result<u8> {
    let folder = given_or_nearest(folder)?;
    let (knowledge, broken) = Overlay::read(slice::from_ref(&folder)).knowledge();
    let broken = lines(&broken);
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
    Ok(Overlay::folder_of(&here).map(|it| it.strip_prefix(&here).map(Path::to_owned).unwrap_or(it)))
}

fn given_or_nearest(folder: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    match folder {
        Some(folder) if !folder.is_dir() => bail!("{}: there is no such folder", shown(&folder)),
        Some(folder) => Ok(folder),
        None => nearest()?.context("there is no .archnotes folder here or above"),
    }
}
