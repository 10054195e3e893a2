//! What does a block say, clause by clause, and does its writer mean it?
//!
//! The way of a text through this module: a *unit* (a paragraph, a list item, a table row) is read into *lexemes* (names,
//! terms, cues, quantities: `lexeme`), cut into *clauses* (`clause`), and any stretch of it can then be asked for its
//! *stance* (`stance`) and for the *frames* it stands in (headings, columns, introductions: `frame`).
//!
//! The method is that of ConText (Harkema et al. 2009) and NegEx (Chapman et al. 2001), made for clinical notes: a cue has a
//! kind, a direction and a reach, and a clause border ends the reach. Korean, whose verb stands last, mostly looks back.

mod class;
mod clause;
mod column;
mod contrast;
mod discourse;
mod duration;
mod entry;
mod exam;
mod frame;
mod frequency;
mod label;
mod lexeme;
mod lexicon;
mod phrase;
mod phrases;
mod property;
mod quantity;
mod remedy;
mod role;
pub(crate) mod script;
mod stance;
pub(crate) mod status;
mod story;
mod unit;

pub use class::Class;
pub use frame::{Frame, Frames};
pub use lexicon::Lexicon;
pub use role::{Cue, Looks, Reach, Role, Stance};

pub(crate) use duration::minutes_of;
pub(crate) use exam::choices;
pub(crate) use label::{frames_above, heading_frames};
pub(crate) use lexeme::{Lexeme, Word};
pub(crate) use lexicon::{List, Weight};
pub(crate) use phrase::Phrase;
pub(crate) use phrases::Phrases;
pub(crate) use quantity::{Unit as QuantityUnit, quantities};
pub(crate) use unit::{Reading, Unit, units};
