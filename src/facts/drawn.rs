//! What does a diagram state by what it draws, beside what its words say?

mod chain;
mod lone;
mod zone;

use std::collections::HashMap;

use super::drawing::Arrow;
use super::pattern::Atom;
use super::terms::Terms;
use super::{Fact, Kind, Statement};
use crate::knowledge::Knowledge;
use crate::language::{Class, Frames, Stance, Unit, Word, script};
use crate::span::Span;
use crate::surface::{Diagram, Edge, End, Line, Outline};

/// So many arrows of one sort are looked at: a picture has no more, and each is held against the others.
const MOST: usize = 100;

/// One diagram with what is known of its words.
struct Drawn<'a> {
    outline: &'a Outline,
    units: &'a [Unit],
    terms: &'a Terms,
    knowledge: &'a Knowledge,
    diagram: &'a Diagram,
    /// By block, the unit that it belongs to.
    unit_of_block: &'a HashMap<usize, usize>,
    is_korean: bool,
}

/// Adds the facts of all diagrams of a section, `text`, and takes out what their pictures take back. Cost: O(nodes + edges), for each
/// of a bounded number of patterns.
pub(super) fn read(
    text: &str,
    outline: &Outline,
    units: &[Unit],
    terms: &Terms,
    knowledge: &Knowledge,
    facts: &mut Vec<Fact>,
) {
    if outline.diagrams.is_empty() {
        return;
    }
    let parts = units.iter().enumerate().flat_map(|(index, unit)| unit.parts.iter().map(move |it| (it.block, index)));
    let unit_of_block = &parts.collect::<HashMap<_, _>>();
    let is_korean = text.contains(script::is_hangul);
    for diagram in &outline.diagrams {
        let drawn = Drawn { outline, units, terms, knowledge, diagram, unit_of_block, is_korean };
        drawn.take_back(facts);
        for arrow in &knowledge.patterns.drawings().arrows {
            facts.extend(drawn.arrow(arrow));
        }
        lone::read(&drawn, facts);
        chain::read(&drawn, facts);
        zone::read(&drawn, facts);
    }
}

impl Drawn<'_> {
    /// A second link beside one that calls itself the one.
    fn take_back(&self, facts: &mut Vec<Fact>) {
        let is_link = |unit: Option<usize>| unit.is_some_and(|it| self.is_any(&[Atom::Class(Class::Link)], it));
        let links = self.diagram.edges.iter().filter(|it| is_link(self.unit(it.label)));
        let links = links.take(MOST).collect::<Vec<_>>();
        facts.retain(|fact| {
            let is_one = matches!(fact.kind, Kind::Stated { what: Statement::OneNetworkLink, .. });
            let Some(link) = links.iter().find(|it| is_one && self.unit(it.label) == Some(fact.unit)) else {
                return true;
            };
            let others = |end: End| links.iter().any(|it| it.label != link.label && (it.from == end || it.to == end));
            !others(link.from) || !others(link.to)
        });
    }

    /// The first arrow of such a sort.
    fn arrow(&self, arrow: &Arrow) -> Option<Fact> {
        let is_from = |end: End| self.is(&arrow.from, end);
        let is_to = |end: End| self.is(&arrow.to, end);
        let leads = |from: End, it: &Edge| match it.line {
            _ if it.from == from => Some(it.to),
            Line::Undirected if it.to == from => Some(it.from),
            _ => None,
        };
        let says = |it: &Edge| {
            arrow.says.is_empty() || self.unit(it.label).is_some_and(|label| self.is_any(&arrow.says, label))
        };
        let found = self.diagram.edges.iter().filter(|it| it.from != it.to && says(it)).filter_map(|it| {
            let ends = ends(it).into_iter().find(|(from, to)| is_from(*from) && is_to(*to));
            ends.map(|ends| (it, ends))
        });
        found.take(MOST).find_map(|(it, (from, to))| {
            let units = [self.unit_at(from), self.unit_at(to), self.unit(it.label)];
            let is_taken_back =
                units.into_iter().flatten().any(|it| self.is_any(&arrow.without, it) || !self.is_meant(it));
            let mut edges = self.diagram.edges.iter();
            let leads_besides = edges.any(|other| leads(from, other).is_some_and(|it| self.is(&arrow.besides, it)));
            (!is_taken_back && !leads_besides).then(|| {
                let subject = format!("{} → {}", self.words(from), self.words(to));
                let kind = Kind::Stated { what: arrow.states, minutes: None };
                Fact { unless: arrow.unless.clone(), ..self.fact(kind, subject, to, it.range) }
            })
        })
    }

    /// The fact `kind`, underlined at `range`; what columns and frames say of `end` counts for it.
    fn fact(&self, kind: Kind, subject: String, end: End, range: Span) -> Fact {
        let unit = self.unit_at(end);
        Fact {
            kind,
            of: None,
            subject,
            stance: Stance::Asserted,
            frames: unit.map_or_else(Frames::default, |it| self.units[it].parts[0].frames),
            range,
            unit: unit.unwrap_or(usize::MAX),
            is_korean: self.is_korean,
            sentence: String::new(),
            given: Vec::new(),
            unless: Vec::new(),
        }
    }

    /// The unit of a block.
    fn unit(&self, block: Option<usize>) -> Option<usize> {
        self.unit_of_block.get(&block?).copied()
    }

    /// The unit with the words of what stands at `end`.
    fn unit_at(&self, end: End) -> Option<usize> {
        self.unit(self.diagram.label(end))
    }

    /// The words of what stands at `end`, on one line.
    fn words(&self, end: End) -> String {
        let words = self.unit_at(end).map_or("", |it| self.units[it].text.lines().next().unwrap_or_default());
        words.trim().to_owned()
    }

    /// Whether what stands at `end` is one of `atoms`, by its words.
    fn is(&self, atoms: &[Atom], end: End) -> bool {
        self.unit_at(end).is_some_and(|it| self.is_any(atoms, it))
    }

    /// Whether one of `atoms` is in the words of `unit`.
    fn is_any(&self, atoms: &[Atom], unit: usize) -> bool {
        self.terms.has(self.units, unit, atoms)
    }

    /// Whether the words of `unit` stand for something that is there, or shall be.
    fn is_meant(&self, unit: usize) -> bool {
        let unit = &self.units[unit];
        let whole = Span::new(0, unit.text.len());
        let is_cue =
            |it: &Word| matches!(it, Word::Cue(it) if !matches!(it.stance, Stance::Asserted | Stance::Planned));
        !unit.within(whole).any(|it| is_cue(&it.word))
    }
}

/// The ends of an edge, from where to where: both ways where it has no direction, none of one that answers or leads there now and then.
fn ends(edge: &Edge) -> Vec<(End, End)> {
    match edge.line {
        Line::Solid => vec![(edge.from, edge.to)],
        Line::Undirected => vec![(edge.from, edge.to), (edge.to, edge.from)],
        Line::Dotted | Line::Open => Vec::new(),
    }
}
