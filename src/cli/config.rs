//! `config show`: which settings hold for a file, who set them, and is it checked?

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use ropey::Rope;

use crate::document::Document;
use crate::render;
use crate::settings::{Origin, Shown};
use crate::surface::Format;
use crate::workspace::{self, Scope, format_of_path};

use super::inputs::{Input, Way, left_out};
use super::output::Output;
use super::problems::{self, shown};
use super::scope::{complain_of, scopes};
use super::show::columns;
use super::{CLEAN, FAILED};

/// Shows what holds for `file`, or for this folder. Errors: when there is no such file.
pub(super) fn show(file: Option<PathBuf>, output: &mut Output) -> anyhow::Result<u8> {
    let mut scopes = scopes(None)?;
    if let Some(file) = file.as_deref().filter(|it| !it.exists()) {
        bail!("{}: there is no such file", file.display());
    }
    // A folder's settings are those of its files.
    let within = file.as_ref().map(|it| if it.is_dir() { it.join("any.md") } else { it.clone() });
    let scope = scopes.of(within.as_deref());
    let none = || "none".to_owned();
    let folders: Vec<_> = scope.folders.iter().map(|it| shown(it)).collect();
    let mut head = vec![
        vec!["settings".to_owned(), scope.file.as_deref().map_or_else(none, shown)],
        vec!["knowledge".to_owned(), if folders.is_empty() { none() } else { folders.join(", ") }],
    ];
    if let Some(file) = file.as_deref().filter(|it| !it.is_dir()) {
        head.insert(0, vec!["file".to_owned(), shown(file)]);
        head.push(vec!["checked".to_owned(), checked(file, &scope)]);
    }
    let text = scope.file.as_ref().and_then(|it| fs::read_to_string(it).ok()).unwrap_or_default();
    let rows = scope.resolved.shown(&scope.knowledge).into_iter().map(|it| {
        let origin = origin(&it, &text);
        vec![format!("{} = {}", it.key, it.value), origin]
    });
    output.write(&format!("{}\n{}", columns(&head), columns(&rows.collect::<Vec<_>>())))?;
    Ok(if complain_of(&scopes) == 0 { CLEAN } else { FAILED })
}

/// The settings as a JSON Schema, with the rules that are known here.
pub(super) fn schema(output: &mut Output) -> anyhow::Result<u8> {
    let scope = scopes(None)?.of(None);
    let schema = serde_json::to_string_pretty(&crate::settings::schema(&scope.knowledge))?;
    output.write(&format!("{schema}\n"))?;
    Ok(CLEAN)
}

/// Who set it, and in which line of the settings file, which holds `text`.
fn origin(it: &Shown, text: &str) -> String {
    let name = problems::origin(&it.origin);
    match (&it.origin, it.place) {
        (Origin::File(_), Some(place)) => {
            format!("{name}:{}", render::position(&Rope::from_str(text), place.start).row)
        }
        _ => name,
    }
}

/// Whether `file` is checked, and else why not.
fn checked(file: &Path, scope: &Arc<Scope>) -> String {
    let format = format_of_path(&file.to_string_lossy());
    if format.is_none() {
        return "no: it is neither Markdown nor YAML".to_owned();
    }
    if let Some(reason) = left_out(scope, file) {
        return format!("no: it {reason}");
    }
    let input = Input { path: file.to_owned(), by: Way::Name, scope: Arc::clone(scope) };
    let text = match input.text() {
        Ok(text) => text,
        Err(unread) => return format!("no: {}", input.complaint(&unread)),
    };
    let document = Document::of(workspace::body(&text), input.format(), Arc::clone(&scope.knowledge));
    let mut notes = vec![match document.findings().len() {
        1 => "yes: 1 finding".to_owned(),
        count => format!("yes: {count} findings"),
    }];
    if document.is_study_text() {
        notes.push("it reads as study notes or exam questions, in which nothing is called weak".to_owned());
    } else if document.is_over() {
        notes.push("its status says that it is over, so that nothing in it is called weak".to_owned());
    } else if document.is_manual() {
        notes.push("it reads as a manual, in which nothing but names is called weak".to_owned());
    } else if document.findings().is_empty() && !document.is_about_aws() {
        notes.push("it does not speak of AWS, so that common words mean nothing".to_owned());
    }
    match document.suppressed().len() {
        0 => {}
        count => notes.push(format!("comments set {count} aside")),
    }
    let here = std::env::current_dir().unwrap_or_default();
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let root = if absolute.starts_with(&here) { here.as_path() } else { absolute.parent().unwrap_or(&here) };
    if workspace::found(root, &absolute).is_empty() {
        notes.push("only because it is named or open: it is hidden, or an ignore file names it".to_owned());
    } else if format == Some(Format::Yaml) && !workspace::is_design(file, &text, &scope.knowledge) {
        notes.push("only because it is named or open: it is of another tool, or does not speak of AWS".to_owned());
    }
    if workspace::is_too_wide(root) {
        let root = root.display();
        notes.push(format!(
            "in an editor that works in {root} only while it is open: that holds too much to look through"
        ));
    }
    notes.join("; ")
}
