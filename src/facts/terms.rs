//! Which terms of the patterns stand where in the units of a section?

use crate::language::{Lexeme, QuantityUnit, Unit, Word};
use crate::memo::Memo;
use crate::span::Span;

use super::pattern::{Atom, Patterns, Term};

/// The terms in a text, by place.
pub(crate) type Found = Vec<(Span, Term)>;

/// The terms of each unit of a section.
pub(super) struct Terms(Vec<Found>);

impl Terms {
    /// Looks for the terms of `patterns` in all `units`. Cost: that of [`Patterns::terms`].
    pub(super) fn new(units: &[Unit], patterns: &Patterns, memo: &mut Memo<Found>) -> Terms {
        Terms(units.iter().map(|it| memo.of(&it.text, |_| true, || patterns.terms(&it.text))).collect())
    }

    /// Those of unit `index`.
    pub(super) fn of(&self, index: usize) -> &[(Span, Term)] {
        &self.0[index]
    }

    /// Whether one of `atoms` is in the words of unit `index`; of numbers that are equal and of what there is none of nothing is known.
    pub(super) fn has(&self, units: &[Unit], index: usize, atoms: &[Atom]) -> bool {
        atoms.iter().any(|atom| match atom {
            Atom::Term(term) => self.of(index).iter().any(|it| it.1 == *term),
            _ => units[index].lexemes.iter().any(|it| is(atom, it)),
        })
    }
}

/// Whether `lexeme` is what `atom` looks for, other than by a term.
pub(super) fn is(atom: &Atom, lexeme: &Lexeme) -> bool {
    match (atom, lexeme.word) {
        (Atom::Class(class), Word::Thing(it) | Word::Named(it)) => *class == it,
        (Atom::Role(role), Word::Role(it)) => *role == it,
        (Atom::Card(card), Word::Card(it)) => *card == it.card,
        (Atom::Duration, Word::Quantity(it)) => it.unit == QuantityUnit::Minutes,
        (Atom::One, _) => lexeme.is_one(),
        (Atom::Several, _) => lexeme.is_several(),
        (Atom::ZoneId, word) => word == Word::ZoneId,
        _ => false,
    }
}
