//! Whatever is declared, nothing panics on the way from a topology to its specification and its tree, and what is made
//! once is made the same again.

mod support;

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert_eq, proptest};
use scaffold::blueprint::Blueprint;
use scaffold::diagnostic::Diagnostic;
use scaffold::techspec::{self, Documents};
use scaffold::{model, plan, render, rules, topology, views};

use support::project::{environments_of, model_of};

/// Each with the line that it always has, so that calls find something.
const SERVICES: [(&str, &str); 4] = [
    ("door", "http: [\"GET /items/{item_id}\", POST /items, ANY /files/**]"),
    ("stock", "grpc: shop.v1.Stock"),
    ("teller", "grpc: shop.v1.Teller"),
    ("night-watch", "cron: every 30s"),
];
/// The lines beside `services` that are always there.
const ALWAYS: [&str; 3] = [
    "externals: {bank: {url: \"https://bank.example\", auth: api-key}}",
    "stores: {store: postgres@16, cache: {engine: redis@7, ttl: 5m}}",
    "topics: {item.sold: {payload: shop.v1.Item, key: item_id}, stock.low: {payload: shop.v1.Payment}}",
];

/// The contracts of the services that have some: all kinds of RPC, and messages that hold one another.
const PROTO: &str = r#"
syntax = "proto3";
package shop.v1;
service Stock {
  rpc GetItem(GetItemRequest) returns (Item) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc Watch(GetItemRequest) returns (stream Item);
  rpc Load(stream Item) returns (GetItemRequest);
}
service Teller {
  rpc Pay(Payment) returns (Payment);
  rpc Talk(stream Payment) returns (stream Payment);
}
message GetItemRequest { string item_id = 1; }
message Item { string item_id = 1; map<string, Item> parts = 2; repeated Colour colours = 3; }
message Payment { string payment_id = 1; Item item = 2; oneof by { string card = 3; int64 cash = 4; } }
enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; }
"#;

/// Lines below a service, most of them sound.
const OF_A_SERVICE: [&str; 36] = [
    "http: true",
    "public: true",
    "public: {auth: jwt, rate: 5/s, cors: [\"https://shop.example\"]}",
    "calls: [stock.GetItem]",
    "calls: {stock.GetItem: 1s, teller.Pay: {timeout: 2s, retry: 3}}",
    "calls: {stock.Watch: {stream-idle: 2s, circuit-breaker: true}, bank: {optional: true, fallback: cached}}",
    "calls: {stock.Load: none, teller.Talk: {timeout: 5s, times: per-item}}",
    "calls: [bank POST /pay, \"door GET /items/{item}\", stock]",
    "endpoints: {\"GET /items/{item_id}\": [stock.GetItem], POST /items: {calls: [teller.Pay], publishes: [item.sold]}}",
    "endpoints: {GetItem: [teller.Pay], Watch: {writes: {store: [x]}, slo: {p99: 1s, availability: 99.9}}}",
    "endpoints: {Pay: {calls: {stock.GetItem: {parallel: a}, bank: {parallel: a}}}, cron: [stock.GetItem]}",
    "endpoints: {item.sold: {calls: [stock.GetItem], covers: [FR-1]}}",
    "publishes: [item.sold]",
    "publishes: {item.sold: {acks: none}, stock.low: {}}",
    "consumes: [item.sold]",
    "consumes: {item.sold: {group: g, retry: 5, dead-letter: item.sold.dlq, idempotent: true, ordered: true}}",
    "consumes: {stock.low: {ack: auto, concurrency: 4}}",
    "cron: \"0 3 * * *\"",
    "jobs: {recount: {schedule: every 1h, retry: 3, result: true}}",
    "jobs: [recount, repaint]",
    "owns: {store: [items, payments]}",
    "owns: [cache]",
    "reads: {store: [items]}",
    "writes: [store]",
    "outbox: true",
    "consistency: {model: eventual, why: it may lag}",
    "slo: {availability: 99.9, p99: 300ms, rps: 50}",
    "scale: {min: 2, max: 9, cpu: 60%}",
    "config: {LEVEL: {type: int, default: 50}, MODE: {default: a}}",
    "secrets: [API_KEY]",
    "auth: jwt",
    "auth: mtls",
    "issues: jwt",
    "lang: go",
    "starts-after: [stock]",
    "forwards: {GET /old/**: {to: stock, strip: /old}}",
];

