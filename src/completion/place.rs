//! Is this a place where names are written?

use crate::document::Document;
use crate::surface::{Dialect, Format, dialect};

/// What may be completed at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Running text: names of cards, as a sentence has them.
    Text,
    /// A table's cell or a node of a diagram: names of cards, as short as they are.
    Label,
    /// A key or a value of a design: its vocabulary, and names of cards.
    Data,
    /// The list of rules in a suppression comment.
    Suppression,
    /// Code, an address, a comment, front matter.
    Silent,
}

/// The place at byte `offset` of `document`, whose line up to there is `head`.
pub(super) fn of(document: &Document, offset: usize, head: &str) -> Place {
    match document.format() {
        Format::Markdown => in_markdown(document, offset, head),
        Format::Yaml => in_yaml(document, offset, head),
        Format::Mermaid => in_diagram(head),
    }
}

fn in_markdown(document: &Document, offset: usize, head: &str) -> Place {
    if let Some(at) = head.rfind("<!--").filter(|at| !head[*at..].contains("-->")) {
        return if is_rule_list(&head[at..]) { Place::Suppression } else { Place::Silent };
    }
    if is_in_fence(document, offset, &["mermaid"]) {
        return in_diagram(head);
    }
    if is_in_fence(document, offset, &["yaml", "yml"]) {
        return in_data(document, offset, head);
    }
    if is_set_apart(document, offset) || is_address(head) {
        return Place::Silent;
    }
    if head.trim_start().starts_with('|') { Place::Label } else { Place::Text }
}

fn in_diagram(head: &str) -> Place {
    if let Some(at) = head.find("%%") {
        let comment = head[at..].trim_start_matches('%').trim_start();
        return if comment.starts_with("archnotes-") && is_rule_list(comment) {
            Place::Suppression
        } else {
            Place::Silent
        };
    }
    if is_node(head) { Place::Label } else { Place::Silent }
}

/// Whether byte `offset` stands in a fence of one of `languages`.
fn is_in_fence(document: &Document, offset: usize, languages: &[&str]) -> bool {
    let sections = document.sections();
    // As in `is_set_apart`, a fence that has not ended may end where the cursor stands.
    let index = sections.partition_point(|(start, _)| *start <= offset);
    sections[index.saturating_sub(2)..index].iter().any(|(start, section)| {
        let fences = section.outline.fences.iter().filter(|it| languages.contains(&it.language.as_str()));
        fences.into_iter().any(|it| it.content.start <= offset - start && offset - start <= it.content.end)
    })
}

/// Whether the end of `head`, a line of a diagram, lies in the words of a node or an arrow: behind an open bracket or quote, on
/// an arrow (`-->|`), behind a message's colon, behind `as` or `subgraph`.
fn is_node(head: &str) -> bool {
    let opened = head.rfind(['[', '(', '{']);
    let closed = head.rfind([']', ')', '}']);
    let in_brackets = opened.is_some_and(|at| closed.is_none_or(|it| it < at));
    let in_quotes = head.matches('"').count() % 2 == 1;
    let on_arrow = head.matches('|').count() % 2 == 1;
    let message = head.split_once(':').is_some_and(|(arrow, _)| arrow.contains(['-', '>']));
    let titled = head.contains(" as ") || head.trim_start().starts_with("subgraph ");
    in_brackets || in_quotes || on_arrow || message || titled
}

/// Keys, values and comments are text; scripts in block scalars, addresses, tags, aliases and expressions are not.
fn in_yaml(document: &Document, offset: usize, head: &str) -> Place {
    match in_data(document, offset, head) {
        Place::Suppression => Place::Suppression,
        _ if is_set_apart(document, offset) => Place::Silent,
        place => place,
    }
}

fn in_data(document: &Document, offset: usize, head: &str) -> Place {
    if let Some(comment) = comment(head) {
        let is_ours = comment.starts_with("archnotes-");
        return match is_ours {
            true if is_rule_list(comment) => Place::Suppression,
            true => Place::Silent,
            false => Place::Text,
        };
    }
    let word = head.rsplit([' ', '\t', '[', ',', '"', '\'']).next().unwrap_or(head);
    let is_mark = word.starts_with(['!', '&', '*']) || word.contains("://") || word.starts_with("www.");
    let is_open = |opens: &str, closes: &str| head.rfind(opens).is_some_and(|at| !head[at..].contains(closes));
    if is_mark || is_open("${", "}") || is_open("{{", "}}") {
        return Place::Silent;
    }
    if is_design(document, offset) { Place::Data } else { Place::Text }
}

/// Whether byte `offset` stands in a design about AWS, whose keys are its writer's own.
fn is_design(document: &Document, offset: usize) -> bool {
    let (start, section) = document.section_around(offset);
    let tree = &section.outline.tree;
    let before = |it: &usize| tree.entries()[*it].span.start <= offset - start;
    let is_own = tree.documents().take_while(before).last().is_none_or(|it| dialect(tree, it) == Dialect::Design);
    is_own && document.is_about_aws()
}

/// What stands behind the `#` of a comment, if one is open at the end of `head`.
fn comment(head: &str) -> Option<&str> {
    let mut quote = None;
    let mut before = ' ';
    for (at, it) in head.char_indices() {
        match quote {
            Some(open) if it == open => quote = None,
            Some(_) => {}
            None if it == '#' && before.is_whitespace() => {
                return Some(head[at..].trim_start_matches(['#', ' ', '\t']));
            }
            // An apostrophe inside a word opens nothing.
            None if matches!(it, '"' | '\'') && !before.is_alphanumeric() => quote = Some(it),
            None => {}
        }
        before = it;
    }
    None
}

/// Whether the outline keeps these bytes out of the text.
fn is_set_apart(document: &Document, offset: usize) -> bool {
    let sections = document.sections();
    let Some(index) = sections.partition_point(|(start, _)| *start <= offset).checked_sub(1) else { return false };
    // The cursor behind the last letter of a fence stands where the next section begins, if its line has not ended.
    [Some(index), index.checked_sub(1)].into_iter().flatten().any(|index| {
        let (start, section) = &sections[index];
        let outline = &section.outline;
        let code = outline.fences.iter().any(|it| {
            let at = offset - start;
            it.range.start < at && (at < it.range.end || at <= it.content.end && it.content.end == it.range.end)
        });
        let hidden = outline.comments.iter().chain(&outline.front_matter);
        code || hidden.into_iter().any(|it| it.start < offset - start && offset - start < it.end)
    })
}

/// Whether `comment`, from `<!--` to the cursor, is a suppression whose rules are being named.
fn is_rule_list(comment: &str) -> bool {
    let Some(rest) = comment.trim_start_matches("<!--").trim_start().strip_prefix("archnotes-") else { return false };
    let verbs = ["disable-next-line", "disable-line", "disable-file", "disable", "enable"];
    let list = verbs.iter().find_map(|it| rest.strip_prefix(it).filter(|rest| rest.starts_with([' ', '\t'])));
    list.is_some_and(|it| !it.contains(" -- "))
}

/// Whether the end of `head` lies in a link's target, a bare address or an HTML tag.
fn is_address(head: &str) -> bool {
    let token = head.rfind(char::is_whitespace).map_or(head, |it| &head[it..]);
    let target = head.rfind("](").is_some_and(|at| !head[at..].contains([')', ' ']));
    let definition = head.trim_start().starts_with('[') && head.contains("]: ");
    let tag = head.rfind('<').is_some_and(|at| {
        let inside = head[at + 1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
        inside && !head[at..].contains('>')
    });
    target || definition || tag || token.contains("://") || token.trim_start().starts_with("www.")
}
