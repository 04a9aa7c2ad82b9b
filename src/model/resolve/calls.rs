//! Who calls whom: every call string resolved, its options gathered, its place in the caller's operations.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::diagnostic::{Span, Spanned};
use crate::model::{
    Breaker, Call, CallId, Caller, Effective, External, Operation, Service, Step, Target,
    Unresolved, Waiver,
};
use crate::topology::{self, CallKind, Deadline, Map, Times};

use super::services::given;
use super::targets::{Index, Resolved};
use super::{Scope, waivers};

/// What linking gives: the calls that resolve, and those that do not.
pub(super) struct Linked {
    pub(super) calls: Vec<Call>,
    pub(super) unresolved: Vec<Unresolved>,
}

/// The calls of one caller, in the order written, and where each of their targets stands among them.
#[derive(Default)]
struct Calls<'a> {
    all: Vec<Gathered<'a>>,
    places: BTreeMap<Target, usize>,
}

/// One call, with every place where its options are written.
struct Gathered<'a> {
    target: Target,
    written: &'a Spanned<topology::Target>,
    /// The first one that says something wins.
    options: Vec<&'a topology::Call>,
}

impl<'a> Calls<'a> {
    /// Where a target stands; at the end when it was not there.
    fn place_of(&mut self, target: Target, written: &'a Spanned<topology::Target>) -> usize {
        let end = self.all.len();
        let place = *self.places.entry(target.clone()).or_insert(end);
        if place == end {
            self.all.push(Gathered { target, written, options: Vec::new() });
        }
        place
    }
}

pub(super) fn link(
    scope: &mut Scope,
    services: &[Service],
    externals: &[External],
    operations: &mut [Operation],
) -> Linked {
    let mut linked = Linked { calls: Vec::new(), unresolved: Vec::new() };
    let mut steps: BTreeMap<usize, Vec<Step>> = BTreeMap::new();
    let index = Index::new(services, operations);
    for service in services {
        let Some(written) = scope.names.written.get(service.name.as_str()).copied() else {
            continue;
        };
        let caller = Caller::Service(service.id);
        let first = linked.calls.len();
        let mut gathered = Calls::default();
        gather(scope, &index, caller, &written.calls, &service.waivers, &mut gathered, &mut linked);
        for (name, endpoint) in &written.endpoints {
            let entry = gather(
                scope,
                &index,
                caller,
                &endpoint.calls,
                &service.waivers,
                &mut gathered,
                &mut linked,
            );
            let own = service
                .operations
                .clone()
                .find(|at| operations[*at].span.as_ref() == Some(&name.span));
            if let Some(at) = own {
                steps.insert(at, steps_of(first, &entry));
            }
        }
        if service.operations.len() == 1 && !operations[service.operations.start].detailed {
            let all: Vec<(usize, &topology::Call)> =
                gathered.all.iter().enumerate().map(|(at, g)| (at, g.options[0])).collect();
            steps.insert(service.operations.start, steps_of(first, &all));
        }
        for call in gathered.all {
            let id = CallId(linked.calls.len());
            linked.calls.push(finished(scope, id, caller, &call));
        }
    }
    for external in externals {
        let caller = Caller::External(external.id);
        let mut gathered = Calls::default();
        gather(
            scope,
            &index,
            caller,
            &external.written.calls,
            &external.waivers,
            &mut gathered,
            &mut linked,
        );
        for call in gathered.all {
            let id = CallId(linked.calls.len());
            linked.calls.push(finished(scope, id, caller, &call));
        }
    }
    for (at, steps) in steps {
        operations[at].steps = steps;
    }
    linked
}

/// Resolves the calls of one list and adds them to those of the caller; gives the place of each among them.
fn gather<'a>(
    scope: &Scope,
    index: &Index,
    caller: Caller,
    calls: &'a Map<topology::Target, topology::Call>,
    of_caller: &[Waiver],
    gathered: &mut Calls<'a>,
    linked: &mut Linked,
) -> Vec<(usize, &'a topology::Call)> {
    let mut places = Vec::new();
    for (written, options) in calls {
        let text = written.value.as_str();
        let target = match index.target(scope, text) {
            Resolved::To(target) => target,
            Resolved::Not(reason) => {
                let mut waivers = waivers(&options.allow);
                waivers.extend_from_slice(of_caller);
                let span = written.span.clone();
                let written = text.to_owned();
                linked.unresolved.push(Unresolved { caller, written, span, waivers, reason });
                continue;
            }
        };
        let place = gathered.place_of(target, written);
        gathered.all[place].options.push(options);
        places.push((place, options));
    }
    places
}

