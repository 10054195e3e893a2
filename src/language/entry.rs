//! How is an entry of a file of data read? Its key, its value and the comment behind it are one row: `count: 1 # no spare`.

use std::collections::HashMap;

use super::column::is_verdict;
use super::unit::Unit;
use super::{Frame, Frames, List, script};
use crate::knowledge::{Knowledge, VocabularyPart};
use crate::surface::{Block, BlockKind, Dialect, Outline, Value, dialect};

/// Which blocks make one row with those before them?
///
/// A row is what a key says in a few words: its key, its value or the items of its list, and the comment behind them. Only designs have
/// rows: what templates and manifests say by their keys has readers of its own.
pub(super) struct Rows<'a> {
    outline: &'a Outline,
    /// The first and the end of the entries of each document that is a design.
    designs: Vec<(usize, usize)>,
    /// The entry whose row is being read.
    open: Option<usize>,
    /// How many blocks, and how many bytes, the row may still have.
    left: (usize, usize),
}

/// A row has at most so many blocks and about so many bytes: what is longer is a list of texts, each read by itself.
const LONGEST: (usize, usize) = (32, 2_000);

impl<'a> Rows<'a> {
    pub(super) fn new(outline: &'a Outline) -> Rows<'a> {
        let tree = &outline.tree;
        let designs = tree.documents().filter(|it| dialect(tree, *it) == Dialect::Design);
        Rows { outline, designs: designs.map(|it| (it, tree.entries()[it].end)).collect(), open: None, left: LONGEST }
    }

    /// Whether `block` goes on with the row before it; blocks are asked for in their order. Cost: O(log documents + items of a list).
    pub(super) fn goes_on(&mut self, block: usize) -> bool {
        let outline = self.outline;
        let entry = match outline.blocks[block].kind {
            BlockKind::Key { entry } => {
                self.open = Some(entry).filter(|it| self.is_of_design(*it) && is_leaf(outline, *it));
                self.left = LONGEST;
                return false;
            }
            BlockKind::Value { entry, .. } | BlockKind::Comment { entry: Some(entry), .. } => entry,
            _ => {
                self.open = None;
                return false;
            }
        };
        let is_of_row =
            self.open == Some(entry) || self.open.is_some() && outline.tree.entries()[entry].parent == self.open;
        let goes_on = is_of_row && !is_above(outline, block) && !tells_of_before(&outline.blocks[block]);
        let (blocks, bytes) = self.left;
        let bytes = bytes.checked_sub(outline.blocks[block].prose.text().len());
        if let (true, Some(blocks), Some(bytes)) = (goes_on, blocks.checked_sub(1), bytes) {
            self.left = (blocks, bytes);
            return true;
        }
        self.open = None;
        false
    }

    /// Whether an entry stands in a document that is a design.
    fn is_of_design(&self, entry: usize) -> bool {
        let behind = self.designs.partition_point(|it| it.0 <= entry);
        behind.checked_sub(1).is_some_and(|it| entry < self.designs[it].1)
    }
}

/// Whether all that the entry holds is a value, or a list of values.
fn is_leaf(outline: &Outline, entry: usize) -> bool {
    let tree = &outline.tree;
    let is_value = |it: usize| matches!(tree.entries()[it].value, Value::Scalar { .. } | Value::Null);
    match tree.entries()[entry].value {
        Value::List => tree.children(entry).take(LONGEST.0).all(is_value),
        Value::Map => tree.entries()[entry].is_flow && tree.children(entry).next().is_none(),
        Value::Alias { .. } => false,
        _ => true,
    }
}

/// Whether a comment begins by telling what was: `# was a Lambda for one afternoon` says nothing of what is.
fn tells_of_before(block: &Block) -> bool {
    const WORDS: [&str; 9] = ["was ", "was: ", "were ", "used to ", "formerly", "previously", "until ", "원래", "예전"];
    matches!(block.kind, BlockKind::Comment { .. }) && WORDS.iter().any(|it| block.prose.text().starts_with(it))
}

/// Whether the comment `block` stands above its entry.
fn is_above(outline: &Outline, block: usize) -> bool {
    match outline.blocks[block].kind {
        BlockKind::Comment { entry: Some(entry), .. } => outline.tree.entries()[entry].leading == Some(block),
        _ => false,
    }
}

/// What a name or a comment may say of where something is so.
const PLACES: [Frame; 2] = [Frame::NonProduction, Frame::Elsewhere];

/// What the entries of each map say of those beside them.
#[derive(Default)]
pub(super) struct Identities {
    /// By map, the unit that says what it is about.
    of: HashMap<usize, usize>,
    /// By map, what it says of when and where it is so: `status: retired`, `env: dev`.
    settings: HashMap<usize, Frames>,
}

impl Identities {
    /// The unit that says what `block` is about: that of a type, an engine or a name beside it.
    pub(super) fn above(&self, outline: &Outline, block: usize) -> Option<usize> {
        let entry = entry_of(outline, block)?;
        let mut around = outline.tree.upward(entry).take(2).filter_map(|it| outline.tree.entries()[it].parent);
        // The text under a key stands beside what stands beside the key.
        around.find_map(|it| self.of.get(&it).copied())
    }

