//! What do two tellers of one component say that can't both be so? The text and a diagram of it, a document and a template.
//!
//! Only what is the same component beyond doubt is held against each other: the same name, or the only one of its sort on both sides,
//! inside the smallest folder that holds both. Where one side speaks with two voices (as it is and as it shall be, development and
//! production) nothing is said. The finding stands where a person tells it: the text before a diagram, that before a template.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::claim::{Around, Aspect, Claim, Name, Neighbour, Part, Said, Sides, Teller, Voice};
use crate::finding::{Finding, Related};
use crate::knowledge::{DriftWords, Knowledge, Rule, RuleId, Sort, When};
use crate::language::Class;

/// The findings of a document that says `said`, sorted by place, and speaks of `parts` of a sort; `around` are the others.
///
/// Cost: O(claims) where nobody denies one; for each sort of component and each name of one that is denied O(claims and files of the sort).
pub(super) fn findings(
    knowledge: &Knowledge,
    said: &[Said],
    parts: &dyn Fn(Class) -> Vec<Part>,
    around: &Around,
) -> Vec<Finding> {
    let rules = knowledge.rules.iter().zip(0..).filter(|it| !it.0.is_off);
    let drift = rules.filter_map(|(rule, id)| match &rule.when {
        When::Drift(words) => Some((RuleId(id), rule, words)),
        _ => None,
    });
    let Some((id, rule, words)) = drift.into_iter().next() else { return Vec::new() };
    let join = Join { knowledge, said, parts, around };
    join.drifts().into_iter().map(|(here, there)| finding(id, rule, words, here, &there)).collect()
}

/// A document and what stands around it.
struct Join<'a> {
    knowledge: &'a Knowledge,
    said: &'a [Said],
    parts: &'a dyn Fn(Class) -> Vec<Part>,
    around: &'a Around,
}

/// What denies a claim: in this document, or in the file at a path.
struct Denial<'a> {
    said: &'a Said,
    path: Option<&'a str>,
}

/// What one side says and has of a sort of component.
struct Side<'a> {
    said: Vec<&'a Said>,
    parts: Vec<Part>,
    /// Whether it has only one component of its sort.
    is_one: bool,
}

