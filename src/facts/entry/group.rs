//! Which facts of a map are about one thing, and which does its own value take back?

use crate::knowledge::States;
use crate::surface::BlockKind;

use super::super::{Fact, Kind, Reader, Statement, absence};
use super::row::Row;
use super::{BESIDE, Keys, label, number};

/// Takes away those of the facts from index `before` on that only the key of an entry states whose value says no: `zero_downtime: no`.
pub(in super::super) fn take_back(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>, before: usize) {
    let unit = reader.unit();
    let Some([key, value, ..]) = unit.is_entry.then_some(unit.parts.as_slice()) else { return };
    let BlockKind::Key { entry } = reader.outline.blocks[key.block].kind else { return };
    if facts.len() == before {
        return;
    }
    let is_number = is_aim(keys, entry) && number(value.span.of(&unit.text)).is_some();
    let says_no = absence::is_no(unit, value.span);
    let is_made_again = Row::new(reader, keys, entry, entry).is_some_and(|it| it.can_be_made_again());
    let key = reader.outline.blocks[key.block].range;
    let mut own = facts.split_off(before);
    own.retain(|it| {
        use Statement::{
            AvailabilityLosesNothing, BackupEvery, DurabilityIsAvailability, NoBackup, ObjectivesUndefined,
        };
        let is_claim = match it.kind {
            // An RPO of 0 is a number as well.
            Kind::Stated { what: ObjectivesUndefined, .. } => is_number,
            // `backup: none # rebuilt from S3`
            Kind::Stated { what: NoBackup, .. } => is_made_again,
            // `snapshots: none # reindexed each night`
            Kind::Stated { what: AvailabilityLosesNothing | BackupEvery | DurabilityIsAvailability, .. } => says_no,
            _ => false,
        };
        !(is_claim || says_no && key.contains(it.range))
    });
    // "deployment: Single-AZ" of a database says that it has no standby, and no more.
    if own.iter().any(|it| matches!(it.kind, Kind::Standby(false))) {
        own.retain(|it| !matches!(it.kind, Kind::Zones(_)));
    }
    facts.extend(own);
}

/// Facts of one map speak of one thing: those that are held against each other, and those of keys that say the same twice.
///
/// Facts of the map that has the objectives, or is around what has none, get one number instead of their unit's.
pub(in super::super) fn gather(reader: &Reader<'_>, keys: &Keys, facts: &mut [Fact]) {
    const GROUPS: usize = usize::MAX / 2;
    let unit = reader.unit();
    let BlockKind::Key { entry } = reader.outline.blocks[unit.parts[0].block].kind else { return };
    if !unit.is_entry || facts.is_empty() {
        return;
    }
    let tree = &reader.outline.tree;
    let has_aims = |map: &usize| tree.children(*map).take(BESIDE).any(|it| is_aim(keys, it));
    let Some(map) = tree.entries()[entry].parent else { return };
    let joint = tree.upward(map).take(3).find(has_aims).unwrap_or(map);
    let known = keys.states(entry).is_some();
    for fact in facts {
        use Statement::{BackupEvery, NoBackup, NotMonitored, OneCacheNode, OneNetworkLink, RecoversFromBackup};
        let group = match &mut fact.kind {
            Kind::Objective { whose, .. } => {
                *whose = label(reader, keys, entry);
                joint
            }
            Kind::Strategy(_) | Kind::Stated { what: BackupEvery | RecoversFromBackup, .. } => joint,
            Kind::Standby(_) | Kind::Stated { what: NoBackup | NotMonitored | OneCacheNode | OneNetworkLink, .. }
                if known =>
            {
                map
            }
            _ => continue,
        };
        fact.unit = GROUPS + group;
    }
}

fn is_aim(keys: &Keys, entry: usize) -> bool {
    matches!(keys.states(entry), Some(States::Rto | States::Rpo))
}
