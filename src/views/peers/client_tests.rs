//! `tests/integration/test_MODULE_clients.py`: every client over real gRPC, before a peer that answers and one that is
//! away.

use serde::Serialize;

use super::method::{GrpcMethod, Otherwise, client_method, grpc_methods};
use super::policy::constant;
use crate::contracts::Streaming;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::{self, Shown, shown_to};
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{self, Lines, call, exploded, fit, function_head};
use crate::views::writing::proto_names::{ProtoNames, last_part};

/// The view of the file.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// Those that stand for the called services.
    servicers: Vec<ServicerView>,
    /// The policies that the tests have more patience with.
    policies: Vec<PolicyView>,
    tests: Vec<Vec<Written>>,
    /// Whether a test reads a stream to its end.
    drains: bool,
}

/// What stands for a proto service.
#[derive(Serialize)]
struct ServicerView {
    header: Vec<Written>,
    peer: Written,
    methods: Vec<Written>,
    /// `auth_service`
    snake: Written,
    registration: Vec<Written>,
}

/// The policy of a call.
#[derive(Serialize)]
struct PolicyView {
    /// The module of the client.
    module: Written,
    /// `GET_USER`
    constant: Written,
}

/// One call and all that its tests need to know.
struct Case<'a, 'b> {
    method: &'b GrpcMethod<'a>,
    /// `auth`
    peer: Written,
    /// `auth.AuthClient`
    client: Written,
    /// `get_user`
    name: Written,
    /// `request`, or `one(request)`
    argument: Written,
    request: Written,
    /// `register_auth_service`
    register: Written,
    /// `{"x-api-key": "key"}`, where the peer asks for that.
    credentials: Option<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    imports.module("grpc.aio");
    imports.module("pytest");
    imports.name("dataclasses", "replace");
    for (module, name) in [("grpc_client", "open_channel"), ("testing", "loopback")] {
        imports.name(&format!("{}.{module}", system.runtime), name);
    }
    let peers: Vec<(&Peer, Vec<GrpcMethod>)> = service
        .peers
        .iter()
        .filter(|peer| matches!(peer.kind, PeerKind::Grpc(_)))
        .map(|peer| (peer, grpc_methods(system, peer)))
        .collect();
    let all = peers.iter().flat_map(|(_, methods)| methods);
    let names = ProtoNames::of(all.map(|method| method.proto_service));
    let (mut policies, mut tests) = (Vec::new(), Vec::new());
    let mut drains = false;
    for (peer, methods) in &peers {
        let module = local_module(peer);
        let imported = if module == peer.module {
            module.clone()
        } else {
            format!("{} as {module}", peer.module)
        };
        imports.name(&format!("{}.clients", service.package), &imported);
        for method in methods {
            policies.push(PolicyView {
                module: python::identifier(&module),
                constant: constant(&client_method(system, peer, method.call)),
            });
            let case = case(system, peer, method, &names, &mut imports);
            tests.extend(case.tests(system, &mut imports).into_iter().map(Lines::into_vec));
            drains |= method.method.streaming.from_server() && case.raises();
        }
    }
    if drains {
        imports.name("collections.abc", "AsyncIterator");
    }
    View {
        servicers: servicers(system, &peers, &names, &mut imports),
        imports: imports.written(),
        policies,
        tests,
        drains,
    }
}

/// The module of a client, under a name that no variable of the tests has.
fn local_module(peer: &Peer) -> String {
    const TAKEN: [&str; 12] = [
        "after", "before", "channel", "client", "loopback", "one", "peer", "pytest", "replace",
        "replies", "reply", "request",
    ];
    let is_taken = TAKEN.contains(&peer.module.as_str());
    if is_taken { format!("{}_client", peer.module) } else { peer.module.clone() }
}

/// One servicer a proto service, with every RPC of it that is called, each once.
fn servicers(
    system: &System,
    peers: &[(&Peer, Vec<GrpcMethod>)],
    names: &ProtoNames,
    imports: &mut Imports,
) -> Vec<ServicerView> {
    let mut views: Vec<ServicerView> = Vec::new();
    for proto in names.all() {
        let called =
            peers.iter().flat_map(|(peer, methods)| methods.iter().map(move |m| (peer, m)));
        let called = called.filter(|(_, method)| method.proto_service == proto);
        let (mut methods, mut written, mut stands_for) = (Lines::default(), Vec::new(), "");
        for (peer, method) in called {
            if written.contains(&method.method.name.as_str()) {
                continue;
            }
            written.push(&method.method.name);
            stands_for = if stands_for.is_empty() { peer.name } else { stands_for };
            methods.gap();
            let shown = shown_to(system.model, peer).and_then(Shown::sample);
            methods.nest(1, &answering(system, method, shown, imports));
        }
        let module = system.messages.grpc_module(proto, imports);
        let (class, last) = (names.class(proto), python::identifier(last_part(proto)));
        let base = Written::fill("{}.{}Servicer", &[&module, &last]);
        let head = Written::fill("{}.add_{}Servicer_to_server", &[&module, &last]);
        let arguments = [Written::fill("{}Peer()", &[&class]), Written::own("server")];
        let mut registration = Lines::default();
        registration.nest(1, &fit(1, &head, &arguments, ""));
        views.push(ServicerView {
            header: fit(0, &Written::fill("class {}Peer", &[&class]), &[base], ":").into_vec(),
            peer: python::comment(stands_for),
            methods: methods.into_vec(),
            snake: names.snake(proto),
            registration: registration.into_vec(),
        });
    }
    views
}

