//! What holds when several sources set the same?

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::layer::{nested, similar};
use super::schema::{self, parameters};
use super::{Layer, Origin, Problem, Settings};
use crate::knowledge::{Bilingual, Knowledge, Language, When};
use crate::render;
use crate::span::Span;

/// The settings that hold, and who set them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// What holds.
    pub settings: Settings,
    /// All sources, in no order of importance.
    layers: Vec<Layer>,
    /// By their dotted keys, the index of the layer that decides.
    origins: BTreeMap<String, usize>,
}

/// One value as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Dotted.
    pub key: String,
    /// As TOML writes it.
    pub value: String,
    /// Who set it.
    pub origin: Origin,
    /// Where it stands, bytes of the file that set it.
    pub place: Option<Span>,
}

impl Resolved {
    /// What holds when all of `layers` set something.
    pub fn new(layers: Vec<Layer>) -> Resolved {
        let mut origins: BTreeMap<String, usize> = BTreeMap::new();
        for (index, layer) in layers.iter().enumerate() {
            for key in layer.entries.keys() {
                let rank = |it: usize| layers[it].origin.rank(key);
                let of_key = origins.entry(key.clone()).or_insert(index);
                if rank(*of_key) <= rank(index) {
                    *of_key = index;
                }
            }
        }
        let values = origins.iter().map(|(key, at)| (key.as_str(), &layers[*at].entries[key].value));
        // Each value was read as one of its type before.
        let settings = serde_json::from_value(nested(values)).unwrap_or_default();
        Resolved { settings, layers, origins }
    }

    /// Who set the value of a dotted key.
    pub fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).map(|it| self.layers[*it].origin.clone()).unwrap_or_default()
    }

    /// The folder that paths and patterns under a dotted key start from; `None` when nobody set any.
    pub fn base(&self, key: &str) -> Option<&Path> {
        self.origins.get(key).map(|it| self.layers[*it].base.as_path())
    }

    /// Where the value of a dotted key stands, bytes of the file that set it.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.origins.get(key).and_then(|it| self.layers[*it].place(key))
    }

    /// Lets `knowledge` speak the language and judge by the rules that are set.
    ///
    /// What is set for rules or parameters that there are not is told by [`Resolved::unknown_rules`].
    pub fn apply(&self, knowledge: &mut Knowledge) {
        if let Some(language) = self.settings.language.fixed() {
            speak(knowledge, language);
        }
        for (id, set) in &self.settings.rules {
            let Some(rule) = knowledge.rules.iter_mut().find(|it| it.id == *id) else { continue };
            if let Some(level) = set.severity {
                rule.is_off = level.severity().is_none();
                rule.severity = level.severity().unwrap_or(rule.severity);
            }
            for when in [Some(&mut rule.when), rule.or.as_mut()].into_iter().flatten() {
                match when {
                    When::Count { at_most, .. } | When::Zones { at_most, .. } => {
                        *at_most = set.at_most.unwrap_or(*at_most);
                    }
                    When::Stated { over_minutes: Some(over), .. } => *over = set.over_minutes.unwrap_or(*over),
                    _ => {}
                }
            }
        }
    }

    /// What is set for rules that `knowledge` does not have, or for parameters that they don't: the layer, and what is
    /// wrong at which place of it.
    pub fn unknown_rules<'a>(&'a self, knowledge: &'a Knowledge) -> impl Iterator<Item = (&'a Layer, Problem)> {
        self.layers.iter().flat_map(|layer| layer.rules().map(move |it| (layer, it))).filter_map(|(layer, it)| {
            let (id, parameter, range) = it;
            let message = match knowledge.rules.iter().find(|it| it.id == id) {
                None => match similar(id, knowledge.rules.iter().map(|it| it.id.as_str())) {
                    Some(meant) => format!("there is no rule `{id}`; did you mean `{meant}`?"),
                    None => format!("there is no rule `{id}`"),
                },
                Some(rule) if parameter != "severity" && !parameters(rule).contains(&parameter) => {
                    format!("the rule `{id}` has no parameter `{parameter}`")
                }
                Some(_) => return None,
            };
            Some((layer, Problem { range, message }))
        })
    }

    /// All settings with their values and origins, rules as `knowledge` has them once this was applied.
    pub fn shown(&self, knowledge: &Knowledge) -> Vec<Shown> {
        let values = serde_json::to_value(&self.settings).unwrap_or_default();
        let of_key = |key: String| {
            let value = key.split('.').fold(&values, |acc, it| &acc[it]);
            self.shown_as(key, toml(value))
        };
        let settings = schema::leaves(&schema::plain()).into_iter().map(of_key);
        let rules = knowledge.rules.iter().flat_map(|rule| {
            let severity = if rule.is_off { "off" } else { render::severity(rule.severity) };
            let parameter = match rule.when {
                When::Count { at_most, .. } | When::Zones { at_most, .. } => Some(("at-most", at_most)),
                When::Stated { over_minutes: Some(it), .. } => Some(("over-minutes", it)),
                _ => None,
            };
            let severity = ("severity", toml(&Value::from(severity)));
            let all = [severity].into_iter().chain(parameter.map(|(key, it)| (key, it.to_string())));
            all.map(|(name, value)| self.shown_as(format!("rules.{}.{name}", rule.id), value))
        });
        settings.chain(rules).collect()
    }

    fn shown_as(&self, key: String, value: String) -> Shown {
        Shown { value, origin: self.origin(&key), place: self.place(&key), key }
    }
}

