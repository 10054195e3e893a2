//! Which facts of the same subject make a weakness good?

use std::collections::HashSet;
use std::sync::Arc;

use super::Context;
use crate::analysis::Section;
use crate::facts::{Fact, Kind};
use crate::knowledge::{Rule, Unless};
use crate::language::Stance;

/// Whether a fact of the same unit, or of the same name, makes good what `rule` sees in `fact`.
pub(super) fn is_made_good(ctx: &Context<'_>, rule: &Rule, fact: &Fact, section: &Section) -> bool {
    let nearby = || section.facts.iter().filter(|it| it.unit == fact.unit && it.stance != Stance::Denied);
    rule.unless.iter().any(|unless| match unless {
        Unless::AutoRecovery => nearby().any(|it| it.kind == Kind::AutoRecovery),
        Unless::Peer => ctx.kept.contains(fact.subject.as_str()),
        Unless::CurrentName => match fact.kind {
            Kind::FormerName { card, .. } => nearby().any(|it| it.kind == Kind::CurrentName(card)),
            _ => false,
        },
    })
}

/// The names of what something else in the document keeps two or more of. Cost: O(facts).
pub(super) fn kept(sections: &[(usize, Arc<Section>)]) -> HashSet<&str> {
    let facts = sections.iter().flat_map(|it| &it.1.facts);
    let kept = facts.filter(|it| matches!(it.kind, Kind::KeptAtLeast(2..)) && it.stance == Stance::Asserted);
    kept.map(|it| it.subject.as_str()).filter(|it| !it.is_empty()).collect()
}
