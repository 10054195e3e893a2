//! What do the readers of facts share? Looking for words near a place, and for what a statement is about.

use std::collections::BTreeSet;

use crate::knowledge::Knowledge;
use crate::language::{Class, Lexeme, List, Role, Stance, Unit, Word, script};
use crate::span::Span;
use crate::surface::{BlockKind, Outline, Style};

use super::{Fact, Kind, answer};

/// So many introductions are looked at: nobody nests deeper, and a file of data may.
const ABOVE: usize = 32;

/// One unit with all that stands around it.
pub(crate) struct Reader<'a> {
    pub(crate) outline: &'a Outline,
    pub(crate) units: &'a [Unit],
    pub(crate) index: usize,
    pub(crate) knowledge: &'a Knowledge,
}

/// What a statement is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) class: Option<Class>,
    pub(super) text: String,
}

impl<'a> Reader<'a> {
    /// The unit that is read.
    pub(super) fn unit(&self) -> &'a Unit {
        &self.units[self.index]
    }

    /// Whether the unit can state anything: headings and header rows name things only, notes of what is to do ask for them, and a row
    /// that begins with a day or the time of day tells what happened then.
    pub(super) fn is_statement(&self) -> bool {
        if self.unit().is_note() {
            return false;
        }
        let block = &self.outline.blocks[self.unit().parts[0].block];
        let first = self.unit().parts[0].span.of(&self.unit().text);
        let is_log = self.unit().is_row() && (is_time_of_day(first) || is_date(first));
        !is_log && !block.is_header() && !matches!(block.kind, BlockKind::Heading { .. })
    }

    /// Whether words without a verb are a statement here, as in lists and tables.
    pub(super) fn is_terse(&self) -> bool {
        let block = self.unit().parts[0].block;
        if self.unit().is_entry {
            return true;
        }
        let kind = self.outline.blocks[block].kind;
        matches!(kind, BlockKind::Item { .. } | BlockKind::Cell { .. } | BlockKind::Label) || self.is_of_labels()
    }

    /// Whether its lines, two or more, are like `Database: RDS MySQL`: each has a label of its own, and none asks, as people do who talk.
    pub(super) fn is_of_labels(&self) -> bool {
        let text = &self.unit().text;
        let label = |line| label_of(line).filter(|it| !it.contains(['.', ',']) && !answer::is_question(line));
        let labels = || text.lines().map_while(label).collect::<BTreeSet<_>>();
        text.contains('\n') && labels().len() == text.lines().count()
    }

    /// Whether its first line is one such as `Database: RDS MySQL`.
    pub(super) fn is_key_value(&self) -> bool {
        self.unit().text.lines().next().and_then(label_of).is_some()
    }

    /// Whether `at` is written as code.
    pub(super) fn is_code(&self, at: Span) -> bool {
        self.is_styled(at, Style::Code)
    }

    /// Whether `at` is struck out.
    pub(super) fn is_struck(&self, at: Span) -> bool {
        self.is_styled(at, Style::Struck)
    }

    fn is_styled(&self, at: Span, style: Style) -> bool {
        let part = self.unit().part(at.start);
        let within = Span::new(at.start - part.span.start, at.end.min(part.span.end) - part.span.start);
        self.outline.blocks[part.block].prose.is_styled(within, style)
    }

    /// Whether `at` stands in a row's first cell, which names what the row is about and states nothing.
    pub(super) fn is_row_header(&self, at: Span) -> bool {
        let first = self.unit().parts[0].span;
        match self.unit().is_entry {
            true => first.contains(at),
            false => self.unit().is_row() && first.touches(at.start) && !is_sentence(first.of(&self.unit().text)),
        }
    }

    /// The header of the column that `at` stands in: its unit and its bytes there.
    pub(super) fn column_header(&self, at: Span) -> Option<(&'a Unit, Span)> {
        self.header_cell(at).map(|(index, span)| (&self.units[index], span))
    }

    /// The same, as the unit's index.
    pub(super) fn header_cell(&self, at: Span) -> Option<(usize, Span)> {
        self.header_of(self.index, at)
    }

    /// The header of the column that the cell at `at` of unit `index` stands in: its unit and its bytes there.
    pub(super) fn header_of(&self, index: usize, at: Span) -> Option<(usize, Span)> {
        if self.units[index].is_entry {
            let key = self.units[index].parts[0].span;
            return (at.start >= key.end).then_some((index, key));
        }
        let block = self.units[index].part(at.start).block;
        let BlockKind::Cell { table, column, row } = self.outline.blocks[block].kind else { return None };
        let header = *self.outline.tables[table].rows.first().filter(|_| row > 0)?.get(column)?;
        self.cell(header)
    }

    /// Where the cell that is block `block` stands: its unit and its bytes there. Cost: O(log units).
    fn cell(&self, block: usize) -> Option<(usize, Span)> {
        let index = self.units.partition_point(|it| it.parts[0].block <= block).checked_sub(1)?;
        Some((index, self.units[index].part_of(block)?.span))
    }

    /// The cells below the header of the column that `at` stands in, in order: units and bytes of the first `most`. Cost: O(most).
    pub(super) fn column(&self, at: Span, most: usize) -> Vec<(usize, Span)> {
        let block = self.unit().part(at.start).block;
        let BlockKind::Cell { table, column, .. } = self.outline.blocks[block].kind else { return Vec::new() };
        let cells = self.outline.tables[table].rows.iter().skip(1).take(most).filter_map(|row| row.get(column));
        cells.filter_map(|cell| self.cell(*cell)).collect()
    }

    /// Whether unit `index` is the header row of a table.
    pub(super) fn is_header_row(&self, index: usize) -> bool {
        self.outline.blocks[self.units[index].parts[0].block].is_header()
    }

    /// The header row of the table that the unit is a row of, as a unit's index.
    pub(super) fn header_row(&self) -> Option<usize> {
        let unit = self.unit();
        unit.parts.iter().find_map(|it| self.header_cell(it.span)).map(|it| it.0)
    }

    /// The units that introduce this one, and the headings of its section, nearest first.
    pub(super) fn introductions(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.unit().above, |it| self.units[*it].above).take(ABOVE).chain(self.headings())
    }

    /// The heading, the parent or the line above a list that unit `index` is the first to speak below, where it is short enough to be a label;
    /// the question that stands before it.
    pub(super) fn asked_by(&self, index: usize) -> Option<usize> {
        const WORDS: usize = 4;
        let above = index.checked_sub(1)?;
        let unit = &self.units[above];
        let is_heading = matches!(self.outline.blocks[unit.parts[0].block].kind, BlockKind::Heading { .. });
        let is_above = is_heading || self.units[index].above == Some(above);
        let is_short = unit.text.split_whitespace().count() <= WORDS;
        let asked = (is_above && is_short || !unit.is_row() && answer::is_question(&unit.text)).then_some(above);
        asked.or_else(|| self.asked_of_each(index))
    }

    /// The heading or the line above a list that asks the same of each of its items: "## DLQ configured?" over "- orders: yes".
    fn asked_of_each(&self, index: usize) -> Option<usize> {
        const WHETHER: [&str; 2] = ["여부", "유무"];
        let unit = &self.units[index];
        let is_item = matches!(self.outline.blocks[unit.parts[0].block].kind, BlockKind::Item { .. });
        let asks = |it: &usize| {
            let text = self.units[*it].text.trim_end_matches([' ', ':']);
            answer::is_question(text) || WHETHER.iter().any(|it| text.ends_with(it))
        };
        unit.above.filter(|it| is_item && asks(it))
    }

    /// Whether the place at `evidence` is where something stands: behind a preposition, or with a Korean locative particle.
    pub(super) fn is_locative(&self, evidence: Span, clause: Span) -> bool {
        const PARTICLES: [&str; 12] =
            ["에", "로", "으로", "만", "뿐", "다", "임", "이다", "입니다", " 구성", " 배치", " 배포"];
        let unit = self.unit();
        let rest = &unit.text[script::gloss_end(&unit.text, evidence.end)..];
        let is_korean = unit.text[clause.start..clause.end].contains(script::is_hangul);
        let ends = rest.trim_start().is_empty() || rest.starts_with([',', '.', ')']) || rest.starts_with(" |");
        let placed = unit
            .within(Span::new(clause.start, evidence.start))
            .any(|it| it.word == Word::Role(Role::On) && unit.text[it.span.end..evidence.start].trim().len() <= 4);
        placed || (is_korean && (PARTICLES.iter().any(|it| rest.starts_with(it)) || (ends && self.is_terse())))
    }

    /// The lexemes inside `span` that play `role`.
    pub(super) fn roles(&self, span: Span, role: Role) -> impl DoubleEndedIterator<Item = &'a Lexeme> {
        self.unit().within(span).filter(move |it| it.word == Word::Role(role))
    }

    /// Whether one of `roles` is played inside `span`.
    pub(super) fn has(&self, span: Span, roles: &[Role]) -> bool {
        self.unit().within(span).any(|it| matches!(it.word, Word::Role(role) if roles.contains(&role)))
    }

    /// Whether one of `roles` stands within `words` words of `at`, in `span`.
    pub(super) fn has_near(&self, span: Span, at: Span, words: usize, roles: &[Role]) -> bool {
        self.unit().within(span).any(|it| {
            matches!(it.word, Word::Role(role) if roles.contains(&role))
                && self.unit().words_between(it.span, at) <= words
        })
    }

    /// Whether `one` says that it is the only one of its name: "the only server", beside which others may stand that it is picked out of.
    pub(super) fn is_the_only(&self, one: Span) -> bool {
        one.of(&self.unit().text).ends_with(" only")
    }

    /// Whether inside `span`, with at most `words` words between it and `at`, something is said to fail: that one fails states nothing of how many
    /// there are; "한 대라 장애 시 멈춘다", what follows from a reason, does.
    pub(super) fn fails_near(&self, span: Span, at: Span, words: usize) -> bool {
        let is_reason = |fail: Span| {
            let between = Span::new(at.start, fail.start.max(at.start));
            self.has(between, &[Role::Because])
        };
        self.roles(span, Role::Fail).any(|it| self.unit().words_between(it.span, at) <= words && !is_reason(it.span))
    }

    /// The things inside `span`, with their classes.
    pub(super) fn things(&self, span: Span) -> impl DoubleEndedIterator<Item = (Span, Class)> + use<'a> {
        self.unit().within(span).filter_map(|it| match it.word {
            Word::Thing(class) | Word::Named(class) => Some((it.span, class)),
            _ => None,
        })
    }

    /// What the words at `at` are about: what stands around them, else what the units before them spoke of.
    pub(super) fn subject(&self, at: Span, classes: &[Class]) -> Option<Subject> {
        self.subject_outside(at, classes).or_else(|| self.subject_before(classes))
    }

    /// The nearest thing of one of `classes` before `at` in its unit or beside it in its row, in the introductions or in the headings.
    pub(super) fn subject_outside(&self, at: Span, classes: &[Class]) -> Option<Subject> {
        let unit = self.unit();
        let before = || self.things(Span::new(0, at.start)).rev().find(|it| classes.contains(&it.1));
        let beside = || {
            unit.is_row()
                .then(|| self.things(Span::new(at.end, unit.text.len())).find(|it| classes.contains(&it.1)))
                .flatten()
        };
        if let Some((span, class)) = before().or_else(beside) {
            return Some(Subject { class: Some(class), text: self.name(span) });
        }
        self.introductions().find_map(|it| thing_of(&self.units[it], classes))
    }

    /// What sort of thing the entries of this one's map are about: what the nearest of those that say so names.
    pub(super) fn described(&self) -> Option<Class> {
        self.descriptions().next()
    }

    /// The same of what is around that.
    pub(super) fn described_around(&self) -> Option<Class> {
        self.descriptions().nth(1)
    }

    /// The unit that says what the entries of this one's map are about, if one of them does so in the first place.
    pub(super) fn describing(&self) -> Option<&'a Unit> {
        self.introductions().next().map(|it| &self.units[it])
    }

    fn descriptions(&self) -> impl Iterator<Item = Class> + '_ {
        self.introductions().filter_map(|it| {
            let unit = &self.units[it];
            let things = unit.lexemes.iter().filter_map(|it| match it.word {
                // What an Auto Scaling group holds.
                Word::Named(Class::AutoScaling) | Word::Thing(Class::AutoScaling) => Some((2, Class::Compute)),
                Word::Named(class) => Some((0, class)),
                Word::Thing(class) => Some((1, class)),
                _ => None,
            });
            things.filter(|it| is_a_part(it.1)).min_by_key(|it| it.0).map(|it| it.1)
        })
    }

    /// Whether unit `index` stands in a diagram, where nothing follows from what stands in the line above.
    pub(super) fn is_drawn(&self, index: usize) -> bool {
        self.outline.blocks[self.units[index].parts[0].block].is_drawn()
    }

    /// The nearest thing of one of `classes` in the two units before this one.
    pub(super) fn subject_before(&self, classes: &[Class]) -> Option<Subject> {
        let end = if self.is_drawn(self.index) { 0 } else { self.index };
        let before = (0..end).rev().filter(|it| !self.is_drawn(*it)).map(|it| &self.units[it]);
        let before = before.filter(|it| !it.is_note());
        before.take(2).find_map(|it| thing_of(it, classes))
    }

    /// Headings of the section above this unit, nearest first. A file of data, which may be one long section, has none.
    fn headings(&self) -> impl Iterator<Item = usize> + '_ {
        let is_data =
            |it: &BlockKind| matches!(it, BlockKind::Key { .. } | BlockKind::Value { .. } | BlockKind::Comment { .. });
        let end = if self.outline.blocks.first().is_some_and(|it| is_data(&it.kind)) { 0 } else { self.index };
        (0..end)
            .rev()
            .filter(|it| matches!(self.outline.blocks[self.units[*it].parts[0].block].kind, BlockKind::Heading { .. }))
    }

    /// Whether `noun` is a word for a machine of any sort, or an instance type.
    pub(super) fn is_generic(&self, noun: &str) -> bool {
        let is_type = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
        self.knowledge.lexicon.has(List::AnyMachines, noun) || (noun.contains('.') && noun.bytes().all(is_type))
    }

    /// How the text names the thing at `span`: its row's header if that is short, else its own words.
    pub(super) fn name(&self, span: Span) -> String {
        let unit = self.unit();
        let first = unit.parts[0].span;
        let is_name = unit.is_row()
            && !unit.is_entry
            && !first.is_empty()
            && first.len() <= 48
            && first.of(&unit.text).contains(char::is_alphabetic);
        if is_name { first.of(&unit.text).trim().to_owned() } else { span.of(&unit.text).to_owned() }
    }

    /// The fact at `evidence`, bytes of the unit's text.
    pub(super) fn fact(&self, kind: Kind, of: Option<Class>, subject: String, evidence: Span) -> Fact {
        let unit = self.unit();
        let part = unit.part(evidence.start);
        let is_struck = self.is_struck(evidence);
        Fact {
            kind,
            of,
            subject,
            stance: if is_struck { Stance::Rejected } else { unit.stance(evidence) },
            frames: part.frames,
            range: unit.source(self.outline, evidence),
            unit: self.index,
            is_korean: unit.sentence(evidence.start).of(&unit.text).contains(script::is_hangul),
            sentence: String::new(),
            given: Vec::new(),
            unless: Vec::new(),
        }
    }

    /// The part of the text that words at `at` belong to: their cell in a row, else their sentence.
    pub(super) fn sentence(&self, at: usize) -> Span {
        self.unit().sentence(at)
    }
}