/// A value as TOML writes it: for texts, numbers, switches and lists of these that is how JSON does.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

/// Makes the rules' messages speak one language whatever the text speaks.
fn speak(knowledge: &mut Knowledge, language: Language) {
    let only = |text: &mut Bilingual| match language {
        Language::En => text.ko.clone_from(&text.en),
        Language::Ko => text.en.clone_from(&text.ko),
    };
    for rule in &mut knowledge.rules {
        only(&mut rule.message);
        if let When::Drift(words) = &mut rule.when {
            words.texts_mut().for_each(only);
        }
        rule.remedy.iter_mut().for_each(only);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::settings::LanguageChoice;

    fn file(text: &str) -> Layer {
        Layer::of_file(Path::new("a/archnotes.toml"), Path::new("a"), text).0
    }

    fn editor(options: Value) -> Layer {
        Layer::of_editor(&options).0.based_on("b".into())
    }

    #[test]
    fn a_file_goes_before_the_editor_but_for_what_the_editor_is_offered() {
        let options = json!({"language": "en", "features": {"hover": false}, "exclude": ["x"]});
        let file = || file("language = 'ko'\nfeatures = { hover = true, completion = false }\n");
        for layers in [vec![file(), editor(options.clone())], vec![editor(options.clone()), file()]] {
            let resolved = Resolved::new(layers);
            let Settings { language, features, exclude, .. } = &resolved.settings;
            assert_eq!((*language, features.hover, features.completion), (LanguageChoice::Ko, false, false));
            assert_eq!((exclude.as_slice(), resolved.base("exclude")), (&["x".to_owned()][..], Some(Path::new("b"))));
            assert_eq!(resolved.origin("language"), Origin::File("a/archnotes.toml".into()));
            assert_eq!(resolved.origin("features.hover"), Origin::Editor);
            assert_eq!((resolved.origin("include"), resolved.base("include")), (Origin::Default, None));
        }
    }

    #[test]
    fn an_option_of_the_command_goes_before_everything() {
        let resolved = Resolved::new(vec![Layer::of_command([("language", json!("en"))]), file("language = 'ko'")]);
        assert_eq!(resolved.settings.language, LanguageChoice::En);
    }

    #[test]
    fn rules_are_as_they_are_set() {
        let (mut knowledge, _) = Knowledge::built_in();
        let set = "single-az = 'off'\nsingle-instance = { severity = 'error', at-most = 2 }\n\
            lambda-long-running = { over-minutes = 5 }\n";
        let resolved = Resolved::new(vec![file(&format!("language = 'ko'\n[rules]\n{set}"))]);
        resolved.apply(&mut knowledge);
        let rule = |id: &str| knowledge.rules.iter().find(|it| it.id == id).expect("it ships");
        assert!(rule("single-az").is_off && !rule("single-instance").is_off);
        assert_eq!(rule("single-instance").message.en, rule("single-instance").message.ko);
        let shown = resolved.shown(&knowledge);
        let value = |key: &str| shown.iter().find(|it| it.key == key).map(|it| (it.value.as_str(), &it.origin));
        let origin = Origin::File("a/archnotes.toml".into());
        assert_eq!(value("rules.single-az.severity"), Some(("\"off\"", &origin)));
        assert_eq!(value("rules.single-instance.severity"), Some(("\"error\"", &origin)));
        assert_eq!(value("rules.single-instance.at-most"), Some(("2", &origin)));
        assert_eq!(value("rules.lambda-long-running.over-minutes"), Some(("5", &origin)));
        assert_eq!(value("rules.sticky-session.severity"), Some(("\"warning\"", &Origin::Default)));
        assert_eq!(value("language"), Some(("\"ko\"", &origin)));
        assert_eq!(value("exclude"), Some(("[]", &Origin::Default)));
    }

    #[test]
    fn rules_and_parameters_that_there_are_not_are_told() {
        let (knowledge, _) = Knowledge::built_in();
        let text = "[rules]\nsingle-ax = 'off'\nsticky-session = { at-most = 2 }\nzzz = 'off'\n";
        let resolved = Resolved::new(vec![file(text)]);
        let told: Vec<_> =
            resolved.unknown_rules(&knowledge).map(|(_, it)| (it.range.of(text).to_owned(), it.message)).collect();
        let told: Vec<_> = told.iter().map(|(range, message)| (range.as_str(), message.as_str())).collect();
        let expected = [
            ("'off'", "there is no rule `single-ax`; did you mean `single-az`?"),
            ("2", "the rule `sticky-session` has no parameter `at-most`"),
            ("'off'", "there is no rule `zzz`"),
        ];
        assert_eq!(told, expected);
    }
}
