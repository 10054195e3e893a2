//! Does ARCHITECTURE.md speak of what there is?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use archnotes::document::Document;
use archnotes::facts::Kind;
use archnotes::knowledge::Knowledge;

use crate::sources::sources;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The part of the page below the heading `title`, up to the next heading outside a fence.
fn part(title: &str) -> String {
    let page = read("ARCHITECTURE.md");
    let mut is_code = false;
    let lines = page.lines().skip_while(|it| it.trim_start_matches(['#', ' ']) != title).skip(1);
    let lines = lines.take_while(|it| {
        is_code ^= it.starts_with("```");
        is_code || !it.starts_with('#')
    });
    let part: String = lines.map(|it| it.to_owned() + "\n").collect();
    assert_ne!(part, "", "{title}");
    part
}

#[test]
fn it_names_every_module_and_tests_that_exist() {
    let map = part("The map");
    let modules = sources().into_iter().map(|it| {
        let below = it.path.strip_prefix("src/").unwrap();
        below.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
    });
    let modules: BTreeSet<_> = modules.filter(|it| it != "lib").collect();
    let missing: Vec<_> = modules.iter().filter(|it| !map.contains(&format!("`{it}`"))).collect();
    assert_eq!(missing, [""; 0]);
    let files = ["invariants.rs", "invariants/agreement.rs", "invariants/analysis.rs", "document.rs", "rules.rs"];
    let tests = files.map(|it| read(&format!("tests/it/{it}"))).concat();
    let table = part("Invariants");
    let named: Vec<_> = table.split('`').filter(|it| it.matches('_').count() > 2).collect();
    let unknown: Vec<_> = named.iter().filter(|it| !tests.contains(&format!("fn {it}("))).collect();
    assert!(named.len() > 10 && unknown.is_empty(), "{unknown:?} of {named:?}");
}

#[test]
fn its_sentences_have_the_stance_that_it_says() {
    let (knowledge, _) = Knowledge::built_in();
    let knowledge = Arc::new(knowledge);
    let table = part("Stance and reach");
    let rows = table.lines().filter(|it| it.starts_with("| ")).skip(1).map(|it| it.trim_matches(['|', ' ']));
    let mut count = 0;
    for cells in rows.map(|it| it.split(" | ").collect::<Vec<_>>()) {
        let document = Document::new(cells[0], Arc::clone(&knowledge));
        let facts = document.sections()[0].1.facts.iter().filter(|it| matches!(it.kind, Kind::Count(_)));
        let stances: Vec<_> = facts.map(|it| format!("{:?}", it.stance).to_lowercase()).collect();
        assert_eq!(stances, [cells[2]], "{}", cells[0]);
        count += 1;
    }
    assert!(count > 5);
}

/// The annotations behind `←` say which of its places are silent.
#[test]
fn its_frames_are_silent_where_it_says_so() {
    let (knowledge, _) = Knowledge::built_in();
    let part = part("Frames");
    let example = part.split("```").nth(1).unwrap().strip_prefix("markdown\n").unwrap();
    let text: String = example.lines().map(|it| it.split('←').next().unwrap().trim_end().to_owned() + "\n").collect();
    let document = Document::new(&text, Arc::new(knowledge));
    let facts = document.sections().iter().flat_map(|it| &it.1.facts);
    let facts = facts.filter(|it| matches!(it.kind, Kind::Count(_))).count();
    let weak: Vec<_> = document.findings().iter().map(|it| it.range.of(&text)).collect();
    assert_eq!((facts, weak), (3, vec!["EC2 한 대"]));
}
