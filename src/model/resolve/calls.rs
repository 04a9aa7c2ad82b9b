//! Who calls whom: every call string resolved, its options gathered, its place in the caller's operations.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::diagnostic::{Span, Spanned};
use crate::model::{
    Breaker, Call, CallId, Caller, Effective, External, Operation, OperationId, Reason, Service,
    Step, Target, Unresolved,
};
use crate::topology::{self, CallKind, CircuitBreaker, Deadline, Map, Times};

use super::targets::{Index, Resolved, bound_paths};
use super::{Scope, waivers};

/// What linking gives: the calls that resolve, and those that do not.
pub(super) struct Linked {
    pub(super) calls: Vec<Call>,
    pub(super) unresolved: Vec<Unresolved>,
}

/// A call with every place where its options are written.
struct Gathered<'a> {
    target: Target,
    written: &'a Spanned<topology::Target>,
    /// The first one that says something wins.
    options: Vec<&'a topology::Call>,
    /// What the caller says of it beside its endpoints.
    of_service: Option<&'a topology::Call>,
    /// Where in the caller's calls the one is that takes it back.
    undone_by: Option<usize>,
}

pub(super) fn link(
    scope: &Scope,
    services: &[Service],
    externals: &[External],
    operations: &mut [Operation],
) -> Linked {
    let mut linked = Linked { calls: Vec::new(), unresolved: Vec::new() };
    let mut steps: BTreeMap<OperationId, Vec<Step>> = BTreeMap::new();
    let bound = bound_paths(scope.contracts, operations);
    let index = Index::new(services, operations, &bound);
    for service in services {
        let Some(written) = scope.names.written.get(service.name.as_str()) else { continue };
        let caller = Caller::Service(service.id);
        let mut calls = Gathering::new(scope, &index, caller);
        for (place, options) in calls.take(&written.calls) {
            calls.gathered[place].of_service.get_or_insert(options);
        }
        let operations = &operations[service.operations.clone()];
        steps.extend(calls.of_endpoints(written, operations, linked.calls.len()));
        calls.take_compensations();
        if let [only] = operations
            && !only.detailed
        {
            let forward = calls.forward();
            steps.insert(only.id, calls.steps(linked.calls.len(), &forward));
        }
        linked.add(calls);
    }
    for external in externals {
        let caller = Caller::External(external.id);
        let mut calls = Gathering::new(scope, &index, caller);
        calls.take(&external.written.calls);
        calls.take_compensations();
        linked.add(calls);
    }
    for (id, steps) in steps {
        linked.place(&steps);
        operations[id.0].steps = steps;
    }
    linked
}

impl Linked {
    fn add(&mut self, calls: Gathering) {
        let first = self.calls.len();
        for (place, call) in calls.gathered.iter().enumerate() {
            let mut finished = finished(calls.scope, CallId(first + place), calls.caller, call);
            finished.compensated_by = call.undone_by.map(|place| CallId(first + place));
            self.calls.push(finished);
        }
        self.unresolved.extend(calls.unresolved);
    }

    fn place(&mut self, steps: &[Step]) {
        for CallId(step) in steps.iter().map(|step| step.call) {
            self.calls[step].is_placed = true;
            if let Some(CallId(undoing)) = self.calls[step].compensated_by {
                self.calls[undoing].is_placed = true;
            }
        }
    }
}

/// The calls of one caller, while they are gathered.
struct Gathering<'a, 's> {
    scope: &'s Scope<'a>,
    index: &'s Index<'s>,
    caller: Caller,
    gathered: Vec<Gathered<'a>>,
    /// Where in `gathered` a target is.
    places: BTreeMap<Target, usize>,
    unresolved: Vec<Unresolved>,
}

impl<'a, 's> Gathering<'a, 's> {
    fn new(scope: &'s Scope<'a>, index: &'s Index<'s>, caller: Caller) -> Self {
        let (gathered, places, unresolved) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { scope, index, caller, gathered, places, unresolved }
    }

