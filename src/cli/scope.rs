//! What holds for a command?

use std::env;
use std::sync::Arc;

use anyhow::Context as _;
use serde_json::json;

use crate::knowledge::Knowledge;
use crate::settings::{LanguageChoice, Layer};
use crate::workspace::Scopes;

use super::output::complain;
use super::problems;

/// The scopes of a command that runs here. A language that it was given goes before any that is set.
pub(super) fn scopes(language: Option<LanguageChoice>) -> anyhow::Result<Scopes> {
    let here = env::current_dir().context("cannot tell the current folder")?;
    Ok(Scopes::of_command(&here, Layer::of_command(language.map(|it| ("language", json!(it))))))
}

/// Writes a line for each thing that is wrong with settings and knowledge that were read so far; how many there are.
pub(super) fn complain_of(scopes: &Scopes) -> usize {
    let broken = [scopes.broken_settings(), scopes.broken_knowledge()].concat();
    let lines = problems::lines(&broken);
    lines.iter().for_each(complain);
    lines.len()
}

/// What is known here, and how many things are wrong with it; each has its line on standard error.
pub(super) fn knowledge_here() -> anyhow::Result<(Arc<Knowledge>, usize)> {
    let mut scopes = scopes(None)?;
    let scope = scopes.of(None);
    Ok((Arc::clone(&scope.knowledge), complain_of(&scopes)))
}
