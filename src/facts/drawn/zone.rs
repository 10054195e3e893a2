//! In which Availability Zone does a thing of a diagram stand, and is there only one?

use std::collections::BTreeSet;

use super::Drawn;
use crate::facts::{Fact, Kind};
use crate::language::{Class, Role, Unit, Word};
use crate::span::Span;
use crate::surface::End;

/// What needs more than one zone.
const TIERS: [Class; 5] = [Class::Compute, Class::Container, Class::Database, Class::Aurora, Class::Cache];

/// [`Kind::Zones`]: everything that runs is drawn in one zone, and no other zone is spoken of.
pub(super) fn read(drawn: &Drawn<'_>, facts: &mut Vec<Fact>) {
    let diagram = drawn.diagram;
    let is_zone =
        |group: usize| drawn.unit(diagram.groups[group].label).is_some_and(|it| zone(&drawn.units[it]).is_some());
    let mut zones = (0..diagram.groups.len()).filter(|it| is_zone(*it));
    let (Some(group), None) = (zones.next(), zones.next()) else { return };
    let spoken = drawn.unit_of_block.iter().filter(|it| drawn.outline.blocks[*it.0].is_drawn());
    let spoken = spoken.map(|it| &drawn.units[*it.1]).collect::<Vec<_>>();
    let named = spoken.iter().filter_map(|it| zone(it)).collect::<BTreeSet<_>>();
    if named.len() > 1 || spoken.iter().any(|it| is_spread(it)) {
        return;
    }
    let tiers = (0..diagram.nodes.len()).filter(|it| {
        let classes: Vec<_> = TIERS.map(crate::facts::pattern::Atom::Class).into();
        drawn.is(&classes, End::Node(*it))
    });
    let tiers = tiers.collect::<Vec<_>>();
    let stands_in = |node: usize| diagram.upward(diagram.nodes[node].group).any(|it| it == group);
    if tiers.is_empty()
        || !tiers.iter().all(|it| stands_in(*it))
        || !drawn.unit_at(End::Group(group)).is_some_and(|it| drawn.is_meant(it))
    {
        return;
    }
    let Some(label) = diagram.groups[group].label else { return };
    let range = drawn.outline.blocks[label].range;
    // Its words may say so themselves: "eu-central-1a (all of it)".
    if !facts.iter().any(|it| matches!(it.kind, Kind::Zones(_)) && range.contains(it.range)) {
        facts.push(drawn.fact(Kind::Zones(1), drawn.words(End::Group(group)), End::Group(group), range));
    }
}

/// The zone that `unit` names, by its letter or number: `ap-northeast-2a`, `AZ a`, `가용 영역 A`, `AZ-1`; nothing where it names two.
pub(super) fn zone(unit: &Unit) -> Option<String> {
    let mut named = zones(unit).into_iter();
    named.next().filter(|_| named.next().is_none())
}

/// The zones that `unit` names.
pub(super) fn zones(unit: &Unit) -> BTreeSet<String> {
    let of_word = |span: Span| {
        let rest = unit.text[span.end..].trim_start_matches([' ', '-', '_', ':', '(']);
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let is_one = matches!(&rest.as_bytes()[..end], [b'a'..=b'f' | b'A'..=b'F' | b'1'..=b'6']);
        is_one.then(|| rest[..end].to_ascii_lowercase())
    };
    let by_lexeme = unit.lexemes.iter().filter_map(|it| match it.word {
        Word::ZoneId => it.span.of(&unit.text).chars().last().map(|it| it.to_ascii_lowercase().to_string()),
        Word::Role(Role::Zone) => of_word(it.span),
        _ => None,
    });
    // `AZ1`, where no word ends between.
    let joined = unit.text.split(|it: char| !it.is_ascii_alphanumeric()).filter_map(|it| it.strip_prefix("AZ"));
    let joined = joined.filter(|it| it.len() == 1).map(str::to_ascii_lowercase);
    by_lexeme.chain(joined).collect()
}

/// Whether `unit` speaks of several zones.
fn is_spread(unit: &Unit) -> bool {
    let has_zone = unit.lexemes.iter().any(|it| it.word == Word::Role(Role::Zone));
    let is_many = |it: &Word| matches!(it, Word::Role(Role::Spread | Role::Each | Role::Standby));
    zones(unit).len() > 1 || unit.lexemes.iter().any(|it| is_many(&it.word) || has_zone && it.is_several())
}
