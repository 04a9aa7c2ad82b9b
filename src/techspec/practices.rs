//! How far what makes a system stand up to load and failure, and lets people see it, is there: counted, with what lacks it.

use crate::analysis::needed::{instances, is_only_scheduled};
use crate::model::{Call, Operation, Service, ServiceKind, Target};
use crate::names::Written;
use crate::names::written::markdown::Line;
use crate::topology::StoreKind;

use super::part::Part;
use super::subject::Subject;
use super::table::table;
use super::{cells, environments};

/// How many do something, and those that do not.
struct Count {
    what: Written,
    all: usize,
    lacking: Vec<String>,
}

impl Count {
    fn of<T>(what: &'static str, all: Vec<(T, String)>, has: impl Fn(&T) -> bool) -> Self {
        Self::named(Written::own(what), all, has)
    }

    /// Of what scaffold makes it hold for each of them.
    fn by_making<T>(what: &'static str, all: Vec<(T, String)>) -> Self {
        Self::of(what, all, |_| true)
    }

    fn named<T>(what: Written, all: Vec<(T, String)>, has: impl Fn(&T) -> bool) -> Self {
        let count = all.len();
        let lacking = all.into_iter().filter(|(one, _)| !has(one)).map(|(_, name)| name);
        Self { what, all: count, lacking: lacking.collect() }
    }
}

fn counted(heading: &'static str, words: Option<Written>, counts: Vec<Count>) -> Part {
    let row = |count: Count| {
        let held = count.all - count.lacking.len();
        let share = Line::default().number(held).own(" of ").number(count.all).end();
        let lacking: Vec<&str> = count.lacking.iter().map(String::as_str).collect();
        [count.what, share, cells::some(&lacking)]
    };
    let rows: Vec<_> = counts.into_iter().filter(|count| count.all > 0).map(row).collect();
    let table = table(["What", "Holds for", "Not for"], &rows);
    Part::new(heading, words, table)
}

/// What keeps it up under load and failure.
pub(super) fn resilience(subject: &Subject) -> Part {
    let model = subject.model;
    let calls = || {
        let all = subject.calls().into_iter();
        all.map(|call| {
            (
                call,
                format!("{} → {}", model.caller_name(call.caller), cells::callee_name(model, call)),
            )
        })
    };
    let outer = |call: &Call| matches!(call.target, Target::External { .. });
    let consumers = || {
        subject.services().flat_map(|service| {
            let of = move |topic: &str| format!("{} ← {topic}", service.name);
            service.consumes.iter().map(move |known| (known, of(&model.topic(known.topic).name)))
        })
    };
    let mut counts = vec![
        Count::of("Calls with a timeout", calls().collect(), |call| call.timeout_value().is_some()),
        Count::of(
            "Calls to systems of others behind a breaker",
            calls().filter(|(call, _)| outer(call)).collect(),
            |call| call.breaker.is_some(),
        ),
        Count::of(
            "Optional calls with a fallback",
            calls().filter(|(call, _)| call.optional).collect(),
            |call| call.fallback.is_some(),
        ),
        Count::of("Consumers with dead letters", consumers().collect(), |known| {
            known.dead_letter.is_some() || known.at_most_once
        }),
        Count::of(
            "Consumers to whom an event may come twice without harm",
            consumers().collect(),
            |known| known.idempotent == Some(true) || known.at_most_once,
        ),
        Count::of(
            "Services with data whose events leave with the change (outbox)",
            writers(subject),
            |one| one.outbox,
        ),
        Count::of("Public services with a rate limit", doors(subject), |service| {
            service.public.as_ref().is_some_and(|public| public.rate.is_some())
        }),
    ];
    counts.extend(several(subject));
    counted("Scalability and resilience", None, counts)
}

/// Services that publish and keep a source of truth.
fn writers<'a>(subject: &Subject<'a>) -> Vec<(&'a Service, String)> {
    let is_truth = |service: &&Service| {
        let mut stores = service.owns.iter().map(|owned| subject.model.store(owned.store));
        !service.publishes.is_empty() && stores.any(|store| store.kind == StoreKind::Truth)
    };
    named(subject.services().filter(is_truth))
}

fn doors<'a>(subject: &Subject<'a>) -> Vec<(&'a Service, String)> {
    named(subject.services().filter(|service| service.public.is_some()))
}

fn named<'a>(services: impl Iterator<Item = &'a Service>) -> Vec<(&'a Service, String)> {
    services.map(|service| (service, service.name.to_string())).collect()
}

/// Of which services more than one runs, in each environment for others than its makers.
fn several(subject: &Subject) -> Vec<Count> {
    let counts = environments::deployed(subject).into_iter().map(|(name, model)| {
        let is_inside = |service: &&Service| {
            let known = subject.model.service_named(service.name.as_str());
            let is_inside = known.is_some_and(|known| subject.scope.has(known.id));
            is_inside && service.generated && !is_only_scheduled(service)
        };
        let services = named(model.services.iter().filter(is_inside));
        let what = Line::default().own("Services with several instances in ").written(&name).end();
        Count::named(what, services, |service| instances(service) > 1)
    });
    counts.collect()
}

/// What lets people see how it does.
pub(super) fn observability(subject: &Subject) -> Part {
    let tells =
        |service: &&Service| ![ServiceKind::Client, ServiceKind::Load].contains(&service.kind);
    let (ours, others): (Vec<_>, Vec<_>) =
        named(subject.services().filter(tells)).into_iter().partition(|(one, _)| one.generated);
    let names: Vec<&str> = others.iter().map(|(_, name)| name.as_str()).collect();
    let line = Line::default().own("Not decidable for what is written elsewhere: ");
    let words = line.written(&cells::some(&names)).own(".").end();
    let words = (!names.is_empty()).then_some(words);
    let counts = vec![
        Count::by_making(
            "Services with health, metrics, traces and structured logs from the runtime",
            ours,
        ),
        Count::of("Public services that promise availability", doors(subject), |one| {
            promises(subject, one, |slo| slo.availability.is_some())
        }),
        Count::of("Public operations that promise a latency", public(subject), |one| {
            let of_service = subject.model.service(one.service).slo.as_ref();
            one.slo.as_ref().or(of_service).is_some_and(|slo| slo.p99.is_some())
        }),
    ];
    counted("Observability coverage", words, counts)
}

fn promises(
    subject: &Subject,
    service: &Service,
    has: impl Fn(&crate::topology::Slo) -> bool,
) -> bool {
    let operations = subject.model.operations_of(service.id).iter();
    let mut all = operations.filter_map(|one| one.slo.as_ref()).chain(&service.slo);
    all.any(has)
}

/// What the outside can ask for.
fn public<'a>(subject: &Subject<'a>) -> Vec<(&'a Operation, String)> {
    let services = subject.services().filter(|service| service.public.is_some());
    let operations = services.flat_map(|service| subject.model.operations_of(service.id));
    let asked = operations.filter(|operation| operation.is_asked());
    asked.map(|one| (one, subject.model.flow_name(one.id))).collect()
}
