//! Which code actions does the editor get, and when are their edits made?
//!
//! A client that can ask later gets titles, and the edit of the one that is chosen; any other gets all edits at once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges,
    NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};

use super::capabilities::{Declared, FIX_ALL};
use super::commands;
use super::convert::Lines;
use super::diagnostics;
use super::engine::State;
use super::open::Panicked;
use crate::document::Document;
use crate::fix::{self, Action, ActionKind, Edit};
use crate::span::Span;

/// What a code action remembers until it is resolved: what was asked, and which of the answers it is.
#[derive(Serialize, Deserialize)]
struct Remembered {
    uri: Uri,
    version: i32,
    range: Range,
    index: usize,
}

/// The text has changed since the action was offered.
pub(super) struct Stale;

/// `textDocument/codeAction`: what can be done in the range.
pub(super) fn actions(state: &mut State, params: &CodeActionParams) -> Result<Vec<CodeActionOrCommand>, Panicked> {
    let declared = state.declared.clone();
    let uri = &params.text_document.uri;
    let version = state.version(uri);
    let Some((document, lines)) = state.offered(uri, |it| it.code_actions)? else { return Ok(Vec::new()) };
    let only = params.context.only.as_deref();
    let mut offered = offered(document, lines.span(params.range));
    // Unasked, all fixes at once stand beside a single one, not on every line of the file.
    if only.is_some() || offered.iter().any(|it| it.kind == ActionKind::Fix) {
        offered.extend(fix::fix_all(document));
    }
    let wanted = offered.into_iter().enumerate().filter(|(_, it)| is_wanted(it.kind, only));
    let actions = wanted.map(|(index, it)| {
        let remembered = Remembered { uri: uri.clone(), version, range: params.range, index };
        let remembered = declared.lazy_edits.then(|| serde_json::to_value(remembered).ok()).flatten();
        let has_edit = remembered.is_none();
        CodeActionOrCommand::CodeAction(CodeAction {
            kind: Some(kind(it.kind)),
            diagnostics: it.finding.and_then(|it| matching(document, lines, &params.context, it)),
            is_preferred: (declared.preferred_actions && it.kind == ActionKind::Fix).then_some(true),
            edit: has_edit.then(|| workspace_edit(it.edits, uri, version, lines, &declared)),
            data: remembered,
            title: it.title,
            ..CodeAction::default()
        })
    });
    let is_for_findings = is_wanted(ActionKind::Note, only) && declared.explains();
    let explained = is_for_findings.then(|| explanations(document, lines, params)).into_iter().flatten();
    Ok(actions.chain(explained).collect())
}

/// For each rule with a finding in the range, the command that shows its page.
fn explanations(document: &Document, lines: Lines<'_>, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let mut seen = Vec::new();
    let mut explained = Vec::new();
    for (index, finding) in fix::touched(document, lines.span(params.range)) {
        let Some(rule) = document.knowledge().rules.get(usize::from(finding.rule.0)) else { continue };
        if seen.contains(&finding.rule) {
            continue;
        }
        seen.push(finding.rule);
        let title = fix::explanation(finding, &rule.id);
        explained.push(CodeActionOrCommand::CodeAction(CodeAction {
            title: title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: matching(document, lines, &params.context, index),
            command: Some(commands::explain(title, &rule.id)),
            ..CodeAction::default()
        }));
    }
    explained
}

/// `codeAction/resolve`: the action with its edit. One that is not ours comes back as it is.
pub(super) fn resolve(state: &mut State, mut action: CodeAction) -> Result<Result<CodeAction, Stale>, Panicked> {
    let remembered = action.data.clone().and_then(|it| serde_json::from_value::<Remembered>(it).ok());
    let Some(Remembered { uri, version, range, index }) = remembered else { return Ok(Ok(action)) };
    let declared = state.declared.clone();
    if state.version(&uri) != version {
        return Ok(Err(Stale));
    }
    let Some((document, lines)) = state.document(&uri)? else { return Ok(Err(Stale)) };
    // The knowledge may have changed under the text.
    let mut offered = offered(document, lines.span(range)).into_iter().chain(fix::fix_all(document));
    let chosen = offered.nth(index).filter(|it| it.title == action.title);
    let Some(chosen) = chosen else { return Ok(Err(Stale)) };
    action.edit = Some(workspace_edit(chosen.edits, &uri, version, lines, &declared));
    Ok(Ok(action))
}

