//! How the system runs outside of a developer's machine: images, workloads, networks, routes, alerts, environments.
//!
//! Nothing here exists where the topology declares no environment but `local`. What a process reads when it starts is
//! `settings`, beside these folders.

pub(super) mod alerts;
mod apis;
mod catalog;
pub(super) mod environment;
mod handed;
mod images;
mod kept;
mod mesh;
mod network;
mod route;
mod rules;
pub(super) mod scheduled;
pub(super) mod system;
mod versions;
pub(super) mod workload;
