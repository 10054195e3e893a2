//! `check`: reads files, analyses them side by side, and writes what is weak in the order of their names.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use anyhow::bail;

use crate::document::Document;
use crate::finding::Finding;
use crate::fix::{self, Edit};
use crate::knowledge::Severity;
use crate::workspace::{self, Unread};

use super::baseline::{Baseline, Compared, State};
use super::beside::{Beside, Told};
use super::file::Checked;
use super::fingerprint::fingerprints;
use super::fix::{diff, write};
use super::format::Writer;
use super::inputs::{Input, inputs};
use super::output::{Output, Progress, complain};
use super::scope;
use super::summary::Summary;
use super::{Check, Format, LanguageChoice};

/// What is done with the fixes that are safe.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fixes {
    /// Nothing.
    Left,
    /// They are made.
    Made,
    /// They are shown.
    Shown,
}

/// How all inputs are checked.
struct Way {
    fixes: Fixes,
    format: Format,
    fail_on: Severity,
    baseline: Option<Baseline>,
}

/// What came of one input.
enum Outcome {
    /// Its findings, but those that were there before.
    Checked {
        findings: Vec<Finding>,
        first_rule: Option<String>,
        drawn: Vec<String>,
        done: Option<String>,
        compared: Compared,
        /// What it says to the others.
        told: Option<Told>,
        /// Where other files may deny what it says.
        waiting: Option<Box<Document>>,
    },
    /// It was not checked, for a reason that has its line.
    LeftAlone(String),
    /// It was not checked, and nobody wanted it to be.
    NotMeant,
    /// It could not be checked, for a reason that has its line.
    Failed(String),
}

/// Checks what `arguments` name. Errors: when nothing can be checked or nothing can be written.
pub(super) fn run(arguments: &Check, output: &mut Output) -> anyhow::Result<u8> {
    let baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
    let way =
        Way { fixes: fixes(arguments)?, format: arguments.format, fail_on: arguments.fail_on.severity(), baseline };
    let mut scopes = scope::scopes(arguments.language.map(LanguageChoice::setting))?;
    let (inputs, unreachable) = inputs(arguments, &mut scopes)?;
    let here = scopes.of(None);
    let problems = unreachable + scope::complain_of(&scopes);
    let mut summary = Summary::new(problems, way.fail_on);
    let is_diff = way.fixes == Fixes::Shown;
    let mut writer = if is_diff { Writer::plain(output) } else { Writer::new(way.format, &here.knowledge, output) };
    let mut progress = Progress::of(inputs.len());
    let mut first_rule = None;
    check_all(&inputs, &way, |outcome| {
        progress.step();
        match outcome {
            Outcome::Checked { findings, first_rule: rule, drawn, done, compared, .. } => {
                progress.clear();
                done.iter().for_each(complain);
                summary.add(&findings);
                summary.compare(&compared);
                first_rule = first_rule.take().or(rule);
                return drawn.iter().try_for_each(|it| writer.piece(it));
            }
            Outcome::NotMeant => {}
            Outcome::LeftAlone(line) => {
                progress.clear();
                complain(line);
            }
            Outcome::Failed(line) => {
                progress.clear();
                summary.problems += 1;
                complain(line);
            }
        }
        Ok(())
    })?;
    progress.clear();
    writer.end()?;
    if let Some(baseline) = &way.baseline {
        complain(summary.compared_line(baseline.len()));
    }
    if arguments.format == Format::Text {
        complain(summary.line());
        if let Some(rule) = first_rule {
            complain(format_args!("the reasons and the ways out: archnotes explain {rule}"));
        }
    }
    Ok(summary.status())
}

/// Errors: when what is to be changed is no file.
fn fixes(arguments: &Check) -> anyhow::Result<Fixes> {
    let reads_standard = arguments.paths.iter().any(|it| it == Path::new("-"));
    match (arguments.diff, arguments.fix) {
        (true, _) => Ok(Fixes::Shown),
        (false, true) if reads_standard => bail!("--fix changes files, and `-` is none; --diff shows its fixes"),
        (false, true) => Ok(Fixes::Made),
        (false, false) => Ok(Fixes::Left),
    }
}

