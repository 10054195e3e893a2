//! Which words of a text are services, concepts and quantities?

use ropey::Rope;

use crate::document::{Document, Named};
use crate::knowledge::{CardKind, Status};
use crate::language::{QuantityUnit, quantities};
use crate::span::Span;

/// Longer blocks have no quantities marked: no writer reads a line like that.
const LONGEST: usize = 1 << 16;

/// A stretch of one line, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the document, without a line break; not empty.
    pub range: Span,
    /// What stands there.
    pub kind: TokenKind,
    /// Whether it is a former name, or the name of a service that is ending.
    pub is_deprecated: bool,
}

/// The sorts of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The name of an AWS service.
    Service,
    /// The name of a concept.
    Concept,
    /// A number with what it counts: `2대`, `15분`, `99.95%`.
    Quantity,
}

/// The tokens that `range` touches, in order and without overlap; a name over two lines is two tokens.
///
/// Cost: O(log sections + bytes of the sections that the range touches).
pub fn tokens(document: &Document, range: Span) -> Vec<Token> {
    let knowledge = document.knowledge();
    let named = document.named_in(range).map(|Named { mention, .. }| {
        let card = knowledge.card(mention.card);
        let kind = match card.kind {
            CardKind::Service => TokenKind::Service,
            CardKind::Concept => TokenKind::Concept,
        };
        let is_former = knowledge.names.names[mention.name].former.is_some();
        let is_deprecated = is_former || matches!(card.status, Status::Ending { .. });
        Token { range: mention.range, kind, is_deprecated }
    });
    let mut tokens: Vec<_> = named.collect();
    let names = tokens.len();
    let sections = document.sections_in(range).iter();
    for (start, block) in sections.flat_map(|(start, it)| it.outline.blocks.iter().map(move |it| (*start, it))) {
        let text = block.prose.text();
        if text.len() > LONGEST || !block.range.shift(start).overlaps(range) {
            continue;
        }
        // A bare number may be a year, a version or a chapter.
        let counting = quantities(text)
            .into_iter()
            .filter(|it| matches!(it.1.unit, QuantityUnit::Things | QuantityUnit::Minutes | QuantityUnit::Percent));
        let places = counting.map(|it| block.prose.source(with_percent(text, it.0)).shift(start));
        tokens.extend(places.map(|range| Token { range, kind: TokenKind::Quantity, is_deprecated: false }));
    }
    let is_named = |it: Span, named: &[Token]| {
        let behind = named.partition_point(|name| name.range.end <= it.start);
        named.get(behind).is_some_and(|name| name.range.overlaps(it))
    };
    let (named, counted) = tokens.split_at(names);
    let counted = counted.iter().filter(|it| !is_named(it.range, named));
    let mut tokens: Vec<_> = named.iter().chain(counted).copied().collect();
    tokens.sort_unstable_by_key(|it| it.range.start);
    let on_lines = tokens.into_iter().flat_map(|it| on_lines(document.text(), it));
    on_lines.filter(|it| it.range.overlaps(range)).collect()
}

/// A number of hundredths, with its sign.
fn with_percent(text: &str, number: Span) -> Span {
    let sign = text[number.end..].chars().next().filter(|it| matches!(it, '%' | '％'));
    Span::new(number.start, number.end + sign.map_or(0, char::len_utf8))
}

/// The parts of a token line by line, without the line breaks and the blanks at the ends.
fn on_lines(text: &Rope, token: Token) -> Vec<Token> {
    let Span { start, end } = token.range;
    let (first, last) = (text.byte_to_line(start), text.byte_to_line(end));
    if first == last {
        return vec![token];
    }
    let parts = (first..=last).filter_map(|line| {
        let from = text.line_to_byte(line).max(start);
        let to = text.try_line_to_byte(line + 1).unwrap_or(end).min(end);
        let written = text.byte_slice(from..to).to_string();
        let blank = written.len() - written.trim_start_matches([' ', '\t', '>']).len();
        let range = Span::new(from + blank, from + written.trim_end().len().max(blank));
        (!range.is_empty()).then_some(Token { range, ..token })
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::knowledge::Knowledge;

    fn document(text: &str) -> Document {
        static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
        Document::new(text, Arc::clone(&KNOWLEDGE))
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, TokenKind, bool)]) {
        let document = document(text);
        let all = tokens(&document, Span::new(0, text.len()));
        let shown: Vec<_> = all.iter().map(|it| (it.range.of(text), it.kind, it.is_deprecated)).collect();
        assert_eq!(shown, expected, "{text}");
        assert!(all.windows(2).all(|it| it[0].range.end <= it[1].range.start), "{text}");
    }

    #[test]
    fn names_and_quantities_are_tokens() {
        use TokenKind::{Concept, Quantity, Service};
        check(
            "# AWS 🚀\n\n🚀 EC2 2대로 페일오버는 15분, 가용성 99.95%이다. 2026년\n",
            &[
                ("EC2", Service, false),
                ("2대", Quantity, false),
                ("페일오버", Concept, false),
                ("15분", Quantity, false),
                ("가용성", Concept, false),
                ("99.95%", Quantity, false),
            ],
        );
        check("AWS 🚀: logs go to Kinesis Data Firehose.\n", &[("Kinesis Data Firehose", Service, true)]);
        check("```\nEC2 2대\n```\n", &[]);
    }

    #[test]
    fn a_name_over_two_lines_is_two_tokens() {
        use TokenKind::Service;
        let expected = [("Simple Queue", Service, false), ("Service", Service, false)];
        check("> AWS 🚀 Simple Queue\n> Service\n", &expected);
        check("AWS 🚀 Simple Queue\r\nService\r\n", &expected);
    }

    #[test]
    fn a_range_has_the_tokens_that_it_touches() {
        let text = "# AWS\n\nSQS\n\n# B\n\n🚀 S3 3개\n\n# C\n\nSNS\n";
        let document = document(text);
        let at = text.find("S3").unwrap_or_default();
        let found = |range| tokens(&document, range).into_iter().map(|it| it.range.of(text)).collect::<Vec<_>>();
        assert_eq!(found(Span::new(at, at + 2)), ["S3"]);
        assert_eq!(found(Span::new(at + 1, text.len())), ["S3", "3개", "SNS"]);
        assert_eq!(found(Span::new(text.len(), text.len() + 9)), Vec::<&str>::new());
    }
}
