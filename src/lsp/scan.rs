//! What stands in the files that are not open? A thread of its own reads them.
//!
//! It takes one file after the other and tells the engine of a few at a time, so that a keystroke waits for none of them;
//! between two files it looks whether it is asked for something else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tower_lsp::ls_types::Uri;

use super::capabilities::Declared;
use super::engine::Engine;
use super::index::{self, Entry, News};
use super::open::guarded;
use crate::document::Document;
use crate::surface::Format;
use crate::workspace::{self, SIZE_LIMIT, Scopes, Step, Survey, Verdict, format_of_path};

/// The engine is told of what was read in this time at once.
const TOGETHER: Duration = Duration::from_millis(50);

/// What the scanner is asked for.
pub(super) enum Order {
    /// Read everything below the roots of `scopes` anew.
    All { scopes: Box<Scopes>, declared: Declared },
    /// Read these again; of a folder, all that stands below it.
    Some(Vec<PathBuf>),
    /// Leave what is not read yet.
    Stop,
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
        thread::Builder::new().name("scan".to_owned()).spawn(move || Scan::run(&inbox, &engine))?;
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
    scopes: Scopes,
    declared: Declared,
    survey: Option<Survey>,
    progress: Option<watch::Sender<(usize, usize)>>,
    news: Vec<News>,
    told: Instant,
}

impl Scan<'_> {
    fn run(inbox: &mpsc::Receiver<Order>, engine: &Engine) {
        let (scopes, declared) = (Scopes::default(), Declared::default());
        let mut scan =
            Scan { engine, scopes, declared, survey: None, progress: None, news: Vec::new(), told: Instant::now() };
        loop {
            // What was asked for last goes first.
            let order = match scan.survey {
                Some(_) => inbox.try_recv().ok(),
                None => match inbox.recv() {
                    Ok(order) => Some(order),
                    Err(mpsc::RecvError) => return,
                },
            };
            match order {
                Some(order) => scan.take(order),
                None => scan.step(),
            }
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::All { scopes, declared } => {
                (self.scopes, self.declared) = (*scopes, declared);
                self.survey = Some(Survey::of(self.scopes.roots()));
                self.news.clear();
                let (sender, progress) = watch::channel((0, 0));
                self.progress = Some(sender);
                self.engine.tell(move |state| index::begin(state, progress));
            }
            Order::Some(paths) => {
                paths.iter().for_each(|it| self.again(it));
                self.tell();
            }
            Order::Stop => {
                if let Some(survey) = &mut self.survey {
                    survey.stop("it was stopped");
                }
            }
        }
    }

    /// Reads a file, or what stands below a folder, again.
    fn again(&mut self, path: &Path) {
        let root = self.scopes.roots().iter().find(|it| path.starts_with(it)).cloned();
        let Some(root) = root.filter(|it| !workspace::is_too_wide(it)) else { return };
        if path.is_dir() {
            let found = workspace::walk(&[path.to_owned()]).files;
            let found: Vec<_> =
                found.into_iter().map(|it| it.path).filter(|it| workspace::is_found(&root, it)).collect();
            found.iter().for_each(|it| self.read(it));
        } else if path.is_file() && workspace::is_found(&root, path) {
            self.read(path);
        } else {
            self.news.push(News::Gone(path.to_owned()));
        }
    }

    fn step(&mut self) {
        let Some(survey) = &mut self.survey else { return };
        match survey.step() {
            Step::Walked => {}
            Step::File(path) => {
                let (done, found) = (survey.done, survey.found);
                self.read(&path);
                if let Some(progress) = &self.progress {
                    progress.send_replace((done, found));
                }
                if self.told.elapsed() > TOGETHER {
                    self.tell();
                }
            }
            Step::Over => {
                let cut = survey.cut;
                self.tell();
                (self.survey, self.progress) = (None, None);
                self.engine.tell(move |state| index::end(state, cut));
            }
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
        let entry = guarded(|| self.entry(path)).unwrap_or_default();
        self.news.push(match entry {
            Some(entry) => News::Read(Box::new(entry)),
            None => News::Gone(path.to_owned()),
        });
    }

    fn entry(&mut self, path: &Path) -> Option<Entry> {
        let format = format_of_path(&path.to_string_lossy())?;
        let is_small = fs::metadata(path).ok()?.len() <= SIZE_LIMIT as u64;
        let scope = self.scopes.of(Some(path));
        if !is_small || scope.verdict(path) != Verdict::Checked || self.scopes.is_knowledge(path) {
            return None;
        }
        let text = fs::read_to_string(path).ok()?;
        if format == Format::Yaml && !workspace::is_design(path, &text, &scope.knowledge) {
            return None;
        }
        let document = Document::of(text.trim_start_matches('\u{feff}'), format, Arc::clone(&scope.knowledge));
        let uri = Uri::from_file_path(path)?;
        Some(Entry::of(path.to_owned(), uri, &document, &scope, &self.declared))
    }
}
