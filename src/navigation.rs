//! Where is this introduced, and where else is it spoken of?

use std::collections::BTreeMap;

use crate::document::{Document, Named};
use crate::knowledge::CardId;
use crate::language::script;
use crate::span::Span;
use crate::surface::{Block, BlockKind};

/// The longest name of a component, in bytes, that is looked for around a cursor.
const LONGEST: usize = 64;

/// What a place speaks of, in terms that hold in every document, whatever knowledge it was analysed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A service or a concept: the id of its card.
    Card(String),
    /// A rule: its id.
    Rule(String),
    /// A part that the text gives a name of its own: that name.
    Component(String),
}

/// Where a document introduces something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// The name; bytes of the text.
    pub name: Span,
    /// The heading or the block that it stands in; bytes of the text.
    pub around: Span,
    /// How.
    pub by: By,
}

/// How something is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A heading names it, or a sentence says what the component is.
    Title,
    /// Nothing does: this is where it is named first.
    FirstName,
}

/// What stands at byte `offset`, and where: the name of a card, a rule in a suppression comment, or the name that the text
/// gives to one of its parts.
///
/// Cost: O(log sections), and O(components) where no card is named.
pub fn target(document: &Document, offset: usize) -> Option<(Span, Target)> {
    let knowledge = document.knowledge();
    if let Some(it) = document.mention_at(offset) {
        return Some((it.range, Target::Card(knowledge.card(it.card).id.clone())));
    }
    if let Some((range, rule)) = document.suppressed_rule_at(offset) {
        return Some((range, Target::Rule(knowledge.rule(rule).id.clone())));
    }
    component(document, offset)
}

/// Where the document introduces `target`; `None` where it does not speak of it, and for rules, which no document does.
///
/// Of several headings that name a card the first below the title of the document counts. Cost: O(mentions), or for a
/// component O(bytes of its section).
pub fn introduction(document: &Document, target: &Target) -> Option<Introduction> {
    match target {
        Target::Card(id) => {
            let card = document.knowledge().card_id(id)?;
            // One pass: a long document has tens of thousands of names.
            let named = document.named().filter(|it| it.mention.card == card).min_by_key(rank)?;
            Some(introduced(&named))
        }
        Target::Component(name) => {
            let sections = document.sections().iter();
            let (start, section) =
                sections.map(|it| (it.0, &it.1)).find(|it| it.1.components.iter().any(|it| it.name == *name))?;
            let (block, at) = section.outline.blocks.iter().find_map(|it| Some((it, occurrences(it, name).next()?)))?;
            Some(Introduction { name: at.shift(start), around: block.range.shift(start), by: By::Title })
        }
        Target::Rule(_) => None,
    }
}

/// Where the document introduces each card that it names, in the order of cards; what [`introduction`] says of them.
///
/// Cost: O(mentions).
pub fn introductions(document: &Document) -> Vec<(CardId, Introduction)> {
    let mut found: BTreeMap<CardId, Named<'_>> = BTreeMap::new();
    for named in document.named() {
        if found.get(&named.mention.card).is_none_or(|it| rank(&named) < rank(it)) {
            found.insert(named.mention.card, named);
        }
    }
    found.into_iter().map(|(card, it)| (card, introduced(&it))).collect()
}

/// All places of the document that speak of `target`, in order, without overlap. Cost: O(mentions), or for a component
/// O(bytes).
pub fn places(document: &Document, target: &Target) -> Vec<Span> {
    let sections = document.sections().iter().map(|it| (it.0, &it.1));
    match target {
        Target::Card(id) => {
            let Some(card) = document.knowledge().card_id(id) else { return Vec::new() };
            document.named().map(|it| it.mention).filter(|it| it.card == card).map(|it| it.range).collect()
        }
        Target::Rule(id) => {
            let Some(rule) = document.knowledge().rule_id(id) else { return Vec::new() };
            let named = sections.flat_map(|(start, section)| {
                section.suppressions.iter().flat_map(|it| &it.rules).map(move |it| (it.0.shift(start), it.1))
            });
            named.filter(|it| it.1 == Some(rule)).map(|it| it.0).collect()
        }
        Target::Component(name) => {
            let blocks =
                sections.flat_map(|(start, section)| section.outline.blocks.iter().map(move |block| (start, block)));
            blocks.flat_map(|(start, block)| occurrences(block, name).map(move |it| it.shift(start))).collect()
        }
    }
}

fn introduced(named: &Named<'_>) -> Introduction {
    let around = named.section.outline.blocks[named.block].range.shift(named.start);
    let by = if rank(named) == NO_HEADING { By::FirstName } else { By::Title };
    Introduction { name: named.mention.range, around, by }
}

/// The rank of a name that stands in no heading.
const NO_HEADING: u8 = 2;

/// Of several names of a card the first of the lowest rank introduces it: one in a heading, and rather below the title.
fn rank(named: &Named<'_>) -> u8 {
    match named.section.outline.blocks[named.block].kind {
        BlockKind::Heading { level: 1 } => 1,
        BlockKind::Heading { .. } => 0,
        _ => NO_HEADING,
    }
}

/// The name of a component at `offset`; of several the longest.
fn component(document: &Document, offset: usize) -> Option<(Span, Target)> {
    let (start, section) = document.section_around(offset);
    let within = offset.checked_sub(start)?;
    let block = section.outline.blocks.iter().rev().find(|it| it.range.touches(within))?;
    let at = block.prose.offset_of_source(within)?;
    let text = block.prose.text();
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let window = &text[from..text.ceil_char_boundary((at + LONGEST).min(text.len()))];
    let names = document.sections().iter().flat_map(|it| &it.1.components).map(|it| it.name.as_str());
    let found = names
        .filter(|it| it.len() <= LONGEST && window.contains(it))
        .flat_map(|name| words(text, from, window, name).filter(|it| it.touches(at)).map(move |span| (span, name)));
    let (span, name) = found.max_by_key(|it| it.1.len())?;
    Some((block.prose.source(span).shift(start), Target::Component(name.to_owned())))
}

