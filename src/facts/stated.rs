//! Which statements do the patterns find?

use crate::language::{Frame, Lexeme, QuantityUnit, Role, Stance, Unit, Word};
use crate::span::Span;
use crate::surface::BlockKind;

use super::pattern::{Atom, Need, Pattern, Side, Term, Within};
use super::reader::is_a_part;
use super::terms::{Terms, is};
use super::{Fact, Given, Kind, Reader, Statement, absence, affinity, answer, equal, standby, topic};

/// Something found: the unit and its bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hit {
    unit: usize,
    span: Span,
}

/// Facts of kind [`Kind::Stated`].
pub(super) fn read(reader: &Reader<'_>, terms: &Terms, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let search = Search { reader, terms };
    // A mark may also be a cell that says no under a header that has the term.
    let mut near = terms.of(reader.index).to_vec();
    near.extend(reader.header_row().into_iter().flat_map(|it| terms.of(it).iter().copied()));
    // So may an answer to the heading above.
    let asked = reader.asked_by(reader.index).filter(|_| answer::is_no(reader.unit()));
    near.extend(asked.into_iter().flat_map(|it| terms.of(it).iter().copied()));
    for pattern in reader.knowledge.patterns.marked_by(&near) {
        if !pattern.is_terse || reader.is_terse() || reader.is_key_value() {
            search.stated(pattern, facts);
        }
    }
}

/// So many headers and introductions are looked at.
const ABOVE: usize = 4;

struct Search<'a> {
    reader: &'a Reader<'a>,
    terms: &'a Terms,
}

