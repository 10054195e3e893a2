//! Which resources does a template have, which part does each play, and who refers to whom?

use std::collections::HashMap;

use super::super::{Data, is_not_production};
use crate::knowledge::{Part, Sort, Templates};
use crate::language::script;
use crate::span::Span;
use crate::surface::{Entry, Tree, Value};

/// Nobody nests the properties of a resource deeper.
const DEEPEST: usize = 24;

/// A template with its parts by name.
pub(super) struct Template<'a> {
    pub(super) data: &'a Data<'a>,
    /// In the order of the file.
    pub(super) resources: Vec<Resource<'a>>,
    pub(super) parameters: HashMap<&'a str, usize>,
    pub(super) conditions: HashMap<&'a str, usize>,
    pub(super) mappings: HashMap<&'a str, usize>,
    /// In the order of the file.
    pub(super) references: Vec<Reference<'a>>,
    /// By what they name, indices of `references`.
    by_target: HashMap<&'a str, Vec<usize>>,
    by_id: HashMap<&'a str, usize>,
    /// By part, indices of `resources`.
    by_part: HashMap<Part, Vec<usize>>,
    /// Whether its writer describes it in Korean.
    pub(super) is_korean: bool,
}

/// One resource.
pub(super) struct Resource<'a> {
    /// Its logical id.
    pub(super) id: &'a str,
    pub(super) entry: usize,
    /// The entry that says its type.
    pub(super) kind: usize,
    pub(super) properties: Option<usize>,
    pub(super) part: Option<Part>,
}

/// A place that names a resource or a parameter.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The entry.
    pub(super) at: usize,
    pub(super) id: &'a str,
    /// What of it; empty when itself is meant.
    pub(super) attribute: &'a str,
}

impl<'a> Template<'a> {
    /// Looks through a document. Cost: O(entries).
    pub(super) fn of(data: &'a Data<'a>) -> Template<'a> {
        let tree = data.tree();
        let map = |key: &str| -> HashMap<&'a str, usize> {
            let map = tree.find(data.document, key).map(|it| tree.resolve(it));
            let children = map.into_iter().flat_map(|it| tree.children(it));
            children.filter_map(|it| Some((tree.entries()[it].key()?, it))).collect()
        };
        let mut resources = resources(data);
        resources.sort_by_key(|it| it.entry);
        let mut by_part: HashMap<Part, Vec<usize>> = HashMap::new();
        for (index, resource) in resources.iter().enumerate() {
            if let Some(part) = resource.part {
                by_part.entry(part).or_default().push(index);
            }
        }
        let references = references(tree, data.document);
        let mut by_target: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, reference) in references.iter().enumerate() {
            by_target.entry(reference.id).or_default().push(index);
        }
        Template {
            by_target,
            by_id: resources.iter().enumerate().map(|(index, it)| (it.id, index)).collect(),
            by_part,
            resources,
            parameters: map("Parameters"),
            conditions: map("Conditions"),
            mappings: map("Mappings"),
            references,
            is_korean: is_korean(data),
            data,
        }
    }

    pub(super) fn tree(&self) -> &'a Tree {
        &self.data.outline.tree
    }

    pub(super) fn entry(&self, index: usize) -> &'a Entry {
        &self.data.outline.tree.entries()[index]
    }

    pub(super) fn words(&self) -> &'a Templates {
        &self.data.knowledge.templates
    }

    /// The resources that play `part`, in order.
    pub(super) fn all(&self, part: Part) -> impl Iterator<Item = &Resource<'a>> {
        self.by_part.get(&part).into_iter().flatten().map(|it| &self.resources[*it])
    }

    /// Those that are sure to be made.
    pub(super) fn made(&self, part: Part) -> impl Iterator<Item = &Resource<'a>> {
        self.all(part).filter(|it| self.is_made(it))
    }

    /// The resource of this name.
    pub(super) fn resource(&self, id: &str) -> Option<&Resource<'a>> {
        self.by_id.get(id).map(|it| &self.resources[*it])
    }

    /// The resource that entry `at` stands in.
    pub(super) fn around(&self, at: usize) -> Option<&Resource<'a>> {
        let before = self.resources.partition_point(|it| it.entry <= at).checked_sub(1)?;
        Some(&self.resources[before]).filter(|it| at < self.entry(it.entry).end)
    }

    /// The property that `path` leads to.
    pub(super) fn property(&self, resource: &Resource<'_>, path: &[&str]) -> Option<usize> {
        self.data.at(resource.properties?, path)
    }

    /// What entry `index` and all that it holds refer to.
    pub(super) fn references_in(&self, index: usize) -> &[Reference<'a>] {
        let index = self.tree().resolve(index);
        let start = self.references.partition_point(|it| it.at < index);
        let end = self.references.partition_point(|it| it.at < self.entry(index).end);
        &self.references[start..end]
    }

    /// All places that refer to `id`, in order.
    pub(super) fn references_to(&self, id: &str) -> impl Iterator<Item = Reference<'a>> {
        self.by_target.get(id).into_iter().flatten().map(|it| self.references[*it])
    }

    /// The resources of this part that refer to `id`, below one of `keys` if there are any.
    pub(super) fn referring<'s>(
        &'s self,
        id: &str,
        part: Part,
        keys: &'s [&str],
    ) -> impl Iterator<Item = &'s Resource<'a>> {
        let below = |it: &Reference<'_>| keys.is_empty() || self.keys_around(it.at).any(|it| keys.contains(&it));
        let places = self.references_to(id).filter(move |it| below(it)).filter_map(|it| self.around(it.at));
        places.filter(move |it| it.part == Some(part))
    }

    /// Whether entry `index` or something that it holds has one of `words` in its text.
    pub(super) fn says(&self, index: usize, words: &[String]) -> bool {
        let texts = (index..self.entry(index).end).filter_map(|it| self.entry(it).text());
        texts.into_iter().any(|text| words.iter().any(|it| text.contains(it.as_str())))
    }

    /// The keys around a reference, innermost first, up to its resource.
    pub(super) fn keys_around(&self, at: usize) -> impl Iterator<Item = &'a str> {
        self.tree().upward(at).take(DEEPEST).filter_map(|it| self.entry(it).key())
    }

    /// Whether one of `resource`'s names (its id, its tag, what a property calls it) has a word of this sort.
    pub(super) fn is_called(&self, resource: &Resource<'_>, sort: Sort) -> bool {
        self.words().is(resource.id, sort) || self.names(resource).any(|it| self.words().is(it, sort))
    }

    /// What properties and the tag `Name` call a resource.
    pub(super) fn names<'s>(&'s self, resource: &Resource<'_>) -> impl Iterator<Item = &'a str> + 's {
        let properties = resource.properties.map(|it| self.tree().resolve(it));
        let named = properties
            .into_iter()
            .flat_map(|it| self.tree().children(it))
            .filter(|it| self.entry(*it).key().is_some_and(|it| it.ends_with("Name") || it.ends_with("Identifier")));
        let tags = properties.and_then(|it| self.tree().find(it, "Tags")).map(|it| self.tree().resolve(it));
        let tags = tags.into_iter().flat_map(|it| self.tree().children(it)).filter_map(|tag| {
            let key = self.tree().find(tag, "Key")?;
            (self.entry(key).text() == Some("Name")).then(|| self.tree().find(tag, "Value")).flatten()
        });
        named.chain(tags).filter_map(|it| self.entry(it).text())
    }

    /// Whether a name or a comment says that what entry `place` says of `resource` is so in a test only.
    pub(super) fn is_aside(&self, resource: &Resource<'_>, place: usize) -> bool {
        let places = [Some(place), Some(resource.entry), Some(resource.kind), resource.properties];
        self.is_called(resource, Sort::NonProduction)
            || places.into_iter().flatten().any(|it| self.data.is_set_aside(it))
    }

    /// Whether its description says that all of it is for tests.
    pub(super) fn is_for_tests(&self) -> bool {
        let description = self.tree().find(self.data.document, "Description").map(|it| self.entry(it).value_span);
        description.is_some_and(|it| self.data.units_at(it).any(is_not_production))
    }
}

