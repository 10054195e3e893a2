//! Which statements do the patterns find?

use crate::language::{Frame, Lexeme, QuantityUnit, Role, Stance, Unit, Word};
use crate::span::Span;

use super::pattern::{Atom, Need, Pattern, Side, Within};
use super::search::{Around, Hit, Search};
use super::terms::Terms;
use super::{Fact, Given, Kind, Reader, Statement, absence, affinity, answer, standby, topic};

/// Facts of kind [`Kind::Stated`]. Cost: that of the patterns of which a mark is there.
pub(super) fn read(reader: &Reader<'_>, terms: &Terms, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let search = Search { reader, terms };
    // A mark may also be a cell that says no under a header that has the term, an answer to the heading above.
    let asked = reader.asked_by(reader.index).filter(|_| answer::is_no(reader.unit()));
    let near = [Some(reader.index), reader.header_row(), asked];
    let found = near.into_iter().flatten().flat_map(|it| terms.of(it));
    for pattern in reader.knowledge.patterns.marked_by(found.map(|it| it.0), &reader.unit().lexemes) {
        if !pattern.is_terse || reader.is_terse() || reader.is_key_value() {
            facts.extend(marks(search, pattern).into_iter().filter_map(|it| Marked::new(search, pattern, it).fact()));
        }
    }
}

/// The places in the unit at which `pattern` may state something.
fn marks(search: Search<'_>, pattern: &Pattern) -> Vec<Span> {
    let reader = search.reader;
    let mut marks = Vec::new();
    pattern.mark.iter().for_each(|atom| search.find(atom, reader.index, reader.unit().whole(), &mut marks));
    // "NAT gateway", not the "NAT" in it.
    let all = marks.clone();
    marks.retain(|mark| !all.iter().any(|it| it != mark && it.contains(*mark)) && !is_name(reader, *mark));
    let is_harmless = || match pattern.states {
        Statement::ReturnsToMachine => affinity::is_harmless(reader),
        Statement::DatabaseAlone => standby::are_all_regional(reader),
        _ => false,
    };
    if !marks.is_empty() && is_harmless() {
        marks.clear();
    }
    marks
}

/// Whether it is the number in the name of what a row is about: | DX 1 | active |.
fn is_name(reader: &Reader<'_>, mark: Span) -> bool {
    let unit = reader.unit();
    let is_part = unit.parts[0].span.of(&unit.text).trim().len() > mark.len();
    mark.of(&unit.text) == "1" && is_part && reader.is_row_header(mark) && !unit.is_entry
}

/// A mark of a pattern.
struct Marked<'a> {
    reader: &'a Reader<'a>,
    terms: &'a Terms,
    pattern: &'a Pattern,
    mark: Span,
    around: Around<'a>,
}

