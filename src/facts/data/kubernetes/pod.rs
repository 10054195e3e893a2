//! What does the template of a pod state, and what runs it?

use super::super::super::{Fact, Kind, Statement};
use super::super::Data;
use super::super::manifest::image;
use super::super::manifest::setting;
use super::super::manifest::store::{self, Worth};
use super::super::manifest::variable::{self, Variable};
use super::super::manifest::{Manifest, VOLUMES, Workload};
use super::Object;
use crate::language::Class;

/// Where the kinds of Kubernetes keep the specification of their pods.
const SPECS: [&[&str]; 3] =
    [&["spec", "template", "spec"], &["spec", "jobTemplate", "spec", "template", "spec"], &["spec"]];

/// The kinds that keep pods running; what another tool's kind with replicas runs, only that tool knows.
const KINDS: [&str; 4] = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/// A directory of a container, and the volume that stands there.
struct Mount<'a> {
    volume: &'a str,
    path: &'a str,
    at: usize,
    /// What the container is.
    class: Option<Class>,
}

/// The facts of an object that runs pods, or none.
pub(super) fn read(object: &Object<'_>, facts: &mut Vec<Fact>) {
    let data = object.data();
    let spec = spec(object);
    let manifest = object.manifest;
    let containers = || spec.into_iter().flat_map(|it| manifest.items(it, "containers"));
    let class = containers().find_map(|it| image::class_of(data, data.at(it, &["image"])?));
    let workload = Workload { class, ..object.subject() };
    let is_job = matches!(object.kind, "Job" | "CronJob" | "Pod");
    let runs_on = KINDS.contains(&object.kind) || (spec.is_some() && !is_job);
    if let Some(at) = object.at(&["spec", "replicas"]).filter(|_| runs_on)
        && data.entry(data.tree().resolve(at)).number() == Some(1.0)
    {
        object.manifest.alone(facts, &Workload { within: at, ..workload }, at);
    }
    if let Some(at) = object.at(&["spec", "replicas"]).filter(|_| runs_on && class.is_none())
        && data.entry(data.tree().resolve(at)).number() > Some(1.0)
    {
        object.manifest.say(
            facts,
            Statement::RunsSeveral,
            &Workload { class: Some(Class::Compute), within: at, ..workload },
            at,
        );
    }
    zone(object, spec.filter(|_| runs_on), &workload, facts);
    let Some(spec) = spec else { return };
    for key in ["command", "args"] {
        for it in containers() {
            let words = manifest.items(it, key).filter_map(|it| Some((data.entry(it).text()?, it)));
            variable::read_options(object.manifest, words, facts);
        }
    }
    let mounts = containers().flat_map(|it| mounts(manifest, it)).take(VOLUMES).collect::<Vec<_>>();
    let volumes = manifest.items(spec, "volumes").take(VOLUMES).collect::<Vec<_>>();
    for volume in &volumes {
        self::volume(object, *volume, &mounts, facts);
    }
    let lasts = |name: &str| {
        let volume =
            volumes.iter().find(|it| data.at(**it, &["name"]).and_then(|it| data.entry(it).text()) == Some(name));
        // One that is not listed is claimed by a template.
        volume.is_none_or(|it| passing(data, *it).is_none())
    };
    let kept = mounts.iter().filter(|it| lasts(it.volume) || is_named(data, it)).map(|it| it.path).collect::<Vec<_>>();
    for it in variables(object) {
        let is_kept = |path: &str| path.starts_with("/tmp") || kept.iter().any(|it| path.starts_with(it));
        variable::read(manifest, &it, is_kept, facts);
    }
}

/// Whether the names of the mount say themselves what is kept there, so that its volume is spoken of.
fn is_named(data: &Data<'_>, it: &Mount<'_>) -> bool {
    store::worth(data, [it.volume, it.path].into_iter(), std::iter::empty()) != Worth::Unsaid
}

/// The entry of the pods' specification.
fn spec(object: &Object<'_>) -> Option<usize> {
    let specs = SPECS.iter().filter_map(|it| object.at(it));
    specs.into_iter().find(|it| object.data().tree().find(*it, "containers").is_some())
}

/// The variables of all containers that have a value.
pub(super) fn variables<'a>(object: &'a Object<'_>) -> impl Iterator<Item = Variable<'a>> {
    let (data, manifest) = (object.data(), object.manifest);
    let containers = ["initContainers", "containers"];
    let containers = spec(object).into_iter().flat_map(move |it| containers.map(|key| (it, key)));
    let containers = containers.flat_map(move |(it, key)| manifest.items(it, key));
    containers.flat_map(move |it| manifest.items(it, "env")).filter_map(move |it| {
        let (name, at) = (data.at(it, &["name"])?, data.at(it, &["value"])?);
        let held = data.entry(data.tree().resolve(at));
        Some(Variable { name: data.entry(name).text()?, value: held.text()?, at })
    })
}

