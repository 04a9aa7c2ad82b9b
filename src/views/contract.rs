//! `tests/contract/test_MODULE_contract.py`: each operation at its door, with answers that are ready.

use std::collections::BTreeSet;

use serde::Serialize;

use super::contract_events;
use super::dataflow::method_of;
use super::expression::{Brackets, Expression};
use super::imports::Imports;
use super::inputs::Place;
use super::jobs;
use super::lines::{Lines, exploded, exploded_blocks, fit, one_line};
use super::method::{Form, head, signature};
use super::operation::{PyOperation, spec};
use super::routes::parts;
use super::sample;
use super::sample_request;
use super::schema::answer;
use super::system::{PyService, System};
use super::valid;
use crate::contracts::{Method, Streaming};
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::snake;
use crate::names::written::python;

/// The view of the file.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    methods: Vec<Written>,
    grpc: bool,
    api: bool,
    http_guarded: bool,
    rate: bool,
    grpc_guarded: bool,
    guarded: bool,
    /// The RPCs, as strings, where they want a token.
    wanting: Vec<Written>,
    /// `"gateway.json"`
    document: Written,
    calls: Vec<TestView>,
    services: Vec<ServedView>,
    requests: Vec<TestView>,
    consumers: bool,
    /// Whether a consumer runs in the transaction of the inbox.
    transactional: bool,
    /// Whether the cache stands in for an inbox.
    remembers: bool,
    /// What `listening` is given.
    listening: Written,
    events: Vec<contract_events::View>,
    jobs: bool,
    /// Whether a result is kept, and how the schedules are made.
    results: bool,
    schedules: Written,
    /// The times of the jobs, as strings.
    specs: Vec<Written>,
    /// What they ask for, as strings.
    scheduled: Vec<Written>,
}

/// A test: its name, and its finished lines.
#[derive(Serialize)]
struct TestView {
    name: Written,
    lines: Vec<Written>,
}

/// A proto service, and all that it has.
#[derive(Serialize)]
struct ServedView {
    test: Written,
    descriptor: Vec<Written>,
    methods: Vec<Written>,
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    let has = service.has;
    let methods = canned(system, service, &mut imports);
    let mut names = BTreeSet::new();
    let calls = calls(system, service, &mut names, &mut imports);
    let services = served(system, service, &mut names, &mut imports);
    let requests = requests(system, service);
    let events = contract_events::views(system, service, &mut imports);
    let timed: Vec<&PyOperation> = service.operations.iter().filter(|one| is_timed(one)).collect();
    let transactional = service.operations.iter().any(|operation| operation.transactional);
    door_imports(system, service, &mut imports);
    contract_events::add_imports(system, service, &events, &mut imports);
    View {
        imports: imports.written(),
        methods,
        grpc: has.grpc,
        api: has.api,
        http_guarded: has.http_guarded,
        rate: has.rate,
        grpc_guarded: has.grpc_guarded,
        guarded: has.guarded(),
        wanting: wanting(service),
        document: python::string(&format!("{}.json", service.service.name)),
        calls,
        services,
        requests,
        consumers: has.consumers,
        transactional,
        remembers: has.remembers,
        listening: Written::own(if transactional {
            "bus, use_cases, database_url"
        } else {
            "bus, use_cases"
        }),
        events,
        jobs: !timed.is_empty(),
        results: has.results,
        schedules: jobs::schedules(service),
        specs: timed.iter().map(|job| python::string(&time(job))).collect(),
        scheduled: timed.iter().map(|job| python::string(&job.method)).collect(),
    }
}

fn keeps(operation: &PyOperation) -> bool {
    use OperationKind::{Cron, Event, Job};
    matches!(operation.operation.kind, Event(_) | Cron(_) | Job(_))
}

fn is_timed(operation: &PyOperation) -> bool {
    matches!(operation.operation.kind, OperationKind::Cron(_) | OperationKind::Job(Some(_)))
}

fn time(operation: &PyOperation) -> String {
    match &operation.operation.kind {
        OperationKind::Cron(schedule) | OperationKind::Job(Some(schedule)) => spec(schedule),
        _ => String::new(),
    }
}

