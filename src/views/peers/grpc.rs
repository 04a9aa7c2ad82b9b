//! `clients/PEER.py` of a service that is called over gRPC.

use super::client::View;
use super::method::{
    GrpcMethod, Otherwise, client_doc, client_method, grpc_methods, grpc_signature,
};
use super::policy::{given, policy};
use crate::contracts::Streaming;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{Peer, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded, fit};
use crate::views::writing::method::{Form, head};
use crate::views::writing::proto_names::{ProtoNames, last_part};

pub(super) fn fill(system: &System, peer: &Peer, view: &mut View) {
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
        policies.nest(0, &policy(system, peer, (&name, &label), method.call, &mut imports));
        let stub = names.snake(method.proto_service);
        if !opened.contains(&method.proto_service) {
            opened.push(method.proto_service);
            let module = system.messages.grpc_module(method.proto_service, &mut imports);
            let class = python::identifier(last_part(method.proto_service));
            let head = Written::fill("{} = {}.{}Stub", &[&stub, &module, &class]);
            calls.nest(2, &fit(2, &head, &[Written::own("channel")], ""));
        }
        calls.nest(
            2,
            &open_call(system, method, (&name, &stub), view.has_credentials, &mut imports),
        );
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
    (name, stub): (&str, &Written),
    has_credentials: bool,
    imports: &mut Imports,
) -> Lines {
    let class = match method.method.streaming {
        Streaming::Unary => "UnaryCall",
        Streaming::Client => "ClientStreamCall",
        Streaming::Server => "ServerStreamCall",
        Streaming::Bidirectional => "BidiCall",
    };
    imports.name(&format!("{}.grpc_client", system.runtime), class);
    let (name, policy) = (python::identifier(name), given(name, has_credentials, imports));
    let rpc = python::identifier(&method.method.name);
    let arguments = [Written::fill("{}.{}", &[stub, &rpc]), policy];
    let head = Written::fill("self._{} = {}", &[&name, &Written::own(class)]);
    let mut lines = exploded(&head, &arguments, "");
    if method.otherwise == Otherwise::LastGood && method.method.streaming == Streaming::Unary {
        imports.name(&format!("{}.resilience", system.runtime), "LastGood");
        let output = system.messages.class(&method.output.full_name, imports);
        let head = Written::fill("self._{}_last = LastGood[", &[&name]);
        lines.add_bracketed(0, head, output, Written::own("]()"));
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
