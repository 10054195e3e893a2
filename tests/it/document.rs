//! A document is a value: however its text came about, its analysis is that of the text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use archnotes::document::Document;
use archnotes::knowledge::Knowledge;
use archnotes::span::Span;
use archnotes::surface::{BlockKind, Format, Outline, Place, outline};
use proptest::prelude::*;

use crate::fixtures;

fn document(text: &str) -> Document {
    Document::new(text, Arc::new(Knowledge::default()))
}

/// Applies the edit to a document and to a string, and compares the document with a fresh one.
fn edit(document: &mut Document, text: &mut String, range: Span, replacement: &str) {
    document.edit(range, replacement);
    text.replace_range(range.start..range.end, replacement);
    assert_equal(document, text);
}

fn assert_equal(document: &Document, text: &str) {
    let fresh = Document::of(text, document.format(), Arc::new(Knowledge::default()));
    assert_eq!(document.text(), fresh.text());
    let starts = |it: &Document| it.sections().iter().map(|(start, _)| *start).collect::<Vec<_>>();
    assert_eq!(starts(document), starts(&fresh), "{text:?}");
    assert_eq!(document.sections(), fresh.sections(), "{text:?}");
    assert_eq!(document.findings(), fresh.findings());
    assert_eq!(document.mentions(), fresh.mentions());
}

/// Types `replacement` where `¦` stands in `marked`, one character after the other, then takes it back.
fn type_and_undo(marked: &str, typed: &str) {
    let at = marked.find('¦').unwrap();
    let mut text = marked.replace('¦', "");
    let mut document = document(&text);
    let mut end = at;
    for c in typed.chars() {
        edit(&mut document, &mut text, Span::new(end, end), c.encode_utf8(&mut [0; 4]));
        end += c.len_utf8();
    }
    edit(&mut document, &mut text, Span::new(at, end), "");
    assert_eq!(text, marked.replace('¦', ""));
}

#[test]
fn typing_changes_what_it_must() {
    type_and_undo("# a\n\n¦# b\ntext\n# c\n", "x\n");
    type_and_undo("# a\n\n#¦ b\ntext\n# c\n", "#x");
    type_and_undo("# a\ntext¦", "\n# 나\n");
    type_and_undo("¦", "가나🚀\r\n# b");
    type_and_undo("# a\r¦# b\r", "\n");
    type_and_undo("# a\n```¦\n# b\n", "\n```\n# c\n");
}

#[test]
fn an_opened_fence_takes_sections_away_and_gives_them_back() {
    let below = "# b\ntext\n\n# c\ntext\n\n```sh\n# x\n```\n\n# d\n<!-- e -->\n# f\n".repeat(20);
    type_and_undo(&format!("# a\n¦\n{below}"), "```");
    type_and_undo(&format!("# a\n¦\n{below}"), "<!--");
    type_and_undo(&format!("# a\n¦\n{below}"), "```\n\n```\n");
    type_and_undo(&format!("¦\n{below}"), "~~~");
}

#[test]
fn sections_that_come_back_are_not_analysed_again() {
    let text = "# a\n\n# b\ntext\n# c\ntext\n";
    let mut document = document(text);
    let before = Arc::clone(&document.sections()[2].1);
    document.edit(Span::new(4, 4), "```");
    assert_eq!(document.sections().len(), 1);
    document.edit(Span::new(4, 7), "");
    assert!(Arc::ptr_eq(&before, &document.sections()[2].1));
}

#[test]
fn only_touched_sections_are_analysed() {
    let text = "# a\ntext\n".repeat(50);
    let mut document = document(&text);
    let before = document.sections().to_vec();
    document.edit(Span::new(230, 231), "xyz");
    let kept = document.sections().iter().zip(&before).filter(|(new, old)| Arc::ptr_eq(&new.1, &old.1)).count();
    assert_eq!(kept, 49);
}

#[test]
fn front_matter_may_be_closed_from_far_below() {
    let below = "# a\ntext\n".repeat(100);
    type_and_undo(&format!("---\na: b\n{below}¦\n# c\n"), "---\n");
    type_and_undo(&format!("---\na: b\n---¦\n{below}---\n# c\n"), "x");
    type_and_undo(&format!("¦---\na: b\n{below}---\n# c\n"), "x");
    // Beyond the limit nothing changes, until a deletion brings the closing line nearer.
    let mut text = format!("---\na: b\n{}---\n# c\n", "# a\ntext\n".repeat(2_000));
    let mut document = document(&text);
    edit(&mut document, &mut text, Span::new(900, 12_000), "");
}

#[test]
fn long_sections_keep_their_cuts_where_they_belong() {
    let paragraph = "가나다라마바사 아자차카타파하 ".repeat(40) + "\n\n";
    let mut text = format!("# a\n{}# b\n{paragraph}", paragraph.repeat(60));
    let mut document = document(&text);
    assert!(document.sections().len() > 4);
    for at in [4, 8, 17_000, 33_000, 50_000] {
        let at = (at..).find(|it| text.is_char_boundary(*it)).unwrap();
        edit(&mut document, &mut text, Span::new(at, at), "나\n\n다");
        edit(&mut document, &mut text, Span::new(at, at), "- x\n\n");
        edit(&mut document, &mut text, Span::new(at, at), "\n# c\n");
    }
}

