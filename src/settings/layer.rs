//! What does one source set, and what of it is not understood?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::read::{self, Node};
use super::{Settings, schema};
use crate::span::Span;

/// Who set a value. In the order in which they go before each other: see `rank`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody: it is so unless somebody says otherwise.
    #[default]
    Default,
    /// The settings of the editor.
    Editor,
    /// A file.
    File(PathBuf),
    /// An option of the command.
    CommandLine,
}

impl Origin {
    /// Of two origins, the one with the higher rank decides about `key`.
    ///
    /// A project's file goes before the editor's settings, so that editor and command line say the same. What is offered
    /// in the editor is the matter of the person in front of it.
    pub(super) fn rank(&self, key: &str) -> u8 {
        match self {
            Origin::Default => 0,
            Origin::Editor if key.starts_with("features.") => 3,
            Origin::Editor => 1,
            Origin::File(_) => 2,
            Origin::CommandLine => 4,
        }
    }
}

/// What one source sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Who sets it.
    pub origin: Origin,
    /// The folder that its paths and patterns start from.
    pub base: PathBuf,
    /// By their dotted keys (`rules.single-az.severity`), values that are of the right type.
    pub(super) entries: BTreeMap<String, Entry>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) value: Value,
    /// Bytes of the source, if that is a text.
    pub(super) place: Span,
}

/// Something that is not understood, and is left as if it were not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the source, if that is a text.
    pub range: Span,
    /// What is wrong, and where that is known what was meant.
    pub message: String,
}

/// What editors keep under the same name for themselves.
const OF_THE_EDITOR: [&str; 2] = ["server", "trace"];

impl Layer {
    /// What the file at `path` sets, which holds `text`, for the files below `base`.
    pub fn of_file(path: &Path, base: &Path, text: &str) -> (Layer, Vec<Problem>) {
        let (root, mut problems) = read::toml(text);
        let mut layer =
            Layer { origin: Origin::File(path.to_owned()), base: base.to_owned(), entries: BTreeMap::new() };
        // What the parser could not read is told once.
        let is_told = |it: &Problem, told: &[Problem]| told.iter().any(|other| other.range.touches(it.range.start));
        let others: Vec<_> = layer.take(root).into_iter().filter(|it| !is_told(it, &problems)).collect();
        problems.extend(others);
        problems.sort_by_key(|it| (it.range.start, it.range.end));
        (layer, problems)
    }

    /// What an editor sets: an object, flat or under `archnotes`, its keys nested or dotted.
    pub fn of_editor(options: &Value) -> (Layer, Vec<Problem>) {
        let mut layer = Layer { origin: Origin::Editor, ..Layer::default() };
        let options = options.get("archnotes").unwrap_or(options);
        let problems = match options {
            Value::Null => Vec::new(),
            Value::Object(entries) => {
                let is_ours = |key: &str| !OF_THE_EDITOR.contains(&key.split('.').next().unwrap_or_default());
                let key = |key: &str| key.strip_prefix("archnotes.").unwrap_or(key).to_owned();
                let entries = entries.iter().map(|(it, value)| (key(it), value.clone()));
                let problems = layer.take(read::json(&entries.filter(|it| is_ours(&it.0)).collect()));
                layer.drop_defaults();
                problems
            }
            _ => {
                let message = "the settings of archnotes are not an object".to_owned();
                vec![Problem { range: Span::default(), message }]
            }
        };
        (layer, problems)
    }

    /// What a command's options set: `(dotted key, value)`.
    pub fn of_command(options: impl IntoIterator<Item = (&'static str, Value)>) -> Layer {
        let entry = |(key, value): (&str, Value)| (key.to_owned(), Entry { value, place: Span::default() });
        let entries = options.into_iter().map(entry).collect();
        Layer { origin: Origin::CommandLine, base: PathBuf::new(), entries }
    }

    /// Whether it sets nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The same, its paths and patterns starting from `base`.
    pub fn based_on(self, base: PathBuf) -> Layer {
        Layer { base, ..self }
    }

    /// Where the value of a dotted key stands, bytes of the source.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.entries.get(key).map(|it| it.place)
    }

