//! Do editor and command line read the same settings, and say what they don't understand?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use archnotes::knowledge::Knowledge;
use archnotes::settings;

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
