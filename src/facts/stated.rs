//! Which statements do the patterns find?

use crate::language::{Lexeme, QuantityUnit, Role, Stance, Unit, Word};
use crate::span::Span;

use super::pattern::{Atom, Need, Pattern, Patterns, Side, Term, Within};
use super::{Fact, Kind, Reader, absence};

/// The terms of each unit of a section.
pub(super) struct Terms(Vec<Vec<(Span, Term)>>);

impl Terms {
    /// Looks for the terms of `patterns` in all `units`. Cost: one Aho-Corasick pass.
    pub(super) fn new(units: &[Unit], patterns: &Patterns) -> Terms {
        Terms(units.iter().map(|it| patterns.terms(&it.text)).collect())
    }
}

/// Something found: the unit and its bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hit {
    unit: usize,
    span: Span,
}

/// What is underlined, and whether it is words that say that there is none of something.
#[derive(Clone, Copy)]
struct Mark {
    span: Span,
    denies: bool,
}

/// Facts of kind [`Kind::Stated`].
pub(super) fn read(reader: &Reader<'_>, terms: &Terms, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let search = Search { reader, terms };
    // A mark may also be a cell that says no under a header that has the term.
    let mut near = terms.0[reader.index].clone();
    near.extend(reader.header_row().into_iter().flat_map(|it| terms.0[it].iter().copied()));
    for pattern in reader.knowledge.patterns.marked_by(&near) {
        if !pattern.is_terse || reader.is_terse() || is_key_value(&reader.unit().text) {
            search.stated(pattern, facts);
        }
    }
}

/// `Database: RDS MySQL`, on a line of its own.
fn is_key_value(text: &str) -> bool {
    text.lines().next().is_some_and(|it| it.find(": ").is_some_and(|at| at <= 40))
}

struct Search<'a> {
    reader: &'a Reader<'a>,
    terms: &'a Terms,
}

