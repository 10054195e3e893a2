//! Which files do patterns of `.gitignore` name?

use std::path::{Path, PathBuf, absolute};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns, and the folder that they speak of.
#[derive(Debug)]
pub(super) struct Patterns {
    base: PathBuf,
    matcher: Gitignore,
}

impl Patterns {
    /// `patterns` of what is below `base`, and what is wrong with those that are left out.
    pub(super) fn new(base: &Path, patterns: &[String]) -> (Patterns, Vec<String>) {
        let mut builder = GitignoreBuilder::new(base);
        let problems = patterns.iter().filter_map(|it| builder.add_line(None, it).err()).map(|it| it.to_string());
        let mut problems: Vec<_> = problems.collect();
        let matcher = builder.build().unwrap_or_else(|err| {
            problems.push(err.to_string());
            Gitignore::empty()
        });
        (Patterns { base: base.to_owned(), matcher }, problems)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// The pattern that names `file` or a folder that it is in; `None` as well where it is not below the base.
    pub(super) fn of(&self, file: &Path) -> Option<String> {
        let file = absolute(file).ok()?;
        let below = file.strip_prefix(&self.base).ok()?;
        match self.matcher.matched_path_or_any_parents(below, false) {
            ignore::Match::Ignore(glob) => Some(glob.original().to_owned()),
            ignore::Match::None | ignore::Match::Whitelist(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(patterns: &[&str], file: &str, expected: Option<&str>) {
        let patterns: Vec<_> = patterns.iter().map(|&it| it.to_owned()).collect();
        let (patterns, problems) = Patterns::new(Path::new("/team"), &patterns);
        assert_eq!((patterns.of(Path::new(file)).as_deref(), problems), (expected, Vec::new()));
    }

    #[test]
    fn patterns_are_those_of_gitignore() {
        check(&["drafts/"], "/team/a/drafts/b/c.md", Some("drafts/"));
        check(&["/drafts"], "/team/a/drafts/c.md", None);
        check(&["*.초안.md"], "/team/a/b.초안.md", Some("*.초안.md"));
        check(&["a/**", "!a/b.md"], "/team/a/b.md", None);
        check(&["*"], "/other/b.md", None);
        check(&[], "/team/b.md", None);
    }

    #[test]
    fn a_pattern_that_is_none_is_told() {
        let (patterns, problems) = Patterns::new(Path::new("/team"), &["a{b".to_owned()]);
        assert_eq!((patterns.is_empty(), problems.len()), (true, 1));
    }
}
