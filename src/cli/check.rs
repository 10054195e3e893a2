//! `check`: reads files, analyses them side by side, and writes what is weak in the order of their names.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::{fs, thread};

use anyhow::bail;
use ropey::Rope;

use crate::document::Document;
use crate::finding::Finding;
use crate::fix::{self, Edit};
use crate::knowledge::{Bilingual, Knowledge, Language};
use crate::render;
use crate::surface;
use crate::workspace::{self, By, Found, SIZE_LIMIT, format_of_path};

use super::fix::{diff, write};
use super::knowledge::loaded;
use super::output::{Output, colours, complain};
use super::summary::Summary;
use super::{Check, Format, json};

/// Some editors put it at a file's start.
const MARK: char = '\u{feff}';

/// Something to check.
enum Input {
    /// Standard input, under the name that is shown for it.
    Standard(PathBuf),
    /// A file.
    File(Found),
}

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
#[derive(Clone, Copy)]
struct Way {
    fixes: Fixes,
    format: Format,
}

/// What came of one input.
enum Outcome {
    /// Its findings, what is written of them, and what was done, for the person at the terminal.
    Checked { findings: Vec<Finding>, drawn: Vec<String>, done: Option<String> },
    /// It was left alone, for this reason.
    LeftAlone(String),
    /// It is not what was meant when its folder was named.
    NotMeant,
    /// It could not be checked, for this reason.
    Failed(String),
}

/// Checks what `arguments` name. Errors: when nothing can be checked or nothing can be written.
pub(super) fn run(arguments: &Check, output: &mut Output) -> anyhow::Result<u8> {
    let (mut knowledge, broken) = loaded()?;
    if let Some(language) = arguments.language.fixed() {
        speak(&mut knowledge, language);
    }
    let mut summary = Summary { problems: broken, ..Summary::default() };
    let way = Way { fixes: fixes(arguments)?, format: arguments.format };
    let inputs = inputs(arguments, &mut summary)?;
    let knowledge = Arc::new(knowledge);
    let mut writer = Writer { way, output, written: 0 };
    let mut first_rule = None;
    check_all(&inputs, &knowledge, way, |outcome| match outcome {
        Outcome::Checked { findings, drawn, done } => {
            done.iter().for_each(complain);
            summary.add(&findings);
            first_rule = first_rule.or(findings.first().map(|it| it.rule));
            drawn.iter().try_for_each(|it| writer.finding(it))
        }
        Outcome::LeftAlone(line) => {
            complain(line);
            Ok(())
        }
        Outcome::NotMeant => Ok(()),
        Outcome::Failed(line) => {
            summary.problems += 1;
            complain(line);
            Ok(())
        }
    })?;
    writer.end()?;
    if arguments.format == Format::Text {
        complain(summary.line());
    }
    if let (Format::Text, Some(rule)) = (arguments.format, first_rule) {
        complain(format_args!("the reasons and the ways out: archnotes explain {}", knowledge.rule(rule).id));
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

/// Makes the rules' messages speak one language whatever the text speaks.
fn speak(knowledge: &mut Knowledge, language: Language) {
    let only = |text: &mut Bilingual| match language {
        Language::En => text.ko.clone_from(&text.en),
        Language::Ko => text.en.clone_from(&text.ko),
    };
    for rule in &mut knowledge.rules {
        only(&mut rule.message);
        rule.remedy.iter_mut().for_each(only);
    }
}

/// Standard input first, then the files by name; what cannot be reached gets its line and is counted.
fn inputs(arguments: &Check, summary: &mut Summary) -> anyhow::Result<Vec<Input>> {
    let (standard, paths): (Vec<_>, Vec<_>) = arguments.paths.iter().cloned().partition(|it| it == Path::new("-"));
    if standard.is_empty() && arguments.stdin_filename.is_some() {
        bail!("--stdin-filename names standard input, which `-` reads");
    }
    let found = workspace::walk(&paths);
    for path in &found.other {
        complain(format_args!("{}: is neither Markdown nor YAML and was left alone", path.display()));
    }
    for (path, reason) in &found.problems {
        complain(format_args!("{}: {reason}", path.display()));
    }
    summary.problems += found.problems.len();
    let name = arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("-"));
    let standard = standard.first().map(|_| Input::Standard(name));
    Ok(standard.into_iter().chain(found.files.into_iter().map(Input::File)).collect())
}

/// Checks `inputs` on all cores and hands over what came of each, in their order.
fn check_all(
    inputs: &[Input],
    knowledge: &Arc<Knowledge>,
    way: Way,
    mut take: impl FnMut(Outcome) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
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
                    if sender.send((index, check(input, knowledge, way))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // The channel brings them as they are done.
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (index, outcome) in receiver {
            early.insert(index, outcome);
            while let Some(outcome) = early.remove(&due) {
                take(outcome)?;
                due += 1;
            }
        }
        Ok(())
    })
}

