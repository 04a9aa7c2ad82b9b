//! Systems of any size, for tests and benchmarks.
#![allow(dead_code, reason = "each of them uses a part of it")]

use std::collections::BTreeSet;
use std::fmt::Write;

use scaffold::tree::{File, Tree, TreePath};

/// The sizes that are measured, in services.
pub(crate) const SIZES: [usize; 4] = [4, 20, 200, 2000];

/// A topology whose services serve three RPCs each, call two others, own a store, publish a topic.
pub(crate) fn topology(services: usize) -> String {
    topology_with(services, |number| {
        let (half, third) = (number / 2, number / 3);
        format!("      DoA: [service-{half}.DoB, service-{third}.DoC]\n")
    })
}

/// The same with five calls a service, over two hops.
pub(crate) fn dense(services: usize) -> String {
    topology_with(services, |number| {
        let four = [(2, "DoB"), (3, "DoC"), (5, "DoB"), (7, "DoC")];
        let mut calls: Vec<String> =
            four.map(|(part, rpc)| format!("service-{}.{rpc}", number / part)).into();
        calls.sort();
        calls.dedup();
        let below = number / 11;
        let endpoints =
            format!("      DoA: [{}]\n      DoB: [service-{below}.DoC]\n", calls.join(", "));
        format!("{endpoints}    calls:\n      service-{below}.DoC: {{timeout: 300ms}}\n")
    })
}

fn topology_with(services: usize, endpoints: impl Fn(usize) -> String) -> String {
    let mut text = "system: bench\ndefaults: {timeout: 1s}\nservices:\n".to_owned();
    for number in 0..services {
        let _ = write!(
            text,
            "  service-{number}:\n    grpc: bench.s{number}.v1.ItemService\n    \
             owns: {{store-{number}: [items]}}\n    outbox: true\n    publishes: [changed.{number}]\n"
        );
        if number > 1 {
            let _ = write!(text, "    endpoints:\n{}", endpoints(number));
        }
    }
    text.push_str("topics:\n");
    for number in 0..services {
        let payload = format!("bench.s{number}.v1.Changed");
        let _ = writeln!(text, "  changed.{number}: {{payload: {payload}, key: item_id}}");
    }
    text
}

/// A topology without protos: services in domains of twenty, each with a store, some with a topic, that call one another over
/// HTTP.
pub(crate) fn in_domains(services: usize) -> String {
    let mut text = String::from("system: large\ndefaults: {timeout: 1s}\ndomains:\n");
    for domain in 0..services.div_ceil(20) {
        let _ = writeln!(text, "  domain-{domain}: {{team: team-{domain}}}");
    }
    text.push_str("services:\n");
    for index in 0..services {
        let domain = index / 20;
        let _ = writeln!(
            text,
            "  service-{index}:\n    purpose: Does {index}\n    domain: domain-{domain}"
        );
        let _ = writeln!(text, "    owns: {{store-{index}: [things]}}\n    covers: [FR-{index}]");
        let near = index * 2 % 20 + domain * 20;
        let far = (index * 7 + 23) % services;
        let later = |to: usize| to > index && to < services;
        let calls: BTreeSet<usize> = [near, far].into_iter().filter(|to| later(*to)).collect();
        let calls = calls.into_iter().map(|to| format!("service-{to} GET /v1/{to}"));
        let calls = calls.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "    endpoints:\n      GET /v1/{index}: [{calls}]");
        if index % 5 == 0 {
            let _ = writeln!(text, "    publishes: [changed.{index}]");
        } else if index % 5 == 3 {
            let _ = writeln!(text, "    consumes: [changed.{}]", index - 3);
        }
    }
    text
}

/// The protos of both, by their paths below `proto/`.
pub(crate) fn protos(services: usize) -> Tree {
    let file = |number: usize| {
        let path = TreePath::new(&format!("bench/s{number}/v1/item.proto"));
        (path.expect("a sound path"), File::new(proto(number)))
    };
    (0..services).map(file).collect()
}

fn proto(number: usize) -> String {
    let mut text = format!(
        "syntax = \"proto3\";\n\npackage bench.s{number}.v1;\n\n// Serves items.\nservice ItemService {{\n"
    );
    for rpc in ["DoA", "DoB", "DoC"] {
        let _ = writeln!(text, "  // Does it.\n  rpc {rpc}({rpc}Request) returns ({rpc}Response);");
    }
    text.push_str("}\n\nmessage Item {\n  string item_id = 1;\n  string name = 2;\n}\n");
    text.push_str("\nmessage Changed {\n  string item_id = 1;\n}\n");
    for rpc in ["DoA", "DoB", "DoC"] {
        let _ = write!(text, "\nmessage {rpc}Request {{\n  string item_id = 1;\n}}\n");
        let _ = write!(
            text,
            "\nmessage {rpc}Response {{\n  string item_id = 1;\n  Item item = 2;\n}}\n"
        );
    }
    text
}
