//! What the templates of a peer see: its client, and that client's test.

use std::time::Duration;

use serde::Serialize;

use super::bootstrap::has_api_key;
use super::imports::Imports;
use super::lines::{Lines, exploded, fit};
use super::method::{Form, head};
use super::operation::squeezed;
use super::peer_method::{
    GrpcMethod, Otherwise, Sent, client_doc, client_method, grpc_methods, grpc_signature, sent,
};
use super::proto_names::{ProtoNames, last_part};
use super::system::{Peer, PeerKind, PyService, System};
use super::{Each, Subject, service, value};
use crate::contracts::Streaming;
use crate::model::{Breaker, Call, Target};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::{Deadline, StatusCode, Timeout};

/// The view of a peer's folder.
#[derive(Serialize)]
struct View {
    /// `chat`
    service: Written,
    package: Written,
    runtime: Written,
    /// `auth`
    peer: Written,
    module: Written,
    class_name: Written,
    /// `AUTH_URL`
    url_variable: Written,
    has_api_key: bool,
    imports: Written,
    /// The constants: `AUTHENTICATE = CallPolicy(` ..
    policies: Vec<Written>,
    /// Of a gRPC client: its stubs and calls. Of an HTTP client: its calls.
    calls: Vec<Written>,
    methods: Vec<Written>,
    /// The double of an external: its guards, its methods.
    guards: Vec<Written>,
    double_methods: Vec<Written>,
    test_imports: Written,
    tests: Vec<HttpTest>,
}

/// An operation of an HTTP external in its test.
#[derive(Serialize)]
struct HttpTest {
    name: Written,
    method: Written,
    path: Written,
    /// `request = agent_pb2.Prompt()`, or nothing.
    request: Written,
    argument: Written,
}

pub(super) fn subjects(system: &System, service: &PyService) -> Vec<(Each, Subject)> {
    let subject = |peer| {
        let (each, view) = view(system, service, peer);
        let words = vec![
            ("PACKAGE", service.package.clone()),
            ("MODULE", service.module.clone()),
            ("PEER", peer.module.clone()),
        ];
        let subject = Subject {
            folder: format!("services/{}", service.service.name),
            words,
            capabilities: service::capabilities(system, service),
            view: value(view),
        };
        (each, subject)
    };
    service.peers.iter().map(subject).collect()
}

fn view(system: &System, service: &PyService, peer: &Peer) -> (Each, View) {
    let mut view = empty(system, service, peer);
    let each = match peer.kind {
        PeerKind::Grpc(_) => {
            grpc(system, peer, &mut view);
            Each::GrpcPeer
        }
        PeerKind::Http(_) => {
            http(system, service, peer, &mut view);
            Each::HttpPeer
        }
        PeerKind::Opaque(_) => {
            opaque(system, service, peer, &mut view);
            Each::OpaquePeer
        }
    };
    (each, view)
}

fn empty(system: &System, service: &PyService, peer: &Peer) -> View {
    View {
        service: python::comment(service.service.name.as_str()),
        package: python::identifier(&service.package),
        runtime: python::identifier(&system.runtime),
        peer: python::comment(peer.name),
        module: python::identifier(&peer.module),
        class_name: python::identifier(&peer.class),
        url_variable: python::identifier(&format!("{}_URL", peer.module.to_uppercase())),
        has_api_key: has_api_key(system, service, peer),
        imports: Written::default(),
        policies: Vec::new(),
        calls: Vec::new(),
        methods: Vec::new(),
        guards: Vec::new(),
        double_methods: Vec::new(),
        test_imports: Written::default(),
        tests: Vec::new(),
    }
}

fn grpc(system: &System, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    imports.module("grpc.aio");
    let methods = grpc_methods(system, peer);
    let (mut policies, mut calls, mut bodies) =
        (Lines::default(), Lines::default(), Lines::default());
    let mut opened: Vec<&str> = Vec::new();
    let names = ProtoNames::of(methods.iter().map(|method| method.proto_service));
    for method in &methods {
        let name = client_method(system, peer, method.call);
        let label = format!("{}.{}", peer.name, method.method.name);
        policies.nest(0, &policy(system, &name, &label, method.call, &mut imports));
        let stub = names.snake(method.proto_service);
        if !opened.contains(&method.proto_service) {
            opened.push(method.proto_service);
            let module = system.messages.grpc_module(method.proto_service, &mut imports);
            let class = python::identifier(last_part(method.proto_service));
            let head = Written::fill("{} = {}.{}Stub", &[&stub, &module, &class]);
            calls.nest(2, &fit(2, &head, &[Written::own("channel")], ""));
        }
        calls.nest(2, &open_call(system, method, &name, &stub, &mut imports));
        bodies.gap();
        bodies.nest(1, &grpc_body(system, peer, method, &name, &mut imports));
    }
    view.imports = imports.written();
    view.policies = policies.into_vec();
    view.calls = calls.into_vec();
    view.methods = bodies.into_vec();
}