/// Checks `inputs` on all cores and hands over what came of each, in their order: one whose words others may deny, and what is behind
/// it, when all are read.
fn check_all(inputs: &[Input], way: &Way, mut take: impl FnMut(Outcome) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, sender) = (&next, sender.clone());
            let taken = move || {
                let index = next.fetch_add(1, Ordering::Relaxed);
                inputs.get(index).map(|it| (index, it))
            };
            scope.spawn(move || {
                while let Some((index, input)) = taken() {
                    // Nobody listens any more when standard output failed.
                    if sender.send((index, check(input, way))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // The channel brings them as they are done.
        let (mut early, mut due, mut beside) = (BTreeMap::new(), 0, Beside::default());
        for (index, mut outcome) in receiver {
            outcome.tell(&mut beside);
            early.insert(index, outcome);
            while let Some(first) = early.first_entry().filter(|it| *it.key() == due && it.get().is_settled()) {
                take(first.remove())?;
                due += 1;
            }
        }
        beside.end();
        for (index, outcome) in early {
            take(outcome.settled(&inputs[index], &beside, way)?)?;
        }
        Ok(())
    })
}

impl Outcome {
    fn tell(&mut self, beside: &mut Beside) {
        if let Outcome::Checked { told, .. } = self {
            told.take().into_iter().for_each(|it| beside.add(it));
        }
    }

    fn is_settled(&self) -> bool {
        !matches!(self, Outcome::Checked { waiting: Some(_), .. })
    }

    /// What comes of it when all files are read. Errors: none in practice.
    fn settled(mut self, input: &Input, beside: &Beside, way: &Way) -> anyhow::Result<Outcome> {
        let Outcome::Checked { findings, first_rule, drawn: lines, compared, waiting, .. } = &mut self else {
            return Ok(self);
        };
        let Some(mut document) = waiting.take() else { return Ok(self) };
        let before = document.findings().len();
        document.stand_among(Arc::new(beside.around(&input.path)));
        if document.findings().len() != before {
            let (found, changed, shown) = drawn(&document, &input.path.display().to_string(), beside, way)?;
            *first_rule = found.first().map(|it| input.scope.knowledge.rule(it.rule).id.clone());
            (*findings, *compared) = (found, changed);
            if way.fixes != Fixes::Shown {
                *lines = shown;
            }
        }
        Ok(self)
    }
}

/// Checks one input. A panic of the analysis is a failure of this input alone.
fn check(input: &Input, way: &Way) -> Outcome {
    let text = match input.text() {
        Ok(text) => text,
        Err(Unread::NotMeant) => return Outcome::NotMeant,
        Err(unread @ Unread::TooLarge) => return Outcome::LeftAlone(input.complaint(&unread)),
        Err(unread) => return Outcome::Failed(input.complaint(&unread)),
    };
    let name = input.path.display().to_string();
    match catch_unwind(AssertUnwindSafe(|| checked(input, &name, &text, way))) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(err)) => Outcome::Failed(format!("{name}: {err:#}")),
        Err(_) => Outcome::Failed(format!("{name}: archnotes failed on this file, which is a fault of its own")),
    }
}

/// Checks the `text` of `input`, which is shown as `name`. Errors: when its fixes cannot be written.
fn checked(input: &Input, name: &str, text: &str, way: &Way) -> anyhow::Result<Outcome> {
    let body = workspace::body(text);
    let of = |text: &str| Document::of(text, input.format(), Arc::clone(&input.scope.knowledge));
    let mut document = of(body);
    let all = if way.fixes == Fixes::Left { None } else { fix::fix_all(&document) };
    let edits = all.map(|it| it.edits).unwrap_or_default();
    let mut done = None;
    if way.fixes == Fixes::Made && !edits.is_empty() {
        let fixed = fix::applied(body, &edits);
        write(&input.path, &format!("{}{fixed}", &text[..text.len() - body.len()]))?;
        document = of(&fixed);
        let plural = if edits.len() == 1 { "" } else { "es" };
        done = Some(format!("{name}: {} fix{plural} made", edits.len()));
    }
    let (findings, compared, mut drawn) = drawn(&document, name, &Beside::default(), way)?;
    if way.fixes == Fixes::Shown {
        let in_file = |(range, new): Edit| (range.shift(text.len() - body.len()), new);
        let edits: Vec<_> = edits.into_iter().map(in_file).collect();
        drawn = if edits.is_empty() { Vec::new() } else { vec![diff(name, text, &edits)] };
    }
    let first_rule = findings.first().map(|it| input.scope.knowledge.rule(it.rule).id.clone());
    let told = Told::of(&document, &input.path);
    let waiting = told.as_ref().is_some_and(Told::may_be_denied).then(|| Box::new(document));
    Ok(Outcome::Checked { findings, first_rule, drawn, done, compared, told, waiting })
}

/// What is found and was not there before, how all of it stands to the baseline, and what is written of it.
fn drawn(
    document: &Document,
    name: &str,
    beside: &Beside,
    way: &Way,
) -> anyhow::Result<(Vec<Finding>, Compared, Vec<String>)> {
    let (text, knowledge) = (document.text(), document.knowledge());
    let all = document.findings();
    let is_sarif = way.format == Format::Sarif;
    let needs_prints = is_sarif || way.baseline.is_some();
    let fingerprints = if needs_prints { fingerprints(text, all, knowledge) } else { Vec::new() };
    let compared = way.baseline.as_ref().map(|it| it.compare(name, &fingerprints)).unwrap_or_default();
    let is_new = |index: usize| compared.states.get(index) != Some(&State::Open);
    let new: Vec<_> = all.iter().enumerate().filter(|it| is_new(it.0)).map(|it| it.1.clone()).collect();
    let suppressed = if is_sarif { document.suppressed() } else { Vec::new() };
    let file = Checked {
        name,
        text,
        knowledge,
        // A log of all results says itself which are new.
        findings: if is_sarif { all } else { &new },
        fingerprints: &fingerprints,
        states: &compared.states,
        beside,
        suppressed: &suppressed,
    };
    let drawn = way.format.pieces(&file, way.fail_on)?;
    Ok((new, compared, drawn))
}
