//! How a service is asked: its gRPC server, its HTTP routes, who may pass, what is checked on the way in.
//!
//! Also what is told of the doors (`docs/openapi`). What happens behind them is `use_cases`; what comes from the bus or
//! by the clock is `background`.

mod argument;
pub(super) mod bound;
pub(super) mod browsers;
pub(super) mod constraints;
pub(super) mod credentials;
pub(super) mod door;
pub(super) mod health;
pub(super) mod idempotency;
pub(super) mod inputs;
pub(super) mod issuer;
pub(super) mod limited;
pub(super) mod needed;
pub(super) mod job_routes;
pub(super) mod openapi;
pub(super) mod rest;
pub(super) mod routes;
pub(super) mod schema;
pub(super) mod schemas;
pub(super) mod server;
pub(super) mod tls;
pub(super) mod told;