/// The methods of the use cases, each with a line above.
fn canned(system: &System, service: &PyService, imports: &mut Imports) -> Vec<Written> {
    let mut lines = Lines::default();
    if service.operations.iter().any(keeps) {
        lines.gap();
        lines.own(1, "def __init__(self) -> None:");
        lines.own(2, "self.asked: list[object] = []");
    }
    for operation in &service.operations {
        let signature = signature(system, service, operation, imports);
        lines.gap();
        lines.nest(1, &head(&operation.method, &signature, Form::Defined));
        let word = Written::own(if signature.is_generator { "yield " } else { "return " });
        match &operation.operation.kind {
            OperationKind::Rpc { .. } => {
                if operation.streaming.from_client() {
                    lines.own(2, "async for _ in requests:");
                    lines.own(3, "pass");
                }
                let method = method_of(&system.model.contracts, operation.operation);
                let class = method.map(|method| system.messages.class(&method.output, imports));
                lines.add(2, Written::fill("{}{}()", &[&word, &class.unwrap_or_default()]));
            }
            OperationKind::Route { .. } => match answer(operation) {
                Some(message) => {
                    let sample = sample::message(system, message, "", imports);
                    lines.nest(2, &sample.with_head(&word));
                }
                None => lines.own(2, "return {}"),
            },
            OperationKind::Event(_) => lines.own(2, "self.asked.append(event)"),
            OperationKind::Cron(_) | OperationKind::Job(_) | OperationKind::Opaque { .. } => {
                let name = python::string(&operation.method);
                lines.add(2, Written::fill("self.asked.append({})", &[&name]));
                if operation.keeps_result {
                    lines.own(2, "return {}");
                }
            }
        }
    }
    lines.into_vec()
}

/// A test an RPC, over loopback.
fn calls(
    system: &System,
    service: &PyService,
    names: &mut BTreeSet<String>,
    imports: &mut Imports,
) -> Vec<TestView> {
    let contracts = &system.model.contracts;
    let mut tests = Vec::new();
    for operation in &service.operations {
        let OperationKind::Rpc { service: of, method: rpc } = &operation.operation.kind else {
            continue;
        };
        let (Some(proto), Some(method)) =
            (contracts.service(of), method_of(contracts, operation.operation))
        else {
            continue;
        };
        let module = system.messages.grpc_module(of, imports);
        let stub = Written::fill("stub = {}.{}Stub", &[&module, &python::identifier(&proto.name)]);
        let mut lines = Lines::default();
        lines.nest(1, &fit(1, &stub, &[Written::own("channel")], ""));
        let metadata = service.has.grpc_guarded.then(|| Written::own("metadata=METADATA"));
        lines.nest(1, &called(system, method, metadata, imports));
        let name = free(names, format!("{}_{}", snake(&proto.name), snake(rpc)));
        let answers = Written::fill("{}_answers", &[&name]);
        tests.push(TestView { name: answers, lines: lines.into_vec() });
        let metadata = service.has.grpc_guarded.then(|| Written::own("metadata=METADATA"));
        if let Some(refusal) = refused(system, method, metadata, imports) {
            let mut lines = Lines::default();
            lines.nest(1, &fit(1, &stub, &[Written::own("channel")], ""));
            lines.nest(1, &refusal);
            let name = Written::fill("{}_refuses_what_its_contract_forbids", &[&name]);
            tests.push(TestView { name, lines: lines.into_vec() });
        }
    }
    tests
}

