//! The test of every flow through the whole system: `tests/test_flows.py`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::inputs::Place;
use super::operation::PyOperation;
use super::system::{PeerKind, PyService, System};
use crate::model::{OperationId, OperationKind, Target};
use crate::names::Written;
use crate::names::written::python;

/// The view of `tests/test_flows.py`.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    has_store: bool,
    /// Those that are called first.
    processes: Vec<ProcessView>,
    /// `"welcome-mailer": welcome_mailer`
    by_name: Vec<Written>,
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
    expected: Vec<Written>,
    /// Whether another test follows.
    gap: bool,
}

/// The routes that call others, as far as all that they reach can be started by a test.
pub(super) fn entries<'a, 'b>(
    system: &'b System<'a>,
) -> Vec<(&'b PyService<'a>, &'b PyOperation<'a>)> {
    let order = start_order(system);
    let mut entries = Vec::new();
    for service in &system.services {
        for operation in &service.operations {
            let is_route = matches!(operation.operation.kind, OperationKind::Route { .. });
            let is_flow = is_route && !operation.flow.steps.is_empty();
            if is_flow && is_whole(system, &order, operation.operation.id) {
                entries.push((service, operation));
            }
        }
    }
    entries
}

/// Whether every call of a flow reaches a service that is started before its caller: not one that is written by hand,
/// not oneself, not one in a circle.
fn is_whole(system: &System, order: &[&PyService], entry: OperationId) -> bool {
    let place = |id| order.iter().position(|one| one.service.id == id);
    reached(system, entry).into_iter().all(|id| {
        let operation = system.model.operation(id);
        let Some(caller) = place(operation.service) else { return true };
        let mut callees = called(system, id).map(|callee| system.model.operation(callee).service);
        callees.all(|callee| place(callee).is_some_and(|callee| callee < caller))
    })
}

pub(super) fn view(system: &System) -> View {
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
        processes,
        by_name: system.services.iter().map(by_name).collect(),
        tests,
    }
}

/// Those that are called come first; of those that could be next, the first by name.
fn start_order<'a, 'b>(system: &'b System<'a>) -> Vec<&'b PyService<'a>> {
    let mut left: Vec<&PyService> = system.services.iter().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let names: BTreeSet<&str> = left.iter().map(|one| one.service.name.as_str()).collect();
        let is_free = |one: &&PyService| {
            let own = one.service.name.as_str();
            one.peers.iter().all(|peer| peer.name == own || !names.contains(peer.name))
        };
        let next = left.iter().position(is_free).unwrap_or_default();
        order.push(left.remove(next));
    }
    order
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
        arguments.push(Written::own("events_url=f\"sqlite:///{folder}/events.db\""));
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
    const TAKEN: [&str; 8] =
        ["ask", "folder", "httpx", "local_settings", "running", "stack", "start", "system"];
    let module = python::identifier(&service.module);
    let is_taken = TAKEN.contains(&module.as_str());
    if is_taken { Written::fill("{}_process", &[&module]) } else { module }
}

fn test(system: &System, service: &PyService, operation: &PyOperation) -> TestView {
    let OperationKind::Route { method, path } = &operation.operation.kind else {
        unreachable!("only routes are entries")
    };
    let asked = path.split('?').next().unwrap_or(path).replace(['{', '}'], "");
    let mut arguments = vec![
        Written::fill("processes[{}]", &[&python::string(service.service.name.as_str())]),
        python::string(if method == "ANY" { "GET" } else { method }),
        python::string(&asked),
    ];
    if operation.flow.values().iter().any(|value| value.place == Place::Body) {
        arguments.push(Written::own("json={}"));
    }
    let names = [python::identifier(&service.module), python::identifier(&operation.method)];
    TestView {
        name: Written::fill("test_{}_{}_travels_the_system", &[&names[0], &names[1]]),
        arguments,
        expected: expected(system, operation.operation.id),
        gap: true,
    }
}

/// The generated services that a flow reaches by calls and events, by name.
fn expected(system: &System, entry: OperationId) -> Vec<Written> {
    let reached = reached(system, entry).into_iter();
    let services: BTreeSet<_> = reached.map(|id| system.model.operation(id).service).collect();
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

fn imports(system: &System) -> Written {
    let mut imports = system.imports();
    for name in ["AsyncIterator", "Mapping", "Sequence"] {
        imports.name("collections.abc", name);
    }
    for name in ["AbstractAsyncContextManager", "AsyncExitStack", "asynccontextmanager"] {
        imports.name("contextlib", name);
    }
    imports.name("pathlib", "Path");
    imports.name("typing", "Any");
    imports.module("httpx");
    imports.name(&format!("{}.process", system.runtime), "Process");
    if has_store(system) {
        imports.name(&format!("{}.testing_database", system.runtime), "new_database");
    }
    for name in ["captured_logs", "eventually", "local_settings", "running"] {
        imports.name(&format!("{}.testing", system.runtime), name);
    }
    for service in &system.services {
        let open = format!("bootstrap as open_{}", service.module);
        imports.name(&format!("{}.bootstrap", service.package), &open);
        let settings = format!("Settings as {}Settings", service.class);
        imports.name(&format!("{}.core.settings", service.package), &settings);
    }
    imports.written()
}
