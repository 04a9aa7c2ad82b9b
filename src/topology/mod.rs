//! The topology as written: shapes and spans, no meaning.
//!
//! Every key of the language is a field here; short and long forms are the same value. Nothing is
//! looked up: a call keeps its target as text, a service the name of its domain. That is the model's.
//! A new key is a field, and a line in the `keys!` below its struct.

mod amounts;
mod call;
pub mod codes;
mod collections;
mod contradictions;
pub(crate) mod faults;
mod forms;
mod identifiers;
mod interface;
mod irregular;
mod listed;
pub(crate) mod lower;
mod messaging;
mod overlay;
mod profiles;
mod promises;
mod prose;
mod quantities;
mod record;
mod required;
mod resource;
mod schema;
mod schema_words;
mod service;
mod system;
mod words;
pub(crate) mod yaml;
mod yaml_error;

use std::sync::Arc;

pub use call::{Call, CallKind, CircuitBreaker, Deadline, Fallback, Retry, StatusCode, Times};
pub use collections::{Key, List, Map, Switch};
pub use identifiers::{
    Engine, Method, Operation, ProtoName, Route, RuleName, Target, TopicName, Variable,
};
pub use interface::{Auth, Endpoint, Forward, Health, Http, Issues, Port, Public, ServiceKind};
pub use listed::Line;
pub use messaging::{Ack, Acks, Consume, Job, Publish};
pub use promises::{
    Consistency, ConsistencyModel, Resources, Scalar, Scale, Secret, Setting, SettingType, Slo,
};
pub use quantities::{Cpu, Duration, Percentage, Rate, Schedule, Size, Timeout};
pub use resource::{External, Store, StoreKind, Topic, TopicKind};
pub use schema::{keys, schema};
pub use service::Service;
pub use system::{
    Check, Decision, Defaults, Domain, Environment, Flag, Level, Mesh, Prd, ProtoRoot, Topology,
};

use crate::diagnostic::Diagnostic;

use faults::Faults;
use lower::Lower;

/// Reads a topology. Never fails: what cannot be read is reported and left out.
pub fn parse(file: &Arc<str>, text: &str) -> (Topology, Vec<Diagnostic>) {
    let mut faults = Faults::new(file);
    let topology = yaml::tree(text, &mut faults)
        .and_then(|node| {
            required::check_map(&node, &mut faults)?;
            let mut topology = Topology::lower(&node, "topology", &mut faults)?;
            required::check(&topology, &node, &mut faults);
            contradictions::check(&topology, &mut faults);
            topology.bound_environments(&mut faults);
            Some(topology)
        })
        .unwrap_or_default();
    (topology, faults.into_diagnostics())
}