impl<'a> Join<'a> {
    fn drifts(&self) -> Vec<(&'a Said, Denial<'a>)> {
        let sides = Sides::of(self.said.iter().map(|it| &*it.claim)).or(self.around.sides());
        let mut done: HashSet<(Teller, Class, Aspect, &Name)> = HashSet::new();
        let mut undenied = HashSet::new();
        let mut told: HashMap<(Class, Teller), [Side<'a>; 2]> = HashMap::new();
        let meant = self.said.iter().filter(|it| it.voice == Voice::Meant && !it.is_set_aside);
        let denied = meant.filter(|it| sides.deny(&it.claim));
        let mut drifts = Vec::new();
        for here in denied {
            let claim = &here.claim;
            let it = (claim.teller, claim.of, claim.aspect, &claim.name);
            let whole = (it, claim.is_strong, &claim.sentence);
            if done.contains(&it) || undenied.contains(&whole) {
                continue;
            }
            let (of, teller) = (claim.of, claim.teller);
            let [own, other] = told.entry((of, teller)).or_insert_with(|| self.sides(of, teller));
            // What this document itself says against it comes first.
            let inside = denial(claim, own, other, |_| true).map(|said| Denial { said, path: None });
            match inside.or_else(|| self.outside(here, own)) {
                Some(there) => {
                    done.insert(it);
                    drifts.push((here, there));
                }
                None => {
                    undenied.insert(whole);
                }
            }
        }
        drifts
    }

    /// What `teller` says in this document of components of sort `of`, and what those say who are heard after it.
    fn sides(&self, of: Class, teller: Teller) -> [Side<'a>; 2] {
        let parts = (self.parts)(of);
        let side = |is_it: &dyn Fn(Teller) -> bool| {
            let said = self.said.iter().filter(|it| it.claim.of == of && is_it(it.claim.teller));
            Side::new(said.collect(), parts.iter().filter(|it| is_it(it.teller)).cloned().collect())
        };
        [side(&|it| it == teller), side(&|it| it > teller)]
    }

    /// What the files say against it that stand in the smallest folder with a file that speaks of such components.
    fn outside(&self, here: &Said, own: &Side<'a>) -> Option<Denial<'a>> {
        let (of, teller) = (here.claim.of, here.claim.teller);
        let files = self.around.of_sort(of);
        let tells = |file: &Neighbour, is_it: &dyn Fn(Teller) -> bool| {
            file.said.iter().any(|it| it.claim.of == of && is_it(it.claim.teller))
                || file.parts.iter().any(|it| it.of == of && is_it(it.teller))
        };
        let folder = folders(&self.around.path)
            .find(|folder| files.iter().any(|it| is_below(&it.path, folder) && tells(it, &|it| it > teller)))?;
        if self.is_aside(&self.around.path, folder) {
            return None;
        }
        let near = || files.iter().filter(|it| is_below(&it.path, folder) && !self.is_aside(&it.path, folder));
        // Systems of one folder may call their parts by the same names.
        if near().any(|it| tells(it, &|it| it == teller)) {
            return None;
        }
        let (mut said, mut parts) = (Vec::new(), Vec::new());
        for file in near() {
            said.extend(file.said.iter().filter(|it| it.claim.of == of && it.claim.teller > teller));
            parts.extend(file.parts.iter().filter(|it| it.of == of && it.teller > teller).cloned());
        }
        let other = Side::new(said, parts);
        // A design in another file is a document by itself, perhaps of another system, and where there are many documents each may be:
        // then only a name tells.
        let is_of_one_system = |it| it != Teller::Design && self.around.documents(folder) <= DOCUMENTS;
        let said = denial(&here.claim, own, &other, is_of_one_system)?;
        let path = near().find(|it| it.said.iter().any(|it| std::ptr::eq(it, said))).map(|it| it.path.as_str());
        Some(Denial { said, path })
    }

    /// Whether the folders below `folder`, or the file's name, say that what stands there is for a test, or not settled.
    fn is_aside(&self, path: &str, folder: &str) -> bool {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let is = |name: &str, sort| self.knowledge.templates.is(name, sort);
        below.split('/').any(|it| is(it, Sort::NonProduction) || is(it, Sort::Unsettled))
    }
}

/// So many documents of one folder may be about the same system.
const DOCUMENTS: usize = 3;

impl<'a> Side<'a> {
    fn new(said: Vec<&'a Said>, parts: Vec<Part>) -> Side<'a> {
        let names = parts.iter().map(|it| &it.name).chain(said.iter().map(|it| &it.claim.name));
        let named = names.filter(|it| !it.is_empty()).collect::<BTreeSet<_>>();
        let listed = parts.iter().filter(|it| it.teller > Teller::Text).count();
        let is_one = listed <= 1
            && !parts.iter().any(|it| it.is_many)
            && named.iter().all(|it| named.iter().all(|other| it.may_be(other)));
        Side { said, parts, is_one }
    }

    /// Whether all that it says of `aspect`, of the component called `name` or of any, comes out the same.
    fn is_of_one_voice(&self, aspect: Aspect, is_strong: bool, name: Option<&Name>) -> bool {
        let heard = self.said.iter().filter(|it| it.voice != Voice::NotSaid && it.claim.aspect == aspect);
        // What bears no name may be said of this one.
        let of_it = heard.filter(|it| name.is_none_or(|name| it.claim.name.is_empty() || it.claim.name == *name));
        of_it.into_iter().all(|it| it.claim.is_strong == is_strong)
    }

    /// Whether it has no second component of this name.
    fn has_one(&self, name: &Name) -> bool {
        self.parts.iter().filter(|it| it.teller > Teller::Text && it.name == *name).count() <= 1
    }
}

/// What `other` says against `claim` of the same component. Without a name it is the only one of its sort for both, where `is_of_one_system`.
fn denial<'a>(
    claim: &Claim,
    own: &Side<'a>,
    other: &Side<'a>,
    is_of_one_system: impl Fn(Teller) -> bool,
) -> Option<&'a Said> {
    let denies = |it: &&&Said| {
        it.voice == Voice::Meant && it.claim.aspect == claim.aspect && it.claim.is_strong != claim.is_strong
    };
    let mut denials = other.said.iter().filter(denies);
    if claim.aspect == Aspect::Queued {
        let is_named = |it: &&Said| !claim.sentence.is_empty() && it.claim.name.is_in(&claim.sentence);
        let has_two_voices = |it: &&Said| {
            let mut others = own.said.iter().filter(|own| own.claim.is_strong != claim.is_strong);
            others.any(|own| own.voice != Voice::NotSaid && it.claim.name.is_in(&own.claim.sentence))
        };
        return denials.copied().find(|it| is_named(it) && !has_two_voices(it));
    }
    let (aspect, is_strong) = (claim.aspect, claim.is_strong);
    let is_same = |it: &&Said| {
        let name = &claim.name;
        let agrees = |name: Option<&Name>| {
            own.is_of_one_voice(aspect, is_strong, name) && other.is_of_one_voice(aspect, !is_strong, name)
        };
        let is_named = !name.is_empty() && it.claim.name == *name && other.has_one(name) && agrees(Some(name));
        let is_only = || own.is_one && other.is_one && name.may_be(&it.claim.name) && agrees(None);
        is_named || is_of_one_system(it.claim.teller) && is_only()
    };
    denials.find(|it| is_same(it)).copied()
}

/// The folders around a file, innermost first, each with its `/`; the last is empty, or the root.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|it| it.0 + 1).collect::<Vec<_>>();
    ends.into_iter().rev().chain([0]).map(|end| &path[..end])
}

fn is_below(path: &str, folder: &str) -> bool {
    path.starts_with(folder)
}

fn finding(id: RuleId, rule: &Rule, words: &DriftWords, here: &Said, there: &Denial<'_>) -> Finding {
    let (claim, denial) = (&here.claim, &there.said.claim);
    let is_korean = claim.is_korean;
    let says = |is_strong: bool| words.says(claim.aspect, is_strong).map_or("", |it| it.of(is_korean));
    let teller = words.teller(denial.teller).map_or("", |it| it.of(is_korean));
    let place = there.path.map_or(teller, |it| it.rsplit('/').next().unwrap_or(it));
    let text = if is_korean { &rule.message.ko } else { &rule.message.en };
    let message = text
        .replace("{subject}", claim.subject.trim_matches(['*', '`', ' ']))
        .replace("{here}", says(claim.is_strong))
        .replace("{there}", says(denial.is_strong))
        .replace("{place}", place);
    let related = Related {
        file: there.path.map(Into::into),
        range: there.said.range,
        message: format!("{}: {}", denial.subject, says(denial.is_strong)),
    };
    Finding {
        rule: id,
        severity: rule.severity,
        range: here.range,
        message: message.into(),
        related: vec![related],
        fix: None,
        tag: None,
    }
}
