//! The test of every flow through the whole system: `tests/test_flows.py`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{flow_ends, sample_request};
use crate::model::{OperationId, OperationKind, ServiceId, Target};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::Shown;
use crate::views::doors::door;
use crate::views::meaning::dataflow::{Reply, Source};
use crate::views::meaning::filled::Filled;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::path_variables::path_variables;
use crate::views::meaning::system::{PeerKind, PyService, System};
use crate::views::writing::lines::{Lines, fit, one_line};

/// The view of `tests/test_flows.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    has_store: bool,
    has_bus: bool,
    /// Those that are called first.
    processes: Vec<ProcessView>,
    /// `"welcome-mailer": welcome_mailer`
    by_name: Vec<Written>,
    /// Whether any route wants an access token.
    has_tokens: bool,
    /// Whether anything is kept in files while the system runs.
    has_files: bool,
    tests: Vec<TestView>,
}

/// A service that the test starts.
#[derive(Serialize)]
struct ProcessView {
    module: Written,
    /// What the test calls its process.
    variable: Written,
    class_name: Written,
    arguments: Vec<Written>,
}

/// A route that is asked.
#[derive(Serialize)]
struct TestView {
    name: Written,
    arguments: Vec<Written>,
    status: Written,
    expected: Vec<Written>,
    /// Whether another test follows.
    gap: bool,
}

/// The routes that call others, as far as all that they reach can be started by a test.
pub(in crate::views) fn entries<'a, 'b>(
    system: &'b System<'a>,
) -> Vec<(&'b PyService<'a>, &'b PyOperation<'a>)> {
    let started = start_order(system).into_iter().enumerate();
    let order = started.map(|(place, one)| (one.service.id, place)).collect();
    let mut entries = Vec::new();
    for service in &system.services {
        for operation in &service.operations {
            let is_route = matches!(operation.operation.kind, OperationKind::Route { .. });
            let is_flow = is_route && !operation.flow.steps.is_empty();
            let entry = operation.operation.id;
            if is_flow && is_whole(system, &order, entry) && fills_paths(system, entry) {
                entries.push((service, operation));
            }
        }
    }
    entries
}

/// Whether every call of a flow reaches a service that is started before its caller: not one that is written by hand,
/// not oneself, not one in a circle; and none changes what the test would have to keep first.
fn is_whole(system: &System, order: &BTreeMap<ServiceId, usize>, entry: OperationId) -> bool {
    let place = |id| order.get(&id);
    reached(system, entry).into_iter().all(|id| {
        if flow_ends::is_update(system, id) {
            return false;
        }
        let operation = system.model.operation(id);
        let Some(caller) = place(operation.service) else { return true };
        let mut callees = called(system, id).map(|callee| system.model.operation(callee).service);
        callees.all(|callee| place(callee).is_some_and(|callee| callee < caller))
    })
}

/// Whether the paths of all calls on the way are filled from what the test sends: the replies of skeletons are empty.
fn fills_paths(system: &System, entry: OperationId) -> bool {
    let ids = reached(system, entry);
    let operations = system.services.iter().flat_map(|service| &service.operations);
    let on_the_way = operations.filter(|operation| ids.contains(&operation.operation.id));
    on_the_way.flat_map(|operation| &operation.flow.steps).all(|step| {
        let names = path_variables(system.model, step.call);
        step.method.is_some() || names.iter().all(|name| is_sent(step, name))
    })
}

fn is_sent(step: &Filled, name: &str) -> bool {
    let variable = step.variables.iter().find(|(known, _)| *known == name);
    let source = match variable {
        Some((_, source)) => *source,
        None => step.request.as_ref().and_then(|request| request.source(name)),
    };
    matches!(source, Some(Source::Value(_))) || (variable.is_some() && source.is_none())
}

