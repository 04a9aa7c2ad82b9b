//! Systems of any size: each service serves three RPCs, calls two others, owns a store, publishes a topic.

use std::fmt::Write;

use scaffold::tree::{File, Tree, TreePath};

/// The sizes that are measured, in services.
pub(crate) const SIZES: [usize; 4] = [4, 20, 200, 2000];

/// The topology of a system.
pub(crate) fn topology(services: usize) -> String {
    topology_with(services, |number| {
        let (half, third) = (number / 2, number / 3);
        format!("      DoA: [service-{half}.DoB, service-{third}.DoC]\n")
    })
}

/// The same with five calls a service, over two hops.
#[allow(dead_code, reason = "each benchmark uses a part of it")]
pub(crate) fn dense(services: usize) -> String {
    topology_with(services, |number| {
        let four = [(2, "DoB"), (3, "DoC"), (5, "DoB"), (7, "DoC")];
        let mut calls: Vec<String> =
            four.map(|(part, rpc)| format!("service-{}.{rpc}", number / part)).into();
        calls.sort();
        calls.dedup();
        let below = number / 11;
        format!("      DoA: [{}]\n      DoB: [service-{below}.DoC]\n", calls.join(", "))
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

/// Its protos, by their paths below `proto/`.
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
