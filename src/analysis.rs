//! What follows from one section, and what from all of them together?

use std::sync::Arc;

use crate::finding::Finding;
use crate::knowledge::{CardId, Knowledge};
use crate::mention::{Certainty, Mention, mentions};
use crate::surface::{Outline, Place, outline};

/// Everything that follows from one section alone. Ranges are bytes of the section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// What it is made of.
    pub outline: Outline,
    /// Its mentions with the block that each stands in (index of `Outline::blocks`); sorted by place, without overlap.
    pub mentions: Vec<(usize, Mention)>,
    /// Cards that it names beyond doubt; sorted, each once.
    pub certain: Vec<CardId>,
    /// Whether it says in so many words that it is about AWS.
    pub says_aws: bool,
}

/// Analyses `text`, one section. Errors: none. Cost: O(bytes).
pub fn section(text: &str, place: Place, knowledge: &Knowledge) -> Section {
    let outline = outline(text, place);
    let mut found = Vec::new();
    for (index, block) in outline.blocks.iter().enumerate() {
        for mention in mentions(block.prose.text(), &knowledge.names) {
            found.push((index, Mention { range: block.prose.source(mention.range), ..mention }));
        }
    }
    let is_certain = |it: &&(usize, Mention)| it.1.certainty == Certainty::Certain;
    let mut certain: Vec<CardId> = found.iter().filter(is_certain).map(|(_, it)| it.card).collect();
    certain.sort_unstable();
    certain.dedup();
    Section { outline, mentions: found, certain, says_aws: says_aws(text) }
}

/// What is weak in a document, sorted by place. Each section comes with the byte that it starts at; ranges of the result
/// are bytes of the document.
pub fn findings(sections: &[(usize, Arc<Section>)], knowledge: &Knowledge) -> Vec<Finding> {
    let _ = (sections, knowledge);
    Vec::new()
}

/// Whether a document is about AWS, so that a name such as Lambda or Connect means the service.
///
/// It is where AWS is spoken of by name, or two different cards are named beyond doubt. Cost: O(sections) at most; a
/// document about AWS mostly says so in its first ones.
pub fn is_about_aws(sections: &[(usize, Arc<Section>)]) -> bool {
    let mut first = None;
    sections.iter().any(|(_, section)| {
        let is_second = |card: &CardId| *card != *first.get_or_insert(*card);
        section.says_aws || section.certain.iter().any(is_second)
    })
}

/// Whether AWS is named as a word of its own; Korean particles may follow.
fn says_aws(text: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric();
    let is_word = |at: usize, word: &str| {
        let behind = text[at..].strip_prefix(word);
        behind.is_some_and(|it| !it.starts_with(joins)) && !text[..at].ends_with(joins)
    };
    // Looking for one character is several times as fast as looking for a word.
    text.match_indices('A').any(|(at, _)| is_word(at, "AWS") || is_word(at, "Amazon"))
        || text.match_indices('아').any(|(at, _)| is_word(at, "아마존"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about_aws(sections: &[(&[u32], bool)]) -> bool {
        let section = |(cards, says_aws): &(&[u32], bool)| {
            let certain = cards.iter().map(|it| CardId(*it)).collect();
            (0, Arc::new(Section { certain, says_aws: *says_aws, ..Section::default() }))
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
