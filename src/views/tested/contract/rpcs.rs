//! The RPCs in `tests/contract/test_MODULE_contract.py`: each is asked over loopback, and each proto service served in full.

use std::collections::BTreeSet;

use serde::Serialize;

use super::TestView;
use crate::contracts::Method;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::snake;
use crate::names::written::python;
use crate::views::meaning::contract::method_of;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::{sample, valid};
use crate::views::writing::expression::{Brackets, Expression};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, fit};

/// A proto service, and all that it has.
#[derive(Serialize)]
pub(super) struct ServedView {
    test: Written,
    descriptor: Vec<Written>,
    methods: Vec<Written>,
}

/// A test an RPC, over loopback.
pub(super) fn calls(
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
        let test = |name: Written, asked: &Lines| {
            let mut lines = Lines::default();
            lines.nest(1, &fit(1, &stub, &[Written::own("channel")], ""));
            lines.nest(1, asked);
            TestView { name, lines: lines.into_vec() }
        };
        let name = free(names, format!("{}_{}", snake(&proto.name), snake(rpc)));
        let sent = sent(system, service, method, imports);
        let answer = called(system, method, &sent, imports);
        tests.push(test(Written::fill("{}_answers", &[&name]), &answer));
        if let Some(refusal) = refused(system, method, &sent, imports) {
            let name = Written::fill("{}_refuses_what_its_contract_forbids", &[&name]);
            tests.push(test(name, &refusal));
        }
    }
    tests
}

/// What a stub is given: the request, in a stream where one is wanted, and a token where one is asked for.
fn sent(
    system: &System,
    service: &PyService,
    method: &Method,
    imports: &mut Imports,
) -> Vec<Written> {
    let mut sent = Vec::new();
    if method.streaming.from_client() {
        imports.name(&format!("{}.streams", system.runtime), "one");
        sent.push(Written::own("one(request)"));
    } else {
        sent.push(Written::own("request"));
    }
    if service.has.grpc_guarded() {
        sent.push(Written::own("metadata=METADATA"));
    }
    sent
}

/// A request that breaks the limits of its contract.
fn refused(
    system: &System,
    method: &Method,
    sent: &[Written],
    imports: &mut Imports,
) -> Option<Lines> {
    let message = system.model.contracts.message(&method.input)?;
    let arguments = valid::refused(message, &[])?;
    let input = system.messages.class(&method.input, imports);
    let mut lines = Lines::default();
    let head = Written::fill("request = {}", &[&input]);
    lines.nest(0, &fit(1, &head, &arguments, ""));
    lines.own(0, "with pytest.raises(grpc.aio.AioRpcError) as caught:");
    let rpc = python::identifier(&method.name);
    if method.streaming.from_server() {
        let head = Written::fill("async for _ in stub.{}", &[&rpc]);
        lines.nest(1, &fit(2, &head, sent, ":"));
        lines.own(2, "pass");
    } else {
        lines.nest(1, &fit(2, &Written::fill("await stub.{}", &[&rpc]), sent, ""));
    }
    lines.own(0, "assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT");
    Some(lines)
}

/// The paths of all RPCs, where they want a token.
pub(super) fn wanting(service: &PyService) -> Vec<Written> {
    let is_rpc = |one: &&PyOperation| matches!(one.operation.kind, OperationKind::Rpc { .. });
    let rpcs = service.operations.iter().filter(is_rpc).filter(|_| service.has.grpc_guarded());
    rpcs.map(|one| python::string(&format!("/{}", one.label))).collect()
}

fn called(system: &System, method: &Method, sent: &[Written], imports: &mut Imports) -> Lines {
    let input = system.messages.class(&method.input, imports);
    let reply = sample::empty(system, &method.output, imports);
    let mut lines = Lines::default();
    let message = system.model.contracts.message(&method.input);
    let arguments = message.map(|message| valid::arguments(system, message, imports));
    let head = Written::fill("request = {}", &[&input]);
    lines.nest(0, &exploded_blocks(&head, arguments.unwrap_or_default(), ""));
    let rpc = Written::fill("stub.{}", &[&python::identifier(&method.name)]);
    if method.streaming.from_server() {
        let replies = Expression::Each {
            brackets: Brackets::Square,
            key: "",
            item: Box::new(Expression::Plain(Written::own("reply"))),
            clause: Written::fill("async for reply in {}({})", &[&rpc, &Written::join(sent, ", ")]),
        };
        lines.nest(0, &replies.lines(1, &Written::own("replies = "), ""));
        let expected = Expression::Call {
            head: Written::default(),
            brackets: Brackets::Square,
            arguments: vec![reply],
            tail: "",
        };
        lines.nest(0, &expected.lines(1, &Written::own("assert replies == "), ""));
    } else {
        lines.nest(0, &fit(1, &Written::fill("reply = await {}", &[&rpc]), sent, ""));
        lines.add(0, Written::fill("assert reply == {}", &[&reply]));
    }
    lines
}

/// A test a proto service: what the contract has is what this test knows.
pub(super) fn served(
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

/// A name that no test has yet.
fn free(names: &mut BTreeSet<String>, wanted: String) -> Written {
    let numbered = (2..).map(|number| format!("{wanted}_{number}"));
    let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !names.contains(name));
    let name = name.unwrap_or(wanted);
    let written = python::identifier(&name);
    names.insert(name);
    written
}
