//! Which facts of the same subject nearby make a weakness good?

use crate::analysis::Section;
use crate::facts::{Fact, Kind};
use crate::knowledge::{Rule, Unless};
use crate::language::Stance;

/// Whether a fact of the same unit makes good what `rule` sees in `fact`.
pub(super) fn is_made_good(rule: &Rule, fact: &Fact, section: &Section) -> bool {
    let nearby = || section.facts.iter().filter(|it| it.unit == fact.unit && it.stance != Stance::Denied);
    rule.unless.iter().any(|unless| match unless {
        Unless::AutoRecovery => nearby().any(|it| it.kind == Kind::AutoRecovery),
        Unless::Peer => false,
        Unless::CurrentName => match fact.kind {
            Kind::FormerName { card, .. } => nearby().any(|it| it.kind == Kind::CurrentName(card)),
            _ => false,
        },
    })
}
