//! Events of the parser → entries. With `entries` the only part that knows the parser.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle as Written, Span as Range, StructureStyle};

use crate::span::Span;
use crate::surface::tree::{Entry, Key, ScalarStyle, Value};

/// What was read of a text.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// In reading order; those that a fault took away are missing.
    pub(super) entries: Vec<Entry>,
    /// From `#` to the line's end, in order.
    pub(super) comments: Vec<Span>,
}

/// Makes entries of what one parser after the other tells.
pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) read: Read,
    /// The document that is being read.
    pub(super) document: Option<usize>,
    /// By name, the entry that bore it last.
    anchors: HashMap<&'a str, usize>,
    /// The maps and lists that are open, outermost first.
    pub(super) frames: Vec<Frame>,
    /// How many levels deep the events belong to a key that is no scalar, or to what has no place.
    skipped: usize,
    /// The entry that a skipped key belongs to.
    skipped_key: Option<usize>,
    /// The entry whose value was read last, for the anchor that the parser tells afterwards.
    last: Option<usize>,
    /// The plain scalar that was read last.
    pub(super) scalar: Span,
    /// Whether this parser has read nothing yet, and the maps and lists above go on.
    resumes: bool,
}

/// A map or list that is open.
pub(super) struct Frame {
    pub(super) owner: usize,
    pub(super) kind: Kind,
    /// How far to the right its keys or dashes stand; of no use in brackets.
    pub(super) indent: usize,
    /// Where its bracket stands, if it has one.
    pub(super) bracket: Option<usize>,
    /// The entry whose key was read and whose value was not.
    pub(super) awaited: Option<usize>,
}

/// What it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Map,
    List,
}

