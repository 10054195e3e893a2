//! Which two statements of a document contradict each other, and which one is missing?

use std::collections::HashMap;

use super::message;
use crate::facts::{Fact, Kind, Objective, Statement};
use crate::finding::{Finding, Related};
use crate::knowledge::{Card, Knowledge, Rule, RuleId, When};
use crate::language::script;
use crate::span::Span;

/// A fact that its writer means, with the section it stands in.
pub(super) struct Placed<'a> {
    pub(super) fact: &'a Fact,
    /// Index of the section.
    pub(super) section: usize,
    /// Byte of the document at which the section starts.
    pub(super) start: usize,
    /// The headings it stands under.
    pub(super) titles: Vec<&'a str>,
}

impl Placed<'_> {
    fn range(&self) -> Span {
        self.fact.range.shift(self.start)
    }

    fn is_named(&self) -> bool {
        matches!(self.fact.kind, Kind::Objective { .. })
    }

    fn is_beside(&self, other: &Placed<'_>) -> bool {
        self.section == other.section && self.fact.unit == other.fact.unit
    }
}

/// Whether the rules here look at facts of this kind.
pub(super) fn reads(kind: &Kind) -> bool {
    use Statement::{BackupEvery, LosesAtMost, ObjectivesUndefined, PlansRecovery, RecoversFromBackup, RecoversWithin};
    match kind {
        Kind::Objective { .. } | Kind::Strategy(_) => true,
        Kind::Stated { what, .. } => {
            matches!(
                what,
                BackupEvery | LosesAtMost | ObjectivesUndefined | PlansRecovery | RecoversFromBackup | RecoversWithin
            )
        }
        _ => false,
    }
}

/// Whether the fact says what recovery aims at.
pub(super) fn is_aim(kind: &Kind) -> bool {
    aim(kind).is_some()
}

/// The findings of all rules that read the whole document; `facts` in order of place.
///
/// Cost: O(facts of these few kinds · (facts of a section + names of systems that have objectives)).
pub(super) fn findings(knowledge: &Knowledge, facts: &[Placed<'_>]) -> Vec<Finding> {
    let aims = Aims::new(facts);
    let rules = knowledge.rules.iter().zip(0..).map(|(rule, id)| (RuleId(id), rule)).filter(|it| !it.1.is_off);
    rules
        .flat_map(|(id, rule)| match rule.when {
            When::StrategyTooSlow {} => too_slow(knowledge, id, rule, &aims),
            When::BackupExceedsRpo {} => too_seldom(id, rule, &aims),
            When::ObjectivesMissing {} => missing(id, rule, facts),
            _ => Vec::new(),
        })
        .collect()
}

/// A strategy that can't be as fast as the RTO it is to meet.
fn too_slow(knowledge: &Knowledge, id: RuleId, rule: &Rule, aims: &Aims<'_, '_>) -> Vec<Finding> {
    let strategies =
        aims.facts.iter().filter_map(|it| Some((it, strategy(knowledge, &it.fact.kind)?))).collect::<Vec<_>>();
    let mut named = strategies.iter().map(|it| &it.1.id).collect::<Vec<_>>();
    named.sort_unstable();
    named.dedup();
    let found = strategies.iter().filter_map(|(placed, card)| {
        // A line that names two strategies compares them, and so does a document that names most of them: there only the RTO beside counts.
        let others = aims.section(placed).iter().filter(|it| it.is_beside(placed));
        let is_alone = others.filter_map(|it| strategy(knowledge, &it.fact.kind)).all(|it| it.id == card.id);
        let rto = aims.of(placed, Objective::Rto).filter(|_| is_alone)?;
        if named.len() > 2 && !rto.is_beside(placed) {
            return None;
        }
        (limit(rto) < card.reaches?.rto).then(|| contradiction(id, rule, placed, rto))
    });
    once_an_objective(found.collect())
}

/// Backups that are further apart than the RPO; once a unit, and not where others of the section are often enough.
fn too_seldom(id: RuleId, rule: &Rule, aims: &Aims<'_, '_>) -> Vec<Finding> {
    let interval = |placed: &Placed<'_>| match placed.fact.kind {
        Kind::Stated { what: Statement::BackupEvery, minutes } => minutes,
        _ => None,
    };
    let mut found: Vec<(&Placed<'_>, &Placed<'_>)> = Vec::new();
    for placed in aims.facts.iter().filter(|it| interval(it).is_some()) {
        let Some(rpo) = aims.of(placed, Objective::Rpo) else { continue };
        let is_of_same = |it: &&Placed<'_>| match rpo.is_beside(placed) {
            true => it.is_beside(placed),
            false => it.section == placed.section,
        };
        let meets = |it: &Placed<'_>| interval(it).is_some_and(|minutes| minutes <= limit(rpo));
        if !aims.section(placed).iter().filter(is_of_same).any(meets)
            && !found.last().is_some_and(|it| it.0.is_beside(placed))
        {
            found.push((placed, rpo));
        }
    }
    found.into_iter().map(|(placed, rpo)| contradiction(id, rule, placed, rpo)).collect()
}

