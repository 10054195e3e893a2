//! Which parts of the story of a failure were mended since? "**Cause.** No alarm." above "**Done since**".

use crate::surface::{BlockKind, Outline};

use super::label::{LABEL_LENGTH, strong_label};
use super::lexicon::List;
use super::{Frame, Lexicon, Unit};

/// Gives what a section tells of a failure the frame of the past, where a label below says what was done since. It is such a story by its heading,
/// or by the label of what it tells. Cost: O(units).
pub(super) fn frame_mended(units: &mut [Unit], outline: &Outline, lexicon: &Lexicon) {
    let label = |it: &Unit| label(it, outline).map(|it| it.to_lowercase());
    let starts = |text: &str, list: List| lexicon.list(list).iter().any(|it| text.starts_with(it.as_str()));
    let Some(mended) = units.iter().position(|it| label(it).is_some_and(|it| starts(&it, List::Mended))) else {
        return;
    };
    let heading = units[0].text.to_lowercase();
    let has_heading = matches!(outline.blocks[units[0].parts[0].block].kind, BlockKind::Heading { .. });
    let is_headed = has_heading && lexicon.list(List::Stories).iter().any(|it| heading.contains(it.as_str()));
    let is_story = is_headed || units[..mended].iter().any(|it| label(it).is_some_and(|it| starts(&it, List::Stories)));
    if is_story {
        let parts = units[..mended].iter_mut().flat_map(|it| &mut it.parts);
        parts.for_each(|it| it.frames = it.frames.with(Frame::Past));
    }
}

/// The bold words that a paragraph or an item starts with, or all of a short one that ends with a colon.
fn label<'a>(unit: &'a Unit, outline: &Outline) -> Option<&'a str> {
    let kind = outline.blocks[unit.parts[0].block].kind;
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Item { .. }) {
        return None;
    }
    let strong = strong_label(unit, outline).map(|it| it.of(&unit.text));
    let line = unit.text.trim_end();
    let whole = (line.len() <= LABEL_LENGTH && line.ends_with(':')).then_some(line);
    strong.or(whole).map(str::trim)
}
