//! The integration tests, in one binary: linking once is what makes them quick to build.

mod actions;
mod aids;
mod architecture;
mod bad_input;
mod cli;
mod cli_fix;
mod cli_formats;
mod client;
mod clients;
mod completion;
mod document;
mod fix;
mod fixtures;
mod invariants;
mod knowledge;
mod lsp;
mod markdown;
mod navigation;
mod own_knowledge;
mod pull;
mod readme;
mod rules;
mod settings;
mod sources;
mod tree_sitter;
mod yaml;
