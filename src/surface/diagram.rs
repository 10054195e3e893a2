//! What does a diagram draw: which things, in what do they stand, and what leads from one to another?
//!
//! The words in it are blocks of the outline like any other text; this is how they belong together.

use crate::span::Span;

/// One diagram. Groups, nodes and edges are in the order in which the text first names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// What it is a picture of.
    pub kind: DiagramKind,
    /// Its text, without fences.
    pub range: Span,
    /// What holds other things.
    pub groups: Vec<Group>,
    /// The things.
    pub nodes: Vec<Node>,
    /// What leads from one to another.
    pub edges: Vec<Edge>,
}

/// The kinds of diagram that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagramKind {
    /// Things and what leads where.
    Flowchart,
    /// The same with icons and sides.
    Architecture,
    /// Who says what to whom, one after the other.
    Sequence,
}

/// A zone, a Region, a VPC, an environment: whatever a frame is drawn around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its words, or what it is called in the text: index of `Outline::blocks`.
    pub label: Option<usize>,
    /// The group around it: index of `Diagram::groups`, smaller than its own.
    pub parent: Option<usize>,
}

/// A thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its words, or what it is called in the text: index of `Outline::blocks`.
    pub label: Option<usize>,
    /// The innermost group it stands in: index of `Diagram::groups`.
    pub group: Option<usize>,
}

/// An arrow or a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// Its words: index of `Outline::blocks`.
    pub label: Option<usize>,
    /// How it is drawn.
    pub line: Line,
    /// From the start of the one end to the end of the other, as written.
    pub range: Span,
}

/// What an edge ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Index of `Diagram::nodes`.
    Node(usize),
    /// Index of `Diagram::groups`.
    Group(usize),
}

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// `-->`, `==>`, in a sequence `->>`: what is called waits for nothing, who calls may wait for it.
    Solid,
    /// `-.->`, in a sequence `-->>`, which there answers.
    Dotted,
    /// `-)`: who sends does not wait.
    Open,
    /// `---`, `<-->`: it leads nowhere, or both ways.
    Undirected,
}

impl Diagram {
    /// The group and those around it, innermost first. Cost: O(depth).
    pub fn upward(&self, group: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(group, |it| self.groups[*it].parent)
    }

    /// The words at the end of an edge: index of `Outline::blocks`.
    pub fn label(&self, end: End) -> Option<usize> {
        match end {
            End::Node(it) => self.nodes[it].label,
            End::Group(it) => self.groups[it].label,
        }
    }
}