pub(in crate::views) fn view(system: &System) -> View {
    let order = start_order(system);
    let started = order.iter().enumerate();
    let processes = started.map(|(index, service)| process(&order[..index], service)).collect();
    let entries = entries(system).into_iter();
    let mut tests: Vec<TestView> =
        entries.map(|(service, operation)| test(system, service, operation)).collect();
    if let Some(last) = tests.last_mut() {
        last.gap = false;
    }
    View {
        imports: imports(system),
        has_store: has_store(system),
        has_bus: system.services.iter().any(|one| one.has.bus),
        processes,
        has_tokens: has_tokens(system),
        has_files: has_files(system),
        by_name: system.services.iter().map(by_name).collect(),
        tests,
    }
}

/// The generated services, those that are called first.
fn start_order<'a, 'b>(system: &'b System<'a>) -> Vec<&'b PyService<'a>> {
    let generated: BTreeMap<_, _> =
        system.services.iter().map(|one| (one.service.id, one)).collect();
    let order = system.model.start_order();
    order.iter().filter_map(|id| generated.get(id).copied()).collect()
}

fn by_name(service: &PyService) -> Written {
    let name = python::string(service.service.name.as_str());
    Written::fill("{}: {}", &[&name, &variable(service)])
}

/// A service, given the addresses of those that run already.
fn process(running: &[&PyService], service: &PyService) -> ProcessView {
    let mut arguments = Vec::new();
    if service.has.grpc {
        arguments.push(Written::own("grpc_port=0"));
    }
    if service.has.store {
        arguments.push(Written::own("database_url=await new_store(stack, folder)"));
    }
    if service.has.bus {
        arguments.push(Written::own("**events"));
    }
    if service.has.tokens() {
        arguments.push(Written::own("jwt_development_key=folder / \"jwt.pem\""));
    }
    for peer in &service.peers {
        let name = python::identifier(&peer.module);
        let started = running.iter().find(|one| one.service.name.as_str() == peer.name);
        let Some(started) = started else { continue };
        let callee = variable(started);
        match peer.kind {
            PeerKind::Grpc(_) => arguments.push(Written::concat([
                &name,
                &Written::own("_target=f\"127.0.0.1:{"),
                &callee,
                &Written::own(".grpc_port}\""),
            ])),
            PeerKind::Http(None) => arguments.push(Written::concat([
                &name,
                &Written::own("_url=f\"http://127.0.0.1:{"),
                &callee,
                &Written::own(".http_port}\""),
            ])),
            _ => {}
        }
    }
    ProcessView {
        module: python::identifier(&service.module),
        variable: variable(service),
        class_name: python::identifier(&service.class),
        arguments,
    }
}

/// The process of a service in the test: its module, unless that name is taken.
fn variable(service: &PyService) -> Written {
    const TAKEN: [&str; 9] = [
        "ask",
        "bearer",
        "folder",
        "httpx",
        "local_settings",
        "running",
        "stack",
        "start",
        "system",
    ];
    let module = python::identifier(&service.module);
    let is_taken = TAKEN.contains(&module.as_str());
    if is_taken { Written::fill("{}_process", &[&module]) } else { module }
}

fn test(system: &System, service: &PyService, operation: &PyOperation) -> TestView {
    let entry = operation.operation.id;
    let way = flow_ends::missing(system, entry);
    let asked = sample_request::path(system, operation);
    let process = Written::fill("processes[{}]", &[&python::string(service.service.name.as_str())]);
    let method = python::string(sample_request::method(operation));
    let mut blocks = vec![one_line(process), one_line(method), one_line(python::string(&asked))];
    blocks.extend(door::asked(service, operation).map(|shown| headers(service, shown)));
    blocks.extend(sample_request::json(system, operation));
    let mut arguments = Lines::default();
    for block in blocks {
        arguments.nest(4, &block.with_tail(","));
    }
    let names = [python::identifier(&service.module), python::identifier(&operation.method)];
    TestView {
        name: Written::fill("test_{}_{}_travels_the_system", &[&names[0], &names[1]]),
        arguments: arguments.into_vec(),
        status: Written::own(match &way {
            Some(_) => "404",
            None if matches!(operation.flow.reply, Reply::Accepted) => "202",
            None => "200",
        }),
        expected: named(system, &way.unwrap_or_else(|| served(system, entry))),
        gap: true,
    }
}

