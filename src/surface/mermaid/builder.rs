//! Parts of statements → blocks of the outline, and the diagram that they make together.

use std::collections::HashMap;

use super::grammar::Part;
use super::{Site, label};
use crate::span::Span;
use crate::surface::{Block, BlockKind, Diagram, DiagramKind, Edge, End, Group, Line, Node, Outline, Prose};

/// Frames deeper than this stand in the last one above.
const DEEPEST: usize = 32;

/// Turns parts into blocks.
pub(super) struct Builder<'a> {
    outline: &'a mut Outline,
    text: &'a str,
    site: Site,
    diagram: Diagram,
    groups: HashMap<&'a str, usize>,
    nodes: HashMap<&'a str, usize>,
    edges: Vec<Drawn<'a>>,
    /// Blocks of what things are called in the text, with the name.
    ids: Vec<(usize, &'a str)>,
    /// What is open, outermost first: frames, and what else ends like one.
    open: Vec<Option<usize>>,
}

/// An edge whose ends are known by their names only.
struct Drawn<'a> {
    from: &'a str,
    to: &'a str,
    label: Option<usize>,
    line: Line,
    range: Span,
}

impl<'a> Builder<'a> {
    pub(super) fn new(outline: &'a mut Outline, text: &'a str, kind: DiagramKind, site: Site) -> Builder<'a> {
        let range = site.content;
        let diagram = Diagram { kind, range, groups: Vec::new(), nodes: Vec::new(), edges: Vec::new() };
        let (groups, nodes) = (HashMap::new(), HashMap::new());
        Builder { outline, text, site, diagram, groups, nodes, edges: Vec::new(), ids: Vec::new(), open: Vec::new() }
    }

    /// Adds what a statement at byte `at` says.
    pub(super) fn add(&mut self, at: usize, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Open { id, label } => self.frame(at, *id, *label),
                Part::Begin { words } => {
                    self.words(at, *words);
                    self.open.push(None);
                }
                Part::Close => {
                    self.open.pop();
                }
                Part::Group { id, label, within } => {
                    let parent = self.named_group(at, *within);
                    self.group(at, Some(*id), *label, parent);
                }
                Part::Node { id, label, within } => self.node(at, *id, *label, *within),
                Part::Edge { from, to, label, line, range } => {
                    let label = self.words(at, *label);
                    let range = range.shift(at);
                    let name = |it: &Span| it.shift(at).of(self.text);
                    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
                    let drawn =
                        pairs.map(|(from, to)| Drawn { from: name(from), to: name(to), label, line: *line, range });
                    self.edges.extend(drawn);
                }
                Part::Name(id) => {
                    self.id(id.shift(at));
                }
                Part::Words(words) => {
                    self.words(at, Some(*words));
                }
                Part::Fault => {}
            }
        }
    }

    /// Puts the diagram into the outline.
    pub(super) fn finish(mut self) {
        let moved = self.drop_nodes_that_are_groups();
        let end = |name: &str| match self.groups.get(name) {
            Some(group) => Some(End::Group(*group)),
            None => self.nodes.get(name).and_then(|it| moved[*it]).map(End::Node),
        };
        let edges = self.edges.iter().filter_map(|it| {
            let (from, to) = (end(it.from)?, end(it.to)?);
            Some(Edge { from, to, label: it.label, line: it.line, range: it.range })
        });
        self.diagram.edges = edges.collect();
        // What has no words of its own is known by what it is called.
        let of = self.ids.iter().filter_map(|(block, name)| Some((*block, end(name)?))).collect::<Vec<_>>();
        for (block, end) in of {
            let label = match end {
                End::Node(it) => &mut self.diagram.nodes[it].label,
                End::Group(it) => &mut self.diagram.groups[it].label,
            };
            let label = *label.get_or_insert(block);
            self.outline.blocks[block].kind = BlockKind::Id { label: (label != block).then_some(label) };
        }
        self.outline.diagrams.push(self.diagram);
    }

    /// `UserService` may be a thing in an edge before it turns out to be a frame. Where each node is now.
    fn drop_nodes_that_are_groups(&mut self) -> Vec<Option<usize>> {
        let mut is_kept = vec![true; self.diagram.nodes.len()];
        for (name, node) in &self.nodes {
            is_kept[*node] = !self.groups.contains_key(name);
        }
        let mut kept = is_kept.iter();
        self.diagram.nodes.retain(|_| kept.next().is_some_and(|it| *it));
        let mut next = 0;
        let place = |it: &bool| {
            next += usize::from(*it);
            it.then(|| next - 1)
        };
        is_kept.iter().map(place).collect()
    }

    fn frame(&mut self, at: usize, id: Option<Span>, label: Option<Span>) {
        let is_deep = self.open.len() >= DEEPEST;
        let around = self.around();
        let group = if is_deep { around } else { Some(self.group(at, id, label, around)) };
        self.open.push(group);
    }

    fn group(&mut self, at: usize, id: Option<Span>, label: Option<Span>, parent: Option<usize>) -> usize {
        if let Some(id) = id {
            self.groups.insert(id.shift(at).of(self.text), self.diagram.groups.len());
            if label != Some(id) {
                self.id(id.shift(at));
            }
        }
        let label = label.map(|it| self.label(it.shift(at), parent));
        self.diagram.groups.push(Group { label, parent });
        self.diagram.groups.len() - 1
    }

    fn node(&mut self, at: usize, id: Span, label: Option<Span>, within: Option<Span>) {
        let name = self.id(id.shift(at));
        let group = self.named_group(at, within).or_else(|| self.around());
        let node = *self.nodes.entry(name).or_insert(self.diagram.nodes.len());
        if node == self.diagram.nodes.len() {
            self.diagram.nodes.push(Node { label: None, group: None });
        }
        let label = label.map(|it| self.label(it.shift(at), group));
        let node = &mut self.diagram.nodes[node];
        node.label = node.label.or(label);
        node.group = node.group.or(group);
    }

    /// The innermost frame that is open.
    fn around(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|it| *it)
    }

    /// The group that is called what stands at `id`.
    fn named_group(&self, at: usize, id: Option<Span>) -> Option<usize> {
        self.groups.get(id?.shift(at).of(self.text)).copied()
    }

    fn words(&mut self, at: usize, words: Option<Span>) -> Option<usize> {
        let around = self.around();
        words.map(|it| self.label(it.shift(at), around))
    }

    /// A block of words inside `group`.
    fn label(&mut self, range: Span, group: Option<usize>) -> usize {
        self.push(BlockKind::Label, range, label::prose(self.text, range), group)
    }

    /// A block of what something is called.
    fn id(&mut self, range: Span) -> &'a str {
        let mut prose = Prose::default();
        prose.push(range.of(self.text), range);
        let around = self.around();
        let block = self.push(BlockKind::Id { label: None }, range, prose.take(), around);
        let name = range.of(self.text);
        self.ids.push((block, name));
        name
    }

    fn push(&mut self, kind: BlockKind, range: Span, prose: Prose, group: Option<usize>) -> usize {
        let parent = self.diagram.upward(group).find_map(|it| self.diagram.groups[it].label);
        let lead = self.site.lead.filter(|_| parent.is_none());
        let parent = parent.or(self.site.parent);
        let quote_depth = self.site.quote_depth;
        self.outline.blocks.push(Block { kind, range, prose, parent, lead, quote_depth });
        self.outline.blocks.len() - 1
    }
}
