//! Where do results and complaints go?

use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, Write};

use anyhow::Context as _;

use crate::render::Colours;

/// Longer lines are hard to read, however wide the terminal is.
const WIDTH: usize = 100;

/// Standard output: the result of a command and nothing else.
///
/// A reader that has seen enough (`| head`) is no error: what comes afterwards is dropped.
pub(super) struct Output(BufWriter<Patient<Box<dyn Write>>>);

impl Output {
    pub(super) fn standard() -> Output {
        Output(BufWriter::new(Patient(Box::new(io::stdout().lock()))))
    }

    /// Writes `text` as it is. Errors: when the result cannot be kept, as on a full disk.
    pub(super) fn write(&mut self, text: &str) -> anyhow::Result<()> {
        self.0.write_all(text.as_bytes()).context("cannot write to standard output")
    }

    /// Hands on what is still kept back. Errors: as for `write`.
    pub(super) fn finish(&mut self) -> anyhow::Result<()> {
        self.0.flush().context("cannot write to standard output")
    }
}

/// Colours are for terminals, unless the user does without: <https://no-color.org>.
pub(super) fn colours() -> Colours {
    let unwanted = env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    if io::stdout().is_terminal() && !unwanted { Colours::Shown } else { Colours::Hidden }
}

/// The cells that a line of text may fill: those of the terminal, at most 100; 100 where there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)).clamp(1, WIDTH)
}

/// Tells the person at the terminal; a standard error that is closed is not worth failing for.
pub(super) fn complain(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// How far a run is, on the terminal of a person who waits.
pub(super) struct Progress {
    total: usize,
    done: usize,
    is_shown: bool,
}

/// A run over fewer files is over before it could be read how far it is.
const WORTH_SHOWING: usize = 200;

/// After so many files it is told anew.
const STEP: usize = 50;

impl Progress {
    /// Of a run over `total` files.
    pub(super) fn of(total: usize) -> Progress {
        // In a terminal that shows the findings as they come, they are the progress.
        let is_seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Progress { total: if is_seen && total >= WORTH_SHOWING { total } else { 0 }, done: 0, is_shown: false }
    }

    /// One more file is done.
    pub(super) fn step(&mut self) {
        self.done += 1;
        if self.total > 0 && self.done.is_multiple_of(STEP) {
            self.is_shown = true;
            let _ = write!(io::stderr(), "\r{} of {} files", self.done, self.total);
        }
    }

    /// Makes room for a line; to be called before one is written.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }
}

/// A writer that takes everything once its reader is gone.
struct Patient<W>(W);

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(err) if err.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            res => res,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(err) if err.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            res => res,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    fn check(kind: io::ErrorKind, succeeds: bool) {
        let mut output = Output(BufWriter::new(Patient(Box::new(Broken(kind)))));
        let res = output.write(&"a".repeat(100_000)).and_then(|()| output.finish());
        assert_eq!(res.is_ok(), succeeds);
    }

    #[test]
    fn a_reader_that_is_gone_is_no_error_but_a_full_disk_is() {
        check(io::ErrorKind::BrokenPipe, true);
        check(io::ErrorKind::StorageFull, false);
    }
}
