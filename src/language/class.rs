//! What sort of thing does a word or a card stand for?

/// The sorts of things that rules speak of. A closed set: cards name them under `is`, the lexicon by its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each name is its own definition")]
pub enum Class {
    Compute,
    ServerlessCompute,
    Container,
    Database,
    Aurora,
    Nosql,
    Cache,
    Queue,
    Topic,
    Bus,
    Asynchronous,
    LoadBalancer,
    Cdn,
    Dns,
    Nat,
    Link,
    ObjectStore,
    FileStore,
    BlockStore,
    Backup,
    Monitoring,
    SecretStore,
    Proxy,
    AutoScaling,
    Accelerator,
    Regional,
}
