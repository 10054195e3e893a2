//! What does a statement of a diagram say? The only part that knows tree-sitter; `reading` knows its trees.
//!
//! The grammar gives a tree also for a statement that is only being typed; what it could make out counts.

mod reading;

use std::borrow::Cow;

use tree_sitter::Parser;

use crate::span::Span;
use crate::surface::{DiagramKind, Line};
use reading::Reading;

/// One thing that a statement says, in the order of the text; all spans are bytes of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A frame opens around what follows.
    Open { id: Option<Span>, label: Option<Span> },
    /// A stretch of messages begins that ends like a frame, and its words.
    Begin { words: Option<Span> },
    /// The innermost of these ends.
    Close,
    /// A frame that others name.
    Group { id: Span, label: Option<Span>, within: Option<Span> },
    /// A thing.
    Node { id: Span, label: Option<Span>, within: Option<Span> },
    /// What leads from each of `from` to each of `to`, by what they are called.
    Edge { from: Vec<Span>, to: Vec<Span>, label: Option<Span>, line: Line, range: Span },
    /// Something by what it is called.
    Name(Span),
    /// Words that stand by themselves.
    Words(Span),
    /// Something here is not understood.
    Fault,
}

/// The parser, made when it is first needed.
#[derive(Default)]
pub(super) struct Grammar(Option<Parser>);

/// What the grammar is given to read for `statement`: under a head of its own, with a frame's end, and with what it does not know
/// replaced, byte by byte.
pub(super) fn source(kind: DiagramKind, statement: &str) -> String {
    let end = if statement.starts_with("subgraph") { "\nend" } else { "" };
    format!("{}{}{end}\n", head(kind), known(kind, statement))
}

impl Grammar {
    /// What `statement`, which is not empty, says. Errors: none, [`Part::Fault`] is one of the answers. Cost: some 5 µs for a line that is
    /// right, up to 10 µs a byte for one that is not.
    pub(super) fn parts(&mut self, kind: DiagramKind, statement: &str) -> Vec<Part> {
        if let Some(parts) = own_parts(kind, statement) {
            return parts;
        }
        let source = source(kind, statement);
        let Some(tree) = self.parser().and_then(|it| it.parse(&source, None)) else { return vec![Part::Fault] };
        let start = head(kind).len();
        let statement = Span::new(start, start + statement.len());
        let mut reading = Reading { source: &source, statement, parts: Vec::new() };
        let mut cursor = tree.walk();
        loop {
            let is_read = reading.read(cursor.node());
            if !is_read && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return reading.parts;
                }
            }
        }
    }

    fn parser(&mut self) -> Option<&mut Parser> {
        if self.0.is_none() {
            let mut parser = Parser::new();
            parser.set_language(&tree_sitter_mermaid::LANGUAGE.into()).ok()?;
            self.0 = Some(parser);
        }
        self.0.as_mut()
    }
}

fn head(kind: DiagramKind) -> &'static str {
    match kind {
        DiagramKind::Flowchart => "flowchart LR\n",
        DiagramKind::Architecture => "architecture-beta\n",
        DiagramKind::Sequence => "sequenceDiagram\n",
    }
}

/// `statement` with letters in the place of what stops the grammar: anything but ASCII in a title of an architecture diagram, and the
/// blanks in the names of who speaks.
fn known(kind: DiagramKind, statement: &str) -> Cow<'_, str> {
    let span = match kind {
        DiagramKind::Flowchart => None,
        DiagramKind::Architecture => statement.find('[').map(|at| {
            let end = statement.rfind(']').filter(|it| at < *it).unwrap_or(statement.len());
            Span::new(at + 1, end)
        }),
        DiagramKind::Sequence => {
            let end = statement.find(':').unwrap_or(statement.len());
            ["->", "-)", "-x"].iter().any(|it| statement[..end].contains(it)).then(|| Span::new(0, end))
        }
    };
    let Some(span) = span else { return Cow::Borrowed(statement) };
    let written = span.of(statement);
    let is_inside = |at: usize| {
        let (before, behind) = (&written[..at], &written[at + 1..]);
        before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphanumeric)
    };
    let replaced = written.char_indices().map(|(at, it)| match kind {
        DiagramKind::Sequence if it == ' ' && is_inside(at) => "_".to_owned(),
        DiagramKind::Architecture if !it.is_ascii_alphanumeric() && it != ' ' => "x".repeat(it.len_utf8()),
        _ => it.to_string(),
    });
    let replaced = replaced.collect::<String>();
    Cow::Owned(format!("{}{replaced}{}", &statement[..span.start], &statement[span.end..]))
}

