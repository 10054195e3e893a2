//! TOML and JSON → one tree of keys and values, each with its place.

use serde_json::{Map, Value as Json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Problem;
use crate::span::Span;

/// A key with its value.
pub(super) struct Node {
    pub(super) key: String,
    pub(super) key_place: Span,
    pub(super) value: Value,
    /// Of the value.
    pub(super) place: Span,
}

pub(super) enum Value {
    Table(Vec<Node>),
    Plain(Json),
}

/// The keys of a TOML file. What the parser cannot read is told, and the rest is there.
pub(super) fn toml(text: &str) -> (Vec<Node>, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let problems = errors.iter().map(|it| {
        let range = it.span().map_or_else(Span::default, |it| on_characters(text, it.start, it.end));
        Problem { range, message: it.message().to_owned() }
    });
    (of_table(table.get_ref()), problems.collect())
}

fn of_table(table: &DeTable<'_>) -> Vec<Node> {
    let nodes = table.iter().map(|(key, value)| Node {
        key: key.get_ref().to_string(),
        key_place: span(key),
        place: span(value),
        value: match value.get_ref() {
            DeValue::Table(table) => Value::Table(of_table(table)),
            value => Value::Plain(plain(value)),
        },
    });
    nodes.collect()
}

fn span<T>(it: &Spanned<T>) -> Span {
    Span::new(it.span().start, it.span().end)
}

fn plain(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).map_or(Json::Null, Json::from),
        DeValue::Float(it) => it.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Boolean(it) => Json::from(*it),
        DeValue::Datetime(it) => Json::from(it.to_string()),
        DeValue::Array(items) => items.iter().map(|it| plain(it.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect()
        }
    }
}

/// The keys of a JSON object, those with dots taken apart; `null` is not set.
pub(super) fn json(entries: &Map<String, Json>) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (key, value) in entries.iter().filter(|it| !it.1.is_null()) {
        let value = match value {
            Json::Object(below) => Value::Table(json(below)),
            value => Value::Plain(value.clone()),
        };
        let mut parts = key.rsplit('.');
        let leaf = Node { key: parts.next().unwrap_or_default().to_owned(), ..node(value) };
        nodes.push(parts.fold(leaf, |acc, it| Node { key: it.to_owned(), ..node(Value::Table(vec![acc])) }));
    }
    nodes
}

fn node(value: Value) -> Node {
    Node { key: String::new(), key_place: Span::default(), value, place: Span::default() }
}

/// The parser counts bytes and may stop inside a character.
fn on_characters(text: &str, start: usize, end: usize) -> Span {
    let start = text.floor_char_boundary(start);
    Span::new(start, text.ceil_char_boundary(end.max(start)))
}
