//! What the OpenAPI documents of HTTP services say, as Python: classes, types, routes, samples, what fills a body.
//!
//! Whatever asks [`crate::openapi`] what a document says. The document that is written of a service's own routes is
//! `doors::openapi`.

pub(super) mod classes;
pub(super) mod document;
pub(super) mod filling;
pub(super) mod request;
pub(super) mod routes;
pub(super) mod samples;
pub(super) mod types;