/// What the first word alone tells.
fn own_parts(kind: DiagramKind, statement: &str) -> Option<Vec<Part>> {
    const BEGIN: [&str; 6] = ["alt", "opt", "loop", "par", "critical", "break"];
    const BETWEEN: [&str; 3] = ["else", "and", "option"];
    let (first, rest) = statement.split_once([' ', '\t']).unwrap_or((statement, ""));
    let words = || {
        let rest = rest.trim();
        (!rest.is_empty()).then(|| Span::new(statement.len() - rest.len(), statement.len()))
    };
    match (kind, first.trim_end_matches(';')) {
        (DiagramKind::Flowchart | DiagramKind::Sequence, "end") if rest.is_empty() => Some(vec![Part::Close]),
        (DiagramKind::Sequence, it) if BEGIN.contains(&it) => Some(vec![Part::Begin { words: words() }]),
        (DiagramKind::Sequence, "rect") => Some(vec![Part::Begin { words: None }]),
        (DiagramKind::Sequence, it) if BETWEEN.contains(&it) => Some(words().map(Part::Words).into_iter().collect()),
        (DiagramKind::Sequence, "box") => Some(vec![Part::Open { id: None, label: words() }]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a statement says, each part with the words it is of.
    #[track_caller]
    fn check(kind: DiagramKind, statement: &str, expected: &[&str]) {
        let text = |it: &Span| it.of(statement);
        let all = |it: &[Span]| it.iter().map(text).collect::<Vec<_>>().join("&");
        let or = |it: &Option<Span>| it.as_ref().map_or("-", text);
        let parts = Grammar::default().parts(kind, statement);
        let shown = parts.iter().map(|it| match it {
            Part::Open { id, label } => format!("open {} {}", or(id), or(label)),
            Part::Begin { words } => format!("begin {}", or(words)),
            Part::Close => "close".to_owned(),
            Part::Group { id, label, within } => format!("group {} {} {}", text(id), or(label), or(within)),
            Part::Node { id, label: None, within: None } => text(id).to_owned(),
            Part::Node { id, label, within } => format!("{} {} {}", text(id), or(label), or(within)),
            Part::Edge { from, to, label, line, .. } => format!("{}→{} {line:?} {}", all(from), all(to), or(label)),
            Part::Name(it) => format!("name {}", text(it)),
            Part::Words(it) => format!("words {}", text(it)),
            Part::Fault => "fault".to_owned(),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{statement}");
    }

    #[test]
    fn a_flowchart_has_shapes_and_chains() {
        use DiagramKind::Flowchart;
        check(Flowchart, "A[웹 서버] -->|REST| B[(RDS)]", &["A 웹 서버 -", "A→B Solid REST", "B RDS -"]);
        check(Flowchart, "A -- one VPN --> B -.-> C", &["A", "A→B Solid one VPN", "B", "B→C Dotted -", "C"]);
        check(Flowchart, "A & B --> C & D", &["A", "B", "A&B→C&D Solid -", "C", "D"]);
        check(Flowchart, "A ~~~ B --- C ==> D", &["A", "B", "B→C Undirected -", "C", "C→D Solid -", "D"]);
        for shape in
            ["[x y]", "(x y)", "((x y))", "(((x y)))", "([x y])", "[[x y]]", "[(x y)]", "{x y}", "{{x y}}", ">x y]"]
        {
            check(Flowchart, &format!("A{shape}"), &["A x y -"]);
        }
        check(Flowchart, "A[\"x (y)\"]; B", &["A \"x (y)\" -", "B"]);
        check(Flowchart, "A@{ shape: cyl, label: \"RDS\" } --> B", &["A \"RDS\" -", "A→B Solid -", "B"]);
        check(Flowchart, "subgraph seoul [서울 리전]", &["open seoul 서울 리전"]);
        check(Flowchart, "subgraph \"AZ a\"", &["open \"AZ a\" \"AZ a\""]);
        check(Flowchart, "subgraph 서울 리전", &["open 서울 리전 서울 리전"]);
        check(Flowchart, "end", &["close"]);
        check(Flowchart, "style A fill:#fff", &["name A"]);
        check(Flowchart, "class A,B hot", &["name A", "name B"]);
        check(Flowchart, "direction LR", &[]);
    }

    #[test]
    fn an_architecture_has_groups_sides_and_titles_of_any_script() {
        use DiagramKind::Architecture;
        check(Architecture, "group vpc(cloud)[서울 VPC] in aws", &["group vpc 서울 VPC aws"]);
        check(Architecture, "service db(database)[RDS (2a)] in vpc", &["db RDS (2a) vpc"]);
        check(Architecture, "a:R --> L:b", &["a", "a→b Solid -", "b"]);
        check(Architecture, "a:R <-- L:b", &["a", "b→a Solid -", "b"]);
        check(Architecture, "a:R -- L:b", &["a", "a→b Solid -", "b"]);
        check(Architecture, "a:R -[동기]- L:b", &["a", "a→b Solid 동기", "b"]);
        check(Architecture, "junction j in vpc", &["j - vpc"]);
    }

    #[test]
    fn a_sequence_has_calls_answers_and_messages() {
        use DiagramKind::Sequence;
        check(Sequence, "participant A as 주문 API", &["A 주문 API -"]);
        check(Sequence, "A->>+B: 동기 호출: x", &["A", "B", "A→B Solid 동기 호출: x"]);
        check(Sequence, "B-->>-A: ok", &["B", "A", "B→A Dotted ok"]);
        check(Sequence, "A-)Q: put", &["A", "Q", "A→Q Open put"]);
        check(
            Sequence,
            "주문 서비스->>결제 서비스: 호출",
            &["주문 서비스", "결제 서비스", "주문 서비스→결제 서비스 Solid 호출"],
        );
        check(Sequence, "Note over A,B: EC2 x1", &["words EC2 x1"]);
        check(Sequence, "loop every minute", &["begin every minute"]);
        check(Sequence, "box Aqua VPC", &["open - Aqua VPC"]);
        check(Sequence, "end", &["close"]);
    }

    #[test]
    fn what_is_being_typed_keeps_what_is_there() {
        use DiagramKind::{Architecture, Flowchart, Sequence};
        check(Flowchart, "A[EC2 x1", &["A EC2 x1 -", "fault"]);
        check(Flowchart, "A[EC2] -->", &["A EC2 -"]);
        check(Flowchart, "A -->|동기 B", &["A", "words 동기 B", "fault"]);
        check(Flowchart, "subgraph", &["open - -"]);
        check(Architecture, "service db(database)[RDS", &["db RDS -", "fault"]);
        check(Sequence, "A->>", &["A"]);
        check(Sequence, "A-", &["fault"]);
    }
}
