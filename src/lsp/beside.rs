//! What do the files of a workspace say of each other's components, open or not?

use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types::{Location, Uri};

use super::convert::Lines;
use super::engine::State;
use super::index;
use super::open::Panicked;
use crate::claim::{Around, Neighbour};
use crate::span::Span;
use crate::workspace::spelled;

/// What stands around the file at `path`. Cost: O(open files), and what was edited of the others is analysed.
pub(super) fn around(state: &mut State, path: &Path) -> Around {
    let others = state.files.values_mut().filter(|it| it.path.as_deref() != Some(path));
    let mut open: Vec<Arc<Neighbour>> = others.filter_map(|it| it.neighbour()).collect();
    open.sort_by(|a, b| a.path.cmp(&b.path));
    Around { path: spelled(path), closed: state.index.neighbours(), open }
}

/// Holds an open file against what stands around it now. Errors: when its analysis panics.
pub(super) fn hold(state: &mut State, uri: &Uri) -> Result<(), Panicked> {
    let Some(path) = state.files.get(uri).and_then(|it| it.path.clone()) else { return Ok(()) };
    let around = Arc::new(around(state, &path));
    match state.files.get_mut(uri) {
        Some(open) => open.stand_among(around),
        None => Ok(()),
    }
}

/// Where the places are that the findings of an open file show in other files.
pub(super) fn places(state: &mut State, uri: &Uri) -> Result<Vec<(Arc<str>, Span, Location)>, Panicked> {
    let Some((document, _)) = state.document(uri)? else { return Ok(Vec::new()) };
    let related = document.findings().iter().flat_map(|it| &it.related);
    let wanted: Vec<_> = related.filter_map(|it| Some((it.file.clone()?, it.range))).collect();
    Ok(wanted
        .into_iter()
        .filter_map(|(file, range)| Some((Arc::clone(&file), range, place(state, &file, range)?)))
        .collect())
}

/// Where `range` of the file is that the core calls `file`.
pub(super) fn place(state: &State, file: &str, range: Span) -> Option<Location> {
    let encoding = state.declared.encoding;
    let is_it = |it: &&Path| spelled(it) == file;
    let open = state.files.iter().find(|it| it.1.path.as_deref().filter(is_it).is_some());
    if let Some((uri, open)) = open {
        let Lines { text, .. } = open.lines(encoding);
        return Some(Location::new(uri.clone(), Lines { text, encoding }.range(range)));
    }
    state.index.claimed(Path::new(file), range)
}

/// Lets what is said of closed files follow from what stands around them now. Whether something else is said of one.
pub(super) fn hold_closed(state: &mut State) -> bool {
    let around = around(state, Path::new(""));
    index::hold(state, around)
}
