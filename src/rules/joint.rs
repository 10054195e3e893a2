//! Which two statements of a document contradict each other, and which one is missing?

use super::{Context, message};
use crate::facts::{Fact, Kind, Objective, Statement};
use crate::finding::{Finding, Related};
use crate::knowledge::{Card, Knowledge, Rule, RuleId, When};
use crate::span::Span;

/// A fact that its writer means, with the section it stands in.
pub(super) struct Placed<'a> {
    pub(super) fact: &'a Fact,
    /// Index of the section.
    pub(super) section: usize,
    /// Byte of the document at which the section starts.
    pub(super) start: usize,
}

impl Placed<'_> {
    fn range(&self) -> Span {
        self.fact.range.shift(self.start)
    }

    fn is_beside(&self, other: &Placed<'_>) -> bool {
        self.section == other.section && self.fact.unit == other.fact.unit
    }
}

/// Whether the rules here look at facts of this kind.
pub(super) fn reads(kind: &Kind) -> bool {
    use Statement::{BackupEvery, ObjectivesUndefined, PlansRecovery, RecoversFromBackup};
    match kind {
        Kind::Objective { .. } | Kind::Strategy(_) => true,
        Kind::Stated { what, .. } => {
            matches!(what, BackupEvery | ObjectivesUndefined | PlansRecovery | RecoversFromBackup)
        }
        _ => false,
    }
}

/// The findings of all rules that read the whole document; `facts` in order of place. Cost: O(facts²) of these few kinds.
pub(super) fn findings(ctx: &Context<'_>, facts: &[Placed<'_>]) -> Vec<Finding> {
    let rules = ctx.knowledge.rules.iter().zip(0..).map(|(rule, id)| (RuleId(id), rule));
    rules
        .flat_map(|(id, rule)| match rule.when {
            When::StrategyTooSlow {} => too_slow(ctx.knowledge, id, rule, facts),
            When::BackupExceedsRpo {} => too_seldom(id, rule, facts),
            When::ObjectivesMissing {} => missing(id, rule, facts),
            _ => Vec::new(),
        })
        .collect()
}

/// A strategy that can't be as fast as the RTO it is to meet.
fn too_slow(knowledge: &Knowledge, id: RuleId, rule: &Rule, facts: &[Placed<'_>]) -> Vec<Finding> {
    let strategies = facts.iter().filter_map(|it| Some((it, strategy(knowledge, &it.fact.kind)?))).collect::<Vec<_>>();
    let found = strategies.iter().filter_map(|(placed, card)| {
        // A line that names two strategies compares them.
        let is_alone = strategies.iter().all(|(other, it)| !other.is_beside(placed) || it.id == card.id);
        let rto = objective_of(placed, Objective::Rto, facts).filter(|_| is_alone)?;
        (limit(rto) < card.reaches?.rto).then(|| contradiction(id, rule, placed, rto))
    });
    once_an_objective(found.collect())
}

/// Backups that are further apart than the RPO.
fn too_seldom(id: RuleId, rule: &Rule, facts: &[Placed<'_>]) -> Vec<Finding> {
    let found = facts.iter().filter_map(|placed| {
        let Kind::Stated { what: Statement::BackupEvery, minutes: Some(interval) } = placed.fact.kind else {
            return None;
        };
        let rpo = objective_of(placed, Objective::Rpo, facts)?;
        (limit(rpo) < interval).then(|| contradiction(id, rule, placed, rpo))
    });
    found.collect()
}

/// Recovery that is planned while no number is set; once, where it is said first.
fn missing(id: RuleId, rule: &Rule, facts: &[Placed<'_>]) -> Vec<Finding> {
    let says = |what: Statement| {
        facts.iter().filter(move |it| matches!(it.fact.kind, Kind::Stated { what: said, .. } if said == what))
    };
    let has_numbers = facts.iter().any(|it| matches!(it.fact.kind, Kind::Objective { .. }));
    let planned = says(Statement::PlansRecovery).next().filter(|_| !has_numbers);
    let said = says(Statement::ObjectivesUndefined).next().or(planned);
    said.map(|it| finding(id, rule, it, Vec::new())).into_iter().collect()
}

/// The card of the strategy that a fact names or describes.
fn strategy<'a>(knowledge: &'a Knowledge, kind: &Kind) -> Option<&'a Card> {
    match kind {
        Kind::Strategy(card) => Some(knowledge.card(*card)),
        Kind::Stated { what: Statement::RecoversFromBackup, .. } => {
            let slowest = |card: &&Card| card.reaches.map_or(0.0, |it| it.rto);
            knowledge.cards.iter().max_by(|a, b| slowest(a).total_cmp(&slowest(b)))
        }
        _ => None,
    }
}

/// The objective that `placed` must meet: one in the same paragraph or row, else the longest of its section, else the longest of the document.
fn objective_of<'a, 'b>(placed: &Placed<'_>, of: Objective, facts: &'b [Placed<'a>]) -> Option<&'b Placed<'a>> {
    let objectives =
        || facts.iter().filter(move |it| matches!(it.fact.kind, Kind::Objective { of: it, .. } if it == of));
    let longest = |a: &&Placed<'_>, b: &&Placed<'_>| limit(a).total_cmp(&limit(b));
    let beside = objectives().filter(|it| it.is_beside(placed)).max_by(longest);
    let same_section = || objectives().filter(|it| it.section == placed.section).max_by(longest);
    beside.or_else(same_section).or_else(|| objectives().max_by(longest))
}

/// The most that an objective allows, in minutes.
fn limit(objective: &Placed<'_>) -> f64 {
    match objective.fact.kind {
        Kind::Objective { high, .. } => high,
        _ => f64::INFINITY,
    }
}

/// A strategy that is named three times breaks one promise.
fn once_an_objective(found: Vec<Finding>) -> Vec<Finding> {
    let mut seen = Vec::new();
    found
        .into_iter()
        .filter(|it| {
            let broken = it.related.first().map(|it| it.range);
            let is_new = !seen.contains(&broken);
            seen.push(broken);
            is_new
        })
        .collect()
}

fn contradiction(id: RuleId, rule: &Rule, weaker: &Placed<'_>, objective: &Placed<'_>) -> Finding {
    let Kind::Objective { of, .. } = objective.fact.kind else { return finding(id, rule, weaker, Vec::new()) };
    let name = match of {
        Objective::Rto => "RTO",
        Objective::Rpo => "RPO",
    };
    let message = format!("{name} {}", objective.fact.subject);
    finding(id, rule, weaker, vec![Related { range: objective.range(), message }])
}

fn finding(id: RuleId, rule: &Rule, placed: &Placed<'_>, related: Vec<Related>) -> Finding {
    Finding {
        rule: id,
        severity: rule.severity,
        range: placed.range(),
        message: message::message(rule, placed.fact, None),
        related,
        fix: None,
        tag: None,
    }
}
