//! How a topology becomes a model: nodes first, then what they serve, then who calls it.

mod calls;
mod data;
mod faults;
mod jobs;
mod names;
mod nodes;
mod operations;
mod ports;
mod routes;
mod servers;
mod services;
mod targets;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contracts::Contracts;
use crate::diagnostic::{Diagnostic, Spanned};
use crate::names::Name;
use crate::topology::{Map, RuleName, Topology};

pub(super) use nodes::prd_slugs;

use super::codes::OVER_LIMIT;
use super::{BLUEPRINT, Caller, Model, OperationKind, ServiceKind, StoreId, Target, Waiver};

/// What every step of resolving reads, and where it reports.
struct Scope<'a> {
    topology: &'a Topology,
    contracts: &'a Contracts,
    names: names::Names<'a>,
    faults: faults::Faults,
    /// The stores that names which are not declared were probably meant for.
    meant: BTreeSet<StoreId>,
}

pub(super) fn resolve(topology: &Topology, contracts: Arc<Contracts>) -> (Model, Vec<Diagnostic>) {
    let topology = &*topology.filled();
    let names = names::Names::of(topology);
    let (faults, meant) = (faults::Faults::default(), BTreeSet::new());
    let mut scope = Scope { topology, contracts: &contracts, names, faults, meant };
    let domains = nodes::domains(&mut scope);
    let externals = nodes::externals(&scope);
    let mut stores = data::stores(&scope);
    let topics = data::topics(&scope);
    let mut services = services::services(&mut scope);
    let mut operations = operations::operations(&mut scope, &mut services);
    for id in &scope.meant {
        stores[id.0].is_meant = true;
    }
    ports::assign(&scope, &mut services);
    let linked = calls::link(&scope, &services, &externals, &mut operations);
    let data_classes = data::classes(&mut scope);
    let prds = nodes::prds(&mut scope);
    let environments = nodes::environments(&mut scope);
    let mut diagnostics = scope.faults.into_diagnostics();
    let mut model = Model {
        system: system(topology),
        environment: None,
        description: text(topology.description.as_ref()),
        prds,
        blueprint: topology.blueprint.as_ref().map_or(BLUEPRINT.to_owned(), |b| b.value.clone()),
        services,
        operations,
        calls: linked.calls,
        stores,
        topics,
        externals,
        domains,
        mesh: topology.mesh.clone(),
        environments,
        decisions: nodes::decisions(topology),
        data_classes,
        unresolved: linked.unresolved,
        policy: nodes::policy(topology),
        flows: Vec::new(),
        contracts,
    };
    diagnostics.extend(link_back(&mut model));
    (model, diagnostics)
}

/// Fills in what is only known once everything else is: who is called by whom, kinds, flows. Says when those are too many.
fn link_back(model: &mut Model) -> Option<Diagnostic> {
    for call in &model.calls {
        if let Caller::Service(id) = call.caller {
            model.services[id.0].calls.push(call.id);
        }
        match &call.target {
            Target::Service(id) => model.services[id.0].called_by.push(call.id),
            Target::Operation(id) => {
                let operation = &mut model.operations[id.0];
                operation.called_by.push(call.id);
                model.services[operation.service.0].called_by.push(call.id);
            }
            Target::External { .. } => {}
        }
    }
    for service in &model.services {
        if let Some(domain) = service.domain {
            model.domains[domain.0].services.push(service.id);
        }
    }
    data::link_back(model);
    for index in 0..model.services.len() {
        model.services[index].kind = kind_of(model, index);
    }
    let is_entry = |operation: &&super::Operation| {
        let from_inside = operation.called_by.iter().any(|call| !model.is_from_client(*call));
        let is_public = model.service(operation.service).public.is_some() && operation.is_asked();
        let is_event = matches!(operation.kind, OperationKind::Event(_));
        let continues = !operation.steps.is_empty() || !operation.publishes.is_empty();
        (!from_inside || is_public) && (!is_event || continues)
    };
    let entries: Vec<_> = model.operations.iter().filter(is_entry).map(|o| o.id).collect();
    model.flows = model.flows_from(&entries);
    (model.flows.len() < entries.len()).then(|| too_many_flows(entries.len() - model.flows.len()))
}

fn too_many_flows(left_out: usize) -> Diagnostic {
    let message =
        format!("the flows of {left_out} entry operations are not followed: there are too many");
    Diagnostic::warning(OVER_LIMIT, message).hint("split the system into several topologies")
}

fn kind_of(model: &Model, index: usize) -> ServiceKind {
    let service = &model.services[index];
    let operations = model.operations_of(service.id);
    let by_clock =
        operations.iter().any(|o| matches!(o.kind, OperationKind::Cron(_) | OperationKind::Job(_)));
    let serves = service.http
        || !service.grpc.is_empty()
        || !service.missing_grpc.is_empty()
        || operations.iter().any(|o| matches!(o.kind, OperationKind::Opaque { .. }));
    match () {
        () if service.kind == ServiceKind::Load => ServiceKind::Load,
        () if service.public.is_some() && !service.calls.is_empty() && serves => {
            ServiceKind::Gateway
        }
        () if serves => ServiceKind::Api,
        () if !service.consumes.is_empty() => ServiceKind::Worker,
        () if by_clock => ServiceKind::Job,
        () => ServiceKind::Client,
    }
}

fn system(topology: &Topology) -> Name {
    let written = topology.system.as_ref().map(|system| system.value.clone());
    written.unwrap_or_else(|| Name::new("system").expect("a plain word"))
}

fn text(written: Option<&Spanned<String>>) -> String {
    written.map(|text| text.value.clone()).unwrap_or_default()
}

fn waivers(allow: &Map<RuleName, Spanned<String>>) -> Vec<Waiver> {
    let waiver = |(rule, reason): &(Spanned<RuleName>, Spanned<String>)| Waiver {
        rule: rule.value.as_str().to_owned(),
        reason: reason.value.clone(),
        span: rule.span.clone(),
    };
    allow.iter().map(waiver).collect()
}
