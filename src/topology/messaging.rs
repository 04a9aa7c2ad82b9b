//! How a service takes part in topics, and its background tasks.

use std::num::NonZeroU32;

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Retry;
use super::collections::Map;
use super::identifiers::{RuleName, TopicName};
use super::quantities::{Duration, Schedule};
use super::record::keys;
use super::schema;

/// How events are written to a topic.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Publish>)]
pub struct Publish {
    /// Whose receipt is waited for.
    pub acks: Option<Spanned<Acks>>,
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// The profile in which it happens.
    pub when: Option<Spanned<Name>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Publish, "a publisher", example "{acks: all}";
    "acks" => acks,
    "retry" => retry,
    "description" => description,
    "when" => when,
    "allow" => allow,
}

/// How events are read from a topic; delivery is at-least-once unless `ack: auto`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Consume>)]
pub struct Consume {
    /// The consumer group.
    pub group: Option<Spanned<String>>,
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// The topic for events that fail every attempt.
    pub dead_letter: Option<Spanned<TopicName>>,
    /// Whether reading an event twice does no harm.
    pub idempotent: Option<Spanned<bool>>,
    /// Whether events of one key are handled one after the other.
    pub ordered: Option<Spanned<bool>>,
    /// How many events are handled at once.
    pub concurrency: Option<Spanned<NonZeroU32>>,
    /// When an event counts as read.
    pub ack: Option<Spanned<Ack>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// The profile in which it happens.
    pub when: Option<Spanned<Name>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Consume, "a consumer", example "{group: indexer, retry: 5}";
    "group" => group,
    "retry" => retry,
    "dead-letter" => dead_letter,
    "idempotent" => idempotent,
    "ordered" => ordered,
    "concurrency" => concurrency,
    "ack" => ack,
    "description" => description,
    "when" => when,
    "allow" => allow,
}

/// A background task.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Job>)]
pub struct Job {
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// How long it may take.
    pub timeout: Option<Spanned<Duration>>,
    /// Whether its result is kept.
    pub result: Option<Spanned<bool>>,
    /// When it runs by itself: five cron fields, or `every 30s`.
    pub schedule: Option<Spanned<Schedule>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Job, "a job", example "{schedule: every 1h}";
    "retry" => retry,
    "timeout" => timeout,
    "result" => result,
    "schedule" => schedule,
    "description" => description,
    "allow" => allow,
}

/// Whose receipt a publisher waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Acks {
    /// Nobody's.
    None,
    /// That of the first broker.
    Leader,
    /// That of all brokers.
    All,
}

/// When an event counts as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Ack {
    /// When it is received: at most once.
    Auto,
    /// When it has been handled: at least once.
    Manual,
}