/// Recovery that is planned while no number is set; once, where it is said first.
fn missing(id: RuleId, rule: &Rule, facts: &[Placed<'_>]) -> Vec<Finding> {
    let says = |what: Statement| {
        facts.iter().filter(move |it| matches!(it.fact.kind, Kind::Stated { what: said, .. } if said == what))
    };
    let has_numbers = facts.iter().any(|it| aim(&it.fact.kind).is_some());
    let planned = says(Statement::PlansRecovery).next().filter(|_| !has_numbers);
    let said = says(Statement::ObjectivesUndefined).next().or(planned);
    said.map(|it| finding(id, rule, it, Vec::new())).into_iter().collect()
}

/// What a fact says that recovery aims at, and the most that it allows, in minutes.
fn aim(kind: &Kind) -> Option<(Objective, f64)> {
    match kind {
        Kind::Objective { of, high, .. } => Some((*of, *high)),
        Kind::Stated { what: Statement::RecoversWithin, minutes } => Some((Objective::Rto, (*minutes)?)),
        Kind::Stated { what: Statement::LosesAtMost, minutes } => Some((Objective::Rpo, (*minutes)?)),
        _ => None,
    }
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

/// A system that is named with an objective.
struct System<'a, 'b> {
    /// The words of its name, in lower case.
    words: Vec<String>,
    of: Objective,
    placed: &'b Placed<'a>,
}

/// The facts of a document with what it says that recovery aims at.
struct Aims<'a, 'b> {
    facts: &'b [Placed<'a>],
    /// Of each system that is named with an objective the longest.
    of_system: Vec<System<'a, 'b>>,
    /// The longest RTO and the longest RPO; one that is called by its name counts before one that is not.
    longest: [Option<&'b Placed<'a>>; 2],
}

impl<'a, 'b> Aims<'a, 'b> {
    /// The aims among `facts`, which are in order of place.
    fn new(facts: &'b [Placed<'a>]) -> Aims<'a, 'b> {
        let mut of_system: HashMap<(String, bool), &Placed<'_>> = HashMap::new();
        for placed in facts {
            let Kind::Objective { of, whose, .. } = &placed.fact.kind else { continue };
            if !whose.is_empty() {
                let longest = of_system.entry((whose.to_lowercase(), *of == Objective::Rto)).or_insert(placed);
                if limit(longest) < limit(placed) {
                    *longest = placed;
                }
            }
        }
        let mut named = of_system.into_iter().collect::<Vec<_>>();
        named.sort_by(|(a, one), (b, other)| one.range().start.cmp(&other.range().start).then(a.cmp(b)));
        let system = |((whose, is_rto), placed): ((String, bool), &'b Placed<'a>)| System {
            words: words(&whose),
            of: if is_rto { Objective::Rto } else { Objective::Rpo },
            placed,
        };
        let of_system = named.into_iter().map(system).collect();
        let longest = |of: Objective| {
            let it = facts.iter().filter(|it| aim(&it.fact.kind).is_some_and(|it| it.0 == of));
            it.max_by(|a, b| a.is_named().cmp(&b.is_named()).then(limit(a).total_cmp(&limit(b))))
        };
        Aims { facts, of_system, longest: [longest(Objective::Rto), longest(Objective::Rpo)] }
    }

    /// The facts of the section that `placed` stands in.
    fn section(&self, placed: &Placed<'_>) -> &'b [Placed<'a>] {
        let start = self.facts.partition_point(|it| it.section < placed.section);
        let end = self.facts.partition_point(|it| it.section <= placed.section);
        &self.facts[start..end]
    }

    /// The objective that `placed` must meet: one in the same paragraph or row, else that of the system it is headed with or speaks of, else the longest
    /// of its section, else the longest of the document.
    fn of(&self, placed: &Placed<'_>, of: Objective) -> Option<&'b Placed<'a>> {
        let is_it = |it: &&Placed<'_>| aim(&it.fact.kind).is_some_and(|it| it.0 == of);
        let longest = |a: &&Placed<'_>, b: &&Placed<'_>| limit(a).total_cmp(&limit(b));
        let here = || self.section(placed).iter().filter(is_it);
        let beside = here().filter(|it| it.is_beside(placed)).max_by(longest);
        let anywhere = || self.longest[usize::from(of == Objective::Rpo)];
        beside.or_else(|| self.of_same(placed, of)).or_else(|| here().max_by(longest)).or_else(anywhere)
    }

    /// The longest objective of the system that is most like what `placed` is headed with or speaks of.
    fn of_same(&self, placed: &Placed<'_>, of: Objective) -> Option<&'b Placed<'a>> {
        let said = placed.titles.iter().copied().chain([placed.fact.sentence.as_str()]);
        let said = said.map(str::to_lowercase).collect::<Vec<_>>();
        let systems = self.of_system.iter().filter(|it| it.of == of).map(|it| (likeness(&it.words, &said), it.placed));
        let like = systems.filter(|it| it.0 > 0);
        like.max_by(|a, b| a.0.cmp(&b.0).then(limit(a.1).total_cmp(&limit(b.1)))).map(|it| it.1)
    }
}

/// The words that tell the system `whose`, which is in lower case, from others.
fn words(whose: &str) -> Vec<String> {
    let words = whose.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| it.len() > 2 && it.chars().count() > 1 || is_grade(it)).map(str::to_owned).collect()
}

