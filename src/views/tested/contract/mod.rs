//! `tests/contract/test_MODULE_contract.py`: each operation at its door, with answers that are ready.

mod events;
mod job_routes;
mod refusals;
mod rest;
mod rpcs;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::background::jobs;
use crate::views::doors::credentials::{self, Shown};
use crate::views::doors::door;
use crate::views::doors::job_routes::class;
use crate::views::doors::schema::answer;
use crate::views::meaning::contract::method_of;
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::operation::{PyOperation, spec};
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::sample_request::Instead;
use crate::views::tested::{sample, sample_request};
use crate::views::use_cases::jobs::canned as canned_by_job;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, one_line};
use crate::views::writing::method::{Form, head, signature};
use rpcs::ServedView;

/// The view of the file.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    methods: Vec<Written>,
    grpc: bool,
    api: bool,
    /// The routers of its HTTP door.
    routers: Written,
    http_guarded: bool,
    rate: bool,
    grpc_guarded: bool,
    guarded: bool,
    /// `ISSUER = TokenIssuer()`, `DOORKEEPER = Doorkeeper(` ..
    door: Vec<Written>,
    /// The doorkeeper at the gRPC door, what it asks for in names of tests.
    rpc_doorkeeper: Written,
    rpc_wants: Written,
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
    events: Vec<events::View>,
    jobs: bool,
    /// Whether jobs are handed over by the clock.
    hands_over: bool,
    /// Whether a result is kept, and how the schedules are made.
    results: bool,
    schedules: Written,
    /// The jobs whose results are kept, and their methods.
    kept: Vec<Written>,
    kept_methods: Vec<Written>,
    /// The times of the jobs, as strings.
    specs: Vec<Written>,
    /// What they ask for, as strings.
    scheduled: Vec<Written>,
}

/// The doorkeepers of the tests.
const DOORKEEPERS: [&str; 2] = ["DOORKEEPER", "RPC_DOORKEEPER"];

/// A test: its name, and its finished lines.
#[derive(Serialize)]
pub(super) struct TestView {
    pub(super) name: Written,
    pub(super) lines: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    let has = service.has;
    let methods = canned(system, service, &mut imports);
    let mut names = BTreeSet::new();
    let calls = rpcs::calls(system, service, &mut names, &mut imports);
    let services = rpcs::served(system, service, &mut names, &mut imports);
    let mut requests = requests(system, service);
    requests.extend(rest::tests(system, service, &mut imports));
    let events = events::views(system, service, &mut imports);
    let kept = || service.operations.iter().filter(|one| one.keeps_result);
    let timed: Vec<&PyOperation> = service.operations.iter().filter(|one| is_timed(one)).collect();
    let transactional = service.operations.iter().any(|operation| operation.transactional);
    door_imports(system, service, &mut imports);
    events::add_imports(system, service, &events, &mut imports);
    View {
        imports: imports.written(),
        methods,
        grpc: has.grpc,
        api: has.api,
        routers: Written::join(&routers(service), ", "),
        http_guarded: has.http_guarded(),
        rate: has.rate,
        grpc_guarded: has.grpc_guarded(),
        guarded: has.guarded(),
        door: door_of_tests(service).into_vec(),
        rpc_doorkeeper: Written::own(door::at_rpcs(service, DOORKEEPERS)),
        rpc_wants: has.grpc_door.map(Shown::word).unwrap_or_default(),
        wanting: rpcs::wanting(service),
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
        hands_over: timed.iter().any(|job| job.keeps_result),
        results: has.results,
        kept: kept().map(|job| python::string(&job.operation.name)).collect(),
        kept_methods: kept().map(|job| python::string(&job.method)).collect(),
        schedules: jobs::schedules(service),
        specs: timed.iter().map(|job| python::string(&time(job))).collect(),
        scheduled: timed.iter().map(|job| python::string(&job.method)).collect(),
    }
}

