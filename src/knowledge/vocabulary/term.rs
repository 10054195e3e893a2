//! What does a key of a design state?

use std::collections::HashMap;

use serde::Deserialize;

use crate::knowledge::Bilingual;
use crate::language::Class;

/// One sort of fact with the keys that state it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What the key states by its value, where words alone don't say it.
    pub(crate) states: Option<States>,
    /// The words that the key is read as.
    pub(super) reads: String,
    /// The same for a Korean key.
    pub(super) ko: String,
    /// The keys, the usual one first, in snake case.
    pub keys: Vec<String>,
    /// The Korean keys, the usual one first.
    pub korean: Vec<String>,
    /// What values are read as.
    #[serde(default)]
    pub(super) values: HashMap<String, String>,
    /// What the key is usually stated of; of anything, where it is empty.
    #[serde(default)]
    pub of: Vec<Class>,
    /// Values that are often written, the best first.
    #[serde(default)]
    pub offers: Offers,
    /// The rule that reads the fact.
    pub rule: String,
    /// What the key says.
    pub about: Bilingual,
}

impl Term {
    /// The words that its English keys are read as.
    pub fn reads(&self) -> &str {
        &self.reads
    }
}

/// Values that a key often has, in both languages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offers {
    /// Of an English key.
    pub en: Vec<String>,
    /// Of a Korean key.
    pub ko: Vec<String>,
}

/// What a key and its bare value state. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum States {
    /// How many there are.
    Count,
    /// How many copies.
    Replicas,
    /// The least that is kept running.
    Min,
    /// The most.
    Max,
    /// The zones it stands in.
    Zones,
    /// The subnets it stands in.
    Subnets,
    /// Whether anybody is told.
    Alarms,
    /// Whether something takes over.
    Standby,
    /// Whether clients come back to one machine.
    Affinity,
    /// How the data is backed up.
    Backup,
    /// For how long backups are kept.
    Retention,
    /// How often backups are made.
    BackupEvery,
    /// How often something is done.
    Interval,
    /// Whether any moment between two backups can be restored.
    Continuous,
    /// Where backups are copied to.
    Copy,
    /// How many lines lead to the network at home.
    Lines,
    /// The line that takes over.
    SecondLine,
    /// What tells that a site is down.
    HealthCheck,
    /// What stands between functions and a database.
    Proxy,
    /// How long a run takes.
    Duration,
    /// How long recovery may take.
    Rto,
    /// How much may be lost.
    Rpo,
    /// Who or what brings it back.
    Recovery,
    /// What takes over, and whether by itself.
    Failover,
    /// Whether all of it stands in one zone.
    SingleZone,
    /// Where something is kept.
    Place,
    /// A map of secrets.
    Secrets,
}
