//! What is known of all files of the workspace, open or not?

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch;
use tower_lsp::ls_types::{Diagnostic, Location, MessageType, ProgressToken, PublishDiagnosticsParams, Range, Uri};

use super::beside;
use super::capabilities::Declared;
use super::convert::Lines;
use super::diagnostics;
use super::engine::State;
use super::open::Open;
use super::outbox::Refresh;
use super::own;
use super::progress;
use super::pull;
use super::scan::{All, Order, Scanner};
use super::watcher::Watched;
use crate::claim::{Around, Neighbour, Neighbours};
use crate::document::Document;
use crate::knowledge::{CardId, Knowledge, RuleId};
use crate::navigation::{self, By, Target};
use crate::rules;
use crate::span::Span;
use crate::symbols::{Match, Query};
use crate::workspace::{Scope, Scopes, is_too_wide, spelled};

/// The files that were read, and how far that is.
#[derive(Default)]
pub(super) struct Index {
    files: BTreeMap<PathBuf, Entry>,
    /// Whether everything is being read, or about to be.
    pub(super) is_scanning: bool,
    /// Whether the editor was asked for its settings for the first time and has not answered: nothing is read before.
    pub(super) awaits_settings: bool,
    scanner: Option<Scanner>,
    /// The number of the newest scan.
    scan: u32,
    /// What the files that were read say of each other's components.
    neighbours: Arc<Neighbours>,
    /// What stood around the files when they were last held against it.
    held: Around,
}

/// What is kept of a file: what is said of it, not its text.
pub(super) struct Entry {
    path: PathBuf,
    /// As the client spells it, if it has spoken of it.
    pub(super) uri: Uri,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What clients that ask for the diagnostics know them by. Some ask for those of all files every two seconds.
    pub(super) result_id: String,
    /// The cards that it names, in order.
    mentions: Vec<(CardId, Range)>,
    symbols: Vec<(Match, Range)>,
    /// The headings that introduce cards: each with all of it, and the name in it.
    titles: Vec<(CardId, Range, Range)>,
    knowledge: Arc<Knowledge>,
    /// The scan that came across it.
    scan: u32,
    beside: Beside,
}

/// What is kept of a file for the others, and of the others for it.
struct Beside {
    /// What holds for it.
    scope: Arc<Scope>,
    neighbour: Arc<Neighbour>,
    /// Where each of its claims stands.
    claimed: Vec<(Span, Range)>,
    /// Whether others may have something to say of it, and it is wanted.
    may_drift: bool,
    /// What is said of it by itself, each with its place among the findings of the file.
    alone: Vec<(Sequence, Diagnostic)>,
}

/// The order of findings in a file: their place and their rule.
type Sequence = (usize, usize, RuleId);

/// What the scanner found out.
pub(super) enum News {
    /// This is what a file holds now.
    Read(Box<Entry>),
    /// There is no such file, or none that is checked; of a folder, nothing below it.
    Gone(PathBuf),
}

/// By what a file is read.
pub(super) struct Way<'a> {
    /// What holds for it.
    pub(super) scope: &'a Arc<Scope>,
    pub(super) declared: &'a Declared,
    /// Finds all symbols. Made anew, it costs as much as a small file.
    pub(super) query: &'a Query,
    /// The number of the scan.
    pub(super) scan: u32,
}

