//! Which findings may stay because somebody said why.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Caller, Model, ServiceId, Waiver};

use super::super::page;
use super::Subject;
use super::codes::UNUSED_WAIVER;
use super::policy::unknown_rule;

/// All waivers of a model, and which of them are needed.
pub(super) struct Waivers<'a> {
    model: &'a Model,
    all: BTreeMap<&'a Span, &'a Waiver>,
    needed: BTreeSet<&'a Span>,
}

impl<'a> Waivers<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        let all = everywhere(model).map(|waiver| (&waiver.span, waiver)).collect();
        Self { model, all, needed: BTreeSet::new() }
    }

    /// The waiver of a rule that covers a finding about these subjects.
    pub(super) fn claim(&mut self, code: Code, subjects: &[Subject]) -> Option<&'a Waiver> {
        if self.all.is_empty() {
            return None;
        }
        let covering = subjects.iter().flat_map(|subject| around(self.model, *subject));
        let of_rule = |waiver: &&Waiver| names(waiver, code);
        let waiver = covering.flatten().find(of_rule)?;
        self.needed.insert(&waiver.span);
        Some(waiver)
    }

    /// Leaves the waivers of a rule alone that nobody asks.
    pub(super) fn pass_over(&mut self, code: Code) {
        let of_rule = self.all.values().filter(|waiver| names(waiver, code));
        self.needed.extend(of_rule.map(|waiver| &waiver.span));
    }

    /// Waivers of rules that do not exist, and waivers that nothing needs.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let idle = self.all.values().filter(|waiver| !self.needed.contains(&waiver.span));
        idle.map(|waiver| fault(waiver)).collect()
    }
}

fn fault(waiver: &Waiver) -> Diagnostic {
    let Some(rule) = page(&waiver.rule) else {
        return unknown_rule(&waiver.rule).at(&waiver.span);
    };
    let words = format!("nothing here breaks `{} {}`", rule.code.id, rule.code.name);
    Diagnostic::info(UNUSED_WAIVER, words).at(&waiver.span).hint("remove the waiver")
}

fn names(waiver: &Waiver, code: Code) -> bool {
    waiver.rule == code.id || waiver.rule == code.name
}

/// The waivers at a subject, then those at what surrounds it.
fn around(model: &Model, subject: Subject) -> Vec<&[Waiver]> {
    match subject {
        Subject::Service(id) => of_service(model, id),
        Subject::Operation(id) => {
            let operation = model.operation(id);
            below(&operation.waivers, of_service(model, operation.service))
        }
        Subject::Call(id) => {
            let call = model.call(id);
            below(&call.waivers, of_caller(model, call.caller))
        }
        Subject::Unresolved(index) => {
            let unresolved = &model.unresolved[index];
            below(&unresolved.waivers, of_caller(model, unresolved.caller))
        }
        Subject::Publication(id, index) => {
            below(&model.service(id).publishes[index].waivers, of_service(model, id))
        }
        Subject::Subscription(id, index) => {
            below(&model.service(id).consumes[index].waivers, of_service(model, id))
        }
        Subject::Store(id) => vec![&model.store(id).waivers],
        Subject::Topic(id) => vec![&model.topic(id).waivers],
        Subject::External(id) => vec![&model.external(id).waivers],
        Subject::Domain(id) => vec![&model.domain(id).waivers],
    }
}

fn of_service(model: &Model, id: ServiceId) -> Vec<&[Waiver]> {
    let service = model.service(id);
    let domain = service.domain.map(|domain| model.domain(domain).waivers.as_slice());
    below(&service.waivers, domain.into_iter().collect())
}

fn of_caller(model: &Model, caller: Caller) -> Vec<&[Waiver]> {
    match caller {
        Caller::Service(id) => of_service(model, id),
        Caller::External(id) => vec![&model.external(id).waivers],
    }
}

fn below<'a>(nearest: &'a [Waiver], further: Vec<&'a [Waiver]>) -> Vec<&'a [Waiver]> {
    let mut waivers = vec![nearest];
    waivers.extend(further);
    waivers
}

fn everywhere(model: &Model) -> impl Iterator<Item = &Waiver> {
    let of_services = model.services.iter().flat_map(|service| {
        let publishes = service.publishes.iter().flat_map(|publication| &publication.waivers);
        let consumes = service.consumes.iter().flat_map(|subscription| &subscription.waivers);
        service.waivers.iter().chain(publishes).chain(consumes)
    });
    of_services
        .chain(model.operations.iter().flat_map(|operation| &operation.waivers))
        .chain(model.calls.iter().flat_map(|call| &call.waivers))
        .chain(model.unresolved.iter().flat_map(|unresolved| &unresolved.waivers))
        .chain(model.stores.iter().flat_map(|store| &store.waivers))
        .chain(model.topics.iter().flat_map(|topic| &topic.waivers))
        .chain(model.externals.iter().flat_map(|external| &external.waivers))
        .chain(model.domains.iter().flat_map(|domain| &domain.waivers))
}