/// A request that breaks the limits of its contract.
fn refused(
    system: &System,
    method: &Method,
    metadata: Option<Written>,
    imports: &mut Imports,
) -> Option<Lines> {
    let message = system.model.contracts.message(&method.input)?;
    let arguments = valid::refused(message)?;
    let input = system.messages.class(&method.input, imports);
    let mut lines = Lines::default();
    let head = Written::fill("request = {}", &[&input]);
    lines.nest(0, &fit(1, &head, &arguments, ""));
    lines.own(0, "with pytest.raises(grpc.aio.AioRpcError) as caught:");
    let request = if method.streaming.from_client() {
        imports.name(&format!("{}.streams", system.runtime), "one");
        Written::own("one(request)")
    } else {
        Written::own("request")
    };
    let arguments: Vec<Written> = std::iter::once(request).chain(metadata).collect();
    let rpc = python::identifier(&method.name);
    if method.streaming.from_server() {
        let head = Written::fill("async for _ in stub.{}", &[&rpc]);
        lines.nest(1, &fit(2, &head, &arguments, ":"));
        lines.own(2, "pass");
    } else {
        lines.nest(1, &fit(2, &Written::fill("await stub.{}", &[&rpc]), &arguments, ""));
    }
    lines.own(0, "assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT");
    Some(lines)
}

/// The paths of all RPCs, where they want a token.
fn wanting(service: &PyService) -> Vec<Written> {
    let is_rpc = |one: &&PyOperation| matches!(one.operation.kind, OperationKind::Rpc { .. });
    let rpcs = service.operations.iter().filter(is_rpc).filter(|_| service.has.grpc_guarded);
    rpcs.map(|one| python::string(&format!("/{}", one.label))).collect()
}

fn called(
    system: &System,
    method: &Method,
    metadata: Option<Written>,
    imports: &mut Imports,
) -> Lines {
    let input = system.messages.class(&method.input, imports);
    let output = system.messages.class(&method.output, imports);
    let mut lines = Lines::default();
    let message = system.model.contracts.message(&method.input);
    let arguments = message.map(|message| valid::arguments(system, message, imports));
    let head = Written::fill("request = {}", &[&input]);
    lines.nest(0, &exploded(&head, &arguments.unwrap_or_default(), ""));
    let request = match method.streaming {
        Streaming::Unary | Streaming::Server => Written::own("request"),
        Streaming::Client | Streaming::Bidirectional => {
            imports.name(&format!("{}.streams", system.runtime), "one");
            Written::own("one(request)")
        }
    };
    let rpc = Written::fill("stub.{}", &[&python::identifier(&method.name)]);
    let arguments: Vec<Written> = std::iter::once(request).chain(metadata).collect();
    let request = Written::join(&arguments, ", ");
    if method.streaming.from_server() {
        let replies = Expression::Each {
            brackets: Brackets::Square,
            key: "",
            item: Box::new(Expression::Plain(Written::own("reply"))),
            clause: Written::fill("async for reply in {}({})", &[&rpc, &request]),
        };
        lines.nest(0, &replies.lines(1, &Written::own("replies = "), ""));
        let expected = Expression::Call {
            head: Written::default(),
            brackets: Brackets::Square,
            arguments: vec![Written::fill("{}()", &[&output])],
            tail: "",
        };
        lines.nest(0, &expected.lines(1, &Written::own("assert replies == "), ""));
    } else {
        lines.nest(0, &fit(1, &Written::fill("reply = await {}", &[&rpc]), &arguments, ""));
        lines.add(0, Written::fill("assert reply == {}()", &[&output]));
    }
    lines
}

/// A test a proto service: what the contract has is what this test knows.
fn served(
    system: &System,
    service: &PyService,
    names: &mut BTreeSet<String>,
    imports: &mut Imports,
) -> Vec<ServedView> {
    let contracts = &system.model.contracts;
    let protos = service.service.grpc.iter().filter_map(|name| contracts.service(name));
    let mut views = Vec::new();
    for proto in protos {
        let module = system.messages.file_module(&proto.file, imports);
        let descriptor = Expression::Call {
            head: Written::fill("{}.DESCRIPTOR.services_by_name", &[&module]),
            brackets: Brackets::Square,
            arguments: vec![python::string(&proto.name)],
            tail: "",
        };
        let test = free(names, format!("{}_is_served_in_full", snake(&proto.name)));
        views.push(ServedView {
            test,
            descriptor: descriptor.lines(1, &Written::own("service = "), "").into_vec(),
            methods: proto.methods.iter().map(|method| python::string(&method.name)).collect(),
        });
    }
    views
}

