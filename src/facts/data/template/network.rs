//! Over how many zones is it spread, and do several of them leave through one NAT gateway?

use std::collections::HashSet;

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Kind, Statement};
use crate::knowledge::{Part, Sort, words};
use crate::language::Class;
use crate::surface::Value;

/// Entries of the expression for a zone; nobody writes longer ones.
const LONGEST: usize = 16;

/// What subnets, what stands in them and NAT gateways state.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    let layout = one_zone(template, template.made(Part::Subnet).collect());
    match layout {
        Some(fact) => facts.push(fact),
        None => {
            for part in [Part::Group, Part::ContainerService, Part::InSubnets, Part::Function] {
                facts.extend(template.made(part).filter_map(|it| in_one_zone(template, it)));
            }
        }
    }
    facts.extend(one_nat(template));
    facts.extend(nat_instance(template));
}

/// Several subnets of which all are in one zone, at the first of them.
fn one_zone(template: &Template<'_>, subnets: Vec<&Resource<'_>>) -> Option<Fact> {
    let first = *subnets.first().filter(|_| subnets.len() > 1)?;
    let zones = subnets.iter().map(|it| zone(template, it)).collect::<Option<HashSet<_>>>()?;
    let place = template.property(first, &["AvailabilityZone"])?;
    // One parameter for the zone of all: the template is made once for each zone.
    let is_open = template.value(place).is_none() && template.parameter_type(place).is_some();
    let place = template.value(place).map_or(place, |it| it.place);
    (zones.len() == 1 && !is_open).then(|| template.fact(Kind::Zones(1), None, first, place)).flatten()
}

/// The zone of a subnet, so that equal ones are equal: its name, its number among those of the Region, or the expression for it.
fn zone(template: &Template<'_>, subnet: &Resource<'_>) -> Option<String> {
    let index = template.property(subnet, &["AvailabilityZone"])?;
    if let Some((text, _)) = template.text(index) {
        return Some(text.to_owned());
    }
    let tree = template.tree();
    if let Some(("Select", argument)) = template.function(tree.resolve(index)) {
        let number = tree.children(argument).next().and_then(|it| template.entry(it).text())?;
        let of = tree.children(argument).nth(1)?;
        let is_of_region = template.function(tree.resolve(of)).is_some_and(|it| it.0 == "GetAZs");
        return Some(if is_of_region { format!("zone {number}") } else { expression(template, index)? });
    }
    expression(template, index)
}

/// An expression, so that equal ones are equal; none for a long one.
fn expression(template: &Template<'_>, index: usize) -> Option<String> {
    let end = template.entry(index).end;
    let parts = (index..end).map(|it| {
        let entry = template.entry(it);
        let key = entry.key().filter(|_| it > index);
        format!("{} {} {}", key.unwrap_or(""), entry.tag.as_deref().unwrap_or(""), entry.text().unwrap_or(""))
    });
    (end - index <= LONGEST).then(|| parts.collect::<Vec<_>>().join("\n"))
}

/// A resource that names one subnet or zone, or several subnets of one zone.
fn in_one_zone(template: &Template<'_>, resource: &Resource<'_>) -> Option<Fact> {
    const PATHS: [&[&str]; 5] = [
        &["VPCZoneIdentifier"],
        &["AvailabilityZones"],
        &["NetworkConfiguration", "AwsvpcConfiguration", "Subnets"],
        &["VpcConfig", "SubnetIds"],
        &["SubnetIds"],
    ];
    const BALANCERS: [&[&str]; 2] = [&["Subnets"], &["SubnetMappings"]];
    let paths = PATHS.into_iter().chain(BALANCERS).filter_map(|it| template.property(resource, it));
    if template.is_called(resource, Sort::Aside) {
        return None;
    }
    // A list of both zones and subnets says the same twice.
    let [list] = paths.collect::<Vec<_>>()[..] else { return None };
    let value = template.value(list)?;
    let items = template.tree().children(value.entry).collect::<Vec<_>>();
    if template.entry(value.entry).value != Value::List {
        return None;
    }
    match items[..] {
        [] => None,
        [only] => is_one(template, only).then(|| template.fact(Kind::Zones(1), None, resource, value.place)).flatten(),
        _ => {
            let subnets = items.iter().map(|it| template.referred_resource(*it, Part::Subnet));
            one_zone(template, subnets.collect::<Option<Vec<_>>>()?)
        }
    }
}

