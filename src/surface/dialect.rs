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

/// Whether the version of an API is one of Kubernetes: `v1`, `argoproj.io/v1alpha1`, and `apps/v1` over a `spec`. `catalog/v2` is its
/// writer's own.
fn is_of_kubernetes(tree: &Tree, document: usize, version: usize) -> bool {
    let group = tree.entries()[version].text().and_then(|it| it.split_once('/'));
    group.is_none_or(|(group, _)| group.contains('.')) || tree.find(document, "spec").is_some()
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
    } else if has("kind") && tree.find(document, "apiVersion").is_some_and(|it| is_of_kubernetes(tree, document, it)) {
        Dialect::Kubernetes
    } else if holds("services", &["image", "build", "deploy", "ports"]) {
        Dialect::Compose
    } else {
        Dialect::Design
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::{Format, Place, outline};

    #[test]
    fn a_catalogue_with_a_version_of_its_own_is_a_design() {
        for (text, expected) in [
            ("apiVersion: v1\nkind: Secret\ndata: {}\n", Dialect::Kubernetes),
            ("apiVersion: apps/v1\nkind: Deployment\nspec: {}\n", Dialect::Kubernetes),
            ("apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n", Dialect::Kubernetes),
            ("apiVersion: catalog/v2\nkind: ServiceCatalog\nservices: []\n", Dialect::Design),
        ] {
            let tree = outline(text, Place::First, Format::Yaml).tree;
            let document = tree.documents().next();
            assert_eq!(document.map(|it| dialect(&tree, it)), Some(expected), "{text}");
        }
    }
}