/// A test a route, and one without a token where it wants one.
fn requests(system: &System, service: &PyService) -> Vec<TestView> {
    let mut tests = Vec::new();
    let routes = service
        .operations
        .iter()
        .filter(|one| matches!(one.operation.kind, OperationKind::Route { .. }));
    for operation in routes {
        let name = python::identifier(&operation.method);
        let has_token = operation.flow.values().iter().any(|value| value.place == Place::Token);
        let mut lines = request(system, operation, has_token);
        lines.own(1, "assert response.status_code == 200, response.text");
        tests.push(TestView {
            name: Written::fill("{}_answers", &[&name]),
            lines: lines.into_vec(),
        });
        if has_token {
            let mut lines = request(system, operation, false);
            lines.own(1, "assert response.status_code == 401, response.text");
            let problem =
                "assert response.headers[\"content-type\"] == \"application/problem+json\"";
            lines.own(1, problem);
            let name = Written::fill("{}_wants_a_token", &[&name]);
            tests.push(TestView { name, lines: lines.into_vec() });
        }
    }
    tests
}

fn request(system: &System, operation: &PyOperation, has_token: bool) -> Lines {
    let (method, _) = parts(operation);
    let method = if method == "ANY" { "GET" } else { method };
    let path = python::string(&sample_request::path(system, operation));
    let mut arguments = vec![one_line(python::string(method)), one_line(path)];
    if has_token {
        arguments.push(one_line(Written::own("headers=ISSUER.bearer()")));
    }
    arguments.extend(sample_request::json(system, operation));
    let mut lines = Lines::default();
    let head = Written::own("response = await http.request");
    lines.nest(1, &exploded_blocks(&head, arguments, ""));
    lines
}

/// A name that no test has yet.
fn free(names: &mut BTreeSet<String>, wanted: String) -> Written {
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !names.contains(name));
    let name = name.unwrap_or(wanted);
    let written = python::identifier(&name);
    names.insert(name);
    written
}

fn door_imports(system: &System, service: &PyService, imports: &mut Imports) {
    let (package, runtime) = (&service.package, &system.runtime);
    if service.has.grpc || service.has.api {
        imports.name("collections.abc", "AsyncIterator");
        imports.module("pytest");
    }
    if service.has.grpc {
        imports.module("grpc.aio");
        imports.name(&format!("{package}.grpc.server"), "register");
        imports.name(&format!("{runtime}.testing"), "loopback");
    }
    if service.has.api {
        imports.module("httpx");
        imports.name(&format!("{package}.api.deps"), "provide");
        imports.name(&format!("{package}.api.routes"), "router");
        imports.name(&format!("{runtime}.http"), "Health");
        imports.name(&format!("{runtime}.http"), "create_app");
        imports.module("json");
        imports.name("pathlib", "Path");
        imports.name(&format!("{runtime}.testing"), "http_client");
        imports.name(&format!("{runtime}.testing"), "interface");
    }
    if service.has.guarded() {
        let policy = format!("{}Policy", service.class);
        imports.name(&format!("{package}.core.policy"), &policy);
        imports.name(&format!("{runtime}.door"), "Doorkeeper");
        imports.name(&format!("{runtime}.testing_tokens"), "TokenIssuer");
    }
    if service.has.http_guarded {
        imports.name(&format!("{runtime}.http_door"), "guard");
    }
    if service.has.rate {
        imports.name(&format!("{runtime}.cache_memory"), "MemoryCache");
        imports.name(&format!("{runtime}.rate_limit"), "RateLimiter");
        imports.name(&format!("{runtime}.rate_limit"), "limit");
    }
    if service.has.grpc_guarded {
        imports.name(&format!("{runtime}.grpc_door"), "AdmissionInterceptor");
    }
    if service.has.results {
        imports.name(&format!("{package}.jobs.tasks"), "tasks");
        imports.name(&format!("{}.jobs", system.runtime), "Jobs");
    }
    if service.has.jobs && service.has.results {
        imports.name(&format!("{}.testing", system.runtime), "eventually");
    }
    if service.has.jobs {
        imports.name(&format!("{package}.jobs.schedules"), "schedules");
    }
}