    /// Resolves the calls of one list; gives the place of each among all of the caller.
    fn take(
        &mut self,
        calls: &'a Map<topology::Target, topology::Call>,
    ) -> Vec<(usize, &'a topology::Call)> {
        let mut places = Vec::new();
        for (written, options) in calls {
            match self.index.target(self.scope, written.value.as_str()) {
                Resolved::To(target) => {
                    let place = self.add(target, written);
                    self.gathered[place].options.push(options);
                    places.push((place, options));
                }
                Resolved::Not(reason) => self.miss(reason, written, options),
            }
        }
        places
    }

    /// Resolves what takes calls back: each is a call of the same caller, made only when something goes wrong.
    fn take_compensations(&mut self) {
        for place in 0..self.gathered.len() {
            let options = &self.gathered[place].options;
            let said = options.iter().find_map(|call| Some((call.compensated_by.as_ref()?, *call)));
            let Some((written, options)) = said else { continue };
            match self.index.target(self.scope, written.value.as_str()) {
                Resolved::To(target) => {
                    self.gathered[place].undone_by = Some(self.add(target, written));
                }
                Resolved::Not(reason) => self.miss(reason, written, options),
            }
        }
    }

    /// The calls that are made when all goes well.
    fn forward(&self) -> Vec<(usize, &'a topology::Call)> {
        let all = self.gathered.iter().enumerate();
        let takes_back = |place| self.gathered.iter().any(|call| call.undone_by == Some(place));
        all.filter(|(place, _)| !takes_back(*place))
            .filter_map(|(place, call)| Some((place, *call.options.first()?)))
            .collect()
    }

    fn add(&mut self, target: Target, written: &'a Spanned<topology::Target>) -> usize {
        let place = *self.places.entry(target.clone()).or_insert(self.gathered.len());
        if place == self.gathered.len() {
            let (options, of_service, undone_by) = (Vec::new(), None, None);
            self.gathered.push(Gathered { target, written, options, of_service, undone_by });
        }
        place
    }

    fn miss(
        &mut self,
        reason: Reason,
        written: &Spanned<topology::Target>,
        options: &topology::Call,
    ) {
        self.unresolved.push(Unresolved {
            caller: self.caller,
            written: written.value.as_str().to_owned(),
            span: written.span.clone(),
            waivers: waivers(&options.allow),
            reason,
        });
    }

    /// The steps of the operations that have an entry under `endpoints`; `first` is the id of the caller's first call.
    fn of_endpoints(
        &mut self,
        written: &'a topology::Service,
        operations: &[Operation],
        first: usize,
    ) -> Vec<(OperationId, Vec<Step>)> {
        let detailed = operations.iter().filter(|operation| operation.detailed);
        let by_entry: BTreeMap<&Span, OperationId> = detailed
            .filter_map(|operation| Some((operation.span.as_ref()?, operation.id)))
            .collect();
        let mut steps = Vec::new();
        for (name, endpoint) in &written.endpoints {
            let places = self.take(&endpoint.calls);
            if let Some(id) = by_entry.get(&name.span) {
                steps.push((*id, self.steps(first, &places)));
            }
        }
        steps
    }

