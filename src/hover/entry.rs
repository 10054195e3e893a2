//! What does a key of a design state, and which rule reads it?

use super::{Format, Hover, formatted};
use crate::document::Document;
use crate::knowledge::{Knowledge, Language, Term};
use crate::span::Span;
use crate::surface::{Dialect, Tree, dialect};

/// So many other keys are shown.
const OTHERS: usize = 4;

/// The key at byte `offset`, if it is one of the vocabulary in a design: what it says, how else it may be called, and its rule.
///
/// Cost: O(log entries + entries of the first levels).
pub(super) fn at(document: &Document, offset: usize, language: Language, format: Format) -> Option<Hover> {
    let (start, section) = document.section_around(offset);
    let within = offset - start;
    let tree = &section.outline.tree;
    let key = key_at(tree, within)?;
    let knowledge = document.knowledge();
    let term = knowledge.vocabulary.term(key.0)?;
    Some(Hover { range: key.1.shift(start), text: formatted(page(knowledge, term, key.0, language), format) })
}

/// The key of a design at byte `at` of its section, with its bytes.
fn key_at(tree: &Tree, at: usize) -> Option<(&str, Span)> {
    // Of entries that begin at one place, the key stands with the last.
    let index = tree.entries().partition_point(|it| it.span.start <= at).checked_sub(1)?;
    let key = tree.entries()[index].key.as_ref().filter(|it| it.span.touches(at))?;
    let root = tree.upward(index).last()?;
    (dialect(tree, root) == Dialect::Design).then_some((key.text.as_str(), key.span))
}

fn page(knowledge: &Knowledge, term: &Term, key: &str, language: Language) -> String {
    let korean = language == Language::Ko;
    let all = if korean { &term.korean } else { &term.keys };
    let others = all.iter().filter(|it| *it != key).take(OTHERS).map(|it| format!("`{it}`")).collect::<Vec<_>>();
    let also = if korean { "같은 뜻의 키" } else { "Also written" };
    let mut blocks = vec![format!("**`{key}`**: {}.", term.about.in_language(language))];
    let offers = if korean { &term.offers.ko } else { &term.offers.en };
    if !offers.is_empty() {
        let values = if korean { "값의 보기" } else { "Values such as" };
        blocks.push(format!("{values}: {}", offers.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")));
    }
    if !others.is_empty() {
        blocks.push(format!("{also}: {}", others.join(", ")));
    }
    if let Some(id) = knowledge.rule_id(&term.rule) {
        let title = knowledge.rule(id).body.in_language(language).lines().next().unwrap_or_default();
        let rule = if korean { "규칙" } else { "Rule" };
        blocks.push(format!("{rule}: {} (`{}`)", title.trim_start_matches('#').trim(), term.rule));
    }
    blocks.join("\n\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::surface::Format as Surface;

    /// The first line of what is shown at the `^`.
    fn shown(text: &str, format: Surface) -> Option<String> {
        let offset = text.find('^').unwrap();
        let document = Document::of(&text.replacen('^', "", 1), format, Arc::new(Knowledge::built_in().0));
        let it = at(&document, offset, Language::En, Format::Markdown)?;
        assert!(it.text.contains("Rule: "), "{}", it.text);
        Some(it.text.lines().next().unwrap().to_owned())
    }

    #[test]
    fn a_key_says_what_it_states_in_any_spelling() {
        let expected = Some("**`deadLetter`**: Where a message goes that fails again and again.".to_owned());
        assert_eq!(shown("queue:\n  deadLe^tter: none\n", Surface::Yaml), expected);
        assert_eq!(shown("# A\n\n```yaml\nqueue: { dead^Letter: none }\n```\n", Surface::Markdown), expected);
    }

    #[test]
    fn values_other_keys_and_templates_say_nothing() {
        for text in ["a: co^unt\n", "wheels^: 4\n", "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    cou^nt: 1\n", "^"]
        {
            assert_eq!(shown(text, Surface::Yaml), None, "{text}");
        }
    }
}