/// Whether a thing of this sort is a part of a system, and not what it stands in or what is done with it.
pub(super) fn is_a_part(class: Class) -> bool {
    !matches!(class, Class::Regional | Class::Backup | Class::Monitoring | Class::AutoScaling)
}

/// Whether the words of a cell are a sentence, which states something even where it heads a row: | The API runs on one server. | high |
fn is_sentence(cell: &str) -> bool {
    const WORDS: usize = 4;
    const ENDINGS: [&str; 5] = [".", "다", "함", "음", "됨"];
    let shown = cell.trim_end_matches([' ', '*', '_']);
    shown.split_whitespace().count() >= WORDS && ENDINGS.iter().any(|it| shown.ends_with(it))
}

/// `20:21`, `02:31:07`.
fn is_time_of_day(text: &str) -> bool {
    let text = text.trim().trim_end_matches(" UTC");
    let is_number = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
    // "18:12~18:30"
    let is_time = |it: &str| it.contains(':') && it.trim().split(':').all(is_number);
    text.split(['~', '–', '-']).all(is_time)
}

/// `2026-04-14`, `2026.4.14`, `1/18`, `1월 18일`, `2026-04`: a day, with or without the time, or a month.
fn is_date(text: &str) -> bool {
    let is_number = |it: &str| !it.is_empty() && it.len() <= 4 && it.bytes().all(|it| it.is_ascii_digit());
    let day = text.trim().split([' ', '~', '(']).next().unwrap_or_default();
    let is_parted = |separator: char| {
        let parts = day.trim_end_matches('.').split(separator);
        let is_of_year = day.starts_with("20");
        parts.clone().all(is_number)
            && match parts.count() {
                3 => is_of_year,
                2 => separator == '/' || is_of_year && day.len() >= "2026-04".len(),
                _ => false,
            }
    };
    let is_korean = || day.strip_suffix('월').is_some_and(is_number) && text.contains('일');
    ['-', '.', '/'].into_iter().any(is_parted) || is_korean()
}

fn thing_of(unit: &Unit, classes: &[Class]) -> Option<Subject> {
    unit.lexemes.iter().find_map(|it| match it.word {
        Word::Thing(class) | Word::Named(class) if classes.contains(&class) => {
            Some(Subject { class: Some(class), text: it.span.of(&unit.text).to_owned() })
        }
        _ => None,
    })
}

/// What stands before the colon of a line that begins with a label.
fn label_of(line: &str) -> Option<&str> {
    /// In bytes: some words, and no sentence.
    const LONGEST: usize = 40;
    line.find(": ").filter(|at| *at <= LONGEST).map(|at| &line[..at])
}
