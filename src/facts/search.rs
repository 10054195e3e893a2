//! Where does what a pattern looks for stand, and how near to its mark?

use crate::language::{Lexeme, Unit, Word};
use crate::span::Span;
use crate::surface::BlockKind;

use super::pattern::{Atom, Need, Side, Term, Within};
use super::reader::is_a_part;
use super::terms::{Terms, is};
use super::{Reader, absence, answer, equal};

/// So many headers and introductions are looked at for what a row or an item does not repeat.
const ABOVE: usize = 4;

/// Something found: the unit and its bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) unit: usize,
    pub(super) span: Span,
}

/// One unit of a section, with the words of all others.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) terms: &'a Terms,
}

impl<'a> Search<'a> {
    /// What stands around `mark`, bytes of the unit.
    pub(super) fn around(self, mark: Span) -> Around<'a> {
        Around { search: self, mark, header: self.reader.header_cell(mark) }
    }

    /// Adds the places of `atom` inside `span` of unit `index`.
    pub(super) fn find(self, atom: &Atom, index: usize, span: Span, found: &mut Vec<Span>) {
        let unit = &self.reader.units[index];
        let terms = |term: &Term| self.terms.places(index, *term).filter(move |it| span.contains(*it));
        match atom {
            Atom::Term(term) => found.extend(terms(term)),
            Atom::No(term) => {
                let names = |unit: usize, at: Span| self.terms.places(unit, *term).any(|it| at.contains(it));
                found.extend(terms(term).filter_map(|it| absence::of(self.reader, index, it)));
                found.extend(absence::in_column(self.reader, index, span, names));
                found.extend(answer::no(self.reader, index, span, names));
            }
            Atom::Equal(one, other) => {
                let places = |term: &Term| {
                    let term = *term;
                    move |index: usize, span: Span| {
                        self.terms.places(index, term).filter(|it| span.contains(*it)).collect::<Vec<_>>()
                    }
                };
                let (one, other) = (places(one), places(other));
                found.extend(equal::numbers(self.reader, index, span, [&one, &other]));
            }
            _ => found.extend(unit.within(span).filter(|it| is(atom, it)).map(|it| it.span)),
        }
    }
}

/// What stands around a mark.
pub(super) struct Around<'a> {
    search: Search<'a>,
    mark: Span,
    /// The header of the mark's column: its unit and its bytes there.
    pub(super) header: Option<(usize, Span)>,
}

