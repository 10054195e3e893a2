//! What does one section say, and what follows when all sections are read together?

use std::sync::Arc;

use crate::claim::{self, Claims};
use crate::facts::{self, Component, Fact, Found};
use crate::knowledge::{CardId, Knowledge};
use crate::language::{self, Class, Frame, Frames, Lexicon, Reading, Role, Word};
use crate::memo::Memo;
use crate::mention::{self, Certainty, Mention};
use crate::rules;
use crate::surface::{self, Block, BlockKind, Format, Outline, Place, Tree};

/// One section and everything that its own text says. All ranges are bytes of the section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// What it is made of.
    pub outline: Outline,
    /// Every card name in it with the block that holds it, in order.
    pub mentions: Vec<(usize, Mention)>,
    /// What it states.
    pub facts: Vec<Fact>,
    /// What it calls the parts that it describes.
    pub components: Vec<Component>,
    /// What of that another text may deny.
    pub claims: Claims,
    /// Its heading, if it starts with one.
    pub heading: Option<Heading>,
    /// How much of it speaks of AWS, and how much of study.
    pub signs: Signs,
    /// Suppression comments.
    pub suppressions: Vec<rules::Suppression>,
}

/// What a section's heading hands down to the sections below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// What its words say about everything below.
    pub frames: Frames,
    /// The sorts of things it names.
    pub classes: Vec<Class>,
}

/// What a section adds to the judgement of what kind of document it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signs {
    /// Cards named beyond doubt.
    pub certain: Vec<CardId>,
    /// The sorts of things that are named.
    pub classes: Vec<Class>,
    /// Whether AWS itself is named.
    pub names_aws: bool,
    /// Marks of exam questions and study notes.
    pub study: usize,
    /// Paragraphs, items and rows.
    pub units: usize,
    /// Those of them that speak to the reader.
    pub to_reader: usize,
    /// Those of them that speak for the team, or say how many of a named part there are and in which zones.
    pub of_team: usize,
    /// Whether it opens a card, a comparison or a rule: it explains, and designs nothing.
    pub is_knowledge: bool,
    /// Whether a target state is described.
    pub has_target: bool,
    /// Whether it holds the status of a document that is over: "## Status", "Superseded by ADR 9".
    pub is_over: bool,
}

/// What was found out about the blocks and units of a document: an edit changes one of them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    names: Memo<Vec<Mention>>,
    names_of_entries: Memo<Vec<Mention>>,
    names_of_products: Memo<Vec<Mention>>,
    readings: Memo<Reading>,
    terms: Memo<Found>,
    outlines: surface::Memory,
}

/// Reads one section. Cost: O(bytes), most of it for what is not in `memory`.
pub fn section(text: &str, place: Place, format: Format, knowledge: &Knowledge, memory: &mut Memory) -> Section {
    let outline = surface::outline_again(text, place, format, &mut memory.outlines);
    let mut in_prose = outline.blocks.iter().map(|it| named(it, &outline.tree, knowledge, memory)).collect::<Vec<_>>();
    keep_names_of_labels(&outline, &mut in_prose);
    let units = language::units(&outline, &in_prose, knowledge, &mut memory.readings);
    let facts = facts::facts(text, &outline, &units, knowledge, &mut memory.terms);
    let mentions = outline.blocks.iter().zip(&in_prose).enumerate().flat_map(|(index, (block, found))| {
        found.iter().map(move |it| (index, Mention { range: block.prose.source(it.range), ..*it }))
    });
    let mentions = mentions.collect::<Vec<_>>();
    let components = facts::components(&outline, &units, &knowledge.lexicon);
    let suppressions = rules::suppressions(text, &outline, knowledge);
    Section {
        heading: heading(&outline, &units, &knowledge.lexicon),
        signs: signs(text, &outline, &mentions, &units, &knowledge.lexicon),
        claims: claim::claims(text, &outline, &units, &facts, &components, knowledge),
        components,
        mentions,
        facts,
        suppressions,
        outline,
    }
}

