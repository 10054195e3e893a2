//! What is known of one open file?

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use ropey::Rope;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem};

use super::convert::{Encoding, Lines};
use super::own::file_path;
use super::tokens::Sent;
use super::window::Window;
use crate::claim::{Around, Neighbour};
use crate::document::Document;
use crate::surface::Format;
use crate::workspace::{self, Scope, Verdict};

/// So many places far from each other are analysed one by one within a burst; then the rest of it is one stretch.
const PLACES: u32 = 32;

/// One open file. Its text follows the client at once, its analysis when somebody asks: a burst of edits costs one.
pub(super) struct Open {
    /// Where it is, if it is on disk.
    pub(super) path: Option<PathBuf>,
    /// As the client counts.
    pub(super) version: i32,
    /// What holds for it.
    pub(super) scope: Arc<Scope>,
    /// Whether its diagnostics are older than its text or what holds for it.
    pub(super) is_stale: bool,
    /// The semantic tokens that the client has of it, if it may ask for what has changed.
    pub(super) tokens: Option<Sent>,
    /// `None` for a file that is none of our business.
    format: Option<Format>,
    text: Rope,
    /// What was edited since `document` was made.
    edited: Option<Window>,
    /// How many stretches were analysed since the diagnostics were sent.
    places: u32,
    document: Option<Document>,
    /// What the other files hear of its components, while the text is the same.
    neighbour: Option<Arc<Neighbour>>,
    /// Why even a fresh analysis of this text panicked; an edit gives it another chance.
    ill: Option<String>,
}

/// The analysis panicked, which is a bug, and was stopped.
#[derive(Debug)]
pub(super) struct Panicked(pub(super) String);

impl Open {
    /// The file as the client hands it over.
    pub(super) fn new(item: TextDocumentItem, scope: Arc<Scope>) -> Open {
        Open {
            path: file_path(&item.uri),
            scope,
            version: item.version,
            is_stale: true,
            tokens: None,
            format: workspace::format_of(&item.language_id, item.uri.path().as_str()),
            text: Rope::from_str(&item.text),
            edited: None,
            places: 0,
            document: None,
            neighbour: None,
            ill: None,
        }
    }