    /// Calls as steps: what one does not say itself is taken from where the service says it of that call.
    fn steps(&mut self, first: usize, calls: &[(usize, &'a topology::Call)]) -> Vec<Step> {
        let mut steps = Vec::new();
        for (place, own) in calls {
            let of_service = self.gathered[*place].of_service;
            let said = Said { options: [*own].into_iter().chain(of_service).collect() };
            let times = said.first(|call| call.times.as_ref());
            steps.push(Step {
                call: CallId(first + place),
                times: times.map_or(Times::Count(NonZeroU32::MIN), |times| times.value),
                parallel: said.first(|call| call.parallel.as_ref()).map(|name| name.value.clone()),
                either: said.first(|call| call.either.as_ref()).map(|name| name.value.clone()),
                after: self.before(first, own),
            });
        }
        steps
    }

    /// The calls of the same caller that must be done before one.
    fn before(&mut self, first: usize, options: &'a topology::Call) -> Vec<CallId> {
        let mut before = Vec::new();
        for written in &options.after {
            match self.index.target(self.scope, written.value.as_str()) {
                Resolved::To(target) => {
                    before.push(CallId(first + self.add(target, written)));
                }
                Resolved::Not(reason) => self.miss(reason, written, options),
            }
        }
        before
    }
}

fn finished(scope: &Scope, id: CallId, caller: Caller, gathered: &Gathered) -> Call {
    let defaults = &scope.topology.defaults.call;
    let said = Said { options: gathered.options.iter().copied().chain([defaults]).collect() };
    let timeout = said.first(|call| call.timeout.as_ref());
    let retry = said.first(|call| call.retry.as_ref());
    Call {
        id,
        caller,
        target: gathered.target.clone(),
        written: gathered.written.value.as_str().to_owned(),
        span: gathered.written.span.clone(),
        timeout: Effective::written(timeout, defaults.timeout.as_ref()),
        attempts: attempts(&said, defaults),
        retry_codes: retry.map(|r| r.codes.iter().map(|c| c.value).collect()).unwrap_or_default(),
        retry_budget: retry.and_then(|r| r.budget.as_ref()).map(|budget| budget.value.value),
        backoff: retry.and_then(|r| r.backoff.as_ref()).map(|backoff| backoff.value.value),
        optional: said.value(|call| call.optional.as_ref()).unwrap_or_default(),
        fallback: said.value(|call| call.fallback.as_ref()),
        breaker: breaker(&said),
        stream_idle: said.value(|call| call.stream_idle.as_ref()).map(|idle| idle.value),
        deadline: said.value(|call| call.deadline.as_ref()).unwrap_or(Deadline::Forwarded),
        kind: said.value(|call| call.kind.as_ref()).unwrap_or(CallKind::Request),
        copies: said.value(|call| call.copies.as_ref()).map_or(1, NonZeroU32::get),
        quorum: said.value(|call| call.quorum.as_ref()).map(NonZeroU32::get),
        idempotent: said.value(|call| call.idempotent.as_ref()),
        compensated_by: None,
        names_compensation: said.first(|call| call.compensated_by.as_ref()).is_some(),
        is_placed: false,
        auth: Effective::written(said.first(|call| call.auth.as_ref()), defaults.auth.as_ref()),
        tls: Effective::written(said.first(|call| call.tls.as_ref()), defaults.tls.as_ref()),
        sends: said.all(|call| call.sends.iter().map(|name| name.value.as_str().to_owned())),
        protocol: said.value(|call| call.protocol.as_ref()),
        waivers: said.all(|call| waivers(&call.allow)),
    }
}

fn attempts(said: &Said, defaults: &topology::Call) -> Effective<u32> {
    fn of(call: &topology::Call) -> Option<Spanned<u32>> {
        Some(call.retry.as_ref()?.attempts.clone()?.map(NonZeroU32::get))
    }
    let found = said.options.iter().find_map(|call| of(call));
    Effective::written(found.as_ref(), of(defaults).as_ref())
        .unwrap_or_else(|| Effective::built_in(1))
}

/// All that is written of one call, `defaults` last.
struct Said<'a> {
    options: Vec<&'a topology::Call>,
}

impl<'a> Said<'a> {
    fn first<T>(&self, part: impl Fn(&'a topology::Call) -> Option<&'a T>) -> Option<&'a T> {
        self.options.iter().find_map(|call| part(call))
    }

    fn value<T: Clone + 'a>(
        &self,
        part: impl Fn(&'a topology::Call) -> Option<&'a Spanned<T>>,
    ) -> Option<T> {
        self.first(part).map(|written| written.value.clone())
    }

    fn all<T, I: IntoIterator<Item = T>>(&self, part: impl Fn(&'a topology::Call) -> I) -> Vec<T> {
        self.options.iter().flat_map(|call| part(call)).collect()
    }
}

fn breaker(said: &Said) -> Option<Breaker> {
    const FAILURES: u32 = 5;
    const RESET: Duration = Duration::from_secs(30);
    let switch = said.first(|call| call.circuit_breaker.as_ref())?;
    let CircuitBreaker { failures, reset } = &switch.options;
    switch.on.value.then(|| Breaker {
        failures: failures.as_ref().map_or(FAILURES, |failures| failures.value.get()),
        reset: reset.as_ref().map_or(RESET, |reset| reset.value.value),
        written: failures.is_some() || reset.is_some(),
    })
}
