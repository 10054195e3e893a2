//! What stands in the files that are not open? A thread of its own reads them.
//!
//! It takes one file after the other and tells the engine of a few at a time, so that a keystroke waits for none of them;
//! between two files it looks whether it is asked for something else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tower_lsp::ls_types::Uri;

use super::capabilities::Declared;
use super::engine::Engine;
use super::index::{self, Entry, News, Way};
use super::open::{Panicked, guarded, planted};
use super::symbols::Queries;
use super::watcher::Watched;
use crate::document::Document;
use crate::workspace::{self, By, Scopes, Step, Survey, Verdict, format_of_path};

/// The engine is told at once of what was read in this time.
const TOGETHER: Duration = Duration::from_millis(50);

/// What the scanner is asked for.
pub(super) enum Order {
    /// Read everything anew.
    All(Box<All>),
    /// Read these again; of a folder, all that stands below it.
    Some(Vec<PathBuf>),
    /// Leave what is not read yet.
    Stop,
}

/// Everything below the roots of `scopes`.
pub(super) struct All {
    pub(super) scopes: Scopes,
    pub(super) declared: Declared,
    /// Which scan it is.
    pub(super) number: u32,
    pub(super) progress: watch::Sender<(usize, usize)>,
    /// When changes are told of, where the server watches: nothing must change unseen between being read and being watched.
    pub(super) watched: Option<Watched>,
}

/// How far a scan is: so many of so many files.
pub(super) type Progress = watch::Receiver<(usize, usize)>;

/// The scanner's side that the engine holds. Sending never waits.
#[derive(Clone)]
pub(super) struct Scanner {
    orders: mpsc::Sender<Order>,
}

impl Scanner {
    /// Starts the thread.
    pub(super) fn start(engine: Engine) -> std::io::Result<Scanner> {
        let (orders, inbox) = mpsc::channel();
        thread::Builder::new().name("scan".to_owned()).spawn(move || run(&inbox, &engine))?;
        Ok(Scanner { orders })
    }

    pub(super) fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            tracing::error!("the scanner is gone");
        }
    }
}

/// What the scanner has in hand.
struct Scan<'a> {
    engine: &'a Engine,
    all: All,
    /// `None` when everything was read.
    survey: Option<Survey>,
    /// To be read again, ahead of what was never read: somebody has just changed them. Each once, however often it was.
    again: BTreeSet<PathBuf>,
    /// All symbols of a file.
    queries: Queries<'static>,
    news: Vec<News>,
    told: Instant,
}

fn run(inbox: &mpsc::Receiver<Order>, engine: &Engine) {
    // What is asked for before the first scan is read by it.
    let mut scan: Option<Scan<'_>> = None;
    loop {
        let is_idle = scan.as_ref().is_none_or(Scan::is_idle);
        // What was asked for last goes first.
        let order = if is_idle { inbox.recv().map_err(|_| mpsc::TryRecvError::Disconnected) } else { inbox.try_recv() };
        match (order, &mut scan) {
            (Ok(Order::All(all)), _) => scan = Some(Scan::of(*all, engine)),
            (Ok(Order::Some(paths)), Some(scan)) => scan.again.extend(paths),
            (Ok(Order::Stop), Some(scan)) => scan.stop(),
            (Ok(_), None) => {}
            (Err(mpsc::TryRecvError::Empty), scan) => scan.iter_mut().for_each(Scan::step),
            (Err(mpsc::TryRecvError::Disconnected), _) => return,
        }
    }
}

impl Scan<'_> {
    fn of(mut all: All, engine: &Engine) -> Scan<'_> {
        // Nothing comes of it but its end.
        let _ = all.watched.take().map(|it| it.recv());
        let survey = Some(Survey::of(all.scopes.roots()));
        Scan {
            engine,
            all,
            survey,
            again: BTreeSet::new(),
            queries: Queries::new(""),
            news: Vec::new(),
            told: Instant::now(),
        }
    }

    fn is_idle(&self) -> bool {
        self.survey.is_none() && self.again.is_empty()
    }

    fn stop(&mut self) {
        if let Some(survey) = &mut self.survey {
            survey.stop("it was stopped");
        }
    }

    fn step(&mut self) {
        if let Some(path) = self.again.pop_first() {
            self.read_below(&path);
            if self.again.is_empty() {
                self.tell();
            }
            return;
        }
        let Some(survey) = &mut self.survey else { return };
        match survey.step() {
            Step::Walked => {}
            Step::File(path) => {
                let progress = (survey.done, survey.found);
                self.read(&path);
                self.all.progress.send_replace(progress);
            }
            Step::Over => {
                let (number, cut, scopes) = (self.all.number, survey.cut, self.all.scopes.clone());
                self.tell();
                self.survey = None;
                // Whoever shows the progress sees that it is over.
                self.all.progress = watch::channel((0, 0)).0;
                self.engine.tell(move |state| index::end(state, number, cut, scopes));
            }
        }
    }

    /// Reads a file, or what stands below a folder, again.
    fn read_below(&mut self, path: &Path) {
        let around = |it: &&PathBuf| path.starts_with(it) && !workspace::is_too_wide(it);
        let roots = self.all.scopes.roots().iter().filter(around);
        let mut found: Vec<_> = roots.flat_map(|it| workspace::found(it, path)).collect();
        found.sort();
        found.dedup();
        if found.is_empty() {
            self.take(News::Gone(path.to_owned()));
        }
        found.iter().for_each(|it| self.read(it));
    }

    fn take(&mut self, news: News) {
        self.news.push(news);
        if self.told.elapsed() > TOGETHER {
            self.tell();
        }
    }

    fn tell(&mut self) {
        let news = std::mem::take(&mut self.news);
        if !news.is_empty() {
            self.engine.tell(move |state| index::take(state, news));
        }
        self.told = Instant::now();
    }

    /// Reads one file. What cannot be read, or is not checked, is as if it were not there.
    fn read(&mut self, path: &Path) {
        let entry = guarded(|| self.entry(path)).unwrap_or_else(|Panicked(reason)| {
            let reason = format!("{}: {reason}", path.display());
            self.engine.tell(move |state| state.report(&reason));
            None
        });
        self.take(entry.map_or_else(|| News::Gone(path.to_owned()), |it| News::Read(Box::new(it))));
    }

    fn entry(&mut self, path: &Path) -> Option<Entry> {
        let format = format_of_path(&path.to_string_lossy())?;
        let All { scopes, declared, number, .. } = &mut self.all;
        let scope = scopes.of(Some(path));
        if scope.verdict(path) != Verdict::Checked {
            return None;
        }
        let text = workspace::read(path, By::Folder, &scope).ok()?;
        planted(|| text.clone());
        let document = Document::of(workspace::body(&text), format, Arc::clone(&scope.knowledge));
        let query = self.queries.of(&scope.knowledge);
        let way = Way { scope: &scope, declared, query, scan: *number };
        Some(Entry::of(path.to_owned(), Uri::from_file_path(path)?, &document, &way))
    }
}