/// Checks one input. A panic of the analysis is a failure of this input alone.
fn check(input: &Input, knowledge: &Arc<Knowledge>, way: Way) -> Outcome {
    let (path, bytes) = match input {
        Input::Standard(name) => (name, standard(name)),
        Input::File(found) => (&found.path, file(&found.path)),
    };
    let name = path.display().to_string();
    let text = match bytes.and_then(|it| text(&name, it)) {
        Ok(text) => text,
        Err(outcome) => return outcome,
    };
    // Standard input without a name is Markdown.
    let language = format_of_path(&path.to_string_lossy()).unwrap_or_default();
    let is_found = matches!(input, Input::File(Found { by: By::Folder, .. }));
    if is_found && language == surface::Format::Yaml && !workspace::is_design(path, &text, knowledge) {
        return Outcome::NotMeant;
    }
    match catch_unwind(AssertUnwindSafe(|| checked((path, &name), &text, language, knowledge, way))) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(err)) => Outcome::Failed(format!("{name}: {err:#}")),
        Err(_) => Outcome::Failed(format!("{name}: archnotes failed on this file, which is a fault of its own")),
    }
}

/// Checks the text of the file at `path`, which is shown as `name`. Errors: when its fixes cannot be written.
fn checked(
    (path, name): (&Path, &str),
    text: &str,
    language: surface::Format,
    knowledge: &Arc<Knowledge>,
    way: Way,
) -> anyhow::Result<Outcome> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    let mut document = Document::of(body, language, Arc::clone(knowledge));
    let all = if way.fixes == Fixes::Left { None } else { fix::fix_all(&document) };
    let edits = all.map(|it| it.edits).unwrap_or_default();
    let mut done = None;
    if way.fixes == Fixes::Made && !edits.is_empty() {
        let fixed = fix::applied(body, &edits);
        write(path, &format!("{}{fixed}", &text[..text.len() - body.len()]))?;
        document = Document::of(&fixed, language, Arc::clone(knowledge));
        let plural = if edits.len() == 1 { "" } else { "es" };
        done = Some(format!("{name}: {} fix{plural} made", edits.len()));
    }
    let findings = document.findings().to_vec();
    let drawn = match way.fixes {
        Fixes::Shown if edits.is_empty() => Vec::new(),
        Fixes::Shown => {
            let in_file = |(range, new): Edit| (range.shift(text.len() - body.len()), new);
            vec![diff(name, text, &edits.into_iter().map(in_file).collect::<Vec<_>>())]
        }
        Fixes::Left | Fixes::Made => {
            let drawn = findings.iter().map(|it| draw(name, document.text(), it, knowledge, way.format));
            drawn.collect::<anyhow::Result<_>>()?
        }
    };
    Ok(Outcome::Checked { findings, drawn, done })
}

/// All of standard input, as a file called `name`.
fn standard(name: &Path) -> Result<Vec<u8>, Outcome> {
    if name != Path::new("-") && format_of_path(&name.to_string_lossy()).is_none() {
        return Err(Outcome::LeftAlone(format!("{}: is neither Markdown nor YAML and was left alone", name.display())));
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > SIZE_LIMIT => Err(too_large(name)),
        Ok(_) => Ok(bytes),
        Err(err) => Err(Outcome::Failed(format!("{}: {}", name.display(), workspace::unreadable(&err)))),
    }
}

fn file(path: &Path) -> Result<Vec<u8>, Outcome> {
    let failed = |err| Outcome::Failed(format!("{}: {}", path.display(), workspace::unreadable(&err)));
    if fs::metadata(path).map_err(failed)?.len() > SIZE_LIMIT as u64 {
        return Err(too_large(path));
    }
    fs::read(path).map_err(failed)
}

fn too_large(path: &Path) -> Outcome {
    Outcome::LeftAlone(format!("{}: is larger than 10 MB and was left alone", path.display()))
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, Outcome> {
    String::from_utf8(bytes).map_err(|err| {
        let valid = err.utf8_error().valid_up_to();
        let ahead = String::from_utf8_lossy(&err.as_bytes()[..valid]);
        let at = render::position(&Rope::from_str(&ahead), valid);
        Outcome::Failed(format!("{name}:{}:{}: is not UTF-8", at.row, at.column))
    })
}

/// One finding in the wanted form, without what stands between findings.
fn draw(name: &str, text: &Rope, finding: &Finding, knowledge: &Knowledge, format: Format) -> anyhow::Result<String> {
    let rule = &knowledge.rule(finding.rule).id;
    match format {
        Format::Text => Ok(render::snippet(name, text, finding, rule, colours())),
        Format::Json => json::item(name, text, finding, rule),
    }
}

/// Puts drawn findings together to the result.
struct Writer<'a> {
    way: Way,
    output: &'a mut Output,
    written: usize,
}

impl Writer<'_> {
    fn finding(&mut self, drawn: &str) -> anyhow::Result<()> {
        let ahead = match (self.way.format, self.written) {
            (Format::Text, 0) => "",
            (Format::Text, _) if self.way.fixes == Fixes::Shown => "",
            (Format::Text, _) => "\n",
            (Format::Json, 0) => "[\n  ",
            (Format::Json, _) => ",\n  ",
        };
        self.written += 1;
        self.output.write(ahead)?;
        self.output.write(drawn)
    }

    /// Ends the result and hands it on, so that it stands before the summary in a terminal.
    fn end(self) -> anyhow::Result<()> {
        match (self.way.format, self.written) {
            (Format::Text, _) => {}
            (Format::Json, 0) => self.output.write("[]\n")?,
            (Format::Json, _) => self.output.write("\n]\n")?,
        }
        self.output.finish()
    }
}
