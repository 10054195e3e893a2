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
        (place, it.by, it.name == origin)
    });
    let origin = lines.range(origin);
    let place = match here {
        Some((place, By::Title, false)) => Some(place),
        Some((place, By::Title, true)) => page(&state.scope(Some(uri)), &target).or(Some(place)),
        Some((place, By::FirstName, is_here)) => {
            let elsewhere = page(&state.scope(Some(uri)), &target).or_else(|| only_other(state, uri, &target));
            elsewhere.or((!is_here).then_some(place))
        }
        None => page(&state.scope(Some(uri)), &target),
    };
    Ok(place.map(|it| response(it, origin, state.declared.definition_links)))
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
    found.extend(state.index.closed(&state.files).flat_map(|it| it.places(&target)));
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
    let uri = commands::page(&scope.folders, target)?;
    Some(Place { uri, around: Range::default(), name: Range::default() })
}

/// The heading of the one document but `uri` that introduces `target`; of several, none is *the* one.
fn only_other(state: &mut State, uri: &Uri, target: &Target) -> Option<Place> {
    let others = state.documents().into_iter().filter(|it| it.0 != uri);
    let titles = others.filter_map(|(uri, document, lines)| {
        let it = title(document, target)?;
        Some(Place { uri: uri.clone(), around: lines.range(it.around), name: lines.range(it.name) })
    });
    let mut titles: Vec<_> = titles.collect();
    titles.extend(state.index.closed(&state.files).filter_map(|it| {
        let (around, name) = it.title(target)?;
        Some(Place { uri: it.uri.clone(), around, name })
    }));
    if titles.len() == 1 { titles.pop() } else { None }
}

fn title(document: &Document, target: &Target) -> Option<navigation::Introduction> {
    navigation::introduction(document, target).filter(|it| it.by == By::Title)
}

fn response(place: Place, origin: Range, has_links: bool) -> GotoDefinitionResponse {
    match has_links {
        true => GotoDefinitionResponse::Link(vec![LocationLink {
            origin_selection_range: Some(origin),
            target_uri: place.uri,
            target_range: place.around,
            target_selection_range: place.name,
        }]),
        false => GotoDefinitionResponse::Array(vec![Location::new(place.uri, place.name)]),
    }
}
