//! What does a manifest of Kubernetes state?

mod pod;

use crate::language::Class;
use crate::surface::Value;

use super::super::{Fact, Kind, Statement};
use super::Data;
use super::manifest::setting::{self, Setting};
use super::manifest::variable::{self, Variable};
use super::manifest::{Held, Manifest, Workload};

/// An object of the manifest.
struct Object<'a> {
    manifest: &'a Manifest<'a>,
    /// Its entry.
    index: usize,
    kind: &'a str,
    name: &'a str,
}

/// The facts of a manifest of Kubernetes. Cost: O(entries).
pub(super) fn read(data: &Data<'_>, facts: &mut Vec<Fact>) {
    let manifest = Manifest::new(data, facts);
    let header = setting::of_header(data);
    let is_list = text(data, data.document, &["kind"]) == "List";
    let mut objects = vec![data.document];
    if is_list {
        objects = manifest.items(data.document, "items").collect();
        objects.sort_unstable();
        objects.dedup();
    }
    for index in objects {
        let kind = text(data, index, &["kind"]);
        let name = text(data, index, &["metadata", "name"]);
        let object = Object { manifest: &manifest, index, kind, name };
        match object.setting(header) {
            (Setting::Trial, _) => continue,
            (Setting::Live, Some(at)) => facts.push(data.fact(Kind::Live, None, name, at)),
            _ => {}
        }
        object.read(facts);
    }
}

/// The scalar that `path` leads to from `index`; empty when none is there.
fn text<'a>(data: &'a Data<'_>, index: usize, path: &[&str]) -> &'a str {
    let found = data.at(index, path).map(|it| data.tree().resolve(it));
    found.and_then(|it| data.entry(it).text()).unwrap_or_default()
}

