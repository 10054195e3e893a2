//! What does the editor show beside the text?

use std::str::FromStr as _;

use tower_lsp::ls_types::{
    CodeLens, CodeLensParams, Command, DocumentLink, DocumentLinkParams, InlayHint, InlayHintLabel, InlayHintParams,
    Uri,
};

use super::commands;
use super::engine::State;
use super::open::Panicked;
use crate::knowledge::Knowledge;
use crate::links::{self, To};
use crate::navigation::Target;
use crate::workspace::Scope;
use crate::{inlay, lens};

/// `textDocument/documentLink`: from services to their documentation, from rules to their pages.
pub(super) fn links(state: &mut State, params: &DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>, Panicked> {
    let has_tooltips = state.declared.link_tooltips;
    let offered = state.offered(&params.text_document.uri, |it| it.document_links)?;
    let Some((document, lines)) = offered else { return Ok(None) };
    let found: Vec<_> = links::links(document).into_iter().map(|it| (lines.range(it.range), it.to)).collect();
    let scope = state.scope(Some(&params.text_document.uri));
    let links = found.into_iter().filter_map(|(range, to)| {
        let (target, name) = page(&scope, to)?;
        Some(DocumentLink { range, target: Some(target), tooltip: has_tooltips.then_some(name), data: None })
    });
    Ok(Some(links.collect()))
}

/// The address that a link leads to, and what stands there. The page of a rule is a file, the team's own or a copy.
fn page(scope: &Scope, to: To) -> Option<(Uri, String)> {
    let knowledge: &Knowledge = &scope.knowledge;
    match to {
        To::Documentation(card) => {
            let card = knowledge.cards.get(card.0 as usize)?;
            Some((Uri::from_str(card.docs.as_deref()?).ok()?, card.name.clone()))
        }
        To::Rule(rule) => {
            let rule = knowledge.rules.get(usize::from(rule.0))?;
            let page = commands::page(&scope.folders, &Target::Rule(rule.id.clone()));
            Some((page.or_else(|| Uri::from_str(rule.reference()?).ok())?, rule.id.clone()))
        }
    }
}

/// `textDocument/inlayHint`: what figures come to.
pub(super) fn hints(state: &mut State, params: &InlayHintParams) -> Result<Option<Vec<InlayHint>>, Panicked> {
    let language = state.language(&params.text_document.uri);
    let Some((document, lines)) = state.offered(&params.text_document.uri, |it| it.inlay_hints)? else {
        return Ok(None);
    };
    let hints = inlay::hints(document, lines.span(params.range), language).into_iter().map(|it| InlayHint {
        position: lines.position(it.at),
        label: InlayHintLabel::String(it.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    Ok(Some(hints.collect()))
}

/// `textDocument/codeLens`: findings and services below the upper headings, as mere titles.
pub(super) fn lenses(state: &mut State, params: &CodeLensParams) -> Result<Option<Vec<CodeLens>>, Panicked> {
    let offered = state.offered(&params.text_document.uri, |it| it.code_lens)?;
    let Some((document, lines)) = offered else { return Ok(None) };
    let lenses = lens::lenses(document).into_iter().map(|it| {
        // What an editor shows of a lens is a command's title; one without a name does nothing when it is chosen.
        let command = Command { title: it.title, command: String::new(), arguments: None };
        let start = lines.position(it.range.start);
        CodeLens { range: tower_lsp::ls_types::Range::new(start, start), command: Some(command), data: None }
    });
    Ok(Some(lenses.collect()))
}
