//! What templates can depend on.

use serde::Deserialize;

/// What a system, a service or a peer has, as far as templates depend on it. Of a system: whether any service has it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Has contracts of its own: there are stubs, or classes of OpenAPI documents.
    Contracts,
    /// Has OpenAPI documents for its only contracts: there are no stubs beside their classes.
    DocumentsAlone,
    /// Serves gRPC.
    Grpc,
    /// Serves or calls over gRPC.
    Rpc,
    /// Serves HTTP operations.
    Api,
    /// Serves routes of its own.
    Routes,
    /// Serves routes that contracts bind to RPCs.
    Rest,
    /// Serves HTTP operations whose bodies or answers have a schema.
    Schemas,
    /// Owns entities in a relational store.
    Store,
    /// Has tables that no standard methods stand before.
    Rows,
    /// Keeps numbers of 64 bits without a sign.
    Unsigned,
    /// Serves standard methods on resources.
    Resources,
    /// Has an operation that is no standard method.
    Rules,
    /// Publishes through the outbox, or consumes through the inbox.
    Outbox,
    /// Publishes through the outbox.
    Publishes,
    /// Publishes through its own transaction.
    TransactionalPublisher,
    /// Consumes events.
    Consumers,
    /// Publishes or consumes events.
    Bus,
    /// Keeps what may be lost: has a Redis, schedules, no inbox of its own, or bounds how often it is called.
    Cache,
    /// Does something at set times.
    Jobs,
    /// Does something at set times, or keeps the result of a job.
    Background,
    /// Has jobs whose results are kept.
    Results,
    /// Calls a service over gRPC.
    GrpcPeers,
    /// Calls over HTTP.
    HttpPeers,
    /// Calls something over a protocol that is not read.
    OpaquePeers,
    /// Calls anything.
    Peers,
    /// Has routes that call others: there are flows to test.
    Flows,
    /// Reads dates, durations or bounded integers of messages.
    Messages,
    /// Serves RPCs whose requests have limits.
    Validation,
    /// Holds what it is sent to the limits of contracts, over gRPC or HTTP.
    Limits,
    /// Holds what its own routes are sent to them.
    Limited,
    /// Says them in its OpenAPI document.
    LimitsDocument,
    /// Takes or makes streams of requests.
    Streams,
    /// Runs in other environments than `local`: there are files of operations.
    Deployed,
    /// Is reached from outside, over HTTP.
    Public,
    /// Has routes at the API gateway.
    Routed,
    /// Has services that scale by themselves.
    Scaled,
    /// Runs in a service mesh.
    Mesh,
    /// Has services that run as jobs of the cluster: a process is there for one run.
    Once,
    /// Promises something: there are objectives to watch.
    Objectives,
    /// Counts how often a caller calls.
    Rate,
    /// Counts it over gRPC.
    GrpcRate,
    /// Does what changes something once for each key.
    Idempotency,
    /// Takes the keys over HTTP.
    HttpIdempotency,
    /// Takes the keys over gRPC.
    GrpcIdempotency,
    /// Takes back what it did when a later step fails.
    Compensation,
    /// Speaks TLS, at a door or to others.
    Tls,
    /// Does so over gRPC.
    GrpcTls,
    /// Does so over HTTP.
    HttpTls,
    /// Asks at a door who its caller is.
    Guarded,
    /// The same, or has to do with access tokens.
    Principals,
    /// Wants keys or passwords of its callers, or shows its own.
    Credentials,
    /// Wants API keys of its callers, or shows its own.
    ApiKeys,
    /// Wants passwords of its callers, or shows its own.
    Passwords,
    /// Wants, makes or publishes access tokens.
    Tokens,
    /// Shows access tokens of its own.
    ServiceTokens,
}
