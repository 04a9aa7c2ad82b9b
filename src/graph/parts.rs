//! Large pictures in parts: by domain, and a domain that is still too large in stretches of the alphabet, each with the calls that begin in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DomainId, Model, ServiceId};

use super::domains::domains;
use super::{Graph, MOST_NODES, Scope};

/// A picture that is small enough to be read.
#[derive(Clone, Debug)]
pub struct Diagram {
    /// Which part it is; nothing for the only one.
    pub title: Option<String>,
    /// What is drawn.
    pub graph: Graph,
}

/// The picture of a scope, or several with at most [`MOST_NODES`] nodes each (more only where a single service
/// has that many neighbours). Those of domains come after one of all domains.
pub fn parts(model: &Model, scope: &Scope, draw: impl Fn(&Scope) -> Graph) -> Vec<Diagram> {
    let whole = (scope.len() <= MOST_NODES).then(|| draw(scope));
    if let Some(whole) = whole.filter(|whole| whole.len() <= MOST_NODES) {
        return vec![Diagram { title: None, graph: whole }];
    }
    let mut diagrams = Vec::new();
    let by_domain = by_domain(model, scope);
    if by_domain.len() > 1 && by_domain.len() <= MOST_NODES {
        let title = Some("Between contexts".to_owned());
        diagrams.push(Diagram { title, graph: domains(model, scope) });
    }
    for (domain, services) in by_domain {
        let title = match domain {
            Some(id) => format!("Context {}", model.domain(id).name),
            None => "Without a context".to_owned(),
        };
        halves(model, &services, &title, &draw, &mut diagrams);
    }
    diagrams
}

fn by_domain(model: &Model, scope: &Scope) -> BTreeMap<Option<DomainId>, Vec<ServiceId>> {
    let mut domains: BTreeMap<Option<DomainId>, Vec<ServiceId>> = BTreeMap::new();
    for id in scope.services() {
        domains.entry(model.service(id).domain).or_default().push(id);
    }
    domains
}

fn halves(
    model: &Model,
    services: &[ServiceId],
    title: &str,
    draw: &impl Fn(&Scope) -> Graph,
    diagrams: &mut Vec<Diagram>,
) {
    let mut open = vec![(services, title.to_owned())];
    while let Some((part, title)) = open.pop() {
        let graph = (part.len() <= MOST_NODES)
            .then(|| drawn(part, part.len() < services.len(), draw))
            .filter(|graph| graph.len() <= MOST_NODES || part.len() < 2);
        if let Some(graph) = graph {
            diagrams.push(Diagram { title: Some(title), graph });
            continue;
        }
        let (first, second) = part.split_at(part.len() / 2);
        open.push((second, stretch(model, second)));
        open.push((first, stretch(model, first)));
    }
}

/// Neighbours one by one where there is room, else by their domains.
fn drawn(services: &[ServiceId], is_stretch: bool, draw: &impl Fn(&Scope) -> Graph) -> Graph {
    let mut scope = Scope::of(services.iter().copied());
    scope.only_outgoing = is_stretch;
    let graph = draw(&scope);
    if graph.len() <= MOST_NODES {
        return graph;
    }
    scope.outside_by_domain = true;
    draw(&scope)
}

fn stretch(model: &Model, services: &[ServiceId]) -> String {
    let ends: BTreeSet<&str> = [services.first(), services.last()]
        .into_iter()
        .flatten()
        .map(|id| model.service(*id).name.as_str())
        .collect();
    format!("Calls of {}", ends.into_iter().collect::<Vec<_>>().join(" to "))
}