/// Lines beside `services`, most of them sound.
const OF_THE_SYSTEM: [&str; 9] = [
    "defaults: {timeout: 1s, replicas: 2}",
    "defaults: {retry: 4, auth: jwt}",
    "domains: {sales: {team: sellers}, depot: {}}",
    "data: {pii: [shop.v1.Payment.card]}",
    "environments: {local: {}, prod: {defaults: {replicas: 3}, services: {stock: {scale: {max: 5}}}}}",
    "environments: {test: {services: {extra: {http: [GET /x]}}}}",
    "checks: {T01: off, fan-out: {max: 1}}",
    "decisions: {versioning: packages}",
    "prd: {one: [stock], two: []}",
];

/// A topology whose services have a few lines each; no key stands twice.
fn topologies() -> impl Strategy<Value = String> {
    let lines =
        |of: &'static [&'static str], most| prop::sample::subsequence(of.to_vec(), 0..=most);
    let services = prop::collection::vec(lines(&OF_A_SERVICE, 6), SERVICES.len());
    (services, lines(&OF_THE_SYSTEM, 4)).prop_map(|(services, system)| {
        let mut text = "system: shop\nservices:\n".to_owned();
        for ((name, always), lines) in SERVICES.iter().zip(&services) {
            text.push_str(&format!("  {name}:\n"));
            text.extend(once_each(&[always], lines).iter().map(|line| format!("    {line}\n")));
        }
        text.extend(once_each(&ALWAYS, &system).iter().map(|line| format!("{line}\n")));
        text
    })
}

/// The lines, and of others the first of each key that has none yet.
fn once_each<'a>(lines: &[&'a str], others: &[&'a str]) -> Vec<&'a str> {
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let mut kept = lines.to_vec();
    for line in others {
        if kept.iter().all(|other| key(other) != key(line)) {
            kept.push(line);
        }
    }
    kept
}

/// Everything that is made of a topology, as text; nothing where something cannot be resolved.
fn made(text: &str) -> Option<String> {
    let (model, faults) = model_of(text, &[("shop/v1/shop.proto", PROTO)]);
    let findings = rules::check(&model);
    let stops = |fault: &Diagnostic| fault.is_error() && rules::stops(fault.code);
    if faults.iter().any(Diagnostic::is_error) || findings.diagnostics.iter().any(stops) {
        return None;
    }
    let document = techspec::render(&model, &findings, None, &Documents::default());
    let mut out = document.unwrap_or_else(|error| panic!("{error:#}\n{text}"));
    let blueprint = Blueprint::embedded(model::BLUEPRINT).expect("it is embedded");
    let views = views::views(&model, &environments_of(text, &model));
    let plan = plan::plan(&blueprint, &views, Vec::new());
    let plan = plan.unwrap_or_else(|error| panic!("{error:#}\n{text}"));
    let rendered = render::render(plan, &blueprint);
    for file in rendered.unwrap_or_else(|error| panic!("{error:#}\n{text}")) {
        out.push_str(&format!("{}\n{}", file.path, String::from_utf8_lossy(&file.file.bytes)));
    }
    Some(out)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_topology_makes_it_panic_and_each_becomes_one_thing(text in topologies()) {
        let once = made(&text);
        prop_assert_eq!(once, made(&text));
    }

    #[test]
    fn no_overlay_makes_judging_panic(text in topologies()) {
        let (model, _) = model_of(&text, &[("shop/v1/shop.proto", PROTO)]);
        let (topology, _) = topology::parse(&"topology.yaml".into(), &text);
        for (_, environment) in &topology.environments {
            let overlaid = topology.overlaid(environment);
            rules::check(&model::resolve(&overlaid, model.contracts.clone()).0);
        }
    }
}
