//! The integration tests, in one binary: linking once is what makes them quick to build.

<<<<<<< HEAD
mod cli;
mod client;
mod document;
mod fixtures;
mod lsp;
mod markdown;
mod rules;
=======
mod document;
mod fixtures;
mod markdown;
>>>>>>> wt-surface
mod tree_sitter;
