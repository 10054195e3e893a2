//! Which facts are weaknesses? Rules read facts, never Markdown.
//!
//! A rule sees only what its writer means (`is_meant`), outside frames that take it back (`is_framed`), and not made good
//! by a fact of the same subject nearby (`good`).

mod context;
mod drift;
mod genre;
mod good;
mod joint;
mod judgement;
mod message;
mod suppression;

use std::sync::Arc;

use crate::analysis::{Heading, Section};
use crate::claim::{Around, Neighbour};
use crate::facts::{Fact, Kind, expansion};
use crate::finding::{Applicability, Finding, Fix, Tag};
use crate::knowledge::{Card, CardId, Knowledge, Rule, RuleId, When, without_prefix};
use crate::language::{Class, Frame, Frames, Stance};

use context::Context;
pub(crate) use judgement::Judgement;
pub(crate) use suppression::suppressions;
pub use suppression::{Suppressed, Suppression, Verb, reason};

/// The findings of a document, sorted by place, from what is seen in its sections. Cost: O(sections + findings).
pub(crate) fn findings(
    judgement: &Judgement,
    sections: &[(usize, Arc<Section>)],
    knowledge: &Knowledge,
    around: &Around,
) -> Vec<Finding> {
    suppression::apply(judgement.found(sections, knowledge, around), sections, knowledge)
}

/// What comments of a document set aside, sorted by place. Cost: that of the findings.
pub(crate) fn suppressed(
    judgement: &Judgement,
    sections: &[(usize, Arc<Section>)],
    knowledge: &Knowledge,
    around: &Around,
) -> Vec<Suppressed> {
    suppression::set_aside(judgement.found(sections, knowledge, around), sections)
}

/// Where the files of `around` contradict `file`, of which nothing else is at hand; sorted by place, set aside or not.
///
/// Cost: O(claims) where nobody denies one.
pub fn drift(knowledge: &Knowledge, file: &Neighbour, around: &Around) -> Vec<Finding> {
    let parts = |of| file.parts.iter().filter(|it| it.of == of).cloned().collect();
    drift::findings(knowledge, &file.said, &parts, around)
}

fn misnamed_card(fact: &Fact) -> Option<CardId> {
    match fact.kind {
        Kind::Misnamed(card) => Some(card),
        _ => None,
    }
}

/// One unit says a thing once: a second server in it is another thing, a second word for the same zone (or for the same statement) is not.
fn repeats_by(fact: &Fact) -> String {
    match fact.kind {
        Kind::Zones(_) | Kind::Standby(_) | Kind::LocalState | Kind::Affinity | Kind::Stated { .. } => String::new(),
        _ => fact.subject.to_lowercase(),
    }
}

/// Common nouns say nothing about AWS: only names do.
fn needs_aws(fact: &Fact) -> bool {
    !matches!(fact.kind, Kind::FormerName { .. } | Kind::Ending(_))
}

/// A fact with what the headings above its section add.
struct Seen<'a> {
    fact: &'a Fact,
    of: Option<Class>,
    frames: Frames,
}

fn in_context<'a>(fact: &'a Fact, frames: Frames, path: &[&Heading]) -> Seen<'a> {
    let class = || path.iter().rev().find_map(|it| it.classes.first().copied());
    Seen { fact, of: fact.of.or_else(class), frames: fact.frames.inside(frames) }
}

/// Whether the fact is about a name alone, which is as old or as wrong wherever it stands.
fn is_of_names(fact: &Fact) -> bool {
    matches!(fact.kind, Kind::FormerName { .. } | Kind::Ending(_) | Kind::Misnamed(_) | Kind::CurrentName(_))
}

fn check<'a>(
    ctx: &'a Context,
    section: &'a Section,
    seen: &'a Seen<'_>,
    knowledge: &'a Knowledge,
) -> impl Iterator<Item = Finding> + use<'a> {
    // A glossary says what things are called: there a misspelt name is as wrong as elsewhere.
    let frames = if misnamed_card(seen.fact).is_some() { seen.frames.without(Frame::Glossary) } else { seen.frames };
    let is_silent = is_framed(ctx, frames);
    knowledge.rules.iter().enumerate().filter(move |it| !is_silent && !it.1.is_off).filter_map(move |(index, rule)| {
        let is_weak = (matches(&rule.when, seen) || is_other_words(rule, seen, section))
            && !good::is_made_good(ctx, rule, seen.fact, section);
        is_weak.then(|| finding(knowledge, RuleId(index as u16), rule, seen.fact))
    })
}

