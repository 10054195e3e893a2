//! Do editor and command line read the same settings, and say what they don't understand?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use archnotes::knowledge::Knowledge;
use archnotes::settings;

use crate::cli::Run;

/// `ARCHNOTES_BLESS=1` writes it.
#[test]
fn the_schema_that_ships_is_that_of_the_types() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/archnotes.schema.json");
    let schema = settings::schema(&Knowledge::built_in().0);
    let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("ARCHNOTES_BLESS").is_some() {
        fs::write(&file, &current).unwrap();
    }
    assert!(fs::read_to_string(&file).unwrap() == current, "ARCHNOTES_BLESS=1 cargo test --test it schema");
}

const WEAK: &str = "# AWS 구성\n\n운영 서버는 EC2 한 대로 버틴다.\n";

#[test]
fn a_rule_is_as_grave_as_the_file_says() {
    let run = Run::with(&[("docs/a.md", WEAK.as_bytes()), ("archnotes.toml", b"[rules]\nsingle-instance = 'error'\n")]);
    let answer = run.archnotes(&["check"]);
    assert_eq!((answer.status, &answer.result[..5]), (1, "error"), "{}", answer.complaints);
    // The nearer file counts, whole.
    fs::create_dir(run.folder.path().join("docs/.config")).unwrap();
    fs::write(run.folder.path().join("docs/.config/archnotes.toml"), "rules.single-instance = 'off'\n").unwrap();
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");
}

#[test]
fn what_a_file_leaves_out_is_not_checked_and_says_so_when_it_is_named() {
    let settings = "exclude = ['drafts/']\n";
    let run =
        Run::with(&[("drafts/a.md", WEAK.as_bytes()), ("b.md", b"# AWS\n"), ("archnotes.toml", settings.as_bytes())]);
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");
    let left_out = "is left out by `drafts/` of `exclude` (archnotes.toml)";
    let answer = run.archnotes(&["check", "drafts/a.md"]);
    answer.check(0, &format!("drafts/a.md: {left_out} and was left alone\nno file was checked\n"));
    let shown = run.archnotes(&["config", "show", "--file", "drafts/a.md"]).result;
    assert!(shown.contains(&format!("checked    no: it {left_out}\n")), "{shown}");
    fs::write(run.folder.path().join("archnotes.toml"), "include = ['b.md']\n").unwrap();
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");
}

#[test]
fn what_is_not_understood_has_its_place_on_standard_error() {
    let text = "langauge = 'ko'\n\n[rules]\nsingle-ax = 'off'\n";
    let run = Run::with(&[("a.md", b"# AWS\n"), ("archnotes.toml", text.as_bytes())]);
    let complaints = "archnotes.toml:1:1: archnotes has no setting `langauge`; did you mean `language`?\n\
        archnotes.toml:4:13: there is no rule `single-ax`; did you mean `single-az`?\n";
    run.archnotes(&["check"]).check(2, &format!("{complaints}no findings in 1 file\n"));
    run.archnotes(&["config", "show"]).check(2, complaints);
}

#[test]
fn every_value_is_shown_with_its_origin() {
    let text = "language = 'ko'\n[rules]\nsingle-az = 'off'\n";
    let run = Run::with(&[("a.md", WEAK.as_bytes()), (".archnotes.toml", text.as_bytes())]);
    let answer = run.archnotes(&["config", "show", "--file", "a.md"]);
    answer.check(0, "");
    let lines: Vec<Vec<&str>> = answer.result.lines().map(|it| it.split("  ").collect()).collect();
    let line = |key: &str| lines.iter().find(|it| it[0].starts_with(key)).map(|it| (it[0], it[it.len() - 1].trim()));
    assert_eq!(line("file"), Some(("file", "a.md")));
    assert_eq!(line("settings"), Some(("settings", ".archnotes.toml")));
    assert_eq!(line("checked"), Some(("checked", "yes: 1 finding")));
    assert_eq!(line("language"), Some(("language = \"ko\"", ".archnotes.toml:1")));
    assert_eq!(line("rules.single-az.s"), Some(("rules.single-az.severity = \"off\"", ".archnotes.toml:3")));
    assert_eq!(line("features.hover"), Some(("features.hover = true", "default")));
}

#[test]
fn why_a_file_is_not_checked_is_said() {
    let study = "# AWS exam questions\n\n1. Which?\nA. EC2\nB. S3\nC. SQS\nD. SNS\n정답: A\n정답: B\n정답: C\n";
    let run = Run::with(&[
        ("a.txt", b""),
        (".hidden/a.md", b"# AWS\n"),
        ("study.md", study.as_bytes()),
        ("ci/pipeline.yaml", b"a: 1\n"),
        ("big.md", &vec![b'a'; 10_000_001]),
        ("plain.md", b"# Notes\n"),
    ]);
    let checked = |file: &str| {
        let shown = run.archnotes(&["config", "show", "--file", file]).result;
        shown.lines().find_map(|it| it.strip_prefix("checked")).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(checked("a.txt"), "no: it is neither Markdown nor YAML");
    assert!(
        checked(".hidden/a.md").ends_with("only because it is named or open: it is hidden, or an ignore file names it")
    );
    assert!(checked("study.md").contains("it reads as study notes"), "{}", checked("study.md"));
    assert!(checked("ci/pipeline.yaml").contains("it is of another tool, or does not speak of AWS"));
    assert_eq!(checked("big.md"), "no: big.md: is larger than 10 MB and was left alone");
    assert!(checked("plain.md").contains("it does not speak of AWS"));
}

#[test]
fn a_teams_folders_of_knowledge_lie_over_each_other() {
    let card = |text: &str| {
        format!(
            "---\nname: Ledger Gate\ncategory: ours\ndocs: d\nsources:\n  - {{ url: \"https://example.com/\", read: \
            2026-11-23 }}\n---\n# en\n{text}\n# ko\n{text}\n"
        )
    };
    let run = Run::with(&[
        ("one/services/ledger-gate.md", card("The first.").as_bytes()),
        ("two/services/ledger-gate.md", card("The second.").as_bytes()),
        ("archnotes.toml", b"knowledge = ['one', 'two']\n"),
    ]);
    let answer = run.archnotes(&["explain", "Ledger Gate"]);
    assert!(answer.result.contains("The second."), "{answer:?}");
    fs::write(run.folder.path().join("archnotes.toml"), "knowledge = ['two', 'three']\n").unwrap();
    let answer = run.archnotes(&["explain", "Ledger Gate"]);
    assert!(answer.complaints.starts_with("archnotes.toml:1:13: `knowledge`: there is no folder"), "{answer:?}");
}
