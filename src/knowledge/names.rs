//! Which names lead to which card?

use super::CardId;

/// All names of all cards with the automaton that finds them.
#[derive(Debug, Default)]
pub struct Names {
    /// Names in the order of their ids.
    pub names: Vec<Name>,
}

/// One name of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written on the card, in NFC.
    pub text: String,
    /// The card.
    pub card: CardId,
    /// Whether it also means something else.
    pub ambiguous: bool,
    /// Whether the product no longer bears it: index of `Card::former`.
    pub former: Option<usize>,
}