/// Whether the fact says in other words what the rule looks for, and nothing in its unit says it outright.
fn is_other_words(rule: &Rule, seen: &Seen<'_>, section: &Section) -> bool {
    let says = |fact: &Fact| matches(&rule.when, &Seen { fact, of: fact.of.or(seen.of), frames: seen.frames });
    rule.or.as_ref().is_some_and(|it| matches(it, seen))
        && !section.facts.iter().any(|it| it.unit == seen.fact.unit && is_meant(it) && says(it))
}

/// Whether the fact is what the rule looks for.
fn matches(when: &When, seen: &Seen<'_>) -> bool {
    let is_of = |of: &[Class]| seen.of.is_some_and(|it| of.contains(&it));
    match (when, &seen.fact.kind) {
        (When::Count { of, at_most }, Kind::Count(n)) => n <= at_most && is_of(of),
        (When::Zones { at_most, except }, Kind::Zones(n)) => n <= at_most && !is_of(except),
        (When::Standby { of, present }, Kind::Standby(it)) => it == present && is_of(of),
        (When::LocalState {}, Kind::LocalState) | (When::Affinity {}, Kind::Affinity) => true,
        (When::FormerName {}, Kind::FormerName { .. }) => true,
        (When::Ending {}, Kind::Ending(_)) | (When::Misnamed {}, Kind::Misnamed(_)) => true,
        (When::Stated { what, over_minutes }, Kind::Stated { what: stated, minutes }) => {
            what == stated && over_minutes.is_none_or(|limit| minutes.is_some_and(|it| it > f64::from(limit)))
        }
        _ => false,
    }
}

/// The writer says that it is so, or that it shall be so; a name is misspelt whatever is said of the thing, unless it is quoted.
fn is_meant(fact: &Fact) -> bool {
    match fact.kind {
        Kind::Misnamed(_) => !matches!(fact.stance, Stance::Quoted | Stance::Rejected | Stance::WarnedAgainst),
        _ => matches!(fact.stance, Stance::Asserted | Stance::Planned),
    }
}

/// Headings, columns or introductions take it back.
fn is_framed(ctx: &Context, frames: Frames) -> bool {
    const SILENT: [Frame; 10] = [
        Frame::Alternatives,
        Frame::Norms,
        Frame::Glossary,
        Frame::Study,
        Frame::NonProduction,
        Frame::Past,
        Frame::Questions,
        Frame::Elsewhere,
        Frame::Future,
        Frame::Claims,
    ];
    SILENT.iter().any(|it| frames.has(*it)) || (frames.has(Frame::AsIs) && ctx.has_target() && !frames.has(Frame::ToBe))
}

fn finding(knowledge: &Knowledge, id: RuleId, rule: &Rule, fact: &Fact) -> Finding {
    let card = match fact.kind {
        Kind::FormerName { card, .. } | Kind::Ending(card) | Kind::Misnamed(card) => Some(knowledge.card(card)),
        _ => None,
    };
    Finding {
        rule: id,
        severity: rule.severity,
        range: fact.range,
        message: message::message(rule, fact, card).into(),
        related: Vec::new(),
        fix: card.filter(|_| !matches!(fact.kind, Kind::Ending(_))).map(|card| rename(knowledge, card, fact)),
        tag: matches!(fact.kind, Kind::FormerName { .. } | Kind::Ending(_)).then_some(Tag::Deprecated),
    }
}

fn rename(knowledge: &Knowledge, card: &Card, fact: &Fact) -> Fix {
    let written_out = || expansion::right(card, &fact.subject).map(str::to_owned);
    let name = right_maker(knowledge, card, fact).or_else(written_out).unwrap_or_else(|| card.name.clone());
    let is_misnamed = misnamed_card(fact).is_some();
    let title = match (fact.is_korean, is_misnamed) {
        (true, false) => format!("{name}: 새 이름으로 바꾸기"),
        (true, true) => format!("{name}: 올바른 이름으로 바꾸기"),
        (false, false) => format!("Rename to {name}"),
        (false, true) => format!("Correct to {name}"),
    };
    Fix { title, applicability: Applicability::Safe, edits: vec![(fact.range, name)] }
}

/// The name as it is written, with the right maker before it, where only that is wrong: "AWS SQS queue" keeps its queue.
fn right_maker(knowledge: &Knowledge, card: &Card, fact: &Fact) -> Option<String> {
    let card_id = misnamed_card(fact)?;
    let written = without_prefix(&fact.subject)?;
    let right = knowledge.names.find(written).filter(|it| it.card == card_id && !it.misspelt)?;
    let maker = card.name.split(' ').next().filter(|_| without_prefix(&card.name).is_some())?;
    Some(format!("{maker} {}", right.text))
}