#[test]
fn an_edit_is_clamped() {
    let mut document = document("가나");
    document.edit(Span::new(1, 1), "x");
    assert_eq!(document.text().to_string(), "x가나");
    document.edit(Span::new(2, 5), "y");
    assert_eq!(document.text().to_string(), "xy");
    document.edit(Span::new(7, 9), "z");
    assert_eq!(document.text().to_string(), "xyz");
    assert_equal(&document, "xyz");
}

/// Pieces of text that open, close and cut things.
const PIECES: &[&str] = &[
    "a",
    "가",
    "람다를 ",
    "🚀",
    "\u{1105}\u{1161}",
    "\u{11B7}",
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "#",
    "# ",
    "\n# b\n",
    "\n## 제목\n",
    "```",
    "\n```\n",
    "\n```yaml\na: b\n",
    "~~~",
    "`",
    "<!--",
    "-->",
    "<!-- x -->",
    "<pre>",
    "</pre>",
    "- ",
    "\n- a\n",
    "\n  - b\n",
    "\n1. c\n",
    "> ",
    "|",
    "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "---",
    "---\n",
    "\n---\n",
    "...\n",
    "===\n",
    "**",
    "*",
    "[",
    "](x)",
    "[^1]",
    "\n[^1]: n\n",
    "&amp;",
    "\\",
    "<br>",
    "\u{FEFF}",
    "\0",
];

fn piece() -> impl Strategy<Value = String> {
    let long = "긴 문단이 여러 줄에 걸쳐 이어진다. ".repeat(60) + "\n\n";
    prop_oneof![
        30 => proptest::sample::select(PIECES).prop_map(str::to_string),
        1 => Just(long),
    ]
}

fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), pieces).prop_map(|it| it.concat())
}

/// Pieces of YAML that open, close, hold and break things.
const DATA: &[&str] = &[
    "a: 1\n",
    "b:\n",
    "  c: 2\n",
    "    - d\n",
    "- e: 람다\n",
    "- ",
    "-\n",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    ": ",
    ":",
    "?",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "  text of it\n",
    "# 주석\n",
    "  # archnotes-disable-next-line single-az -- x\n",
    "&x ",
    "*x",
    "<<: *x\n",
    "!Ref ",
    "!!",
    "---\n",
    "--- ",
    "...\n",
    "%YAML 1.2\n",
    "%",
    "@",
    "`",
    "\\",
    "\\u00e9",
    "가",
    "🚀",
    "\u{1105}\u{1161}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\0",
];

const DIAGRAM: &[&str] = &[
    "a",
    "서버",
    " --> ",
    " -- ",
    "-->|",
    "|",
    "[",
    "]",
    "[(",
    ")]",
    "\"",
    "<br/>",
    " & ",
    ";",
    "\n",
    "\r\n",
    "\nsubgraph ",
    "\nend\n",
    "->>",
    "-)",
    ": ",
    "\nparticipant p as ",
    "\nservice s(server)[",
    ":R --> L:",
    " in ",
    "\n%% ",
    "🚀",
    "\u{1105}\u{1161}",
    "\n```\n",
    "\n# h\n",
];

fn diagram(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(DIAGRAM), pieces).prop_map(|it| it.concat())
}

fn data(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(DATA), pieces).prop_map(|it| it.concat())
}

/// Makes the edits, each as its place, its length and what is written, one after the other.
fn edit_all(format: Format, start: String, edits: Vec<(prop::sample::Index, usize, String)>) {
    let mut text = start;
    let mut document = Document::of(&text, format, Arc::new(Knowledge::default()));
    for (at, len, replacement) in edits {
        let floor = |it: usize| (0..=it.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap();
        let start = floor(at.index(text.len() + 1));
        let range = Span::new(start, floor(start + len));
        edit(&mut document, &mut text, range, &replacement);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_the_analysis_of_the_final_text(
        start in prop_oneof![3 => text(0..60), 1 => text(200..500)],
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, text(0..4)), 1..12),
    ) {
        edit_all(Format::Markdown, start, edits);
    }

    #[test]
    fn any_edits_of_data_give_the_analysis_of_the_final_text(
        start in data(0..60),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..20_usize, data(0..4)), 1..12),
    ) {
        edit_all(Format::Yaml, start, edits);
    }

    #[test]
    fn any_edits_of_a_diagram_give_the_analysis_of_the_final_text(
        start in diagram(0..30),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..20_usize, diagram(0..4)), 1..12),
    ) {
        edit_all(Format::Mermaid, format!("graph LR\n{start}"), edits);
    }

    #[test]
    fn any_diagram_is_analysed_with_ranges_on_characters(text in diagram(0..60)) {
        for head in ["flowchart TD", "sequenceDiagram", "architecture-beta"] {
            assert_on_characters(&format!("{head}\n{text}"), Format::Mermaid);
            assert_on_characters(&format!("> ```mermaid\n> {head}\n{text}"), Format::Markdown);
        }
    }

    #[test]
    fn any_text_is_analysed_with_ranges_on_characters(text in text(0..60)) {
        assert_on_characters(&text, Format::Markdown);
    }

    #[test]
    fn any_data_is_analysed_with_ranges_on_characters(text in data(0..60)) {
        assert_on_characters(&text, Format::Yaml);
    }
}