    /// The ids of the rules that are spoken of, each with its place; ids may repeat.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&str, &str, Span)> {
        self.entries.iter().filter_map(|(key, entry)| {
            let (id, parameter) = key.strip_prefix("rules.")?.split_once('.')?;
            Some((id, parameter, entry.place))
        })
    }

    /// Some editors send all settings, whether anybody set them or not: what is as it would be anyway was not set.
    fn drop_defaults(&mut self) {
        let defaults = serde_json::to_value(Settings::default()).unwrap_or_default();
        let is_default = |key: &str, value: &Value| key.split('.').fold(&defaults, |acc, it| &acc[it]) == value;
        self.entries.retain(|key, it| !is_default(key, &it.value));
    }

    fn take(&mut self, root: Vec<Node>) -> Vec<Problem> {
        let schema = schema::plain();
        let mut problems = Vec::new();
        let mut waiting: Vec<(String, Node)> = root.into_iter().map(|it| (it.key.clone(), it)).collect();
        while let Some((key, node)) = waiting.pop() {
            let parent = key.rsplit_once('.').map_or("", |it| it.0);
            match (schema::is_known(&schema, &key), node.value) {
                (false, _) => problems.push(unknown(&key, node.key_place, &schema::keys(&schema, parent))),
                (true, read::Value::Table(nodes)) if schema::is_table(&schema, &key) => {
                    waiting.extend(nodes.into_iter().map(|it| (format!("{key}.{}", it.key), it)));
                }
                (true, read::Value::Table(_)) => {
                    let message = format!("`{key}` is no table");
                    problems.push(Problem { range: node.key_place, message });
                }
                (true, read::Value::Plain(value)) => match check(&key, &value) {
                    Ok(()) => self.put(key, value, node.place),
                    Err(reason) => {
                        problems.push(Problem { range: node.place, message: format!("`{key}`: {reason}") });
                    }
                },
            }
        }
        problems
    }

    /// A rule's severity may stand without its key.
    fn put(&mut self, key: String, value: Value, place: Span) {
        let is_rule = key.strip_prefix("rules.").is_some_and(|it| !it.contains('.'));
        let key = if is_rule { format!("{key}.severity") } else { key };
        self.entries.insert(key, Entry { value, place });
    }
}

/// Whether `value` is of the type of the dotted `key`. Errors: what is expected.
fn check(key: &str, value: &Value) -> Result<(), String> {
    let nested = key.rsplit('.').fold(value.clone(), |acc, it| json!({ it: acc }));
    serde_json::from_value::<Settings>(nested).map(drop).map_err(|err| err.to_string())
}

fn unknown(key: &str, range: Span, known: &[String]) -> Problem {
    let (parent, name) = key.rsplit_once('.').map_or(("", key), |(parent, name)| (parent, name));
    let meant = similar(name, known.iter().map(String::as_str));
    let message = match meant {
        Some(it) if parent.is_empty() => format!("archnotes has no setting `{key}`; did you mean `{it}`?"),
        Some(it) => format!("archnotes has no setting `{key}`; did you mean `{parent}.{it}`?"),
        None => format!("archnotes has no setting `{key}`"),
    };
    Problem { range, message }
}

/// The one of `known` that `name` may be meant to be; case, `-` and `_` count for nothing.
pub(super) fn similar<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |it: &str| it.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let name = plain(name);
    let likeness = |it: &str| strsim::normalized_damerau_levenshtein(&name, &plain(it));
    let close = known.map(|it| (likeness(it), it)).filter(|it| it.0 > 0.6);
    close.max_by(|a, b| a.0.total_cmp(&b.0)).map(|it| it.1)
}