/// How many of the `words` that an objective's row is headed with stand in the titles or the sentence, `said`: | Applicant portal | RTO
/// 30 min | is the objective of all under "3.1 Applicant portal", | A | 주문 DB | of "A등급" and of "주문 DB 백업".
fn likeness(words: &[String], said: &[String]) -> usize {
    let like = words.iter().filter(|word| said.iter().any(|it| is_in(it, word)));
    like.map(|it| if is_grade(it) { 1 } else { 2 }).sum()
}

/// `A`, of systems that are graded.
fn is_grade(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|it: char| it.is_ascii_alphabetic())
}

/// Whether `word` stands in `text`; a grade only at its start.
fn is_in(text: &str, word: &str) -> bool {
    let is_word = |at: usize| script::starts_word(text, at) && script::ends_word(text, at + word.len());
    if is_grade(word) { text.starts_with(word) && is_word(0) } else { text.match_indices(word).any(|it| is_word(it.0)) }
}

/// The most that an objective allows, in minutes.
fn limit(objective: &Placed<'_>) -> f64 {
    aim(&objective.fact.kind).map_or(f64::INFINITY, |it| it.1)
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
    let name = match aim(&objective.fact.kind) {
        Some((Objective::Rto, _)) => "RTO",
        Some((Objective::Rpo, _)) => "RPO",
        None => return finding(id, rule, weaker, Vec::new()),
    };
    let message = format!("{name} {}", objective.fact.subject);
    finding(id, rule, weaker, vec![Related { file: None, range: objective.range(), message }])
}

fn finding(id: RuleId, rule: &Rule, placed: &Placed<'_>, related: Vec<Related>) -> Finding {
    Finding {
        rule: id,
        severity: rule.severity,
        range: placed.range(),
        message: message::message(rule, placed.fact, None).into(),
        related,
        fix: None,
        tag: None,
    }
}
