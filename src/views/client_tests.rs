//! `tests/integration/test_MODULE_clients.py`: every gRPC client against a real peer on loopback.

use serde::Serialize;

use super::imports::Imports;
use super::lines::Lines;
use super::peer_method::{GrpcMethod, Otherwise, client_method, grpc_methods};
use super::sample;
use super::system::{Peer, PeerKind, PyService, System};
use crate::contracts::Streaming;
use crate::names::Written;
use crate::names::snake;
use crate::names::written::python;

/// The view of the file.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    /// The stand-ins: a servicer and how it is registered.
    peers: Vec<PeerView>,
    /// The statements that give each call more time.
    patience: Vec<Written>,
    tests: Vec<Vec<Written>>,
    drains: bool,
}

/// A stand-in for one proto service.
#[derive(Serialize)]
struct PeerView {
    /// `AuthService`
    name: Written,
    /// `auth_pb2_grpc`
    module: Written,
    /// `register_auth_service`
    register: Written,
    peer: Written,
    methods: Vec<Written>,
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    for module in ["grpc.aio", "pytest"] {
        imports.module(module);
    }
    imports.name("dataclasses", "replace");
    for (module, name) in
        [("errors", "PeerError"), ("grpc_client", "open_channel"), ("testing", "loopback")]
    {
        imports.name(&format!("{}.{module}", system.runtime), name);
    }
    let mut view = View {
        imports: Written::default(),
        peers: Vec::new(),
        patience: Vec::new(),
        tests: Vec::new(),
        drains: false,
    };
    let mut patience = Lines::default();
    for peer in service.peers.iter().filter(|peer| matches!(peer.kind, PeerKind::Grpc(_))) {
        imports.name(&format!("{}.clients", service.package), &peer.module);
        let methods = grpc_methods(system, peer);
        view.peers.extend(stand_ins(system, peer, &methods, &mut imports));
        for method in &methods {
            patience.nest(1, &patient(system, peer, method));
            view.tests.extend(tests(system, peer, method, &mut imports));
            let raises = method.otherwise != Otherwise::Absent;
            view.drains |= raises && method.method.streaming.from_server();
        }
    }
    if view.drains {
        imports.name("collections.abc", "AsyncIterator");
    }
    view.imports = imports.written();
    view.patience = patience.into_vec();
    view
}

/// A servicer for each proto service that is called.
fn stand_ins(
    system: &System,
    peer: &Peer,
    methods: &[GrpcMethod],
    imports: &mut Imports,
) -> Vec<PeerView> {
    let mut services: Vec<&str> = methods.iter().map(|method| method.proto_service).collect();
    services.dedup();
    let mut views = Vec::new();
    for proto_service in services {
        let name = proto_service.rsplit('.').next().unwrap_or(proto_service);
        let mut lines = Lines::default();
        for method in methods.iter().filter(|method| method.proto_service == proto_service) {
            lines.gap();
            lines.nest(1, &served(system, method, imports));
        }
        views.push(PeerView {
            name: python::identifier(name),
            module: system.messages.grpc_module(proto_service, imports),
            register: python::identifier(&format!("register_{}", snake(name))),
            peer: python::comment(peer.name),
            methods: lines.into_vec(),
        });
    }
    views
}

