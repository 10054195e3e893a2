//! Do the examples on the pages of the built-in rules hold?
//!
//! For authors: `ARCHNOTES_BLESS=1 cargo test --test it rules` puts the carets into the files as they come out, to be
//! read before they are committed.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use archnotes::examples;
use archnotes::knowledge::{Knowledge, RuleId, with_flags};

#[test]
fn every_example_comes_out_as_it_is_written() {
    let (knowledge, _) = Knowledge::built_in();
    let knowledge = Arc::new(knowledge);
    let mut failed = String::new();
    for (rule, id) in knowledge.rules.iter().zip(0..) {
        for failure in examples::failures(RuleId(id), &knowledge) {
            failed.push_str(&format!("rules/{}.md: {failure}\n", rule.id));
        }
    }
    if !failed.is_empty() && env::var_os("ARCHNOTES_BLESS").is_some_and(|it| it == "1") {
        bless(&knowledge);
        panic!("the carets were rewritten: read them and run the test again\n{failed}");
    }
    assert!(failed.is_empty(), "- as written, + as found\n{failed}");
}

/// Writes the carets into the files as they come out. What is allowed has none: there the rule is wrong, or the example.
fn bless(knowledge: &Arc<Knowledge>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/rules");
    for (rule, id) in knowledge.rules.iter().zip(0..) {
        let file = folder.join(&rule.id).with_extension("md");
        let written = fs::read_to_string(&file).unwrap();
        let drawn: Vec<_> = rule.flags.iter().map(|it| examples::drawn(it, RuleId(id), knowledge)).collect();
        let blessed = with_flags(&written, &drawn);
        if blessed != written {
            fs::write(file, blessed).unwrap();
        }
    }
}
