//! What does a file of Docker Compose state?
//!
//! Most of these files start things on somebody's laptop. They state nothing but keys that are nobody's sample, unless they say
//! that they are production.

use super::super::{Fact, Kind, Statement};
use super::Data;
use super::manifest::setting::{self, Setting};
use super::manifest::variable::{self, Variable};
use super::manifest::{Held, Manifest, VOLUMES, Workload, image};
use crate::language::Class;
use crate::surface::{Block, BlockKind};

/// The facts of a file of Docker Compose. Cost: O(entries).
pub(super) fn read(data: &Data<'_>, facts: &mut Vec<Fact>) {
    let manifest = Manifest::new(data, facts);
    let services = data.tree().find(data.document, "services");
    let services = services.into_iter().flat_map(|it| manifest.held(it)).map(|it| it.at).collect::<Vec<_>>();
    let (setting, said) = setting(&manifest, &services);
    if let (Setting::Live, Some(at)) = (setting, said) {
        facts.push(data.fact(Kind::Live, None, "", at));
    }
    for at in services {
        let service = Service { manifest: &manifest, at, name: data.entry(at).key().unwrap_or_default() };
        match setting {
            Setting::Live if !service.is_trial() => service.read(facts),
            _ => service.keys(facts),
        }
    }
}

/// Whether the file is production, and where it says so.
fn setting(manifest: &Manifest<'_>, services: &[usize]) -> (Setting, Option<usize>) {
    let data = manifest.data;
    let mut said = vec![(setting::of_header(data), Some(data.document))];
    for at in data.tree().children(data.document) {
        let (key, value) = (data.entry(at).key().unwrap_or_default(), data.entry(at).text().unwrap_or_default());
        let names_it = key == "name" || key.starts_with("x-");
        said.push((if names_it { setting::of_name(value) } else { Setting::Unsaid }, Some(at)));
    }
    let is_trial = said.iter().any(|it| it.0 == Setting::Trial);
    for at in services {
        let variables =
            variables(manifest, *at).into_iter().map(|it| (setting::of_variable(it.name, it.value), Some(it.at)));
        said.extend(variables);
        // Copies are for a cluster.
        let replicas = data.at(*at, &["deploy", "replicas"]);
        said.extend(replicas.map(|it| (Setting::Live, Some(it))));
    }
    let live = said.iter().find(|it| it.0 == Setting::Live).copied();
    let trial = said.iter().any(|it| it.0 == Setting::Trial);
    match live {
        _ if is_trial => (Setting::Trial, None),
        // Its variables say both.
        Some(_) if trial => (Setting::Unsaid, None),
        Some(live) => live,
        None => (Setting::Unsaid, None),
    }
}

/// What `environment` gives to a service: a map, with what it merges in, or a list of `NAME=value`.
fn variables<'a>(manifest: &'a Manifest<'_>, service: usize) -> Vec<Variable<'a>> {
    let data = manifest.data;
    let environment = data.at(service, &["environment"]).into_iter().flat_map(|it| manifest.held(it));
    let merged =
        |it: Held| if data.entry(it.at).key() == Some("<<") { manifest.held(it.value).collect() } else { vec![it] };
    let variable = |Held { at, value }: Held| {
        let held = data.entry(value).text()?;
        let (name, value) = match data.entry(at).key() {
            Some(key) => (key, held),
            None => held.split_once('=')?,
        };
        Some(Variable { name, value, at })
    };
    environment.flat_map(merged).filter_map(variable).collect()
}

/// One service of the file.
struct Service<'a> {
    manifest: &'a Manifest<'a>,
    at: usize,
    name: &'a str,
}