fn mounts<'a>(manifest: &'a Manifest<'_>, container: usize) -> impl Iterator<Item = Mount<'a>> {
    let data = manifest.data;
    let class = data.at(container, &["image"]).and_then(|it| image::class_of(data, it));
    manifest.items(container, "volumeMounts").filter_map(move |at| {
        let text = |key: &str| data.entry(data.at(at, &[key])?).text();
        Some(Mount { volume: text("name")?, path: text("mountPath")?, at, class })
    })
}

/// The entry that says that a volume goes with its pod or with its node.
fn passing(data: &Data<'_>, volume: usize) -> Option<usize> {
    data.at(volume, &["emptyDir"]).or_else(|| data.at(volume, &["hostPath"]))
}

/// Data that must last, on a volume that goes with its pod or its node.
fn volume(object: &Object<'_>, volume: usize, mounts: &[Mount<'_>], facts: &mut Vec<Fact>) {
    let data = object.data();
    let name = data.at(volume, &["name"]).and_then(|it| data.entry(it).text());
    let (Some(at), Some(name)) = (passing(data, volume), name) else { return };
    let mounts = mounts.iter().filter(|it| it.volume == name).collect::<Vec<_>>();
    let in_memory = data.at(at, &["medium"]).is_some();
    if in_memory || mounts.is_empty() {
        return;
    }
    let entries = (volume..data.entry(volume).end).chain(mounts.iter().flat_map(|it| it.at..data.entry(it.at).end));
    let comments = entries.flat_map(|it| object.manifest.comments(it)).map(|it| data.outline.blocks[it].prose.text());
    let names = std::iter::once(name).chain(mounts.iter().map(|it| it.path));
    let worth = store::worth(data, names, comments);
    let is_data = |it: &&Mount<'_>| matches!(it.class, Some(Class::Database | Class::Aurora)) && is_data_path(it.path);
    if worth == Worth::Lasts || (worth == Worth::Unsaid && mounts.iter().any(is_data)) {
        let subject = Workload { name, class: None, within: volume };
        object.manifest.say(facts, Statement::KeptOnEphemeralStorage, &subject, at);
    }
}

/// Where databases keep their files: `/var/lib/postgresql/data`, `/data/db`.
fn is_data_path(path: &str) -> bool {
    path.starts_with("/var/lib/") || path.split('/').any(|it| it == "data")
}

/// Pods or machines that are held in one zone.
fn zone(object: &Object<'_>, spec: Option<usize>, workload: &Workload<'_>, facts: &mut Vec<Fact>) {
    let data = object.data();
    let mut found: Option<(usize, &str)> = None;
    let selected = spec.and_then(|it| data.at(it, &["nodeSelector"]));
    for at in selected.into_iter().flat_map(|it| object.manifest.held(it)).map(|it| it.at) {
        if data.entry(at).key().is_some_and(is_zone_key) {
            found = data.entry(at).text().map(|it| (at, it));
        }
    }
    let required = spec
        .and_then(|it| data.at(it, &["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"]));
    // Machines are asked for in the same words as pods are placed.
    let required = required.or_else(|| object.at(&["spec", "template", "spec", "requirements"]));
    let range = required.map_or(0..0, |it| it + 1..data.entry(it).end);
    for at in range {
        let is_zone = data.at(at, &["key"]).and_then(|it| data.entry(it).text()).is_some_and(is_zone_key);
        let Some(values) = data.at(at, &["values"]).filter(|_| is_zone) else { continue };
        let zones = object.manifest.items(at, "values").filter_map(|it| data.entry(it).text()).collect::<Vec<_>>();
        let is_in = data.at(at, &["operator"]).and_then(|it| data.entry(it).text()) == Some("In");
        match (zones.as_slice(), found) {
            ([zone], None) if is_in => found = Some((values, zone)),
            ([zone], Some((_, other))) if is_in && *zone == other => {}
            // Others are allowed as well, or one is left out.
            _ => return,
        }
    }
    if let Some((at, _)) = found.filter(|it| is_zone_id(it.1) && !is_named_after(workload.name, it.1)) {
        object.manifest.state(facts, Kind::Zones(1), &Workload { within: at, ..*workload }, at);
    }
}

fn is_zone_key(key: &str) -> bool {
    key.ends_with("/zone")
}

/// A zone written out, `ap-northeast-2a`, not left to a template.
fn is_zone_id(zone: &str) -> bool {
    zone.len() >= 2 && zone.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

/// Of `broker-2a` or `broker-c` there is one in every zone.
fn is_named_after(name: &str, zone: &str) -> bool {
    let letter = &zone[zone.len() - 1..];
    let last = setting::parts(name).last().unwrap_or_default();
    name.contains(zone)
        || last == letter
        || (last.len() == 2 && last.ends_with(letter))
        || last.starts_with("az")
        || last.starts_with("zone")
}
