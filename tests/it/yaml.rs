//! The outline of YAML files: what each construct becomes, and what a fault leaves standing.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::knowledge::{Knowledge, Language};
use archnotes::surface::{BlockKind, Entry, Format, Tree, Value};
use archnotes::{completion, hover};

use crate::fixtures;

fn document(text: &str) -> Document {
    Document::of(text, Format::Yaml, Arc::new(Knowledge::default()))
}

/// Each entry of the first section as `path = value`, documents left out; an item's path ends with `-`.
fn entries(text: &str) -> Vec<String> {
    let document = document(text);
    let tree = &document.sections()[0].1.outline.tree;
    (0..tree.entries().len()).filter(|it| tree.entries()[*it].parent.is_some()).map(|it| shown(tree, it)).collect()
}

fn shown(tree: &Tree, index: usize) -> String {
    let entry = &tree.entries()[index];
    let mut path = tree.path(index).join("/");
    if entry.key.is_none() {
        path.push_str("/-");
    }
    match &entry.value {
        Value::Null => format!("{path} = null"),
        Value::Scalar { text, .. } => format!("{path} = {text}"),
        Value::Map => format!("{path}: map"),
        Value::List => format!("{path}: list"),
        Value::Alias { name, target } => format!("{path} -> {name} {target:?}"),
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(entries(text), expected, "{text}");
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(entries(&crlf), expected, "{crlf:?}");
    assert_eq!(entries(&format!("\u{feff}{text}")), expected, "{text} behind a byte order mark");
}

#[test]
fn maps_lists_and_scalars() {
    check("a: 1\nb:\n  c: x y\n  d: ~\ne:\n", &["a = 1", "b: map", "b/c = x y", "b/d = null", "e = null"]);
    check("- x\n- k: v\n  w: 2\n- - y\n", &["/- = x", "/-: map", "k = v", "w = 2", "/-: list", "/- = y"]);
    check("a:\n- x\n- y\nb: z\n", &["a: list", "a/- = x", "a/- = y", "b = z"]);
    check("한글: 값\n'q': \"w\\n\"\n", &["한글 = 값", "q = w\n"]);
    check("t: |\n  one\n  two\nf: >-\n  one\n  two\n", &["t = one\ntwo\n", "f = one two"]);
    check("a: {b: [1, x: 2], c: }\n", &["a: map", "a/b: list", "a/b/- = 1", "a/b/-: map", "a/b/x = 2", "a/c = null"]);
    check("? k\n: v\n? [x, y]\n: w\n", &["k = v", "[x, y] = w"]);
}

#[test]
fn tags_anchors_and_aliases() {
    check("a: &x 1\nb: *x\nc: *none\n", &["a = 1", "b -> x Some(1)", "c -> none None"]);
    check("a: &x\n  b: *x\n", &["a: map", "a/b -> x Some(1)"]);
    check("a: &x 1\nb: &x 2\nc: *x\n", &["a = 1", "b = 2", "c -> x Some(2)"]);
    let document = document("a: !Ref b\nc: !!map {d: !x e}\nf: &g\n  h: 1\n");
    let entries = document.sections()[0].1.outline.tree.entries();
    let tags: Vec<_> = entries.iter().filter_map(|it| it.tag.as_deref()).collect();
    assert_eq!(tags, ["!Ref", "!!map", "!x"]);
    assert_eq!(entries[4].anchor.as_deref(), Some("g"));
}

#[test]
fn a_key_is_looked_up_through_merges_and_rings_end() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {z: 3, <<: *m}\nall:\n  <<: [*b, *m]\n  y: 4\n";
    let document = document(text);
    let tree = &document.sections()[0].1.outline.tree;
    let all = tree.find(0, "all").unwrap();
    let number = |key: &str| tree.find(all, key).and_then(|it| tree.entries()[it].number());
    assert_eq!(["x", "y", "z", "w"].map(number), [Some(1.0), Some(4.0), Some(3.0), None]);
    let mut bomb = "a0: &a0 {x: 1}\n".to_owned();
    for n in 1..60 {
        bomb += &format!("a{n}: &a{n}\n  <<: [*a{0}, *a{0}, *a{0}]\n", n - 1);
    }
    let document = self::document(&bomb);
    let tree = &document.sections()[0].1.outline.tree;
    assert_eq!(tree.find(tree.find(0, "a59").unwrap(), "none"), None);
}