/// Whether an item of a list is one subnet or one zone, and not a list of them.
fn is_one(template: &Template<'_>, item: usize) -> bool {
    let tree = template.tree();
    match template.function(tree.resolve(item)) {
        None => match &template.entry(tree.resolve(item)).value {
            Value::Scalar { text, .. } => !text.contains(','),
            Value::Map => tree.find(item, "SubnetId").is_some_and(|it| is_one(template, it)),
            _ => false,
        },
        Some(("Ref", _)) => {
            let is_several = |it: &str| it.starts_with("List<") || it.starts_with("CommaDelimitedList");
            let is_plural = template.referred(item).is_some_and(|it| it.ends_with('s'));
            let by_parameter = template.parameter_type(item).is_some_and(|it| {
                !is_several(it) && !it.starts_with("AWS::SSM::") && (it.ends_with("::Id") || !is_plural)
            });
            by_parameter || template.referred_resource(item, Part::Subnet).is_some()
        }
        Some(("Select", _)) => true,
        _ => false,
    }
}

/// The only NAT gateway, if subnets of several zones need it.
fn one_nat(template: &Template<'_>) -> Option<Fact> {
    let mut all = template.all(Part::Nat);
    let nat = all.next().filter(|it| all.next().is_none() && template.is_made(it))?;
    let is_regional = template.property(nat, &["AvailabilityMode"]).is_some();
    let is_private = template.property(nat, &["ConnectivityType"]).is_some();
    let serves_several = served_zones(template, nat).map_or_else(|| tables(template, nat) > 1, |it| it > 1);
    let is_one = !is_regional && !is_private && serves_several;
    is_one.then(|| template.fact(stated(Statement::OneNatGateway), Some(Class::Nat), nat, nat.kind)).flatten()
}

/// How many route tables lead to it.
fn tables(template: &Template<'_>, nat: &Resource<'_>) -> usize {
    let tables = routes(template, nat).filter_map(|it| {
        let table = template.property(it, &["RouteTableId"])?;
        expression(template, table)
    });
    tables.collect::<HashSet<_>>().len()
}

fn routes<'t, 'a>(template: &'t Template<'a>, to: &Resource<'_>) -> impl Iterator<Item = &'t Resource<'a>> {
    template.referring(to.id, Part::Route, &[])
}

/// In how many zones the subnets stand that leave through it; none where the template does not say.
fn served_zones(template: &Template<'_>, nat: &Resource<'_>) -> Option<usize> {
    let leaving = routes(template, nat).flat_map(|it| {
        let table = template.property(it, &["RouteTableId"]);
        table.into_iter().flat_map(|it| template.references_in(it)).map(|it| it.id)
    });
    let tables = leaving.collect::<HashSet<_>>();
    let associated = template.all(Part::Association).filter(|it| {
        let table = template.property(it, &["RouteTableId"]);
        table.is_some_and(|it| template.references_in(it).iter().any(|it| tables.contains(it.id)))
    });
    let of_tables = associated.flat_map(|it| {
        let subnet = template.property(it, &["SubnetId"]);
        subnet.into_iter().flat_map(|it| template.references_in(it)).filter_map(|it| template.resource(it.id))
    });
    let mut subnets = of_tables.filter(|it| it.part == Some(Part::Subnet)).collect::<Vec<_>>();
    if subnets.is_empty() && tables.is_empty() {
        subnets = template.all(Part::Subnet).filter(|it| !is_public(template, it, nat)).collect();
    }
    let zones = subnets.iter().filter_map(|it| zone(template, it)).collect::<HashSet<_>>();
    (!zones.is_empty()).then_some(zones.len())
}

/// Whether a subnet reaches the internet by itself: the gateway stands in it, it gives out addresses, or its name says so.
fn is_public(template: &Template<'_>, subnet: &Resource<'_>, nat: &Resource<'_>) -> bool {
    let holds = template.references_in(nat.entry).iter().any(|it| it.id == subnet.id);
    let gives = template.property(subnet, &["MapPublicIpOnLaunch"]).and_then(|it| template.boolean(it));
    holds || gives.is_some_and(|it| it.0) || template.is_called(subnet, Sort::Public)
}

/// An instance that routes lead to and whose name says that it does the work of a NAT gateway.
fn nat_instance(template: &Template<'_>) -> Option<Fact> {
    let is_nat = |it: &&Resource<'_>| {
        let forwards = template.property(it, &["SourceDestCheck"]).and_then(|it| template.boolean(it));
        let is_named = template.names(it).chain([it.id]).any(|it| words(it).iter().any(|it| it == "nat"));
        forwards.is_some_and(|it| !it.0) && (is_named || routes(template, it).next().is_some())
    };
    let mut all = template.all(Part::Instance).filter(is_nat);
    let only = all.next().filter(|it| all.next().is_none() && template.is_made(it))?;
    template.fact(stated(Statement::OneNatGateway), Some(Class::Nat), only, only.kind)
}
