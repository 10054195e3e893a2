//! What does a template state that is as it should be, so that a document may not say otherwise?

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Statement};
use crate::knowledge::Part;
use crate::language::Class;

/// What databases, queues, groups, target groups and NAT gateways have, as far as the template settles it.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    for database in template.made(Part::Database) {
        let standby = template.property(database, &["MultiAZ"]).and_then(|it| template.boolean(it)).filter(|it| it.0);
        let says = |place| template.fact(stated(Statement::HasStandby), Some(Class::Database), database, place);
        facts.extend(standby.and_then(|it| says(it.1)));
        let kept = template.property(database, &["BackupRetentionPeriod"]).and_then(|it| template.number(it));
        let says = |place| template.fact(stated(Statement::HasBackups), Some(Class::Database), database, place);
        facts.extend(kept.filter(|it| it.0 > 0.0).and_then(|it| says(it.1)));
    }
    for queue in template.made(Part::Queue) {
        let policy = template.property(queue, &["RedrivePolicy"]);
        let says = |place| template.fact(stated(Statement::HasDeadLetterQueue), Some(Class::Queue), queue, place);
        facts.extend(policy.and_then(says));
    }
    for (part, key) in [(Part::Group, "MinSize"), (Part::ContainerService, "DesiredCount")] {
        facts.extend(template.made(part).filter_map(|it| several(template, it, key)));
    }
    facts.extend(template.made(Part::TargetGroup).filter_map(|it| free(template, it)));
    facts.extend(nats(template));
}

/// Two machines or tasks of it, or more.
fn several(template: &Template<'_>, resource: &Resource<'_>, key: &str) -> Option<Fact> {
    let (_, place) = template.number(template.property(resource, &[key])?).filter(|it| it.0 > 1.0)?;
    template.fact(stated(Statement::RunsSeveral), Some(Class::Compute), resource, place)
}

/// Stickiness that is switched off.
fn free(template: &Template<'_>, group: &Resource<'_>) -> Option<Fact> {
    let (_, place) = template.stickiness(group).filter(|it| !it.0)?;
    template.fact(stated(Statement::TiesNobody), None, group, place)
}

/// As many NAT gateways as there are zones, of which there are several; the first of them.
fn nats(template: &Template<'_>) -> Option<Fact> {
    let mut all = template.made(Part::Nat);
    let (first, _) = (all.next()?, all.next()?);
    template.fact(stated(Statement::NatInEachZone), Some(Class::Nat), first, first.kind)
}
