//! What do the rules see in each section, and what of that still holds after an edit?
//!
//! A section is judged by its own facts, the headings above it and the [`Context`]. Of a document that was edited, only sections
//! where one of these changed are judged again. Statements that are held against each other are gathered anew each time.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use super::context::{Change, Context};
use super::suppression;
use super::{check, drift, in_context, is_framed, is_meant, is_of_names, joint, misnamed_card, needs_aws, repeats_by};
use crate::analysis::Section;
use crate::claim::{Around, Claim, Part, Said, Sides, Voice};
use crate::facts::Fact;
use crate::finding::Finding;
use crate::knowledge::{CardId, Knowledge};
use crate::language::{Class, Frame, Frames, Stance};

/// What the rules see in a document's sections.
///
/// It changes what findings cost and never what they say: what is judged is used for the very sections it was judged from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judgement {
    context: Context,
    sections: Vec<Judged>,
}

/// What the rules see in one section, where it stands.
#[derive(Clone, Debug)]
struct Judged {
    section: Arc<Section>,
    /// Weaknesses, bytes of the section, each with the product whose name is written wrong there.
    findings: Vec<(Option<CardId>, Finding)>,
    /// The facts that are held against others of the document, as indexes.
    joint: Vec<usize>,
    /// How each claim of the section is meant.
    voices: Vec<Voice>,
}

impl Judged {
    /// Whether it may come out otherwise after such a change of the context.
    fn is_touched_by(&self, change: Change) -> bool {
        let takes_for_granted = |it: &Fact| !it.given.is_empty() || !it.unless.is_empty();
        match change {
            Change::Nothing => false,
            Change::Given => self.section.facts.iter().any(takes_for_granted),
            Change::Everything => true,
        }
    }
}

impl Judgement {
    /// Brings it up to date with `sections`. Cost: O(sections) pointers, and the facts of those that changed or that stand
    /// under headings that did; O(facts) where the context changes.
    pub(crate) fn update(&mut self, sections: &[(usize, Arc<Section>)], knowledge: &Knowledge) {
        let is_same = |(old, new): (&Judged, &(usize, Arc<Section>))| Arc::ptr_eq(&old.section, &new.1);
        let before = self.sections.iter().zip(sections).take_while(|it| is_same(*it)).count();
        let others = self.sections.len().min(sections.len()) - before;
        let behind = self.sections.iter().rev().zip(sections.iter().rev()).take(others).take_while(|it| is_same(*it));
        let behind = behind.count();
        let (old_end, end) = (self.sections.len() - behind, sections.len() - behind);

        let gone = self.sections[before..old_end].iter().map(|it| &*it.section).collect::<Vec<_>>();
        let context = self.context.after(&gone, &sections[before..end], sections, knowledge);
        let change = context.change_since(&self.context);
        self.context = context;
        let first = if change == Change::Nothing { before } else { 0 };

        let mut old_path = path(self.sections[..old_end].iter().map(|it| &it.section));
        let mut new_path = path(sections[..first].iter().map(|it| &it.1));
        let mut fresh = Vec::with_capacity(end - before);
        for (index, (_, section)) in sections[..end].iter().enumerate().skip(first) {
            step_into(&mut new_path, Arc::clone(section));
            if index >= before {
                fresh.push(judged(&self.context, section, &new_path, knowledge));
            } else if self.sections[index].is_touched_by(change) {
                self.sections[index] = judged(&self.context, section, &new_path, knowledge);
            }
        }
        self.sections.splice(before..old_end, fresh);
        for (index, (_, section)) in sections.iter().enumerate().skip(end) {
            step_into(&mut new_path, Arc::clone(section));
            step_into(&mut old_path, Arc::clone(section));
            let is_moved = !says_the_same(&old_path, &new_path);
            if !is_moved && change == Change::Nothing {
                break;
            }
            if is_moved || self.sections[index].is_touched_by(change) {
                self.sections[index] = judged(&self.context, section, &new_path, knowledge);
            }
        }
    }

