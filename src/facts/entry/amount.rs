//! How much of it is there, where, and with what behind it? `replicas: 1`, `azs: [a]`, `multi_az: no`.

use crate::knowledge::{Sense, Sort, States, VocabularyPart};
use crate::language::{Class, Lexeme, Word};

use super::super::{Kind, Statement};
use super::row::{Row, number};
use super::{Stated, stated};

impl Row<'_> {
    /// One of it, whatever it is.
    pub(super) fn counted(&self) -> Option<Stated> {
        if self.count() != Some(1.0) || self.has_peer() {
            return None;
        }
        let is_tier = || self.vocabulary().is_tier(&self.label());
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
    pub(super) fn replicas(&self) -> Option<Stated> {
        let number = self.count().or_else(|| self.says_no().then_some(0.0))?;
        let has_standby = self.has_beside(States::Standby, |it| !self.reader.is_no_value(it));
        match self.class? {
            Class::Compute | Class::Container => self.counted(),
            Class::Cache if number == 0.0 && !has_standby => Some(stated(Statement::OneCacheNode)),
            Class::Aurora if number == 0.0 && !has_standby => Some((Kind::Standby(false), self.class)),
            _ => None,
        }
    }

    /// What is as it should be: several of what runs, a standby of a database.
    pub(super) fn assures(&self, states: States) -> Option<Stated> {
        let is_on = || matches!(self.text().to_ascii_lowercase().as_str(), "true" | "yes" | "on");
        match states {
            States::Count | States::Replicas if self.is_compute() && self.number() > Some(1.0) => {
                Some((Kind::Stated { what: Statement::RunsSeveral, minutes: None }, Some(Class::Compute)))
            }
            States::Standby if self.is_database() && is_on() => {
                Some((Kind::Stated { what: Statement::HasStandby, minutes: None }, self.class))
            }
            _ => None,
        }
    }

    /// Whether its name, or what it is for, tells of a machine that no tier depends on.
    fn is_aside(&self) -> bool {
        let templates = &self.reader.knowledge.templates;
        let is = |name: &str| templates.is(name, Sort::Aside) || templates.is(name, Sort::Batch);
        is(&self.label()) || self.has_part(VocabularyPart::Identity, |it| self.at(it).text().is_some_and(is))
    }

    /// As much at the most as at the least.
    pub(super) fn capacity(&self) -> Option<Stated> {
        let max = self.number().filter(|it| *it > 1.0)?;
        let is_same = self.has_beside(States::Min, |it| number(it) == Some(max));
        (is_same && self.is_compute()).then(|| stated(Statement::CapacityIsFixed))
    }

    pub(super) fn zone(&self) -> Option<Stated> {
        if let Some(is_only) = self.is_only_zone_of_subnets() {
            return is_only.then_some((Kind::Zones(1), None));
        }
        if self.values() != 1 {
            return self.one_zone_of_all();
        }
        if !self.is_one_zone() || self.has_peer() && self.is_database() {
            return None;
        }
        let is_single = |states: States| self.has_beside(states, |it| number(it) == Some(1.0));
        match self.class {
            Some(Class::Database | Class::Aurora) => Some((Kind::Standby(false), self.class)),
            Some(_) if self.is_compute() && !is_single(States::Count) && !is_single(States::Replicas) => {
                Some((Kind::Zones(1), None))
            }
            None if self.is_of_everything() => Some((Kind::Zones(1), None)),
            _ => None,
        }
    }

    /// That all names of a list end with the same zone: `subnets: [private-2a, private-2a]`.
    pub(super) fn one_zone_of_all(&self) -> Option<Stated> {
        let names = self.tree().children(self.entry).take(super::BESIDE).map(|it| self.at(it).text().and_then(zone_of));
        let zones = names.collect::<Option<Vec<_>>>()?;
        let [first, rest @ ..] = zones.as_slice() else { return None };
        let is_same = !rest.is_empty() && rest.iter().all(|it| it == first);
        (is_same && self.is_compute()).then_some((Kind::Zones(1), None))
    }

    /// `2a`, `1`, "2a 하나", or a letter in a list.
    fn is_one_zone(&self) -> bool {
        let (unit, text) = (self.reader.unit(), self.text());
        let mut zones = unit.within(self.value).filter(|it| it.word == Word::ZoneId);
        let only = |rest: &str| rest.is_empty() || self.vocabulary().is(rest, Sense::One);
        let is_id = zones.next().is_some_and(|it| {
            let [before, behind] =
                [&unit.text[self.value.start..it.span.start], &unit.text[it.span.end..self.value.end]];
            before.trim().is_empty() && only(behind.trim_matches([' ', ',', '(', ')']))
        });
        let is_letter = self.is_list() && text.len() == 1 && text.starts_with(|it: char| it.is_ascii_lowercase());
        is_id && zones.next().is_none() || is_letter || text == "1" || self.vocabulary().is(text, Sense::One)
    }

    /// Of a subnet in a list, which stands in one zone by its nature: whether it is the first of several that all stand in its zone.
    fn is_only_zone_of_subnets(&self) -> Option<bool> {
        let map = self.map()?;
        let list =
            self.tree().upward(map).take(3).find(|it| {
                self.at(*it).key().is_some_and(|it| self.vocabulary().is_part(it, VocabularyPart::Subnets))
            })?;
        let zone = |map: usize| {
            let mut zones = self.tree().children(map).take(super::BESIDE);
            zones.find(|it| self.keys.states(*it) == Some(States::Zones)).and_then(|it| self.at(it).text())
        };
        let zones = self.tree().children(list).take(super::BESIDE).map(zone).collect::<Vec<_>>();
        let is_first = self.tree().children(list).next() == Some(map);
        let is_same = zones.len() > 1 && zones.iter().all(|it| it.is_some() && *it == zones[0]);
        Some(is_first && is_same && self.is_one_zone())
    }

    /// Whether what it says holds for all that the document describes.
    fn is_of_everything(&self) -> bool {
        let Some(map) = self.map() else { return false };
        let is_layout = |key: &str| self.vocabulary().is_part(key, VocabularyPart::Layout);
        self.at(map).parent.is_none_or(|it| self.at(it).parent.is_none() && self.at(map).key().is_some_and(is_layout))
    }

    /// Whether all of it stands in one zone, by a key that asks just that.
    pub(super) fn single_zone(&self) -> Option<Stated> {
        if self.says_no() || self.is_unset() {
            return None;
        }
        match self.class {
            Some(Class::Database | Class::Aurora) => Some((Kind::Standby(false), self.class)),
            Some(_) if self.is_compute() => Some((Kind::Zones(1), None)),
            None if self.is_of_everything() => Some((Kind::Zones(1), None)),
            _ => None,
        }
    }

    pub(super) fn no_standby(&self) -> Option<Stated> {
        if !self.says_no() || self.has_peer() {
            return None;
        }
        let is_counted = || self.beside().any(|(it, _)| matches!(it, States::Count | States::Replicas | States::Max));
        match self.class? {
            Class::Database | Class::Aurora => Some((Kind::Standby(false), self.class)),
            Class::Cache => Some(stated(Statement::OneCacheNode)),
            Class::Link => Some(stated(Statement::OneNetworkLink)),
            // "postgres on EC2"
            Class::Compute if self.names_a_database() => Some((Kind::Standby(false), Some(Class::Database))),
            Class::Compute if !is_counted() && !self.is_aside() => Some((Kind::Count(1), self.class)),
            _ => None,
        }
    }

    /// Whether what says what it is about names a database besides.
    fn names_a_database(&self) -> bool {
        let is_one = |it: &Lexeme| matches!(it.word, Word::Thing(Class::Database) | Word::Named(Class::Database));
        self.reader.describing().is_some_and(|it| it.lexemes.iter().any(is_one))
    }

    /// Who takes over, or that nobody does.
    pub(super) fn failover(&self) -> Option<Stated> {
        let is_alone = || self.is_database() && self.says_no() && !self.has_peer();
        self.by_hand().or_else(|| is_alone().then_some((Kind::Standby(false), self.class)))
    }
}

/// The zone that a name ends with: of `private-2a` and `us-east-2a` it is `2a`, of `app-a` `a`.
fn zone_of(name: &str) -> Option<&str> {
    let last = name.rsplit(['-', '_', ' ', '/', '.']).next()?;
    let letter = last.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_zone = matches!(letter, "a" | "b" | "c" | "d" | "e" | "f") && last.len() <= 2;
    (is_zone && (last.len() == 2 || name.len() > last.len())).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_end_names() {
        assert_eq!(
            ["private-2a", "us-east-1b", "app-c", "2a"].map(zone_of),
            [Some("2a"), Some("1b"), Some("c"), Some("2a")]
        );
        assert_eq!(["subnet-0abc", "a", "public", "web-10"].map(zone_of), [None; 4]);
    }
}
