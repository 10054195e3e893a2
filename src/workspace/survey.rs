//! Which files stand below the folders that are worked in, and how many of them are too many?

use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ignore::Walk;

use super::walk::{below, document};

/// So many files are looked through; who has more is better served by the command line.
const FILES: usize = 20_000;

/// So many entries of folders are looked at.
const ENTRIES: usize = 1_000_000;

/// So many bytes are read: 500 MB.
const BYTES: u64 = 500_000_000;

/// So long it may take.
const TIME: Duration = Duration::from_secs(120);

/// So many entries are looked at in one step.
const STEP: usize = 256;

/// A walk through folders that can be left and taken up again at every step.
pub struct Survey {
    walks: Vec<Walk>,
    /// Found and not handed out yet. Once all is walked through, the last comes first.
    files: Vec<PathBuf>,
    /// How many files were found.
    pub found: usize,
    /// How many of them were handed out.
    pub done: usize,
    entries: usize,
    bytes: u64,
    start: Instant,
    /// Why not everything was looked through.
    pub cut: Option<&'static str>,
}

/// What a step brings.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing yet.
    Walked,
    /// This file is to be read.
    File(PathBuf),
    /// All is done.
    Over,
}

impl Survey {
    /// Of all that stands below `roots`, by the rules of [`super::walk`].
    ///
    /// A root that is everybody's, `/` or the home folder or one around it, is not walked through.
    pub fn of(roots: &[PathBuf]) -> Survey {
        let walks = roots.iter().filter(|it| !is_too_wide(it)).map(|it| below(it).build()).collect();
        let (files, cut) = (Vec::new(), None);
        Survey { walks, files, found: 0, done: 0, entries: 0, bytes: 0, start: Instant::now(), cut }
    }

    /// Goes on a little: all folders are walked before the first file is handed out, so that it is known how many there are.
    ///
    /// Cost: some questions to the file system.
    pub fn step(&mut self) -> Step {
        if self.start.elapsed() > TIME {
            self.stop("it takes too long");
        }
        if !self.walks.is_empty() {
            self.walk();
            return Step::Walked;
        }
        self.files.pop().map_or(Step::Over, |it| self.hand_out(it))
    }

    fn walk(&mut self) {
        let Some(walk) = self.walks.last_mut() else { return };
        let entries: Vec<_> = walk.take(STEP).collect();
        self.entries += entries.len();
        self.files.extend(entries.iter().flatten().filter_map(document).map(Path::to_owned));
        if entries.len() < STEP {
            self.walks.pop();
        }
        if self.files.len() > FILES || self.entries > ENTRIES {
            self.files.truncate(FILES);
            self.walks.clear();
            self.cut = Some("there are too many files");
        }
        if self.walks.is_empty() {
            // Folders that are worked in may lie in each other.
            self.files.sort_by(|a, b| b.cmp(a));
            self.files.dedup();
        }
        self.found = self.files.len();
    }

    fn hand_out(&mut self, file: PathBuf) -> Step {
        self.done += 1;
        self.bytes += file.metadata().map_or(0, |it| it.len());
        if self.bytes > BYTES {
            self.stop("the files are too large together");
        }
        Step::File(file)
    }

    /// Ends it, for a reason.
    pub fn stop(&mut self, reason: &'static str) {
        self.walks.clear();
        self.files.clear();
        self.cut = Some(reason);
    }
}

/// Whether `root` holds everything that somebody has, or the system has: nobody means all of that.
pub fn is_too_wide(root: &Path) -> bool {
    let home = ["HOME", "USERPROFILE"].iter().find_map(env::var_os).map(PathBuf::from);
    root.parent().is_none() || home.is_some_and(|it| it.starts_with(root))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::fs;

    use super::*;

    fn files(survey: &mut Survey) -> Vec<String> {
        let mut files = Vec::new();
        loop {
            match survey.step() {
                Step::Walked => {}
                Step::File(it) => files.push(it.file_name().unwrap().to_string_lossy().into_owned()),
                Step::Over => break,
            }
        }
        files
    }

    #[test]
    fn ignore_files_are_honoured_and_other_files_left_alone() {
        let root = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.yaml", "c.txt", ".hidden.md", "left.md"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        fs::write(root.path().join(".gitignore"), "left.md\n").unwrap();
        let mut survey = Survey::of(&[root.path().to_owned(), root.path().join(".")]);
        assert_eq!(files(&mut survey), ["a.md", "b.yaml"]);
        assert_eq!((survey.found, survey.done, survey.cut), (2, 2, None));
    }

    #[test]
    fn what_is_everybodys_is_not_walked_through() {
        assert!(is_too_wide(Path::new("/")));
        let home = PathBuf::from(env::var_os("HOME").unwrap());
        assert!(is_too_wide(&home) && !is_too_wide(&home.join("work")));
        assert_eq!(Survey::of(&[home]).step(), Step::Over);
    }

    #[test]
    fn a_stopped_survey_is_over_and_says_why() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "").unwrap();
        let mut survey = Survey::of(&[root.path().to_owned()]);
        assert_eq!(survey.step(), Step::Walked);
        survey.stop("enough");
        assert_eq!((survey.step(), survey.cut), (Step::Over, Some("enough")));
    }
}
