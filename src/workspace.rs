//! Which files, which settings, which knowledge?

mod design;
mod known;
mod overlay;
mod pages;
mod patterns;
mod read;
mod scope;
mod scopes;
mod settings_file;
mod survey;
mod walk;

pub(crate) use design::is_design;
pub use overlay::{Broken, Overlay, is_knowledge};
pub use pages::page;
pub use read::{Unread, body, read, text};
pub use scope::{Scope, Verdict};
pub use scopes::Scopes;
pub use settings_file::is_settings;
pub use survey::{Step, Survey, is_too_wide};
pub(crate) use walk::unreadable;
pub use walk::{By, Found, Walk, folders, found, walk};

use std::path::Path;

use crate::surface::Format;

/// A file with more bytes than this is left alone, and says so: 10 MB.
pub const SIZE_LIMIT: usize = 10_000_000;

/// How the names of the files that we read end.
pub const EXTENSIONS: [(&str, Format); 7] = [
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mdx", Format::Markdown),
    ("mmd", Format::Mermaid),
    ("mermaid", Format::Mermaid),
    ("yaml", Format::Yaml),
    ("yml", Format::Yaml),
];

/// `path` with `/` between its folders, as the core knows files.
pub fn spelled(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The format of a file by its name; `None` for one that is none of our business.
pub fn format_of_path(path: &str) -> Option<Format> {
    let (_, extension) = path.rsplit_once('.').unwrap_or_default();
    EXTENSIONS.iter().find(|it| extension.eq_ignore_ascii_case(it.0)).map(|it| it.1)
}

/// The format of a file by the language that an editor gave it, or else by its name: an unsaved one has none.
///
/// A team's own knowledge in YAML is lists of phrases, which state nothing.
pub fn format_of(language: &str, path: &str) -> Option<Format> {
    format_by_language(language, path).filter(|it| *it != Format::Yaml || !is_knowledge(Path::new(path)))
}

fn format_by_language(language: &str, path: &str) -> Option<Format> {
    // Editors tell sorts of YAML apart: `yaml.docker-compose`. Templates of CloudFormation are JSON as well.
    let is_json = path.to_ascii_lowercase().ends_with(".json");
    match language {
        "markdown" => Some(Format::Markdown),
        "yaml" | "yml" | "dockercompose" => Some(Format::Yaml),
        "mermaid" => Some(Format::Mermaid),
        "cloudformation" if !is_json => Some(Format::Yaml),
        _ if language.starts_with("yaml.") => Some(Format::Yaml),
        _ => format_of_path(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, path: &str, expected: Option<Format>) {
        assert_eq!(format_of(language, path), expected, "{language} {path}");
    }

    #[test]
    fn markdown_is_known_by_its_language_or_its_name() {
        check("markdown", "Untitled-1", Some(Format::Markdown));
        check("pandoc", "/notes/설계.md", Some(Format::Markdown));
        check("plaintext", "/notes/A.MDX", Some(Format::Markdown));
        check("plaintext", "/notes/a.markdown", Some(Format::Markdown));
        check("plaintext", "/notes.md/readme", None);
        check("plaintext", "md", None);
    }

    #[test]
    fn diagrams_are_known_by_their_language_or_their_name() {
        check("mermaid", "Untitled-1", Some(Format::Mermaid));
        check("plaintext", "/notes/구성도.mmd", Some(Format::Mermaid));
        check("plaintext", "/notes/a.mermaid", Some(Format::Mermaid));
    }

    #[test]
    fn yaml_is_known_by_its_languages_or_its_name() {
        for language in ["yaml", "dockercompose", "yaml.docker-compose", "cloudformation"] {
            check(language, "Untitled-1", Some(Format::Yaml));
        }
        check("ansible", "/notes/설계.yml", Some(Format::Yaml));
        check("plaintext", "/notes/A.YAML", Some(Format::Yaml));
        check("cloudformation", "/stack.JSON", None);
        check("json", "/a.json", None);
        check("yaml", "/notes/.archnotes/lexicon/terms.yaml", None);
    }
}
