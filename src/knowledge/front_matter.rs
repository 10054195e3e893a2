//! Markdown with YAML front matter → front matter and level-1 parts, each with its place.