impl Kind {
    /// What an entry holds that is one.
    pub(super) fn value(self) -> Value {
        match self {
            Kind::Map => Value::Map,
            Kind::List => Value::List,
        }
    }
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str) -> Builder<'a> {
        Builder {
            text,
            read: Read::default(),
            document: None,
            anchors: HashMap::new(),
            frames: Vec::new(),
            skipped: 0,
            skipped_key: None,
            last: None,
            scalar: Span::default(),
            resumes: false,
        }
    }

    /// A new parser starts. If a document is open, it goes on.
    pub(super) fn restart(&mut self) {
        self.resumes = self.document.is_some();
        (self.skipped, self.skipped_key, self.last, self.scalar) = (0, None, None, Span::default());
    }

    /// Takes what the parser tells next.
    pub(super) fn event(&mut self, event: &Event, place: &Place) {
        match event {
            Event::DocumentStart(is_explicit, _) => self.start_document(*is_explicit, place),
            Event::Comment(..) => self.read.comments.push(place.span),
            Event::Anchor(_, name) => self.anchor(name, place.span),
            Event::SequenceEnd | Event::MappingEnd => self.close(place.span.end),
            Event::Scalar(text, style, ..) => self.scalar(text, *style, place),
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.alias(place),
            Event::SequenceStart(style, ..) => self.open(Kind::List, *style, place),
            Event::MappingStart(style, ..) => self.open(Kind::Map, *style, place),
            _ => {}
        }
    }

    fn start_document(&mut self, is_explicit: bool, place: &Place) {
        if self.resumes && !is_explicit {
            return;
        }
        self.resumes = false;
        self.frames.clear();
        self.anchors = HashMap::new();
        let at = if is_explicit { place.span.end } else { place.span.start };
        self.document = Some(self.push(None, at, None));
    }

    /// The entry for a node that is no key; `None` when the node is one, or has no place.
    fn place_value(&mut self, at: usize) -> Option<usize> {
        let parent = match self.frames.last_mut() {
            None => return self.document,
            Some(Frame { kind: Kind::Map, awaited, .. }) => return awaited.take(),
            Some(frame) => frame.owner,
        };
        Some(self.push(Some(parent), at, None))
    }

    /// Whether the next node is a key.
    fn awaits_key(&self) -> bool {
        self.frames.last().is_some_and(|it| it.kind == Kind::Map && it.awaited.is_none())
    }

    fn scalar(&mut self, text: &str, style: Written, place: &Place) {
        if style == Written::Plain {
            self.scalar = place.span;
        }
        if self.skipped > 0 || self.resumes {
            return;
        }
        if self.awaits_key() {
            return self.key(text, place.span);
        }
        let span = self.trimmed(place.span);
        self.last = self.place_value(span.start);
        let Some(entry) = self.last.map(|it| &mut self.read.entries[it]) else { return };
        let is_null =
            style == Written::Plain && place.tag.is_none() && matches!(text, "~" | "null" | "Null" | "NULL" | "");
        entry.value =
            if is_null { Value::Null } else { Value::Scalar { text: text.to_owned(), style: style_of(style) } };
        entry.value_span = span;
        entry.tag = place.tag(self.text);
    }

    fn alias(&mut self, place: &Place) {
        if self.skipped > 0 {
            return;
        }
        let name = place.span.of(self.text);
        if self.awaits_key() {
            return self.key(name, place.span);
        }
        let Some(index) = self.place_value(place.span.start) else { return };
        let name = name.trim_start_matches('*');
        let bears = |it: &usize| self.read.entries.get(*it).is_some_and(|it| it.anchor.as_deref() == Some(name));
        let target = self.anchors.get(name).copied().filter(bears);
        let entry = &mut self.read.entries[index];
        entry.value = Value::Alias { name: name.to_owned(), target };
        entry.value_span = place.span;
    }

    /// The parser tells the name behind the node.
    fn anchor(&mut self, name: &str, place: Span) {
        let Some(index) = self.last.filter(|_| self.skipped == 0) else { return };
        self.read.entries[index].anchor = Some(name.to_owned());
        self.anchors.insert(place.of(self.text).trim_start_matches('&'), index);
    }

    fn key(&mut self, text: &str, span: Span) {
        let Some(owner) = self.frames.last().map(|it| it.owner) else { return };
        let key = Key { text: text.to_owned(), span, block: None };
        let index = self.push(Some(owner), span.start, Some(key));
        self.last = None;
        if let Some(frame) = self.frames.last_mut() {
            frame.awaited = Some(index);
        }
    }

    fn open(&mut self, kind: Kind, style: StructureStyle, place: &Place) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let is_flow = style == StructureStyle::Flow;
        if self.resumes {
            self.resumes = false;
            self.last = if is_flow { None } else { self.attach(kind, place.indent, place.span.start) };
            self.skipped = usize::from(self.last.is_none());
            return;
        }
        if self.awaits_key() {
            // A list or map as a key: its text is known when it ends.
            self.key("", Span::new(place.span.start, place.span.start));
            self.skipped_key = self.frames.last().and_then(|it| it.awaited);
            self.skipped = 1;
            return;
        }
        let above = self.frames.last().map(|it| (it.kind, it.indent));
        let Some(owner) = self.place_value(place.span.start) else {
            self.skipped = 1;
            return;
        };
        self.last = Some(owner);
        let bracket = is_flow.then_some(place.span.start);
        // Of a list as deep as the key it belongs to the parser tells the place behind the first dash.
        let indent = match above {
            Some((Kind::Map, indent)) if kind == Kind::List && !is_flow && !self.is_first_dash(place.span.start) => {
                indent
            }
            _ => place.indent,
        };
        self.frames.push(Frame { owner, kind, indent, bracket, awaited: None });
        let entry = &mut self.read.entries[owner];
        entry.value = kind.value();
        entry.is_flow = is_flow;
        entry.value_span = place.span;
        entry.tag = place.tag(self.text);
    }

    fn close(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if let (0, Some(entry)) = (self.skipped, self.skipped_key.take()) {
                let entry = &mut self.read.entries[entry];
                if let Some(key) = &mut entry.key {
                    let span = Span::new(key.span.start, end);
                    (key.text, key.span) = (span.of(self.text).trim_end().to_owned(), span);
                }
            }
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        if frame.bracket.is_some() {
            self.read.entries[frame.owner].value_span.end = end;
        }
    }

    pub(super) fn push(&mut self, parent: Option<usize>, at: usize, key: Option<Key>) -> usize {
        let behind = key.as_ref().map_or(at, |it| it.span.end);
        self.read.entries.push(Entry {
            parent,
            end: 0,
            span: Span::new(at, behind),
            key,
            value: Value::Null,
            value_span: Span::new(behind, behind),
            is_flow: false,
            tag: None,
            anchor: None,
            comment: None,
            leading: None,
        });
        self.read.entries.len() - 1
    }

    /// Whether a dash stands at `at`, the first thing on its line.
    fn is_first_dash(&self, at: usize) -> bool {
        self.text[at..].starts_with('-') && self.text[..at].trim_end_matches(' ').ends_with(['\n', '\r'])
    }

    /// `span` without the blank lines that a block scalar ends with.
    fn trimmed(&self, span: Span) -> Span {
        Span::new(span.start, span.start + span.of(self.text).trim_end_matches([' ', '\t', '\n', '\r']).len())
    }

    /// Gives each entry the end of what it holds, children before their parents.
    pub(super) fn finish(mut self) -> Read {
        for index in (0..self.read.entries.len()).rev() {
            let entry = &mut self.read.entries[index];
            entry.end = entry.end.max(index + 1);
            entry.span = entry.span.cover(entry.value_span);
            let (parent, span, end) = (entry.parent, entry.span, entry.end);
            if let Some(parent) = parent.map(|it| &mut self.read.entries[it]) {
                parent.end = parent.end.max(end);
                parent.span.end = parent.span.end.max(span.end);
                parent.value_span.end = parent.value_span.end.max(span.end);
            }
        }
        self.read
    }
}

fn style_of(style: Written) -> ScalarStyle {
    match style {
        Written::Plain => ScalarStyle::Plain,
        Written::SingleQuoted | Written::DoubleQuoted => ScalarStyle::Quoted,
        Written::Literal => ScalarStyle::Literal,
        Written::Folded => ScalarStyle::Folded,
    }
}

/// Where an event stands, in bytes of the whole text.
pub(super) struct Place {
    span: Span,
    /// How many characters stand before it on its line.
    indent: usize,
    tag: Option<Span>,
}

impl Place {
    /// Of an event at `range` of what starts at byte `base`.
    pub(super) fn new(range: &Range, base: usize) -> Place {
        let span = |it: &Range| {
            let bytes = it.byte_range().unwrap_or_default();
            Span::new(bytes.start, bytes.end).shift(base)
        };
        Place { span: span(range), indent: range.start.col(), tag: range.tag_span().map(|it| span(&it)) }
    }

    fn tag(&self, text: &str) -> Option<String> {
        self.tag.map(|it| it.of(text).to_owned())
    }
}