/// `entries` by their dotted keys as one nested object.
pub(super) fn nested<'a>(entries: impl Iterator<Item = (&'a str, &'a Value)>) -> Value {
    let mut root = Map::new();
    for (key, value) in entries {
        let (path, last) = key.rsplit_once('.').map_or(("", key), |(path, last)| (path, last));
        let path = path.split('.').filter(|it| !it.is_empty());
        let table = path.fold(&mut root, |acc, it| {
            let next = acc.entry(it).or_insert_with(|| Value::Object(Map::new()));
            if !next.is_object() {
                *next = Value::Object(Map::new());
            }
            next.as_object_mut().unwrap_or_else(|| unreachable!("it was just made one"))
        });
        table.insert(last.to_owned(), value.clone());
    }
    Value::Object(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(layer: &Layer) -> Vec<String> {
        layer.entries.iter().map(|(key, it)| format!("{key} = {}", it.value)).collect()
    }

    /// What a file sets, and what is wrong with it: the bytes that are pointed at, and the message.
    #[track_caller]
    fn file(text: &str, expected: &[&str], wrong: &[(&str, &str)]) {
        let (layer, problems) = Layer::of_file(Path::new("archnotes.toml"), Path::new(""), text);
        assert_eq!(values(&layer), expected);
        let told = problems.iter().map(|it| (it.range.of(text), it.message.as_str()));
        assert_eq!(told.collect::<Vec<_>>(), wrong);
    }

    #[track_caller]
    fn editor(options: Value, expected: &[&str], wrong: &[&str]) {
        let (layer, problems) = Layer::of_editor(&options);
        assert_eq!(values(&layer), expected);
        assert_eq!(problems.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), wrong);
    }

    #[test]
    fn a_file_sets_what_its_keys_say() {
        file("", &[], &[]);
        file(
            "language = \"ko\"\n[rules]\nsingle-az = \"off\"\nlambda-long-running = { over-minutes = 10 }\n",
            &["language = \"ko\"", "rules.lambda-long-running.over-minutes = 10", "rules.single-az.severity = \"off\""],
            &[],
        );
        file("features.hover = false\nexclude = ['초안/']", &["exclude = [\"초안/\"]", "features.hover = false"], &[]);
    }

    #[test]
    fn what_is_not_understood_is_told_at_its_place_and_the_rest_is_used() {
        let no_setting = "archnotes has no setting `langauge`; did you mean `language`?";
        file("langauge = 'ko'\nexclude = []\n", &["exclude = []"], &[("langauge", no_setting)]);
        let no_feature = "archnotes has no setting `features.codeLens`; did you mean `features.code-lens`?";
        file("[features]\ncodeLens = true\n", &[], &[("codeLens", no_feature)]);
        let no_level = "`rules.single-az`: unknown variant `warn`, expected one of `off`, `hint`, `information`, \
            `warning`, `error`";
        file("[rules]\nsingle-az = \"warn\"\n", &[], &[("\"warn\"", no_level)]);
        file("'한' = 1\n", &[], &[("'한'", "archnotes has no setting `한`")]);
        file("language = { ko = 1 }\n", &[], &[("language", "`language` is no table")]);
        let no_table = "`features`: invalid type: boolean `true`, expected struct Features";
        file("features = true\n", &[], &[("true", no_table)]);
        let no_parameter = "archnotes has no setting `rules.single-az.at-mst`; did you mean `rules.single-az.at-most`?";
        file("[rules.single-az]\nat-mst = 2\n", &[], &[("at-mst", no_parameter)]);
    }

    #[test]
    fn a_file_that_is_half_typed_keeps_its_other_lines() {
        let (layer, problems) = Layer::of_file(Path::new(""), Path::new(""), "language = \"ko\"\nexclude = \n");
        assert_eq!((values(&layer), problems.len()), (vec!["language = \"ko\"".to_owned()], 1));
    }

    #[test]
    fn an_editor_sets_it_flat_or_nested_or_dotted() {
        let expected = ["features.hover = false", "language = \"ko\""];
        editor(json!({"language": "ko", "features": {"hover": false}}), &expected, &[]);
        editor(json!({"archnotes": {"language": "ko", "features": {"hover": false}}}), &expected, &[]);
        editor(json!({"archnotes.language": "ko", "archnotes.features.hover": false}), &expected, &[]);
        editor(json!({"features.hover": false, "language": "ko", "exclude": null}), &expected, &[]);
    }

    #[test]
    fn what_an_editor_sends_as_it_is_anyway_is_not_set() {
        editor(serde_json::to_value(Settings::default()).unwrap_or_default(), &[], &[]);
        editor(json!({"language": "auto", "features": {"code-lens": true}}), &["features.code-lens = true"], &[]);
    }

    #[test]
    fn an_editors_own_settings_are_none_of_ours() {
        editor(json!({"trace": {"server": "off"}, "server": {"path": "x"}, "archnotes.trace.server": "off"}), &[], &[]);
        editor(Value::Null, &[], &[]);
        editor(json!([1]), &[], &["the settings of archnotes are not an object"]);
        let wrong = "`language`: invalid type: integer `7`, expected string or map";
        editor(json!({"language": 7}), &[], &[wrong]);
    }
}