/// `self._get_user = UnaryCall(` ..
fn open_call(
    system: &System,
    method: &GrpcMethod,
    name: &str,
    stub: &Written,
    imports: &mut Imports,
) -> Lines {
    let class = match method.method.streaming {
        Streaming::Unary => "UnaryCall",
        Streaming::Client => "ClientStreamCall",
        Streaming::Server => "ServerStreamCall",
        Streaming::Bidirectional => "BidiCall",
    };
    imports.name(&format!("{}.grpc_client", system.runtime), class);
    let (name, policy) = (python::identifier(name), constant(name));
    let rpc = python::identifier(&method.method.name);
    let arguments = [Written::fill("{}.{}", &[stub, &rpc]), policy];
    let head = Written::fill("self._{} = {}", &[&name, &Written::own(class)]);
    let mut lines = exploded(&head, &arguments, "");
    if method.otherwise == Otherwise::LastGood && method.method.streaming == Streaming::Unary {
        imports.name(&format!("{}.resilience", system.runtime), "LastGood");
        let output = system.messages.class(&method.output.full_name, imports);
        lines.add(0, Written::fill("self._{}_last = LastGood[{}]()", &[&name, &output]));
    }
    lines
}

fn grpc_body(
    system: &System,
    peer: &Peer,
    method: &GrpcMethod,
    name: &str,
    imports: &mut Imports,
) -> Lines {
    let signature = grpc_signature(system, method, imports);
    let mut lines = head(name, &signature, Form::Declared);
    lines.add(1, python::docstring(&client_doc(system, peer, method.call), 8));
    let streaming = method.method.streaming;
    let argument = if streaming.from_client() { "requests" } else { "request" };
    let name = python::identifier(name);
    let call = Written::fill("self._{}({})", &[&name, &Written::own(argument)]);
    let resilience = format!("{}.resilience", system.runtime);
    let body = match (method.otherwise, streaming) {
        (Otherwise::Absent | Otherwise::Empty, _) if streaming.from_server() => {
            imports.name(&resilience, "or_empty");
            fit(2, &Written::own("return or_empty"), &[call], "")
        }
        (_, _) if streaming.from_server() => {
            fit(2, &Written::fill("return self._{}", &[&name]), &[Written::own(argument)], "")
        }
        (Otherwise::Absent, _) => {
            imports.name(&resilience, "or_none");
            fit(2, &Written::own("return await or_none"), &[call], "")
        }
        (Otherwise::Empty, _) => {
            imports.name(&resilience, "or_default");
            let output = system.messages.class(&method.output.full_name, imports);
            let arguments = [call, Written::fill("{}()", &[&output])];
            exploded(&Written::own("return await or_default"), &arguments, "")
        }
        (Otherwise::LastGood, Streaming::Unary) => {
            let key = Written::own("request.SerializeToString(deterministic=True)");
            exploded(&Written::fill("return await self._{}_last.get", &[&name]), &[key, call], "")
        }
        (Otherwise::Raise | Otherwise::LastGood, _) => {
            fit(2, &Written::fill("return await self._{}", &[&name]), &[Written::own(argument)], "")
        }
    };
    lines.nest(1, &body);
    lines
}

/// `GET_USER`
pub(super) fn constant(method: &str) -> Written {
    python::identifier(&method.to_uppercase())
}

/// The deadline, retries and breaker of a call, in the topology's words and numbers.
fn policy(system: &System, name: &str, label: &str, call: &Call, imports: &mut Imports) -> Lines {
    const UNSAID: Duration = Duration::from_secs(5);
    let resilience = format!("{}.resilience", system.runtime);
    imports.name(&resilience, "CallPolicy");
    let timeout = match call.timeout.as_ref().map(|timeout| &timeout.value) {
        Some(Timeout::After(duration)) => python::seconds(duration.value),
        Some(Timeout::Never) => Written::own("None"),
        None => python::seconds(UNSAID),
    };
    let mut arguments = vec![
        Written::fill("operation={}", &[&python::string(label)]),
        Written::fill("timeout={}", &[&timeout]),
    ];
    if let Some(idle) = call.stream_idle {
        arguments.push(Written::fill("stream_idle={}", &[&python::seconds(idle)]));
    }
    if call.attempts.value > 1 {
        let attempts = python::number(&call.attempts.value.to_string());
        arguments.push(Written::fill("attempts={}", &[&attempts]));
        arguments.extend(retried(system, call, imports));
    }
    if let Some(backoff) = call.backoff {
        imports.name(&resilience, "Backoff");
        arguments.push(Written::fill("backoff=Backoff(base={})", &[&python::seconds(backoff)]));
    }
    if let Some(budget) = call.retry_budget {
        let share = python::number(&format!("{:?}", budget / 100.0));
        arguments.push(Written::fill("budget={}", &[&share]));
    }
    if let Some(breaker) = &call.breaker {
        imports.name(&resilience, "BreakerPolicy");
        arguments.push(Written::fill("breaker={}", &[&breaker_policy(breaker)]));
    }
    if call.deadline == Deadline::Detached {
        arguments.push(Written::own("detached=True"));
    }
    exploded(&Written::fill("{} = CallPolicy", &[&constant(name)]), &arguments, "")
}

