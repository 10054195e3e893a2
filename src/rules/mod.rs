//! Which facts are weaknesses?

/// Where the pages of the built-in rules can be read.
const PAGES: &str = "https://github.com/archnotes/archnotes/blob/main/knowledge/rules/";

/// The address of a rule's page.
pub fn page_url(rule: &str) -> String {
    format!("{PAGES}{rule}.md")
}
