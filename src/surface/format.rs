//! In which language is a file written?

/// The formats that are read. A new one is a variant here and an arm in [`outline`](super::outline) and
/// [`next_section`](super::next_section).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Markdown, of the flavour that GitHub reads.
    #[default]
    Markdown,
    /// YAML: design documents, templates, manifests.
    Yaml,
    /// A diagram in Mermaid.
    Mermaid,
}
