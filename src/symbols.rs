//! Which sections, services, parts and findings does a document consist of, by name?

use std::collections::HashSet;

use crate::document::{Document, Named};
use crate::knowledge::{CardId, CardKind, Knowledge};
use crate::navigation::{self, Introduction, Target};
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline};

/// Entries of YAML are shown this deep below their document; deeper ones are what other servers are for.
const DEPTH: usize = 2;

/// A finding is shown with so many characters of the text that it is about.
const EXCERPT: usize = 40;

/// Something that a document has, with what it has in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Never empty, on one line.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it; bytes of the document. Holds those of its children.
    pub range: Span,
    /// Its name, inside `range`.
    pub selection: Span,
    /// In order.
    pub children: Vec<Symbol>,
}

/// The sorts of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A heading and everything below it, or an entry of YAML.
    Section,
    /// A service, where a section names it first.
    Service,
    /// A part that the text gives a name of its own.
    Component,
    /// A finding.
    Finding,
}

/// A heading with what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words; of one without, its signs.
    pub text: String,
    /// The heading itself; bytes of the document.
    pub line: Span,
    /// From the heading to the next one of its level or above.
    pub range: Span,
}

/// The headings of the document in order. Cost: O(blocks).
pub fn headings(document: &Document) -> Vec<Heading> {
    let end = document.text().len_bytes();
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let blocks =
        document.sections().iter().flat_map(|(start, it)| it.outline.blocks.iter().map(move |it| (*start, it)));
    for (start, block) in blocks {
        let Some(level) = title_level(block) else { continue };
        let line = block.range.shift(start);
        while let Some(above) = open.pop_if(|it| headings[*it].level >= level) {
            headings[above].range.end = line.start;
        }
        open.push(headings.len());
        let words = block.prose.text().trim();
        let text = if words.is_empty() { "#".repeat(usize::from(level)) } else { words.to_owned() };
        headings.push(Heading { level, text, line, range: Span::new(line.start, end) });
    }
    headings
}

/// A heading that is the document's own, and not a quoted one.
fn title_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level } if block.quote_depth == 0 && block.parent.is_none() => Some(level),
        _ => None,
    }
}

/// The sections of the document, one in the other, each with the services that it names before its next heading.
///
/// Of YAML, the entries down to the second level. Cost: O(blocks + mentions + entries).
pub fn outline(document: &Document) -> Vec<Symbol> {
    let mut sections: Vec<_> = headings(document).into_iter().map(Symbol::from).collect();
    sections.extend(document.sections().iter().flat_map(|(start, it)| entries(*start, &it.outline)));
    let services = services(document, &sections);
    sections.extend(services);
    sections.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end)));
    nested(sections)
}

impl From<Heading> for Symbol {
    fn from(it: Heading) -> Symbol {
        let (range, selection) = (it.range, it.line);
        Symbol { name: one_line(&it.text), kind: SymbolKind::Section, range, selection, children: Vec::new() }
    }
}

/// The upper entries of a file of data.
fn entries(start: usize, outline: &Outline) -> Vec<Symbol> {
    let tree = &outline.tree;
    let mut found = Vec::new();
    // How many keys lead to each entry; parents stand before what they hold.
    let mut depths = Vec::with_capacity(tree.entries().len());
    for entry in tree.entries() {
        let above = entry.parent.map_or(0, |it| depths[it]);
        let depth = above + usize::from(entry.key.is_some());
        depths.push(depth);
        let Some(key) = entry.key.as_ref().filter(|it| depth <= DEPTH && !it.text.trim().is_empty()) else { continue };
        found.push(Symbol {
            name: one_line(&key.text),
            kind: SymbolKind::Section,
            range: entry.span.cover(key.span).shift(start),
            selection: key.span.shift(start),
            children: Vec::new(),
        });
    }
    found
}

/// The services that the sections name, each once in the innermost of `sections`, which are in order.
fn services(document: &Document, sections: &[Symbol]) -> Vec<Symbol> {
    let knowledge = document.knowledge();
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut seen: HashSet<(Option<usize>, CardId)> = HashSet::new();
    let mut found = Vec::new();
    for Named { mention, .. } in document.named().filter(|it| is_service(knowledge, it.mention.card)) {
        while sections.get(next).is_some_and(|it| it.range.start <= mention.range.start) {
            open.push(next);
            next += 1;
        }
        while open.pop_if(|it| sections[*it].range.end < mention.range.end).is_some() {}
        if seen.insert((open.last().copied(), mention.card)) {
            let name = knowledge.card(mention.card).name.clone();
            let (range, selection) = (mention.range, mention.range);
            found.push(Symbol { name, kind: SymbolKind::Service, range, selection, children: Vec::new() });
        }
    }
    found
}

