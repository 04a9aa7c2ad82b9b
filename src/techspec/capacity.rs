//! What the stated numbers come to: connections against limits, requests against instances.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::demand::{Demand, Demands};
use crate::analysis::needed::instances;
use crate::analysis::waiting;
use crate::model::{Model, Service, ServiceId, Store};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::views::DATABASE_CONNECTIONS;

use super::environments;
use super::part::Part;
use super::scalability::most;
use super::subject::Subject;
use super::table::table;

/// What a server allows unless it is told otherwise, by engine: connections, and those that it keeps back.
const LIMITS: [(&str, u32, u32); 4] =
    [("postgres", 100, 3), ("postgresql", 100, 3), ("mysql", 151, 0), ("mariadb", 151, 0)];

/// Instances times pool against what each server allows, in each environment.
pub(super) fn connections(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for (name, model) in environments::deployed(subject) {
        let mut servers: BTreeMap<&str, (&Store, BTreeSet<ServiceId>)> = BTreeMap::new();
        for service in model.services.iter().filter(|one| is_pooled(subject, one)) {
            for store in service.owns.iter().map(|owned| model.store(owned.store)) {
                let server = store.written.server.as_ref().map_or(&store.name, |one| &one.value);
                let entry = servers.entry(server.as_str()).or_insert((store, BTreeSet::new()));
                entry.1.insert(service.id);
            }
        }
        let row = |(server, (store, users)): (&&str, &(&Store, BTreeSet<ServiceId>))| {
            let limit = LIMITS.iter().find(|(engine, ..)| *engine == store.engine)?;
            Some(wanted(model, &name, server, users, *limit))
        };
        rows.extend(servers.iter().filter_map(row));
    }
    let headings = ["Environment", "Server", "Wanted at full scale", "Allowed", "Result"];
    let words = Line::default().own("A generated service keeps up to ");
    let words = words.number(DATABASE_CONNECTIONS as usize);
    let words = words.own(
        " connections an instance (`DATABASE_LIMITS__POOL_SIZE` and its overflow); what a server allows is the default of \
         its engine (`max_connections`).",
    );
    let table = table(headings, &rows);
    Part::new("Connection budgets", table.is_some().then(|| words.end()), table)
}

fn is_pooled(subject: &Subject, service: &Service) -> bool {
    let known = subject.model.service_named(service.name.as_str());
    service.generated && known.is_some_and(|known| subject.scope.has(known.id))
}

fn wanted(
    model: &Model,
    environment: &Written,
    server: &str,
    users: &BTreeSet<ServiceId>,
    (_, allowed, kept): (&str, u32, u32),
) -> [Written; 5] {
    let users: Vec<&Service> = users.iter().map(|id| model.service(*id)).collect();
    let factors: Vec<Written> = users
        .iter()
        .map(|service| {
            let line = Line::default().code(service.name.as_str()).own(" ");
            let line = match most(service) {
                Some(most) => line.number(most as usize),
                None => line.own("unbounded"),
            };
            line.own(" × ").number(DATABASE_CONNECTIONS as usize).end()
        })
        .collect();
    let sum: Option<u32> =
        users.iter().map(|service| most(service)?.checked_mul(DATABASE_CONNECTIONS)).sum();
    let line = Line::default().written(&Written::join(&factors, " + "));
    let line = match sum {
        Some(sum) => line.own(" = ").number(sum as usize),
        None => line,
    };
    let usable = allowed - kept;
    let limit =
        Line::default().number(allowed as usize).own(" − ").number(kept as usize).own(" = ");
    let result = match sum {
        None => Line::default().own("open: write `scale: {max: ..}`"),
        Some(sum) if sum > usable => Line::default()
            .own("**over by ")
            .number((sum - usable) as usize)
            .own("**: smaller pools, a pooler in front, or a higher limit"),
        Some(sum) => Line::default().own("fits, ").number((usable - sum) as usize).own(" left"),
    };
    [
        environment.clone(),
        markdown::code(server),
        line.end(),
        if kept == 0 { (allowed as usize).into() } else { limit.number(usable as usize).end() },
        result.end(),
    ]
}

