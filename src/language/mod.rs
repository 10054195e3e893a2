//! What does a block say, clause by clause, and does its writer mean it?

mod class;
mod lexicon;

pub use class::Class;
pub use lexicon::Lexicon;