/// The errors that are worth another attempt, where the topology names statuses.
fn retried(system: &System, call: &Call, imports: &mut Imports) -> Option<Written> {
    let mut classes: Vec<&str> = call.retry_codes.iter().filter_map(error_class).collect();
    classes.sort_unstable();
    classes.dedup();
    if classes.is_empty() {
        return None;
    }
    for class in &classes {
        imports.name(&format!("{}.errors", system.runtime), class);
    }
    let names: Vec<Written> = classes.iter().map(|class| python::identifier(class)).collect();
    Some(match names.as_slice() {
        [one] => Written::fill("retry_on=({},)", &[one]),
        several => Written::fill("retry_on=({})", &[&Written::join(several, ", ")]),
    })
}

/// The class of the runtime's error tree that a status becomes.
fn error_class(code: &StatusCode) -> Option<&'static str> {
    match code {
        StatusCode::Grpc(name) => match *name {
            "UNAVAILABLE" => Some("PeerUnavailable"),
            "DEADLINE_EXCEEDED" => Some("DeadlineExceeded"),
            "ABORTED" => Some("Aborted"),
            "RESOURCE_EXHAUSTED" => Some("TooManyRequests"),
            "INTERNAL" | "UNKNOWN" | "DATA_LOSS" => Some("PeerFailed"),
            "NOT_FOUND" => Some("NotFound"),
            "FAILED_PRECONDITION" => Some("FailedPrecondition"),
            _ => None,
        },
        StatusCode::Http(503) => Some("PeerUnavailable"),
        StatusCode::Http(504 | 408) => Some("DeadlineExceeded"),
        StatusCode::Http(429) => Some("TooManyRequests"),
        StatusCode::Http(_) => Some("PeerFailed"),
    }
}

fn breaker_policy(breaker: &Breaker) -> Written {
    if !breaker.written {
        return Written::own("BreakerPolicy()");
    }
    let failures = python::number(&breaker.failures.to_string());
    let reset = python::seconds(breaker.reset);
    Written::fill("BreakerPolicy(failures={}, reset={})", &[&failures, &reset])
}

fn http(system: &System, service: &PyService, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    let mut tests = system.imports();
    let runtime = &system.runtime;
    imports.module("httpx");
    imports.name("pydantic", "JsonValue");
    for (module, name) in
        [("http_client", "HttpCall"), ("logs", "get_logger"), ("resilience", "Guard")]
    {
        imports.name(&format!("{runtime}.{module}"), name);
    }
    if view.has_api_key {
        imports.name("pydantic", "SecretStr");
        tests.name("pydantic", "SecretStr");
    }
    let (mut policies, mut calls, mut methods) =
        (Lines::default(), Lines::default(), Lines::default());
    let (mut guards, mut doubles) = (Lines::default(), Lines::default());
    for call in &peer.calls {
        let route = route_of(system, call);
        let name = squeezed(route);
        let label = format!("{} {route}", peer.name);
        policies.nest(0, &policy(system, &name, &label, call, &mut imports));
        let (method, path) = route.split_once(' ').unwrap_or(("GET", route));
        let arguments = [
            Written::own("http"),
            constant(&name),
            Written::fill("method={}", &[&python::string(method)]),
            Written::fill("path={}", &[&python::string(path)]),
        ];
        let field = python::identifier(&name);
        calls.nest(2, &exploded(&Written::fill("self._{} = HttpCall", &[&field]), &arguments, ""));
        let guard = Written::fill("self._{} = Guard", &[&field]);
        guards.nest(2, &fit(2, &guard, &[constant(&name)], ""));
        methods.gap();
        methods.nest(1, &http_body(system, call, &name, view.has_api_key, &mut imports));
        doubles.gap();
        doubles.nest(1, &double_body(system, call, &name, &mut imports));
        view.tests.push(http_test(system, call, &name, method, path, &mut tests));
    }
    tests.module("httpx");
    tests.module("pytest");
    let module = format!("{}.clients.{}", service.package, peer.module);
    tests.name(&module, &format!("{}Client", peer.class));
    tests.name(&module, &format!("{}Double", peer.class));
    tests.name(&format!("{runtime}.errors"), "PeerError");
    tests.name(&format!("{runtime}.testing"), "captured_logs");
    view.imports = imports.written();
    view.test_imports = tests.written();
    view.policies = policies.into_vec();
    view.calls = calls.into_vec();
    view.methods = methods.into_vec();
    view.guards = guards.into_vec();
    view.double_methods = doubles.into_vec();
}

