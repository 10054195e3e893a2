//! Which symbols does the editor list, of a document and of all?

use std::sync::Arc;

use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::convert::Lines;
use super::engine::State;
use super::open::Panicked;
use crate::knowledge::Knowledge;
use crate::symbols::{self, Query, Symbol};

/// So many symbols answer a search: nobody reads on, and a longer word finds fewer.
const LIMIT: usize = 1000;

/// `textDocument/documentSymbol`: the sections with their services, as a tree where the client can show one.
pub(super) fn document(
    state: &mut State,
    params: &DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>, Panicked> {
    let is_tree = state.declared.symbol_trees;
    let uri = &params.text_document.uri;
    let Some((document, lines)) = state.offered(uri, |it| it.document_symbols)? else { return Ok(None) };
    let outline = symbols::outline(document);
    Ok(Some(match is_tree {
        true => DocumentSymbolResponse::Nested(outline.into_iter().map(|it| nested(it, lines)).collect()),
        false => {
            let mut flat = Vec::new();
            outline.into_iter().for_each(|it| flatten(it, None, uri, lines, &mut flat));
            DocumentSymbolResponse::Flat(flat)
        }
    }))
}

/// `workspace/symbol`: services, named parts and findings of all documents.
pub(super) fn workspace(
    state: &mut State,
    params: &WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>, Panicked> {
    let scope = state.scope(None);
    if !scope.settings().features.workspace_symbols {
        return Ok(None);
    }
    let mut queries = Queries::new(&params.query);
    let mut found = Vec::new();
    for (uri, document, lines) in state.documents() {
        let matches = queries.of(document.knowledge()).matches(document).into_iter();
        found.extend(
            matches.map(|it| {
                information(it.name, it.kind, Location::new(uri.clone(), lines.range(it.range)), it.container)
            }),
        );
    }
    for entry in state.index.closed(&state.files) {
        if found.len() >= LIMIT {
            break;
        }
        let matches = entry.symbols(queries.of(entry.knowledge()));
        found.extend(matches.map(|(it, range)| {
            let location = Location::new(entry.uri.clone(), range);
            information(it.name.clone(), it.kind, location, it.container.clone())
        }));
    }
    found.truncate(LIMIT);
    Ok(Some(WorkspaceSymbolResponse::Flat(found)))
}

/// The same question to each knowledge that documents were analysed with.
pub(super) struct Queries<'a> {
    typed: &'a str,
    made: Vec<(Arc<Knowledge>, Query)>,
}

impl<'a> Queries<'a> {
    pub(super) fn new(typed: &'a str) -> Queries<'a> {
        Queries { typed, made: Vec::new() }
    }

    pub(super) fn of(&mut self, knowledge: &Arc<Knowledge>) -> &Query {
        let at = self.made.iter().position(|it| Arc::ptr_eq(&it.0, knowledge)).unwrap_or_else(|| {
            self.made.push((Arc::clone(knowledge), Query::new(self.typed, knowledge)));
            self.made.len() - 1
        });
        &self.made[at].1
    }
}

/// Kinds that every client has known from the first: a heading is a string to other servers for Markdown as well.
fn kind(of: symbols::SymbolKind) -> SymbolKind {
    match of {
        symbols::SymbolKind::Section => SymbolKind::STRING,
        symbols::SymbolKind::Service => SymbolKind::CLASS,
        symbols::SymbolKind::Component => SymbolKind::VARIABLE,
        symbols::SymbolKind::Finding => SymbolKind::CONSTANT,
    }
}

#[allow(deprecated, reason = "the library's type has no other way to leave a deprecated property out")]
fn nested(it: Symbol, lines: Lines<'_>) -> DocumentSymbol {
    let children: Vec<_> = it.children.into_iter().map(|it| nested(it, lines)).collect();
    DocumentSymbol {
        name: it.name,
        detail: None,
        kind: kind(it.kind),
        tags: None,
        deprecated: None,
        range: lines.range(it.range),
        selection_range: lines.range(it.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// Headings have six levels, so this goes no deeper.
fn flatten(it: Symbol, container: Option<&str>, uri: &Uri, lines: Lines<'_>, acc: &mut Vec<SymbolInformation>) {
    let location = Location::new(uri.clone(), lines.range(it.selection));
    acc.push(information(it.name.clone(), it.kind, location, container.map(str::to_owned)));
    it.children.into_iter().for_each(|child| flatten(child, Some(&it.name), uri, lines, acc));
}

#[allow(deprecated, reason = "the library's type has no other way to leave a deprecated property out")]
fn information(
    name: String,
    of: symbols::SymbolKind,
    location: Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
}
