//! Do the invariants of ARCHITECTURE.md hold?
//!
//! One test for each, by its number there. Most of them say that something is absent: the sources are searched for it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod agreement;
mod analysis;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use archnotes::knowledge::{CardKind, Knowledge, Source as Origin};
use archnotes::render::strip_carets;

use crate::sources::{Source, sources};

/// Everything that meets the world. The rest is the core.
const EDGES: &[&str] = &["src/cli/", "src/lsp/", "src/main.rs", "src/workspace.rs", "src/workspace/"];

/// Fails on each file that is not among `exempt` and has one of `words`.
#[track_caller]
fn none_has(words: &[&str], exempt: &[&str]) {
    let found = sources().into_iter().filter(|it| !it.is_in(exempt)).filter_map(|it| {
        let word = it.first_of(words)?.to_owned();
        Some(format!("{}: {word}", it.path))
    });
    assert_eq!(found.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn i1_only_the_server_names_the_protocols_types() {
    none_has(&["tower_lsp", "tower_lsp_server", "ls_types", "lsp_types", "jsonrpc"], &["src/lsp/"]);
    // Nothing but the command line starts the server.
    let users = sources().into_iter().filter(|it| !it.is_in(&["src/lsp/", "src/cli/mod.rs", "src/lib.rs"]));
    assert_eq!(users.filter(|it| it.first_of(&["lsp"]).is_some()).map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn i2_inside_a_position_is_a_byte_offset() {
    none_has(&["Position", "LineCol", "LineIndex"], &["src/lsp/", "src/cli/", "src/render.rs"]);
    // `BlockKind::Cell` is a place in a grid.
    let inside = sources().into_iter().filter(|it| !it.is_in(&["src/lsp/", "src/cli/", "src/render.rs"]));
    let found = inside.flat_map(|it| {
        let allowed: &[&str] = if it.path == "src/surface/mod.rs" { &["row", "column"] } else { &[] };
        let fields = counted_fields(&it).into_iter().filter(|it| !allowed.contains(&it.as_str()));
        fields.map(|field| format!("{}: {field}", it.path)).collect::<Vec<_>>()
    });
    assert_eq!(found.collect::<Vec<_>>(), [""; 0]);
}

/// The fields of its types that count lines or columns.
fn counted_fields(source: &Source) -> Vec<String> {
    const NAMES: [&str; 8] = ["line", "character", "column", "row", "col", "line_number", "start_line", "end_line"];
    const NUMBERS: [&str; 4] = ["usize", "u32", "u64", "i32"];
    let mut found = Vec::new();
    // The depth of braces inside a type's definition.
    let mut depth = None;
    for window in source.tokens.windows(3) {
        match (window[0].as_str(), depth) {
            ("struct" | "enum", _) => depth = Some(0),
            (";", Some(0)) => depth = None,
            ("{", Some(it)) => depth = Some(it + 1),
            ("}", Some(it)) => depth = (it > 1).then_some(it - 1),
            (name, Some(it)) if it > 0 && NAMES.contains(&name) => {
                let is_number = window[1] == ":" && NUMBERS.contains(&window[2].as_str());
                found.extend(is_number.then(|| name.to_owned()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn i3_the_core_does_no_io_and_has_no_statics() {
    none_has(&["fs", "net", "process", "time", "io", "stdin", "stdout", "stderr"], EDGES);
    // Knowledge is parsed on all cores; the order of what comes out is that of the files.
    none_has(&["thread"], &[EDGES, &["src/knowledge/load.rs"]].concat());
    // A `OnceLock` that is a field is a value made late, the same whoever asks first.
    none_has(&["static", "thread_local", "LazyLock", "LazyCell", "Mutex", "RwLock", "RefCell"], EDGES);
    none_has(&["print", "println", "eprint", "eprintln", "dbg", "tracing", "tokio", "anyhow", "ignore"], EDGES);
    let core = sources().into_iter().filter(|it| !it.is_in(EDGES));
    // `env!` is read when it is compiled.
    let reads_environment = |it: &Source| it.tokens.windows(2).any(|it| it[0] == "env" && it[1] != "!");
    assert_eq!(core.filter(reads_environment).map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn i6_rules_never_see_syntax() {
    let judges = || sources().into_iter().filter(|it| it.is_in(&["src/rules/", "src/facts/", "src/language/"]));
    assert!(judges().count() > 10);
    let found = judges().filter(|it| it.first_of(&["pulldown_cmark", "markdown", "Parser", "Event"]).is_some());
    assert_eq!(found.map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
    // A suppression is a comment: where those stand, only the outline tells.
    let rules = sources().into_iter().filter(|it| it.is_in(&["src/rules/"]) && it.path != "src/rules/suppression.rs");
    let found = rules.filter(|it| it.first_of(&["surface", "Outline", "Block", "BlockKind", "outline"]).is_some());
    assert_eq!(found.map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn i7_no_service_is_named_in_the_code() {
    let (knowledge, _) = Knowledge::built_in();
    let of_services = knowledge.names.names.iter().filter(|it| it.kind == CardKind::Service && !it.ambiguous);
    let names: BTreeSet<_> =
        of_services.map(|it| it.text.to_lowercase()).filter(|it| it.chars().count() >= 3).collect();
    assert!(names.contains("dynamodb"));
    let found = sources().into_iter().flat_map(|source| {
        let named = |text: &str| {
            let text = text.to_lowercase();
            names.iter().find(|it| is_word_of(&text, it)).cloned()
        };
        let found = source.strings().filter_map(named).collect::<Vec<_>>();
        found.into_iter().map(|it| format!("{}: {it}", source.path)).collect::<Vec<_>>()
    });
    // What editors call templates is their name for a language, not ours for a service.
    let found = found.filter(|it| it != "src/workspace.rs: cloudformation");
    assert_eq!(found.collect::<Vec<_>>(), [""; 0]);
}

fn is_word_of(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins))
}

#[test]
fn i8_every_card_and_rule_has_both_languages_a_source_and_examples() {
    let (knowledge, problems) = Knowledge::built_in();
    assert_eq!(problems, []);
    assert!(knowledge.cards.len() > 100 && !knowledge.rules.is_empty() && !knowledge.comparisons.is_empty());
    let mut lacks = Vec::new();
    let mut check = |id: &str, what: &str, holds: bool| lacks.extend((!holds).then(|| format!("{id}: {what}")));
    for it in knowledge.cards.iter() {
        check(&it.id, "both languages", is_english(&it.body.en) && is_korean(&it.body.ko));
        check(&it.id, "a source", has_source(&it.sources));
    }
    for it in knowledge.comparisons.iter() {
        check(&it.id, "both languages", is_english(&it.body.en) && is_korean(&it.body.ko));
        check(&it.id, "a source", has_source(&it.sources));
    }
    for it in &knowledge.rules {
        check(&it.id, "both languages", is_english(&it.body.en) && is_korean(&it.body.ko));
        check(&it.id, "messages in both", is_english(&it.message.en) && is_korean(&it.message.ko));
        let remedy = it.remedy.as_ref();
        check(&it.id, "remedies in both", remedy.is_none_or(|it| is_english(&it.en) && is_korean(&it.ko)));
        check(&it.id, "no particle behind a placeholder", !has_particle(&it.message.ko));
        check(&it.id, "a source", has_source(&it.sources));
        let flagged: Vec<_> = it.flags.iter().flat_map(|it| flagged(it)).collect();
        check(&it.id, "flags in Korean", flagged.iter().any(|it| is_korean(it)));
        check(&it.id, "flags in English", flagged.iter().any(|it| !is_korean(it)));
        let allowed: Vec<_> = it.allows.iter().flat_map(|it| it.lines()).filter(|it| !it.is_empty()).collect();
        check(&it.id, "allows in Korean", allowed.iter().any(|it| is_korean(it)));
        check(&it.id, "allows in English", allowed.iter().any(|it| !is_korean(it)));
    }
    assert_eq!(lacks, [""; 0]);
}

fn is_korean(text: &str) -> bool {
    text.contains(|c| ('가'..='힣').contains(&c))
}

/// English text may name a Korean word, but most of its letters are its own.
fn is_english(text: &str) -> bool {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    latin > 4 * text.chars().filter(|it| ('가'..='힣').contains(it)).count()
}

fn has_source(sources: &[Origin]) -> bool {
    let has_day = |it: &Origin| it.read.len() == "2026-11-23".len();
    sources.iter().any(|it| it.url.starts_with("https://") && has_day(it))
}

/// `{subject}는` would be wrong after half of all names.
fn has_particle(message: &str) -> bool {
    message.split('}').skip(1).any(|it| it.starts_with(|c| ('가'..='힣').contains(&c)))
}

/// The lines of an example that have carets below them.
fn flagged(example: &str) -> Vec<&str> {
    let is_carets = |it: &str| !it.trim().is_empty() && strip_carets(&format!("{it}\n")).is_empty();
    let lines: Vec<_> = example.lines().collect();
    lines.windows(2).filter(|it| !is_carets(it[0]) && is_carets(it[1])).map(|it| it[0]).collect()
}

#[test]
fn i10_only_the_edges_write_to_standard_output() {
    let prints = |it: &Source| it.tokens.windows(2).any(|it| it[0].ends_with("print") && it[1] == "!");
    assert_eq!(sources().into_iter().filter(prints).map(|it| it.path).collect::<Vec<_>>(), [""; 0]);
    none_has(&["println", "eprintln"], &[]);
    none_has(&["stdout", "Stdout"], &["src/cli/output.rs", "src/lsp/"]);
}

#[test]
fn i11_there_is_no_network_at_run_time() {
    none_has(&["net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs"], &[]);
    // Whatever speaks over a network needs one of these, tokio's own sockets too.
    const CLIENTS: [&str; 17] = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "curl-sys",
        "isahc",
        "attohttpc",
        "minreq",
        "surf",
        "h2",
        "quinn",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "tungstenite",
        "socket2",
    ];
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let packages: Vec<_> = lock.lines().filter_map(|it| it.strip_prefix("name = ")).collect();
    assert!(packages.contains(&"\"tokio\""));
    let found = CLIENTS.iter().filter(|it| packages.contains(&format!("\"{it}\"").as_str()));
    assert_eq!(found.collect::<Vec<_>>(), [&""; 0]);
    // With it `notify` waits for the system to tell of changed files. Whoever else asks for it wants its sockets.
    let wait = lock.split("[[package]]").filter(|it| it.contains(" \"mio\","));
    let wait: Vec<_> = wait.filter_map(|it| it.lines().find_map(|it| it.strip_prefix("name = "))).collect();
    assert_eq!(wait, ["\"notify\""]);
}