fn assert_on_characters(text: &str, format: Format) {
    let document = Document::of(text, format, Arc::new(Knowledge::default()));
    let ends = document.sections().iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    for ((start, section), end) in document.sections().iter().zip(ends) {
        let section_text = &text[*start..end];
        for span in spans(&section.outline) {
            assert!(section_text.get(span.start..span.end).is_some(), "{span:?} of {section_text:?}");
        }
    }
}

/// Every range of an outline, and the source of every visible character.
fn spans(outline: &Outline) -> Vec<Span> {
    let mut spans = outline.comments.clone();
    spans.extend(outline.front_matter);
    spans.extend(outline.tables.iter().map(|it| it.range));
    spans.extend(outline.fences.iter().flat_map(|it| [it.range, it.content]));
    for entry in outline.tree.entries() {
        spans.extend([entry.span, entry.value_span]);
        spans.extend(entry.key.as_ref().map(|it| it.span));
        assert!(entry.span.contains(entry.value_span) || entry.value_span.is_empty(), "{entry:?}");
    }
    assert!(outline.blocks.is_sorted_by_key(|it| it.range.start) || outline.tree.is_empty());
    for diagram in &outline.diagrams {
        spans.push(diagram.range);
        spans.extend(diagram.edges.iter().map(|it| it.range));
        let drawn = outline.blocks.iter().filter(|it| diagram.range.contains(it.range));
        assert!(drawn.into_iter().is_sorted_by_key(|it| it.range.start), "{:?}", outline.blocks);
    }
    for block in &outline.blocks {
        spans.push(block.range);
        let text = block.prose.text();
        let chars = text.char_indices().map(|(at, c)| block.prose.source(Span::new(at, at + c.len_utf8())));
        let chars: Vec<_> = chars.collect();
        assert!(chars.is_sorted_by_key(|it| it.start), "{text:?}");
        spans.extend(chars);
    }
    spans
}

#[test]
fn every_prefix_of_every_fixture_is_analysed() {
    let of_format = |texts: Vec<(String, String)>, format| texts.into_iter().map(move |(_, text)| (text, format));
    let others = of_format(fixtures::yaml(), Format::Yaml).chain(of_format(fixtures::mermaid(), Format::Mermaid));
    for (text, format) in of_format(fixtures::markdown(), Format::Markdown).chain(others) {
        for (end, _) in text.char_indices() {
            assert_on_characters(&text[..end], format);
        }
    }
}

#[test]
fn every_fixture_can_be_typed() {
    for (_, text) in fixtures::markdown() {
        let mut document = document("");
        for (at, c) in text.char_indices() {
            document.edit(Span::new(at, at), c.encode_utf8(&mut [0; 4]));
        }
        assert_equal(&document, &text);
    }
    let of_format = |texts: Vec<(String, String)>, format| texts.into_iter().map(move |(_, text)| (text, format));
    let diagrams = of_format(fixtures::mermaid(), Format::Mermaid);
    for (text, format) in of_format(fixtures::yaml(), Format::Yaml).chain(diagrams) {
        let mut document = Document::of("", format, Arc::new(Knowledge::default()));
        for (at, c) in text.char_indices() {
            document.edit(Span::new(at, at), c.encode_utf8(&mut [0; 4]));
        }
        assert_equal(&document, &text);
    }
}

#[test]
fn a_document_of_several_is_read_document_by_document() {
    let mut text = "a: 1\n---\nb: 2\n---\nc: 3\n".to_owned();
    let mut document = Document::of(&text, Format::Yaml, Arc::new(Knowledge::default()));
    let before = document.sections().to_vec();
    edit(&mut document, &mut text, Span::new(21, 22), "4");
    assert!(Arc::ptr_eq(&document.sections()[0].1, &before[0].1));
    edit(&mut document, &mut text, Span::new(5, 6), "x");
    edit(&mut document, &mut text, Span::new(5, 6), "-");
    edit(&mut document, &mut text, Span::new(0, 5), "# c\n");
}

/// Where no reference crosses them, reading section by section finds what reading the whole file finds.
#[test]
fn sections_together_are_the_whole() {
    for (name, text) in fixtures::markdown() {
        let document = document(&text);
        let shown = |outline: &Outline, start: usize| {
            let blocks = outline.blocks.iter().map(|it| (it.kind, it.range.shift(start), it.prose.text().to_string()));
            let is_counted = |it: &BlockKind| matches!(it, BlockKind::Cell { .. } | BlockKind::Id { .. });
            blocks.filter(|it| !is_counted(&it.0)).collect::<Vec<_>>()
        };
        let parts: Vec<_> = document.sections().iter().flat_map(|(start, it)| shown(&it.outline, *start)).collect();
        assert_eq!(parts, shown(&outline(&text, Place::First, Format::Markdown), 0), "{name}");
    }
}