impl Object<'_> {
    fn data(&self) -> &Data<'_> {
        self.manifest.data
    }

    fn at(&self, path: &[&str]) -> Option<usize> {
        self.data().at(self.index, path)
    }

    fn subject(&self) -> Workload<'_> {
        Workload { name: self.name, class: None, within: self.index }
    }

    /// Whether the object is production, and where that is said.
    fn setting(&self, header: Setting) -> (Setting, Option<usize>) {
        let data = self.data();
        let labels = [&["metadata", "labels"][..], &["spec", "template", "metadata", "labels"]];
        let labels = labels.iter().filter_map(|it| self.at(it)).flat_map(|it| self.manifest.held(it)).map(|it| it.at);
        let mut said = vec![(header, self.at(&["kind"]))];
        for path in [&["metadata", "namespace"], &["metadata", "name"]] {
            if let Some(at) = self.at(path) {
                let value = data.entry(at).text().unwrap_or_default();
                // What Kubernetes itself runs is nobody's design.
                let is_its_own = path[1] == "namespace" && value.starts_with("kube-");
                said.push((if is_its_own { Setting::Trial } else { setting::of_name(value) }, Some(at)));
            }
        }
        let labels = labels.chain(pod::variables(self).map(|it| it.at));
        for at in labels {
            let entry = data.entry(at);
            let name = data.tree().find(entry.parent.unwrap_or(at), "name").and_then(|it| data.entry(it).text());
            let name = if entry.key() == Some("value") { name } else { entry.key() };
            let value = entry.text().unwrap_or_default();
            said.push((setting::of_variable(name.unwrap_or_default(), value), Some(at)));
        }
        let first = |setting: Setting| said.iter().find(|it| it.0 == setting).copied();
        first(Setting::Trial).or_else(|| first(Setting::Live)).unwrap_or((Setting::Unsaid, None))
    }

    fn read(&self, facts: &mut Vec<Fact>) {
        self.scaling(facts);
        self.affinity(facts);
        match self.kind {
            "ConfigMap" => self.values("data", facts),
            "Secret" => {
                self.values("stringData", facts);
                self.encoded(facts);
            }
            _ => pod::read(self, facts),
        }
    }

    /// What keeps a number between two others.
    fn scaling(&self, facts: &mut Vec<Fact>) {
        let target = text(self.data(), self.index, &["spec", "scaleTargetRef", "name"]);
        if target.is_empty() {
            return;
        }
        let number = |keys: [&str; 2]| {
            let at = keys.iter().find_map(|it| self.at(&["spec", it]))?;
            let number = self.data().entry(self.data().tree().resolve(at)).number()?;
            Some((at, number as u32))
        };
        let least = number(["minReplicas", "minReplicaCount"]);
        let most = number(["maxReplicas", "maxReplicaCount"]);
        let subject = Workload { name: target, class: Some(Class::Container), within: self.index };
        if let Some((at, least)) = least {
            facts.push(self.data().fact(Kind::KeptAtLeast(least), subject.class, target, at));
        }
        if let (Some((_, least)), Some((at, most))) = (least, most)
            && least == most
            && least > 0
        {
            self.manifest.say(facts, Statement::CapacityIsFixed, &subject, at);
        }
    }

    /// Sessions that are sent to the same pod again: by Services, gateways and the annotations of ingresses.
    fn affinity(&self, facts: &mut Vec<Fact>) {
        const HASHES: [&str; 2] = ["httpCookie", "useSourceIp"];
        let data = self.data();
        let annotations = self.at(&["metadata", "annotations"]);
        for at in self.index + 1..data.entry(self.index).end {
            let entry = data.entry(at);
            let (Some(key), value) = (entry.key(), entry.text().unwrap_or_default()) else { continue };
            let is_annotation = annotations.is_some() && entry.parent == annotations;
            let is_tied = match key {
                "sessionAffinity" => value == "ClientIP",
                "sessionPersistence" => entry.value == Value::Map,
                "consistentHash" => HASHES.iter().any(|it| data.tree().find(at, it).is_some()),
                _ => is_annotation && is_sticky(key, value),
            };
            if is_tied && !self.is_for_a_cache(at) {
                let subject = Workload { within: at, ..self.subject() };
                self.manifest.state(facts, Kind::Affinity, &subject, at);
            }
        }
    }

    /// Whether the comment says that stickiness only keeps a cache warm, or that sessions are kept elsewhere.
    fn is_for_a_cache(&self, at: usize) -> bool {
        use crate::language::{Role, Word};
        let words = || self.manifest.comments(at).flat_map(|it| self.manifest.lexemes(it));
        let keeps = words().any(|it| matches!(it.word, Word::Role(Role::External) | Word::Thing(Class::Cache)));
        keeps && !words().any(|it| it.word == Word::Role(Role::Local))
    }

    /// The variables that a map holds.
    fn values(&self, key: &str, facts: &mut Vec<Fact>) {
        let data = self.data();
        for Held { at, value } in self.at(&[key]).into_iter().flat_map(|it| self.manifest.held(it)) {
            let (Some(name), Some(value)) = (data.entry(at).key(), data.entry(value).text()) else { continue };
            // Whether a folder is on a disk that lasts, only the pod says.
            variable::read(self.manifest, &Variable { name, value, at }, |_| true, facts);
        }
    }

    /// Secrets that are only encoded, which hides nothing. What tools encrypt in place is no such thing.
    fn encoded(&self, facts: &mut Vec<Fact>) {
        let data = self.data();
        if data.at(self.index, &["sops"]).is_some() {
            return;
        }
        for Held { at, value } in self.at(&["data"]).into_iter().flat_map(|it| self.manifest.held(it)) {
            let (Some(name), Some(value)) = (data.entry(at).key(), data.entry(value).text()) else { continue };
            if let Some(shown) = decoded(value).and_then(|it| variable::secret(name, it.trim())) {
                let subject = Workload { name: &shown, class: None, within: at };
                self.manifest.say(facts, Statement::SecretInPlainText, &subject, at);
            }
        }
    }
}

/// `…/affinity: cookie`, `…: stickiness.enabled=true`, `…sticky…: "true"`
fn is_sticky(key: &str, value: &str) -> bool {
    let name = key.rsplit('/').next().unwrap_or(key);
    let is_on = value == "true";
    (name == "affinity" && value == "cookie")
        || value.replace(' ', "").contains("stickiness.enabled=true")
        || (is_on && (name.contains("sticky") || name.contains("stickiness") || name.contains("session-affinity")))
}

/// The text that Base64 stands for, if it is text.
fn decoded(value: &str) -> Option<String> {
    let digit = |it: u8| match it {
        b'A'..=b'Z' => Some(it - b'A'),
        b'a'..=b'z' => Some(it - b'a' + 26),
        b'0'..=b'9' => Some(it - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for it in value.trim().trim_end_matches('=').bytes().filter(|it| !it.is_ascii_whitespace()) {
        bits = (bits << 6 | u32::from(digit(it)?)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok().filter(|it| !it.contains(|c: char| c.is_control() && !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_text_or_none() {
        assert_eq!(decoded("V2ludGVyMmNvbGQ=").as_deref(), Some("Winter2cold"));
        assert_eq!(decoded("7ZWc6riA").as_deref(), Some("한글"));
        assert_eq!(decoded("").as_deref(), Some(""));
        assert_eq!(decoded("AAEC"), None);
        assert_eq!(decoded("not base64!"), None);
    }
}
