//! What services use: stores, topics and externals.

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{List, Map};
use super::identifiers::{Engine, ProtoName, RuleName, Target, TopicName};
use super::quantities::{Duration, Size};
use super::service::{Auth, Slo};

/// A database; a bare `ENGINE@VERSION` is `engine`.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// The engine and its version: `postgres@16`.
    pub engine: Option<Spanned<Engine>>,
    /// The server that it shares with other stores.
    pub server: Option<Spanned<Name>>,
    /// What the data in it is worth.
    pub kind: Option<Spanned<StoreKind>>,
    /// How many copies run.
    pub replicas: Option<Spanned<u32>>,
    /// How often it is saved, such as `daily`.
    pub backup: Option<Spanned<String>>,
    /// How much it holds, such as `50Gi`.
    pub size: Option<Spanned<Size>>,
    /// How long an entry lives.
    pub ttl: Option<Spanned<Duration>>,
    /// How a cache survives a restart, such as `aof`.
    pub persistence: Option<Spanned<String>>,
    /// The engines of which one is chosen when it is deployed.
    pub oneof: List<Spanned<Engine>>,
    /// The profile in which it is there.
    pub when: Option<Spanned<Name>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// A topic: what its publishers and consumers share.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// The message that it carries, by its full proto name.
    pub payload: Option<Spanned<ProtoName>>,
    /// The field of the message by which events are kept in order.
    pub key: Option<Spanned<String>>,
    /// How many partitions it has.
    pub partitions: Option<Spanned<u32>>,
    /// How long events are kept, such as `7d`.
    pub retention: Option<Spanned<Duration>>,
    /// On how many brokers each event is kept.
    pub replication: Option<Spanned<u32>>,
    /// The data classes that it may carry.
    pub accepts: List<Spanned<Name>>,
    /// The broker that it lives on, such as `kafka`.
    pub broker: Option<Spanned<String>>,
    /// Who gets an event.
    pub kind: Option<Spanned<TopicKind>>,
    /// The topic for events that nobody could handle.
    pub dead_letter: Option<Spanned<TopicName>>,
    /// The topic that the answers go to.
    pub reply: Option<Spanned<TopicName>>,
    /// The profile in which it is there.
    pub when: Option<Spanned<Name>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// A system of others. Without a URL an in-process double answers.
#[derive(Clone, Debug, Default)]
pub struct External {
    /// Where it is.
    pub url: Option<Spanned<String>>,
    /// A protocol that scaffold does not read, such as `smtp`.
    pub protocol: Option<Spanned<String>>,
    /// How callers prove who they are.
    pub auth: Option<Spanned<Auth>>,
    /// Whether the connection is encrypted.
    pub tls: Option<Spanned<bool>>,
    /// What it promises.
    pub slo: Option<Slo>,
    /// Where its servers stand, such as `eu`.
    pub region: Option<Spanned<String>>,
    /// The data classes that it may receive.
    pub accepts: List<Spanned<Name>>,
    /// What it calls: a client that comes in.
    pub calls: Map<Target, Call>,
    /// The profile in which it is there.
    pub when: Option<Spanned<Name>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// What the data in a store is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// It is the only place where the data stands.
    Truth,
    /// The data can be made again.
    Cache,
    /// Locks, leases, rate limits: shared on purpose.
    Coordination,
}

/// Who gets an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicKind {
    /// Every group.
    Broadcast,
    /// One worker.
    Queue,
    /// Whoever asked.
    Reply,
}