impl Search<'_> {
    fn stated(&self, pattern: &Pattern, facts: &mut Vec<Fact>) {
        let reader = self.reader;
        let here = reader.index;
        let whole = Span::new(0, reader.unit().text.len());
        let mut marks = Vec::new();
        for atom in &pattern.mark {
            let mut found = Vec::new();
            self.find(atom, here, whole, &mut found);
            marks.extend(found.into_iter().map(|it| Mark { span: it, denies: matches!(atom, Atom::No(_)) }));
        }
        for Mark { span: mark, denies } in marks {
            let found = pattern.with.iter().map(|it| self.nearest(it, mark)).collect::<Option<Vec<_>>>();
            let header = self.denied_header(pattern, mark);
            let Some(found) = found
                .filter(|_| !pattern.without.iter().any(|it| self.is_there(it, Mark { span: mark, denies }, header)))
            else {
                continue;
            };
            let mut parts = vec![mark];
            let own = found
                .iter()
                .zip(&pattern.with)
                .filter(|(hit, need)| hit.unit == here && matches!(need.within, Within::Clause | Within::Sentence));
            parts.extend(own.map(|it| it.0.span));
            let here = Hit { unit: here, span: mark };
            let minutes = std::iter::once(&here).chain(&found).find_map(|it| minutes(&reader.units[it.unit], it.span));
            let kind = Kind::Stated { what: pattern.states, minutes };
            let subject = mark.of(&reader.unit().text).trim().to_owned();
            let mut fact = reader.fact(kind, None, subject, mark);
            if fact.stance != Stance::Rejected {
                fact.stance = reader.unit().stance_of_parts(&parts, &pattern.despite);
            }
            if pattern.despite.contains(&fact.stance) {
                fact.stance = Stance::Asserted;
            }
            facts.push(fact);
        }
    }

    /// What fills `need` nearest to `mark`; `None` when nothing does.
    fn nearest(&self, need: &Need, mark: Span) -> Option<Hit> {
        let hits =
            self.hits(need, mark).into_iter().filter(|it| it.unit != self.reader.index || !it.span.contains(mark));
        let distance = |it: &Hit| match it.unit == self.reader.index {
            true => {
                if it.span.start < mark.start {
                    mark.start.saturating_sub(it.span.end)
                } else {
                    it.span.start - mark.start
                }
            }
            false => usize::MAX,
        };
        hits.min_by_key(distance)
    }

    /// The header over a cell that says no, where it names what there is none of.
    fn denied_header(&self, pattern: &Pattern, mark: Span) -> Option<(usize, Span)> {
        let names = |unit: usize, at: Span| {
            let is_named = |term| self.terms.0[unit].iter().any(|it| it.1 == term && at.contains(it.0));
            pattern.mark.iter().any(|it| matches!(it, Atom::No(term) if is_named(*term)))
        };
        let header = self.reader.header_cell(mark).filter(|it| names(it.0, it.1));
        header.filter(|_| absence::is_no(self.reader.unit(), mark))
    }

    /// Whether something that must not stand there does, and is not denied itself. A longer phrase around the mark says that the mark is
    /// part of something else.
    fn is_there(&self, need: &Need, Mark { span: mark, denies }: Mark, denied: Option<(usize, Span)>) -> bool {
        let here = self.reader.index;
        self.hits(need, mark).into_iter().any(|it| {
            let unit = &self.reader.units[it.unit];
            if denied.is_some_and(|(header, span)| it.unit == header && span.contains(it.span)) {
                return false;
            }
            let is_denied = absence::of(self.reader, it.unit, it.span).is_some_and(|no| {
                // | sessions (Valkey) | none | says none of what the column is headed with, "without a check" none of what follows.
                let of_header = denied.is_some() && no.overlaps(mark) && !no.overlaps(it.span);
                let of_mark = denies
                    && it.unit == here
                    && no.start < it.span.start
                    && mark.start <= no.start
                    && no.start < mark.end;
                !of_header && !of_mark
            });
            let stance = if it.unit == here { unit.stance_beside(it.span, mark) } else { unit.stance(it.span) };
            it.unit == here && it.span.contains(mark)
                || is_denial(unit, it.span)
                || !is_denied && stance != Stance::Denied
        })
    }

    fn hits(&self, need: &Need, mark: Span) -> Vec<Hit> {
        let here = self.reader.index;
        let mut hits = Vec::new();
        for (unit, span) in self.scope(need.within, mark) {
            let mut spans = Vec::new();
            need.any.iter().for_each(|atom| self.find(atom, unit, span, &mut spans));
            hits.extend(spans.into_iter().map(|span| Hit { unit, span }));
        }
        hits.retain(|it| {
            if it.unit != here {
                return need.side.is_none() && need.near.is_none();
            }
            let is_near = need.near.is_none_or(|words| self.reader.unit().words_between(it.span, mark) <= words);
            let is_on_side = match need.side {
                None => true,
                Some(Side::Before) => it.span.end <= mark.start,
                Some(Side::After) => mark.end <= it.span.start,
            };
            is_near && is_on_side && (it.span.contains(mark) || !mark.contains(it.span))
        });
        hits
    }

    /// The stretches that `within` reaches from `mark`, as units and bytes of them.
    fn scope(&self, within: Within, mark: Span) -> Vec<(usize, Span)> {
        let reader = self.reader;
        let (here, unit) = (reader.index, reader.unit());
        let whole = |index: usize| (index, Span::new(0, reader.units[index].text.len()));
        let mut scope = vec![match within {
            Within::Clause => (here, unit.clause(mark.start)),
            Within::Sentence if !unit.is_row() => (here, reader.sentence(mark.start)),
            _ => whole(here),
        }];
        if within == Within::Clause {
            return scope;
        }
        if within == Within::Above {
            return reader.introductions().map(whole).collect();
        }
        if within == Within::Section {
            return (0..reader.units.len()).map(whole).collect();
        }
        scope.extend(reader.header_cell(mark));
        if within == Within::Around {
            scope.extend((here.saturating_sub(2)..here).map(whole));
            scope.extend(reader.units.get(here + 1).map(|_| whole(here + 1)));
            scope.extend(reader.introductions().map(whole));
        }
        scope
    }

    /// The places of `atom` inside `span` of a unit.
    fn find(&self, atom: &Atom, index: usize, span: Span, found: &mut Vec<Span>) {
        let unit = &self.reader.units[index];
        let terms = |term: &Term| {
            let term = *term;
            self.terms.0[index].iter().filter(move |it| it.1 == term && span.contains(it.0)).map(|it| it.0)
        };
        match atom {
            Atom::Term(term) => found.extend(terms(term)),
            Atom::No(term) => found.extend(terms(term).filter_map(|it| absence::of(self.reader, index, it)).chain(
                absence::in_column(self.reader, index, span, |header, at| {
                    self.terms.0[header].iter().any(|it| it.1 == *term && at.contains(it.0))
                }),
            )),
            _ => found.extend(unit.within(span).filter(|it| is(atom, it)).map(|it| it.span)),
        }
    }
}

fn is(atom: &Atom, lexeme: &Lexeme) -> bool {
    match (atom, lexeme.word) {
        (Atom::Class(class), Word::Thing(it) | Word::Named(it)) => *class == it,
        (Atom::Role(role), Word::Role(it)) => *role == it,
        (Atom::Card(card), Word::Card(it)) => *card == it.card,
        (Atom::Duration, Word::Quantity(it)) => it.unit == QuantityUnit::Minutes,
        (Atom::One, _) => lexeme.is_one(),
        (Atom::Several, _) => lexeme.is_several(),
        _ => false,
    }
}

/// Whether the words at `span` deny something: "may not be skipped", "건너뛸 수 없" can't be denied again.
fn is_denial(unit: &Unit, span: Span) -> bool {
    let denies = |it: &Lexeme| matches!(it.word, Word::Role(Role::Absent) | Word::Cue(_));
    unit.lexemes.iter().any(|it| it.span.overlaps(span) && denies(it))
}

/// The longer end of the time at `span`, in minutes.
fn minutes(unit: &Unit, span: Span) -> Option<f64> {
    unit.lexemes.iter().filter(|it| it.span.overlaps(span)).find_map(|it| match it.word {
        Word::Quantity(it) if it.unit == QuantityUnit::Minutes => Some(it.high),
        _ => None,
    })
}
