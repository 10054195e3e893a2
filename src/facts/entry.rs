//! What does an entry of a design state by its key and its bare value? `replicas: 1`, `multi_az: no`, `{min: 4, max: 4}`.
//!
//! An entry is also read as a row of words by all other readers; here is what only its key, its number and the entries beside it say.

mod group;
mod literal;
mod overlay;

pub(super) use group::{gather, take_back};

use crate::knowledge::{Knowledge, Sort, States, unit_of_time};
use crate::language::{Class, QuantityUnit, Stance, Unit, Word, script};
use crate::span::Span;
use crate::surface::{BlockKind, Entry, Outline, Tree, Value};

use super::{Fact, Kind, Objective, Reader, Statement, absence};

/// So many entries beside one are looked at, each way.
const BESIDE: usize = 64;

/// So many minutes a function may run.
const LONGEST_RUN: f64 = 15.0;

/// What the keys of a section state, and which of them nobody sees.
pub(super) struct Keys {
    /// By entry.
    states: Vec<Option<States>>,
    /// By entry; empty where nothing is merged.
    replaced: Vec<bool>,
}

impl Keys {
    /// Looks up the keys of `outline`. Cost: O(entries).
    pub(super) fn new(outline: &Outline, knowledge: &Knowledge) -> Keys {
        let states = |it: &Entry| knowledge.vocabulary.term(it.key()?)?.states;
        let replaced = overlay::replaced(&outline.tree);
        Keys { states: outline.tree.entries().iter().map(states).collect(), replaced }
    }

    fn states(&self, entry: usize) -> Option<States> {
        self.states[entry]
    }

    /// Whether `unit` is an entry that every map which merges it in gives another value.
    pub(super) fn hide(&self, outline: &Outline, unit: &Unit) -> bool {
        match outline.blocks[unit.parts[0].block].kind {
            BlockKind::Key { entry } | BlockKind::Value { entry, .. } => self.replaced.get(entry).is_some_and(|it| *it),
            _ => false,
        }
    }
}

/// An entry whose key is known, with the unit it is read as.
struct Known<'a> {
    reader: &'a Reader<'a>,
    keys: &'a Keys,
    states: States,
    /// Index of the tree.
    entry: usize,
    /// The unit's bytes from key to last value, and those of the value alone.
    whole: Span,
    value: Span,
    /// What sort of thing it is stated of.
    class: Option<Class>,
}

/// The facts that the entry states, if its key is one of the vocabulary. Cost: O(bytes + entries beside it, at most [`BESIDE`]).
pub(super) fn read(reader: &Reader<'_>, keys: &Keys, facts: &mut Vec<Fact>) {
    literal::read(reader, keys, facts);
    let Some(known) = known(reader, keys) else { return };
    let Some((kind, of)) = known.states() else { return };
    let mut said = facts.iter().rev().take_while(|it| it.unit == reader.index);
    if said.any(|it| it.kind == kind && it.given.is_empty() && matches!(it.stance, Stance::Asserted | Stance::Planned))
    {
        return;
    }
    let mut fact = reader.fact(kind, of, known.label(), known.whole);
    fact.stance = known.stance();
    facts.push(fact);
}

fn known<'a>(reader: &'a Reader<'a>, keys: &'a Keys) -> Option<Known<'a>> {
    let unit = reader.unit();
    let first = unit.parts.first().filter(|_| unit.is_entry)?;
    let BlockKind::Key { entry } = reader.outline.blocks[first.block].kind else { return None };
    let states = keys.states(entry)?;
    let is_value = |block: usize| matches!(reader.outline.blocks[block].kind, BlockKind::Value { .. });
    let mut values = unit.parts.iter().filter(|it| is_value(it.block)).map(|it| it.span);
    let head = values.next()?;
    let value = values.fold(head, Span::cover);
    let class = reader.described();
    Some(Known { reader, keys, states, entry, whole: first.span.cover(value), value, class })
}