impl Search<'_> {
    fn stated(&self, pattern: &Pattern, facts: &mut Vec<Fact>) {
        let reader = self.reader;
        let here = reader.index;
        let whole = Span::new(0, reader.unit().text.len());
        let mut marks = Vec::new();
        pattern.mark.iter().for_each(|atom| self.find(atom, here, whole, &mut marks));
        // "NAT gateway", not the "NAT" in it.
        let all = marks.clone();
        marks.retain(|mark| !all.iter().any(|it| it != mark && it.contains(*mark)) && !self.is_name(*mark));
        let is_harmless = || match pattern.states {
            Statement::ReturnsToMachine => affinity::is_harmless(reader),
            Statement::DatabaseAlone => standby::are_all_regional(reader),
            _ => false,
        };
        if !marks.is_empty() && is_harmless() {
            return;
        }
        let denies = pattern.mark.iter().any(|it| matches!(it, Atom::No(_)));
        for mark in marks {
            let nearest = pattern.with.iter().map(|it| (it, self.nearest(it, mark))).collect::<Vec<_>>();
            let missing = nearest.iter().filter(|it| it.1.is_none());
            let Some(given) = missing.map(|it| self.given(pattern, it.0, mark)).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let header = self.denied_header(pattern, mark);
            // Under "Backup", "automated backups: off" says what the column asks for, which is not there as well.
            let over = reader.header_cell(mark).filter(|_| denies);
            if pattern.without.iter().any(|it| self.is_there(it, mark, header, over)) {
                continue;
            }
            let found = nearest.iter().filter_map(|it| Some((it.0, it.1?))).collect::<Vec<_>>();
            let is_said = |need: &Need| matches!(need.within, Within::Clause | Within::Sentence);
            let mut parts = vec![mark];
            let own = found.iter().filter(|(need, hit)| hit.unit == here && is_said(need));
            parts.extend(own.map(|it| it.1.span));
            // A verb beside the nearest one, as in 승격하고 바꾼다, states the same and takes nothing back.
            let mut words = parts.clone();
            let is_own = |need: &&Need| is_said(need) || need.any.iter().all(|it| matches!(it, Atom::Term(_)));
            let others = pattern.with.iter().filter(is_own).flat_map(|it| self.hits(it, mark));
            words.extend(others.filter(|it| it.unit == here).map(|it| it.span));
            // In "dumped each night, PITR is off" the denial is that of PITR; 백업이 없는 DB는 없다 denies that there is such a one.
            let is_apart = |it: &Hit| it.unit == here && !self.is_described(it.span, mark);
            let absent = pattern.without.iter().flat_map(|it| self.hits(it, mark)).filter(is_apart);
            words.extend(absent.filter_map(|it| absence::of(reader, here, it.span)).filter(|it| mark.end <= it.start));
            let marked = Hit { unit: here, span: mark };
            let minutes = std::iter::once(&marked)
                .chain(found.iter().map(|it| &it.1))
                .find_map(|it| minutes(&reader.units[it.unit], it.span));
            let kind = Kind::Stated { what: pattern.states, minutes };
            let subject = self.subject(pattern, &found, mark);
            let mut fact = reader.fact(kind, None, subject, mark);
            if !reader.is_struck(mark) {
                fact.stance = reader.unit().stance_of_parts(&parts, &words, &pattern.despite);
            }
            if !denies && fact.stance == Stance::Asserted && answer::is_denied_label(reader.unit(), mark) {
                fact.stance = Stance::Denied;
            }
            if is_an_act(pattern.states) && starts_with_a_time(&reader.unit().text) {
                fact.stance = Stance::Past;
            }
            if pattern.despite.contains(&fact.stance) {
                fact.stance = Stance::Asserted;
            }
            if matches!(pattern.states, Statement::BackupEvery | Statement::RecoversFromBackup) {
                fact.sentence = reader.sentence(mark.start).of(&reader.unit().text).to_owned();
            }
            fact.given = given;
            facts.push(fact);
        }
    }

    /// Whether it is the number in the name of what a row is about: | DX 1 | active |.
    fn is_name(&self, mark: Span) -> bool {
        let unit = self.reader.unit();
        let is_part = unit.parts[0].span.of(&unit.text).trim().len() > mark.len();
        mark.of(&unit.text) == "1" && is_part && self.reader.is_row_header(mark) && !unit.is_entry
    }

    /// Whether the Korean words of `mark` say of what sort the noun at `span` right behind them is: 백업이 없는 DB.
    fn is_described(&self, span: Span, mark: Span) -> bool {
        let unit = self.reader.unit();
        mark.of(&unit.text).ends_with('는') && mark.end <= span.start && unit.words_between(mark, span) <= 1
    }

    /// What a component's name must stand for, for `need` to be filled where nothing else fills it; `None` when no name can.
    fn given(&self, pattern: &Pattern, need: &Need, mark: Span) -> Option<Given> {
        let classes = |needs: &[Need]| {
            let atoms = needs.iter().flat_map(|it| &it.any).filter_map(|it| match it {
                Atom::Class(it) | Atom::Component(it) => Some(*it),
                _ => None,
            });
            atoms.collect::<Vec<_>>()
        };
        let cards = need.any.iter().filter_map(|it| match it {
            Atom::Card(it) => Some(*it),
            _ => None,
        });
        let (classes, cards, not) =
            (classes(std::slice::from_ref(need)), cards.collect::<Vec<_>>(), classes(&pattern.without));
        if need.near.is_some() || classes.is_empty() && cards.is_empty() {
            return None;
        }
        let mut text = String::new();
        for (unit, span) in self.scope(need.within, mark) {
            let shown = |from: usize, to: usize| &self.reader.units[unit].text[from..to.max(from)];
            let is_here = unit == self.reader.index;
            if is_here && need.side != Some(Side::After) {
                text.push_str(shown(span.start, mark.start.min(span.end)));
                text.push('\n');
            }
            if is_here && need.side != Some(Side::Before) {
                text.push_str(shown(mark.end.max(span.start), span.end));
            }
            if !is_here && need.side.is_none() {
                text.push_str(shown(span.start, span.end));
            }
            text.push('\n');
        }
        Some(Given { text, classes, cards, not })
    }

    /// What a statement that a thing is alone is about: that thing; else the mark itself.
    fn subject(&self, pattern: &Pattern, found: &[(&Need, Hit)], mark: Span) -> String {
        let is_of_a_thing =
            matches!(pattern.states, Statement::OneMachine | Statement::OneZone | Statement::DatabaseAlone);
        let is_thing = |hit: &&Hit| {
            let things = self.reader.units[hit.unit].within(hit.span);
            is_of_a_thing && things.into_iter().any(|it| matches!(it.word, Word::Thing(_) | Word::Named(_)))
        };
        let text = |it: &Hit| it.span.of(&self.reader.units[it.unit].text).trim().to_owned();
        let own = || text(&Hit { unit: self.reader.index, span: mark });
        // Of "none" below "DLQ", or behind "Alarms?", that is what the message is about.
        let asked = || {
            let header = self.denied_header(pattern, mark).map(|it| Hit { unit: it.0, span: it.1 });
            header.or_else(|| answer::asked(self.reader, mark).map(|it| Hit { unit: it.0, span: it.1 }))
        };
        found.iter().map(|it| &it.1).find(is_thing).map(text).or_else(|| asked().as_ref().map(text)).unwrap_or_else(own)
    }

    /// What fills `need` nearest to `mark`; `None` when nothing does.
    fn nearest(&self, need: &Need, mark: Span) -> Option<Hit> {
        let here = self.reader.index;
        // "Backups of the RDS instance are off": the mark covers what stands between the noun and its denial.
        let lexemes = &self.reader.unit().lexemes;
        let is_thing =
            |at: Span| lexemes.iter().any(|it| it.span == at && matches!(it.word, Word::Thing(_) | Word::Named(_)));
        let is_between = |it: Span| mark.start < it.start && it.end <= mark.end && is_thing(it);
        let hits = self.hits_where(need, mark, is_between);
        let hits = hits.into_iter().filter(|it| it.unit != here || !it.span.contains(mark));
        let distance = |it: &Hit| match it.unit == self.reader.index {
            true => {
                if it.span.start < mark.start {
                    mark.start.saturating_sub(it.span.end)
                } else {
                    it.span.start - mark.start
                }
            }
            false => usize::MAX,
        };
        hits.min_by_key(distance).or_else(|| self.inherited(need))
    }

    /// What a row or an item does not repeat, since the header or what introduces its table or list says of which things all of it is:
    /// "## Lambda functions" above | monthly report | 25 minutes |. The nearest that names a thing decides, unless the row names another.
    fn inherited(&self, need: &Need) -> Option<Hit> {
        let reader = self.reader;
        let unit = reader.unit();
        let block = &reader.outline.blocks[unit.parts[0].block];
        if unit.is_entry || !matches!(block.kind, BlockKind::Cell { row: 1.., .. } | BlockKind::Item { .. }) {
            return None;
        }
        let is_thing = |it: &&Lexeme| matches!(it.word, Word::Thing(class) | Word::Named(class) if is_a_part(class));
        // What ends with a stop says something of its own.
        let is_label = |it: &usize| !reader.units[*it].text.trim_end().ends_with(['.', '!', '?', '다']);
        let describes = |it: &usize| reader.units[*it].lexemes.iter().any(|it| is_thing(&it));
        let above = reader.introductions().take(ABOVE).filter(is_label).find(describes);
        let named = |index: usize| {
            let (unit, mut spans) = (&reader.units[index], Vec::new());
            let atoms = need.any.iter().filter(|it| !matches!(it, Atom::No(_)));
            atoms.for_each(|it| self.find(it, index, unit.whole(), &mut spans));
            let is_named = |span: &Span| unit.within(*span).any(|it| is_thing(&it));
            spans.into_iter().find(is_named).map(|span| Hit { unit: index, span })
        };
        let hit = reader.header_row().and_then(named).or_else(|| above.and_then(named))?;
        let class_of = |it: &Lexeme| match it.word {
            Word::Thing(class) | Word::Named(class) => Some(class),
            _ => None,
        };
        let wanted = reader.units[hit.unit].within(hit.span).filter_map(class_of).collect::<Vec<_>>();
        let own = reader.things(unit.parts[0].span).map(|it| it.1);
        own.filter(|it| is_a_part(*it)).all(|it| wanted.contains(&it)).then_some(hit)
    }

    /// The header over a cell that says no, where it names what there is none of.
    fn denied_header(&self, pattern: &Pattern, mark: Span) -> Option<(usize, Span)> {
        let names = |unit: usize, at: Span| {
            let is_named = |term| self.terms.of(unit).iter().any(|it| it.1 == term && at.contains(it.0));
            pattern.mark.iter().any(|it| matches!(it, Atom::No(term) if is_named(*term)))
        };
        let header = self.reader.header_cell(mark).filter(|it| names(it.0, it.1));
        header.filter(|_| absence::is_no(self.reader.unit(), mark))
    }

    /// Whether something that must not stand there does, of the same part, and is not taken back itself or counts all the same. A longer
    /// phrase around the mark says that the mark is part of something else.
    fn is_there(&self, need: &Need, mark: Span, denied: Option<(usize, Span)>, over: Option<(usize, Span)>) -> bool {
        let here = self.reader.index;
        let is_over = |it: &Hit| self.is_over(it, mark);
        let hits = self.hits(need, mark).into_iter().filter(|it| !is_over(it));
        hits.filter(|it| !topic::is_another(self.reader, mark, it.unit, it.span)).any(|it| {
            let unit = &self.reader.units[it.unit];
            let is_all_the_same = is_denial(unit, it.span) || is_of_a_copy(unit, it.span);
            if need.even_denied || it.unit == here && it.span.contains(mark) || is_all_the_same {
                return true;
            }
            if over.is_some_and(|(header, span)| it.unit == header && span.contains(it.span)) {
                return false;
            }
            // "The drill caused no downtime" denies no drill: the mark's own words count for the mark.
            let is_absent = absence::of(self.reader, it.unit, it.span).is_some_and(|no| {
                let is_marks = it.unit == here && no.overlaps(mark) && !is_coordinated(unit, it.span);
                // | sessions (Valkey) | none | says none of what the column is headed with.
                !(is_marks && (denied.is_none() || !no.overlaps(it.span)))
            });
            let words = if it.unit == here { [it.span, mark] } else { [it.span, it.span] };
            !is_absent && !is_taken_back(unit.stance_of_parts(&[it.span], &words, &[]))
        })
    }

    /// Whether it stands in another cell of the row than `mark`, which tells what was: below "Before", beside "After".
    fn is_over(&self, hit: &Hit, mark: Span) -> bool {
        let unit = self.reader.unit();
        let is_past = |at: Span| unit.part(at.start).frames.has(Frame::Past);
        unit.is_row() && hit.unit == self.reader.index && is_past(hit.span) && !is_past(mark)
    }

    /// What could fill `need`; of what the mark covers only what counts even denied.
    fn hits(&self, need: &Need, mark: Span) -> Vec<Hit> {
        self.hits_where(need, mark, |_| false)
    }

    fn hits_where(&self, need: &Need, mark: Span, is_apart: impl Fn(Span) -> bool) -> Vec<Hit> {
        let here = self.reader.index;
        let mut hits = Vec::new();
        for (unit, span) in self.scope(need.within, mark) {
            let mut spans = Vec::new();
            need.any.iter().for_each(|atom| self.find(atom, unit, span, &mut spans));
            hits.extend(spans.into_iter().map(|span| Hit { unit, span }));
        }
        // The header of its column stands beside every cell.
        let header = self.reader.header_cell(mark);
        let is_over = |it: &Hit| header.is_some_and(|(unit, cell)| unit == it.unit && cell.contains(it.span));
        hits.retain(|it| {
            if it.unit != here {
                let is_heard = !need.is_said || !self.reader.is_header_row(it.unit);
                return is_heard && need.side.is_none() && (need.near.is_none() || is_over(it));
            }
            let is_near = need.near.is_none_or(|words| self.reader.unit().words_between(it.span, mark) <= words);
            let is_on_side = match need.side {
                None => true,
                Some(Side::Before) => it.span.end <= mark.start,
                Some(Side::After) => mark.end <= it.span.start,
            };
            is_near && is_on_side && (need.even_denied || !mark.contains(it.span) || is_apart(it.span))
        });
        hits
    }

    /// The stretches that `within` reaches from `mark`, as units and bytes of them.
    fn scope(&self, within: Within, mark: Span) -> Vec<(usize, Span)> {
        let reader = self.reader;
        let (here, unit) = (reader.index, reader.unit());
        let whole = |index: usize| (index, Span::new(0, reader.units[index].text.len()));
        let mut scope = vec![match within {
            Within::Clause => (here, unit.clause_with_asides(mark)),
            Within::Sentence if !unit.is_row() => (here, reader.sentence(mark.start)),
            Within::Beside if !unit.is_row() => (here, self.beside(mark)),
            _ => whole(here),
        }];
        if within == Within::Clause {
            return scope;
        }
        if within == Within::Above {
            return reader.introductions().map(whole).collect();
        }
        if within == Within::Section {
            let all = (0..reader.units.len()).filter(|it| *it == here || !reader.units[*it].is_note());
            return all.map(whole).collect();
        }
        scope.extend(reader.header_cell(mark));
        if within == Within::Around {
            let is_said = |it: &usize| !reader.units[*it].is_note() && !reader.is_drawn(*it) && !reader.is_drawn(here);
            let before = (0..here).rev().filter(is_said).take(2);
            let behind = (here + 1..reader.units.len()).find(is_said);
            scope.extend(before.chain(behind).chain(reader.introductions()).map(whole));
            scope.extend(reader.header_cell(mark).map(|it| whole(it.0)));
        }
        scope
    }

    /// The sentence of `mark` with the one before and the one behind.
    fn beside(&self, mark: Span) -> Span {
        let (reader, text) = (self.reader, &self.reader.unit().text);
        let own = reader.sentence(mark.start);
        let before = own.start.checked_sub(1).map(|it| reader.sentence(text.floor_char_boundary(it)));
        let behind = (own.end < text.len()).then(|| reader.sentence(own.end));
        own.cover(before.unwrap_or(own)).cover(behind.unwrap_or(own))
    }

    /// The places of `atom` inside `span` of a unit.
    fn find(&self, atom: &Atom, index: usize, span: Span, found: &mut Vec<Span>) {
        let unit = &self.reader.units[index];
        let terms = |term: &Term| {
            let term = *term;
            self.terms.of(index).iter().filter(move |it| it.1 == term && span.contains(it.0)).map(|it| it.0)
        };
        match atom {
            Atom::Term(term) => found.extend(terms(term)),
            Atom::No(term) => {
                let names =
                    |unit: usize, at: Span| self.terms.of(unit).iter().any(|it| it.1 == *term && at.contains(it.0));
                found.extend(terms(term).filter_map(|it| absence::of(self.reader, index, it)));
                found.extend(absence::in_column(self.reader, index, span, names));
                found.extend(answer::no(self.reader, index, span, names));
            }
            Atom::Equal(one, other) => {
                let places = |term: &Term| {
                    let term = *term;
                    move |index: usize, span: Span| {
                        let here = self.terms.of(index).iter().filter(|it| it.1 == term && span.contains(it.0));
                        here.map(|it| it.0).collect::<Vec<_>>()
                    }
                };
                let (one, other) = (places(one), places(other));
                found.extend(equal::numbers(self.reader, index, span, [&one, &other]));
            }
            _ => found.extend(unit.within(span).filter(|it| is(atom, it)).map(|it| it.span)),
        }
    }
}

