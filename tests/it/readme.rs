//! Does the README say what there is?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use archnotes::knowledge::Knowledge;
use archnotes::render;
use archnotes::settings::Layer;

use crate::cli::Run;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn it_lists_every_rule_with_its_severity() {
    let readme = readme();
    let (knowledge, _) = Knowledge::built_in();
    let row = |id: &str, severity: &str| format!("| [{id}](knowledge/rules/{id}.md) | {severity} | ");
    let missing = knowledge.rules.iter().map(|it| row(&it.id, render::severity(it.severity)));
    let missing: Vec<_> = missing.filter(|it| !readme.contains(it)).collect();
    assert_eq!(missing, [""; 0]);
    assert_eq!(readme.matches("](knowledge/rules/").count(), knowledge.rules.len());
}

#[test]
fn it_names_every_command() {
    let help = Run::with(&[]).archnotes(&["--help"]).result;
    let below = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let commands: Vec<_> = below.lines().filter_map(|it| it.split_whitespace().next()).collect();
    assert!(commands.len() > 6, "{help}");
    let readme = readme();
    let missing: Vec<_> = commands.iter().filter(|it| !readme.contains(&format!("`archnotes {it}"))).collect();
    assert_eq!(missing, [&""; 0]);
}

#[test]
fn its_settings_are_understood() {
    let readme = readme();
    let example = readme.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let (_, problems) = Layer::of_file(Path::new("archnotes.toml"), Path::new(""), example);
    assert_eq!(problems, []);
}
