//! Which findings may stay because somebody said why.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Span, Spanned};
use crate::model::{Model, ServiceId, Waiver};
use crate::names::Suggestions;

use super::super::page;
use super::Subject;
use super::codes::UNUSED_WAIVER;
use super::policy::unknown_rule;

/// All waivers of a model, and which of them are needed.
pub(super) struct Waivers<'a> {
    model: &'a Model,
    /// By where they stand and the id of the rule.
    of_rules: BTreeMap<(Subject, &'static str), &'a Waiver>,
    all: BTreeMap<&'a Span, &'a Waiver>,
    needed: BTreeSet<&'a Span>,
}

impl<'a> Waivers<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        let (mut of_rules, mut all) = (BTreeMap::new(), BTreeMap::new());
        for (subject, waivers) in everywhere(model) {
            for waiver in waivers {
                all.insert(&waiver.span, waiver);
                if let Some(rule) = page(&waiver.rule) {
                    of_rules.entry((subject, rule.code.id)).or_insert(waiver);
                }
            }
        }
        Self { model, of_rules, all, needed: BTreeSet::new() }
    }

    /// The waiver of a rule that covers a finding about these subjects.
    pub(super) fn claim(&mut self, code: Code, subjects: &[Subject]) -> Option<&'a Waiver> {
        if self.of_rules.is_empty() {
            return None;
        }
        let mut covering = subjects.iter().flat_map(|subject| around(self.model, *subject));
        let waiver = *covering.find_map(|subject| self.of_rules.get(&(subject, code.id)))?;
        self.needed.insert(&waiver.span);
        Some(waiver)
    }

    /// Leaves the waivers of a rule alone that nobody asks.
    pub(super) fn pass_over(&mut self, code: Code) {
        let of_rule = |waiver: &&&Waiver| waiver.rule == code.id || waiver.rule == code.name;
        let spans = self.all.values().filter(of_rule).map(|waiver| &waiver.span);
        self.needed.extend(spans);
    }

    /// Where the waivers stand that something needs.
    pub(super) fn needed(&self) -> BTreeSet<Span> {
        self.needed.iter().map(|span| (*span).clone()).collect()
    }

    /// Waivers of rules that do not exist, and waivers that nothing needs.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let suggestions = Suggestions::default();
        let idle = self.all.values().filter(|waiver| !self.needed.contains(&waiver.span));
        idle.map(|waiver| fault(waiver, &suggestions)).collect()
    }
}

fn fault(waiver: &Waiver, suggestions: &Suggestions) -> Diagnostic {
    let Some(rule) = page(&waiver.rule) else {
        let written = Spanned::new(waiver.rule.clone(), waiver.span.clone());
        return unknown_rule(&written, suggestions);
    };
    let words = format!("nothing here breaks `{} {}`", rule.code.id, rule.code.name);
    Diagnostic::info(UNUSED_WAIVER, words).at(&waiver.span).hint("remove the waiver")
}

/// A subject, then what surrounds it.
fn around(model: &Model, subject: Subject) -> impl Iterator<Item = Subject> {
    let outer = match subject {
        Subject::Operation(id) => Some(Subject::Service(model.operation(id).service)),
        Subject::Call(id) => Some(model.call(id).caller.into()),
        Subject::Unresolved(index) => Some(model.unresolved[index].caller.into()),
        Subject::Publication(id, _) | Subject::Subscription(id, _) => Some(Subject::Service(id)),
        Subject::Service(_)
        | Subject::Store(_)
        | Subject::Topic(_)
        | Subject::External(_)
        | Subject::Domain(_) => None,
    };
    let domain_of = |id: ServiceId| model.service(id).domain.map(Subject::Domain);
    let domain = match outer.unwrap_or(subject) {
        Subject::Service(id) => domain_of(id),
        _ => None,
    };
    [Some(subject), outer, domain].into_iter().flatten()
}

fn everywhere(model: &Model) -> impl Iterator<Item = (Subject, &[Waiver])> {
    let of_services = model.services.iter().flat_map(|service| {
        let publication = |index| Subject::Publication(service.id, index);
        let subscription = |index| Subject::Subscription(service.id, index);
        let publishes = service.publishes.iter().enumerate();
        let consumes = service.consumes.iter().enumerate();
        [(Subject::Service(service.id), service.waivers.as_slice())]
            .into_iter()
            .chain(publishes.map(move |(index, p)| (publication(index), p.waivers.as_slice())))
            .chain(consumes.map(move |(index, c)| (subscription(index), c.waivers.as_slice())))
    });
    let unresolved = model.unresolved.iter().enumerate();
    of_services
        .chain(model.operations.iter().map(|o| (Subject::Operation(o.id), o.waivers.as_slice())))
        .chain(model.calls.iter().map(|c| (Subject::Call(c.id), c.waivers.as_slice())))
        .chain(unresolved.map(|(index, u)| (Subject::Unresolved(index), u.waivers.as_slice())))
        .chain(model.stores.iter().map(|s| (Subject::Store(s.id), s.waivers.as_slice())))
        .chain(model.topics.iter().map(|t| (Subject::Topic(t.id), t.waivers.as_slice())))
        .chain(model.externals.iter().map(|e| (Subject::External(e.id), e.waivers.as_slice())))
        .chain(model.domains.iter().map(|d| (Subject::Domain(d.id), d.waivers.as_slice())))
}