impl Service<'_> {
    fn data(&self) -> &Data<'_> {
        self.manifest.data
    }

    fn find(&self, path: &[&str]) -> Option<usize> {
        self.data().at(self.at, path)
    }

    /// Whether it is started on a laptop only: by its name, or as a part of a profile.
    fn is_trial(&self) -> bool {
        const TOOLS: [&str; 6] = ["debug", "tools", "tool", "manual", "seed", "mock"];
        let data = self.data();
        let profiles = self.manifest.items(self.at, "profiles");
        let mut names = profiles.filter_map(|it| data.entry(it).text());
        setting::of_name(self.name) == Setting::Trial
            || names.any(|it| setting::of_name(it) == Setting::Trial || TOOLS.contains(&it))
    }

    /// Keys that services give out, which are live wherever they are written.
    fn keys(&self, facts: &mut Vec<Fact>) {
        for it in variables(self.manifest, self.at) {
            if variable::is_production_key(it.value) {
                let subject = Workload { name: it.name, class: None, within: it.at };
                facts.push(self.data().fact(Kind::Live, None, "", it.at));
                self.manifest.say(facts, Statement::SecretInPlainText, &subject, it.at);
            }
        }
    }

    fn read(&self, facts: &mut Vec<Fact>) {
        let data = self.data();
        let image = self.find(&["image"]);
        let class = image.and_then(|it| image::class_of(data, it));
        let workload = Workload { name: self.name, class, within: self.at };
        let mounts = self.mounts();
        let is_kept = |path: &str| path.starts_with("/tmp") || mounts.iter().any(|it| path.starts_with(it));
        for it in variables(self.manifest, self.at) {
            variable::read(self.manifest, &it, is_kept, facts);
        }
        let command = self.find(&["command"]).filter(|it| data.entry(*it).text().is_some());
        let words = command.into_iter().chain(self.manifest.items(self.at, "command"));
        let words = words.filter_map(|it| Some((data.entry(it).text()?, it)));
        let words = words.flat_map(|(text, at)| text.split_whitespace().map(move |it| (it, at)));
        variable::read_options(self.manifest, words, facts);
        let replicas = self.find(&["deploy", "replicas"]).or_else(|| self.find(&["scale"]));
        let one = replicas.filter(|it| data.entry(*it).number() == Some(1.0));
        if let Some(at) = one.or(image.filter(|it| class.is_some() && self.is_alone(*it))) {
            self.manifest.alone(facts, &workload, at);
        }
        if let Some(at) = self.stays_down() {
            self.manifest.say(facts, Statement::RecoversByHand, &workload, at);
        }
        let is_kept = ["volumes", "volumes_from", "extends"].iter().any(|it| self.find(&[it]).is_some());
        if let Some(at) = image.filter(|_| !is_kept && matches!(class, Some(Class::Database | Class::Aurora))) {
            self.lost(&workload, at, facts);
        }
    }

    /// Where its volumes stand.
    fn mounts(&self) -> Vec<&str> {
        let data = self.data();
        let target = |it: usize| match data.at(it, &["target"]) {
            Some(target) => data.entry(target).text(),
            None => data.entry(it).text()?.split(':').nth(1),
        };
        self.manifest.items(self.at, "volumes").take(VOLUMES).filter_map(target).collect()
    }

    /// Whether a comment on the service or its image says that it has no second.
    fn is_alone(&self, image: usize) -> bool {
        [self.at, image].iter().flat_map(|it| self.manifest.comments(*it)).any(|it| self.manifest.says_alone(it))
    }

    /// What says that a server that ends is not started again. What is done once ends as it should, and has no port.
    fn stays_down(&self) -> Option<usize> {
        let data = self.data();
        let says = |at: &usize, words: [&str; 2]| data.entry(*at).text().is_some_and(|it| words.contains(&it));
        let restart = self.find(&["restart"]).filter(|it| says(it, ["no", "false"]));
        let policy = self.find(&["deploy", "restart_policy", "condition"]).filter(|it| says(it, ["none", "no"]));
        restart.or(policy).filter(|_| self.find(&["ports"]).is_some())
    }

    /// A database without a volume; stated where one was switched off, if that is to be seen.
    fn lost(&self, workload: &Workload<'_>, image: usize, facts: &mut Vec<Fact>) {
        let data = self.data();
        let key = data.entry(self.at).key.as_ref().and_then(|it| it.block);
        let is_switched_off = |it: &&Block| {
            matches!(it.kind, BlockKind::Comment { .. }) && it.parent == key && it.prose.text().starts_with("volumes:")
        };
        let first = key.unwrap_or_default();
        let comment = data.outline.blocks[first..].iter().take(500).find(is_switched_off);
        let before = facts.len();
        self.manifest.say(facts, Statement::KeptOnEphemeralStorage, workload, image);
        if let (Some(comment), Some(fact)) = (comment, facts[before..].first_mut()) {
            fact.range = comment.range;
        }
    }
}
