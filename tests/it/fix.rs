//! Does every edit that is offered do what it says, and nothing else?
//!
//! Each flagged example of each rule is written in all the ways that a text may have, each action is made and the result
//! analysed: a fix or a comment takes its finding away, a note leaves it, and the rest of the outline stays as it is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::finding::Finding;
use archnotes::fix::{self, Action, ActionKind};
use archnotes::knowledge::Knowledge;
use archnotes::render::strip_carets;
use archnotes::surface::{Block, BlockKind, Format};

fn built_in() -> Arc<Knowledge> {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
    Arc::clone(&KNOWLEDGE)
}

fn read(text: &str, format: Format) -> Document {
    Document::of(text, format, built_in())
}

/// What is found: the rule and the words, in order of place.
fn found(document: &Document) -> Vec<(String, String)> {
    let text = document.text().to_string();
    let of = |it: &Finding| (document.knowledge().rule(it.rule).id.clone(), it.range.of(&text).to_owned());
    document.findings().iter().map(of).collect()
}

/// What a block is, what it says, and what it stands in and under.
fn outline(document: &Document) -> Vec<String> {
    let sections = document.sections().iter().map(|it| &it.1.outline.blocks);
    let of = |blocks: &[Block], index: usize| {
        let it = &blocks[index];
        // Beside a comment a blank more or less is shown.
        let shown = |it: usize| blocks[it].prose.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = match it.kind {
            // Tables are counted in the section.
            BlockKind::Cell { row, column, .. } => format!("cell {row} {column}"),
            it => format!("{it:?}"),
        };
        format!(
            "{kind} {:?} in {:?} under {:?} {}",
            shown(index),
            it.parent.map(shown),
            it.lead.map(shown),
            it.quote_depth
        )
    };
    sections.flat_map(|it| (0..it.len()).map(move |index| of(it, index))).collect()
}

/// The ways to write an example.
fn variants(example: &str) -> Vec<(&'static str, String)> {
    let each_line = |first: &str, other: &str| {
        let lines = example.lines().enumerate();
        lines.map(|(at, it)| format!("{}{it}\n", if at == 0 { first } else { other })).collect::<String>()
    };
    vec![
        ("plain", example.to_owned()),
        ("no end", example.trim_end().to_owned()),
        ("CRLF", format!("# AWS\n\n{example}\n## Next\nText.\n").replace('\n', "\r\n")),
        ("CR", format!("# AWS\n\n{example}\nText.\n").replace('\n', "\r")),
        ("above a heading", format!("# AWS\n{example}# Next\n")),
        ("front matter", format!("---\ntitle: a\n---\n{example}")),
        ("mark", format!("\u{feff}{example}")),
        ("quote", each_line("> ", "> ")),
        ("item", each_line("- ", "  ") + "- b\n"),
        ("loose item", "- a\n\n".to_owned() + &each_line("- ", "  ") + "\n- c\n"),
        ("numbered item", "1. a\n".to_owned() + &each_line("2. ", "   ") + "3. c\n"),
        ("last item", "# AWS\n- a\n".to_owned() + &each_line("- [ ] ", "  ") + "\nText.\n"),
        ("nested item", "* a\n".to_owned() + &each_line("  * ", "    ") + "* c\n"),
        ("item in a quote", "> - a\n".to_owned() + &each_line("> - ", ">   ") + "> - c\n>\n> Text.\n"),
        ("above a list", format!("{example}- a\n- b\n")),
        ("above code", format!("{example}```\na\n```\nText.\n")),
        ("above a rule", format!("{}\n\n---\n\nText.\n", example.trim_end())),
    ]
}

fn examples() -> Vec<(String, String)> {
    let knowledge = built_in();
    let mut all = Vec::new();
    for rule in &knowledge.rules {
        for fence in &rule.flags {
            let fence = strip_carets(fence);
            let examples = fence.split("\n\n").map(|it| format!("{}\n", it.trim_matches('\n')));
            all.extend(examples.filter(|it| !it.trim().is_empty()).map(|it| (rule.id.clone(), it)));
        }
    }
    all
}

/// Fails with what came out unless `action` does what its kind says.
fn verdict(text: &str, before: &Document, action: &Action) -> Result<(), String> {
    let after = read(&fix::applied(text, &action.edits), before.format());
    let (was, is) = (found(before), found(&after));
    let index = action.finding.unwrap();
    let (rule, fewer) = (&was[index].0, is.len() < was.len());
    let of_others = |it: &[(String, String)]| it.iter().filter(|it| it.0 != *rule).cloned().collect::<Vec<_>>();
    let (mut blocks, expected) = (outline(&after), outline(before));
    // In YAML a note is a comment, or more of the one above.
    let is_same = |blocks: &[String]| before.format() == Format::Yaml || blocks == expected;
    let holds = match action.kind {
        ActionKind::Note => {
            let note = blocks.iter().position(|it| it.contains("\"TODO: "));
            note.map(|it| blocks.remove(it));
            // A list below has a paragraph above it now.
            let led = blocks.iter_mut().filter(|it| it.contains("under Some(\"TODO: "));
            led.for_each(|it| *it = format!("{}under None 0", &it[..it.find("under Some").unwrap()]));
            (note.is_some() || before.format() == Format::Yaml) && was == is && is_same(&blocks)
        }
        ActionKind::Suppress => fewer && of_others(&was) == of_others(&is) && blocks == expected,
        ActionKind::Fix | ActionKind::Suggestion => fewer && is.iter().all(|it| it.0 != *rule || was.contains(it)),
        ActionKind::FixAll | ActionKind::Insert => false,
    };
    if holds { Ok(()) } else { Err(format!("{}\nfound\n{was:?}\nand then\n{is:?}\n{blocks:#?}", after.text())) }
}

/// The same as a text, a comment and a comment behind a value of YAML; for examples of one line.
fn in_yaml(example: &str) -> Vec<(&'static str, String)> {
    let line = example.trim_end();
    if line.contains('\n') || line.starts_with(['|', '-', '#']) {
        return Vec::new();
    }
    vec![
        ("YAML text", format!("cloud: AWS\nweb:\n  - note: >\n      {line}\n    size: 1\n")),
        ("YAML comment", format!("cloud: AWS\nweb:\n  # {line}\n  a: 1\n")),
        ("YAML comment behind", format!("cloud: AWS\r\nweb:\r\n  a: 1 # {line}\r\n  b: 2\r\n")),
    ]
}

#[test]
fn every_action_does_what_it_says_and_nothing_else() {
    let mut failed = Vec::new();
    let mut count = BTreeMap::new();
    for (rule, example) in examples() {
        let markdown = variants(&example).into_iter().map(|(name, mut text)| {
            if !text.contains("# AWS") && name != "no end" {
                text.push_str("\n# AWS\n");
            }
            (name, text, Format::Markdown)
        });
        let yaml = in_yaml(&example).into_iter().map(|(name, text)| (name, text, Format::Yaml));
        for (variant, text, format) in markdown.chain(yaml) {
            let document = read(&text, format);
            for finding in document.findings() {
                for action in fix::actions(&document, finding.range) {
                    *count.entry(format!("{format:?} {:?}", action.kind)).or_insert(0) += 1;
                    if let Err(it) = verdict(&text, &document, &action) {
                        failed.push(format!("=== {rule}, {variant}: {}\n{text}---\n{it}", action.title));
                    }
                }
            }
        }
    }
    assert!(count.len() == 8 && count.values().all(|it| *it > 40), "{count:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
