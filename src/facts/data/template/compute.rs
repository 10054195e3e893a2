//! How many machines and tasks are there, and does their number follow the load?

use std::collections::HashMap;

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Kind, Statement};
use crate::knowledge::{Part, Sort};
use crate::language::Class;

/// What instances, groups of them and services of containers state.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    let members = tiers(template);
    for instance in template.made(Part::Instance) {
        let is_alone = keys(template, instance).iter().all(|it| members.get(it).is_none_or(|it| *it == 1));
        if is_alone && is_a_tier(template, instance) {
            facts.extend(template.fact(Kind::Count(1), Some(Class::Compute), instance, instance.kind));
            let zone = template.property(instance, &["AvailabilityZone"]);
            facts.extend(zone.and_then(|it| template.fact(Kind::Zones(1), Some(Class::Compute), instance, it)));
        }
    }
    for group in template.made(Part::Group) {
        facts.extend(fixed(template, group));
    }
    for service in template.made(Part::ContainerService) {
        facts.extend(one_task(template, service));
    }
}

/// How many instances stand behind each thing that makes a tier of them.
fn tiers(template: &Template<'_>) -> HashMap<String, usize> {
    let mut members = HashMap::new();
    for instance in template.all(Part::Instance) {
        for key in keys(template, instance) {
            *members.entry(key).or_insert(0) += 1;
        }
    }
    members
}

/// What an instance shares with the others of its tier: what stands before it, what it is launched from, a name but for its number.
fn keys(template: &Template<'_>, instance: &Resource<'_>) -> Vec<String> {
    let name = template.words().without(instance.id, Sort::Ordinal);
    let mut keys = vec![format!("name {}", name.join(" "))];
    let launched = template.property(instance, &["LaunchTemplate"]);
    keys.extend(launched.into_iter().flat_map(|it| template.references_in(it)).map(|it| format!("launch {}", it.id)));
    for part in [Part::TargetGroup, Part::ClassicBalancer] {
        keys.extend(template.referring(instance.id, part, &[]).map(|it| format!("behind {}", it.id)));
    }
    // One that refers to it twice makes no pair of it.
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether a tier depends on the instance and nothing brings it back: it is no bastion, and no alarm recovers it.
fn is_a_tier(template: &Template<'_>, instance: &Resource<'_>) -> bool {
    let forwards = template.property(instance, &["SourceDestCheck"]);
    let is_router = forwards.is_some_and(|it| template.boolean(it).is_none_or(|it| !it.0));
    !is_router && !template.is_called(instance, Sort::Aside) && !is_recovered(template, instance)
}

fn is_recovered(template: &Template<'_>, instance: &Resource<'_>) -> bool {
    template.referring(instance.id, Part::Alarm, &["Dimensions"]).any(|it| {
        let actions = template.property(it, &["AlarmActions"]);
        actions.is_some_and(|it| template.says(it, &template.words().recovers))
    })
}

/// A group that can't grow: its smallest size is its largest.
fn fixed(template: &Template<'_>, group: &Resource<'_>) -> Option<Fact> {
    let (least, _) = template.number(template.property(group, &["MinSize"])?)?;
    let (most, place) = template.number(template.property(group, &["MaxSize"])?)?;
    let is_scheduled = template.referring(group.id, Part::Schedule, &[]).next().is_some();
    let is_meant = [Sort::Aside, Sort::Quorum].into_iter().any(|it| template.is_called(group, it));
    let is_fixed = least == most && least > 0.0 && !is_scheduled && !is_meant;
    is_fixed.then(|| template.fact(stated(Statement::CapacityIsFixed), None, group, place)).flatten()
}

/// A service of one task that nothing scales.
fn one_task(template: &Template<'_>, service: &Resource<'_>) -> Option<Fact> {
    let (count, place) = template.number(template.property(service, &["DesiredCount"])?)?;
    let is_daemon = template
        .property(service, &["SchedulingStrategy"])
        .is_some_and(|it| template.text(it).is_none_or(|it| it.0.eq_ignore_ascii_case("daemon")));
    let is_scaled = template.referring(service.id, Part::ScalableTarget, &[]).next().is_some();
    let is_meant = [Sort::Aside, Sort::Batch].into_iter().any(|it| template.is_called(service, it));
    let is_one = count == 1.0 && !is_daemon && !is_scaled && !is_meant;
    is_one.then(|| template.fact(Kind::Count(1), Some(Class::Container), service, place)).flatten()
}