/// An RPC that answers with a sample.
fn answering(
    system: &System,
    method: &GrpcMethod,
    shown: Option<(Written, Written)>,
    imports: &mut Imports,
) -> Lines {
    let streaming = method.method.streaming;
    let name = &method.method.name;
    let input = system.messages.class(&method.input.full_name, imports);
    let output = system.messages.class(&method.output.full_name, imports);
    if streaming != Streaming::Unary {
        imports.name("collections.abc", "AsyncIterator");
    }
    // ruff knows no exception for a name that it would not complain of.
    let excuse = if name.chars().any(char::is_uppercase) { "  # noqa: N802" } else { "" };
    let mut lines = Lines::default();
    let name = python::identifier(name);
    lines.add(0, Written::fill("async def {}({}", &[&name, &Written::own(excuse)]));
    lines.own(1, "self,");
    if streaming.from_client() {
        let parameter = Written::fill("request_iterator: AsyncIterator[{}]", &[&input]);
        lines.add_annotated(1, &parameter, ",");
    } else {
        lines.add(1, Written::fill("request: {},", &[&input]));
    }
    lines.own(1, "context: grpc.aio.ServicerContext[");
    lines.add(2, Written::fill("{},", &[&input]));
    lines.add(2, Written::fill("{},", &[&output]));
    lines.own(1, "],");
    let returns = if streaming.from_server() { ") -> AsyncIterator[{}]" } else { ") -> {}" };
    lines.add_annotated(0, &Written::fill(returns, &[&output]), ":");
    if let Some((name, value)) = shown {
        let pair = Written::fill("({}, {})", &[&name, &value]);
        lines.add(1, Written::fill("assert {} in (context.invocation_metadata() or ())", &[&pair]));
    }
    if streaming.from_client() {
        lines.own(1, "async for _ in request_iterator:");
        lines.own(2, "pass");
    }
    let word = if streaming.from_server() { "yield " } else { "return " };
    let reply = sample::message(system, method.output, "", imports);
    lines.nest(1, &reply.with_head(&Written::own(word)));
    lines
}

fn case<'a, 'b>(
    system: &System<'a>,
    peer: &Peer<'a>,
    method: &'b GrpcMethod<'a>,
    names: &ProtoNames,
    imports: &mut Imports,
) -> Case<'a, 'b> {
    let streams = method.method.streaming.from_client();
    if streams {
        imports.name(&format!("{}.streams", system.runtime), "one");
    }
    Case {
        method,
        peer: python::identifier(&peer.module),
        client: python::dotted(&format!("{}.{}Client", local_module(peer), peer.class)),
        name: python::identifier(&client_method(system, peer, method.call)),
        argument: Written::own(if streams { "one(request)" } else { "request" }),
        request: system.messages.class(&method.input.full_name, imports),
        credentials: shown_to(system.model, peer)
            .and_then(Shown::sample)
            .map(|(name, value)| credentials::header(&name, &value)),
        register: Written::fill("register_{}", &[&names.snake(method.proto_service)]),
    }
}

impl Case<'_, '_> {
    /// Whether a peer that is away is an error to the caller.
    fn raises(&self) -> bool {
        matches!(self.method.otherwise, Otherwise::Raise | Otherwise::LastGood)
    }

    fn tests(&self, system: &System, imports: &mut Imports) -> Vec<Lines> {
        let mut tests = vec![self.is_called(system, imports)];
        if self.raises() {
            imports.name(&format!("{}.errors", system.runtime), "PeerError");
            tests.push(self.names_a_peer_that_is_away());
        } else {
            tests.push(self.goes_on_without(system, imports));
        }
        if self.method.keeps_last_good() {
            imports.name("contextlib", "AsyncExitStack");
            tests.push(self.falls_back_to_the_last_good_reply());
        }
        tests
    }

    fn begun(&self, what: &'static str) -> Lines {
        let what = Written::own(what);
        let name = Written::fill("test_{}_{}_{}", &[&self.peer, &self.name, &what]);
        let mut lines = function_head(&name);
        lines.add(1, Written::fill("request = {}()", &[&self.request]));
        lines
    }

