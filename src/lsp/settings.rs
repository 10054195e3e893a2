//! What did the user set?

use serde_json::Value;

use crate::knowledge::Language;
use crate::settings::Features;

/// The user's settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// The language of cards; `None`: that of the sentence.
    pub(super) language: Option<Language>,
    /// What the editor is offered.
    pub(super) features: Features,
}

/// Reads `initializationOptions`, flat or under `archnotes`, and says what could not be understood.
///
/// What is wrong is left at its default: a misspelt setting must not take the server away.
pub(super) fn parse(options: Option<&Value>) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let options = options.map(|it| it.get("archnotes").unwrap_or(it));
    let entries = match options {
        None | Some(Value::Null) => return (settings, Vec::new()),
        Some(Value::Object(entries)) => entries,
        Some(_) => return (settings, vec!["the settings of archnotes are not an object".to_owned()]),
    };
    let mut problems = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value.as_str()) {
            ("language", Some("en")) => settings.language = Some(Language::En),
            ("language", Some("ko")) => settings.language = Some(Language::Ko),
            ("language", Some("auto")) => settings.language = None,
            ("language", _) => problems.push(format!("`language` is \"en\", \"ko\" or \"auto\", not {value}")),
            ("features", _) => match serde_json::from_value(value.clone()) {
                Ok(features) => settings.features = features,
                Err(err) => problems.push(format!("`features`: {err}")),
            },
            _ => problems.push(format!("archnotes has no setting `{key}`")),
        }
    }
    (settings, problems)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(options: Value, language: Option<Language>, problems: &[&str]) {
        let (settings, found) = parse(Some(&options));
        assert_eq!((settings.language, found), (language, problems.iter().map(|&it| it.to_owned()).collect()));
    }

    #[test]
    fn a_language_is_read_flat_or_nested() {
        check(json!({"language": "ko"}), Some(Language::Ko), &[]);
        check(json!({"archnotes": {"language": "en"}}), Some(Language::En), &[]);
        check(json!({"language": "auto"}), None, &[]);
        check(json!({}), None, &[]);
        check(Value::Null, None, &[]);
    }

    #[test]
    fn features_are_switched_one_by_one() {
        let (settings, problems) = parse(Some(&json!({"features": {"hover": false, "code-lens": true}})));
        let Features { hover, code_lens, completion, .. } = settings.features;
        assert_eq!(((hover, code_lens, completion), problems), ((false, true, true), Vec::new()));
        let (settings, problems) = parse(Some(&json!({"features": {"hoover": false}})));
        assert_eq!((settings.features, problems.len()), (Features::default(), 1));
    }

    #[test]
    fn what_is_not_understood_is_said_and_the_rest_is_used() {
        check(json!({"language": 7}), None, &["`language` is \"en\", \"ko\" or \"auto\", not 7"]);
        check(
            json!({"langauge": "ko", "language": "ko"}),
            Some(Language::Ko),
            &["archnotes has no setting `langauge`"],
        );
        check(json!([1]), None, &["the settings of archnotes are not an object"]);
    }
}