#[test]
fn the_tree_answers_what_a_reader_of_facts_asks() {
    let document = document("web:\n  count: \"1\" # no spare\n  multi: off\n  zones: [a, b]\n  # soon\n  pi: 3.5\n");
    let outline = &document.sections()[0].1.outline;
    let tree = &outline.tree;
    let web = tree.find(0, "web").unwrap();
    let entry = |key: &str| &tree.entries()[tree.find(web, key).unwrap()];
    assert_eq!(
        (entry("count").number(), entry("multi").boolean(), entry("pi").number()),
        (Some(1.0), Some(false), Some(3.5))
    );
    let zones = tree.find(web, "zones").unwrap();
    let texts: Vec<_> = tree.children(zones).filter_map(|it| tree.entries()[it].text()).collect();
    assert_eq!(texts, ["a", "b"]);
    assert_eq!(
        tree.siblings(zones).filter_map(|it| tree.entries()[it].key()).collect::<Vec<_>>(),
        ["count", "multi", "zones", "pi"]
    );
    assert_eq!(tree.label(tree.children(zones).next().unwrap()), Some("zones"));
    let comment = |it: Option<usize>| it.map(|it| outline.blocks[it].prose.text());
    assert_eq!((comment(entry("count").comment), comment(entry("pi").leading)), (Some("no spare"), Some("soon")));
    assert_eq!(outline.blocks[entry("pi").key.as_ref().unwrap().block.unwrap()].prose.text(), "pi");
}

