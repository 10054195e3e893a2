//! Is the knowledge that ships worth the reader's trust?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use archnotes::hover::{self, Extent, Format};
use archnotes::knowledge::{CardId, Knowledge, Language};
use archnotes::render;

const LANGUAGES: [Language; 2] = [Language::En, Language::Ko];

fn knowledge() -> Knowledge {
    Knowledge::built_in().0
}

/// A float beside the text: so many terminal cells, and so many lines.
const CELLS: usize = 60;
const LINES: usize = 25;

#[test]
fn every_hover_fits_beside_the_text() {
    let knowledge = knowledge();
    let mut high = Vec::new();
    for id in (0..knowledge.cards.len() as u32).map(CardId) {
        for language in LANGUAGES {
            let page = hover::card(&knowledge, id, Extent::Hover, language, Format::Markdown, None);
            let height = render::height(&page, CELLS);
            if height > LINES {
                high.push(format!("{} {language:?}: {height}", knowledge.card(id).id));
            }
        }
    }
    assert_eq!(high, [""; 0], "{}", high.len());
}
