//! Does bad input keep what is whole beside it, and end? In all three formats.
//!
//! Each text states one weakness in a part that is whole. What is found is asserted and not how long it takes; but each would take
//! minutes if its reading were not linear, and would end the test if anything called itself once a level.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::knowledge::Knowledge;
use archnotes::surface::Format;

use crate::cli::Run;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

/// As deep as nobody writes.
const LEVELS: usize = 100_000;

/// The rules of what is found, in order.
fn found(text: &str, format: Format) -> Vec<String> {
    let document = Document::of(text, format, Arc::clone(&KNOWLEDGE));
    document.findings().iter().map(|it| document.knowledge().rule(it.rule).id.clone()).collect()
}

/// Asserts that one instance is found before what is bad, in each case and behind a byte order mark.
#[track_caller]
fn check(name: &str, text: &str, format: Format) {
    assert_eq!(found(text, format), ["single-instance"], "{name}");
    assert_eq!(found(&format!("\u{feff}{text}"), format), ["single-instance"], "{name} behind a byte order mark");
}

#[test]
fn a_design_in_yaml() {
    for (name, bad) in [
        ("tabs", "\tx: 1\n\t\ty: [\n".repeat(200)),
        ("the same key twice", "a: 1\na: {b: 2, b: 3}\n".repeat(200)),
        ("aliases in a ring", "r: &r [*r]\ns: &s {<<: *s, a: *s}\nt: &t {<<: [*u, *t]}\nu: &u {<<: *t}\n".to_owned()),
        ("aliases of nothing", "a: *nothing\nb: {<<: *nothing}\n".repeat(200)),
        ("lists in lists", format!("a: {}{}\n", "[".repeat(LEVELS), "]".repeat(LEVELS))),
        ("lists that do not end", format!("a: {}\n", "[".repeat(LEVELS))),
        ("maps in maps", format!("a: {}1{}\n", "{a: ".repeat(LEVELS), "}".repeat(LEVELS))),
        ("items in items", format!("a:\n  {}x\n", "- ".repeat(LEVELS))),
        ("keys in keys", format!("{}x\n", "? ".repeat(LEVELS))),
        ("indents", (0..500).map(|it| format!("{}a:\n", " ".repeat(it))).collect()),
        ("an open quote", format!("q: \"open\n{}", "b: c\n".repeat(500))),
        ("open quotes", "q: \"open\nr: 'x\n".repeat(500)),
        ("tags and anchors", format!("a: {}x\nb: {}y\n", "!t ".repeat(1_000), "&b ".repeat(1_000))),
        ("controls", "x: \0\u{1}\u{7f}\n".repeat(50)),
        ("many documents", "---\n".repeat(2_000)),
    ] {
        check(name, &format!("# AWS\nweb: {{type: ec2, count: 1}}\n{bad}"), Format::Yaml);
    }
}

#[test]
fn a_bomb_of_aliases_is_never_written_out() {
    let mut bomb = "# AWS\na0: &a0 {type: ec2, count: 1}\n".to_owned();
    for n in 1..200 {
        let before = n - 1;
        bomb += &format!("a{n}: &a{n} {{<<: [*a{before}, *a{before}], b: [*a{before}, *a{before}, *a{before}]}}\n");
    }
    check("a bomb", &bomb, Format::Yaml);
    let chain: String = (1..2_000).map(|n| format!("b{n}: &b{n} {{<<: *b{}, x: 1}}\n", n - 1)).collect();
    check("a chain of merges", &format!("# AWS\nweb: {{type: ec2, count: 1}}\n{chain}"), Format::Yaml);
}

#[test]
fn a_template_of_ten_megabytes() {
    let database = |n: usize| {
        let script = "        echo one more line of a script that is kept in a template\n".repeat(650);
        format!(
            "  Db{n}:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n      MultiAZ: false\n      \
             BackupRetentionPeriod: 7\n  Script{n}:\n    Type: AWS::SSM::Document\n    Properties:\n      Content: |\n{script}"
        )
    };
    let mut text = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n".to_owned();
    text.extend((0..220).map(database));
    assert!((9_000_000..10_000_000).contains(&text.len()), "{}", text.len());
    assert_eq!(found(&text, Format::Yaml), vec!["database-not-multi-az"; 220]);
}

