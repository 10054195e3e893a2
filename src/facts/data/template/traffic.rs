//! Where do requests, names and messages go: to one machine, to a place that nobody checks, to nowhere?

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Kind, Statement};
use crate::knowledge::{Part, Sort};
use crate::language::Class;

/// What target groups, records of DNS and queues state.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    facts.extend(template.made(Part::TargetGroup).filter_map(|it| sticky(template, it)));
    facts.extend(template.made(Part::ClassicBalancer).filter_map(|it| sticky_classic(template, it)));
    for record in template.made(Part::Record) {
        facts.extend(record.properties.and_then(|it| unchecked(template, record, it)));
    }
    for group in template.made(Part::Records) {
        let list = template.property(group, &["RecordSets"]).map(|it| template.tree().resolve(it));
        let records = list.into_iter().flat_map(|it| template.tree().children(it));
        facts.extend(records.filter_map(|it| unchecked(template, group, it)));
    }
    for queue in template.made(Part::Queue) {
        facts.extend(no_dead_letter_queue(template, queue));
    }
}

/// Stickiness that is switched on, at its value.
fn sticky(template: &Template<'_>, group: &Resource<'_>) -> Option<Fact> {
    let (_, place) = template.stickiness(group).filter(|it| it.0)?;
    template.fact(Kind::Affinity, None, group, place)
}

impl Template<'_> {
    /// Whether a target group sends sessions back to the same target, as far as it says so, with its place.
    pub(super) fn stickiness(&self, group: &Resource<'_>) -> Option<(bool, usize)> {
        let list = self.tree().resolve(self.property(group, &["TargetGroupAttributes"])?);
        self.tree().children(list).find_map(|it| {
            let key = self.tree().find(it, "Key").and_then(|it| self.entry(it).text());
            let value = self.tree().find(it, "Value").filter(|_| key == Some("stickiness.enabled"))?;
            self.boolean(value)
        })
    }
}

/// A policy of stickiness that a listener follows.
fn sticky_classic(template: &Template<'_>, balancer: &Resource<'_>) -> Option<Fact> {
    let policies = ["AppCookieStickinessPolicy", "LBCookieStickinessPolicy"];
    let policy = policies.iter().find_map(|it| template.property(balancer, &[it]))?;
    let list = template.tree().resolve(template.property(balancer, &["Listeners"])?);
    let is_used = template.tree().children(list).any(|it| template.tree().find(it, "PolicyNames").is_some());
    is_used.then(|| template.fact(Kind::Affinity, None, balancer, policy)).flatten()
}

/// A primary record that nothing tells when to step aside; `record` is the map that says what it is.
fn unchecked(template: &Template<'_>, resource: &Resource<'_>, record: usize) -> Option<Fact> {
    let find = |path: &[&str]| template.data.at(record, path);
    let (role, place) = template.text(find(&["Failover"])?)?;
    template.absent(Some(record), "HealthCheckId", place)?;
    let evaluates = find(&["AliasTarget", "EvaluateTargetHealth"]).map(|it| template.boolean(it));
    let is_checked = matches!(evaluates, Some(None | Some((true, _))));
    let is_alone = role == "PRIMARY" && !is_checked;
    let kind = stated(Statement::FailsOverUnchecked);
    is_alone.then(|| template.fact(kind, Some(Class::Dns), resource, place)).flatten()
}

/// A queue whose messages come back for ever, or until they are deleted unread.
fn no_dead_letter_queue(template: &Template<'_>, queue: &Resource<'_>) -> Option<Fact> {
    let place = template.absent(queue.properties, "RedrivePolicy", queue.kind)?;
    let allows = template.property(queue, &["RedriveAllowPolicy"]).is_some();
    if allows || template.is_called(queue, Sort::DeadLetter) || takes_failures(template, queue) {
        return None;
    }
    template.fact(stated(Statement::NoDeadLetterQueue), Some(Class::Queue), queue, place)
}

/// Whether others put there what they could not work off.
fn takes_failures(template: &Template<'_>, queue: &Resource<'_>) -> bool {
    const KEYS: [&str; 8] = [
        "deadLetterTargetArn",
        "RedrivePolicy",
        "DeadLetterConfig",
        "DeadLetterQueue",
        "OnFailure",
        "DestinationConfig",
        "RedriveConfig",
        "EventInvokeConfig",
    ];
    let from_others =
        template.references_to(queue.id).filter(|it| template.around(it.at).is_none_or(|it| it.id != queue.id));
    from_others.into_iter().any(|it| template.keys_around(it.at).any(|key| KEYS.contains(&key)))
}
