//! What can be searched for: parts, what can be asked of them, requirements; each with the part that it leads to.

use serde::Serialize;

use crate::graph::NodeId;
use crate::model::{OperationKind, Service};
use crate::names::Written;
use crate::names::written::html;

use super::ground::Ground;
use super::requirements::{Fulfilled, fulfilled};

/// Something to be found.
#[derive(Serialize)]
pub(super) struct Entry {
    place: Written,
    words: Written,
    kind: Written,
}

/// Everything that can be found, the parts first.
pub(super) fn entries(ground: &Ground) -> Vec<Entry> {
    let mut entries: Vec<Entry> = ground
        .drawing
        .nodes
        .iter()
        .map(|placed| Entry {
            place: ground.place(placed.node.id),
            words: html::text(&placed.node.label),
            kind: Written::own(placed.node.shape.word()),
        })
        .collect();
    for service in ground.subject.services() {
        entries.extend(operations(ground, service));
    }
    for service in ground.subject.services() {
        entries.extend(requirements(ground, service));
    }
    entries
}

fn operations(ground: &Ground, service: &Service) -> Vec<Entry> {
    let place = ground.place(NodeId::Service(service.id));
    let entry = |(words, kind)| Entry { place: place.clone(), words, kind: Written::own(kind) };
    let operations = ground.model().operations_of(service.id).iter().filter_map(|operation| {
        let kind = match operation.kind {
            OperationKind::Rpc { .. } => "RPC",
            OperationKind::Route { .. } => "route",
            OperationKind::Cron(_) => "schedule",
            OperationKind::Job(_) => "job",
            OperationKind::Opaque { .. } => "operation",
            OperationKind::Event(_) => return None,
        };
        Some((html::text(&ground.model().flow_name(operation.id)), kind))
    });
    operations.map(entry).collect()
}

/// The requirements that a service fulfils, each with what fulfils it.
fn requirements(ground: &Ground, service: &Service) -> Vec<Entry> {
    let name = service.name.as_str();
    let entry = |Fulfilled { id, title, by }: Fulfilled| {
        let by = by.join(", ");
        let words = if title.is_empty() {
            format!("{id}: {name}, {by}")
        } else {
            format!("{id} {title}: {name}, {by}")
        };
        Entry {
            place: ground.place(NodeId::Service(service.id)),
            words: html::message(&words),
            kind: Written::own("requirement"),
        }
    };
    fulfilled(ground, service).into_iter().map(entry).collect()
}