/// Whether the card is that of a service.
pub(crate) fn is_service(knowledge: &Knowledge, card: CardId) -> bool {
    knowledge.card(card).kind == CardKind::Service
}

/// Puts each symbol into the one above that holds it; `flat` is in order, what holds before what is held.
fn nested(flat: Vec<Symbol>) -> Vec<Symbol> {
    let mut done = Vec::new();
    let mut open: Vec<Symbol> = Vec::new();
    for it in flat {
        close(&mut open, &mut done, |above| !above.range.contains(it.range));
        open.push(it);
    }
    close(&mut open, &mut done, |_| true);
    done
}

/// Hands finished symbols to those that hold them, as long as the innermost open one `is_finished`.
fn close(open: &mut Vec<Symbol>, done: &mut Vec<Symbol>, is_finished: impl Fn(&Symbol) -> bool) {
    while let Some(it) = open.pop_if(|it| is_finished(it)) {
        match open.last_mut() {
            Some(above) => above.children.push(it),
            None => done.push(it),
        }
    }
}

/// A name that is looked for, as it was typed.
#[derive(Debug)]
pub struct Query {
    letters: String,
    /// The cards with a fitting name, with that name.
    cards: Vec<(CardId, String)>,
}

/// What was found under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// For the reader; holds what was typed.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Where it stands; bytes of the document.
    pub range: Span,
    /// The heading above it.
    pub container: Option<String>,
}

impl Query {
    /// Looks up which cards of `knowledge` have a name with `typed` in it, whatever its case and blanks; nothing typed fits all.
    ///
    /// Cost: O(names).
    pub fn new(typed: &str, knowledge: &Knowledge) -> Query {
        let letters = folded(typed);
        let mut cards: Vec<(CardId, String)> = Vec::new();
        // A card's names stand together, its own name first.
        for name in knowledge.names.names.iter().filter(|it| !it.misspelt && fits(&letters, &it.text)) {
            if cards.last().is_none_or(|it| it.0 != name.card) {
                cards.push((name.card, name.text.clone()));
            }
        }
        Query { letters, cards }
    }

    /// The services, the named parts and the findings of `document` that fit, in this order. `document` was analysed with
    /// the knowledge of the query.
    ///
    /// Cost: O(mentions + components · bytes of their sections + findings).
    pub fn matches(&self, document: &Document) -> Vec<Match> {
        let headings = headings(document);
        let container = |at: Span| {
            let behind = headings.partition_point(|it| it.line.start <= at.start);
            behind.checked_sub(1).map(|it| one_line(&headings[it].text))
        };
        let found = self.services(document).into_iter().chain(self.components(document)).chain(self.findings(document));
        found.map(|it| Match { container: container(it.range), ..it }).collect()
    }

    /// Whether `found` fits, which was found for nothing typed in a document with this `knowledge`.
    ///
    /// Cost: O(cards that fit) for a service.
    pub fn fits(&self, found: &Match, knowledge: &Knowledge) -> bool {
        match found.kind {
            SymbolKind::Service => self.cards.iter().any(|it| knowledge.card(it.0).name == found.name),
            _ => fits(&self.letters, &found.name),
        }
    }

    /// Each service once, where the document introduces it.
    fn services(&self, document: &Document) -> Vec<Match> {
        let knowledge = document.knowledge();
        let introduced = navigation::introductions(document).into_iter().filter(|it| is_service(knowledge, it.0));
        let found = introduced.filter_map(|(card, Introduction { name: range, .. })| {
            let fitting = self.cards.iter().find(|it| it.0 == card).map(|it| it.1.as_str())?;
            let name = &knowledge.card(card).name;
            let name = if fits(&self.letters, name) { name.clone() } else { format!("{name} ({fitting})") };
            Some(Match { name, kind: SymbolKind::Service, range, container: None })
        });
        found.collect()
    }

    fn components(&self, document: &Document) -> Vec<Match> {
        let all = document.sections().iter().flat_map(|it| &it.1.components).map(|it| &it.name);
        let mut seen = HashSet::new();
        let fitting = all.filter(|it| fits(&self.letters, it) && seen.insert(it.as_str()));
        let found = fitting.filter_map(|name| {
            let range = navigation::introduction(document, &Target::Component(name.clone()))?.name;
            Some(Match { name: name.clone(), kind: SymbolKind::Component, range, container: None })
        });
        found.collect()
    }