/// Comments as `text > the key or item they speak of`.
fn comments(text: &str) -> Vec<String> {
    let document = document(text);
    let outline = &document.sections()[0].1.outline;
    let blocks = outline.blocks.iter().filter_map(|it| match it.kind {
        BlockKind::Comment { entry, .. } => Some((it, entry)),
        _ => None,
    });
    let name = |it: usize| {
        let entry = &outline.tree.entries()[it];
        entry.key().or(entry.text()).unwrap_or("-").to_owned()
    };
    let shown = blocks.map(|(block, entry)| {
        let within = block.parent.map(|it| outline.blocks[it].prose.text().to_owned());
        let about = entry.map(name).or(within.map(|it| format!("({it})")));
        format!("{} > {}", block.prose.text(), about.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn a_comment_belongs_to_the_entry_on_its_line_or_below_it() {
    let check = |text: &str, expected: &[&str]| assert_eq!(comments(text), expected, "{text}");
    check("a: 1 # x\nb: # y\n  c: 2\n# z\nd: 3\n", &["x > a", "y > b", "z > d"]);
    check("a: {b: 1, c: 2} # x\nd: [\n  1, # y\n  2 ] # z\n", &["x > a", "y > 1", "z > d"]);
    check("- k: v # x\n- v # y\n# z\n- w: 1\n", &["x > k", "y > v", "z > -"]);
    check("a: | # x\n  # text\nb: >\n  c\n  # no comment\n", &["x > a"]);
    check("# one\n# two\n\n# three\na: 1\n", &["one two > ", "three > a"]);
    check("a:\n  b: 1\n  # end of a\nc: 2\n# end\n", &["end of a > (a)", "end > "]);
    check(
        "# x: 1\n# y: 2\n# and then\n# - item one\n# --- rule ---\na: 1\n",
        &["x: 1 > ", "y: 2 > ", "and then > ", "- item one > ", "rule > a"],
    );
    check("a: 1 # archnotes-disable-line x\nb: 2\n", &[]);
}

#[test]
fn documents_are_sections() {
    let starts = |text: &str| document(text).sections().iter().map(|(start, _)| *start).collect::<Vec<_>>();
    assert_eq!(starts("a: 1\n---\nb: 2\n--- # c\nd\n---x: 1\n"), [0, 5, 14]);
    assert_eq!(starts("%YAML 1.2\n# x\n\n---\na: 1\n...\n# y\n---\nb: |\n  ---\n"), [0, 32]);
    assert_eq!(starts("--- a\n---\n---\n--- |\n"), [0, 6]);
    assert_eq!(starts(""), [0]);
}

#[test]
fn what_stands_around_a_fault_stays() {
    check("a: 1\nb 2\nc: 3\n", &["a = 1", "c = 3"]);
    check("a:\n  b: 1\n  c 2\n  d: 3\ne: 4\n", &["a: map", "a/b = 1", "a/d = 3", "e = 4"]);
    check("a\n  b: 1\nc: 2\n", &["c = 2"]);
    check("a:\n  run\n  b: 1\nc: 2\n", &["a: map", "a/b = 1", "c = 2"]);
    check("- k v\n  l: 1\n- m: 2\n", &["/-: map", "l = 1", "/-: map", "m = 2"]);
    check("- k: 1\n- @\n  l: 1\n- m: 2\n", &["/-: map", "k = 1", "/-: map", "l = 1", "/-: map", "m = 2"]);
    check("a: [x, y\nb: 1\n", &["a: list", "a/- = x", "b = 1"]);
    check("a: {x: 1,\nb: \"2\"\nc: 3\n", &["a: map", "a/x = 1", "b = 2", "c = 3"]);
    check("a: \"x\nb: \"2\"\nc: 3\n", &["a = null", "b = 2", "c = 3"]);
    check("a: 'x\nb: 2\nc: 3\n", &["a = null", "b = 2", "c = 3"]);
    check("a: \"x\" y\nb: 2\n", &["a = null", "b = 2"]);
    check("a:\n    b: 1\n  c: 2\n  d: 3\ne: 4\n", &["a: map", "a/b = 1", "a/c = 2", "a/d = 3", "e = 4"]);
    check("a: 1\n{{- if x }}\nb: 2\n{{- end }}\nc: 3\n", &["a = 1", "b = 2", "c = 3"]);
    check("a: *\nb: &\nc: %\nd: 1\n", &["a = null", "b = null", "c = null", "d = 1"]);
    check("a: &x 1\nb 2\nc: *x\n---\nd: 1\n", &["a = 1", "c -> x Some(1)"]);
    check("a: 1\n\tb: 2\nc: 3\n", &["a = null", "c = 3"]);
    check("a: run\n  b: 2\nc: 3\n", &["a = run", "c = 3"]);
}

/// A document about AWS that knows all cards, with the byte of the `^` in `marked`.
fn known_document(marked: &str) -> (Document, usize) {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
    let text = format!("{marked}\n# AWS\n");
    let offset = text.find('^').unwrap();
    (Document::of(&text.replace('^', ""), Format::Yaml, Arc::clone(&KNOWLEDGE)), offset)
}

#[test]
fn names_are_shown_in_keys_values_and_comments() {
    let check = |marked: &str, on: Option<&str>| {
        let (document, offset) = known_document(marked);
        let found = hover::at(&document, offset, None, hover::Format::PlainText);
        let text = document.text().to_string();
        assert_eq!(found.map(|it| it.range.of(&text).to_owned()).as_deref(), on, "{marked}");
    };
    check("S^QS: a\n", Some("SQS"));
    check("dat: {multi_a^z: true}\n", Some("multi_az"));
    check("db: {Multi^AZ: true}\n", Some("MultiAZ"));
    check("type: sq^s\n", Some("sqs"));
    check("runtime: lamb^da\n", Some("lambda"));
    check("type: sqs-stan^dard\n", None);
    check("type: sq^s-standard\n", Some("sqs"));
    check("Type: AWS::SQ^S::Queue\n", Some("AWS::SQS::Queue"));
    check("a: 1 # through Amazon SQ^S\n", Some("Amazon SQS"));
    check("a: \"x \\u00e9 SQ^S\"\n", Some("SQS"));
    check("a: >\n  one\n  Amazon\n  SQ^S\n", Some("Amazon\n  SQS"));
    check("a 1\nb: SQ^S\nc\n", Some("SQS"));
    check("name: orders-sq^s\n", None);
    check("url: https://example.org/SQ^S\n", None);
    check("lamb^da: x\n", None);
    check("config^: x\n", None);
    check("a: 99.9^5% of a month\n", Some("99.95%"));
    check("# archnotes-disable-next-line single-a^z -- x\na: 1\n", Some("single-az"));
}

#[test]
fn names_are_completed_in_keys_values_and_comments() {
    let offered = |marked: &str| {
        let (document, offset) = known_document(marked);
        completion::at(&document, offset, Language::En).first().map(|it| it.label.clone())
    };
    for marked in [
        "iac: cloudform^",
        "cache: { engine: cloudform^",
        "a: [x, cloudform^",
        "cloudform^",
        "  - cloudform^: 1",
        "a: \"cloudform^",
        "a: 1 # cloudform^",
        "a: don't # cloudform^",
        "a: >\n  we use cloudform^\n",
    ] {
        assert_eq!(offered(marked).as_deref(), Some("AWS CloudFormation"), "{marked}");
    }
    for marked in [
        "url: https://example.org/cloudform^",
        "a: !cloudform^",
        "a: *cloudform^",
        "a: ${cloudform^",
        "a: \"{{ cloudform^ }}\"",
        "a: |\n  #!/bin/sh\n  cloudform^\n",
        "# archnotes-disable-next-line cloudform^",
        "# archnotes-cloudform^",
    ] {
        assert_eq!(offered(marked), None, "{marked}");
    }
    assert_eq!(offered("# archnotes-disable-next-line single-a^").as_deref(), Some("single-az"));
}

/// What is found in a text about AWS, as its bytes.
#[track_caller]
fn check_found(text: &str, expected: &[&str]) {
    let (document, _) = known_document(&format!("{text}^"));
    let text = document.text().to_string();
    let found: Vec<_> = document.findings().iter().map(|it| it.range.of(&text)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn sentences_and_entries_are_judged() {
    check_found("note: The web tier runs on one EC2 instance.\n", &["one EC2 instance"]);
    check_found("web: 1 # 웹 서버는 EC2 한 대로 운영한다.\n", &["EC2 한 대"]);
    check_found(
        "note: |\n  It is small: since spring the whole web tier runs on\n  one EC2 instance.\n",
        &["one EC2 instance"],
    );
    check_found("web: {type: EC2, count: 1}\n", &["count: 1"]);
    check_found("monitoring: CloudWatch Events\n", &["CloudWatch Events"]);
    check_found("session: sticky\n", &["sticky"]);
    check_found("web: EC2 한 대\n", &["EC2 한 대"]);
    for text in ["one EC2 instance: a\n", "# web: one EC2\n"] {
        check_found(text, &[]);
    }
}

#[test]
fn keys_frame_what_stands_below_them() {
    let weak = "The web tier runs on one EC2 instance.";
    for key in ["alternatives_considered", "staging", "glossary", "개발 환경", "rejected"] {
        check_found(&format!("{key}:\n  - idea:\n      note: {weak}\n"), &[]);
        check_found(&format!("{key}:\n  # {weak}\n  a: 1 # {weak}\n"), &[]);
    }
    check_found(&format!("production:\n  note: {weak}\n"), &["one EC2 instance"]);
    check_found(
        &format!("as_is:\n  note: {weak}\nto_be:\n  note: {weak}\n").replace("tier", "site"),
        &["one EC2 instance"],
    );
}

#[test]
fn suppressions_are_comments_of_their_own() {
    let weak = "note: The web tier runs on one EC2 instance.";
    check_found(&format!("# archnotes-disable-next-line single-instance -- x\n{weak}\n"), &[]);
    check_found(&format!("{weak} # archnotes-disable-line single-instance -- x\n"), &[]);
    check_found(&format!("# archnotes-disable-file single-instance\na: 1\n{weak}\n"), &[]);
    check_found(&format!("# archnotes-disable\n{weak}\n# archnotes-enable\nx{weak}\n"), &["one EC2 instance"]);
    check_found(&format!("# archnotes-disable-file\n---\n{weak}\n"), &[]);
    check_found(
        "# archnotes-disable-next-line single-instance -- one EC2 instance is enough\nnote: >\n  All runs\n\n  on one EC2 instance.\n",
        &[],
    );
    check_found("# archnotes-disable-next-line single-ax -- x\na: 1\n", &["single-ax"]);
}

/// Each entry as `path = value`, where it starts, where its own text and the brackets around it end, and where it and the
/// entries around it start.
type Known = (String, usize, usize, Vec<usize>);

fn known(text: &str) -> Vec<Known> {
    let document = document(text);
    let mut found = Vec::new();
    for (start, section) in document.sections() {
        let tree = &section.outline.tree;
        for (index, entry) in tree.entries().iter().enumerate().filter(|it| it.1.parent.is_some()) {
            let upward = || tree.upward(index).map(|it| &tree.entries()[it]);
            let in_brackets = upward().filter(|it| it.is_flow).map(own_end).max();
            let end = own_end(entry).max(in_brackets.unwrap_or_default());
            let starts = upward().map(|it| start + it.span.start).collect();
            found.push((shown(tree, index), start + entry.span.start, start + end, starts));
        }
    }
    found
}

/// Where an entry's own text ends: its key, and its value unless that is made of entries.
fn own_end(entry: &Entry) -> usize {
    match entry.value {
        Value::Map | Value::List if !entry.is_flow => entry.key.as_ref().map_or(entry.span.start, |it| it.span.end),
        _ => entry.value_span.end,
    }
}

/// Fails unless all of `expected` are found, as often as they are there.
#[track_caller]
fn assert_found(expected: impl Iterator<Item = String>, text: &str, why: &str) {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for (it, ..) in known(text) {
        let path = it.split([' ', ':']).next().unwrap_or_default().to_owned();
        *left.entry(comparable(&it)).or_default() += 1;
        *left.entry(path + "/…").or_default() += 1;
    }
    for it in expected.map(|it| comparable(&it)) {
        let count = left.get_mut(&it).filter(|it| **it > 0);
        *count.unwrap_or_else(|| panic!("{why}: lost {it:?} of\n{text}")) -= 1;
    }
}

/// Without the numbers of entries; and without what a map or list holds, which may be gone.
fn comparable(shown: &str) -> String {
    match [": map", ": list"].iter().find_map(|it| shown.strip_suffix(it)) {
        Some(path) => path.split([' ', ':']).next().unwrap_or_default().to_owned() + "/…",
        None => shown.split(" Some(").next().unwrap_or(shown).trim_end_matches(" None").to_owned(),
    }
}

#[test]
fn a_missing_colon_costs_the_entry_of_its_line() {
    for (name, text) in fixtures::yaml() {
        let all = known(&text);
        for (at, _) in text.match_indices(':') {
            let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
            let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
            // An entry over several lines goes as a whole.
            let on_line: Vec<_> =
                all.iter().filter(|(_, from, to, _)| *from <= end && start <= *to).map(|it| it.1).collect();
            let kept = all.iter().filter(|it| !it.3.iter().any(|it| on_line.contains(it)));
            let mut broken = text.clone();
            broken.remove(at);
            assert_found(kept.map(|it| it.0.clone()), &broken, &format!("{name}, colon at {at}"));
        }
    }
}

#[test]
fn a_prefix_costs_the_entries_of_its_last_line() {
    for (name, text) in fixtures::yaml() {
        let all = known(&text);
        for (cut, _) in text.char_indices() {
            let line = text[..cut].rfind('\n').map_or(0, |it| it + 1);
            // What follows may become the value of one that has none.
            let has_value = |it: &&Known| ![": map", ": list", " = null"].iter().any(|end| it.0.ends_with(end));
            let kept = all.iter().filter(|it| it.2 < line).filter(has_value).map(|it| it.0.clone());
            assert_found(kept, &text[..cut], &format!("{name} up to {cut}"));
        }
    }
}
