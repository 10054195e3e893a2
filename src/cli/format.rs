//! In which forms are findings written?

use clap::ValueEnum;

use crate::knowledge::{Knowledge, Severity};
use crate::render;

use super::file::Checked;
use super::output::{Output, colours};
use super::{github, json, junit, sarif};

/// A form that findings are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: each finding under its line
    Text,
    /// One array, in the shape of ruff's
    Json,
    /// SARIF 2.1.0, for code hosts and as a baseline
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML, for servers that show test results
    Junit,
}

impl Format {
    /// What is written of one file, piece by piece. Errors: none in practice.
    pub(super) fn pieces(self, file: &Checked<'_>, fail_on: Severity) -> anyhow::Result<Vec<String>> {
        let each = file.findings.iter();
        match self {
            Format::Text => {
                let elsewhere = |other: &str, range| file.beside.positions(other, range).map(|it| it.0);
                let snippet =
                    |it| render::snippet_among(file.name, file.text, it, file.rule(it), colours(), &elsewhere);
                Ok(each.map(snippet).collect())
            }
            Format::Json => each.map(|it| json::item(file.name, file.text, it, file.knowledge.rule(it.rule))).collect(),
            Format::Sarif => Ok(sarif::results(file)),
            Format::Github => Ok(each.map(|it| github::line(file, it)).collect()),
            Format::Junit => Ok(vec![junit::suite(file, fail_on)]),
        }
    }
}

/// What stands around pieces.
#[derive(Default)]
struct Frame {
    /// Before everything.
    opening: String,
    /// Before the first piece.
    first: &'static str,
    between: &'static str,
    /// Behind the last piece.
    last: &'static str,
    /// Behind everything.
    closing: &'static str,
}

impl Frame {
    fn of(format: Format, knowledge: &Knowledge) -> Frame {
        match format {
            Format::Text => Frame { between: "\n", ..Frame::default() },
            Format::Github => Frame::default(),
            Format::Json => {
                Frame { opening: "[".to_owned(), first: "\n  ", between: ",\n  ", last: "\n", closing: "]\n" }
            }
            Format::Sarif => Frame {
                opening: sarif::opening(knowledge),
                first: "\n",
                between: ",\n",
                last: "\n",
                closing: sarif::CLOSING,
            },
            Format::Junit => Frame { opening: junit::OPENING.to_owned(), closing: junit::CLOSING, ..Frame::default() },
        }
    }
}

/// Puts pieces together to the result.
pub(super) struct Writer<'a> {
    frame: Frame,
    output: &'a mut Output,
    written: usize,
}

impl Writer<'_> {
    /// A result in `format`, with the rules of `knowledge`.
    pub(super) fn new<'a>(format: Format, knowledge: &Knowledge, output: &'a mut Output) -> Writer<'a> {
        Writer { frame: Frame::of(format, knowledge), output, written: 0 }
    }

    /// A result of pieces and nothing else.
    pub(super) fn plain(output: &mut Output) -> Writer<'_> {
        Writer { frame: Frame::default(), output, written: 0 }
    }

    /// Adds a piece. Errors: when the result cannot be kept.
    pub(super) fn piece(&mut self, drawn: &str) -> anyhow::Result<()> {
        if self.written == 0 {
            self.output.write(&self.frame.opening)?;
        }
        self.output.write(if self.written == 0 { self.frame.first } else { self.frame.between })?;
        self.written += 1;
        self.output.write(drawn)
    }

    /// Ends the result and hands it on, so that it stands before the summary in a terminal.
    pub(super) fn end(self) -> anyhow::Result<()> {
        self.output.write(if self.written == 0 { &self.frame.opening } else { self.frame.last })?;
        self.output.write(self.frame.closing)?;
        self.output.finish()
    }
}
