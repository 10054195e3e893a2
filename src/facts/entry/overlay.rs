//! Which entries does nobody see, because every map that merges theirs in says something else there?

use std::collections::HashMap;

use crate::knowledge::Vocabulary;
use crate::language::Frame;
use crate::surface::{Tree, Value};

/// Whether each entry of `tree` is replaced: `replicas: 1` of a base that all overlays give another number.
///
/// Empty where nothing is merged in. Cost: O(entries).
pub(in super::super) fn replaced(tree: &Tree, vocabulary: &Vocabulary) -> Vec<bool> {
    let bases = bases(tree);
    if bases.is_empty() {
        return Vec::new();
    }
    let mut merges: HashMap<usize, usize> = HashMap::new();
    let mut again: HashMap<(usize, &str), usize> = HashMap::new();
    // What a sandbox keeps of the base, production does not.
    let is_trial = |key: &str| vocabulary.frame(key) == Some(Frame::NonProduction);
    let is_ours = |map: usize| !tree.upward(map).any(|it| tree.entries()[it].key().is_some_and(is_trial));
    for (map, base) in bases.into_iter().filter(|it| is_ours(it.0)) {
        *merges.entry(base).or_default() += 1;
        for key in tree.children(map).filter_map(|it| tree.entries()[it].key()) {
            *again.entry((base, key)).or_default() += 1;
        }
    }
    let mut replaced = vec![false; tree.entries().len()];
    for (index, entry) in tree.entries().iter().enumerate() {
        let Some(parent) = entry.parent else { continue };
        let own = entry.key().and_then(|key| Some((again.get(&(parent, key))?, merges.get(&parent)?)));
        replaced[index] = replaced[parent] || own.is_some_and(|(again, merges)| again >= merges);
    }
    replaced
}

/// So many maps may be merged into one: nobody writes more.
const BASES: usize = 8;

/// Each map that merges another in, with that one. A map is looked at as often as it merges.
fn bases(tree: &Tree) -> Vec<(usize, usize)> {
    let target = |it: usize| match tree.entries()[it].value {
        Value::Alias { target, .. } => target,
        _ => None,
    };
    let mut bases = Vec::new();
    for (index, entry) in tree.entries().iter().enumerate().filter(|it| it.1.key() == Some("<<")) {
        let Some(map) = entry.parent else { continue };
        let from = bases.len();
        bases.extend(target(index).map(|it| (map, it)));
        bases.extend(tree.children(index).take(BASES).filter_map(target).map(|it| (map, it)));
        // A second `<<` of the same map says nothing new.
        let is_again = |it: &(usize, usize)| it.0 == map;
        if bases[..from].iter().rev().take(BASES).filter(|it| is_again(it)).count() >= BASES {
            bases.truncate(from);
        }
    }
    bases.retain(|(map, base)| map != base);
    bases
}
