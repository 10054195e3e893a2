//! The integration tests, in one binary: linking once is what makes them quick to build.

mod architecture;
mod cli;
mod client;
mod completion;
mod document;
mod fixtures;
mod invariants;
mod knowledge;
mod lsp;
mod markdown;
mod own_knowledge;
mod rules;
mod sources;
mod tree_sitter;
mod yaml;