    /// Notes what unit `index`, which starts with `block`, says of what is beside it, if its key is one that does.
    pub(super) fn note(
        &mut self,
        outline: &Outline,
        block: usize,
        index: usize,
        frames: Frames,
        knowledge: &Knowledge,
    ) {
        let Some(at) = entry_of(outline, block) else { return };
        let entry = &outline.tree.entries()[at];
        let places: Frames = PLACES.into_iter().filter(|it| frames.has(*it)).collect();
        if let BlockKind::Comment { .. } = outline.blocks[block].kind {
            // `web: { type: ec2, count: 1 } # dev only`
            return self.set(at, places);
        }
        let is = |part| entry.key().is_some_and(|it| knowledge.vocabulary.is_part(it, part));
        if let Some(map) = entry.parent {
            let one = |it: Frame| Frames::default().with(it);
            let said = match entry.boolean() {
                // `kind: Sandbox`, `name: dev`
                _ if is(VocabularyPart::Identity) => {
                    self.of.insert(map, index);
                    places
                }
                _ if is(VocabularyPart::Remark) && is_short(outline, block, at) => places,
                _ if is_refused(outline, block, at, knowledge) => one(Frame::Alternatives),
                // `status: chosen`
                _ if is(VocabularyPart::Setting) && is_chosen(outline, block, at, knowledge) => one(Frame::Chosen),
                _ if is(VocabularyPart::Setting) => frames,
                // `applies: true`, in a list of checks
                Some(true) if is(VocabularyPart::Choice) => one(Frame::Record).with(Frame::Chosen),
                // `resolved: true`
                Some(true) if is(VocabularyPart::Closed) => one(Frame::Past),
                // `chosen: false`
                Some(false) if is(VocabularyPart::Choice) => one(Frame::Alternatives),
                _ => Frames::default(),
            };
            self.set(map, said);
        }
        // `<<: *base` is about what the base is about.
        if let (Some(map), Some("<<"), Value::Alias { target: Some(base), .. }) =
            (entry.parent, entry.key(), &entry.value)
            && let Some(unit) = self.of.get(base).copied()
        {
            self.of.entry(map).or_insert(unit);
        }
    }

    /// Lets what a map says it is about introduce what stands before that in the map: `{min: 6, max: 6, type: ec2}`. Cost: O(units).
    pub(super) fn introduce_earlier(&self, outline: &Outline, units: &mut [Unit]) {
        let introduced = if self.of.is_empty() { 0 } else { units.len() };
        for index in 0..introduced {
            let above = self.above(outline, units[index].parts[0].block);
            // Of two that say it, the first introduces the second already.
            if let Some(above) = above.filter(|it| *it > index && units[*it].above != Some(index)) {
                units[index].above = Some(above);
            }
        }
    }

    fn set(&mut self, map: usize, frames: Frames) {
        if frames != Frames::default() {
            let before = self.settings.entry(map).or_default();
            *before = before.or(frames);
        }
    }

    /// Gives the units of each map the frames that one of its entries, wherever in it, says it stands in. Cost: O(entries + units).
    pub(super) fn frame(&self, outline: &Outline, units: &mut [Unit], knowledge: &Knowledge) {
        if self.settings.is_empty() {
            return;
        }
        let mut frames: Vec<Frames> = Vec::with_capacity(outline.tree.entries().len());
        for (index, entry) in outline.tree.entries().iter().enumerate() {
            let own = self.settings.get(&index).copied().unwrap_or_default();
            frames.push(own.inside(entry.parent.map_or(Frames::default(), |it| frames[it])));
        }
        for part in units.iter_mut().flat_map(|it| &mut it.parts) {
            if let Some(entry) = entry_of(outline, part.block) {
                let around = frames[entry];
                // What stands under a key `rejected` in the option that was chosen was not.
                let is_refused = || {
                    let mut within = outline.tree.upward(entry).take_while(|it| !self.is_chosen(*it));
                    within.any(|it| refuses(outline, it, knowledge))
                };
                let keeps_refusal = around.has(Frame::Chosen) && is_refused();
                let lifts = if keeps_refusal { around.without(Frame::Chosen) } else { around };
                part.frames = part.frames.lifted_by(lifts).inside(around);
            }
        }
    }