impl Entry {
    /// What is kept of `document`.
    pub(super) fn of(path: PathBuf, uri: Uri, document: &Document, way: &Way<'_>) -> Entry {
        let Way { scope, declared, query, scan } = *way;
        let lines = Lines { text: document.text(), encoding: declared.encoding };
        let features = scope.settings().features;
        let is_wanted = features.diagnostics && features.workspace_diagnostics;
        let findings = if is_wanted { document.findings() } else { &[] };
        let diagnostics = diagnostics::of_findings(&uri, lines, findings, scope, declared);
        let mentions = document.mentions().into_iter().map(|it| (it.card, lines.range(it.range)));
        let found = query.matches(document).into_iter();
        let symbols = found.map(|it| (it.range, it)).map(|(range, it)| (it, lines.range(range)));
        let titles = navigation::introductions(document).into_iter().filter(|it| it.1.by == By::Title);
        let titles = titles.map(|(card, it)| (card, lines.range(it.around), lines.range(it.name)));
        let (mentions, symbols, titles) = (mentions.collect(), symbols.collect(), titles.collect());
        let neighbour = document.neighbour(spelled(&path));
        let claimed = neighbour.said.iter().map(|it| (it.range, lines.range(it.range))).collect();
        let order = findings.iter().map(|it| (it.range.start, it.range.end, it.rule));
        let may_drift = is_wanted && neighbour.may_be_denied();
        let alone = if may_drift { order.zip(diagnostics.iter().cloned()).collect() } else { Vec::new() };
        let neighbour = Arc::new(neighbour);
        let beside = Beside { scope: Arc::clone(scope), neighbour, claimed, alone, may_drift };
        let (result_id, knowledge) = (diagnostics::result_id(&diagnostics), Arc::clone(document.knowledge()));
        Entry { path, uri, diagnostics, result_id, mentions, symbols, titles, knowledge, scan, beside }
    }
}

impl Index {
    /// Takes orders to `scanner` from now on.
    pub(super) fn of(scanner: Option<Scanner>) -> Index {
        Index { scanner, ..Index::default() }
    }

    /// The file at `path`, if it was read.
    pub(super) fn file(&self, path: &Path) -> Option<&Entry> {
        self.files.get(path)
    }

    /// All files that were read and are not `open`, sorted by their paths.
    pub(super) fn closed(&self, open: &HashMap<Uri, Open>) -> impl Iterator<Item = &Entry> {
        let open: HashSet<_> = open.values().filter_map(|it| it.path.as_deref()).collect();
        self.files.values().filter(move |it| !open.contains(it.path.as_path()))
    }
}

impl Index {
    /// What the files that were read say of each other's components.
    pub(super) fn neighbours(&self) -> Arc<Neighbours> {
        Arc::clone(&self.neighbours)
    }

    /// Where a claim of the file at `path` stands.
    pub(super) fn claimed(&self, path: &Path, range: Span) -> Option<Location> {
        let entry = self.files.get(path)?;
        let place = entry.beside.claimed.iter().find(|it| it.0 == range)?;
        Some(Location::new(entry.uri.clone(), place.1))
    }
}

impl Entry {
    /// Whether other files may have something to say of it.
    pub(super) fn may_drift(&self) -> bool {
        self.beside.may_drift
    }

    /// Where it speaks of `target`. Parts that only one text names are not looked for in others.
    pub(super) fn places(&self, target: &Target) -> Vec<Location> {
        let Some(card) = self.card(target) else { return Vec::new() };
        let named = self.mentions.iter().filter(|it| it.0 == card);
        named.map(|it| Location::new(self.uri.clone(), it.1)).collect()
    }

    /// The heading that introduces `target`, and the name in it.
    pub(super) fn title(&self, target: &Target) -> Option<(Range, Range)> {
        let card = self.card(target)?;
        self.titles.iter().find(|it| it.0 == card).map(|it| (it.1, it.2))
    }

    fn card(&self, target: &Target) -> Option<CardId> {
        match target {
            Target::Card(id) => self.knowledge.card_id(id),
            Target::Rule(_) | Target::Component(_) => None,
        }
    }

    /// The symbols that fit a `query` of the same knowledge.
    pub(super) fn symbols<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = (&'a Match, Range)> {
        self.symbols.iter().filter(|it| query.fits(&it.0, &self.knowledge)).map(|it| (&it.0, it.1))
    }

    /// Whether the scan that is under way has come across it, or, where there is none, the last one.
    pub(super) fn is_of(&self, index: &Index) -> bool {
        self.scan == index.scan
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The knowledge that it was read with.
    pub(super) fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }
}