#[test]
fn a_template_whose_functions_nest() {
    let value = format!("{}x{}", "!If [a, ".repeat(LEVELS / 10), ", y]".repeat(LEVELS / 10));
    let text = format!(
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::RDS::DBInstance\n    Properties: {{Engine: mysql, \
         MultiAZ: false, BackupRetentionPeriod: 7}}\n  B:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n      \
         MultiAZ: {value}\n"
    );
    assert_eq!(found(&text, Format::Yaml), ["database-not-multi-az"]);
}

#[test]
fn a_text_in_markdown() {
    for (name, bad) in [
        ("an open fence", "```\nIt runs on one EC2 instance.\n".to_owned()),
        ("an open fence of data", "```yaml\na: [1, {b: \"c\n".to_owned()),
        ("open fences", "```yaml\na: [\n".repeat(1_000)),
        ("an open comment", "<!-- It runs on one EC2 instance.\n".repeat(500)),
        ("quotes in quotes", format!("{} x\n", ">".repeat(LEVELS))),
        ("items in items", format!("{} x\n", "- ".repeat(LEVELS))),
        ("items below items", (0..500).map(|it| format!("{}- a\n", "  ".repeat(it))).collect()),
        ("links in links", format!("{}\n", "[a](".repeat(LEVELS))),
        ("open emphasis", format!("{}\n", "*a **b _c ".repeat(LEVELS / 10))),
        ("open code", format!("{}\n", "`a ``b ".repeat(LEVELS / 10))),
        ("a wide table", format!("{}|\n{}|\n{}|\n", "|a".repeat(2_000), "|-".repeat(2_000), "|1".repeat(2_000))),
        ("a diagram that is not closed", "```mermaid\nflowchart TB\n  a[(\n  subgraph b\n".to_owned()),
        ("controls", "a\0b\u{1}\u{7f}\n".repeat(50)),
        ("a long line", "가나다 abc 1대 ".repeat(20_000)),
    ] {
        check(name, &format!("# Orders on AWS\n\nThe site runs on one EC2 instance.\n\n{bad}"), Format::Markdown);
    }
}

#[test]
fn a_diagram_in_mermaid() {
    for (name, bad) in [
        ("frames in frames", "subgraph s\n".repeat(LEVELS / 10)),
        ("frames that close too often", "end\n".repeat(LEVELS / 10)),
        ("brackets", format!("a{}\n", "[".repeat(5_000))),
        ("open labels", "a[open\n".repeat(100)),
        ("an arrow without end", format!("{}b\n", "a --> ".repeat(LEVELS / 10))),
        ("controls", "a\0 --> \u{1}b\n".repeat(50)),
        ("half a line", "a --".to_owned()),
    ] {
        check(name, &format!("flowchart TB\n  web[\"EC2 x1\"]\n{bad}"), Format::Mermaid);
    }
    let alternatives = format!("sequenceDiagram\n{}", "alt a\n".repeat(LEVELS / 10));
    assert_eq!(found(&alternatives, Format::Mermaid), [""; 0]);
}

#[test]
fn what_is_not_utf_8_is_one_line_for_each_file_and_the_rest_is_checked() {
    let run = Run::with(&[
        ("a.yaml", b"# AWS\nweb: {type: ec2, count: 1}\n".as_slice()),
        ("b.yaml", b"# AWS\nx: \xff\xfe\n".as_slice()),
        ("c.mmd", b"flowchart TB\n a[\xea\xb0]\n".as_slice()),
        ("d.md", b"# AWS\n\n\xc3(\n".as_slice()),
    ]);
    let answer = run.archnotes(&["check", "."]);
    assert_eq!(answer.status, 2);
    let lines: Vec<_> = answer.complaints.lines().take(3).collect();
    assert_eq!(lines, ["b.yaml:2:4: is not UTF-8", "c.mmd:2:4: is not UTF-8", "d.md:3:1: is not UTF-8"]);
    assert!(answer.result.contains("a.yaml"), "{}", answer.result);
}
