//! Which thing that every zone needs is drawn once?

use std::collections::BTreeSet;

use super::Drawn;
use super::zone::{zone, zones};
use crate::facts::{Fact, Kind};
use crate::surface::End;

/// What the statements call alone: the only thing of its kind, which things of several zones lead to, which stands beside several zones,
/// or which says in which one zone it is.
pub(super) fn read(drawn: &Drawn<'_>, facts: &mut Vec<Fact>) {
    for alone in &drawn.knowledge.patterns.drawings().alone {
        let mut found = (0..drawn.diagram.nodes.len()).map(End::Node).filter(|it| drawn.is(&alone.is, *it));
        let (Some(node), None) = (found.next(), found.next()) else { continue };
        let Some(unit) = drawn.unit_at(node).filter(|it| drawn.is_meant(*it) && !drawn.is_any(&alone.without, *it))
        else {
            continue;
        };
        // A note of what is to do asks for them.
        let says_more =
            |it: usize| !drawn.units[it].is_note() && drawn.is_any(&alone.is, it) && drawn.is_any(&alone.unsaid, it);
        let has_said = facts
            .iter()
            .any(|it| it.unit == unit && matches!(it.kind, Kind::Stated { what, .. } if what == alone.states));
        if has_said || (0..drawn.units.len()).any(says_more) {
            continue;
        }
        let Some(label) = drawn.diagram.label(node) else { continue };
        if serves_several(drawn, node, unit) {
            let kind = Kind::Stated { what: alone.states, minutes: None };
            facts.push(drawn.fact(kind, drawn.words(node), node, drawn.outline.blocks[label].range));
        }
    }
}

fn serves_several(drawn: &Drawn<'_>, node: End, unit: usize) -> bool {
    let callers = drawn.diagram.edges.iter().filter(|it| it.to == node).map(|it| it.from);
    let of_callers = callers.flat_map(|it| zones_of(drawn, it)).collect::<BTreeSet<_>>();
    let groups = (0..drawn.diagram.groups.len()).map(End::Group);
    let of_groups = groups.flat_map(|it| zones_of(drawn, it)).collect::<BTreeSet<_>>();
    of_callers.len() > 1 || of_groups.len() > 1 || zone(&drawn.units[unit]).is_some()
}

/// The zones that something is said to stand in, by its words and those around it.
fn zones_of(drawn: &Drawn<'_>, end: End) -> BTreeSet<String> {
    let group = match end {
        End::Node(it) => drawn.diagram.nodes[it].group,
        End::Group(it) => Some(it),
    };
    let around = drawn.diagram.upward(group).map(End::Group);
    let units = std::iter::once(end).chain(around).filter_map(|it| drawn.unit_at(it));
    units.flat_map(|it| zones(&drawn.units[it])).collect()
}
