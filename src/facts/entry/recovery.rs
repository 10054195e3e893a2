//! What is saved, and how does it come back? `backup: none`, `backup: {every: 24h}`, `rto: asap`, `restart: by hand`.

use crate::knowledge::{Sense, States, VocabularyPart, unit_of_time};
use crate::language::Class;
use crate::surface::BlockKind;

use super::super::{Kind, Objective, Statement};
use super::row::Row;
use super::{BESIDE, Stated, schedule, stated};

impl Row<'_> {
    pub(super) fn no_backup(&self) -> Option<Stated> {
        if self.vocabulary().tells(self.text(), Sense::Often) {
            return self.backup_interval();
        }
        let is_none = self.says_no() || self.number() == Some(0.0) && !self.text().contains(['h', 'm']);
        match self.class {
            Some(Class::Link) if is_none || self.is_unset() => self.no_second_line(),
            _ if self.can_be_made_again() => None,
            Some(Class::Database | Class::Aurora | Class::Nosql | Class::FileStore | Class::BlockStore) if is_none => {
                Some(stated(Statement::NoBackup))
            }
            _ => None,
        }
    }

    /// Whether the entry, or what stands beside it, says that the data is kept elsewhere as well: `backup: none # rebuilt from S3`.
    pub(super) fn can_be_made_again(&self) -> bool {
        let tells = |it: &str| self.vocabulary().tells(it, Sense::MadeAgain);
        tells(&self.reader.unit().text)
            || self.others().any(|it| self.at(it).text().is_some_and(tells))
            || self.comment_of_map().is_some_and(tells)
    }

    /// The comment behind the map that the entry stands in: `{ engine: DynamoDB, backup: none } # fetched again each hour`.
    fn comment_of_map(&self) -> Option<&str> {
        const NEAR: usize = 16;
        let outline = self.reader.outline;
        let map = self.at(self.entry).parent?;
        let last = self.reader.unit().parts.last()?.block;
        let mut behind = outline.blocks[last..].iter().take(NEAR);
        let comment =
            behind.find(|it| matches!(it.kind, BlockKind::Comment { entry: Some(entry), .. } if entry == map));
        comment.filter(|_| outline.tree.entries()[map].is_flow).map(|it| it.prose.text())
    }

    /// Whether an objective stands beside it as a number.
    pub(super) fn has_objective_beside(&self) -> bool {
        let is_number = |it: &str| it.contains(|it: char| it.is_ascii_digit());
        self.has_beside(States::Rto, is_number) || self.has_beside(States::Rpo, is_number)
    }

    /// That nobody is told, by what switches it: `alerting: { enabled: false }`.
    pub(super) fn no_alarms(&self) -> Option<Stated> {
        (self.is_switch() && self.says_no()).then(|| stated(Statement::NotMonitored))
    }

    pub(super) fn backup_interval(&self) -> Option<Stated> {
        if self.has_beside(States::Continuous, |it| !self.reader.is_no_value(it)) {
            return None;
        }
        let minutes = self.minutes()?;
        Some((Kind::Stated { what: Statement::BackupEvery, minutes: Some(minutes) }, None))
    }

    /// That no copy goes to another Region.
    pub(super) fn no_copy(&self) -> Option<Stated> {
        (self.is_of_backup() && self.says_no()).then(|| stated(Statement::BackupBesideData))
    }

    /// Where backups are kept, where that is where the data is.
    pub(super) fn place(&self) -> Option<Stated> {
        let has_copy = self
            .beside()
            .any(|(it, at)| it == States::Copy && !self.at(at).text().is_some_and(|it| self.reader.is_no_value(it)));
        if has_copy || !self.is_of_backup() || self.values() != 1 {
            return None;
        }
        let text = self.text();
        let is_same = self.vocabulary().is(text, Sense::SamePlace) || is_region(text) && self.home() == Some(text);
        is_same.then(|| stated(Statement::BackupBesideData))
    }

    /// Whether it is said of backups.
    fn is_of_backup(&self) -> bool {
        let tells = |it: &str| self.vocabulary().tells(it, Sense::OfBackup);
        let around = || self.map().into_iter().flat_map(|it| self.tree().upward(it)).take(2);
        around().any(|it| self.keys.states(it) == Some(States::Backup))
            || tells(self.key())
            || self.others().any(|it| self.at(it).key().is_some_and(tells) || self.at(it).text().is_some_and(tells))
    }

    /// The Region that everything stands in, as the maps around the entry's own say it.
    fn home(&self) -> Option<&str> {
        let is_home =
            |it: &usize| self.at(*it).key().is_some_and(|it| self.vocabulary().is_part(it, VocabularyPart::Home));
        let region = |it: usize| self.at(it).text().filter(|it| is_region(it));
        let of = |map: usize| {
            let children = || self.tree().children(map).take(BESIDE);
            let own = children().filter(is_home).find_map(region);
            own.or_else(|| {
                let regions = |it: &usize| self.at(*it).key().is_some_and(|it| it.eq_ignore_ascii_case("regions"));
                let named = children().filter(regions).flat_map(|it| self.tree().children(it).take(BESIDE));
                named.filter(is_home).find_map(region)
            })
        };
        self.tree().upward(self.map()?).skip(1).find_map(of)
    }

    /// Who brings it back, where the value names what people do.
    pub(super) fn by_hand(&self) -> Option<Stated> {
        let (text, words) = (self.text(), self.vocabulary());
        let is_by_hand = words.tells(text, Sense::ByHand) && !words.tells(text, Sense::Automatic);
        is_by_hand.then(|| stated(Statement::RecoversByHand))
    }

    /// An objective as a number whose unit stands in its key (`rto_minutes: 15`), or as words without a number.
    pub(super) fn objective(&self, of: Objective) -> Option<Stated> {
        let text = self.text();
        if !text.contains(|it: char| it.is_ascii_digit()) && self.vocabulary().tells(text, Sense::Vague) {
            return Some(stated(Statement::ObjectivesUndefined));
        }
        let in_key = || Some(text.parse::<f64>().ok()? * unit_of_time(self.key())?.1);
        let minutes = schedule::duration(text).or_else(in_key)?;
        Some((Kind::Objective { of, low: minutes, high: minutes, whose: self.label() }, None))
    }
}

/// `eu-west-3`, `us-gov-east-1`.
fn is_region(text: &str) -> bool {
    let parts = text.split('-').collect::<Vec<_>>();
    let [first, .., last] = parts.as_slice() else { return false };
    let is_word = |it: &&str| it.len() >= 2 && it.bytes().all(|it| it.is_ascii_lowercase());
    let is_number = last.len() == 1 && last.bytes().all(|it| it.is_ascii_digit());
    (3..=4).contains(&parts.len()) && first.len() == 2 && is_number && parts[..parts.len() - 1].iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_by_their_ids() {
        assert!(is_region("eu-west-3") && is_region("us-gov-east-1"));
        assert!(!is_region("eu-west-3a") && !is_region("same") && !is_region("a-b-1") && !is_region("db-main-10"));
    }
}
