//! Of which components does a section speak? Only what is the only one of its sort is the same beyond doubt.

use super::{Name, Part, Section, Teller, sort};
use crate::knowledge::{Part as Resource, Sort, VocabularyPart};
use crate::language::{Class, Unit, Word};
use crate::span::Span;
use crate::surface::{BlockKind, Dialect, End};

/// The sorts of component that claims are of, as far as there can be several of them.
const SORTS: [Class; 7] =
    [Class::Compute, Class::Database, Class::Aurora, Class::Nosql, Class::FileStore, Class::Queue, Class::Nat];

/// The components of a section, sorted.
pub(super) fn parts(section: &Section<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let is_data =
        |it: &BlockKind| matches!(it, BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. });
    let is_text = |it: &&Unit| {
        let block = &section.outline.blocks[it.parts[0].block];
        !block.is_drawn() && !is_data(&block.kind)
    };
    section.units.iter().filter(is_text).for_each(|it| in_words(section, it, &mut parts));
    parts.sort_unstable();
    parts.dedup();
    drawn(section, &mut parts);
    let tree = &section.outline.tree;
    for (document, dialect) in &section.documents {
        match dialect {
            Dialect::Template => resources(section, *document, &mut parts),
            Dialect::Kubernetes => object(section, *document, &mut parts),
            Dialect::Compose => services(section, *document, &mut parts),
            Dialect::Design => {}
        }
    }
    if !tree.is_empty() {
        designed(section, &mut parts);
    }
    parts.sort_unstable();
    parts
}

/// The components that running text names, or has several of.
fn in_words(section: &Section<'_>, unit: &Unit, parts: &mut Vec<Part>) {
    let teller = Teller::Text;
    let in_rows = section.row_name(unit).filter(|it| !it.is_empty());
    for of in SORTS {
        let is_it = |word: Word| matches!(word, Word::Thing(it) | Word::Named(it) if sort(it) == of);
        let mut spans = unit.lexemes.iter().filter(|it| is_it(it.word)).map(|it| it.span).peekable();
        if spans.peek().is_none() {
            continue;
        }
        let is_many = of != Class::Compute && spans.any(|it| is_plural(unit, it));
        let names = match &in_rows {
            Some(name) => vec![name.clone()],
            None => section.modified(unit, unit.whole(), of),
        };
        let named = names.into_iter().filter(|it| !it.is_empty());
        parts.extend(named.map(|name| Part { of, teller, name, is_many: false }));
        if is_many {
            parts.push(Part { of, teller, name: Name::default(), is_many });
        }
    }
}

/// "databases", "two RDS instances"; machines are counted anyway.
fn is_plural(unit: &Unit, at: Span) -> bool {
    const NOUNS: [&str; 6] = ["databases", "dbs", "queues", "gateways", "tables", "file systems"];
    let is_noun = NOUNS.contains(&at.of(&unit.text).to_lowercase().as_str());
    is_noun || unit.lexemes.iter().any(|it| it.is_several() && unit.words_between(it.span, at) == 0)
}

/// Each thing that is drawn, as often as it is drawn.
fn drawn(section: &Section<'_>, parts: &mut Vec<Part>) {
    if section.drawn.is_empty() {
        return;
    }
    let units = section.by_block();
    let unit_of = |block: usize| units.get(&block).copied();
    for diagram in section.drawn {
        for node in 0..diagram.nodes.len() {
            let Some(unit) = diagram.label(End::Node(node)).and_then(unit_of) else { continue };
            let of = SORTS.into_iter().find(|of| {
                let is_it = |word: Word| matches!(word, Word::Thing(it) | Word::Named(it) if sort(it) == *of);
                unit.lexemes.iter().any(|it| is_it(it.word))
            });
            let name = || section.modified(unit, unit.whole(), of.unwrap_or(Class::Compute)).into_iter().next();
            parts.extend(of.map(|of| Part {
                of,
                teller: Teller::Drawing,
                name: name().unwrap_or_default(),
                is_many: false,
            }));
        }
    }
}

