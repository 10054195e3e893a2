//! Which facts of the same subject make a weakness good?

use super::Context;
use crate::analysis::Section;
use crate::facts::{Fact, Kind};
use crate::knowledge::{Rule, Unless};
use crate::language::Stance;

/// Whether a fact of the same unit, or of the same name, makes good what `rule` sees in `fact`.
pub(super) fn is_made_good(ctx: &Context, rule: &Rule, fact: &Fact, section: &Section) -> bool {
    let is_there = |it: &Fact| !matches!(it.stance, Stance::Denied | Stance::Rejected | Stance::WarnedAgainst);
    let nearby = || section.facts.iter().filter(|it| it.unit == fact.unit && is_there(it));
    rule.unless.iter().any(|unless| match unless {
        Unless::AutoRecovery => nearby().any(|it| it.kind == Kind::AutoRecovery),
        Unless::Peer => ctx.is_kept(&fact.subject),
        Unless::CurrentName => match fact.kind {
            Kind::FormerName { card, .. } => nearby().any(|it| it.kind == Kind::CurrentName(card)),
            _ => false,
        },
    })
}
