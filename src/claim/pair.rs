//! Between which two things does a drawing put a queue?

use std::collections::HashMap;

use super::{Aspect, Claim, Name, Section, Teller};
use crate::language::{Class, Unit, Word, script};
use crate::surface::{Diagram, End, Line};

/// So many queues, and arrows into and out of one, are looked at: a picture has no more.
const MOST: usize = 32;

/// A claim for each pair of things with a queue, a topic or a bus between them.
pub(super) fn drawn(section: &Section<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    if section.drawn.is_empty() {
        return claims;
    }
    let units = section.by_block();
    for diagram in section.drawn {
        between(section, diagram, &units, &mut claims);
    }
    claims
}

fn between(section: &Section<'_>, diagram: &Diagram, units: &HashMap<usize, &Unit>, claims: &mut Vec<Claim>) {
    let unit = |end: End| diagram.label(end).and_then(|it| units.get(&it).copied());
    let edges = || diagram.edges.iter().filter(|it| it.line != Line::Undirected && it.from != it.to);
    for queue in (0..diagram.nodes.len()).map(End::Node).filter(|it| unit(*it).is_some_and(is_queue)).take(MOST) {
        for into in edges().filter(|it| it.to == queue).take(MOST) {
            for out in edges().filter(|it| it.from == queue && it.to != into.from).take(MOST) {
                let (Some(from), Some(to)) = (unit(into.from), unit(out.to)) else { continue };
                let [one, other] = [from, to].map(|it| Name::of(&it.text, section.knowledge));
                if one.is_empty() || other.is_empty() || one == other {
                    continue;
                }
                let words = [from, to].map(|it| it.text.lines().next().unwrap_or_default().trim());
                claims.push(Claim {
                    teller: Teller::Drawing,
                    aspect: Aspect::Queued,
                    is_strong: true,
                    of: Class::Asynchronous,
                    name: one.with(&other),
                    fact: None,
                    range: into.range.cover(out.range),
                    subject: words.join(" → "),
                    sentence: String::new(),
                    is_korean: words.iter().any(|it| it.contains(script::is_hangul)),
                });
            }
        }
    }
}

fn is_queue(unit: &Unit) -> bool {
    const SORTS: [Class; 4] = [Class::Queue, Class::Topic, Class::Bus, Class::Asynchronous];
    unit.lexemes.iter().any(|it| matches!(it.word, Word::Thing(it) | Word::Named(it) if SORTS.contains(&it)))
}