/// Reads all files anew, by what holds for them now, once their changes are `watched`.
pub(super) fn scan(state: &mut State, watched: Option<Watched>) {
    let scopes = &state.own.scopes;
    for root in scopes.roots().iter().filter(|it| is_too_wide(it)) {
        let line = format!("archnotes: {} is not looked through, as it holds too much", root.display());
        state.outbox.log(MessageType::INFO, line);
    }
    let Some(scanner) = &state.index.scanner else { return };
    state.index.is_scanning = true;
    if state.index.awaits_settings {
        return;
    }
    let (progress, shown) = watch::channel((0, 0));
    state.index.scan += 1;
    let number = state.index.scan;
    if state.declared.work_done_progress && scopes.roots().iter().any(|it| !is_too_wide(it)) {
        state.outbox.progress(number, shown);
    }
    let all = All { scopes: scopes.clone(), declared: state.declared.clone(), number, progress, watched };
    scanner.order(Order::All(Box::new(all)));
}

/// Reads some files again, which have changed or were closed.
pub(super) fn again(state: &State, paths: Vec<PathBuf>) {
    if let Some(scanner) = &state.index.scanner {
        scanner.order(Order::Some(paths));
    }
}

/// Leaves what is not read yet: the user does not want what is shown under this token.
pub(super) fn stop(state: &State, token: &ProgressToken) {
    let scanner = state.index.scanner.as_ref();
    if let Some(scanner) = scanner.filter(|_| *token == progress::token(state.index.scan)) {
        scanner.order(Order::Stop);
    }
}

/// Takes what was read, and tells of it where the client does not ask.
pub(super) fn take(state: &mut State, news: Vec<News>) {
    let (mut gone, mut has_changed) = (HashSet::new(), false);
    for news in news {
        match news {
            News::Read(entry) => has_changed |= put(state, *entry),
            News::Gone(path) => drop(gone.insert(path)),
        }
    }
    if !gone.is_empty() {
        has_changed |= remove(state, |it| it.path.ancestors().any(|it| gone.contains(it)));
    }
    if !state.index.is_scanning {
        has_changed |= join(state);
    }
    // Who waits for a scan is told by it.
    if has_changed && !state.index.is_scanning && state.declared.refreshes.contains(&Refresh::Diagnostics) {
        state.outbox.refresh(Refresh::Diagnostics);
    }
}

/// The scan of this `number` is over, before its time if there is a `cut`: what it did not come across is gone. `scopes` are
/// those of all folders that it came through.
pub(super) fn end(state: &mut State, number: u32, cut: Option<&'static str>, scopes: Scopes) {
    if number != state.index.scan {
        return;
    }
    state.index.is_scanning = false;
    match cut {
        Some(reason) => {
            let count = state.index.files.len();
            let line = format!("archnotes: {count} files were looked through and others left out, as {reason}");
            state.outbox.log(MessageType::WARNING, line);
        }
        None => {
            remove(state, |it| it.scan != number);
        }
    }
    own::learn(state, scopes);
    let has_changed = join(state);
    pull::answer_all(state);
    if has_changed && state.declared.refreshes.contains(&Refresh::Diagnostics) {
        state.outbox.refresh(Refresh::Diagnostics);
    }
}

/// Lets what is said of all files follow from what they say of each other's components now. Whether something else may be said of one.
fn join(state: &mut State) -> bool {
    let said: Vec<_> = state.index.files.values().map(|it| &it.beside.neighbour).filter(|it| !it.is_empty()).collect();
    let files = said.into_iter().cloned().collect::<Vec<_>>();
    if state.index.neighbours.is_of(&files) {
        return false;
    }
    state.index.neighbours = Arc::new(Neighbours::of(files));
    for open in state.files.values_mut() {
        open.is_stale |= open.neighbour().is_some_and(|it| it.may_be_denied());
    }
    let are_open = state.files.values().any(|it| it.is_stale);
    beside::hold_closed(state) || are_open
}

