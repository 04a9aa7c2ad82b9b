//! What services use: stores, topics and externals.

use std::num::NonZeroU32;

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{List, Map};
use super::identifiers::{Engine, ProtoName, RuleName, Target, TopicName};
use super::interface::Auth;
use super::promises::Slo;
use super::quantities::{Duration, Size};
use super::record::keys;
use super::schema;

/// A database; a bare `ENGINE@VERSION` is `engine`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Store>)]
pub struct Store {
    /// The engine and its version: `postgres@16`.
    pub engine: Option<Spanned<Engine>>,
    /// The server that it shares with other stores.
    pub server: Option<Spanned<Name>>,
    /// What the data in it is worth.
    pub kind: Option<Spanned<StoreKind>>,
    /// How many copies run.
    pub replicas: Option<Spanned<u32>>,
    /// How many connections its server, or the pooler before it, allows.
    pub connections: Option<Spanned<NonZeroU32>>,
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

keys! {
    Store, "a store", example "{engine: postgres@16}", short "engine" is "an engine such as `postgres@16`";
    "engine" => engine,
    "server" => server,
    "kind" => kind,
    "replicas" => replicas,
    "connections" => connections,
    "backup" => backup,
    "size" => size,
    "ttl" => ttl,
    "persistence" => persistence,
    "oneof" => oneof,
    "when" => when,
    "description" => description,
    "allow" => allow,
}

/// A topic: what its publishers and consumers share.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Topic>)]
pub struct Topic {
    /// The message that it carries, by its full proto name.
    pub payload: Option<Spanned<ProtoName>>,
    /// The field of the message by which events are kept in order.
    pub key: Option<Spanned<String>>,
    /// How many partitions it has.
    pub partitions: Option<Spanned<NonZeroU32>>,
    /// How long events are kept, such as `7d`.
    pub retention: Option<Spanned<Duration>>,
    /// On how many brokers each event is kept.
    pub replication: Option<Spanned<NonZeroU32>>,
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

keys! {
    Topic, "a topic", example "{payload: acme.chat.v1.MessageSent}";
    "payload" => payload,
    "key" => key,
    "partitions" => partitions,
    "retention" => retention,
    "replication" => replication,
    "accepts" => accepts,
    "broker" => broker,
    "kind" => kind,
    "dead-letter" => dead_letter,
    "reply" => reply,
    "when" => when,
    "description" => description,
    "allow" => allow,
}

/// A system of others. Without a URL an in-process double answers.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<External>)]
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

keys! {
    External, "an external", example r#"{url: "https://llm.example.com"}"#;
    "url" => url,
    "protocol" => protocol,
    "auth" => auth,
    "tls" => tls,
    "slo" => slo,
    "region" => region,
    "accepts" => accepts,
    "calls" => calls,
    "when" => when,
    "description" => description,
    "allow" => allow,
}

/// What the data in a store is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum StoreKind {
    /// It is the only place where the data stands.
    Truth,
    /// The data can be made again.
    Cache,
    /// Locks, leases, rate limits: shared on purpose.
    Coordination,
}

/// Who gets an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum TopicKind {
    /// Every group.
    Broadcast,
    /// One worker.
    Queue,
    /// Whoever asked.
    Reply,
}
