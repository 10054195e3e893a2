//! The integration tests, in one binary: linking once is what makes them quick to build.

mod document;
mod fixtures;
mod markdown;
mod tree_sitter;
