//! What is known of templates: which part does a type of resource play, and what do words in names say?

use std::collections::HashMap;

use serde::Deserialize;

use super::{Problem, data_file};

/// The knowledge in `templates.yaml`; empty without it.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    parts: HashMap<String, Part>,
    words: HashMap<Sort, Vec<String>>,
    /// Properties that hold a password and nothing else.
    pub(crate) passwords: Vec<String>,
    /// How the addresses of databases end.
    pub(crate) database_hosts: Vec<String>,
    /// What tells the address of a proxy before a database.
    pub(crate) proxy_hosts: Vec<String>,
    /// What an alarm does that recovers a machine.
    pub(crate) recovers: Vec<String>,
    /// What puts a folder of a machine on shared storage, in a script.
    pub(crate) mounts: Vec<String>,
    /// How engines begin whose instances stand in a cluster.
    pub(crate) cluster_engines: Vec<String>,
}

/// The part that a resource plays in a template. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    Instance,
    Group,
    Schedule,
    ContainerService,
    ScalableTarget,
    Subnet,
    Route,
    Association,
    Nat,
    InSubnets,
    Database,
    Cluster,
    OtherDatabase,
    OtherCluster,
    Proxy,
    Table,
    FileSystem,
    BackupSelection,
    Cache,
    Queue,
    Function,
    TargetGroup,
    ClassicBalancer,
    Record,
    Records,
    Alarm,
}

/// What a word in a name says of what bears it. A closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Sort {
    Production,
    NonProduction,
    Aside,
    Batch,
    Quorum,
    DeadLetter,
    Once,
    Ordinal,
    Public,
    Generic,
    Unsettled,
}

/// The file as it is written.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    parts: HashMap<Part, Vec<String>>,
    words: HashMap<Sort, Vec<String>>,
    passwords: Vec<String>,
    database_hosts: Vec<String>,
    proxy_hosts: Vec<String>,
    recovers: Vec<String>,
    mounts: Vec<String>,
    cluster_engines: Vec<String>,
}

impl Templates {
    /// Parses `files`, (path, text), as [`data_file::last`] does.
    pub(super) fn parse(files: &[(&str, &str)]) -> (Templates, Vec<Problem>) {
        let (file, problems) = data_file::last(files);
        (Templates::of(file), problems)
    }

    fn of(file: File) -> Templates {
        let parts = file.parts.into_iter().flat_map(|(part, types)| types.into_iter().map(move |it| (it, part)));
        Templates {
            parts: parts.collect(),
            words: file.words,
            passwords: file.passwords,
            database_hosts: file.database_hosts,
            proxy_hosts: file.proxy_hosts,
            recovers: file.recovers,
            mounts: file.mounts,
            cluster_engines: file.cluster_engines,
        }
    }

    /// The part that resources of this type play.
    pub(crate) fn part(&self, kind: &str) -> Option<Part> {
        self.parts.get(kind).copied()
    }

    /// Whether one of the words of `name` is of this sort.
    pub(crate) fn is(&self, name: &str, sort: Sort) -> bool {
        let Some(sorts) = self.words.get(&sort) else { return false };
        words(name).iter().any(|it| sorts.contains(it))
    }

    /// The words of `name` that are not of this sort, and no numbers.
    pub(crate) fn without(&self, name: &str, sort: Sort) -> Vec<String> {
        let is_of = |it: &String| self.words.get(&sort).is_some_and(|sorts| sorts.contains(it));
        let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        words(name).into_iter().filter(|it| !is_number(it) && !is_of(it)).collect()
    }
}

/// The words of a name, in lower case: `OrdersDLQ2` and `orders-dlq_2` are orders, dlq, 2.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    let mut chars = name.chars().peekable();
    while let Some(char) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|it| it.is_lowercase());
        let starts = match before {
            Some(it) if !char::is_alphanumeric(it) => true,
            None => true,
            Some(it) => {
                (char.is_uppercase() && (it.is_lowercase() || it.is_ascii_digit() || next_is_lower))
                    || char.is_ascii_digit() != char::is_ascii_digit(&it)
            }
        };
        if char.is_alphanumeric() {
            match words.last_mut() {
                Some(word) if !starts => word.extend(char.to_lowercase()),
                _ => words.push(char.to_lowercase().collect()),
            }
        }
        before = Some(char);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn names_fall_into_words() {
        for (name, expected) in [
            ("OrdersDLQ2", vec!["orders", "dlq", "2"]),
            ("orders-dead_letter", vec!["orders", "dead", "letter"]),
            ("NATInstance", vec!["nat", "instance"]),
            ("WebServerA", vec!["web", "server", "a"]),
            ("DB_PASSWORD", vec!["db", "password"]),
            ("주문 큐", vec!["주문", "큐"]),
            ("", vec![]),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn what_ships_knows_parts_and_words() {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let it = &knowledge.templates;
        assert_eq!(it.part("AWS::SQS::Queue"), Some(Part::Queue));
        assert_eq!(it.part("AWS::SQS::QueuePolicy"), None);
        assert!(it.is("OrdersDLQ", Sort::DeadLetter) && !it.is("Deadline", Sort::DeadLetter));
        assert_eq!(it.without("WebServer2", Sort::Ordinal), it.without("WebServerB", Sort::Ordinal));
    }

    #[test]
    fn a_broken_file_is_a_problem() {
        let (templates, problems) = Templates::parse(&[("templates.yaml", "parts: {wheel: [x]}\n")]);
        assert_eq!((problems.len(), templates.part("x")), (1, None));
    }
}
