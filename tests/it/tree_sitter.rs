//! Our outline against tree-sitter's block grammar, which Neovim, Helix and Zed read Markdown with: what we call a heading,
//! an item, a row or a fence is what they show as one.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use ::tree_sitter::{Node, Parser};
use archnotes::document::Document;
use archnotes::knowledge::Knowledge;
use archnotes::surface::{BlockKind, Outline};

use crate::fixtures;

#[test]
fn outlines_agree() {
    for (name, text) in fixtures::markdown() {
        let (ours, theirs) = (ours(&text), theirs(&text));
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|it| !those.contains(it)).cloned().collect()
        };
        assert_eq!((only(&ours, &theirs), only(&theirs, &ours)), (Vec::new(), Vec::new()), "{name}");
    }
}

/// What the sections of a document hold, one line each, with 1-based lines of the file.
fn ours(text: &str) -> Vec<String> {
    let document = Document::new(text, Arc::new(Knowledge::default()));
    let sections = document.sections().iter();
    let mut found: Vec<String> = sections.flat_map(|(start, it)| of_section(text, *start, &it.outline)).collect();
    found.sort();
    found
}

fn of_section(text: &str, start: usize, outline: &Outline) -> Vec<String> {
    let line = |offset: usize| text[..start + offset].matches('\n').count() + 1;
    let mut found = Vec::new();
    for block in &outline.blocks {
        let line = line(block.range.start);
        match block.kind {
            BlockKind::Heading { level } => found.push(format!("{line} heading {level} {:?}", block.prose.text())),
            BlockKind::Item { task, .. } => found.push(format!("{line} item {task:?}")),
            BlockKind::Cell { column: 0, .. } => found.push(format!("{line} row")),
            _ => {}
        }
    }
    found.extend(outline.fences.iter().map(|it| format!("{} code {:?}", line(it.range.start), it.language)));
    found
}

fn theirs(text: &str) -> Vec<String> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut found = Vec::new();
    let mut open = vec![tree.root_node()];
    while let Some(node) = open.pop() {
        found.extend(of_node(text, node));
        let mut cursor = node.walk();
        open.extend(node.children(&mut cursor));
    }
    found.sort();
    found
}

fn of_node(text: &str, node: Node) -> Option<String> {
    let mut cursor = node.walk();
    let children: Vec<Node> = node.children(&mut cursor).collect();
    let child = |prefix: &str| children.iter().find(|it| it.kind().starts_with(prefix));
    let line = node.start_position().row + 1;
    match node.kind() {
        "atx_heading" | "setext_heading" => {
            let level = children.iter().find_map(|it| match it.kind() {
                "setext_h1_underline" => Some('1'),
                "setext_h2_underline" => Some('2'),
                kind => kind.strip_prefix("atx_h")?.chars().next(),
            });
            let content = node.child_by_field_name("heading_content").map_or("", |it| &text[it.byte_range()]);
            Some(format!(
                "{line} heading {} {:?}",
                level?,
                content.trim_end_matches(' ').trim_end_matches('#').trim().replace('`', "")
            ))
        }
        "list_item" => {
            let task = child("task_list_marker").map(|it| it.kind().ends_with("_checked"));
            Some(format!("{line} item {task:?}"))
        }
        "pipe_table_header" | "pipe_table_row" => Some(format!("{line} row")),
        "fenced_code_block" => {
            let info = child("info_string").map_or("", |it| &text[it.byte_range()]);
            Some(format!("{line} code {:?}", info.split_whitespace().next().unwrap_or("").to_lowercase()))
        }
        "indented_code_block" => Some(format!("{line} code \"\"")),
        _ => None,
    }
}
