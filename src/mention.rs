//! Which cards does a block name, and where?

use crate::knowledge::{CardId, Names};
use crate::span::Span;

/// A card's name in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The card it names.
    pub card: CardId,
    /// Bytes of the text searched.
    pub range: Span,
    /// Which of the card's names it is; index of [`Names::names`].
    pub name: usize,
    /// How sure it is that the name means the card.
    pub certainty: Certainty,
}

/// How sure it is that a name means its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The name means nothing else, or cues of its card stand near it.
    Certain,
    /// The name also means something else (SNS, Lambda, Connect): it counts only in a document about AWS.
    InAwsContext,
}

/// Finds every card name in `text`, left to right; of overlapping names the longest.
///
/// Ranges are byte ranges of `text` on character boundaries, sorted, without overlap; empty when nothing is named. `text`
/// is one block's prose, in NFC. A Latin name ends before a Korean particle (`EC2를` names `EC2`); a Hangul name must not
/// follow another Hangul syllable (`나람다` does not name `람다`) and must be followed by a particle or an edge.
///
/// Errors: none. Cost: one Aho-Corasick pass, O(bytes + mentions).
pub fn mentions(text: &str, names: &Names) -> Vec<Mention> {
    let _ = (text, names);
    Vec::new()
}
