//! What is a fence of data in a text made of? The same as a file of it, at the fence's own place.

use super::tree::Tree;
use super::{BlockKind, Outline, Place, yaml};
use crate::span::Span;

/// What stands around a fence.
pub(super) struct Around {
    /// The paragraph or heading right above it.
    pub(super) lead: Option<usize>,
    /// The list item that it stands in.
    pub(super) item: Option<usize>,
}

/// Adds to `outline`, which holds all that stands before it, what `content`, the lines of a YAML fence, is made of.
///
/// What stands above the fence introduces its entries, as it does a list's. Cost: O(bytes of `content`).
pub(super) fn yaml(outline: &mut Outline, text: &str, content: Span, around: &Around) {
    let mut start = content.start;
    while start < content.end {
        let rest = &text[start..content.end];
        let end = yaml::next_section(rest, Place::Later).unwrap_or(rest.len());
        add(outline, yaml::outline(&rest[..end], Place::Later), start, around);
        start += end.max(1);
    }
}

/// Adds `part`, which starts at byte `by`, behind everything that is there.
fn add(outline: &mut Outline, part: Outline, by: usize, around: &Around) {
    let (blocks, entries) = (outline.blocks.len(), outline.tree.entries().len());
    for mut block in part.blocks {
        block.range = block.range.shift(by);
        block.prose = block.prose.shift(by);
        match block.parent {
            Some(parent) => block.parent = Some(parent + blocks),
            None => (block.parent, block.lead) = (around.item.filter(|_| around.lead.is_none()), around.lead),
        }
        match &mut block.kind {
            BlockKind::Key { entry } | BlockKind::Value { entry, .. } => *entry += entries,
            BlockKind::Comment { entry, .. } => entry.iter_mut().for_each(|it| *it += entries),
            _ => {}
        }
        outline.blocks.push(block);
    }
    outline.comments.extend(part.comments.iter().map(|it| it.shift(by)));
    outline.tree.append(part.tree, by, blocks);
}

impl Tree {
    /// Adds the entries of `other`, whose text starts at byte `by` and whose blocks stand behind `blocks` others.
    fn append(&mut self, other: Tree, by: usize, blocks: usize) {
        let entries = self.entries().len();
        let moved = other.into_entries().into_iter().map(|it| it.moved(entries, by, blocks));
        self.extend(moved);
    }
}