/// An RPC that answers with a sample.
fn served(system: &System, method: &GrpcMethod, imports: &mut Imports) -> Lines {
    let input = system.messages.class(&method.input.full_name, imports);
    let output = system.messages.class(&method.output.full_name, imports);
    let streaming = method.method.streaming;
    let mut lines = Lines::default();
    let name = python::identifier(&method.method.name);
    lines.add(0, Written::fill("async def {}(  # noqa: N802", &[&name]));
    lines.own(1, "self,");
    if streaming.from_client() {
        imports.name("collections.abc", "AsyncIterator");
        lines.add(1, Written::fill("request_iterator: AsyncIterator[{}],", &[&input]));
    } else {
        lines.add(1, Written::fill("request: {},", &[&input]));
    }
    lines.own(1, "context: grpc.aio.ServicerContext[");
    lines.add(2, Written::fill("{},", &[&input]));
    lines.add(2, Written::fill("{},", &[&output]));
    lines.own(1, "],");
    if streaming.from_server() {
        imports.name("collections.abc", "AsyncIterator");
        lines.add(0, Written::fill(") -> AsyncIterator[{}]:", &[&output]));
    } else {
        lines.add(0, Written::fill(") -> {}:", &[&output]));
    }
    if streaming.from_client() {
        lines.own(1, "async for _ in request_iterator:");
        lines.own(2, "pass");
    }
    let word = if streaming.from_server() { "yield " } else { "return " };
    let answer = sample::message(system, method.output, "", imports);
    lines.nest(1, &answer.with_head(&Written::own(word)));
    lines
}

/// Gives a call the time that a busy machine may need.
fn patient(system: &System, peer: &Peer, method: &GrpcMethod) -> Lines {
    let module = python::identifier(&peer.module);
    let name = client_method(system, peer, method.call).to_uppercase();
    let constant = python::identifier(&name);
    let arguments = [
        module.clone(),
        python::string(&name),
        Written::fill("replace({}.{}, timeout=5.0)", &[&module, &constant]),
    ];
    super::lines::exploded(&Written::own("monkeypatch.setattr"), &arguments, "")
}

/// That a call arrives, and what happens when the peer is away.
fn tests(
    system: &System,
    peer: &Peer,
    method: &GrpcMethod,
    imports: &mut Imports,
) -> Vec<Vec<Written>> {
    let streams = method.method.streaming.from_server();
    let mut tests = vec![called(system, peer, method, imports)];
    match method.otherwise {
        Otherwise::Absent if streams => tests.push(empty(system, peer, method, imports)),
        Otherwise::Absent => tests.push(absent(system, peer, method, imports, "is None")),
        Otherwise::Empty if !streams => {
            let output = system.messages.class(&method.output.full_name, imports);
            tests.push(defaulted(system, peer, method, imports, &output));
        }
        Otherwise::LastGood if method.method.streaming == Streaming::Unary => {
            tests.push(away(system, peer, method, imports));
            imports.name("contextlib", "AsyncExitStack");
            tests.push(last_good(system, peer, method, imports));
        }
        Otherwise::Raise | Otherwise::Empty | Otherwise::LastGood => {
            tests.push(away(system, peer, method, imports));
        }
    }
    tests.into_iter().map(Lines::into_vec).collect()
}

/// The head of a test, and the request.
fn begin(
    system: &System,
    peer: &Peer,
    method: &GrpcMethod,
    imports: &mut Imports,
    name: &'static str,
) -> Lines {
    let module = python::identifier(&peer.module);
    let called = python::identifier(&client_method(system, peer, method.call));
    let mut lines = Lines::default();
    let name = Written::fill(name, &[&module, &called]);
    lines.add(0, Written::fill("async def {}() -> None:", &[&name]));
    let class = system.messages.class(&method.input.full_name, imports);
    lines.add(1, Written::fill("request = {}()", &[&class]));
    lines
}

/// `client.get_user(request)`
fn call(system: &System, peer: &Peer, method: &GrpcMethod, imports: &mut Imports) -> Written {
    let name = python::identifier(&client_method(system, peer, method.call));
    if method.method.streaming.from_client() {
        imports.name(&format!("{}.streams", system.runtime), "one");
        return Written::fill("client.{}(one(request))", &[&name]);
    }
    Written::fill("client.{}(request)", &[&name])
}

fn client(peer: &Peer, channel: &'static str) -> Written {
    let (module, class) = (python::identifier(&peer.module), python::identifier(&peer.class));
    Written::fill("client = {}.{}Client({})", &[&module, &class, &Written::own(channel)])
}

fn register(method: &GrpcMethod) -> Written {
    let name = method.proto_service.rsplit('.').next().unwrap_or_default();
    python::identifier(&format!("register_{}", snake(name)))
}

