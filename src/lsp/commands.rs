//! What does the server do when the user chooses it, and which page does that show?

use std::path::PathBuf;

use serde_json::Value;
use tower_lsp::ls_types::{Command, ExecuteCommandParams, Uri};

use super::engine::State;
use super::outbox::Shown;
use super::own;
use crate::hover::{self, Format};
use crate::knowledge::Language;
use crate::navigation::Target;
use crate::workspace;

/// Shows the page of the rule that is its argument.
pub(super) const EXPLAIN: &str = "archnotes.explain";

/// There is no such command, or no such rule.
pub(super) struct Unknown;

/// The command that shows the page of the rule called `id`.
pub(super) fn explain(title: String, id: &str) -> Command {
    Command { title, command: EXPLAIN.to_owned(), arguments: Some(vec![id.into()]) }
}

/// `workspace/executeCommand`: opens the page in the editor, or shows its first lines where the editor opens nothing.
///
/// Errors: a command or a rule that is unknown.
pub(super) fn execute(state: &mut State, params: &ExecuteCommandParams) -> Result<(), Unknown> {
    let scope = state.scope(None);
    let id = params.arguments.first().and_then(Value::as_str);
    let id = id.filter(|it| params.command == EXPLAIN && scope.knowledge.rule_id(it).is_some()).ok_or(Unknown)?;
    let file = page(&scope.folders, &Target::Rule(id.to_owned())).filter(|_| state.declared.shows_documents);
    let language = scope.language().unwrap_or(Language::En);
    let text = || hover::explain(&scope.knowledge, id, language, Format::PlainText);
    match file {
        Some(uri) => state.outbox.show(Shown::File(uri)),
        None => state.outbox.show(Shown::Text(text().unwrap_or_default())),
    }
    Ok(())
}

/// The file that is about `target`: the team's own in one of `folders`, or of a rule a copy of the built-in page.
pub(super) fn page(folders: &[PathBuf], target: &Target) -> Option<Uri> {
    let built_in = |id: &str| {
        let kept = workspace::page(&format!("rules/{id}.md"));
        kept.inspect_err(|err| tracing::warn!("the page of {id} cannot be kept: {err}")).ok()
    };
    let file = own::page(folders, target).or_else(|| match target {
        Target::Rule(id) => built_in(id),
        Target::Card(_) | Target::Component(_) => None,
    });
    Uri::from_file_path(file?)
}
