//! Which calls of a diagram wait for each other, one behind the other?

use super::Drawn;
use crate::facts::drawing::Chain;
use crate::facts::{Fact, Kind};
use crate::surface::{DiagramKind, Edge, End, Line};

/// What the statements call a chain, once a diagram: underlined at its second arrow, where one that waits calls on.
pub(super) fn read(drawn: &Drawn<'_>, facts: &mut Vec<Fact>) {
    for chain in &drawn.knowledge.patterns.drawings().chains {
        let has_said =
            |edge: &Edge| facts.iter().any(|it| drawn.unit(edge.label) == Some(it.unit) && states(it, chain));
        let Some(edge) = second(drawn, chain) else { continue };
        if !has_said(edge) {
            let subject = format!("{} → {}", drawn.words(edge.from), drawn.words(edge.to));
            let kind = Kind::Stated { what: chain.states, minutes: None };
            facts.push(drawn.fact(kind, subject, edge.to, edge.range));
        }
    }
}

fn states(fact: &Fact, chain: &Chain) -> bool {
    matches!(fact.kind, Kind::Stated { what, .. } if what == chain.states)
}

/// The second arrow of the first chain that is long enough. Cost: O(edges × edges out of one thing).
fn second<'a>(drawn: &Drawn<'a>, chain: &Chain) -> Option<&'a Edge> {
    let edges = &drawn.diagram.edges;
    let calls = edges.iter().map(|it| is_call(drawn, chain, it)).collect::<Vec<_>>();
    // From behind: how many calls hang together from here on, and the next of them.
    let mut depths: Vec<(usize, Option<usize>)> = vec![(0, None); edges.len()];
    let order: Vec<usize> = (0..edges.len()).rev().collect();
    for index in order {
        if !calls[index] {
            continue;
        }
        let next = waits_for(drawn, index).filter(|it| calls[*it]);
        depths[index] = next.map(|it| (depths[it].0 + 1, Some(it))).max().unwrap_or((1, None));
    }
    let first = depths.iter().find(|it| it.0 >= chain.of)?;
    first.1.map(|it| &edges[it])
}

/// The calls that what edge `index` calls makes before it answers; in a flowchart, those that it makes and that are drawn below.
fn waits_for<'a>(drawn: &'a Drawn<'_>, index: usize) -> impl Iterator<Item = usize> + 'a {
    const FURTHEST: usize = 64;
    let edges = &drawn.diagram.edges;
    let call = &edges[index];
    let is_sequence = drawn.diagram.kind == DiagramKind::Sequence;
    let answers = move |it: &Edge| is_sequence && it.from == call.to && it.to == call.from;
    let behind = edges[index + 1..].iter().take(FURTHEST).take_while(move |it| !answers(it));
    (index + 1..).zip(behind).filter(move |(_, it)| it.from == call.to && it.to != call.from).map(|it| it.0)
}

fn is_call(drawn: &Drawn<'_>, chain: &Chain, edge: &Edge) -> bool {
    let is_free = |end: End| !drawn.is(&chain.without, end);
    let says = drawn.unit(edge.label).is_some_and(|it| drawn.is_any(&chain.says, it) && drawn.is_meant(it));
    edge.line == Line::Solid && edge.from != edge.to && says && is_free(edge.from) && is_free(edge.to)
}
