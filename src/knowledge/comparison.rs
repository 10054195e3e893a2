//! What do people confuse, and how do the things differ?

use super::{Bilingual, CardId};
use crate::knowledge::card::Source;

/// One table, shown on every card it concerns.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The file's name without `.md`.
    pub id: String,
    /// Its title.
    pub name: Bilingual,
    /// The cards it compares.
    pub of: Vec<CardId>,
    /// The table and a closing sentence.
    pub body: Bilingual,
    /// Where its facts come from.
    pub sources: Vec<Source>,
}
