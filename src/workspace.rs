//! Which files, which knowledge?

mod overlay;
mod walk;

pub use overlay::{Broken, Overlay, is_knowledge};
pub(crate) use walk::unreadable;
pub use walk::{Walk, walk};

/// A file with more bytes than this is left alone, and says so: 10 MB.
pub const SIZE_LIMIT: usize = 10_000_000;

/// What archnotes makes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Read and checked.
    Markdown,
    /// None of our business.
    Other,
}

impl FileKind {
    /// What a file is by its name.
    pub fn of_path(path: &str) -> FileKind {
        let (_, extension) = path.rsplit_once('.').unwrap_or_default();
        let is_markdown = ["md", "markdown", "mdx"].iter().any(|it| extension.eq_ignore_ascii_case(it));
        if is_markdown { FileKind::Markdown } else { FileKind::Other }
    }

    /// What a file is by the language that an editor gave it, or else by its name: an unsaved one has none.
    pub fn of(language: &str, path: &str) -> FileKind {
        if language == "markdown" { FileKind::Markdown } else { FileKind::of_path(path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, path: &str, expected: FileKind) {
        assert_eq!(FileKind::of(language, path), expected);
    }

    #[test]
    fn markdown_is_known_by_its_language_or_its_name() {
        check("markdown", "Untitled-1", FileKind::Markdown);
        check("pandoc", "/notes/설계.md", FileKind::Markdown);
        check("plaintext", "/notes/A.MDX", FileKind::Markdown);
        check("plaintext", "/notes/a.markdown", FileKind::Markdown);
        check("yaml", "/notes/a.yaml", FileKind::Other);
        check("plaintext", "/notes.md/readme", FileKind::Other);
        check("plaintext", "md", FileKind::Other);
    }
}