/// The names in a block, bytes of its prose.
fn named(block: &Block, tree: &Tree, knowledge: &Knowledge, memory: &mut Memory) -> Vec<Mention> {
    let text = block.prose.text();
    let mut in_entry = |label: Option<&str>| {
        let is_product = label.is_some_and(mention::is_of_product);
        let memo = if is_product { &mut memory.names_of_products } else { &mut memory.names_of_entries };
        memo.of(text, |_| true, || mention::in_entry(text, is_product, &knowledge.names))
    };
    match block.kind {
        BlockKind::Key { .. } | BlockKind::Id { .. } => in_entry(None),
        BlockKind::Value { entry, is_text: false } => in_entry(tree.label(entry)),
        _ => memory.names.of(text, |_| true, || mention::mentions(text, &knowledge.names)),
    }
}

/// What a thing of a diagram is called in the text names what its words name, `S3[S3 bucket]`, or nothing, `MQ[RabbitMQ]`.
fn keep_names_of_labels(outline: &Outline, names: &mut [Vec<Mention>]) {
    for (index, block) in outline.blocks.iter().enumerate() {
        let BlockKind::Id { label: Some(label) } = block.kind else { continue };
        let mut own = std::mem::take(&mut names[index]);
        own.retain(|it| names[label].iter().any(|other| other.card == it.card));
        names[index] = own;
    }
}

/// Whether the document is about AWS, so that an ambiguous name means its card: it names AWS, or two services beyond doubt.
///
/// Cost: O(sections).
pub fn is_about_aws(sections: &[(usize, Arc<Section>)]) -> bool {
    let mut first = None;
    sections.iter().any(|(_, section)| {
        section.signs.names_aws || section.signs.certain.iter().any(|it| *first.get_or_insert(*it) != *it)
    })
}

/// Whether `text`, of whatever format, speaks of AWS: it names AWS, or two services beyond doubt.
///
/// Cost: O(bytes) until that is known.
pub(crate) fn speaks_of_aws(text: &str, knowledge: &Knowledge) -> bool {
    if says_aws(text) {
        return true;
    }
    let names = text.lines().flat_map(|it| mention::mentions(it, &knowledge.names));
    let mut certain = names.filter(|it| it.certainty == Certainty::Certain).map(|it| it.card);
    certain.next().is_some_and(|first| certain.any(|it| it != first))
}

fn heading(outline: &Outline, units: &[language::Unit], lexicon: &Lexicon) -> Option<Heading> {
    let BlockKind::Heading { level } = outline.blocks.first()?.kind else { return None };
    let unit = units.first()?;
    let classes = unit.lexemes.iter().filter_map(|it| match it.word {
        // A VPC or a Region is where things stand; the heading is about what stands there.
        Word::Thing(class) | Word::Named(class) if class != Class::Regional => Some(class),
        _ => None,
    });
    let is_over = language::status::is_over(&units[1..], lexicon);
    let own = language::heading_frames(unit);
    let frames = if is_over { own.with(Frame::Past) } else { own };
    Some(Heading { level, text: unit.text.clone(), frames, classes: classes.collect() })
}

fn signs(
    text: &str,
    outline: &Outline,
    mentions: &[(usize, Mention)],
    units: &[language::Unit],
    lexicon: &Lexicon,
) -> Signs {
    let mut certain =
        mentions.iter().filter(|it| it.1.certainty == Certainty::Certain).map(|it| it.1.card).collect::<Vec<_>>();
    certain.sort_unstable();
    certain.dedup();
    let words = || units.iter().flat_map(|it| it.lexemes.iter().map(|lexeme| lexeme.word));
    let mut classes = Vec::new();
    // A note of what is to do asks for what is not there yet.
    for it in units.iter().filter(|it| !it.is_note()).flat_map(|it| &it.lexemes) {
        match it.word {
            Word::Thing(class) | Word::Named(class) if !classes.contains(&class) => classes.push(class),
            _ => {}
        }
    }
    let is_heading = !units.is_empty() && matches!(outline.blocks[0].kind, BlockKind::Heading { .. });
    let speaking = |role| units.iter().filter(|it| it.lexemes.iter().any(|it| it.word == Word::Role(role))).count();
    Signs {
        certain,
        classes,
        names_aws: says_aws(text) || units.iter().any(names_a_zone),
        study: words().filter(|it| *it == Word::Role(Role::Exam)).count() + language::choices(units, outline).len(),
        units: units.iter().filter(|it| !outline.blocks[it.parts[0].block].is_drawn()).count(),
        to_reader: speaking(Role::Reader),
        of_team: speaking(Role::Team) + units.iter().filter(|it| places_a_part(it)).count(),
        is_over: is_heading && language::status::is_told_below(&units[0], &units[1..], lexicon),
        is_knowledge: is_knowledge(outline.front_matter.map_or(text, |it| it.of(text))),
        has_target: units.iter().any(|it| !outline.blocks[it.parts[0].block].is_header() && it.is_of_target()),
    }
}