fn resources<'a>(data: &'a Data<'a>) -> Vec<Resource<'a>> {
    let tree = data.tree();
    let Some(map) = tree.find(data.document, "Resources").map(|it| tree.resolve(it)) else { return Vec::new() };
    let read = |entry: usize| {
        let id = tree.entries()[entry].key()?;
        let kind = tree.find(entry, "Type")?;
        let part = tree.entries()[kind].text().and_then(|it| data.knowledge.templates.part(it));
        Some(Resource { id, entry, kind, properties: tree.find(entry, "Properties"), part })
    };
    tree.children(map).filter_map(read).collect()
}

/// All places below `document` that refer to something by name: `!Ref`, `!GetAtt`, `!Sub`, and their long forms.
fn references(tree: &Tree, document: usize) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    for at in document..tree.entries()[document].end {
        let entry = &tree.entries()[at];
        let form = entry.tag.as_deref().and_then(|it| it.strip_prefix('!'));
        let form = form.or_else(|| entry.key().map(|it| it.strip_prefix("Fn::").unwrap_or(it)));
        match (form, entry.text()) {
            (Some("Ref"), Some(text)) => found.push(Reference { at, id: text, attribute: "" }),
            (Some("GetAtt"), Some(text)) => found.extend(named(at, text)),
            (Some("GetAtt"), None) if entry.value == Value::List => {
                let mut parts = tree.children(at).filter_map(|it| tree.entries()[it].text());
                let (id, attribute) = (parts.next(), parts.next());
                found.extend(id.map(|id| Reference { at, id, attribute: attribute.unwrap_or("") }));
            }
            (Some("Sub"), Some(text)) => found.extend(variables(text).filter_map(|it| named(at, it))),
            (Some("Sub"), None) => {
                let first = tree.children(at).next().and_then(|it| tree.entries()[it].text());
                found.extend(first.into_iter().flat_map(variables).filter_map(|it| named(at, it)));
            }
            _ => {}
        }
    }
    found
}

/// `Db.Endpoint.Address`
fn named(at: usize, text: &str) -> Option<Reference<'_>> {
    let (id, attribute) = text.split_once('.').unwrap_or((text, ""));
    (!id.is_empty()).then_some(Reference { at, id, attribute })
}

/// What stands in `${…}`; `${!…}` is literal.
pub(super) fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0.trim()).filter(|it| !it.starts_with('!'))
}

/// Whether the description is Korean, or a comment before anything else.
fn is_korean(data: &Data<'_>) -> bool {
    let tree = data.tree();
    let description = tree.find(data.document, "Description").map(|it| tree.entries()[it].value_span);
    let start = tree.entries()[data.document].span.start;
    let first = tree.children(data.document).next().map_or(start, |it| tree.entries()[it].span.start);
    let has_hangul = |span| data.blocks_at(span).any(|it| it.1.prose.text().contains(script::is_hangul));
    description.is_some_and(has_hangul) || has_hangul(Span::new(start, first))
}
