//! What leads to it, and what is between? `tunnels: 1`, `health_check: none`, `proxy: no`, how long a function runs.

use crate::knowledge::{Sense, States};
use crate::language::Class;

use super::super::{Kind, Statement};
use super::row::{Row, number};
use super::{BESIDE, Stated, stated};

/// So many minutes a function may run.
const LONGEST_RUN: f64 = 15.0;

impl Row<'_> {
    pub(super) fn one_line(&self) -> Option<Stated> {
        let has_second = self.beside().any(|(it, at)| {
            let text = self.at(at).text().unwrap_or("~");
            matches!(it, States::SecondLine | States::Backup | States::Standby)
                && !self.reader.is_no_value(text)
                && !self.vocabulary().is(text, Sense::Undecided)
        });
        let names_one = self.reader.things(self.value).any(|it| it.1 == Class::Link);
        let is_line =
            self.class == Some(Class::Link) || names_one || self.vocabulary().tells(self.key(), Sense::Tunnel);
        (self.count() == Some(1.0) && is_line && !has_second).then(|| stated(Statement::OneNetworkLink))
    }

    pub(super) fn no_second_line(&self) -> Option<Stated> {
        let counts = |is: fn(f64) -> bool| {
            self.beside().any(|(it, at)| {
                matches!(it, States::Lines | States::Count) && self.at(at).text().and_then(number).is_some_and(is)
            })
        };
        let is_none = self.says_no() && self.class == Some(Class::Link);
        (is_none && !counts(|it| it >= 1.0)).then(|| stated(Statement::OneNetworkLink))
    }

    pub(super) fn unchecked(&self) -> Option<Stated> {
        if !self.says_no() {
            return None;
        }
        let map = self.map()?;
        let around = map..self.at(map).end.min(map + BESIDE);
        let mut beside = around.filter(|it| *it != self.entry).flat_map(|it| [self.at(it).text(), self.at(it).key()]);
        let fails_over = |it: &str| self.vocabulary().tells(it, Sense::FailsOver);
        beside.any(|it| it.is_some_and(fails_over)).then(|| stated(Statement::FailsOverUnchecked))
    }

    /// Whether clients come back to one machine: `stickiness: 24h`, `affinity: cookie`, and not `affinity: gpu-nodes`.
    pub(super) fn sticks(&self) -> bool {
        let (text, words) = (self.text(), self.vocabulary());
        let is_so =
            || words.says(text, Sense::Sticks) || self.minutes().is_some() || self.number().is_some_and(|it| it > 0.0);
        !self.says_no() && !self.is_unset() && is_so()
    }

    /// Of a function, or of the database in a function's map.
    pub(super) fn no_proxy(&self) -> Option<Stated> {
        let is_of_function = self.class == Some(Class::ServerlessCompute)
            || self.is_database() && self.reader.described_around() == Some(Class::ServerlessCompute);
        (is_of_function && self.says_no()).then(|| stated(Statement::FunctionsConnectDirectly))
    }

    pub(super) fn long_run(&self) -> Option<Stated> {
        let minutes = self.minutes().filter(|it| *it > LONGEST_RUN)?;
        let is_function = self.class == Some(Class::ServerlessCompute);
        is_function.then_some((Kind::Stated { what: Statement::FunctionRunsLong, minutes: Some(minutes) }, None))
    }
}
