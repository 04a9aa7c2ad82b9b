//! What templates can depend on.

use serde::Deserialize;

/// What a system or a service has, as far as templates depend on it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Serves gRPC.
    Grpc,
    /// Serves HTTP operations.
    Http,
    /// Owns a database.
    Database,
    /// Calls a service.
    Calls,
    /// Calls an external.
    Externals,
    /// Publishes events.
    Publishes,
    /// Consumes events.
    Consumes,
    /// Publishes or consumes events.
    Events,
    /// Does something at set times.
    Schedules,
}