/// Lets what is said of closed files follow from what stands `around` them. Whether something else is said of one.
pub(super) fn hold(state: &mut State, around: Around) -> bool {
    if state.index.held.is_same(&around) {
        return false;
    }
    let paths: Vec<_> = state.index.files.values().filter(|it| it.may_drift()).map(|it| it.path.clone()).collect();
    let mut has_changed = false;
    for path in paths {
        let around = Around { path: spelled(&path), ..around.clone() };
        let Some(diagnostics) = state.index.files.get(&path).map(|it| drifted(state, it, &around)) else { continue };
        let Some(entry) = state.index.files.get_mut(&path).filter(|it| it.diagnostics != diagnostics) else { continue };
        entry.result_id = diagnostics::result_id(&diagnostics);
        entry.diagnostics = diagnostics;
        has_changed = true;
        if let Some(entry) = state.index.files.get(&path) {
            tell(state, entry, &entry.diagnostics);
        }
    }
    state.index.held = around;
    has_changed
}

/// What is said of a file by itself and by what stands `around` it.
fn drifted(state: &State, entry: &Entry, around: &Around) -> Vec<Diagnostic> {
    let Beside { scope, neighbour, claimed, alone, .. } = &entry.beside;
    let elsewhere = |file: &str, range| beside::place(state, file, range);
    let mut all = alone.clone();
    for finding in rules::drift(&scope.knowledge, neighbour, around) {
        let place = claimed.iter().find(|it| it.0 == finding.range).map(|it| it.1);
        let order = (finding.range.start, finding.range.end, finding.rule);
        // What the file says against itself it says by itself.
        if let Some(range) = place.filter(|_| !alone.iter().any(|it| it.0 == order)) {
            let by = (&**scope, &state.declared);
            all.push((order, diagnostics::of_drift(&entry.uri, &finding, range, by, &elsewhere)));
        }
    }
    all.sort_by_key(|it| it.0);
    all.into_iter().map(|it| it.1).collect()
}

/// A file is opened under this URI: from now on its own text is spoken of.
pub(super) fn opened(state: &mut State, path: &Path, uri: &Uri) {
    let Some(entry) = state.index.files.get_mut(path).filter(|it| it.uri != *uri) else { return };
    let spelled = std::mem::replace(&mut entry.uri, uri.clone());
    let is_told = !entry.diagnostics.is_empty() && !state.declared.pulls_diagnostics;
    if is_told {
        state.outbox.publish(PublishDiagnosticsParams::new(spelled, Vec::new(), None));
    }
}

/// A file is closed: the diagnostics of its text on disk, as far as it is known; it is read again.
pub(super) fn closed(state: &State, path: PathBuf) -> Vec<Diagnostic> {
    let known = state.index.files.get(&path).map(|it| it.diagnostics.clone()).unwrap_or_default();
    again(state, vec![path]);
    known
}

/// Whether something else is said of the file now.
fn put(state: &mut State, mut entry: Entry) -> bool {
    let before = state.index.files.get(&entry.path);
    let is_new = before.map(|it| it.diagnostics.as_slice()).unwrap_or_default() != entry.diagnostics;
    if let Some(before) = before {
        entry.uri.clone_from(&before.uri);
    }
    if is_new {
        tell(state, &entry, &entry.diagnostics);
    }
    pull::answer(state, &entry);
    state.index.files.insert(entry.path.clone(), entry);
    is_new
}

/// Whether something was said of the files that are gone now.
fn remove(state: &mut State, is_gone: impl Fn(&Entry) -> bool) -> bool {
    let gone = state.index.files.extract_if(.., |_, it| is_gone(it)).map(|it| it.1);
    let gone: Vec<_> = gone.filter(|it| !it.diagnostics.is_empty()).collect();
    gone.iter().for_each(|it| tell(state, it, &[]));
    !gone.is_empty()
}

/// Of an open file its own text is spoken of, and a client that asks is not told.
fn tell(state: &State, entry: &Entry, diagnostics: &[Diagnostic]) {
    if !state.declared.pulls_diagnostics && !state.is_open(&entry.path) {
        state.outbox.publish(PublishDiagnosticsParams::new(entry.uri.clone(), diagnostics.to_vec(), None));
    }
}
