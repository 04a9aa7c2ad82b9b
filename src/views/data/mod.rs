//! What a service keeps: tables, entities, repositories, and the standard methods that stand before them.
//!
//! Idempotency keys are `doors::idempotency`, the outbox and the tasks of jobs are `background`.

mod column;
pub(super) mod entity;
mod heading;
pub(super) mod resource;
mod resource_tests;
pub(super) mod standard;
pub(super) mod standard_body;
pub(super) mod store;
pub(super) mod table;
pub(super) mod told;
