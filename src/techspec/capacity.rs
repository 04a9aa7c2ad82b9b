//! What the stated numbers come to: connections against limits, requests against instances.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::connections::{Budget, OF_AN_INSTANCE, budgets};
use crate::analysis::demand::{Demand, Demands};
use crate::analysis::needed::instances;
use crate::analysis::waiting;
use crate::model::{Model, Service, ServiceId};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::environments;
use super::part::Part;
use super::subject::Subject;
use super::table::table;

/// Instances times pool against what each server allows, in each environment.
pub(super) fn connections(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for (name, model) in environments::deployed(subject) {
        let is_inside = |id: &ServiceId| {
            let known = subject.model.service_named(model.service(*id).name.as_str());
            known.is_some_and(|known| subject.scope.has(known.id))
        };
        let budgets = budgets(model).into_iter();
        let budgets = budgets.filter(|budget| budget.users.iter().any(|(id, _)| is_inside(id)));
        rows.extend(budgets.map(|budget| row(model, &name, &budget)));
    }
    let headings = ["Environment", "Server", "Wanted at full scale", "Allowed", "Result"];
    let words = Line::default().own("A generated service keeps up to ");
    let words = words.number(OF_AN_INSTANCE as usize);
    let words = words.own(
        " connections an instance (`DATABASE_LIMITS__POOL_SIZE` and its overflow); a server allows what `connections` at its \
         store says, or the default of its engine (`max_connections`).",
    );
    let table = table(headings, &rows);
    Part::new("Connection budgets", table.is_some().then(|| words.end()), table)
}

fn row(model: &Model, environment: &Written, budget: &Budget) -> [Written; 5] {
    let factor = |(id, most): &(ServiceId, Option<u32>)| {
        let line = Line::default().code(model.service(*id).name.as_str()).own(" ");
        let line = match most {
            Some(most) => line.number(*most as usize),
            None => line.own("unbounded"),
        };
        line.own(" × ").number(OF_AN_INSTANCE as usize).end()
    };
    let factors: Vec<Written> = budget.users.iter().map(factor).collect();
    let wanted = budget.wanted();
    let line = Line::default().written(&Written::join(&factors, " + "));
    let line = match wanted {
        Some(wanted) => line.own(" = ").number(wanted as usize),
        None => line,
    };
    [
        environment.clone(),
        markdown::code(budget.server),
        line.end(),
        allowed(budget),
        result(wanted, budget.usable()),
    ]
}

fn allowed(budget: &Budget) -> Written {
    let all = budget.allowed as usize;
    if budget.kept == 0 {
        return all.into();
    }
    let line = Line::default().number(all).own(" − ").number(budget.kept as usize).own(" = ");
    line.number(budget.usable() as usize).end()
}

fn result(wanted: Option<u32>, usable: u32) -> Written {
    match wanted {
        None => Written::own("open: write `scale: {max: ..}`"),
        Some(wanted) if wanted > usable => Line::default()
            .own("**over by ")
            .number((wanted - usable) as usize)
            .own("**: smaller pools, a pooler in front, or a higher limit")
            .end(),
        Some(wanted) => {
            Line::default().own("fits, ").number((usable - wanted) as usize).own(" left").end()
        }
    }
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
            "Stated rates, followed along the calls of each flow; repeated attempts come on top. In flight are \
             rate × longest promised p99 at most (Little).",
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
