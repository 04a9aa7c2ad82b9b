//! What stops, what degrades and what goes on when a part is gone; and what each flow can promise.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use minijinja::Value;

use crate::analysis::availability::{self, INSTANCE};
use crate::analysis::impact::{Impact, Node, impacts};
use crate::analysis::lone::lone;
use crate::analysis::needed::{instances, is_only_scheduled};
use crate::analysis::truths::sole_caches;
use crate::model::{
    Call, Caller, ExternalId, Flow, Model, Operation, OperationId, Store, StoreId, Target,
};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::StoreKind;

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, budgets, cells, environments};

pub(super) const SECTION: Section =
    Section { name: "impact", heading: "Failure Impact Analysis", view };

fn view(subject: &Subject) -> Option<Value> {
    let flows = subject.flows();
    if flows.is_empty() {
        return None;
    }
    part::view([
        losses(subject, &flows),
        availabilities(subject, &flows),
        lonely(subject, &flows),
        budgets::part(subject, &flows),
    ])
}

fn loss_words(flows: usize) -> Written {
    let line = Line::default().own("Of ").count(flows, "flow", "flows").own(" (");
    let line = line.written(&markdown::link(&Written::own("entries"), "#entries-and-flows"));
    line.own("), when all instances of a part are gone. The blast radius is the share of flows that stop.")
        .end()
}

fn losses(subject: &Subject, flows: &[&Flow]) -> Part {
    let impacts = impacts(subject.model, flows.iter().copied());
    let mut losses: Vec<(Node, Impact)> = impacts.into_iter().collect();
    losses.sort_by_key(|(node, impact)| {
        (Reverse(impact.stops.len()), Reverse(impact.degrades.len()), *node)
    });
    let left = losses.split_off(losses.len().min(subject.most()));
    let row = |(node, impact): &(Node, Impact)| loss(subject, *node, impact, flows.len());
    let rows: Vec<_> = losses.iter().map(row).collect();
    let words = [loss_words(flows.len())].into_iter().chain(left_words(&left));
    let headings =
        ["Lost", "Kind", "Stops", "Degrades", "Unaffected", "Blast radius", "What holds"];
    Part::new("Loss of a part", words, table(headings, &rows))
}

/// The parts whose loss is not told, the gravest first.
fn left_words(left: &[(Node, Impact)]) -> Option<Written> {
    let (_, gravest) = left.first()?;
    let line = Line::default().own("The loss of ").count(left.len(), "more part", "more parts");
    let line = line.own(" stops at most ").count(gravest.stops.len(), "flow", "flows");
    Some(line.own(" each: the design of each service tells which.").end())
}

fn loss(subject: &Subject, node: Node, impact: &Impact, flows: usize) -> [Written; 7] {
    let model = subject.model;
    let (name, kind) = match node {
        Node::Service(id) => (subject.service_link(model.service(id)), Written::own("service")),
        Node::Store(id) => of_server(model, id),
        Node::Topic(id) => (markdown::code(&model.topic(id).name), Written::own("topic")),
        Node::External(id) => {
            (markdown::code(model.external(id).name.as_str()), Written::own("system of others"))
        }
    };
    let (stops, degrades) = (impact.stops.len(), impact.degrades.len());
    let share = Line::default().number(stops).own(" of ").number(flows).own(", ");
    [
        name,
        kind,
        names(model, &impact.stops),
        names(model, &impact.degrades),
        cells::counted(flows - stops - degrades),
        share.number(percent(stops, flows)).own("%").end(),
        holds(subject, node),
    ]
}

/// The name of a store, or of the server that it shares, and what it is.
fn of_server(model: &Model, id: StoreId) -> (Written, Written) {
    let server = &model.store(id).server;
    let stores: Vec<&str> = server.stores.iter().map(|id| model.store(*id).name.as_str()).collect();
    let kind = match stores.as_slice() {
        [only] if *only == server.name.as_str() => Written::own("store"),
        _ => Line::default().own("server of ").written(&markdown::codes(stores)).end(),
    };
    (markdown::code(server.name.as_str()), kind)
}

/// A share in whole percent, rounded.
fn percent(part: usize, whole: usize) -> usize {
    (part * 200 + whole) / (whole * 2)
}

