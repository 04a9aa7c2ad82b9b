//! How pictures are put together: nodes are found by what they stand for, edges by their ends.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Caller, DomainId, Model, ServiceId, ServiceKind, StoreId, Target, TopicId};

use super::{Edge, Graph, Group, Line, Node, NodeId, Scope, Shape};

pub(super) struct Builder<'a> {
    model: &'a Model,
    scope: &'a Scope,
    nodes: BTreeSet<NodeId>,
    edges: BTreeMap<(NodeId, NodeId), Edge>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(model: &'a Model, scope: &'a Scope) -> Self {
        let nodes = scope.services().map(NodeId::Service).collect();
        Self { model, scope, nodes, edges: BTreeMap::new() }
    }

    /// The node of a service: itself, or its domain where those outside are not drawn one by one.
    pub(super) fn service(&self, id: ServiceId) -> NodeId {
        if self.scope.outside_by_domain && !self.scope.has(id) {
            NodeId::Domain(self.model.service(id).domain)
        } else {
            NodeId::Service(id)
        }
    }

    pub(super) fn caller(&self, caller: Caller) -> NodeId {
        match caller {
            Caller::Service(id) => self.service(id),
            Caller::External(id) => NodeId::External(id),
        }
    }

    pub(super) fn target(&self, target: &Target) -> NodeId {
        match target {
            Target::Service(id) => self.service(*id),
            Target::Operation(id) => self.service(self.model.operation(*id).service),
            Target::External { id, .. } => NodeId::External(*id),
        }
    }

    /// A node that may have no edge.
    pub(super) fn lone(&mut self, id: NodeId) {
        self.nodes.insert(id);
    }

    pub(super) fn edge(&mut self, ends: (NodeId, NodeId), line: Line, label: Option<String>) {
        let (from, to) = ends;
        self.nodes.extend([from, to]);
        let new = || Edge { from, to, labels: BTreeSet::new(), line, both_ways: false };
        let edge = self.edges.entry(ends).or_insert_with(new);
        edge.labels.extend(label);
        edge.line = edge.line.max(line);
    }

    /// What comes back on an edge, which then points both ways.
    pub(super) fn answer(&mut self, ends: (NodeId, NodeId), line: Line, label: String) {
        self.edge(ends, line, Some(label));
        if let Some(edge) = self.edges.get_mut(&ends) {
            edge.both_ways = true;
        }
    }

    pub(super) fn finish(self) -> Graph {
        let mut groups: BTreeMap<Option<DomainId>, Vec<Node>> = BTreeMap::new();
        for id in &self.nodes {
            groups.entry(self.domain_of(*id)).or_default().push(self.node(*id));
        }
        let alone = groups.remove(&None);
        let titled = groups.into_iter().map(|(domain, nodes)| {
            let title = domain.map(|id| self.model.domain(id).name.as_str().to_owned());
            Group { title, nodes }
        });
        let alone = alone.into_iter().map(|nodes| Group { title: None, nodes });
        let groups = titled.chain(alone).collect();
        Graph { groups, edges: self.edges.into_values().collect() }
    }

    /// Where a node stands: a store with its owner, a topic with those who write to it.
    fn domain_of(&self, id: NodeId) -> Option<DomainId> {
        match id {
            NodeId::Service(id) => self.model.service(id).domain,
            NodeId::Store(id) => self.domain_of_store(id),
            NodeId::Topic(id) => self.domain_of_topic(id),
            NodeId::External(_) | NodeId::Domain(_) => None,
        }
    }

    fn domain_of_store(&self, id: StoreId) -> Option<DomainId> {
        let owners = &self.model.store(id).owners;
        self.common_domain(owners.iter().map(|(service, _)| *service))
    }

    fn domain_of_topic(&self, id: TopicId) -> Option<DomainId> {
        let topic = self.model.topic(id);
        let writers = topic.publishers.iter().chain(&topic.dead_letters_of);
        self.common_domain(writers.map(|(service, _)| *service))
    }

    fn common_domain(&self, services: impl Iterator<Item = ServiceId>) -> Option<DomainId> {
        let domains: BTreeSet<_> = services.map(|id| self.model.service(id).domain).collect();
        if domains.len() == 1 { domains.into_iter().next().flatten() } else { None }
    }

    fn node(&self, id: NodeId) -> Node {
        let model = self.model;
        let (label, shape) = match id {
            NodeId::Service(id) => (model.service(id).name.as_str().to_owned(), self.shape(id)),
            NodeId::Topic(id) => (model.topic(id).name.clone(), Shape::Topic),
            NodeId::Store(id) => (model.store(id).name.as_str().to_owned(), Shape::Store),
            NodeId::External(id) => (model.external(id).name.as_str().to_owned(), Shape::External),
            NodeId::Domain(Some(id)) => (self.domain_label(id), Shape::Domain),
            NodeId::Domain(None) => ("services without a context".to_owned(), Shape::Domain),
        };
        Node { id, label, shape }
    }

    fn domain_label(&self, id: DomainId) -> String {
        let domain = self.model.domain(id);
        let drawn = domain.services.iter().any(|service| self.scope.has(*service));
        if drawn { format!("others of {}", domain.name) } else { domain.name.as_str().to_owned() }
    }

    fn shape(&self, id: ServiceId) -> Shape {
        match self.model.service(id).kind {
            ServiceKind::Gateway => Shape::Gateway,
            ServiceKind::Api => Shape::Service,
            ServiceKind::Worker | ServiceKind::Job => Shape::Worker,
            ServiceKind::Client | ServiceKind::Load => Shape::Client,
        }
    }
}
