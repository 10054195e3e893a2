//! Which terms of the patterns stand where in the units of a section?

use crate::language::{Lexeme, QuantityUnit, Unit, Word};
use crate::memo::Memo;
use crate::span::Span;

use super::pattern::{Atom, Patterns, Term};

/// The terms in a text, each with its places in their order.
pub(crate) type Found = Vec<(Term, Span)>;

/// The terms of each unit of a section.
pub(super) struct Terms(Vec<Found>);

impl Terms {
    /// Looks for the terms of `patterns` in all `units`. Cost: that of [`Patterns::terms`].
    pub(super) fn new(units: &[Unit], patterns: &Patterns, memo: &mut Memo<Found>) -> Terms {
        Terms(units.iter().map(|it| memo.of(&it.text, |_| true, || patterns.terms(&it.text))).collect())
    }

    /// Those of unit `index`.
    pub(super) fn of(&self, index: usize) -> &[(Term, Span)] {
        &self.0[index]
    }

    /// Where `term` stands in unit `index`, in order. Cost: O(log terms of the unit).
    pub(super) fn places(&self, index: usize, term: Term) -> impl Iterator<Item = Span> + '_ {
        let found = &self.0[index];
        let first = found.partition_point(|it| it.0 < term);
        found[first..].iter().take_while(move |it| it.0 == term).map(|it| it.1)
    }

    /// Whether one of `atoms` is in the words of unit `index`; of numbers that are equal and of what there is none of nothing is known.
    pub(super) fn has(&self, units: &[Unit], index: usize, atoms: &[Atom]) -> bool {
        atoms.iter().any(|atom| match atom {
            Atom::Term(term) => self.places(index, *term).next().is_some(),
            _ => units[index].lexemes.iter().any(|it| is(atom, it)),
        })
    }
}

/// Whether `lexeme` is what `atom` looks for, other than by a term.
pub(super) fn is(atom: &Atom, lexeme: &Lexeme) -> bool {
    atoms(lexeme).any(|it| it == *atom)
}

/// What `lexeme` is to those who look for it.
pub(super) fn atoms(lexeme: &Lexeme) -> impl Iterator<Item = Atom> {
    let word = match lexeme.word {
        Word::Thing(class) | Word::Named(class) => Some(Atom::Class(class)),
        Word::Role(role) => Some(Atom::Role(role)),
        Word::Card(mention) => Some(Atom::Card(mention.card)),
        Word::Quantity(it) if it.unit == QuantityUnit::Minutes => Some(Atom::Duration),
        Word::ZoneId => Some(Atom::ZoneId),
        _ => None,
    };
    let amount = [(lexeme.is_one(), Atom::One), (lexeme.is_several(), Atom::Several)];
    word.into_iter().chain(amount.into_iter().filter(|it| it.0).map(|it| it.1))
}
