//! What a service does without being asked: events that it tells and listens to, work by the clock.
//!
//! Also what is told of its topics (`docs/asyncapi`). Requests that somebody waits for are `doors`.

pub(super) mod asyncapi;
pub(super) mod events;
pub(super) mod jobs;
mod payload;
pub(super) mod topics;