fn route_of<'a>(system: &System<'a>, call: &'a Call) -> &'a str {
    match &call.target {
        Target::External { route: Some(route), .. } => route,
        Target::Operation(id) => &system.model.operation(*id).name,
        _ => "GET /",
    }
}

/// `self, request: agent_pb2.Prompt` as parameters, the request first.
fn http_parameters(system: &System, call: &Call, imports: &mut Imports) -> Vec<Written> {
    match sent(system, call) {
        Sent::Message(message) => {
            let class = system.messages.class(&message.full_name, imports);
            vec![Written::fill("request: {}", &[&class])]
        }
        Sent::Json => vec![Written::own("request: dict[str, JsonValue]")],
        Sent::Nothing => Vec::new(),
    }
}

fn http_head(system: &System, call: &Call, name: &str, imports: &mut Imports) -> Lines {
    let parameters = http_parameters(system, call, imports);
    let signature = super::method::Signature {
        parameters,
        returns: Written::own("JsonValue"),
        is_generator: false,
    };
    let mut lines = head(name, &signature, Form::Defined);
    let doc = format!("{}.", route_of(system, call));
    lines.add(1, python::docstring(&doc, 8));
    lines
}

fn http_body(
    system: &System,
    call: &Call,
    name: &str,
    has_api_key: bool,
    imports: &mut Imports,
) -> Lines {
    let mut lines = http_head(system, call, name, imports);
    let mut arguments = Vec::new();
    match sent(system, call) {
        Sent::Message(_) => {
            imports.name("google.protobuf.json_format", "MessageToDict");
            arguments.push(Written::own(
                "json=MessageToDict(request, preserving_proto_field_name=True)",
            ));
        }
        Sent::Json => arguments.push(Written::own("json=request")),
        Sent::Nothing => {}
    }
    if has_api_key {
        arguments.push(Written::own("headers=self._headers"));
    }
    let head = Written::fill("response = await self._{}", &[&python::identifier(name)]);
    lines.nest(1, &exploded(&head, &arguments, ""));
    lines.own(1, "answer: JsonValue = response.json()");
    lines.own(1, "return answer");
    lines
}

fn double_body(system: &System, call: &Call, name: &str, imports: &mut Imports) -> Lines {
    let mut lines = http_head(system, call, name, imports);
    let constant = constant(name);
    lines.gap();
    lines.own(1, "async def answer(_timeout: float | None) -> JsonValue:");
    let arguments = [
        Written::own("\"external.double\""),
        Written::fill("operation={}.operation", &[&constant]),
    ];
    lines.nest(2, &fit(3, &Written::own("self._log.warning"), &arguments, ""));
    lines.own(2, "return {}");
    lines.gap();
    let head = Written::fill("return await self._{}.run", &[&python::identifier(name)]);
    lines.nest(1, &fit(2, &head, &[Written::own("answer")], ""));
    lines
}

fn http_test(
    system: &System,
    call: &Call,
    name: &str,
    method: &str,
    path: &str,
    imports: &mut Imports,
) -> HttpTest {
    let (request, argument) = match sent(system, call) {
        Sent::Message(message) => {
            let class = system.messages.class(&message.full_name, imports);
            (Written::fill("request = {}()", &[&class]), "request")
        }
        Sent::Json => (Written::default(), "{}"),
        Sent::Nothing => (Written::default(), ""),
    };
    HttpTest {
        name: python::identifier(name),
        method: python::string(method),
        path: python::string(path.split('?').next().unwrap_or(path)),
        request,
        argument: Written::own(argument),
    }
}

fn opaque(system: &System, service: &PyService, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    let runtime = &system.runtime;
    imports.name("typing", "Protocol");
    imports.name(&format!("{runtime}.logs"), "get_logger");
    imports.name(&format!("{runtime}.resilience"), "Guard");
    if let Some(call) = peer.calls.first() {
        view.policies = policy(system, "send", peer.name, call, &mut imports).into_vec();
    }
    let mut tests = system.imports();
    tests.module("pytest");
    let module = format!("{}.clients.{}", service.package, peer.module);
    tests.name(&module, "SEND");
    tests.name(&module, &format!("{}Client", peer.class));
    tests.name(&module, &format!("{}Double", peer.class));
    tests.name(&format!("{runtime}.errors"), "PeerError");
    tests.name(&format!("{runtime}.errors"), "PeerUnavailable");
    tests.name(&format!("{runtime}.testing"), "captured_logs");
    view.imports = imports.written();
    view.test_imports = tests.written();
}
