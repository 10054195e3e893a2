//! Does what keeps data have a standby, a second node, a backup?

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Kind, Statement};
use crate::knowledge::{Part, Sort};
use crate::language::Class;

/// What databases, clusters of them, caches and other stores state.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    for database in template.made(Part::Database) {
        facts.extend(no_standby(template, database));
        facts.extend(no_backup(template, database));
    }
    for (cluster, instance, class) in
        [(Part::Cluster, Part::Database, Class::Aurora), (Part::OtherCluster, Part::OtherDatabase, Class::Database)]
    {
        facts.extend(template.made(cluster).filter_map(|it| one_instance(template, it, instance, class)));
    }
    for cache in template.made(Part::Cache) {
        facts.extend(one_node(template, cache));
    }
    // What a plan selects by tags nobody sees here.
    if template.all(Part::BackupSelection).next().is_none() {
        facts.extend(template.made(Part::Table).filter_map(|it| no_recovery(template, it)));
        facts.extend(template.made(Part::FileSystem).filter_map(|it| no_policy(template, it)));
    }
}

/// An instance by itself whose standby is off, or is not asked for: then there is none.
fn no_standby(template: &Template<'_>, database: &Resource<'_>) -> Option<Fact> {
    if is_copy(template, database) || is_in_cluster(template, database) {
        return None;
    }
    let place = match template.property(database, &["MultiAZ"]) {
        Some(index) if template.boolean(index).is_some() => template.boolean(index).filter(|it| !it.0)?.1,
        _ => {
            let is_mirrored = template.property(database, &["OptionGroupName"]).is_some();
            let source = ["SourceDBInstanceIdentifier"];
            let has_copy = template.referring(database.id, Part::Database, &source).next().is_some();
            template.absent(database.properties, "MultiAZ", database.kind).filter(|_| !is_mirrored && !has_copy)?
        }
    };
    template.fact(Kind::Standby(false), Some(Class::Database), database, place)
}

/// A read replica.
fn is_copy(template: &Template<'_>, database: &Resource<'_>) -> bool {
    let sources = ["SourceDBInstanceIdentifier", "SourceDBClusterIdentifier", "SourceDbiResourceId"];
    sources.iter().any(|it| template.property(database, &[it]).is_some())
}

/// Whether it belongs to a cluster, whose standby the others are.
fn is_in_cluster(template: &Template<'_>, database: &Resource<'_>) -> bool {
    let engine = template.property(database, &["Engine"]);
    let is_of_cluster = engine.is_some_and(|it| match template.text(it) {
        Some((text, _)) => template.words().cluster_engines.iter().any(|it| text.starts_with(it)),
        // An open engine may be one of those.
        None => true,
    });
    is_of_cluster || template.property(database, &["DBClusterIdentifier"]).is_some()
}

fn no_backup(template: &Template<'_>, database: &Resource<'_>) -> Option<Fact> {
    let (days, place) = template.number(template.property(database, &["BackupRetentionPeriod"])?)?;
    let is_kept = template.all(Part::BackupSelection).next().is_some();
    let is_off = days == 0.0 && !is_kept && !is_copy(template, database) && !is_in_cluster(template, database);
    is_off.then(|| template.fact(stated(Statement::NoBackup), Some(Class::Database), database, place)).flatten()
}

/// A cluster of one instance, at that instance.
fn one_instance(template: &Template<'_>, cluster: &Resource<'_>, part: Part, class: Class) -> Option<Fact> {
    let mut instances = template.referring(cluster.id, part, &["DBClusterIdentifier"]);
    let only = instances.next().filter(|it| instances.next().is_none() && template.is_made(it))?;
    // The standby of a cluster that follows another one is that one's.
    let follows = ["ReplicationSourceIdentifier", "GlobalClusterIdentifier"];
    let is_copy = follows.iter().any(|it| template.property(cluster, &[it]).is_some());
    // A class for the cluster is a cluster whose instances nobody lists.
    let is_whole = template.property(cluster, &["DBClusterInstanceClass"]).is_some();
    if is_copy || is_whole || template.is_aside(cluster, cluster.kind) {
        return None;
    }
    template.fact(Kind::Standby(false), Some(class), only, only.kind)
}

/// A cache of one node, or of nodes of which none stands in for another.
fn one_node(template: &Template<'_>, cache: &Resource<'_>) -> Option<Fact> {
    let number = |key: &str| template.property(cache, &[key]).and_then(|it| template.number(it));
    let is = |key: &str, count: f64| number(key).filter(|it| it.0 == count).map(|it| it.1);
    let ones = ["NumCacheNodes", "NumCacheClusters", "ReplicationFactor"];
    let zeros = ["ReplicasPerNodeGroup", "NumReplicasPerShard"];
    let counts = ones.iter().chain(&zeros).any(|it| template.property(cache, &[it]).is_some());
    let one = ones.iter().find_map(|it| is(it, 1.0)).or_else(|| zeros.iter().find_map(|it| is(it, 0.0)));
    let failover = || {
        let index = template.property(cache, &["AutomaticFailoverEnabled"]).filter(|_| !counts)?;
        template.boolean(index).filter(|it| !it.0).map(|it| it.1)
    };
    // The first node of a group that is defined beside it.
    let is_first = template.referring(cache.id, Part::Cache, &["PrimaryClusterId"]).next().is_some();
    let place = one.or_else(failover).filter(|_| !is_first)?;
    template.fact(stated(Statement::OneCacheNode), Some(Class::Cache), cache, place)
}

/// A table whose recovery to a point in time is switched off; one whose items expire keeps nothing for long.
fn no_recovery(template: &Template<'_>, table: &Resource<'_>) -> Option<Fact> {
    let path = ["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"];
    let (is_on, place) = template.boolean(template.property(table, &path)?)?;
    let expires = template.property(table, &["TimeToLiveSpecification"]).is_some();
    let is_off = !is_on && !expires && !template.is_called(table, Sort::Batch);
    is_off.then(|| template.fact(stated(Statement::NoBackup), Some(Class::Nosql), table, place)).flatten()
}

/// A file system whose automatic backups are switched off.
fn no_policy(template: &Template<'_>, system: &Resource<'_>) -> Option<Fact> {
    let (status, place) = template.text(template.property(system, &["BackupPolicy", "Status"])?)?;
    let is_off = status == "DISABLED";
    is_off.then(|| template.fact(stated(Statement::NoBackup), Some(Class::FileStore), system, place)).flatten()
}