/// What the first of a flow is shown.
fn headers(service: &PyService, shown: Shown) -> Lines {
    let Some((_, _, own)) = shown.functions() else {
        return one_line(Written::own("headers=bearer(tmp_path)"));
    };
    let class = python::identifier(&service.class);
    let settings = Written::fill("local_settings({}Settings)", &[&class]);
    let arguments = [settings, Written::own("\"\""), Written::own("None")];
    fit(4, &Written::fill("headers={}", &[&Written::own(own)]), &arguments, "")
}

/// Whether the tests of any flow bring a token.
fn has_tokens(system: &System) -> bool {
    let entries = entries(system);
    entries.iter().any(|(service, _)| service.has.http_door == Some(Shown::Token))
}

/// The services that a flow reaches by calls and events.
fn served(system: &System, entry: OperationId) -> Vec<ServiceId> {
    reached(system, entry).into_iter().map(|id| system.model.operation(id).service).collect()
}

/// Those of the services that are generated, by name.
fn named(system: &System, services: &[ServiceId]) -> Vec<Written> {
    let started = system.services.iter().filter(|one| services.contains(&one.service.id));
    started.map(|one| python::string(one.service.name.as_str())).collect()
}

/// The operations that a flow reaches by calls and events.
fn reached(system: &System, entry: OperationId) -> BTreeSet<OperationId> {
    let mut reached = BTreeSet::new();
    let mut open = vec![entry];
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let topics = &system.model.operation(id).publishes;
            open.extend(called(system, id));
            open.extend(topics.iter().flat_map(|topic| system.model.event_operations(*topic)));
        }
    }
    reached
}

fn has_store(system: &System) -> bool {
    system.services.iter().any(|service| service.has.store)
}

/// The operations that an operation calls.
fn called(system: &System, id: OperationId) -> impl Iterator<Item = OperationId> {
    let steps = system.model.operation(id).steps.iter();
    steps.filter_map(|step| match system.model.call(step.call).target {
        Target::Operation(callee) => Some(callee),
        Target::Service(_) | Target::External { .. } => None,
    })
}

fn has_files(system: &System) -> bool {
    has_store(system) || system.services.iter().any(|one| one.has.bus || one.has.tokens())
}

fn imports(system: &System) -> Written {
    let mut imports = system.imports();
    for name in ["AsyncIterator", "Mapping", "Sequence"] {
        imports.name("collections.abc", name);
    }
    for name in ["AbstractAsyncContextManager", "AsyncExitStack", "asynccontextmanager"] {
        imports.name("contextlib", name);
    }
    if has_files(system) {
        imports.name("pathlib", "Path");
    }
    imports.name("typing", "Any");
    imports.module("asyncio");
    imports.module("httpx");
    imports.module("pytest");
    imports.module("time");
    imports.name(&format!("{}.process", system.runtime), "Process");
    if system.services.iter().any(|one| one.has.bus) {
        imports.name(&format!("{}.testing_events", system.runtime), "new_events");
    }
    if has_store(system) {
        imports.name(&format!("{}.testing_database", system.runtime), "new_database");
    }
    let helpers =
        ["captured_logs", "eventually", "local_settings", "orphans", "recorded_spans", "running"];
    for name in helpers {
        imports.name(&format!("{}.testing", system.runtime), name);
    }
    if has_tokens(system) {
        imports.name(&format!("{}.settings", system.runtime), "TokenSettings");
        imports.name(&format!("{}.tokens", system.runtime), "open_signer");
    }
    for (service, _) in entries(system) {
        if let Some((module, _, own)) = service.has.http_door.and_then(Shown::functions) {
            imports.name(&format!("{}.{module}", system.runtime), own);
        }
    }
    for service in &system.services {
        let open = format!("bootstrap as open_{}", service.module);
        imports.name(&format!("{}.bootstrap", service.package), &open);
        let settings = format!("Settings as {}Settings", service.class);
        imports.name(&format!("{}.core.settings", service.package), &settings);
    }
    imports.written()
}