    fn client(&self, channel: &'static str) -> Lines {
        let head = Written::fill("client = {}", &[&self.client]);
        match &self.credentials {
            Some(own) => fit(2, &head, &[Written::own(channel), own.clone()], ""),
            None => call(&head, Written::own(channel), ""),
        }
    }

    fn is_called(&self, system: &System, imports: &mut Imports) -> Lines {
        let mut lines = self.begun("is_called");
        lines.add(1, Written::fill("async with loopback({}) as peer:", &[&self.register]));
        lines.nest(2, &self.client("peer.channel"));
        let sample = sample::message(system, self.method.output, "", imports);
        if self.method.method.streaming.from_server() {
            lines.nest(2, &self.collected());
            lines.own(1, "assert replies == [");
            lines.nest(2, &sample.with_tail(","));
            lines.own(1, "]");
        } else {
            lines.nest(2, &self.awaited("reply = "));
            lines.nest(1, &sample.with_head(&Written::own("assert reply == ")));
        }
        lines
    }

    fn names_a_peer_that_is_away(&self) -> Lines {
        let mut lines = self.away("names_a_peer_that_is_away");
        lines.own(2, "with pytest.raises(PeerError):");
        if self.method.method.streaming.from_server() {
            let call = Written::fill("client.{}({})", &[&self.name, &self.argument]);
            lines.nest(3, &fit(3, &Written::own("await _drain"), &[call], ""));
        } else {
            lines.nest(3, &self.awaited(""));
        }
        lines
    }

    /// The call is optional, or an empty answer stands in for it.
    fn goes_on_without(&self, system: &System, imports: &mut Imports) -> Lines {
        let streams = self.method.method.streaming.from_server();
        if self.method.otherwise == Otherwise::Empty && !streams {
            let mut lines = self.away("falls_back_to_an_empty_reply");
            let empty = system.messages.class(&self.method.output.full_name, imports);
            lines.nest(2, &self.awaited("reply = "));
            lines.add(1, Written::fill("assert reply == {}()", &[&empty]));
            return lines;
        }
        let mut lines = self.away("may_fail");
        if streams {
            lines.nest(2, &self.collected());
            lines.own(1, "assert replies == []");
            return lines;
        }
        let line =
            Written::fill("assert await client.{}({}) is None", &[&self.name, &self.argument]);
        if line.as_str().len() + 8 <= lines::LONGEST {
            lines.add(2, line);
        } else {
            lines.nest(2, &self.awaited("reply = "));
            lines.own(1, "assert reply is None");
        }
        lines
    }

    fn away(&self, what: &'static str) -> Lines {
        let mut lines = self.begun(what);
        lines.own(1, "async with open_channel(\"127.0.0.1:1\") as channel:");
        lines.nest(2, &self.client("channel"));
        lines
    }

    fn falls_back_to_the_last_good_reply(&self) -> Lines {
        let mut lines = self.begun("falls_back_to_the_last_good_reply");
        lines.own(1, "async with AsyncExitStack() as stack:");
        lines.add(2, Written::fill("async with loopback({}) as peer:", &[&self.register]));
        lines.own(3, "channel = await stack.enter_async_context(open_channel(peer.target))");
        lines.nest(3, &self.client("channel"));
        lines.nest(3, &self.awaited("before = "));
        lines.nest(2, &self.awaited("after = "));
        lines.own(1, "assert after == before");
        lines
    }

    /// `reply = await client.get_user(request)`
    fn awaited(&self, assigned: &'static str) -> Lines {
        let head = Written::fill("{}await client.{}", &[&Written::own(assigned), &self.name]);
        fit(3, &head, std::slice::from_ref(&self.argument), "")
    }

    /// `replies = [reply async for reply in client.run(request)]`
    fn collected(&self) -> Lines {
        let head = Written::fill("client.{}", &[&self.name]);
        collected(2, &head, std::slice::from_ref(&self.argument))
    }
}

/// `replies = [reply async for reply in head(arguments)]`, as far as it fits on one line at this level.
pub(in crate::views) fn collected(level: usize, head: &Written, arguments: &[Written]) -> Lines {
    let inner = Written::join(arguments, ", ");
    let call = Written::fill("async for reply in {}({})", &[head, &inner]);
    let line = Written::fill("replies = [reply {}]", &[&call]);
    let mut lines = Lines::default();
    let longest = lines::LONGEST - 4 * level;
    if line.as_str().chars().count() <= longest {
        lines.add(0, line);
        return lines;
    }
    lines.own(0, "replies = [");
    lines.own(1, "reply");
    if call.as_str().chars().count() + 4 <= longest {
        lines.add(1, call);
    } else {
        let head = Written::fill("async for reply in {}", &[head]);
        lines.nest(1, &exploded(&head, arguments, ""));
    }
    lines.own(0, "]");
    lines
}
