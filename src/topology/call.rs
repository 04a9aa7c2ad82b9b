//! A call: an edge from a service, or from one of its operations, to an operation.

use std::num::NonZeroU32;

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::collections::{List, Map, Switch};
use super::identifiers::{ProtoName, RuleName, Target};
use super::interface::Auth;
use super::quantities::{Duration, Percentage, Timeout};
use super::record::keys;
use super::schema;

/// The options of a call. What it calls is its key; a bare duration is its timeout.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Call>)]
pub struct Call {
    /// How long one attempt may take, such as `300ms`; bounds a whole stream. `none`: endless.
    pub timeout: Option<Spanned<Timeout>>,
    /// How many attempts in all, or `{attempts, codes, budget, backoff}`.
    pub retry: Option<Retry>,
    /// Whether the caller can answer without it.
    pub optional: Option<Spanned<bool>>,
    /// What the caller answers with when the call fails: `none`, `cached`, `default`, or a few words.
    pub fallback: Option<Spanned<Fallback>>,
    /// Whether the caller stops calling after failures: `true`, or `{failures, reset}`.
    pub circuit_breaker: Option<Switch<CircuitBreaker>>,
    /// How often one request makes the call: a number, or `per-item`.
    pub times: Option<Spanned<Times>>,
    /// Neighbours with the same name run together.
    pub parallel: Option<Spanned<Name>>,
    /// Of the calls with the same name only one is made.
    pub either: Option<Spanned<Name>>,
    /// The calls that must be done before.
    pub after: List<Spanned<Target>>,
    /// Whether making it twice does no harm.
    pub idempotent: Option<Spanned<bool>>,
    /// The operation that takes its effect back: it is called when a later step fails.
    pub compensated_by: Option<Spanned<Target>>,
    /// To how many replicas of the callee it goes.
    pub copies: Option<Spanned<NonZeroU32>>,
    /// How many of the copies must answer.
    pub quorum: Option<Spanned<NonZeroU32>>,
    /// How long a stream may be silent.
    pub stream_idle: Option<Spanned<Duration>>,
    /// Whether the caller's own deadline is passed on.
    pub deadline: Option<Spanned<Deadline>>,
    /// What the edge is; only requests count for cycles, hops, budgets and availability.
    pub kind: Option<Spanned<CallKind>>,
    /// How the caller proves who it is.
    pub auth: Option<Spanned<Auth>>,
    /// Whether the connection is encrypted; then the doors of a service that is called show a certificate.
    pub tls: Option<Spanned<bool>>,
    /// Messages, fields or data classes that it carries.
    pub sends: List<Spanned<ProtoName>>,
    /// A protocol that scaffold does not read, such as `smtp` or `otlp`.
    pub protocol: Option<Spanned<String>>,
    /// The profile in which the call is made.
    pub when: Option<Spanned<Name>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Call, "a call", example "{timeout: 300ms, retry: 2}", short "timeout" is "a timeout such as `300ms`";
    "timeout" => timeout,
    "retry" => retry,
    "optional" => optional,
    "fallback" => fallback,
    "circuit-breaker" => circuit_breaker,
    "times" => times,
    "parallel" => parallel,
    "either" => either,
    "after" => after,
    "idempotent" => idempotent,
    "compensated-by" => compensated_by,
    "copies" => copies,
    "quorum" => quorum,
    "stream-idle" => stream_idle,
    "deadline" => deadline,
    "kind" => kind,
    "auth" => auth,
    "tls" => tls,
    "sends" => sends,
    "protocol" => protocol,
    "when" => when,
    "description" => description,
    "allow" => allow,
}

/// How a failed attempt is repeated; a bare number is `attempts`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Retry>)]
pub struct Retry {
    /// How many attempts in all, the first one included.
    pub attempts: Option<Spanned<NonZeroU32>>,
    /// The statuses that are worth another attempt, such as `UNAVAILABLE` or `503`.
    pub codes: List<Spanned<StatusCode>>,
    /// The share of requests that may be repeated, such as `10%`.
    pub budget: Option<Spanned<Percentage>>,
    /// How long to wait before the second attempt.
    pub backoff: Option<Spanned<Duration>>,
}

keys! {
    Retry, "a retry", example "{attempts: 3, backoff: 100ms}", short "attempts" is "a number of attempts";
    "attempts" => attempts,
    "codes" => codes,
    "budget" => budget,
    "backoff" => backoff,
}

/// When to stop calling, and when to try again.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<CircuitBreaker>)]
pub struct CircuitBreaker {
    /// How many failures in a row open it.
    pub failures: Option<Spanned<NonZeroU32>>,
    /// How long it stays open.
    pub reset: Option<Spanned<Duration>>,
}

keys! {
    CircuitBreaker, "a circuit breaker", example "{failures: 5, reset: 30s}";
    "failures" => failures,
    "reset" => reset,
}

/// What stands in for the answer of a failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// Nothing: the caller goes on without.
    Nothing,
    /// The last good answer.
    Cached,
    /// A fixed answer.
    Default,
    /// In words.
    Text(String),
}

/// How often one request makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So often.
    Count(NonZeroU32),
    /// Once for each item of something.
    PerItem,
}

/// A status of gRPC, or of HTTP from 400 to 599.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusCode {
    /// Its name in gRPC, such as `UNAVAILABLE`.
    Grpc(&'static str),
    /// Its number in HTTP, such as 503.
    Http(u16),
}

/// What becomes of the caller's deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Deadline {
    /// The callee gets what is left of it.
    Forwarded,
    /// The callee goes on after the caller has given up.
    Detached,
}

/// What an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum CallKind {
    /// Asks and waits for the answer.
    Request,
    /// Tells somebody who asked to be told.
    Callback,
    /// Fetches work or data on its own schedule.
    Pull,
    /// Fetches configuration.
    Config,
}