fn steps_of(first: usize, calls: &[(usize, &topology::Call)]) -> Vec<Step> {
    let step = |(place, options): &(usize, &topology::Call)| Step {
        call: CallId(first + place),
        times: options.times.as_ref().map_or(Times::Count(NonZeroU32::MIN), |times| times.value),
        parallel: options.parallel.as_ref().map(|name| name.value.clone()),
        either: options.either.as_ref().map(|name| name.value.clone()),
    };
    calls.iter().map(step).collect()
}

fn finished(scope: &Scope, id: CallId, caller: Caller, gathered: &Gathered) -> Call {
    let defaults = &scope.topology.defaults.call;
    let said = Said { options: &gathered.options };
    let retry = said.first(|call| call.retry.as_ref()).or(defaults.retry.as_ref());
    let attempts_of = |call: &'_ topology::Call| -> Option<(u32, Span)> {
        let attempts = call.retry.as_ref()?.attempts.as_ref()?;
        Some((attempts.value.get(), attempts.span.clone()))
    };
    let attempts = gathered.options.iter().find_map(|call| attempts_of(call));
    let default_attempts = attempts_of(defaults);
    let optional = said.first(|call| call.optional.as_ref()).or(defaults.optional.as_ref());
    let fallback = said.first(|call| call.fallback.as_ref()).or(defaults.fallback.as_ref());
    Call {
        id,
        caller,
        target: gathered.target.clone(),
        written: gathered.written.value.as_str().to_owned(),
        span: gathered.written.span.clone(),
        timeout: Effective::written(
            given(said.first(|call| call.timeout.as_ref())),
            given(defaults.timeout.as_ref()),
        ),
        attempts: Effective::first(
            attempts.as_ref().map(|(value, span)| (*value, span)),
            default_attempts.as_ref().map(|(value, span)| (*value, span)),
            1,
        ),
        retry_codes: retry.map(|r| r.codes.iter().map(|c| c.value).collect()).unwrap_or_default(),
        retry_budget: retry.and_then(|r| r.budget.as_ref()).map(|budget| budget.value.value),
        backoff: retry.and_then(|r| r.backoff.as_ref()).map(|backoff| backoff.value.value),
        optional: optional.is_some_and(|optional| optional.value),
        fallback: fallback.map(|fallback| fallback.value.clone()),
        breaker: breaker(&said, defaults),
        stream_idle: said
            .first(|call| call.stream_idle.as_ref())
            .or(defaults.stream_idle.as_ref())
            .map(|idle| idle.value.value),
        deadline: said
            .first(|call| call.deadline.as_ref())
            .or(defaults.deadline.as_ref())
            .map_or(Deadline::Forwarded, |deadline| deadline.value),
        kind: said.first(|call| call.kind.as_ref()).map_or(CallKind::Request, |kind| kind.value),
        idempotent: said.first(|call| call.idempotent.as_ref()).map(|flag| flag.value),
        compensated_by: said
            .first(|call| call.compensated_by.as_ref())
            .map(|target| target.value.as_str().to_owned()),
        auth: Effective::written(
            given(said.first(|call| call.auth.as_ref())),
            given(defaults.auth.as_ref()),
        ),
        tls: said.first(|c| c.tls.as_ref()).or(defaults.tls.as_ref()).map(|tls| tls.value),
        sends: gathered
            .options
            .iter()
            .flat_map(|call| call.sends.iter().map(|name| name.value.as_str().to_owned()))
            .collect(),
        protocol: said.first(|call| call.protocol.as_ref()).map(|protocol| protocol.value.clone()),
        waivers: gathered.options.iter().flat_map(|call| waivers(&call.allow)).collect(),
    }
}

/// All that is written of one call.
struct Said<'a, 'b> {
    options: &'b [&'a topology::Call],
}

impl<'a> Said<'a, '_> {
    fn first<T>(&self, part: impl Fn(&'a topology::Call) -> Option<&'a T>) -> Option<&'a T> {
        self.options.iter().find_map(|call| part(call))
    }
}

fn breaker(said: &Said, defaults: &topology::Call) -> Option<Breaker> {
    const FAILURES: u32 = 5;
    const RESET: Duration = Duration::from_secs(30);
    let switch = said.first(|call| call.circuit_breaker.as_ref());
    let switch = switch.or(defaults.circuit_breaker.as_ref()).filter(|switch| switch.on.value)?;
    Some(Breaker {
        failures: switch
            .options
            .failures
            .as_ref()
            .map_or(FAILURES, |failures| failures.value.get()),
        reset: switch.options.reset.as_ref().map_or(RESET, |reset| reset.value.value),
        written: switch.options.failures.is_some() || switch.options.reset.is_some(),
    })
}