pub(super) fn names(model: &Model, entries: &[OperationId]) -> Written {
    let names: Vec<String> = entries.iter().map(|id| model.flow_name(*id)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    cells::some(&names)
}

/// What stands against the loss, or takes its place.
pub(crate) fn holds(subject: &Subject, node: Node) -> Written {
    let model = subject.model;
    let mut parts = Vec::new();
    match node {
        Node::Service(id) => {
            if is_only_scheduled(model.service(id)) {
                parts.push(Written::own("it runs again at its next time"));
            }
            parts.extend(several(instances(model.service(id))));
            parts.extend(others(subject, &model.callers_of(id).collect::<Vec<_>>()));
            parts.extend(stand_ins(subject, model.callers_of(id)));
            let waiting = model.service(id).consumes.iter().map(|known| model.topic(known.topic));
            parts.extend(
                waiting.map(|topic| Line::default().own("events wait in ").code(&topic.name).end()),
            );
        }
        Node::External(id) => {
            let calls: Vec<&Call> = model.calls.iter().filter(|call| is_to(call, id)).collect();
            parts.extend(others(subject, &calls));
            parts.extend(stand_ins(subject, calls.into_iter()));
        }
        Node::Store(id) => {
            parts.extend(holds_data(model, id));
        }
        Node::Topic(id) => {
            let publishers = model.topic(id).publishers.iter().map(|(id, _)| model.service(*id));
            let waiting: Vec<&str> =
                publishers.filter(|one| one.outbox).map(|one| one.name.as_str()).collect();
            if !waiting.is_empty() {
                let line = Line::default().own("events wait in the outbox of ");
                parts.push(line.written(&markdown::codes(waiting)).end());
            }
        }
    }
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, "; ") }
}

/// What stands against the loss of a server.
fn holds_data(model: &Model, id: StoreId) -> Vec<Written> {
    let server = &model.store(id).server;
    let stores: Vec<&Store> = server.stores.iter().map(|id| model.store(*id)).collect();
    let mut parts = Vec::new();
    if stores.iter().all(|store| is_read_past(model, store.id)) {
        parts.push(Written::own("what it holds is loaded from its source each time"));
    }
    parts.extend(model.replicas_of(server).and_then(several));
    for store in &stores {
        let Some(often) = &store.written.backup else { continue };
        let line = Line::default().own("backup ").text(&often.value);
        let is_alone = stores.len() == 1;
        let line = if is_alone { line } else { line.own(" of ").code(store.name.as_str()) };
        parts.push(line.end());
    }
    parts
}

fn is_to(call: &Call, id: ExternalId) -> bool {
    matches!(call.target, Target::External { id: to, .. } if to == id)
}

/// Whether a store only keeps copies of what its service can load elsewhere.
fn is_read_past(model: &Model, id: StoreId) -> bool {
    let store = model.store(id);
    let mut owners = store.owners.iter().map(|(owner, _)| model.service(*owner));
    let is_sole = owners.any(|owner| sole_caches(model, owner).any(|(_, cache)| cache.id == id));
    store.kind == StoreKind::Cache && !is_sole
}

/// Whom callers ask in its place, where it is one of several to choose from.
fn others(subject: &Subject, calls: &[&Call]) -> Option<Written> {
    let model = subject.model;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for call in calls {
        let Caller::Service(caller) = call.caller else { continue };
        for operation in model.operations_of(caller) {
            let mut own = operation.steps.iter().filter(|step| step.call == call.id);
            let Some(choice) = own.find_map(|step| step.either.as_ref()) else { continue };
            let chosen = operation.steps.iter().filter(|step| step.either.as_ref() == Some(choice));
            let chosen = chosen.map(|step| model.call(step.call));
            names.extend(chosen.map(|other| model.target_name(other)));
            names.remove(model.target_name(call));
        }
    }
    let line = Line::default().written(&markdown::codes(names.iter().copied()));
    (!names.is_empty()).then(|| line.own(" in its place").end())
}

fn several(instances: u32) -> Option<Written> {
    let line = Line::default().number(instances as usize).own(" instances");
    (instances > 1).then(|| line.end())
}

/// What its callers do without it.
fn stand_ins<'a>(subject: &Subject, calls: impl Iterator<Item = &'a Call>) -> Vec<Written> {
    let words = |call: &Call| {
        let without = cells::on_failure(call)?;
        let line = Line::default().code(subject.model.caller_name(call.caller)).own(": ");
        Some(line.written(&without).end())
    };
    let all: BTreeSet<Written> = calls.filter_map(words).collect();
    all.into_iter().collect()
}

fn availabilities(subject: &Subject, flows: &[&Flow]) -> Part {
    let entries = flows.iter().map(|flow| subject.model.operation(flow.entry));
    let asked = entries.filter(|operation| operation.is_asked());
    let sums = asked.map(|operation| (operation, availability::sum(subject.model, operation)));
    let (sums, left) = weakest(sums.collect(), subject.most());
    let rows: Vec<_> =
        sums.iter().map(|(operation, sum)| availability(subject, operation, sum)).collect();
    let headings = ["Flow", "Promises", "Comes to", "Away in 30 days", "Elsewhere", "Product of"];
    let words = Line::default().own("One instance that promises nothing counts as there for ");
    let words = words.text(&format!("{INSTANCE}")).own(
        "% of the time; of several, one must be there. What is optional, cached or one of several does not count.",
    );
    let table = table(headings, &rows);
    let words = table.is_some().then(|| words.end());
    Part::new("Availability per flow", words.into_iter().chain(left), table)
}