    fn is_chosen(&self, map: usize) -> bool {
        self.settings.get(&map).is_some_and(|it| it.has(Frame::Chosen))
    }
}

/// The frame that the key at `block` says all under it stands in.
pub(super) fn key_frames(outline: &Outline, block: usize, knowledge: &Knowledge) -> Frames {
    let BlockKind::Key { entry } = outline.blocks[block].kind else { return Frames::default() };
    let frame = knowledge.vocabulary.frame(outline.blocks[block].prose.text());
    // A WAS is a web application server as well.
    let is_server = frame == Some(Frame::Past) && outline.tree.entries()[entry].value == Value::Map && {
        outline.blocks[block].prose.text().eq_ignore_ascii_case("was")
    };
    frame.filter(|_| !is_server).into_iter().collect()
}

/// Whether the value of entry `at`, whose key is `block`, says that what stands beside it was chosen.
fn is_chosen(outline: &Outline, block: usize, at: usize, knowledge: &Knowledge) -> bool {
    let value = value_of(outline, block, at).map(|it| it.prose.text().trim().to_lowercase());
    value.is_some_and(|it| knowledge.lexicon.has(List::YesVerdicts, &it))
}

/// Whether the value of entry `at`, whose key is `block`, is a few words: "test only", not "the test environment has two of them".
fn is_short(outline: &Outline, block: usize, at: usize) -> bool {
    const WORDS: usize = 4;
    const KOREAN_WORDS: usize = 6;
    value_of(outline, block, at).is_some_and(|it| {
        let text = it.prose.text();
        let most = if text.contains(script::is_hangul) { KOREAN_WORDS } else { WORDS };
        text.split_whitespace().count() <= most
    })
}

/// The value of entry `at`, whose key is `block`.
fn value_of(outline: &Outline, block: usize, at: usize) -> Option<&Block> {
    outline.blocks.get(block + 1).filter(|it| matches!(it.kind, BlockKind::Value { entry, .. } if entry == at))
}

/// Whether entry `at`, whose key is `block`, says that what stands beside it is not done: `decision: rejected, wrong database`.
fn is_refused(outline: &Outline, block: usize, at: usize, knowledge: &Knowledge) -> bool {
    let Some(key) = outline.tree.entries()[at].key() else { return false };
    value_of(outline, block, at)
        .is_some_and(|it| is_verdict(&knowledge.lexicon, &words(key).to_lowercase(), it.prose.text()))
}

/// Whether the key of an entry says that what stands under it was not chosen.
fn refuses(outline: &Outline, entry: usize, knowledge: &Knowledge) -> bool {
    let key = outline.tree.entries()[entry].key();
    key.and_then(|it| knowledge.vocabulary.frame(it)) == Some(Frame::Alternatives)
}

/// The map that the entry of `block` stands in.
pub(super) fn map_of(outline: &Outline, block: usize) -> Option<usize> {
    outline.tree.entries()[entry_of(outline, block)?].parent
}

/// The entry that a key or a value belongs to.
fn entry_of(outline: &Outline, block: usize) -> Option<usize> {
    match outline.blocks[block].kind {
        BlockKind::Key { entry } | BlockKind::Value { entry, .. } | BlockKind::Comment { entry: Some(entry), .. } => {
            Some(entry)
        }
        _ => None,
    }
}

/// What `block` of the row that starts with `key` is read as, if by other words than it shows.
pub(super) fn said(outline: &Outline, block: usize, key: usize, knowledge: &Knowledge) -> Option<String> {
    let shown = outline.blocks[block].prose.text();
    let answered = answered(outline, key, knowledge);
    let named = answered.unwrap_or(outline.blocks[key].prose.text());
    match outline.blocks[block].kind {
        BlockKind::Key { .. } => match knowledge.vocabulary.reads(answered.unwrap_or(shown)) {
            Some(it) => Some(it.to_owned()),
            None => Some(words(shown)).filter(|it| it.len() != shown.len()),
        },
        BlockKind::Value { .. } => match knowledge.vocabulary.value(named, shown) {
            Some(it) => Some(it.to_owned()),
            None => Some(shown).filter(|it| is_kebab(it)).map(|it| it.replace(['-', '_'], " ")),
        },
        _ => None,
    }
}

/// The key that the one at block `key` gives the answer to: `sessions: { store: memory }` is `sessions: memory`.
///
/// Only of a key whose values are read by other words.
fn answered<'a>(outline: &'a Outline, key: usize, knowledge: &Knowledge) -> Option<&'a str> {
    let BlockKind::Key { entry } = outline.blocks[key].kind else { return None };
    let entry = &outline.tree.entries()[entry];
    let around = outline.tree.entries()[entry.parent?].key()?;
    let is_answer = entry.key().is_some_and(|it| knowledge.vocabulary.is_part(it, VocabularyPart::Carrier));
    (is_answer && knowledge.vocabulary.reads_values(around)).then_some(around)
}

/// `nat-instance`, `local_disk`: words that are joined as code joins them.
fn is_kebab(text: &str) -> bool {
    let is_word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    text.contains(['-', '_']) && text.len() <= 40 && text.split(['-', '_']).all(is_word)
}

/// `text`, a key, as words: `dead_letter` and `deadLetter` are dead letter.
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let next_is_small = chars.peek().is_some_and(|it| it.is_lowercase());
        let starts = char.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && next_is_small);
        if starts {
            words.push(' ');
        }
        words.push(if char == '_' { ' ' } else { char });
        before = char;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_words() {
        for (key, expected) in [
            ("dead_letter", "dead letter"),
            ("deadLetter", "dead Letter"),
            ("natGW", "nat GW"),
            ("multi-az", "multi-az"),
            ("실패큐", "실패큐"),
            ("RDSProxy", "RDS Proxy"),
        ] {
            assert_eq!(words(key), expected);
        }
    }
}
