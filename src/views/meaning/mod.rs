//! What the model means to Python: which services are generated, what they have, which call fills what from where.
//!
//! Answers that several views ask for, decided once. No layout of Python here (`writing`), and nothing that only one
//! file of a service shows.

pub(super) mod answered;
pub(super) mod capability;
mod compensation;
pub(super) mod contract;
pub(super) mod dataflow;
pub(super) mod facts;
pub(super) mod field;
pub(super) mod filled;
mod job_reply;
pub(super) mod operation;
pub(super) mod path_variables;
mod per_item;
pub(super) mod system;
mod together;
