//! What can a user set? The same keys in `archnotes.toml`, in an editor's settings and, some of them, on the command line.
//!
//! The types here are all there is: they read the values, say which keys there are, and are the JSON Schema that editors
//! complete from. Their comments are what a user reads there.

mod layer;
mod read;
mod resolve;
mod schema;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Deserialize as FromData, Serialize};

use crate::knowledge::{Language, Severity};

pub use layer::{Layer, Origin, Problem};
pub use resolve::{Resolved, Shown};
pub use schema::schema;

/// Settings of archnotes, a checker of AWS architecture notes.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromData, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// The language of messages and cards; `auto` is that of the sentence they are about.
    pub language: LanguageChoice,
    /// Which files are checked, as patterns of `.gitignore`; without any, all of them.
    pub include: Vec<String>,
    /// Which files are not checked, as patterns of `.gitignore`.
    pub exclude: Vec<String>,
    /// Folders with a team's own cards and rules, the later before the earlier; without any, the nearest `.archnotes`.
    pub knowledge: Vec<String>,
    /// By a rule's id, how grave its findings are, and its parameters.
    pub rules: BTreeMap<String, RuleSettings>,
    /// What the editor is offered.
    pub features: Features,
}

/// A language, or that of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromData, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum LanguageChoice {
    /// That of the text.
    #[default]
    Auto,
    /// English.
    En,
    /// Korean.
    Ko,
}

impl LanguageChoice {
    /// `None`: that of the text.
    pub fn fixed(self) -> Option<Language> {
        match self {
            LanguageChoice::Auto => None,
            LanguageChoice::En => Some(Language::En),
            LanguageChoice::Ko => Some(Language::Ko),
        }
    }
}

/// A severity alone (`single-az = "off"`), or a table; what is left out is as the rule has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct RuleSettings {
    /// How grave its findings are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Level")]
    pub severity: Option<Level>,
    /// So many or fewer are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub at_most: Option<u32>,
    /// More minutes than these are too long.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    pub over_minutes: Option<u32>,
}

/// How grave the findings of a rule are, or that there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromData, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Level {
    /// The rule is not looked at.
    Off,
    /// A remark on wording.
    Hint,
    /// Something missing.
    Information,
    /// A stated weakness.
    Warning,
    /// A contradiction that the document itself proves.
    Error,
}

impl Level {
    /// `None`: the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Hint => Some(Severity::Hint),
            Level::Information => Some(Severity::Information),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

/// What the editor is offered, each by itself, so that archnotes lives beside other servers for the same files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromData, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Features {
    /// Findings under their lines.
    pub diagnostics: bool,
    /// Findings of files that are not open.
    pub workspace_diagnostics: bool,
    /// The card of the name under the cursor.
    pub hover: bool,
    /// Names of services and concepts while they are typed.
    pub completion: bool,
    /// Quick fixes, comments that set a finding aside, tables to insert.
    pub code_actions: bool,
    /// From a name to the section that introduces it, or to the team's own card.
    pub definition: bool,
    /// All places that name the same service, under whichever of its names.
    pub references: bool,
    /// The same places in the open file.
    pub document_highlight: bool,
    /// Sections with the services that they name.
    pub document_symbols: bool,
    /// Services, components and findings of all files.
    pub workspace_symbols: bool,
    /// Links from names to the documentation of AWS.
    pub document_links: bool,
    /// The downtime that an availability allows, behind its number.
    pub inlay_hints: bool,
    /// Colours for services, concepts and quantities.
    pub semantic_tokens: bool,
    /// A line above headings: how many services and findings stand below.
    pub code_lens: bool,
}

impl Default for Features {
    /// What shows itself unasked in every line is off.
    fn default() -> Features {
        Features {
            diagnostics: true,
            workspace_diagnostics: true,
            hover: true,
            completion: true,
            code_actions: true,
            definition: true,
            references: true,
            document_highlight: true,
            document_symbols: true,
            workspace_symbols: true,
            document_links: true,
            inlay_hints: true,
            semantic_tokens: false,
            code_lens: false,
        }
    }
}

/// The table of a rule.
#[derive(FromData)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RuleTable {
    severity: Option<Level>,
    at_most: Option<u32>,
    over_minutes: Option<u32>,
}

impl<'de> Deserialize<'de> for RuleSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RuleSettings, D::Error> {
        struct LevelOrTable;
        impl<'de> Visitor<'de> for LevelOrTable {
            type Value = RuleSettings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`off`, `hint`, `information`, `warning`, `error` or a table")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RuleSettings, E> {
                let severity = Level::deserialize(de::value::StrDeserializer::new(text)).map(Some)?;
                Ok(RuleSettings { severity, ..RuleSettings::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleSettings, A::Error> {
                let RuleTable { severity, at_most, over_minutes } =
                    RuleTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(RuleSettings { severity, at_most, over_minutes })
            }
        }
        deserializer.deserialize_any(LevelOrTable)
    }
}
