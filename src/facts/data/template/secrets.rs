//! Which secrets, and which folders for state, stand in a template: in properties, environments, defaults and scripts?

use std::collections::HashSet;

use super::super::setting::{self, Says};
use super::resources::Template;
use crate::facts::Fact;
use crate::knowledge::{Part, words};
use crate::surface::{BlockKind, ScalarStyle, Value};

/// Parts of a template that hold values.
const PARTS: [&str; 4] = ["Parameters", "Mappings", "Globals", "Resources"];

/// What every value in a template states by its name or its shape.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    let texts = texts(template);
    let tree = template.tree();
    for part in PARTS.iter().filter_map(|it| tree.find(template.data.document, it)) {
        for index in part..template.entry(part).end {
            let entry = template.entry(index);
            let tag = entry.tag.as_deref();
            if !matches!(tag, None | Some("!Sub" | "!Base64" | "!!str")) || texts.contains(&index) {
                continue;
            }
            match &entry.value {
                Value::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, .. } => {
                    script(template, index, facts)
                }
                Value::Scalar { text, .. } if text.contains('\\') || text.contains(' ') => {
                    script(template, index, facts)
                }
                Value::Scalar { text, .. } => value(template, index, text, facts),
                _ => {}
            }
        }
    }
}

/// The entries that are running text, which is read by its words.
fn texts(template: &Template<'_>) -> HashSet<usize> {
    let blocks = template.data.outline.blocks.iter();
    blocks
        .filter_map(|it| match it.kind {
            BlockKind::Value { entry, is_text: true } => Some(entry),
            _ => None,
        })
        .collect()
}

/// A value with a name.
fn value(template: &Template<'_>, index: usize, text: &str, facts: &mut Vec<Fact>) {
    let name = name(template, index);
    let name = name.unwrap_or("");
    let is_password =
        template.words().passwords.iter().any(|it| it == name) || is_default_password(template, index, name);
    let says = setting::says(name, text);
    if (is_password && setting::is_password_value(text)) || says == Some(Says::Secret) {
        push(template, index, Says::Secret, name, facts);
    } else if let Some(shape) = setting::given(text) {
        push(template, index, Says::Secret, &shape, facts);
    } else if let Some(says) = says.filter(|_| !is_in_function(template, index)) {
        push(template, index, says, name, facts);
    }
}

/// What a value is called: its key, that of the parameter whose default it is, or the name that stands beside it.
fn name<'a>(template: &Template<'a>, index: usize) -> Option<&'a str> {
    let tree = template.tree();
    let entry = template.entry(index);
    let map = entry.parent?;
    match entry.key()? {
        "Default" => template.entry(map).key(),
        "Value" | "ParameterValue" => {
            let names = ["Name", "Key", "ParameterKey", "ParameterName"];
            let name = names.iter().find_map(|it| tree.find(map, it))?;
            template.entry(name).text()
        }
        "Fn::Sub" => template.entry(map).key(),
        key => Some(key),
    }
}

/// The default of a parameter for a password is one that somebody will keep; the name of a parameter elsewhere is none.
fn is_default_password(template: &Template<'_>, index: usize, name: &str) -> bool {
    let parameter = template.parameters.get(name).copied().filter(|it| template.entry(index).parent == Some(*it));
    let kind = parameter.and_then(|it| template.tree().find(it, "Type")).and_then(|it| template.entry(it).text());
    let last = words(name).pop();
    kind == Some("String") && last.is_some_and(|it| matches!(it.as_str(), "password" | "passwd" | "pwd" | "passphrase"))
}

/// A script or a file: user data, a command, the text of a secret.
fn script(template: &Template<'_>, index: usize, facts: &mut Vec<Fact>) {
    let span = template.entry(index).value_span;
    let text = span.of(template.data.text);
    let lower = text.to_ascii_lowercase();
    let is_mounted = template.words().mounts.iter().any(|it| lower.contains(it.as_str()));
    for found in setting::in_script(text) {
        if found.says == Says::LocalState && is_mounted {
            continue;
        }
        let before = facts.len();
        push(template, index, found.says, &found.name, facts);
        facts[before..].iter_mut().for_each(|it| it.range = found.span.shift(span.start));
    }
}

fn is_in_function(template: &Template<'_>, index: usize) -> bool {
    template.around(index).is_some_and(|it| it.part == Some(Part::Function))
}

fn push(template: &Template<'_>, index: usize, says: Says, name: &str, facts: &mut Vec<Fact>) {
    let kind = says.kind();
    match template.around(index) {
        Some(resource) => {
            let fact = template.fact(kind, None, resource, index);
            facts.extend(fact.map(|it| Fact { subject: name.to_owned(), ..it }));
        }
        None => facts.push(template.fact_at(kind, None, name, index)),
    }
}
