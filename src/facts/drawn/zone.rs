//! In which Availability Zone does a thing of a diagram stand, and is there only one?

use std::collections::BTreeSet;

use super::Drawn;
use crate::facts::pattern::Atom;
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
    let group = match (zones.next(), zones.next()) {
        (Some(group), None) => group,
        (None, _) => match only_subnet(drawn) {
            Some(group) => group,
            None => return,
        },
        _ => return,
    };
    let spoken = drawn.unit_of_block.iter().filter(|it| drawn.outline.blocks[*it.0].is_drawn());
    let spoken = spoken.map(|it| &drawn.units[*it.1]).collect::<Vec<_>>();
    let named = spoken.iter().filter_map(|it| zone(it)).collect::<BTreeSet<_>>();
    if named.len() > 1 || spoken.iter().any(|it| is_spread(it)) {
        return;
    }
    let tiers = tiers(drawn);
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

/// The nodes that need more than one zone.
fn tiers(drawn: &Drawn<'_>) -> Vec<usize> {
    let classes: Vec<_> = TIERS.map(Atom::Class).into();
    (0..drawn.diagram.nodes.len()).filter(|it| drawn.is(&classes, End::Node(*it))).collect()
}

/// The subnet around a tier, where no other subnet is around one and nothing in the section speaks of several zones. Who writes the
/// addresses of a subnet draws the subnets that there are, and a subnet stands in one zone.
fn only_subnet(drawn: &Drawn<'_>) -> Option<usize> {
    let is_subnet =
        |it: &usize| drawn.unit(drawn.diagram.groups[*it].label).is_some_and(|it| is_subnet(&drawn.units[it]));
    let around = |node: usize| drawn.diagram.upward(drawn.diagram.nodes[node].group).find(is_subnet);
    let around = tiers(drawn).into_iter().filter_map(around).collect::<BTreeSet<_>>();
    let [only] = around.into_iter().collect::<Vec<_>>()[..] else { return None };
    // A note of what is to do asks for them.
    let mut said = drawn.units.iter().filter(|it| !it.is_note());
    (!said.any(is_spread)).then_some(only)
}

/// Whether `unit` is the label of one subnet with its addresses: "Private subnet (10.0.10.0/24)".
fn is_subnet(unit: &Unit) -> bool {
    let is_block = |it: &str| {
        let (address, length) = it.split_once('/').unwrap_or_default();
        address.split('.').count() == 4 && length.parse::<u8>().is_ok_and(|it| (16..=28).contains(&it))
    };
    let text = unit.text.to_lowercase();
    let mut words = unit.text.split(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | '/')));
    let blocks = words.by_ref().filter(|it| is_block(it)).count();
    blocks == 1 && (text.contains("subnet") && !text.contains("subnets") || text.contains("서브넷"))
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