/// The resources of a template: queues for what failed and copies of databases stand behind others.
fn resources(section: &Section<'_>, document: usize, parts: &mut Vec<Part>) {
    const SOURCES: [&str; 2] = ["SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"];
    let (tree, templates) = (&section.outline.tree, &section.knowledge.templates);
    let Some(map) = tree.find(document, "Resources").map(|it| tree.resolve(it)) else { return };
    for entry in tree.children(map) {
        let kind = tree.find(entry, "Type").and_then(|it| tree.entries()[it].text());
        let (Some(part), Some(id)) = (kind.and_then(|it| templates.part(it)), tree.entries()[entry].key()) else {
            continue;
        };
        let has = |key: &str| tree.find(entry, "Properties").is_some_and(|it| tree.find(it, key).is_some());
        let of = match part {
            Resource::Instance | Resource::Group | Resource::ContainerService => Class::Compute,
            Resource::Database if !SOURCES.into_iter().any(has) => Class::Database,
            Resource::Cluster => Class::Aurora,
            Resource::Table => Class::Nosql,
            Resource::FileSystem => Class::FileStore,
            Resource::Queue if !templates.is(id, Sort::DeadLetter) => Class::Queue,
            Resource::Nat => Class::Nat,
            Resource::TargetGroup | Resource::ClassicBalancer => Class::LoadBalancer,
            _ => continue,
        };
        parts.push(Part { of, teller: Teller::Deployed, name: Name::of(id, section.knowledge), is_many: false });
    }
}

/// An object of Kubernetes that runs something.
fn object(section: &Section<'_>, document: usize, parts: &mut Vec<Part>) {
    let tree = &section.outline.tree;
    let name = tree.find(document, "metadata").and_then(|it| tree.find(it, "name"));
    let name = name.and_then(|it| tree.entries()[it].text());
    if let Some(name) = name.filter(|_| tree.find(document, "spec").is_some()) {
        let name = Name::of(name, section.knowledge);
        parts.push(Part { of: Class::Compute, teller: Teller::Deployed, name, is_many: false });
    }
}

/// The services of a file of Docker Compose.
fn services(section: &Section<'_>, document: usize, parts: &mut Vec<Part>) {
    let tree = &section.outline.tree;
    let services = tree.find(document, "services").map(|it| tree.resolve(it));
    for name in services.into_iter().flat_map(|it| tree.children(it)).filter_map(|it| tree.entries()[it].key()) {
        let name = Name::of(name, section.knowledge);
        parts.push(Part { of: Class::Compute, teller: Teller::Deployed, name, is_many: false });
    }
}

/// The components of a design: entries that say what their map is about.
fn designed(section: &Section<'_>, parts: &mut Vec<Part>) {
    let (tree, vocabulary) = (&section.outline.tree, &section.knowledge.vocabulary);
    for unit in section.units.iter().filter(|it| it.is_entry) {
        let BlockKind::Key { entry } = section.outline.blocks[unit.parts[0].block].kind else {
            continue;
        };
        if section.teller(tree.entries()[entry].span) != Teller::Design {
            continue;
        }
        let key = |it: usize| tree.entries()[it].key().unwrap_or_default();
        let is_identity = vocabulary.is_part(key(entry), VocabularyPart::Identity);
        let around = tree.entries()[entry].parent.map(key).unwrap_or_default();
        let own = if is_identity { around } else { key(entry) };
        let values = unit.parts.get(1).map(|it| it.span);
        for of in SORTS {
            let is_it = |word: Word| matches!(word, Word::Thing(it) | Word::Named(it) if sort(it) == of);
            if values.is_some_and(|it| unit.within(it).any(|it| is_it(it.word))) {
                let name = Name::of(own, section.knowledge);
                parts.push(Part { of, teller: Teller::Design, name, is_many: false });
            }
        }
    }
}

impl Section<'_> {
    /// Whether `range` stands in something that a template or a manifest makes, and not among its parameters.
    pub(super) fn is_in_a_part(&self, range: Span) -> bool {
        const ASIDE: [&str; 4] = ["Parameters", "Mappings", "Conditions", "Metadata"];
        let tree = &self.outline.tree;
        let tops = tree.documents().flat_map(|it| tree.children(it));
        !tops
            .filter(|it| tree.entries()[*it].key().is_some_and(|it| ASIDE.contains(&it)))
            .any(|it| tree.entries()[it].span.contains(range))
    }
}
