//! Whom a service calls: one client for each peer, by what the peer speaks, with its policy, its double and its tests.
//!
//! When and with what a use case calls is `use_cases`; the fakes of its unit tests stand there too.

pub(super) mod client;
pub(super) mod client_tests;
mod grpc;
mod http;
mod http_tests;
pub(super) mod method;
mod opaque;
pub(super) mod policy;