    /// What is weak, set aside or not, sorted by place; `sections` are those that it is up to date with.
    ///
    /// Cost: O(sections + findings), and that of the joint rules.
    pub(super) fn found(
        &self,
        sections: &[(usize, Arc<Section>)],
        knowledge: &Knowledge,
        around: &Around,
    ) -> Vec<Finding> {
        if self.context.is_study_text || self.context.is_over {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut facts = Vec::new();
        let mut misnamed = HashMap::new();
        let mut path: Vec<&Section> = Vec::new();
        for (index, (judged, (start, section))) in self.sections.iter().zip(sections).enumerate() {
            step_into(&mut path, &**section);
            for (card, finding) in &judged.findings {
                let finding = finding.shifted(*start);
                // Who writes a name wrong writes it wrong throughout: that is said once, and mended everywhere.
                match card.and_then(|card| misnamed.get(&(card, finding.rule))) {
                    Some(first) => mend_as_well(&mut found[*first], finding),
                    None => {
                        card.map(|card| misnamed.insert((card, finding.rule), found.len()));
                        found.push(finding);
                    }
                }
            }
            let titles = || path.iter().copied().filter_map(|it| Some(it.heading.as_ref()?.text.as_str())).collect();
            let placed = judged.joint.iter().map(|it| &section.facts[*it]);
            facts.extend(placed.map(|fact| joint::Placed { fact, section: index, start: *start, titles: titles() }));
        }
        found.extend(joint::findings(knowledge, &facts));
        if may_drift(sections, around) {
            let parts = |of: Class| {
                let parts = sections.iter().flat_map(|it| &it.1.claims.parts);
                parts.filter(|it| it.of == of).cloned().collect()
            };
            found.extend(drift::findings(knowledge, &self.said(sections), &parts, around));
        }
        found.sort_by_key(|it| (it.range.start, it.range.end, it.rule));
        found
    }

    /// What the document claims of its components, in order of place. Cost: O(sections + claims).
    fn said(&self, sections: &[(usize, Arc<Section>)]) -> Vec<Said> {
        const HEAD: usize = 3;
        let is_draft = sections.iter().take(HEAD).any(|it| it.1.claims.is_draft);
        let said = self.sections.iter().zip(sections).flat_map(|(judged, (start, section))| {
            section.claims.claims.iter().zip(&judged.voices).map(move |(claim, voice)| Said {
                claim: Arc::clone(claim),
                voice: if is_draft { Voice::NotSaid } else { *voice },
                range: claim.range.shift(*start),
                is_set_aside: false,
            })
        });
        said.collect()
    }

    /// What the document says of its components to other files. Cost: O(sections + claims + comments · claims).
    pub(crate) fn claims(&self, sections: &[(usize, Arc<Section>)], knowledge: &Knowledge) -> (Vec<Said>, Vec<Part>) {
        if self.context.is_study_text || self.context.is_over {
            return (Vec::new(), Vec::new());
        }
        let mut said = self.said(sections);
        for it in &mut said {
            it.is_set_aside = suppression::is_set_aside(it.range, sections, knowledge);
        }
        (said, sections.iter().flat_map(|it| it.1.claims.parts.clone()).collect())
    }

    /// Whether the document is about AWS, so that an ambiguous name means its card.
    pub(crate) fn is_about_aws(&self) -> bool {
        self.context.is_about_aws
    }

    /// Whether it is a text of exam questions or study notes.
    pub(crate) fn is_study_text(&self) -> bool {
        self.context.is_study_text
    }

    /// Whether its status says that it is over.
    pub(crate) fn is_over(&self) -> bool {
        self.context.is_over
    }

    /// Whether it tells readers what they can do with a product.
    pub(crate) fn is_manual(&self) -> bool {
        self.context.is_manual
    }
}

/// The headings under which what follows `sections` stands, outermost first.
fn path<'a>(sections: impl DoubleEndedIterator<Item = &'a Arc<Section>>) -> Vec<Arc<Section>> {
    let mut path: Vec<Arc<Section>> = Vec::new();
    for section in sections.rev() {
        let below = path.last().map_or(u8::MAX, |it| level(it));
        if below == 1 {
            break;
        }
        if level(section) < below {
            path.push(Arc::clone(section));
        }
    }
    path.reverse();
    path
}