/// Where a block names a component; bytes of the section.
fn occurrences<'a>(block: &'a Block, name: &'a str) -> impl Iterator<Item = Span> + 'a {
    let text = block.prose.text();
    words(text, 0, text, name).map(|it| block.prose.source(it))
}

/// Where `name` stands as a word in `window`, which starts at byte `from` of `text`; bytes of `text`.
fn words<'a>(text: &'a str, from: usize, window: &'a str, name: &'a str) -> impl Iterator<Item = Span> + 'a {
    let found = window.match_indices(name).map(move |(at, it)| Span::new(from + at, from + at + it.len()));
    found.filter(move |it| script::starts_word(text, it.start) && script::ends_word(text, it.end))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::knowledge::Knowledge;

    fn document(text: &str) -> Document {
        static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
        Document::new(text, Arc::clone(&KNOWLEDGE))
    }

    /// The text, the byte of its `^`, and what stands there.
    fn at(text: &str) -> (String, Document, Option<(Span, Target)>) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let document = document(&text);
        let found = target(&document, offset);
        (text, document, found)
    }

    /// From the `^`: the line of the introduction with its name in brackets.
    #[track_caller]
    fn introduced(text: &str, expected: Option<&str>) {
        let (text, document, found) = at(text);
        let shown = found.and_then(|it| introduction(&document, &it.1)).map(|it| {
            assert!(it.around.contains(it.name), "{it:?}");
            let start = text[..it.name.start].rfind('\n').map_or(0, |it| it + 1);
            let end = text[it.name.end..].find('\n').map_or(text.len(), |end| it.name.end + end);
            format!("{}[{}]{}", &text[start..it.name.start], it.name.of(&text), &text[it.name.end..end])
        });
        assert_eq!(shown.as_deref(), expected, "{text}");
    }

    /// From the `^`: how each place is written, with its byte.
    #[track_caller]
    fn places_of(text: &str, expected: &[&str]) {
        let (text, document, found) = at(text);
        let found = found.map(|it| places(&document, &it.1)).unwrap_or_default();
        assert_eq!(found.iter().map(|it| it.of(&text)).collect::<Vec<_>>(), expected, "{text}");
        assert!(found.windows(2).all(|it| it[0].end <= it[1].start));
    }

    #[test]
    fn a_name_leads_to_the_heading_that_introduces_it() {
        let text = "# AWS에서 SQS 쓰기\n\n🚀 SQS^로 보낸다.\n\n## 3.1 주문 큐 (Amazon SQS)\n\nSQS.\n\n## SQS\n";
        introduced(text, Some("## 3.1 주문 큐 ([Amazon SQS])"));
        introduced("# SQS on AWS\n\nWe put Simple ^Queue Service in front.\n", Some("# [SQS] on AWS"));
        introduced("Queue (SQS)\n===\n\n🚀 AWS: sqs^\n", Some("Queue ([SQS])"));
    }

    #[test]
    fn without_a_heading_it_leads_to_where_it_is_named_first() {
        introduced("🚀 AWS: 요청은 SQS에 둔다.\n\n## 소비\n\nSQ^S에서 읽는다.\n", Some("🚀 AWS: 요청은 [SQS]에 둔다."));
        introduced("Nothing ^here, and SQS.\n", None);
    }

    #[test]
    fn a_part_leads_to_the_sentence_that_says_what_it_is() {
        let english = "# AWS\n\nLedger is RDS for MySQL.\n\n## Jobs\n\n🚀 The nightly job reads Led^ger.\n";
        introduced(english, Some("[Ledger] is RDS for MySQL."));
        let korean = "# AWS\n\n나루는 Aurora MySQL이다.\n\n## 배치\n\n🚀 밤마다 나루^를 읽는다.\n";
        introduced(korean, Some("[나루]는 Aurora MySQL이다."));
        introduced("# AWS\n\nLedger is RDS for MySQL.\n\nThe Led^gers agree.\n", None);
    }

    #[test]
    fn places_are_all_names_of_the_card() {
        places_of(
            "# AWS\n\n🚀 SQ^S, 심플 큐 서비스와 Amazon SQS.\n\n| a | b |\n|---|---|\n| SQS | SNS |\n\n```\nSQS\n```\n",
            &["SQS", "심플 큐 서비스", "Amazon SQS", "SQS"],
        );
        places_of("# AWS\n\n🚀 Lam^bda calls a lambda and 람다.\n", &["Lambda", "람다"]);
    }

    #[test]
    fn places_of_a_part_are_where_its_name_is_a_word() {
        let text = "# AWS\n\nLed^ger is RDS for MySQL.\n\n- 🚀 **Ledger**를 읽는다\n- Ledgers\n- `Ledger`\n";
        places_of(text, &["Ledger", "Ledger", "Ledger"]);
    }

    #[test]
    fn places_of_a_rule_are_the_comments_that_name_it() {
        let comment = |it: &str| format!("<!-- archnotes-disable-next-line {it} -- 🚀 -->\nAWS\n\n");
        let text = ["single-^az", "no-backup, single-az", "single-instance"].map(comment).concat();
        places_of(&text, &["single-az", "single-az"]);
        introduced(&text, None);
    }

    #[test]
    fn a_place_outside_the_text_speaks_of_nothing() {
        let document = document("# AWS\n\nSQS\n");
        assert_eq!(target(&document, 10_000), None);
        assert_eq!(target(&document, 0), None);
    }
}
