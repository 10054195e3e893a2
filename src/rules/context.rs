//! What does the rest of a document say to each of its facts?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::genre::{self, Marks};
use crate::analysis::{Section, is_about_aws};
use crate::facts::{Fact, Kind, Sorts};
use crate::knowledge::Knowledge;
use crate::language::{Class, Stance};

/// What all sections of a document say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// It teaches, and decides nothing.
    pub(super) is_study_text: bool,
    /// It tells readers what they can do with a product.
    pub(super) is_manual: bool,
    /// Whether its status says that it is over.
    pub(super) is_over: bool,
    /// An ambiguous name means its card.
    pub(super) is_about_aws: bool,
    marks: Marks,
    said: Arc<Said>,
}

/// What sections say that counts for all others.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    /// Names that parts are given, with what they stand for.
    names: BTreeMap<String, Sorts>,
    /// The sorts of things that are named.
    classes: BTreeSet<Class>,
    /// What something else keeps several of, by name.
    kept: BTreeSet<String>,
}

/// Which sections a change of the context is of interest to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// None.
    Nothing,
    /// Those with facts that take something for granted.
    Given,
    /// All.
    Everything,
}

impl Context {
    /// The context of `sections`, which came about from those of this one when `new` took the place of `gone`.
    ///
    /// Cost: O(`gone` and `new`) where they say the same to the others, else O(sections).
    pub(super) fn after(
        &self,
        gone: &[&Section],
        new: &[(usize, Arc<Section>)],
        sections: &[(usize, Arc<Section>)],
        knowledge: &Knowledge,
    ) -> Context {
        let new = new.iter().map(|it| &*it.1).collect::<Vec<_>>();
        let marks = self.marks.after(gone, &new, knowledge);
        let is_same = Said::of(gone) == Said::of(&new);
        let all = || sections.iter().map(|it| &*it.1).collect::<Vec<_>>();
        Context {
            is_study_text: genre::is_study_text(sections, &marks),
            is_manual: genre::is_manual(&marks),
            is_over: genre::is_over(sections),
            is_about_aws: is_about_aws(sections),
            marks,
            said: if is_same { Arc::clone(&self.said) } else { Arc::new(Said::of(&all())) },
        }
    }

    /// What is of interest in this one to sections that were judged in the context `old`.
    pub(super) fn change_since(&self, old: &Context) -> Change {
        let flags = |it: &Context| [it.is_study_text, it.is_manual, it.is_over, it.counts_nouns(), it.has_target()];
        if flags(self) != flags(old) || self.said.kept != old.said.kept {
            return Change::Everything;
        }
        if Arc::ptr_eq(&self.said, &old.said) || self.said == old.said { Change::Nothing } else { Change::Given }
    }

    /// Whether common nouns mean things in AWS.
    pub(super) fn counts_nouns(&self) -> bool {
        self.is_about_aws || self.marks.is_about_aws()
    }

    /// Whether it describes a target state, so that the present one is to go.
    pub(super) fn has_target(&self) -> bool {
        self.marks.has_target()
    }

    /// Whether the document has what the fact takes for granted.
    pub(super) fn is_given(&self, fact: &Fact) -> bool {
        fact.given.iter().all(|it| it.is_met(&self.said.names))
            && !fact.unless.iter().any(|it| self.said.classes.contains(it))
    }

    /// Whether something else keeps two or more of what is called `name`.
    pub(super) fn is_kept(&self, name: &str) -> bool {
        self.said.kept.contains(name)
    }
}

impl Said {
    /// What `sections` say. Cost: O(components + classes + facts of them).
    fn of(sections: &[&Section]) -> Said {
        let mut said = Said::default();
        for section in sections {
            section.components.iter().for_each(|it| said.names.entry(it.name.clone()).or_default().add(it));
            said.classes.extend(&section.signs.classes);
            let is_kept = |it: &&Fact| matches!(it.kind, Kind::KeptAtLeast(2..)) && it.stance == Stance::Asserted;
            let kept = section.facts.iter().filter(is_kept).map(|it| &it.subject);
            said.kept.extend(kept.filter(|it| !it.is_empty()).cloned());
        }
        said
    }
}