/// The flows that are away the longest, if there are more than one reads, and what the others come to.
fn weakest(mut sums: Vec<Flowing>, most: usize) -> (Vec<Flowing>, Option<Written>) {
    if sums.len() <= most {
        return (sums, None);
    }
    sums.sort_by(|(_, a), (_, b)| a.share(|_| true).total_cmp(&b.share(|_| true)));
    let left = sums.split_off(most);
    let line = Line::default().count(left.len(), "more flow comes", "more flows come");
    let least = left.first().map(|(_, sum)| availability::percent(sum.share(|_| true)));
    let line = line.own(" to at least ").text(&least.unwrap_or_default()).own(".");
    (sums, Some(line.end()))
}

/// An entry, and what its answer depends on.
type Flowing<'a> = (&'a Operation, availability::Sum);

fn availability(subject: &Subject, operation: &Operation, sum: &availability::Sum) -> [Written; 6] {
    let model = subject.model;
    let share = sum.share(|_| true);
    let minutes = (100.0 - share) / 100.0 * 30.0 * 24.0 * 60.0;
    let promise = availability::promise(model, operation);
    let shown = |share: f64| markdown::text(&availability::percent(share));
    let product = Line::default().written(&markdown::message(&sum.shown(|_| true)));
    let product = sum.silent.iter().fold(product, |line, silent| {
        line.own("; ").code(silent).own(" promises nothing and is not counted")
    });
    [
        cells::flow(model, operation.id),
        promise.map_or_else(markdown::nothing, |promise| {
            markdown::text(&availability::percent(promise.value.value))
        }),
        shown(share),
        Line::default().text(&format!("{minutes:.1}")).own(" minutes").end(),
        environments::elsewhere(subject, &shown(share), |there| {
            let service = there.service_named(model.service(operation.service).name.as_str())?;
            let mut twins = there.operations_of(service.id).iter();
            let twin = twins.find(|twin| twin.name == operation.name)?;
            Some(shown(availability::sum(there, twin).share(|_| true)))
        }),
        product.end(),
    ]
}

/// The single points of failure in each environment that is not somebody's own machine.
fn lonely(subject: &Subject, flows: &[&Flow]) -> Part {
    const HEADING: &str = "Single points of failure";
    let is_public = |flow: &&&Flow| {
        let entry = subject.model.operation(flow.entry);
        subject.model.service(entry.service).public.is_some()
    };
    if !flows.iter().any(|flow| is_public(&flow)) {
        return Part::new(HEADING, [], None);
    }
    let (mut rows, mut unsaid, mut perhaps) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (name, model) in environments::deployed(subject) {
        let lone = lone(model);
        let service = |id| model.service(id).name.as_str();
        let store = |id| model.store(id).server.name.as_str();
        unsaid.extend(lone.unsaid.keys().map(|id| store(*id)));
        perhaps.extend(lone.perhaps.keys().map(|id| service(*id)));
        let services = lone.services.into_iter().map(|(id, entry)| (service(id), entry));
        let stores = lone.stores.into_iter().map(|(id, entry)| (store(id), entry));
        rows.extend(services.chain(stores).map(|(part, entry)| {
            [name.clone(), markdown::code(part), cells::flow(model, entry.id)]
        }));
    }
    let table = table(["Environment", "There is one", "Needed by, among others"], &rows);
    let none = if unsaid.is_empty() && perhaps.is_empty() {
        "None: at least two instances run of every service and store that a public flow needs."
    } else {
        "None for certain: at least two instances run of every service that a public flow is known to need."
    };
    let none = table.is_none().then(|| Written::own(none));
    let open = [
        undecided(&unsaid, ": nobody says how many run (`replicas` of the store)."),
        undecided(
            &perhaps,
            ": one runs, and nobody says which operation makes the calls that may need it.",
        ),
    ];
    Part::new(HEADING, none.into_iter().chain(open.into_iter().flatten()), table)
}

/// Of what it cannot be said whether there is only one, and why.
fn undecided(names: &BTreeSet<&str>, reason: &'static str) -> Option<Written> {
    let names: Vec<&str> = names.iter().copied().collect();
    let line = Line::default().own("Not decidable for ").written(&cells::some(&names));
    (!names.is_empty()).then(|| line.own(reason).end())
}