impl Known<'_> {
    fn states(&self) -> Option<(Kind, Option<Class>)> {
        match self.states {
            States::Count => self.counted(),
            States::Replicas => self.replicas(),
            States::Max => self.capacity(),
            States::Zones => self.zone(),
            States::Standby => self.no_standby(),
            States::Affinity => (!self.says_no() && !self.is_unset()).then_some((Kind::Affinity, None)),
            States::Retention => (self.number() == Some(0.0)).then(|| stated(Statement::NoBackup)),
            States::Backup => self.no_backup(),
            States::BackupEvery => self.backup_interval(),
            States::Interval if self.parent_states(States::Backup) => self.backup_interval(),
            States::Copy => self.no_copy(),
            States::Lines => self.one_line(),
            States::SecondLine => self.no_second_line(),
            States::HealthCheck => self.unchecked(),
            States::Proxy => self.no_proxy(),
            States::Duration => self.long_run(),
            States::Recovery => self.by_hand(),
            States::Rto => self.objective(Objective::Rto),
            States::Rpo => self.objective(Objective::Rpo),
            States::Min | States::Interval | States::Continuous | States::Secrets => None,
        }
    }

    fn tree(&self) -> &Tree {
        &self.reader.outline.tree
    }

    fn at(&self, index: usize) -> &Entry {
        &self.tree().entries()[index]
    }

    fn text(&self) -> &str {
        self.value.of(&self.reader.unit().text).trim()
    }

    /// The number that the value is, with or without what it counts: `1`, `1대`, `0 days`.
    fn number(&self) -> Option<f64> {
        number(self.text())
    }

    /// The number that it counts: `1`, or one name in a list.
    fn count(&self) -> Option<f64> {
        let entry = self.at(self.entry);
        let is_name = |it: usize| self.at(it).text().is_some_and(|it| it.contains(char::is_alphabetic));
        match entry.value {
            Value::List if self.tree().children(self.entry).all(is_name) => {
                Some(self.tree().children(self.entry).take(BESIDE).count() as f64)
            }
            _ => self.number(),
        }
    }

    fn says_no(&self) -> bool {
        absence::is_no(self.reader.unit(), self.value)
    }

    /// Whether nothing is decided yet.
    fn is_unset(&self) -> bool {
        matches!(self.text(), "~" | "null" | "" | "tbd" | "TBD" | "?" | "미정")
    }

    fn is_compute(&self) -> bool {
        matches!(self.class, Some(Class::Compute | Class::Container | Class::ServerlessCompute))
    }

    fn is_database(&self) -> bool {
        matches!(self.class, Some(Class::Database | Class::Aurora))
    }

    /// The entries of its map that have a key of the vocabulary.
    fn beside(&self) -> impl Iterator<Item = (States, usize)> + '_ {
        let parent = self.at(self.entry).parent;
        let all = parent.into_iter().flat_map(|it| self.tree().children(it)).take(BESIDE);
        all.filter(|it| *it != self.entry).filter_map(|it| Some((self.keys.states(it)?, it)))
    }

    fn has_beside(&self, states: States, is: impl Fn(&str) -> bool) -> bool {
        self.beside().any(|(it, at)| it == states && self.at(at).text().is_some_and(&is))
    }

    /// Whether one beside it says that there is more than one: a standby, replicas, a higher maximum.
    fn has_peer(&self) -> bool {
        let is_several = |it: &str| number(it).is_none_or(|it| it > 0.0) && !self.reader.is_no_value(it);
        let holds_some =
            |at: usize| matches!(self.at(at).value, Value::List) && self.tree().children(at).next().is_some();
        self.has_beside(States::Standby, |it| !self.reader.is_no_value(it))
            || self.has_beside(States::Replicas, is_several)
            || self.has_beside(States::Max, |it| number(it).is_some_and(|it| it > 1.0))
            || self.beside().any(|(it, at)| it == States::Replicas && holds_some(at))
    }

    /// One of it, whatever it is.
    fn counted(&self) -> Option<(Kind, Option<Class>)> {
        if self.count() != Some(1.0) || self.has_peer() {
            return None;
        }
        let is_tier = || self.reader.knowledge.vocabulary.is_tier(&self.label());
        match self.class.or_else(|| is_tier().then_some(Class::Compute))? {
            Class::Compute | Class::Container if self.is_aside() => None,
            Class::Compute | Class::Container => Some((Kind::Count(1), Some(Class::Compute))),
            Class::Cache => Some(stated(Statement::OneCacheNode)),
            Class::Database | Class::Aurora => Some((Kind::Standby(false), self.class)),
            Class::Nat => Some(stated(Statement::OneNatGateway)),
            Class::Link => self.one_line(),
            _ => None,
        }
    }

    /// Of a service, how many run; of a cache or a database, how many stand behind the first.
    fn replicas(&self) -> Option<(Kind, Option<Class>)> {
        let number = self.count().or_else(|| self.says_no().then_some(0.0))?;
        let has_standby = self.has_beside(States::Standby, |it| !self.reader.is_no_value(it));
        match self.class? {
            Class::Compute | Class::Container => self.counted(),
            Class::Cache if number == 0.0 && !has_standby => Some(stated(Statement::OneCacheNode)),
            Class::Aurora if number == 0.0 && !has_standby => Some((Kind::Standby(false), self.class)),
            _ => None,
        }
    }

    /// Whether its name tells of a machine that no tier depends on.
    fn is_aside(&self) -> bool {
        let templates = &self.reader.knowledge.templates;
        let name = self.label();
        templates.is(&name, Sort::Aside) || templates.is(&name, Sort::Batch)
    }

    fn capacity(&self) -> Option<(Kind, Option<Class>)> {
        let max = self.number().filter(|it| *it > 1.0)?;
        let is_same = self.has_beside(States::Min, |it| number(it) == Some(max));
        (is_same && self.is_compute()).then(|| stated(Statement::CapacityIsFixed))
    }

    fn zone(&self) -> Option<(Kind, Option<Class>)> {
        let unit = self.reader.unit();
        let is_list = matches!(self.at(self.entry).value, Value::List);
        let values = unit.parts.iter().filter(|it| self.value.contains(it.span)).count();
        let text = self.text();
        let is_id = unit.within(self.value).any(|it| it.word == Word::ZoneId);
        let is_letter = is_list && text.len() == 1 && text.starts_with(|it: char| it.is_ascii_lowercase());
        let is_one = values == 1 && (is_id && !text.contains([' ', ',', '/']) || is_letter || text == "1");
        if !is_one || self.has_peer() && self.is_database() {
            return None;
        }
        let is_single = |states: States| self.has_beside(states, |it| number(it) == Some(1.0));
        match self.class {
            Some(Class::Database | Class::Aurora) => Some((Kind::Standby(false), self.class)),
            Some(_) if self.is_compute() && !is_single(States::Count) && !is_single(States::Replicas) => {
                Some((Kind::Zones(1), None))
            }
            _ => None,
        }
    }

    fn no_standby(&self) -> Option<(Kind, Option<Class>)> {
        if !self.says_no() || self.has_peer() {
            return None;
        }
        match self.class? {
            Class::Database | Class::Aurora => Some((Kind::Standby(false), self.class)),
            Class::Cache => Some(stated(Statement::OneCacheNode)),
            Class::Link => Some(stated(Statement::OneNetworkLink)),
            _ => None,
        }
    }

    fn no_backup(&self) -> Option<(Kind, Option<Class>)> {
        const OFTEN: [&str; 11] =
            ["every", "each", "마다", "매일", "매시", "하루", "회", "daily", "nightly", "hourly", "weekly"];
        if OFTEN.iter().any(|it| self.text().contains(it)) {
            return self.backup_interval();
        }
        let is_none = self.says_no() || self.number() == Some(0.0) && !self.text().contains(['h', 'm']);
        match self.class {
            Some(Class::Link) if is_none || self.is_unset() => self.no_second_line(),
            Some(Class::Database | Class::Aurora | Class::Nosql | Class::FileStore | Class::BlockStore) if is_none => {
                Some(stated(Statement::NoBackup))
            }
            _ => None,
        }
    }

    fn backup_interval(&self) -> Option<(Kind, Option<Class>)> {
        if self.has_beside(States::Continuous, |it| !self.reader.is_no_value(it)) {
            return None;
        }
        let minutes = self.minutes()?;
        Some((Kind::Stated { what: Statement::BackupEvery, minutes: Some(minutes) }, None))
    }

    fn no_copy(&self) -> Option<(Kind, Option<Class>)> {
        let parent = self.at(self.entry).parent?;
        let of_backup = |text: &str| {
            ["backup", "snapshot", "vault", "백업", "스냅샷"].iter().any(|it| text.to_lowercase().contains(it))
        };
        let is_of_backup = self.parent_states(States::Backup)
            || self.key().contains("backup")
            || self.key().contains("백업")
            || self.tree().children(parent).take(BESIDE).any(|it| {
                let entry = self.at(it);
                it != self.entry && (entry.key().is_some_and(of_backup) || entry.text().is_some_and(of_backup))
            });
        (is_of_backup && self.says_no()).then(|| stated(Statement::BackupBesideData))
    }

    fn one_line(&self) -> Option<(Kind, Option<Class>)> {
        let has_second = self.beside().any(|(it, at)| {
            let text = self.at(at).text().unwrap_or("~");
            matches!(it, States::SecondLine | States::Backup | States::Standby)
                && !self.reader.is_no_value(text)
                && text != "미정"
        });
        let names_one = self.reader.things(self.value).any(|it| it.1 == Class::Link);
        let is_line = self.class == Some(Class::Link)
            || names_one
            || self.key().contains("tunnel")
            || self.key().contains("터널");
        (self.count() == Some(1.0) && is_line && !has_second).then(|| stated(Statement::OneNetworkLink))
    }

    fn no_second_line(&self) -> Option<(Kind, Option<Class>)> {
        let is_said = self.beside().any(|(it, at)| {
            matches!(it, States::Lines | States::Count) && self.at(at).text().and_then(number) == Some(1.0)
        });
        let has_several = self.beside().any(|(it, at)| {
            matches!(it, States::Lines | States::Count)
                && self.at(at).text().and_then(number).is_some_and(|it| it > 1.0)
        });
        let is_none = self.says_no() && self.class == Some(Class::Link);
        (is_none && !is_said && !has_several).then(|| stated(Statement::OneNetworkLink))
    }

    fn unchecked(&self) -> Option<(Kind, Option<Class>)> {
        if !self.says_no() {
            return None;
        }
        let parent = self.at(self.entry).parent?;
        let around = parent..self.at(parent).end.min(parent + BESIDE);
        let mut beside = around.filter(|it| *it != self.entry).flat_map(|it| [self.at(it).text(), self.at(it).key()]);
        let fails_over = |it: &str| {
            ["failover", "fail-over", "fail_over", "secondary", "장애 조치", "장애조치", "세컨더리"]
                .iter()
                .any(|word| it.to_lowercase().contains(word))
        };
        beside.any(|it| it.is_some_and(fails_over)).then(|| stated(Statement::FailsOverUnchecked))
    }

    fn no_proxy(&self) -> Option<(Kind, Option<Class>)> {
        let is_function = self.class == Some(Class::ServerlessCompute);
        (is_function && self.says_no()).then(|| stated(Statement::FunctionsConnectDirectly))
    }

    fn long_run(&self) -> Option<(Kind, Option<Class>)> {
        let minutes = self.minutes().filter(|it| *it > LONGEST_RUN)?;
        let is_function = self.class == Some(Class::ServerlessCompute);
        is_function.then_some((Kind::Stated { what: Statement::FunctionRunsLong, minutes: Some(minutes) }, None))
    }

    /// Who brings it back, where the value names what people do.
    fn by_hand(&self) -> Option<(Kind, Option<Class>)> {
        let text = self.text();
        let is_automatic = ["auto", "자동", "by itself", "self-"].iter().any(|it| text.to_lowercase().contains(it));
        (!is_automatic && self.reader.knowledge.vocabulary.is_by_hand(text)).then(|| stated(Statement::RecoversByHand))
    }

    /// An objective as a number whose unit stands in its key: `rto_minutes: 15`.
    fn objective(&self, of: Objective) -> Option<(Kind, Option<Class>)> {
        let (_, unit) = unit_of_time(self.key())?;
        let minutes = self.text().parse::<f64>().ok()? * unit;
        Some((Kind::Objective { of, low: minutes, high: minutes, whose: self.label() }, None))
    }

    /// The time that the value is.
    fn minutes(&self) -> Option<f64> {
        if let Some((number, (_, unit))) = self.text().parse::<f64>().ok().zip(unit_of_time(self.key())) {
            return Some(number * unit);
        }
        let mut times = self.reader.unit().within(self.value).filter_map(|it| match it.word {
            Word::Quantity(it) if it.unit == QuantityUnit::Minutes => Some(it.high),
            _ => None,
        });
        times.next()
    }

    fn key(&self) -> &str {
        self.at(self.entry).key().unwrap_or_default()
    }

    fn parent_states(&self, states: States) -> bool {
        let parent = self.at(self.entry).parent;
        parent.is_some_and(|it| self.keys.states(it) == Some(states))
    }

    fn label(&self) -> String {
        label(self.reader, self.keys, self.entry)
    }

    /// What the comment behind the value takes back: no more than that it was so, is for a test, or is somebody else's. A reason ("we have
    /// no budget for a second one") denies nothing.
    fn stance(&self) -> Stance {
        let unit = self.reader.unit();
        let behind = Span::new(self.whole.end, unit.text.len());
        let cues = unit.within(behind).filter_map(|it| match it.word {
            Word::Cue(cue) => Some(cue.stance),
            _ => None,
        });
        let back = |it: &Stance| {
            matches!(it, Stance::Past | Stance::NonProduction | Stance::Elsewhere | Stance::Rejected | Stance::Defined)
        };
        cues.into_iter().find(back).unwrap_or(Stance::Asserted)
    }
}

