//! archnotes reads AWS architecture notes, in Markdown, Korean or English, and says what they name and where they are weak.
//!
//! The modules in reading order, which is also the way the data flows:
//! text → [`surface`] (outline) → [`mention`] → [`language`] (statements) → [`facts`] → [`rules`] (findings), all kept
//! together by a [`document`]; `knowledge` is a parameter of each step. See ARCHITECTURE.md.

pub mod span;
mod table;

pub mod knowledge;

pub mod surface;

pub mod mention;

mod memo;

pub mod language;

pub mod facts;

pub mod claim;

pub mod finding;
pub mod rules;

pub mod analysis;
pub mod document;

pub mod completion;
pub mod examples;
pub mod fix;
pub mod hover;
pub mod inlay;
pub mod lens;
pub mod links;
pub mod navigation;
pub mod render;
pub mod semantic;
pub mod settings;
pub mod symbols;

pub mod workspace;

pub mod cli;
pub mod lsp;
