//! What do the checked files say of each other's components, and where?

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use ropey::Rope;

use crate::claim::{Around, Neighbour, Neighbours};
use crate::document::Document;
use crate::render::{self, Position};
use crate::span::Span;
use crate::workspace::spelled;

/// Where each claim of a file stands, so that others can show it without its text.
type Claimed = Vec<(Span, (Position, Position))>;

/// What a file says to the others.
pub(super) struct Told {
    neighbour: Arc<Neighbour>,
    claimed: Claimed,
}

/// What all files say.
#[derive(Default)]
pub(super) struct Beside {
    told: Vec<Arc<Neighbour>>,
    claimed: BTreeMap<String, Claimed>,
    all: Arc<Neighbours>,
}

impl Told {
    /// What `document` says to the others, which stands at `path`; `None` where that is nothing.
    pub(super) fn of(document: &Document, path: &Path) -> Option<Told> {
        let neighbour = document.neighbour(spelled(path));
        let place = |at: Span, text: &Rope| (render::position(text, at.start), render::position(text, at.end));
        let claimed = neighbour.said.iter().map(|it| (it.range, place(it.range, document.text()))).collect();
        (!neighbour.is_empty()).then(|| Told { neighbour: Arc::new(neighbour), claimed })
    }

    /// Whether others may deny what it says, so that its findings are known when all files are read.
    pub(super) fn may_be_denied(&self) -> bool {
        self.neighbour.may_be_denied()
    }
}

impl Beside {
    /// Adds a file.
    pub(super) fn add(&mut self, told: Told) {
        self.claimed.insert(told.neighbour.path.clone(), told.claimed);
        self.told.push(told.neighbour);
    }

    /// To be called when all files are added.
    pub(super) fn end(&mut self) {
        self.all = Arc::new(Neighbours::of(std::mem::take(&mut self.told)));
    }

    /// What stands around the file at `path`.
    pub(super) fn around(&self, path: &Path) -> Around {
        Around { path: spelled(path), closed: Arc::clone(&self.all), open: Vec::new() }
    }

    /// Where a claim of `file` starts and ends.
    pub(super) fn positions(&self, file: &str, range: Span) -> Option<(Position, Position)> {
        let claimed = self.claimed.get(file)?;
        claimed.iter().find(|it| it.0 == range).map(|it| it.1)
    }
}