/// What there is for `range`, always in the same order; all fixes of the file come behind it.
fn offered(document: &Document, range: Span) -> Vec<Action> {
    let mut offered = fix::actions(document, range);
    offered.extend(fix::insertions(document, range.start));
    offered
}

fn kind(of: ActionKind) -> CodeActionKind {
    match of {
        ActionKind::Fix | ActionKind::Suggestion | ActionKind::Note | ActionKind::Suppress => CodeActionKind::QUICKFIX,
        ActionKind::Insert => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::FixAll => FIX_ALL,
    }
}

/// Whether who asks for `only` these kinds gets that one as well: kinds are a tree, `source` holds `source.fixAll`.
fn is_wanted(of: ActionKind, only: Option<&[CodeActionKind]>) -> bool {
    let kind = kind(of);
    let covers = |wanted: &CodeActionKind| {
        let (wanted, kind) = (wanted.as_str(), kind.as_str());
        wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|it| it.starts_with('.'))
    };
    only.is_none_or(|it| it.iter().any(covers))
}

/// The diagnostics that the client holds for this finding, in the client's own words.
fn matching(
    document: &Document,
    lines: Lines<'_>,
    context: &CodeActionContext,
    finding: usize,
) -> Option<Vec<Diagnostic>> {
    let finding = document.findings().get(finding)?;
    let code = diagnostics::code(document.knowledge(), finding.rule);
    let range = lines.range(finding.range);
    let same = context.diagnostics.iter().filter(|it| {
        let held = match &it.code {
            Some(NumberOrString::String(held)) => Some(held.as_str()),
            _ => None,
        };
        it.range == range && held == code
    });
    let same: Vec<_> = same.cloned().collect();
    (!same.is_empty()).then_some(same)
}

/// Versioned where the client can hold the edit against its own version, plain otherwise.
fn workspace_edit(edits: Vec<Edit>, uri: &Uri, version: i32, lines: Lines<'_>, declared: &Declared) -> WorkspaceEdit {
    let edits = edits.into_iter().map(|(span, text)| TextEdit::new(lines.range(span), text));
    if !declared.document_changes {
        return WorkspaceEdit {
            changes: Some(HashMap::from([(uri.clone(), edits.collect())])),
            ..WorkspaceEdit::default()
        };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(version) };
    let edits = edits.map(OneOf::Left).collect();
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }])),
        ..WorkspaceEdit::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(only: &[&str], expected: &[ActionKind]) {
        let only: Vec<_> = only.iter().map(|it| CodeActionKind::from((*it).to_owned())).collect();
        let all = [ActionKind::Fix, ActionKind::Suppress, ActionKind::Insert, ActionKind::FixAll];
        let wanted: Vec<_> = all.into_iter().filter(|it| is_wanted(*it, Some(&only))).collect();
        assert_eq!(wanted, expected);
    }

    #[test]
    fn kinds_are_a_tree() {
        check(&["quickfix"], &[ActionKind::Fix, ActionKind::Suppress]);
        check(&["source"], &[ActionKind::FixAll]);
        check(&["source.fixAll"], &[ActionKind::FixAll]);
        check(&["source.fixAll.archnotes"], &[ActionKind::FixAll]);
        check(&["source.fixAll.other", "source.fix", "quickfix.a"], &[]);
        check(&["refactor"], &[ActionKind::Insert]);
        check(&["refactor.extract"], &[]);
        check(&[""], &[ActionKind::Fix, ActionKind::Suppress, ActionKind::Insert, ActionKind::FixAll]);
        check(&[], &[]);
    }
}
