//! How a topology becomes a model.

use crate::contracts::Contracts;
use crate::diagnostic::Diagnostic;
use crate::names::Name;
use crate::topology::Topology;

use super::Model;

pub(super) fn resolve(topology: &Topology, contracts: Contracts) -> (Model, Vec<Diagnostic>) {
    let system = topology.system.as_ref().map(|system| system.value.clone());
    let mut model = Model {
        system: system.unwrap_or_else(|| Name::new("system").expect("a plain word")),
        description: String::new(),
        prds: Vec::new(),
        blueprint: String::new(),
        services: Vec::new(),
        operations: Vec::new(),
        calls: Vec::new(),
        stores: Vec::new(),
        topics: Vec::new(),
        externals: Vec::new(),
        domains: Vec::new(),
        environments: Vec::new(),
        decisions: Vec::new(),
        data_classes: Vec::new(),
        unresolved: Vec::new(),
        policy: Vec::new(),
        flows: Vec::new(),
        contracts,
    };
    model.flows = model.operations.iter().map(|operation| model.flow_from(operation.id)).collect();
    (model, Vec::new())
}