/// `router` of its own routes, `rest.router` of those that are bound to RPCs.
fn routers(service: &PyService) -> Vec<Written> {
    let own = service.has.routes.then(|| Written::own("router"));
    own.into_iter().chain(service.has.rest.then(|| Written::own("rest.router"))).collect()
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

/// Who is asked in the tests, and what they show over gRPC.
fn door_of_tests(service: &PyService) -> Lines {
    let mut lines = Lines::default();
    let has = service.has;
    if has.verifies_tokens() {
        lines.own(0, "ISSUER = TokenIssuer()");
    }
    if has.doors().any(|shown| shown != Shown::Token) {
        lines.own(0, "SETTINGS = local_settings(Settings)");
    }
    for (shown, name) in has.doors().zip(DOORKEEPERS) {
        lines.nest(0, &credentials::doorkeeper_in_tests(name, shown, &service.class));
    }
    if let Some(shown) = has.grpc_door {
        let shown = credentials::in_tests(shown);
        lines.add(0, Written::fill("METADATA = tuple({}.items())", &[&shown]));
    }
    lines
}

/// The methods of the use cases, each with a line above.
fn canned(system: &System, service: &PyService, imports: &mut Imports) -> Vec<Written> {
    let mut lines = Lines::default();
    if service.operations.iter().any(keeps) {
        lines.gap();
        lines.own(1, "def __init__(self) -> None:");
        lines.own(2, "self.asked: list[object] = []");
        if service.has.asks_jobs {
            let name = python::string(service.service.name.as_str());
            lines.add(2, Written::fill("self.jobs = Jobs(service={})", &[&name]));
            lines.own(2, "self.jobs.add(tasks(self))");
        }
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
                let reply = method.map(|method| sample::empty(system, &method.output, imports));
                lines.add(2, Written::concat([&word, &reply.unwrap_or_default()]));
            }
            OperationKind::Route { .. } if let Reply::Described(shaped) = &operation.flow.reply => {
                let value = shaped.sampled(system, imports);
                lines.nest(2, &value.with_head(&word));
            }
            OperationKind::Route { .. } if signature.returns.as_str() == "None" => {
                lines.own(2, "return");
            }
            OperationKind::Route { .. } if class(operation).is_some() => {
                lines.nest(2, &canned_by_job(operation));
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

/// A test a route, and one that shows nothing where it wants something.
fn requests(system: &System, service: &PyService) -> Vec<TestView> {
    let mut tests = Vec::new();
    let routes = service
        .operations
        .iter()
        .filter(|one| matches!(one.operation.kind, OperationKind::Route { .. }));
    for operation in routes {
        let name = python::identifier(&operation.method);
        let shown = door::asked(service, operation);
        let lines = request(system, operation, shown);
        match operation.flow.reply {
            Reply::Accepted => {
                let headers = headers(system, operation, shown);
                tests.push(job_routes::handed_over(service, operation, lines, headers));
            }
            Reply::Outcome => tests.push(job_routes::not_found(operation, lines)),
            _ => tests.push(answers(system, operation, lines)),
        }
        tests.extend(refusals::incomplete(system, operation, shown));
        tests.extend(refusals::forbidden(system, operation, shown));
        if let Some(shown) = shown {
            let mut lines = request(system, operation, None);
            lines.own(1, "assert response.status_code == 401, response.text");
            let problem =
                "assert response.headers[\"content-type\"] == \"application/problem+json\"";
            lines.own(1, problem);
            let name = Written::fill("{}_wants_{}", &[&name, &shown.word()]);
            tests.push(TestView { name, lines: lines.into_vec() });
        }
    }
    tests
}

fn answers(system: &System, operation: &PyOperation, mut lines: Lines) -> TestView {
    let described = system.model.described(operation.operation);
    let status = described.map_or(200, |described| described.answer.status);
    let status = python::number(&status.to_string());
    let pattern = "assert response.status_code == {}, response.text";
    lines.add(1, Written::fill(pattern, &[&status]));
    let name = Written::fill("{}_answers", &[&python::identifier(&operation.method)]);
    TestView { name, lines: lines.into_vec() }
}

fn request(system: &System, operation: &PyOperation, shown: Option<Shown>) -> Lines {
    request_but(system, operation, shown, None)
}

/// The same with one value that is another.
fn request_but(
    system: &System,
    operation: &PyOperation,
    shown: Option<Shown>,
    instead: Option<&Instead>,
) -> Lines {
    let method = python::string(sample_request::method(operation));
    let path = python::string(&sample_request::path_but(system, operation, instead));
    let mut arguments = vec![one_line(method), one_line(path)];
    arguments.extend(headers(system, operation, shown));
    arguments.extend(sample_request::json_but(system, operation, instead));
    asked(arguments)
}

/// `response = await http.request(` ..
fn asked(arguments: Vec<Lines>) -> Lines {
    let mut lines = Lines::default();
    let head = Written::own("response = await http.request");
    lines.nest(1, &exploded_blocks(&head, arguments, ""));
    lines
}

/// `headers=ISSUER.bearer()`, and what else the route has to be given.
pub(super) fn headers(
    system: &System,
    operation: &PyOperation,
    shown: Option<Shown>,
) -> Option<Lines> {
    let mut parts: Vec<Written> = Vec::new();
    parts.extend(shown.map(credentials::in_tests));
    let given = sample_request::headers(system, operation);
    let given = given.iter().map(|(name, value)| Written::fill("{}: {}", &[name, value]));
    let given = Written::join(&given.collect::<Vec<_>>(), ", ");
    if !given.is_empty() {
        parts.push(Written::concat(&[Written::own("{"), given, Written::own("}")]));
    }
    let all = Written::join(&parts, " | ");
    (!all.is_empty()).then(|| one_line(Written::fill("headers={}", &[&all])))
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
        if service.has.routes {
            imports.name(&format!("{package}.api.routes"), "router");
        }
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
    }
    if service.has.verifies_tokens() {
        imports.name(&format!("{runtime}.testing_tokens"), "TokenIssuer");
    }
    for (module, open, own) in service.has.doors().filter_map(Shown::functions) {
        imports.name(&format!("{package}.core.settings"), "Settings");
        imports.name(&format!("{runtime}.testing"), "local_settings");
        imports.name(&format!("{runtime}.{module}"), open);
        imports.name(&format!("{runtime}.{module}"), own);
    }
    if service.has.http_guarded() {
        imports.name(&format!("{runtime}.http_door"), "guard");
    }
    if service.has.rate {
        imports.name(&format!("{runtime}.cache_memory"), "MemoryCache");
        imports.name(&format!("{runtime}.rate_limit"), "RateLimiter");
        imports.name(&format!("{runtime}.rate_limit"), "limit");
    }
    if service.has.grpc_guarded() {
        imports.name(&format!("{runtime}.grpc_door"), "AdmissionInterceptor");
    }
    if service.has.results {
        imports.name(&format!("{package}.jobs.tasks"), "tasks");
        imports.name(&format!("{}.jobs", system.runtime), "Jobs");
        imports.name(&format!("{}.testing", system.runtime), "eventually");
    }
    if service.has.jobs {
        imports.name(&format!("{package}.jobs.schedules"), "schedules");
    }
}
