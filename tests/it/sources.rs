//! What does the code of this package say, comments and tests left out?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// One file of `src/`, without its comments and its `#[cfg(test)]` items.
pub(crate) struct Source {
    /// Below the package's folder, with `/`: `src/lsp/mod.rs`.
    pub(crate) path: String,
    /// Words and marks in order; a literal is one token, with its quotes.
    pub(crate) tokens: Vec<String>,
}

impl Source {
    /// The text of its string literals, escapes as they are written.
    pub(crate) fn strings(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|it| it.split_once('"')).filter_map(|(_, it)| it.rsplit_once('"')).map(|it| it.0)
    }

    /// Whether one of `words` stands in it.
    pub(crate) fn first_of(&self, words: &[&str]) -> Option<&str> {
        self.tokens.iter().map(String::as_str).find(|it| words.contains(it))
    }

    /// Whether it is one of the files or stands in one of the folders (`src/lsp/`).
    pub(crate) fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|it| self.path == *it || (it.ends_with('/') && self.path.starts_with(it)))
    }
}

/// All files of `src/`, sorted by path.
pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Source { path: name, tokens: without_tests(tokens(&fs::read_to_string(&path).unwrap())) }
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => collect(&path, paths),
            Some(extension) if extension == "rs" => paths.push(path),
            _ => {}
        }
    }
}

/// Words, literals, `::`, and single marks.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else {
            let length = token(rest, first);
            if !first.is_whitespace() {
                found.push(rest[..length].to_owned());
            }
            length
        };
        rest = &rest[length..];
    }
    found
}

fn token(rest: &str, first: char) -> usize {
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let behind = &rest[word..];
    match first {
        '"' => string(rest),
        _ if matches!(&rest[..word], "b" | "c") && behind.starts_with('"') => word + string(behind),
        _ if matches!(&rest[..word], "r" | "br" | "cr") && behind.starts_with(['"', '#']) => word + raw_string(behind),
        '\'' => character_or_lifetime(rest),
        ':' if rest.starts_with("::") => 2,
        _ => word.max(first.len_utf8()),
    }
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest[1..].find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap() + 2
}

/// From its `#`s on; `r#type` is none, and ends behind its `#`.
fn raw_string(rest: &str) -> usize {
    let hashes = rest.find(|c| c != '#').unwrap();
    if !rest[hashes..].starts_with('"') {
        return hashes;
    }
    let end = format!("\"{}", &rest[..hashes]);
    hashes + 1 + rest[hashes + 1..].find(&end).unwrap() + end.len()
}

fn character_or_lifetime(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((escaped, c))) => {
            let from = escaped + c.len_utf8();
            from + rest[from..].find('\'').unwrap() + 1
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1 + rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap(),
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        let next = at + rest[at..].find("/*").unwrap_or(usize::MAX - at).min(rest[at..].find("*/").unwrap());
        depth += if rest[next..].starts_with("/*") { 1 } else { -1 };
        at = next + 2;
        if depth == 0 {
            return at;
        }
    }
}

/// Takes out each item behind `#[cfg(test)]`: to its `;`, or to the end of its braces.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        if rest.len() >= MARK.len() && rest.iter().zip(MARK).all(|(it, mark)| it == mark) {
            rest = &rest[item(rest)..];
        } else {
            kept.push(first.clone());
            rest = behind;
        }
    }
    kept
}

fn item(tokens: &[String]) -> usize {
    let mut depth = 0;
    let end = tokens.iter().position(|it| {
        depth += match it.as_str() {
            "{" => 1,
            "}" => -1,
            _ => 0,
        };
        depth == 0 && matches!(it.as_str(), "}" | ";")
    });
    end.unwrap() + 1
}

#[test]
fn the_sources_are_read_as_rust_reads_them() {
    let text = r####"// fs "a"
/* /* fs */ "b" */ fn f<'a>(c: char) -> &'static str { r#"c "x" "# } const D: char = '"'; b"e\"f"; '\''; a::b; r#type
#[cfg(test)] #[allow(x)] mod tests { fn g() { "h" } } const I: &str = "가 // j";
#[cfg(test)] use k;
l"####;
    let source = Source { path: "src/lsp/a.rs".to_owned(), tokens: without_tests(tokens(text)) };
    assert_eq!(source.strings().collect::<Vec<_>>(), ["c \"x\" ", "e\\\"f", "가 // j"]);
    assert_eq!(source.tokens.last().unwrap(), "l");
    let absent = ["fs", "tests", "g", "k", "static"];
    assert_eq!(source.first_of(&absent), None);
    assert!(["'static", "'a", "'\"'", "'\\''", "::", "type", "I"].iter().all(|it| source.first_of(&[it]).is_some()));
    assert!(source.is_in(&["src/lsp/"]) && !source.is_in(&["src/lsp", "src/l"]));
}
