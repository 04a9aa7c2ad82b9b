//! Topologies are read with all their faults in one run, whatever the input.

#[path = "../support/mod.rs"]
mod support;

mod environments;
mod faults;
mod hostile;
mod values;

use std::sync::Arc;

use scaffold::diagnostic::Diagnostic;
use scaffold::topology::{Topology, parse};

fn read(text: &str) -> (Topology, Vec<Diagnostic>) {
    parse(&Arc::from("topology.yaml"), text)
}

/// A topology without faults.
fn sound(text: &str) -> Topology {
    let (topology, faults) = read(text);
    assert!(faults.is_empty(), "{faults:#?}");
    topology
}