/// What the stated rates ask of each service.
pub(super) fn capacity(subject: &Subject) -> Part {
    let demands = demands(subject);
    let row = |(id, Stated { demand, from }): (&ServiceId, &Stated)| {
        let service = subject.model.service(*id);
        let each = demand.rate / f64::from(instances(service));
        let more = if demand.is_open { " or more" } else { "" };
        let sum = Line::default().text(&rate(demand.rate)).own(more);
        [
            subject.service_link(service),
            sum.end(),
            markdown::codes(from.iter().map(String::as_str)),
            instances(service).into(),
            Line::default().text(&rate(each)).own("/s").end(),
            held(subject.model, service, demand.rate),
        ]
    };
    let rows: Vec<_> = demands.iter().map(row).collect();
    let headings =
        ["Service", "Requests/s", "Stated at", "Instances at least", "Each", "In flight at p99"];
    let callers = limits(subject);
    let words = if rows.is_empty() {
        Line::default().own("No `slo.rps` states how many requests come, so what each instance has to bear is open.")
    } else {
        Line::default().own(
            "Stated rates, followed along the calls of each flow; repeated attempts come on top. In flight is rate × \
             promised p99 (Little).",
        )
    };
    Part::new("Capacity", [words.end()].into_iter().chain(callers), table(headings, &rows))
}

/// Whether anybody says how many requests come.
pub(super) fn is_stated(subject: &Subject) -> bool {
    !demands(subject).is_empty()
}

/// How often one caller may call at each door.
fn limits(subject: &Subject) -> Option<Written> {
    let of_service = |service: &Service| {
        let rate = service.public.as_ref()?.rate.as_ref()?;
        let line = Line::default().text(&rate.value.text).own(" at ");
        Some(line.written(&subject.service_link(service)).end())
    };
    let limits: Vec<Written> = subject.services().filter_map(of_service).collect();
    let line = Line::default().own("One caller may ask ").written(&Written::join(&limits, ", "));
    (!limits.is_empty())
        .then(|| line.own(" at most; how many callers there are is not bounded.").end())
}

/// What reaches a service, and where that is stated.
#[derive(Default)]
struct Stated {
    demand: Demand,
    from: BTreeSet<String>,
}

/// From each rate that an entry states, along its calls. A rate of a service holds for any one of its entries: the one
/// that asks the most counts.
fn demands(subject: &Subject) -> BTreeMap<ServiceId, Stated> {
    let model = subject.model;
    let demands = Demands::new(model);
    let mut all: BTreeMap<ServiceId, Stated> = BTreeMap::new();
    let mut of_services: BTreeMap<(ServiceId, ServiceId), Stated> = BTreeMap::new();
    for flow in subject.flows() {
        let operation = model.operation(flow.entry);
        let service = model.service(operation.service);
        let own = operation.slo.as_ref().and_then(|slo| slo.rps.as_ref());
        let shared = service.slo.as_ref().and_then(|slo| slo.rps.as_ref());
        let Some(rate) = own.or(shared) else { continue };
        let name = if own.is_some() { &operation.name } else { service.name.as_str() };
        for (id, demand) in demands.of(flow.entry, f64::from(rate.value)) {
            let stated = Stated { demand, from: BTreeSet::from([name.to_owned()]) };
            if own.is_some() {
                all.entry(id).or_default().add(stated);
            } else {
                let known = of_services.entry((service.id, id)).or_default();
                if known.demand.rate < demand.rate {
                    *known = stated;
                }
            }
        }
    }
    for ((_, id), stated) in of_services {
        all.entry(id).or_default().add(stated);
    }
    all.retain(|id, _| subject.scope.has(*id));
    all
}

impl Stated {
    fn add(&mut self, other: Self) {
        self.demand.add(other.demand);
        self.from.extend(other.from);
    }
}

/// `` 40 (100/s × 400ms) ``
fn held(model: &Model, service: &Service, demand: f64) -> Written {
    let promises = model.operations_of(service.id).iter();
    let longest = promises
        .filter_map(|operation| waiting::promise(model, operation))
        .map(|p| p.value.value)
        .max();
    let Some(longest) = longest else { return markdown::nothing() };
    markdown::text(&rate(demand * longest.as_secs_f64()))
}

/// At most one digit behind the point.
fn rate(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}