impl<'a> Marked<'a> {
    fn new(search: Search<'a>, pattern: &'a Pattern, mark: Span) -> Marked<'a> {
        let Search { reader, terms } = search;
        Marked { reader, terms, pattern, mark, around: search.around(mark) }
    }

    /// What is stated, if all that the pattern needs is there, and nothing that it must not have.
    fn fact(&self) -> Option<Fact> {
        let Marked { reader, pattern, mark, .. } = *self;
        let (here, unit) = (reader.index, reader.unit());
        let mut found = Vec::new();
        let mut given = Vec::new();
        for need in &pattern.with {
            match self.around.nearest(need) {
                Some(hit) => found.push((need, hit)),
                None => given.push(self.given(need)?),
            }
        }
        let denies = pattern.mark.iter().any(|it| matches!(it, Atom::No(_)));
        let header = self.denied_header();
        // Under "Backup", "automated backups: off" says what the column asks for, which is not there as well.
        let over = self.around.header.filter(|_| denies);
        if pattern.without.iter().any(|it| self.is_there(it, header, over)) {
            return None;
        }
        let is_said = |need: &Need| matches!(need.within, Within::Clause | Within::Sentence);
        let mut parts = vec![mark];
        let own = found.iter().filter(|(need, hit)| hit.unit == here && is_said(need));
        parts.extend(own.map(|it| it.1.span));
        // A verb beside the nearest one, as in 승격하고 바꾼다, states the same and takes nothing back.
        let mut words = parts.clone();
        let is_own = |need: &&Need| is_said(need) || need.any.iter().all(|it| matches!(it, Atom::Term(_)));
        let others = pattern.with.iter().filter(is_own).flat_map(|it| self.around.hits(it));
        words.extend(others.filter(|it| it.unit == here).map(|it| it.span));
        // In "dumped each night, PITR is off" the denial is that of PITR; 백업이 없는 DB는 없다 denies that there is such a one.
        let is_apart = |it: &Hit| it.unit == here && !self.is_described(it.span);
        let absent = pattern.without.iter().flat_map(|it| self.around.hits(it)).filter(is_apart);
        words.extend(absent.filter_map(|it| absence::of(reader, here, it.span)).filter(|it| mark.end <= it.start));
        let marked = Hit { unit: here, span: mark };
        let mut hits = std::iter::once(&marked).chain(found.iter().map(|it| &it.1));
        let minutes = hits.find_map(|it| minutes(&reader.units[it.unit], it.span));
        let kind = Kind::Stated { what: pattern.states, minutes };
        let mut fact = reader.fact(kind, None, self.subject(&found, header), mark);
        if !reader.is_struck(mark) {
            fact.stance = unit.stance_of_parts(&parts, &words, &pattern.despite);
        }
        if !denies && fact.stance == Stance::Asserted && answer::is_denied_label(unit, mark) {
            fact.stance = Stance::Denied;
        }
        if is_an_act(pattern.states) && starts_with_a_time(&unit.text) {
            fact.stance = Stance::Past;
        }
        if pattern.despite.contains(&fact.stance) {
            fact.stance = Stance::Asserted;
        }
        if matches!(pattern.states, Statement::BackupEvery | Statement::RecoversFromBackup) {
            fact.sentence = reader.sentence(mark.start).of(&unit.text).to_owned();
        }
        fact.given = given;
        Some(fact)
    }

    /// Whether the Korean words of the mark say of what sort the noun at `span` right behind them is: 백업이 없는 DB.
    fn is_described(&self, span: Span) -> bool {
        let (unit, mark) = (self.reader.unit(), self.mark);
        mark.of(&unit.text).ends_with('는') && mark.end <= span.start && unit.words_between(mark, span) <= 1
    }

    /// What a component's name must stand for, for `need` to be filled where nothing else fills it; `None` when no name can.
    fn given(&self, need: &Need) -> Option<Given> {
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
        let (own, cards) = (classes(std::slice::from_ref(need)), cards.collect::<Vec<_>>());
        if need.near.is_some() || own.is_empty() && cards.is_empty() {
            return None;
        }
        let mut text = String::new();
        for (unit, span) in self.around.scope(need.within) {
            let shown = |from: usize, to: usize| &self.reader.units[unit].text[from..to.max(from)];
            let is_here = unit == self.reader.index;
            if is_here && need.side != Some(Side::After) {
                text.push_str(shown(span.start, self.mark.start.min(span.end)));
                text.push('\n');
            }
            if is_here && need.side != Some(Side::Before) {
                text.push_str(shown(self.mark.end.max(span.start), span.end));
            }
            if !is_here && need.side.is_none() {
                text.push_str(shown(span.start, span.end));
            }
            text.push('\n');
        }
        Some(Given { text, classes: own, cards, not: classes(&self.pattern.without) })
    }

    /// What a statement that a thing is alone is about: that thing; else the mark itself.
    fn subject(&self, found: &[(&Need, Hit)], header: Option<(usize, Span)>) -> String {
        let is_of_a_thing =
            matches!(self.pattern.states, Statement::OneMachine | Statement::OneZone | Statement::DatabaseAlone);
        let is_thing = |hit: &&Hit| {
            let things = self.reader.units[hit.unit].within(hit.span);
            is_of_a_thing && things.into_iter().any(|it| matches!(it.word, Word::Thing(_) | Word::Named(_)))
        };
        let text = |unit: usize, span: Span| span.of(&self.reader.units[unit].text).trim().to_owned();
        // Of "none" below "DLQ", or behind "Alarms?", that is what the message is about.
        let asked = || header.or_else(|| answer::asked(self.reader, self.mark));
        let thing = found.iter().map(|it| &it.1).find(is_thing).map(|it| (it.unit, it.span));
        let (unit, span) = thing.or_else(asked).unwrap_or((self.reader.index, self.mark));
        text(unit, span)
    }

    /// The header over a cell that says no, where it names what there is none of.
    fn denied_header(&self) -> Option<(usize, Span)> {
        let names = |unit: usize, at: Span| {
            let is_named = |term| self.terms.places(unit, term).any(|it| at.contains(it));
            self.pattern.mark.iter().any(|it| matches!(it, Atom::No(term) if is_named(*term)))
        };
        let header = self.around.header.filter(|it| names(it.0, it.1));
        header.filter(|_| absence::is_no(self.reader.unit(), self.mark))
    }

    /// Whether something that must not stand there does, of the same part, and is not taken back itself or counts all the same. A longer
    /// phrase around the mark says that the mark is part of something else.
    fn is_there(&self, need: &Need, denied: Option<(usize, Span)>, over: Option<(usize, Span)>) -> bool {
        let (here, mark) = (self.reader.index, self.mark);
        let hits = self.around.hits(need).into_iter().filter(|it| !self.is_over(it));
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

    /// Whether it stands in another cell of the row than the mark, which tells what was: below "Before", beside "After".
    fn is_over(&self, hit: &Hit) -> bool {
        let unit = self.reader.unit();
        let is_past = |at: Span| unit.part(at.start).frames.has(Frame::Past);
        unit.is_row() && hit.unit == self.reader.index && is_past(hit.span) && !is_past(self.mark)
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
