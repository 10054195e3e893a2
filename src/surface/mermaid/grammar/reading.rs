//! What does a node of the grammar's tree say?

use tree_sitter::Node;

use super::Part;
use crate::span::Span;
use crate::surface::Line;

/// A statement with more ends of edges than this joins everything with everything.
const MOST_ENDS: usize = 16;

/// Reads nodes of a tree.
pub(super) struct Reading<'a> {
    /// What the grammar read.
    pub(super) source: &'a str,
    /// The statement's bytes in it.
    pub(super) statement: Span,
    pub(super) parts: Vec<Part>,
}

impl Reading<'_> {
    /// Adds what `node` says; false if its children are still to be read.
    pub(super) fn read(&mut self, node: Node<'_>) -> bool {
        match node.kind() {
            "flow_edge_statement" | "flow_incomplete_edge_statement" => self.chain(node),
            "flow_node_statement" => children(node, "node").for_each(|it| drop(self.step(it))),
            "flow_subgraph" => self.subgraph(node),
            "flow_style_statement" | "flow_click_statement" => children(node, "target").for_each(|it| self.name(it)),
            "flow_class_assignment_statement" => {
                children(node, "targets").for_each(|it| children(it, "item").for_each(|it| self.name(it)));
            }
            "sequence_participant_declaration" => self.thing(node, "name", "label"),
            "sequence_message_statement" | "sequence_incomplete_message_statement" => self.message(node),
            "sequence_note_statement" => self.parts.extend(self.field(node, "text").map(Part::Words)),
            "architecture_group_statement" => {
                if let Some(id) = self.field(node, "id") {
                    let (label, within) = (self.title(node), self.parent(node));
                    self.parts.push(Part::Group { id, label, within });
                }
            }
            "architecture_service_statement" | "architecture_junction_statement" => self.thing(node, "id", "title"),
            "architecture_edge_statement" => self.architecture_edge(node),
            kind => {
                if node.is_error() || kind == "sequence_malformed_statement" {
                    self.parts.push(Part::Fault);
                }
                return false;
            }
        }
        if node.has_error() {
            self.parts.push(Part::Fault);
        }
        true
    }

    /// `A & B -->|label| C --> D`
    fn chain(&mut self, node: Node<'_>) {
        let mut from: Vec<Span> = Vec::new();
        let mut arrow: Option<Node<'_>> = None;
        for (field, child) in fields(node) {
            match field {
                "edge" => arrow = Some(child),
                "source" | "target" => {
                    // Its words stand before what it leads to.
                    let edge = self.parts.len();
                    let to = self.step(child);
                    if let Some(part) = arrow.take().and_then(|it| self.edge(it, &from, &to)) {
                        self.parts.insert(edge, part);
                    }
                    from = to;
                }
                _ => {}
            }
        }
        // The arrow is there, what it leads to is not yet.
        let label = arrow.and_then(|it| self.arrow(it).0);
        self.parts.extend(label.map(Part::Words));
    }

    fn edge(&self, arrow: Node<'_>, from: &[Span], to: &[Span]) -> Option<Part> {
        let (label, line) = self.arrow(arrow);
        let range = from.iter().chain(to).copied().reduce(Span::cover)?;
        let is_drawn = from.len() <= MOST_ENDS && to.len() <= MOST_ENDS;
        let (from, to) = (from.to_vec(), to.to_vec());
        line.filter(|_| is_drawn).map(|line| Part::Edge { from, to, label, line, range })
    }

    /// The label of an arrow of a flowchart, and how it is drawn; nothing for one that is not.
    fn arrow(&self, edge: Node<'_>) -> (Option<Span>, Option<Line>) {
        let (mut label, mut operator) = (None, String::new());
        for (field, child) in fields(edge) {
            match field {
                "operator" | "operator_end" => operator.push_str(self.text(child)),
                "label" => label = self.field(child, "text").or_else(|| self.span(child)),
                _ => {}
            }
        }
        let is_pointed = operator.ends_with(['>', 'x', 'o']) && !operator.starts_with(['<', 'x', 'o']);
        let line = match operator.contains('.') {
            _ if operator.contains('~') => None,
            _ if !is_pointed => Some(Line::Undirected),
            true => Some(Line::Dotted),
            false => Some(Line::Solid),
        };
        (label, line)
    }

    /// The things of one step of a chain, `A[label] & B`; what they are called.
    fn step(&mut self, node: Node<'_>) -> Vec<Span> {
        let mut ids = Vec::new();
        for vertex in children(node, "vertex") {
            let Some(id) = self.field(vertex, "id") else { continue };
            let shape = vertex.child_by_field_name("shape");
            let label = shape.and_then(|it| self.field(it.named_child(0)?, "label"));
            let label = label.or_else(|| self.label_of_data(vertex.child_by_field_name("data")?));
            self.parts.push(Part::Node { id, label, within: None });
            ids.push(id);
        }
        ids
    }

    /// `@{ shape: cyl, label: "RDS" }`
    fn label_of_data(&self, data: Node<'_>) -> Option<Span> {
        let mut is_next = false;
        children(data, "content").find_map(|it| {
            let found = is_next.then(|| self.span(it)).flatten();
            is_next = self.text(it).trim_end().ends_with("label:");
            found
        })
    }

    /// `subgraph id [label]`, `subgraph words`
    fn subgraph(&mut self, node: Node<'_>) {
        let name = self.field(node, "name");
        let id = self.field(node, "id").or(name);
        let label = node.child_by_field_name("label").and_then(|it| self.field(it, "label")).or(name);
        self.parts.push(Part::Open { id, label });
    }

    fn thing(&mut self, node: Node<'_>, id: &str, label: &str) {
        let Some(id) = self.field(node, id) else { return };
        let label = if label == "title" { self.title(node) } else { self.field(node, label) };
        let within = self.parent(node);
        self.parts.push(Part::Node { id, label, within });
    }

    /// `A->>B: words`
    fn message(&mut self, node: Node<'_>) {
        let ends = [self.field(node, "source"), self.field(node, "target")];
        self.parts.extend(ends.iter().flatten().map(|it| Part::Node { id: *it, label: None, within: None }));
        let label = self.field(node, "message");
        let operator = node.child_by_field_name("operator").map_or("", |it| self.text(it));
        let line = match operator {
            it if it.starts_with('<') => Line::Undirected,
            it if it.ends_with([')', 'x']) => Line::Open,
            it if it.starts_with("--") => Line::Dotted,
            _ => Line::Solid,
        };
        if let [Some(from), Some(to)] = ends {
            let range = from.cover(label.unwrap_or(to));
            self.parts.push(Part::Edge { from: vec![from], to: vec![to], label, line, range });
        }
    }

    /// `a:R --> L:b`. An edge without a head leads on as it is written.
    fn architecture_edge(&mut self, node: Node<'_>) {
        let end = |field: &str| node.child_by_field_name(field).and_then(|it| self.field(it, "id"));
        let (Some(source), Some(target)) = (end("source"), end("target")) else { return };
        let arrow = node.child_by_field_name("arrow");
        let has = |field: &str| arrow.is_some_and(|it| it.child_by_field_name(field).is_some());
        let (from, to, line) = match (has("source_arrowhead"), has("target_arrowhead")) {
            (true, true) => (source, target, Line::Undirected),
            (true, false) => (target, source, Line::Solid),
            (false, _) => (source, target, Line::Solid),
        };
        let connector = arrow.and_then(|it| it.child_by_field_name("connector"));
        let label = connector.and_then(|it| self.title(it));
        let range = source.cover(target);
        let node = |id| Part::Node { id, label: None, within: None };
        let edge = Part::Edge { from: vec![from], to: vec![to], label, line, range };
        self.parts.extend([node(source), edge, node(target)]);
    }

    fn title(&self, node: Node<'_>) -> Option<Span> {
        node.child_by_field_name("title").and_then(|it| self.field(it, "text").or_else(|| self.span(it)))
    }

    fn parent(&self, node: Node<'_>) -> Option<Span> {
        node.child_by_field_name("parent").and_then(|it| self.field(it, "parent"))
    }

    fn name(&mut self, node: Node<'_>) {
        self.parts.extend(self.span(node).map(Part::Name));
    }

    fn field(&self, node: Node<'_>, field: &str) -> Option<Span> {
        self.span(node.child_by_field_name(field)?)
    }

    /// The bytes of the statement at which `node` stands, without blanks; `None` where nothing does.
    fn span(&self, node: Node<'_>) -> Option<Span> {
        let written = self.text(node);
        let start = node.start_byte() + written.len() - written.trim_start().len();
        let span = Span::new(start, start + written.trim().len());
        let is_here = !span.is_empty() && self.statement.contains(span);
        is_here.then(|| Span::new(span.start - self.statement.start, span.end - self.statement.start))
    }

    fn text(&self, node: Node<'_>) -> &str {
        self.source.get(node.byte_range()).unwrap_or_default()
    }
}

/// The children of `node` that bear a field, with its name.
fn fields(node: Node<'_>) -> Vec<(&str, Node<'_>)> {
    let mut cursor = node.walk();
    let mut found = Vec::new();
    let mut is_there = cursor.goto_first_child();
    while is_there {
        found.extend(cursor.field_name().map(|it| (it, cursor.node())));
        is_there = cursor.goto_next_sibling();
    }
    found
}

fn children<'a>(node: Node<'a>, field: &str) -> impl Iterator<Item = Node<'a>> {
    fields(node).into_iter().filter(move |it| it.0 == field).map(|it| it.1)
}