impl Around<'_> {
    /// What fills `need` nearest to the mark; `None` when nothing does.
    pub(super) fn nearest(&self, need: &Need) -> Option<Hit> {
        let (reader, mark) = (self.search.reader, self.mark);
        let here = reader.index;
        // "Backups of the RDS instance are off": the mark covers what stands between the noun and its denial.
        let lexemes = &reader.unit().lexemes;
        let is_thing =
            |at: Span| lexemes.iter().any(|it| it.span == at && matches!(it.word, Word::Thing(_) | Word::Named(_)));
        let is_between = |it: Span| mark.start < it.start && it.end <= mark.end && is_thing(it);
        let hits = self.hits_where(need, is_between);
        let hits = hits.into_iter().filter(|it| it.unit != here || !it.span.contains(mark));
        let distance = |it: &Hit| match it.unit == here {
            true if it.span.start < mark.start => mark.start.saturating_sub(it.span.end),
            true => it.span.start - mark.start,
            false => usize::MAX,
        };
        hits.min_by_key(distance).or_else(|| self.inherited(need))
    }

    /// What a row or an item does not repeat, since the header or what introduces its table or list says of which things all of it is:
    /// "## Lambda functions" above | monthly report | 25 minutes |. The nearest that names a thing decides, unless the row names another.
    fn inherited(&self, need: &Need) -> Option<Hit> {
        let reader = self.search.reader;
        let unit = reader.unit();
        let block = &reader.outline.blocks[unit.parts[0].block];
        if unit.is_entry || !matches!(block.kind, BlockKind::Cell { row: 1.., .. } | BlockKind::Item { .. }) {
            return None;
        }
        let is_thing = |it: &&Lexeme| matches!(it.word, Word::Thing(class) | Word::Named(class) if is_a_part(class));
        // What ends with a stop says something of its own.
        let is_label = |it: &usize| !reader.units[*it].text.trim_end().ends_with(['.', '!', '?', '다']);
        let describes = |it: &usize| reader.units[*it].lexemes.iter().any(|it| is_thing(&it));
        let above = reader.introductions().take(ABOVE).filter(is_label).find(describes);
        let named = |index: usize| {
            let (unit, mut spans) = (&reader.units[index], Vec::new());
            let atoms = need.any.iter().filter(|it| !matches!(it, Atom::No(_)));
            atoms.for_each(|it| self.search.find(it, index, unit.whole(), &mut spans));
            let is_named = |span: &Span| unit.within(*span).any(|it| is_thing(&it));
            spans.into_iter().find(is_named).map(|span| Hit { unit: index, span })
        };
        let hit = reader.header_row().and_then(named).or_else(|| above.and_then(named))?;
        let class_of = |it: &Lexeme| match it.word {
            Word::Thing(class) | Word::Named(class) => Some(class),
            _ => None,
        };
        let wanted = reader.units[hit.unit].within(hit.span).filter_map(class_of).collect::<Vec<_>>();
        let own = reader.things(unit.parts[0].span).map(|it| it.1);
        own.filter(|it| is_a_part(*it)).all(|it| wanted.contains(&it)).then_some(hit)
    }

    /// What could fill `need`; of what the mark covers only what counts even denied.
    pub(super) fn hits(&self, need: &Need) -> Vec<Hit> {
        self.hits_where(need, |_| false)
    }

    fn hits_where(&self, need: &Need, is_apart: impl Fn(Span) -> bool) -> Vec<Hit> {
        let (reader, mark) = (self.search.reader, self.mark);
        let mut hits = Vec::new();
        let mut spans = Vec::new();
        for (unit, span) in self.scope(need.within) {
            need.any.iter().for_each(|atom| self.search.find(atom, unit, span, &mut spans));
            hits.extend(spans.drain(..).map(|span| Hit { unit, span }));
        }
        // The header of its column stands beside every cell.
        let is_over = |it: &Hit| self.header.is_some_and(|(unit, cell)| unit == it.unit && cell.contains(it.span));
        hits.retain(|it| {
            if it.unit != reader.index {
                let is_heard = !need.is_said || !reader.is_header_row(it.unit);
                return is_heard && need.side.is_none() && (need.near.is_none() || is_over(it));
            }
            let is_near = need.near.is_none_or(|words| reader.unit().words_between(it.span, mark) <= words);
            let is_on_side = match need.side {
                None => true,
                Some(Side::Before) => it.span.end <= mark.start,
                Some(Side::After) => mark.end <= it.span.start,
            };
            is_near && is_on_side && (need.even_denied || !mark.contains(it.span) || is_apart(it.span))
        });
        hits
    }

    /// The stretches that `within` reaches from the mark, as units and bytes of them.
    pub(super) fn scope(&self, within: Within) -> Vec<(usize, Span)> {
        let (reader, mark) = (self.search.reader, self.mark);
        let (here, unit) = (reader.index, reader.unit());
        let whole = |index: usize| (index, reader.units[index].whole());
        // Lines of labels are cells of a row.
        let is_table = unit.is_row() || reader.is_of_labels();
        let mut scope = vec![match within {
            Within::Clause => (here, unit.clause_with_asides(mark)),
            Within::Sentence if !is_table => (here, reader.sentence(mark.start)),
            Within::Beside if !is_table => (here, beside(unit, mark)),
            _ => whole(here),
        }];
        if within == Within::Clause {
            return scope;
        }
        if within == Within::Above {
            return reader.introductions().map(whole).collect();
        }
        if within == Within::Section {
            let all = (0..reader.units.len()).filter(|it| *it == here || !reader.units[*it].is_note());
            return all.map(whole).collect();
        }
        scope.extend(self.header);
        if within == Within::Around {
            let is_said = |it: &usize| !reader.units[*it].is_note() && !reader.is_drawn(*it) && !reader.is_drawn(here);
            let before = (0..here).rev().filter(is_said).take(2);
            let behind = (here + 1..reader.units.len()).find(is_said);
            scope.extend(before.chain(behind).chain(reader.introductions()).map(whole));
            scope.extend(self.header.map(|it| whole(it.0)));
        }
        scope
    }
}

/// The sentence of `mark` with the one before and the one behind.
fn beside(unit: &Unit, mark: Span) -> Span {
    let own = unit.sentence(mark.start);
    let before = own.start.checked_sub(1).map(|it| unit.sentence(unit.text.floor_char_boundary(it)));
    let behind = (own.end < unit.text.len()).then(|| unit.sentence(own.end));
    own.cover(before.unwrap_or(own)).cover(behind.unwrap_or(own))
}
