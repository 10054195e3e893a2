//! In whose words is a file of data written: those of a tool, or its writer's own?

use super::tree::Tree;

/// What sort of document a YAML file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A template of CloudFormation or SAM.
    Template,
    /// A manifest of Kubernetes.
    Kubernetes,
    /// A file of Docker Compose.
    Compose,
    /// Anything else: a design in whatever words its writer chose.
    Design,
}

/// Whether the version of an API is one of Kubernetes: `v1`, `apps/v1`, `argoproj.io/v1alpha1`. `catalog/v2` is its writer's own.
fn is_of_kubernetes(tree: &Tree, version: usize) -> bool {
    const GROUPS: [&str; 5] = ["apps", "batch", "autoscaling", "policy", "extensions"];
    let Some(text) = tree.entries()[version].text() else { return false };
    match text.split_once('/') {
        None => text.starts_with('v'),
        Some((group, _)) => GROUPS.contains(&group) || group.contains('.'),
    }
}

/// The dialect of a document, by the keys that its tool asks for. Cost: O(entries of its first levels).
pub fn dialect(tree: &Tree, document: usize) -> Dialect {
    let has = |key: &str| tree.find(document, key).is_some();
    let holds = |key: &str, inner: &[&str]| {
        let map = tree.find(document, key);
        map.is_some_and(|map| {
            tree.children(tree.resolve(map)).any(|it| inner.iter().any(|key| tree.find(it, key).is_some()))
        })
    };
    if has("AWSTemplateFormatVersion") || (has("Resources") && holds("Resources", &["Type"])) {
        Dialect::Template
    } else if has("kind") && tree.find(document, "apiVersion").is_some_and(|it| is_of_kubernetes(tree, it)) {
        Dialect::Kubernetes
    } else if holds("services", &["image", "build", "deploy", "ports"]) {
        Dialect::Compose
    } else {
        Dialect::Design
    }
}
