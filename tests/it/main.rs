//! The tests that run the program as its users do.

mod client;
mod lsp;
