//! Which places of a text lead to a page elsewhere?

use std::collections::HashSet;

use crate::document::Document;
use crate::knowledge::{CardId, CardKind, RuleId};
use crate::span::Span;
use crate::surface::Style;

/// A place and the page that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Bytes of the document.
    pub range: Span,
    /// The page.
    pub to: To,
}

/// The pages that links lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// The documentation of a service; its card has `docs`.
    Documentation(CardId),
    /// A rule's page.
    Rule(RuleId),
}

/// The links of the document in order: each service once, where it is named first outside the writer's own links, and the
/// rules that comments name.
///
/// Editors underline links. So a service has one and no more. Cost: O(mentions).
pub fn links(document: &Document) -> Vec<Link> {
    let mut seen = HashSet::new();
    let first = document.named().filter(|it| {
        let card = document.knowledge().card(it.mention.card);
        card.kind == CardKind::Service && card.docs.is_some() && !seen.contains(&it.mention.card) && {
            let prose = &it.section.outline.blocks[it.block].prose;
            let local = |offset: usize| prose.offset_of_source(offset - it.start);
            let (from, to) = (local(it.mention.range.start), local(it.mention.range.end));
            let is_linked = from.zip(to).is_none_or(|(from, to)| prose.is_styled(Span::new(from, to), Style::Link));
            !is_linked && seen.insert(it.mention.card)
        }
    });
    let mut links: Vec<_> =
        first.map(|it| Link { range: it.mention.range, to: To::Documentation(it.mention.card) }).collect();
    let suppressions = document.sections().iter().flat_map(|(start, section)| {
        section.suppressions.iter().flat_map(|it| &it.rules).map(move |(range, rule)| (range.shift(*start), *rule))
    });
    links.extend(suppressions.filter_map(|(range, rule)| Some(Link { range, to: To::Rule(rule?) })));
    links.sort_unstable_by_key(|it| it.range.start);
    links
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::knowledge::Knowledge;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = Document::new(text, Arc::new(Knowledge::built_in().0));
        let knowledge = document.knowledge();
        let id = |it: To| match it {
            To::Documentation(card) => knowledge.card(card).id.as_str(),
            To::Rule(rule) => knowledge.rule(rule).id.as_str(),
        };
        let found: Vec<_> = links(&document).into_iter().map(|it| (it.range.of(text), id(it.to))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_service_is_a_link_where_it_is_named_first() {
        check("# AWS 🚀\n\nWe put Amazon SQS before SQS and S3.\n", &[("Amazon SQS", "sqs"), ("S3", "s3")]);
        check("🚀 AWS: 요청은 SQS에 두고 페일오버한다. SQS\n", &[("SQS", "sqs")]);
    }

    #[test]
    fn the_writers_own_links_are_left_alone() {
        check("AWS 🚀 [SQS](https://example.org), then SQS.\n", &[("SQS", "sqs")]);
        check("AWS 🚀 [the SQS queue](https://example.org)\n", &[]);
    }

    #[test]
    fn a_rule_in_a_comment_is_a_link() {
        check(
            "<!-- archnotes-disable-next-line single-az, nothing -- 🚀 -->\nAWS\n\n🚀 SQS\n",
            &[("single-az", "single-az"), ("SQS", "sqs")],
        );
    }
}