/// What people do once in an incident, and what they always do, are said in the same words.
fn is_an_act(statement: Statement) -> bool {
    matches!(statement, Statement::RecoversByHand | Statement::CapacityIsFixed | Statement::GrowsByLargerMachine)
}

/// "19:05 담당자가 24개로 수동 증설", a line of what happened when.
fn starts_with_a_time(text: &str) -> bool {
    let start = text.trim_start_matches(|it: char| it.is_whitespace() || "*_`[(".contains(it));
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && start[digits..].strip_prefix(':').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
}

/// "에이전트도 알람도 없다", "no agent or alarm": what the mark says there is none of, there is none of this either.
fn is_coordinated(unit: &Unit, span: Span) -> bool {
    const JOINS: [&str; 9] = ["도 ", "나 ", "이나 ", "와 ", "과 ", "및 ", "or ", "nor ", "and "];
    let rest = unit.text[unit.with_gloss(span).end..].trim_start();
    JOINS.iter().any(|it| rest.starts_with(it))
}

/// "A VPN was ruled out": there is none.
fn is_taken_back(stance: Stance) -> bool {
    matches!(stance, Stance::Denied | Stance::WarnedAgainst | Stance::Rejected)
}

/// Whether the name at `span` says of what a copy is: "ElastiCache 복제본 없이" denies the copy, and the cache is there.
fn is_of_a_copy(unit: &Unit, span: Span) -> bool {
    let is_name = unit.within(span).any(|it| matches!(it.word, Word::Named(_)));
    let next = unit.lexemes.iter().find(|it| it.span.start >= span.end);
    let is_copy = |it: &&Lexeme| it.word == Word::Role(Role::Standby) && unit.words_between(span, it.span) == 0;
    is_name && next.filter(is_copy).is_some_and(|it| unit.is_korean(it.span))
}

