//! Which services a picture or a document is about.

use std::collections::BTreeSet;

use crate::model::{Call, CallId, Caller, Model, ServiceId, TopicId};
use crate::names::Name;

/// Some of the services. What they touch is shown with them; all else is left out.
#[derive(Clone, Debug)]
pub struct Scope {
    services: BTreeSet<ServiceId>,
    /// Whether services outside are drawn as their domains instead of one by one.
    pub(super) outside_by_domain: bool,
    /// Whether calls between services belong to their callers alone, so that of several parts each has its own.
    pub(super) only_outgoing: bool,
}

impl Scope {
    /// The whole system.
    pub fn all(model: &Model) -> Self {
        Self::of(model.services.iter().map(|service| service.id))
    }

    /// The services that a requirements document is about; all for one that names none, or that is not known.
    pub fn of_prd(model: &Model, slug: &Name) -> Self {
        match model.prds.iter().find(|(known, _)| known == slug) {
            Some((_, services)) if !services.is_empty() => Self::of(services.iter().copied()),
            _ => Self::all(model),
        }
    }

    /// These services.
    pub fn of(services: impl IntoIterator<Item = ServiceId>) -> Self {
        Self {
            services: services.into_iter().collect(),
            outside_by_domain: false,
            only_outgoing: false,
        }
    }

    /// Whether a service is inside.
    pub fn has(&self, service: ServiceId) -> bool {
        self.services.contains(&service)
    }

    /// The services inside, sorted.
    pub fn services(&self) -> impl Iterator<Item = ServiceId> + Clone {
        self.services.iter().copied()
    }

    /// How many services are inside.
    pub fn len(&self) -> usize {
        self.services.len()
    }

    /// Whether nothing is inside.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }

    /// The calls that begin or end inside, each once: by caller, then as written.
    pub fn calls<'a>(&self, model: &'a Model) -> Vec<&'a Call> {
        let mut ids: Vec<CallId> = Vec::new();
        for service in self.services() {
            ids.extend(model.service(service).calls.iter().copied());
            let incoming = model.service(service).called_by.iter().copied();
            let is_shown = |id: &CallId| {
                !self.only_outgoing || matches!(model.call(*id).caller, Caller::External(_))
            };
            ids.extend(incoming.filter(is_shown));
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| model.call(id)).collect()
    }

    /// Whether every service is inside: then what nobody uses belongs to it too.
    pub fn is_whole(&self, model: &Model) -> bool {
        self.len() == model.services.len()
    }

    /// The topics that services inside write to, read from or put failed events into, sorted; all for the whole system.
    pub fn topics(&self, model: &Model) -> BTreeSet<TopicId> {
        if self.is_whole(model) {
            return model.topics.iter().map(|topic| topic.id).collect();
        }
        let mut topics = BTreeSet::new();
        for id in self.services() {
            let service = model.service(id);
            topics.extend(service.publishes.iter().map(|publication| publication.topic));
            for subscription in &service.consumes {
                topics.insert(subscription.topic);
                topics.extend(subscription.dead_letter);
            }
        }
        topics
    }

    /// Whether a call begins or ends inside.
    pub fn touches(&self, model: &Model, call: &Call) -> bool {
        let caller = matches!(call.caller, Caller::Service(id) if self.has(id));
        caller || model.callee(call).is_some_and(|id| self.has(id))
    }
}
