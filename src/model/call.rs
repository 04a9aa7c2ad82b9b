//! A call: who asks whom for what, and for how long.

use std::time::Duration;

use super::{CallId, Effective, ExternalId, OperationId, ServiceId, Waiver};
use crate::diagnostic::Span;
use crate::names::Name;
use crate::topology::{Auth, CallKind, Deadline, Fallback, StatusCode, Timeout, Times};

/// An edge from a caller to what it calls.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its place in the model.
    pub id: CallId,
    /// Who calls.
    pub caller: Caller,
    /// What is called.
    pub target: Target,
    /// The target as written first.
    pub written: String,
    /// Where it is written first.
    pub span: Span,
    /// Per attempt; `None` when nothing is said (a generated client then waits 5 s).
    pub timeout: Option<Effective<Timeout>>,
    /// In all, the first one included.
    pub attempts: Effective<u32>,
    /// The statuses that are worth another attempt; empty: those that the client library deems transient.
    pub retry_codes: Vec<StatusCode>,
    /// The share of requests that may be repeated, in percent.
    pub retry_budget: Option<f64>,
    /// The wait before the second attempt.
    pub backoff: Option<Duration>,
    /// Whether the caller can answer without it.
    pub optional: bool,
    /// What stands in for the answer.
    pub fallback: Option<Fallback>,
    /// When the caller stops calling.
    pub breaker: Option<Breaker>,
    /// How long a stream may be silent.
    pub stream_idle: Option<Duration>,
    /// What becomes of the caller's deadline.
    pub deadline: Deadline,
    /// Only requests count for cycles, hops, budgets and availability.
    pub kind: CallKind,
    /// To how many replicas of the callee one attempt goes.
    pub copies: u32,
    /// How many of those must answer; `None`: all.
    pub quorum: Option<u32>,
    /// Whether the topology says that repeating it does no harm.
    pub idempotent: Option<bool>,
    /// The call that takes its effect back: made when a later step fails.
    pub compensated_by: Option<CallId>,
    /// Whether something is said to take its effect back, be it something that is not there.
    pub names_compensation: bool,
    /// Whether an operation makes it, or takes back by it what it did; else nobody says who makes it, and when.
    pub is_placed: bool,
    /// How the caller proves who it is.
    pub auth: Option<Effective<Auth>>,
    /// Whether the connection is encrypted.
    pub tls: Option<Effective<bool>>,
    /// Messages, fields or classes that it carries besides the request.
    pub sends: Vec<String>,
    /// A protocol that is not read (`smtp`); `None`: that of the target.
    pub protocol: Option<String>,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// A call in the order of an operation.
#[derive(Clone, Debug)]
pub struct Step {
    /// The call.
    pub call: CallId,
    /// How often it is made.
    pub times: Times,
    /// Neighbours with the same name run together.
    pub parallel: Option<Name>,
    /// Of the steps with the same name only one is made.
    pub either: Option<Name>,
    /// The calls of the same caller that must be done before.
    pub after: Vec<CallId>,
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// One of the system's services.
    Service(ServiceId),
    /// A client that comes in.
    External(ExternalId),
}

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A service; the operation is not said.
    Service(ServiceId),
    /// An operation of a service.
    Operation(OperationId),
    /// A system of others, perhaps with a route.
    External {
        /// Which.
        id: ExternalId,
        /// `POST /v1/chat/completions`.
        route: Option<String>,
    },
}

/// When a caller stops calling, and when it tries again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    /// Failures in a row that open it.
    pub failures: u32,
    /// How long it stays open.
    pub reset: Duration,
    /// Whether the numbers are written, or those of the language.
    pub written: bool,
}

impl Call {
    /// How long one attempt may take; `None` for endless or not said.
    pub fn timeout_value(&self) -> Option<Duration> {
        match &self.timeout.as_ref()?.value {
            Timeout::After(duration) => Some(duration.value),
            Timeout::Never => None,
        }
    }

    /// How long all attempts may take together.
    pub fn longest(&self) -> Option<Duration> {
        self.timeout_value()?.checked_mul(self.attempts.value)
    }

    /// Whether the caller cannot answer without it.
    pub fn is_critical(&self) -> bool {
        !self.optional
    }
}