    fn findings(&self, document: &Document) -> Vec<Match> {
        let found = document.findings().iter().filter_map(|it| {
            let rule = document.knowledge().rules.get(usize::from(it.rule.0))?;
            let text = document.text().byte_slice(it.range.start..it.range.end);
            let excerpt: String = text.chars().take(EXCERPT).collect();
            let name = format!("{}: {}", rule.id, one_line(&excerpt));
            let kind = SymbolKind::Finding;
            fits(&self.letters, &name).then_some(Match { name, kind, range: it.range, container: None })
        });
        found.collect()
    }
}

/// Whether `typed`, which is [`folded`], stands somewhere in `name`.
fn fits(typed: &str, name: &str) -> bool {
    folded(name).contains(typed)
}

/// In lower case and without blanks, which Korean sets in more than one way.
fn folded(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::surface::Format;

    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

    fn show(symbols: &[Symbol], text: &str, depth: usize, acc: &mut String) {
        for it in symbols {
            assert!(it.range.contains(it.selection) && it.children.iter().all(|child| it.range.contains(child.range)));
            let mark = if it.kind == SymbolKind::Section { "" } else { "@" };
            let _ = writeln!(acc, "{}{mark}{} | {}", "  ".repeat(depth), it.name, it.selection.of(text).trim_end());
            show(&it.children, text, depth + 1, acc);
        }
    }

    #[track_caller]
    fn check(text: &str, format: Format, expected: &str) {
        let document = Document::of(text, format, Arc::clone(&KNOWLEDGE));
        let mut shown = String::new();
        show(&outline(&document), text, 0, &mut shown);
        assert_eq!(shown.trim_end(), expected.trim());
    }

    #[test]
    fn sections_hold_sections_and_the_services_that_they_name() {
        check(
            "🚀 S3, AWS\n\n# 설계\n\n🚀 SQS와 람다, SQS.\n\n### Deep\n\nSQS\n\n## Storage on S3\n\n> # Quoted\n\n#\n",
            Format::Markdown,
            "
@Amazon S3 | S3
설계 | # 설계
  @Amazon SQS | SQS
  @AWS Lambda | 람다
  Deep | ### Deep
    @Amazon SQS | SQS
  Storage on S3 | ## Storage on S3
    @Amazon S3 | S3
# | #",
        );
        check("", Format::Markdown, "");
        check("Text\n===\n\nno names\n", Format::Markdown, "Text | Text\n===");
    }

    #[test]
    fn entries_of_yaml_are_shown_two_levels_deep() {
        check(
            "# 🚀 AWS\nname: 주문\nResources:\n  Queue: # SQS\n    Type: AWS::SQS::Queue\n  list:\n    - a: S3\n---\nb: 1\n",
            Format::Yaml,
            "
name | name
Resources | Resources
  Queue | Queue
    @Amazon SQS | SQS
  list | list
    @Amazon S3 | S3
b | b",
        );
    }

    #[track_caller]
    fn found(typed: &str, expected: &[(&str, SymbolKind, Option<&str>)]) {
        let text = "# AWS 🚀 설계\n\n🚀 SQS에 둔다.\n\n## 주문 큐(SQS)\n\nLedger is RDS for MySQL.\n\n\
                    웹 서버는 EC2 한 대로 운영한다.\n";
        let document = Document::new(text, Arc::clone(&KNOWLEDGE));
        let matches = Query::new(typed, &KNOWLEDGE).matches(&document);
        let shown: Vec<_> = matches.iter().map(|it| (it.name.as_str(), it.kind, it.container.as_deref())).collect();
        assert_eq!(shown, expected, "{typed}");
    }

    #[test]
    fn services_parts_and_findings_are_found_by_their_letters() {
        let queue = Some("주문 큐(SQS)");
        found("sqs", &[("Amazon SQS", SymbolKind::Service, queue)]);
        found("심플 큐", &[("Amazon SQS (심플 큐 서비스)", SymbolKind::Service, queue)]);
        found("ledg", &[("Ledger", SymbolKind::Component, queue)]);
        found("한 대", &[("single-instance: EC2 한 대", SymbolKind::Finding, queue)]);
        found("single-inst", &[("single-instance: EC2 한 대", SymbolKind::Finding, queue)]);
        found("zzzz", &[]);
        let document = Document::new("SQS, S3\n", Arc::clone(&KNOWLEDGE));
        assert_eq!(Query::new("", &KNOWLEDGE).matches(&document).len(), 2, "nothing typed is everything");
    }
}
