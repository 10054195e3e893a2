//! Which keys are there? The JSON Schema of the settings, made from their types.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::Settings;
use crate::knowledge::{Knowledge, Rule, When};
use crate::render;

/// The schema of `archnotes.toml` and of an editor's settings, with the rules of `knowledge` by their ids.
///
/// Draft 7 without references, which editors of all kinds read. A team's own rules are allowed besides.
pub fn schema(knowledge: &Knowledge) -> Value {
    let mut schema = plain();
    schema["title"] = json!("archnotes");
    let one = schema["properties"]["rules"]["additionalProperties"].clone();
    let rules = knowledge.rules.iter().map(|it| (it.id.clone(), of_rule(&one, it)));
    schema["properties"]["rules"]["properties"] = rules.collect();
    schema
}

/// The schema of the types alone.
pub(super) fn plain() -> Value {
    let settings = SchemaSettings::draft07().with(|it| it.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Settings>().to_value();
    list_words(&mut schema);
    let rule = &mut schema["properties"]["rules"]["additionalProperties"];
    // The types say what a table holds; a severity may stand alone.
    let severity = rule["properties"]["severity"].clone();
    rule["additionalProperties"] = json!(false);
    *rule = json!({ "anyOf": [severity, rule.take()] });
    schema
}

/// Makes words with a meaning each a list of words and one of their meanings, which settings pages show as a menu.
fn list_words(schema: &mut Value) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Array(words)) = entries.remove("oneOf") {
                let all = |key: &str| words.iter().map(|it| it[key].clone()).collect::<Value>();
                entries.insert("type".to_owned(), json!("string"));
                entries.insert("enum".to_owned(), all("const"));
                entries.insert("enumDescriptions".to_owned(), all("description"));
            }
            entries.values_mut().for_each(list_words);
        }
        Value::Array(items) => items.iter_mut().for_each(list_words),
        _ => {}
    }
}

fn of_rule(one: &Value, rule: &Rule) -> Value {
    let mut schema = one.clone();
    let title = rule.body.en.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    schema["description"] = json!(title);
    schema["default"] = json!(render::severity(rule.severity));
    if let Some(table) = schema["anyOf"][1]["properties"].as_object_mut() {
        let has = parameters(rule);
        table.retain(|key, _| key == "severity" || has.contains(&key.as_str()));
    }
    schema
}

/// The parameters that `rule` has besides its severity.
pub(super) fn parameters(rule: &Rule) -> &'static [&'static str] {
    match rule.when {
        When::Count { .. } | When::Zones { .. } => &["at-most"],
        When::Stated { over_minutes: Some(_), .. } => &["over-minutes"],
        _ => &[],
    }
}

/// Whether there is a setting, or a table of settings, with this dotted key.
pub(super) fn is_known(schema: &Value, key: &str) -> bool {
    at(schema, key).is_some()
}

/// Whether what has this dotted key may be a table.
pub(super) fn is_table(schema: &Value, key: &str) -> bool {
    at(schema, key).is_some_and(|it| table(it).is_some())
}

/// The keys of the table with this dotted key; of the whole where it is empty.
pub(super) fn keys(schema: &Value, key: &str) -> Vec<String> {
    let properties = at(schema, key).and_then(table).and_then(|it| it["properties"].as_object());
    properties.map(|it| it.keys().cloned().collect()).unwrap_or_default()
}

/// The dotted keys of all settings that have no others below them; rules have theirs.
pub(super) fn leaves(schema: &Value) -> Vec<String> {
    let below = |key: &String| {
        let keys = keys(schema, key);
        if keys.is_empty() { vec![key.clone()] } else { keys.iter().map(|it| format!("{key}.{it}")).collect() }
    };
    keys(schema, "").iter().filter(|it| *it != "rules").flat_map(below).collect()
}

fn at<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let names = key.split('.').filter(|it| !it.is_empty());
    names.into_iter().try_fold(schema, |acc, name| {
        let table = table(acc)?;
        table["properties"].get(name).or_else(|| table.get("additionalProperties").filter(|it| it.is_object()))
    })
}

/// The one of the alternatives that is an object.
fn table(schema: &Value) -> Option<&Value> {
    let one = schema.get("anyOf").and_then(|it| it.as_array()).into_iter().flatten();
    one.chain([schema]).find(|it| it.get("properties").is_some() || it.get("additionalProperties").is_some())
}