/// Whether a row tells of a part of one's own system: a product, how many of it, in which zones.
fn places_a_part(unit: &language::Unit) -> bool {
    let has = |is: &dyn Fn(&Word) -> bool| unit.lexemes.iter().any(|it| is(&it.word));
    let is_placed = has(&|it| *it == Word::ZoneId) || unit.lexemes.iter().any(language::Lexeme::is_several);
    unit.is_row() && is_placed && has(&|it| matches!(it, Word::Named(_)))
}

/// Whether `head`, a front matter or else the whole text, is that of a card, a comparison, a rule or a statement, by the keys that each
/// must have at the start of a line.
fn is_knowledge(head: &str) -> bool {
    const KINDS: [[&str; 2]; 4] =
        [["category:", "sources:"], ["of:", "sources:"], ["severity:", "when:"], ["states:", "terms:"]];
    let has = |key: &str| head.lines().any(|it| it.starts_with(key));
    KINDS.iter().any(|keys| keys.iter().all(|it| has(it)))
}

/// Whether a zone of AWS is named by its full id, `ap-northeast-2a`; `2a` alone may be anything.
fn names_a_zone(unit: &language::Unit) -> bool {
    unit.lexemes.iter().any(|it| it.word == Word::ZoneId && it.span.len() > 4)
}

/// Whether AWS is named as a word of its own, which Korean particles may follow, or as the place of an image or an endpoint.
fn says_aws(text: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric();
    let is_word = |at: usize, word: &str| {
        let behind = text[at..].strip_prefix(word);
        behind.is_some_and(|it| !it.starts_with(joins)) && !text[..at].ends_with(joins)
    };
    // Looking for one character is several times as fast as looking for a word.
    text.match_indices('A').any(|(at, _)| is_word(at, "AWS") || is_word(at, "Amazon"))
        || text.contains(".amazonaws.com")
        || text.match_indices('아').any(|(at, _)| is_word(at, "아마존"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about_aws(sections: &[(&[u32], bool)]) -> bool {
        let section = |(cards, says_aws): &(&[u32], bool)| {
            let certain = cards.iter().map(|it| CardId(*it)).collect();
            (
                0,
                Arc::new(Section {
                    signs: Signs { certain, names_aws: *says_aws, ..Signs::default() },
                    ..Section::default()
                }),
            )
        };
        is_about_aws(&sections.iter().map(section).collect::<Vec<_>>())
    }

    #[test]
    fn two_certain_cards_or_the_word_make_it_about_aws() {
        assert!(!about_aws(&[]));
        assert!(!about_aws(&[(&[7], false), (&[], false), (&[7], false)]));
        assert!(about_aws(&[(&[7], false), (&[], false), (&[8], false)]));
        assert!(about_aws(&[(&[7, 8], false)]));
        assert!(about_aws(&[(&[], true)]));
    }

    #[test]
    fn aws_is_a_word() {
        for text in ["AWS를 쓴다", "on AWS.", "AWS::EC2::Instance", "아마존에서", "(Amazon)"] {
            assert!(says_aws(text), "{text}");
        }
        for text in ["", "LAWS", "AWSome", "Amazonas", "aws"] {
            assert!(!says_aws(text), "{text}");
        }
    }
}
