//! Which files does the client tell of when they change?

use std::path::PathBuf;

use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern, Uri,
};

use crate::workspace::Scopes;

/// Of knowledge the folder itself as well: of a whole folder that goes, some clients tell no more.
const WATCHED: [&str; 5] = [
    "**/.archnotes",
    "**/.archnotes/**",
    "**/{archnotes,.archnotes}.toml",
    "**/*.{md,markdown,mdx,yaml,yml}",
    "**/{.gitignore,.ignore}",
];

/// What the client is asked to tell of: changes of documents, settings and knowledge.
pub(super) fn files(scopes: &Scopes, relative_patterns: bool) -> Registration {
    let mut patterns: Vec<_> = WATCHED.iter().map(|it| GlobPattern::String((*it).to_owned())).collect();
    // A client looks below the folders that it works in; knowledge may lie elsewhere.
    let is_outside = |it: &&PathBuf| !scopes.roots().iter().any(|root| it.starts_with(root));
    let outside = scopes.all_knowledge_folders().into_iter().filter(|it| relative_patterns && is_outside(&it));
    for base in outside.filter_map(Uri::from_file_path) {
        let pattern = RelativePattern { base_uri: OneOf::Right(base), pattern: "**".to_owned() };
        patterns.push(GlobPattern::Relative(pattern));
    }
    let watchers = patterns.into_iter().map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None }).collect();
    Registration {
        id: "files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers }).ok(),
    }
}

/// The client is asked to tell when the user sets something else.
pub(super) fn settings() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({"section": "archnotes"})),
    }
}
