//! Where does the editor go from here?

use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, GotoDefinitionParams, GotoDefinitionResponse,
    Location, LocationLink, Range, ReferenceParams, Uri,
};

use super::commands;
use super::engine::State;
use super::open::Panicked;
use crate::document::Document;
use crate::navigation::{self, By, Target};
use crate::workspace::Scope;

/// `textDocument/definition`: where the thing under the cursor is introduced.
pub(super) fn definition(
    state: &mut State,
    params: &GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>, Panicked> {
    let at = &params.text_document_position_params;
    let uri = &at.text_document.uri;
    let Some((document, lines)) = state.offered(uri, |it| it.definition)? else { return Ok(None) };
    let Some((origin, target)) = navigation::target(document, lines.offset(at.position)) else { return Ok(None) };
    let here = navigation::introduction(document, &target).map(|it| {
        let place = Place { uri: uri.clone(), around: lines.range(it.around), name: lines.range(it.name) };
        (place, it.name == origin)
    });
    let origin = lines.range(origin);
    let places = match here {
        Some((place, false)) => vec![place],
        here => {
            let scope = state.scope(Some(uri));
            let elsewhere = page(&scope, &target).map_or_else(|| in_others(state, uri, &target), |it| vec![it]);
            // From the introduction itself there may be nowhere to go.
            if elsewhere.is_empty() { here.map(|it| it.0).into_iter().collect() } else { elsewhere }
        }
    };
    Ok(response(places, origin, state.declared.definition_links))
}

/// `textDocument/references`: all places in all documents that speak of the same.
pub(super) fn references(state: &mut State, params: &ReferenceParams) -> Result<Option<Vec<Location>>, Panicked> {
    let at = &params.text_document_position;
    let Some((document, lines)) = state.offered(&at.text_document.uri, |it| it.references)? else { return Ok(None) };
    let Some((_, target)) = navigation::target(document, lines.offset(at.position)) else { return Ok(None) };
    let with_introduction = params.context.include_declaration;
    let found = state.documents().into_iter().flat_map(|(uri, document, lines)| {
        let title = title(document, &target).filter(|_| !with_introduction).map(|it| it.name);
        let places = navigation::places(document, &target).into_iter().filter(move |it| Some(*it) != title);
        places.map(move |it| Location::new(uri.clone(), lines.range(it)))
    });
    let mut found: Vec<_> = found.collect();
    found.extend(state.index.closed(&state.files).into_iter().flat_map(|it| it.places(&target)));
    Ok(Some(found))
}

/// `textDocument/documentHighlight`: the same in this document.
pub(super) fn highlights(
    state: &mut State,
    params: &DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>, Panicked> {
    let at = &params.text_document_position_params;
    let offered = state.offered(&at.text_document.uri, |it| it.document_highlight)?;
    let Some((document, lines)) = offered else { return Ok(None) };
    let Some((_, target)) = navigation::target(document, lines.offset(at.position)) else { return Ok(None) };
    let places = navigation::places(document, &target)
        .into_iter()
        .map(|it| DocumentHighlight { range: lines.range(it), kind: Some(DocumentHighlightKind::TEXT) });
    Ok(Some(places.collect()))
}

/// A place to go to.
struct Place {
    uri: Uri,
    around: Range,
    name: Range,
}

/// The file that is about `target`.
fn page(scope: &Scope, target: &Target) -> Option<Place> {
    let uri = commands::page(scope, target)?;
    Some(Place { uri, around: Range::default(), name: Range::default() })
}

/// The headings of documents but `uri` that introduce `target`, those of open ones first.
fn in_others(state: &mut State, uri: &Uri, target: &Target) -> Vec<Place> {
    let others = state.documents().into_iter().filter(|it| it.0 != uri);
    let titles = others.filter_map(|(uri, document, lines)| {
        let it = title(document, target)?;
        Some(Place { uri: uri.clone(), around: lines.range(it.around), name: lines.range(it.name) })
    });
    let mut titles: Vec<_> = titles.collect();
    titles.extend(state.index.closed(&state.files).into_iter().filter_map(|it| {
        let (around, name) = it.title(target)?;
        Some(Place { uri: it.uri.clone(), around, name })
    }));
    titles
}

fn title(document: &Document, target: &Target) -> Option<navigation::Introduction> {
    navigation::introduction(document, target).filter(|it| it.by == By::Title)
}

fn response(places: Vec<Place>, origin: Range, has_links: bool) -> Option<GotoDefinitionResponse> {
    if places.is_empty() {
        return None;
    }
    let links = |it: Place| LocationLink {
        origin_selection_range: Some(origin),
        target_uri: it.uri,
        target_range: it.around,
        target_selection_range: it.name,
    };
    Some(if has_links {
        GotoDefinitionResponse::Link(places.into_iter().map(links).collect())
    } else {
        GotoDefinitionResponse::Array(places.into_iter().map(|it| Location::new(it.uri, it.name)).collect())
    })
}