/// Whether the words at `span` deny something: "may not be skipped", "건너뛸 수 없" can't be denied again.
fn is_denial(unit: &Unit, span: Span) -> bool {
    let denies = |it: &Lexeme| matches!(it.word, Word::Role(Role::Absent) | Word::Cue(_));
    unit.lexemes.iter().any(|it| it.span.overlaps(span) && denies(it))
}

/// The longer end of the time at `span`, in minutes.
fn minutes(unit: &Unit, span: Span) -> Option<f64> {
    unit.lexemes.iter().filter(|it| it.span.overlaps(span)).find_map(|it| match it.word {
        Word::Quantity(it) if it.unit == QuantityUnit::Minutes => Some(it.high),
        _ => None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use crate::document::Document;
    use crate::knowledge::Knowledge;

    /// What one pattern finds in a text about AWS.
    #[track_caller]
    fn check(pattern: &str, text: &str, expected: &[&str]) {
        let statement = format!(
            "states: capacity-is-fixed\nterms: {{ low: [min], high: [max], add: ['add(s)'], job: [job], long: ['max job'] }}\npatterns:\n  - {pattern}"
        );
        let rule = "---\nseverity: hint\nwhen: { stated: { what: capacity-is-fixed } }\nmessage: { en: E, ko: K }\n\
            sources: [{ url: u, read: 2026-11-23 }]\n---\n# en\n## E\n# ko\n## K\n";
        let cues = "- { stance: hypothetical, looks: forward, phrases: [if] }\n\
            - { stance: denied, looks: forward, phrases: [not] }\n\
            - { role: absent, phrases: [not] }";
        let files = [("statements/s.yaml", statement.as_str()), ("rules/r.md", rule), ("lexicon/l.yaml", cues)];
        let (knowledge, problems) = Knowledge::load(&files);
        assert_eq!(problems, []);
        let text = format!("AWS\n\n{text}");
        let document = Document::new(&text, Arc::new(knowledge));
        let found = document.findings().iter().map(|it| it.range.of(&text)).collect::<Vec<_>>();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_two_names_are_the_same() {
        let pattern = "{ mark: [equal low high] }";
        check(pattern, "A group of min 4, max 4.", &["min 4, max 4"]);
        check(pattern, "A group of min 4, max 8. Another of max 9, min: 9", &["max 9, min: 9"]);
        check(pattern, "- min: 4\n- max: 4\n", &["max: 4"]);
        check(pattern, "| a | Min | Max |\n|---|---|---|\n| b | 3 | 3 |\n| c | 3 | 9 |\n", &["3"]);
        check(pattern, "min 1, max 1; max/min 3; 4 min, 4 max", &[]);
    }

    #[test]
    fn a_condition_may_count_for_nothing_while_a_denial_counts() {
        let pattern = "{ mark: [add], despite: [hypothetical] }";
        check(pattern, "If it grows we add one.", &["add"]);
        check(pattern, "If it grows we do not add one.", &[]);
    }

    #[test]
    fn what_must_not_stand_there_hides_the_mark_unless_another_word_denies_it() {
        let pattern = "{ mark: [add], without: [job] }";
        check(pattern, "We add one job.", &[]);
        let inside = "{ mark: [no job], without: [{ any: [high], even-denied: true }] }";
        check(inside, "Not one max job. Not one job.", &["Not one job"]);
        check(pattern, "We add one, it is not a job.", &["add"]);
    }

    #[test]
    fn what_must_not_stand_there_may_count_even_denied() {
        let text = "We add one, it is not a job.";
        check("{ mark: [add], without: [{ any: [job], even-denied: true }] }", text, &[]);
    }

    #[test]
    fn the_longest_of_the_marks_is_the_mark() {
        check("{ mark: [add, job] }", "We add one job.", &["add"]);
        check("{ mark: [high, long] }", "It is max job.", &["max job"]);
        check("{ mark: [job], without: [long] }", "It is a max job.", &[]);
    }

    #[test]
    fn a_paragraph_states_a_thing_once() {
        check("{ mark: [add] }", "We add one and add two. Then we add three.\n\nWe add four.", &["add", "add"]);
    }
}