fn called(system: &System, peer: &Peer, method: &GrpcMethod, imports: &mut Imports) -> Lines {
    let mut lines = begin(system, peer, method, imports, "test_{}_{}_is_called");
    lines.add(1, Written::fill("async with loopback({}) as peer:", &[&register(method)]));
    lines.add(2, client(peer, "peer.channel"));
    let call = call(system, peer, method, imports);
    if method.method.streaming.from_server() {
        lines.add(2, Written::fill("replies = [reply async for reply in {}]", &[&call]));
        lines.own(1, "assert replies == [");
        lines.nest(2, &sample::message(system, method.output, ",", imports));
        lines.own(1, "]");
    } else {
        lines.add(2, Written::fill("reply = await {}", &[&call]));
        let expected = sample::message(system, method.output, "", imports);
        lines.nest(1, &expected.with_head(&Written::own("assert reply == ")));
    }
    lines
}

fn away(system: &System, peer: &Peer, method: &GrpcMethod, imports: &mut Imports) -> Lines {
    let name = "test_{}_{}_names_a_peer_that_is_away";
    let mut lines = begin(system, peer, method, imports, name);
    lines.own(1, "async with open_channel(\"127.0.0.1:1\") as channel:");
    lines.add(2, client(peer, "channel"));
    lines.own(2, "with pytest.raises(PeerError):");
    let call = call(system, peer, method, imports);
    if method.method.streaming.from_server() {
        lines.add(3, Written::fill("await _drain({})", &[&call]));
    } else {
        lines.add(3, Written::fill("await {}", &[&call]));
    }
    lines
}

fn absent(
    system: &System,
    peer: &Peer,
    method: &GrpcMethod,
    imports: &mut Imports,
    then: &'static str,
) -> Lines {
    let mut lines = begin(system, peer, method, imports, "test_{}_{}_may_fail");
    lines.own(1, "async with open_channel(\"127.0.0.1:1\") as channel:");
    lines.add(2, client(peer, "channel"));
    let call = call(system, peer, method, imports);
    lines.add(2, Written::fill("assert await {} {}", &[&call, &Written::own(then)]));
    lines
}

fn empty(system: &System, peer: &Peer, method: &GrpcMethod, imports: &mut Imports) -> Lines {
    let mut lines = begin(system, peer, method, imports, "test_{}_{}_may_fail");
    lines.own(1, "async with open_channel(\"127.0.0.1:1\") as channel:");
    lines.add(2, client(peer, "channel"));
    let call = call(system, peer, method, imports);
    lines.add(2, Written::fill("assert [reply async for reply in {}] == []", &[&call]));
    lines
}

fn defaulted(
    system: &System,
    peer: &Peer,
    method: &GrpcMethod,
    imports: &mut Imports,
    output: &Written,
) -> Lines {
    let mut lines = begin(system, peer, method, imports, "test_{}_{}_may_fail");
    lines.own(1, "async with open_channel(\"127.0.0.1:1\") as channel:");
    lines.add(2, client(peer, "channel"));
    let call = call(system, peer, method, imports);
    lines.add(2, Written::fill("reply = await {}", &[&call]));
    lines.add(1, Written::fill("assert reply == {}()", &[output]));
    lines
}

fn last_good(system: &System, peer: &Peer, method: &GrpcMethod, imports: &mut Imports) -> Lines {
    let name = "test_{}_{}_falls_back_to_the_last_good_reply";
    let mut lines = begin(system, peer, method, imports, name);
    lines.own(1, "async with AsyncExitStack() as stack:");
    lines.add(2, Written::fill("async with loopback({}) as peer:", &[&register(method)]));
    lines.own(3, "channel = await stack.enter_async_context(open_channel(peer.target))");
    lines.add(3, client(peer, "channel"));
    let call = call(system, peer, method, imports);
    lines.add(3, Written::fill("before = await {}", &[&call]));
    lines.add(2, Written::fill("after = await {}", &[&call]));
    lines.own(1, "assert after == before");
    lines
}