    /// Follows the client's edits, each on the text that the one before it left. Positions outside the text are clamped.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            match change.range {
                Some(range) => self.edit(range, &change.text, encoding),
                None => self.replace(&change.text),
            }
        }
        self.version = version;
        self.is_stale = true;
        self.ill = None;
    }

    /// The text as an editor counts it.
    pub(super) fn lines(&self, encoding: Encoding) -> Lines<'_> {
        Lines { text: &self.text, encoding }
    }

    /// Whether it is analysed at all: of a format that we read, and of a bearable size.
    pub(super) fn is_analysed(&self) -> bool {
        self.format.is_some() && !self.is_too_large()
    }

    /// Whether it is of a format that we read, and left alone for its size.
    pub(super) fn is_left_alone(&self) -> bool {
        self.format.is_some() && self.is_too_large()
    }

    /// Goes by what holds for it now; analysed again if that changes what is known.
    pub(super) fn hold(&mut self, scope: Arc<Scope>) {
        if !Arc::ptr_eq(&self.scope.knowledge, &scope.knowledge) {
            self.forget();
        }
        self.is_stale |= self.scope.resolved != scope.resolved;
        self.scope = scope;
    }

    /// Drops the analysis: the next one starts from the text.
    pub(super) fn forget(&mut self) {
        self.document = None;
        self.edited = None;
        self.is_stale = true;
        self.ill = None;
    }

    /// The analysis of the text as it is now; `None` where there is nothing to analyse.
    ///
    /// A panic in an incremental analysis is made good by a fresh one. Errors: when that panics as well.
    pub(super) fn document(&mut self) -> Result<Option<&Document>, Panicked> {
        if !self.is_analysed() {
            self.document = None;
            self.edited = None;
            return Ok(None);
        }
        if self.document.is_none() || self.edited.is_some() {
            self.neighbour = None;
            self.analyse()?;
        }
        Ok(self.document.as_ref())
    }

    /// What it says of its components to the other files; `None` where that is nothing, it is not checked, or its analysis panics.
    pub(super) fn neighbour(&mut self) -> Option<Arc<Neighbour>> {
        let path = self.path.as_deref().filter(|it| self.scope.verdict(it) == Verdict::Checked)?;
        let path = workspace::spelled(path);
        self.document().ok()??;
        if self.neighbour.is_none() {
            self.neighbour = self.document.as_ref().map(|it| Arc::new(it.neighbour(path)));
        }
        self.neighbour.clone().filter(|it| !it.is_empty())
    }

    /// Holds it against what stands `around` it. Errors: when its analysis panics.
    pub(super) fn stand_among(&mut self, around: Arc<Around>) -> Result<(), Panicked> {
        self.document()?;
        if let Some(document) = &mut self.document {
            document.stand_among(around);
        }
        Ok(())
    }

    /// To be called when the diagnostics of this text are sent.
    pub(super) fn published(&mut self) {
        self.is_stale = false;
        self.places = 0;
    }

    fn is_too_large(&self) -> bool {
        self.text.len_bytes() > workspace::SIZE_LIMIT
    }

    fn edit(&mut self, range: tower_lsp::ls_types::Range, replacement: &str, encoding: Encoding) {
        let range = self.lines(encoding).span(range);
        self.edited = Some(match self.settle_far_from(range) {
            Some(window) => window.with(range, replacement.len()),
            None => Window::of(range, replacement.len()),
        });
        let (start, end) = (self.text.byte_to_char(range.start), self.text.byte_to_char(range.end));
        self.text.remove(start..end);
        self.text.insert(start, replacement);
    }

    /// Analyses what was edited far from `range`, as one stretch over both would be all that lies between them.
    fn settle_far_from(&mut self, range: crate::span::Span) -> Option<Window> {
        let window = self.edited?;
        if self.document.is_none() || window.is_near(range) || self.places >= PLACES {
            return Some(window);
        }
        self.places += 1;
        self.neighbour = None;
        if let Err(Panicked(reason)) = self.analyse() {
            tracing::error!("the analysis panicked: {reason}");
        }
        None
    }

    fn replace(&mut self, text: &str) {
        self.text = Rope::from_str(text);
        self.document = None;
        self.edited = None;
    }

    fn analyse(&mut self) -> Result<(), Panicked> {
        let edited = self.edited.take();
        if let (Some(mut document), Some(window)) = (self.document.take(), edited) {
            let replacement = self.text.byte_slice(window.after.start..window.after.end).to_string();
            let again = guarded(|| {
                planted(|| self.text.to_string());
                document.edit(window.before, &replacement);
                document
            });
            match again {
                Ok(document) => {
                    self.document = Some(document);
                    return Ok(());
                }
                Err(Panicked(reason)) => tracing::error!("an edit's analysis panicked, starting afresh: {reason}"),
            }
        }
        if let Some(reason) = &self.ill {
            return Err(Panicked(reason.clone()));
        }
        let fresh = guarded(|| {
            planted(|| self.text.to_string());
            Document::of(&self.text.to_string(), self.format.unwrap_or_default(), Arc::clone(&self.scope.knowledge))
        });
        self.ill = fresh.as_ref().err().map(|it| it.0.clone());
        self.document = Some(fresh?);
        Ok(())
    }
}

/// Runs `it`; a panic becomes a value.
///
/// What `it` was changing when it panicked may be half done, and must be thrown away by the caller.
pub(super) fn guarded<T>(it: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(it)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        Panicked(text.unwrap_or("without a reason").to_owned())
    })
}

/// Panics on a text that holds what `ARCHNOTES_PLANT_PANIC` says, so that a test sees the server outlive it.
#[cfg(debug_assertions)]
pub(super) fn planted(text: impl Fn() -> String) {
    if let Ok(marker) = std::env::var("ARCHNOTES_PLANT_PANIC") {
        assert!(marker.is_empty() || !text().contains(&marker), "planted by ARCHNOTES_PLANT_PANIC");
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn planted(_: impl Fn() -> String) {}