/// The level of its heading, the deepest of all for none.
fn level(section: &Section) -> u8 {
    section.heading.as_ref().map_or(u8::MAX, |it| it.level)
}

/// Makes `path` that of what stands in `section`.
fn step_into<S: Deref<Target = Section>>(path: &mut Vec<S>, section: S) {
    if section.heading.is_some() {
        path.retain(|it| level(it) < level(&section));
        path.push(section);
    }
}

/// Whether the headings of both paths say the same to what stands under them.
fn says_the_same(one: &[Arc<Section>], other: &[Arc<Section>]) -> bool {
    let said = |it: &Arc<Section>| it.heading.as_ref().map(|it| (it.level, it.frames, it.classes.clone()));
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other) || said(one) == said(other))
}

/// What the rules see in `section`, under the headings of `path`.
fn judged(ctx: &Context, section: &Arc<Section>, path: &[Arc<Section>], knowledge: &Knowledge) -> Judged {
    let path = path.iter().filter_map(|it| it.heading.as_ref()).collect::<Vec<_>>();
    let frames = path.iter().fold(Frames::default(), |acc, it| it.frames.inside(acc));
    let voices = section.claims.claims.iter().map(|it| voice(ctx, section, it, frames)).collect();
    let mut judged = Judged { section: Arc::clone(section), findings: Vec::new(), joint: Vec::new(), voices };
    let mut said = HashSet::new();
    let is_kept = |it: &Fact| {
        let counts_here = ctx.counts_nouns() || !needs_aws(it);
        is_meant(it) && counts_here && (!ctx.is_manual || is_of_names(it)) && ctx.is_given(it)
    };
    for (index, fact) in section.facts.iter().enumerate().filter(|it| is_kept(it.1)) {
        let seen = in_context(fact, frames, &path);
        // What is required of recovery is what recovery aims at.
        let frames = if joint::is_aim(&fact.kind) { seen.frames.without(Frame::Norms) } else { seen.frames };
        if joint::reads(&fact.kind) && !is_framed(ctx, frames) {
            judged.joint.push(index);
        }
        let card = misnamed_card(fact);
        for finding in check(ctx, section, &seen, knowledge) {
            if card.is_some() || said.insert((fact.unit, finding.rule, repeats_by(fact))) {
                judged.findings.push((card, finding));
            }
        }
    }
    judged
}

/// Whether anybody says the other side of what `sections` claim, of whatever component. Cost: O(sections) where nobody does.
fn may_drift(sections: &[(usize, Arc<Section>)], around: &Around) -> bool {
    let own = sections.iter().fold(Sides::default(), |acc, it| acc.or(it.1.claims.sides));
    own.or(around.sides()).deny_any_of(own)
}

/// How a claim of `section` is meant, under headings that say `frames`.
fn voice(ctx: &Context, section: &Section, claim: &Claim, frames: Frames) -> Voice {
    const UNSAID: [Frame; 4] = [Frame::Norms, Frame::Glossary, Frame::Study, Frame::Questions];
    let fact = claim.fact.map(|it| &section.facts[it]);
    let frames = fact.map_or(frames, |it| it.frames.inside(frames));
    let is_of_ours = ctx.counts_nouns() && !ctx.is_manual && fact.is_none_or(|it| ctx.is_given(it));
    if !is_of_ours || UNSAID.iter().any(|it| frames.has(*it)) {
        return Voice::NotSaid;
    }
    let is_elsewhere = is_framed(ctx, frames) || frames.has(Frame::ToBe);
    match fact.map_or(Stance::Asserted, |it| it.stance) {
        Stance::Asserted if !is_elsewhere => Voice::Meant,
        Stance::Asserted | Stance::Planned | Stance::Past | Stance::NonProduction | Stance::Elsewhere => {
            Voice::Otherwise
        }
        _ => Voice::NotSaid,
    }
}

/// Adds the edits of `other` to those of `first`, below which it stands.
fn mend_as_well(first: &mut Finding, other: Finding) {
    if let (Some(fix), Some(other)) = (&mut first.fix, other.fix) {
        fix.edits.extend(other.edits);
    }
}