/// How the design calls what entry `index` is about: by a name beside it, else by the key of its map.
fn label(reader: &Reader<'_>, keys: &Keys, index: usize) -> String {
    const NAMES: [&str; 6] = ["id", "name", "label", "이름", "명칭", "component"];
    let tree = &reader.outline.tree;
    let entry = |it: usize| &tree.entries()[it];
    let named = |map: usize| {
        let mut names = tree.children(map).take(BESIDE);
        names.find(|it| entry(*it).key().is_some_and(|it| NAMES.contains(&it))).and_then(|it| entry(it).text())
    };
    let key = |it: usize| entry(it).key().filter(|_| keys.states(it).is_none());
    let label = tree.upward(index).skip(1).take(3).find_map(|it| named(it).or_else(|| key(it)));
    label.or(entry(index).key()).unwrap_or_default().to_owned()
}

fn stated(what: Statement) -> (Kind, Option<Class>) {
    (Kind::Stated { what, minutes: None }, None)
}

/// `1`, `"1"`, `1대`, `x1`, `0 days`: the number at the start, where no more than what it counts follows.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches(['x', '×']);
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let rest = text[end..].trim();
    let is_counter =
        rest.chars().count() <= 9 && rest.chars().all(|it| it.is_ascii_alphabetic() || script::is_hangul(it));
    text[..end].parse().ok().filter(|_| is_counter)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::document::Document;
    use crate::knowledge::Knowledge;
    use crate::surface::Format;

    /// What is found in a design, each as `rule: the bytes`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let text = format!("# AWS\n{text}");
        let document = Document::of(&text, Format::Yaml, Arc::new(knowledge));
        let shown =
            |it: &crate::finding::Finding| format!("{}: {}", document.knowledge().rule(it.rule).id, it.range.of(&text));
        assert_eq!(document.findings().iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn one_of_it_is_what_its_map_is_about() {
        check("web: {type: ec2, count: 1}\n", &["single-instance: count: 1"]);
        check("웹: {종류: EC2, 대수: 1대}\n", &["single-instance: 대수: 1대"]);
        check("solver:\n  now: ec2\n  machines: [prime]\n", &["single-instance: machines: [prime"]);
        check("web:\n  type: ec2\n  count: 1 # no budget for a second\n", &["single-instance: count: 1"]);
        check("cart: {engine: elasticache-redis, nodes: 1}\n", &["single-cache-node: nodes: 1"]);
        check("egress: {nat_gateways: 1}\n", &["single-nat-gateway: 1"]);
        for text in [
            "web:\n  kind: ecs-fargate\n  desiredCount: 1\n  max: 6\n",
            "bastion: {type: ec2, count: 1}\n",
            "web: {type: ec2, count: 1} # dev only\n",
            "dev:\n  web: {type: ec2, count: 1}\n",
            "web: {count: 1, type: ec2, status: retired}\n",
            "was: {type: s3, count: 1}\nold_web: {type: ec2, count: 1}\n",
            "cart: {engine: elasticache-redis, nodes: 1, replicas: 2}\n",
            "files: {type: s3, count: 1}\n",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn numbers_zones_and_standbys() {
        check("w: {type: ecs, min: 4, max: 4}\n", &["fixed-capacity: max: 4"]);
        check("w: {type: ecs, min: 4, max: 9}\n", &[]);
        check("w: {type: ec2, count: 4, azs: [us-east-1a]}\n", &["single-az: azs: [us-east-1a"]);
        check("w: {type: ec2, count: 4, azs: [us-east-1a, us-east-1b]}\n", &[]);
        for no in ["no", "false", "off", "none", "~", "없음", "no, too costly"] {
            check(
                &format!("d:\n  engine: rds-mysql\n  multi_az: {no}\n"),
                &[&format!("database-not-multi-az: multi_az: {no}")],
            );
        }
        check("d: {engine: rds-mysql, multiAZ: yes}\n디비: {엔진: RDS MySQL, 이중화: 예}\n", &[]);
    }

    #[test]
    fn what_is_held_against_each_other_stands_in_one_map() {
        let text = "orders:\n  rpo: 1h\n  backup: {every: 24h}\nlogs:\n  rpo: 48h\n  backup: {every: 24h}\n";
        check(text, &["backup-exceeds-rpo: every: 24h"]);
        check("a: {rto: 24h, strategy: backup-and-restore}\nb: {rto: 10m, strategy: warm-standby}\n", &[]);
        check("재해복구: {RTO: 10분, RPO: 5분, 전략: 백업_복원}\n", &["dr-strategy-rto-mismatch: 백업_복원"]);
    }

    #[test]
    fn what_every_overlay_replaces_is_not_seen() {
        let base = "base: &b\n  type: ec2\n  count: 1\n";
        check(&format!("{base}prod: {{<<: *b, count: 4}}\n"), &[]);
        check(&format!("{base}prod: {{<<: *b, name: x}}\n"), &["single-instance: count: 1"]);
    }

    #[test]
    fn keys_say_what_all_below_them_is() {
        for key in [
            "never",
            "rejected",
            "alternatives",
            "glossary",
            "questions",
            "third_parties",
            "sandbox",
            "retired",
            "기각",
            "개발",
        ] {
            check(&format!("{key}:\n  web: {{type: ec2, count: 1, dlq: none}}\n"), &[]);
        }
    }

    #[test]
    fn a_key_whose_value_says_no_states_nothing_of_its_own_words() {
        check("db: {engine: rds-mysql, zero_downtime_failover: no, multi_az: yes}\n", &[]);
    }
}
