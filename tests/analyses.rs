//! What the specification computes: who stops with whom, what numbers come to, what gates say; and that a fact that
//! changes, changes where it is stated and nowhere else.

mod support;

use std::collections::BTreeSet;
use std::fs;

use scaffold::analysis::connections::OF_AN_INSTANCE;
use scaffold::model::Model;
use scaffold::rules;
use scaffold::techspec::{self, Documents};
use scaffold::views::code;
use support::project::{environments_of, model_of};

/// A shop: a page that shows prices, an order that is paid and then told of.
const SHOP: &str = "
system: shop
services:
  front:
    public: {auth: none, rate: 20/s}
    slo: {rps: 60}
    endpoints:
      GET /prices: {calls: [stock GET /prices]}
      POST /orders: {calls: {stock GET /prices: {times: 3}, orders POST /orders: {}}, slo: {availability: 99.5, p99: 2s}}
    calls:
      stock GET /prices: {timeout: 300ms, fallback: cached, retry: 2}
      orders POST /orders: 900ms
  stock:
    http: [GET /prices]
    owns: {stock-db: [prices]}
    consistency: eventual
    scale: {min: 2, max: 12}
  orders:
    endpoints: {POST /orders: {calls: [bank], publishes: [ordered]}}
    calls: {bank: {timeout: 700ms, circuit-breaker: true}}
    owns: {orders-db: [orders]}
    publishes: [ordered]
  packer:
    consumes: {ordered: {retry: 3}}
topics: {ordered: {partitions: 4, retention: 3d}}
externals: {bank: {url: \"https://bank.example.com\", slo: {availability: 99.9}}}
";

fn spec(model: &Model, documents: &Documents) -> String {
    let findings = rules::check(model);
    techspec::render(model, &findings, None, documents).unwrap_or_else(|error| panic!("{error:#}"))
}

fn plain(topology: &str) -> String {
    spec(&model_of(topology, &[]).0, &Documents::default())
}

/// The row of a table below a heading that begins with a cell.
fn row<'a>(text: &'a str, heading: &str, first: &str) -> &'a str {
    let (_, part) = text.split_once(&format!("\n### {heading}\n")).expect("the heading is there");
    let part = part.split("\n##").next().unwrap_or_default();
    let begin = format!("| {first} |");
    part.lines()
        .find(|line| line.starts_with(&begin))
        .unwrap_or_else(|| panic!("no {first} in\n{part}"))
}

#[test]
fn what_is_needed_stops_and_what_can_be_done_without_degrades() {
    let text = plain(SHOP);
    let loss = |node: &str| row(&text, "Loss of a part", node);
    let stock = loss("[`stock`](#stock-service)");
    assert!(
        stock.contains("| - | `front GET /prices`, `front POST /orders` | - | 0 of 2, 0% |"),
        "{stock}"
    );
    assert!(stock.ends_with("| 2 instances; `front`: last good answer |"), "{stock}");
    let bank = loss("`bank`");
    assert!(bank.contains("| `front POST /orders` | - | 1 | 1 of 2, 50% |"), "{bank}");
    let front = loss("[`front`](#front-service)");
    assert!(
        front.contains("| `front GET /prices`, `front POST /orders` | - | - | 2 of 2, 100% |"),
        "{front}"
    );
    let topic = loss("`ordered`");
    let kept = plain(
        &SHOP.replace("    publishes: [ordered]\n", "    publishes: [ordered]\n    outbox: true\n"),
    );
    let kept = row(&kept, "Loss of a part", "`ordered`");
    assert!(topic.contains("| `front POST /orders` | - | 1 |"), "{topic}");
    let waiting =
        "| - | `front POST /orders` | 1 | 0 of 2, 0% | events wait in the outbox of `orders` |";
    assert!(kept.contains(waiting), "an outbox keeps events while their topic is gone: {kept}");
}

#[test]
fn numbers_come_with_their_arithmetic() {
    let text = plain(SHOP);
    let flow = row(&text, "Timeouts and attempts per flow", "`front POST /orders`");
    let sum = "| 2.7s | 1.8s `stock GET /prices` + 900ms `orders POST /orders` | 2s |";
    assert!(flow.contains(sum), "{flow}");
    let server = row(&text, "Connection budgets", "the file | `stock-db`");
    assert!(server.contains("`stock` 12 × 10 = 120 | 100 − 3 = 97 | **over by 23**"), "{server}");
    let load = row(&text, "Capacity", "[`stock`](#stock-service)");
    assert!(load.contains("| 180 | `front` | 2 | 90/s |"), "60 requests, 3 calls each: {load}");
    assert!(text.contains("One caller may ask 20/s at [`front`](#front-service) at most"));
    let available = row(&text, "Availability per flow", "`front POST /orders`");
    assert!(available.contains("99.9% `bank`") && available.contains("minutes"), "{available}");
}

#[test]
fn what_is_open_stays_open_further_on_and_a_circle_is_followed_once() {
    let system = |calls_of_last: &str| {
        let mut text = "system: chain\nservices:\n".to_owned();
        for number in 0..40 {
            let slo = if number == 0 { ", slo: {rps: 5}" } else { "" };
            let calls = match number {
                0 => "{s1 GET /a: {times: per-item}}".to_owned(),
                39 => format!("[{calls_of_last}]"),
                _ => format!("[s{0} GET /a, s{0} GET /b]", number + 1),
            };
            text +=
                &format!("  s{number}:\n    endpoints:\n      GET /a: {{calls: {calls}{slo}}}\n");
            text += &format!("      GET /b: {{calls: {calls}}}\n");
        }
        plain(&text)
    };
    for calls_of_last in ["", "s1 GET /a, s2 GET /a"] {
        let text = system(calls_of_last);
        let second = row(&text, "Capacity", "[`s1`](#s1-service)");
        assert!(second.starts_with("| [`s1`](#s1-service) | 5 or more | `GET /a` |"), "{second}");
        let fourth = row(&text, "Capacity", "[`s3`](#s3-service)");
        assert!(fourth.contains("| 20 or more |"), "two calls of two: {fourth}");
    }
}

/// Orders that ask for stock; the stores of both as given.
fn on_stores(stores: &str) -> String {
    format!(
        "
system: srv
services:
  orders:
    public: {{auth: jwt}}
    replicas: 2
    owns: {{orders-db: [orders]}}
    slo: {{availability: 99.85}}
    endpoints: {{GET /orders: {{calls: [stock GET /stock]}}}}
    calls: {{stock GET /stock: 1s}}
  stock:
    http: [GET /stock]
    replicas: 2
    owns: {{stock-db: [items]}}
  packer: {{cron: \"0 2 * * *\", owns: {{packer-db: [boxes]}}}}
stores: {{{stores}}}
"
    )
}

#[test]
fn a_server_that_stores_share_is_one_thing_that_can_be_gone() {
    let shared = [
        ("main", "orders-db: {server: main}, stock-db: {server: main}, packer-db: {server: main}"),
        ("stock-db", "orders-db: {server: stock-db}, packer-db: {server: orders-db}"),
        ("orders-db", "stock-db: {server: packer-db}, packer-db: {server: orders-db}"),
        (
            "orders-db",
            "orders-db: {server: stock-db}, stock-db: {server: orders-db}, packer-db: {server: orders-db}",
        ),
    ];
    let broken = |topology: &str| {
        let findings = rules::check(&model_of(topology, &[]).0);
        findings.diagnostics.iter().any(|finding| finding.code.id == "A01")
    };
    for (server, stores) in shared {
        let topology = on_stores(stores);
        assert!(!broken(&topology), "one server counts once: {stores}");
        let text = plain(&topology);
        let lost = row(&text, "Loss of a part", &format!("`{server}`"));
        assert!(lost.contains("| server of `orders-db`, `packer-db`, `stock-db` |"), "{lost}");
        assert!(lost.contains("| 2 of 2, 100% |"), "{lost}");
        let (_, losses) = text.split_once("\n### Loss of a part\n").expect("losses are told");
        let losses = losses.split("\n##").next().unwrap_or_default();
        let rows = losses.lines().filter(|line| line.contains("-db`"));
        assert_eq!(rows.count(), 1, "{losses}");
    }
    let apart = on_stores("orders-db: {server: main}, stock-db: {server: other}");
    assert!(broken(&apart), "two servers count twice");
    let several = shared[0].1.replacen("{server: main}", "{server: main, replicas: 2}", 1);
    let text = plain(&on_stores(&several));
    let lost = row(&text, "Loss of a part", "`main`");
    assert!(lost.ends_with("| 2 instances |"), "what one store says of the server holds: {lost}");
}

#[test]
fn the_connections_that_are_counted_are_those_that_are_opened() {
    let path = "blueprints/python/project/libs/runtime/src/RUNTIME/settings.py.j2";
    let text = fs::read_to_string(path).expect("the runtime has settings");
    let number = |name: &str| {
        let begin = format!("    {name}: int = ");
        let line = text.lines().find_map(|line| line.strip_prefix(&begin));
        line.and_then(|number| number.parse::<u32>().ok()).unwrap_or_else(|| panic!("no `{name}`"))
    };
    assert_eq!(number("pool_size") + number("pool_overflow"), OF_AN_INSTANCE);
}

#[test]
fn the_gate_of_libraries_reads_what_uv_resolved() {
    let (model, _) = model_of(SHOP, &[]);
    let mut lock = "version = 1\n".to_owned();
    for library in &code(&model).libraries {
        let least = library.versions.trim_start_matches(">=").split(',').next().unwrap_or_default();
        lock += &format!("\n[[package]]\nname = \"{}\"\nversion = \"{least}\"\n", library.name);
    }
    let gate = |lock: Option<&str>| {
        let text = spec(&model, &Documents { lock, ..Documents::default() });
        row(&text, "Quality gates", "C").to_owned()
    };
    assert!(gate(None).contains("| not decidable | there is no `uv.lock`: run `uv lock` |"));
    assert!(gate(Some(&lock)).contains("| passed | - |"), "{}", gate(Some(&lock)));
    let old = lock.replace(
        "name = \"fastapi\"\nversion = \"0.165\"",
        "name = \"fastapi\"\nversion = \"0.9\"",
    );
    assert!(
        gate(Some(&old))
            .contains("| **failed** | run `uv lock`: it lacks a version that works of `fastapi` |")
    );
}

#[test]
fn what_nobody_answered_is_open_and_says_where_to_answer() {
    let text = plain(SHOP);
    let gate = row(&text, "Quality gates", "D");
    assert!(
        gate.contains("**failed** | answer under `decisions`: ") && gate.contains("`discovery`"),
        "{gate}"
    );
    let open = "| decision | Service discovery mechanism? | `decisions: {discovery: ..}` |";
    assert!(text.contains(open));
    assert!(text.contains("| consistency | What may readers rely on of `orders`? |"));
    let answered =
        plain(&format!("{SHOP}decisions: {{discovery: {{answer: Consul, why: it is there}}}}\n"));
    assert!(!answered.contains(open));
    assert!(answered.contains("| Service discovery mechanism? | Consul | it is there |"));
}

#[test]
fn only_files_that_are_there_tick_a_line() {
    let (model, _) = model_of(SHOP, &[]);
    let none = spec(&model, &Documents::default());
    assert!(none.contains("- [ ] Ruff for linting and formatting: no file shows it\n"));
    let files = BTreeSet::from(["Makefile".to_owned()]);
    let some = spec(&model, &Documents { files: files.into(), ..Documents::default() });
    assert!(some.contains("- [x] Ruff for linting and formatting: [`Makefile`](../../Makefile)\n"));
    assert!(
        some.contains(
            "- Docker multi-stage builds: no environment other than `local` is declared\n"
        )
    );
}

#[test]
fn a_fact_that_changes_changes_the_places_that_state_it() {
    let cases: [(&str, &str, &[&str]); 6] = [
        (
            "retention: 3d",
            "retention: 4d",
            &["Communication Patterns", "Consistency Model per Service"],
        ),
        ("partitions: 4", "partitions: 5", &["Communication Patterns", "Scalability"]),
        (
            "consistency: eventual",
            "consistency: strong",
            &["Service Definitions", "Data Models", "Consistency Model per Service"],
        ),
        (
            "rate: 20/s",
            "rate: 30/s",
            &["Executive Summary", "Service Definitions", "Scalability", "Security"],
        ),
        ("rps: 60", "rps: 70", &["Service Definitions", "Scalability", "Testing Strategy"]),
        (
            "orders POST /orders: 900ms",
            "orders POST /orders: 950ms",
            &[
                "Architecture Overview",
                "Communication Matrix",
                "Service Definitions",
                "Communication Patterns",
                "Failure Impact Analysis",
                "Architecture Review",
            ],
        ),
    ];
    let before = plain(SHOP);
    for (fact, other, places) in cases {
        assert_eq!(SHOP.matches(fact).count(), 1, "`{fact}` is written once");
        let after = plain(&SHOP.replace(fact, other));
        assert_eq!(changed(&before, &after), places, "`{fact}` becomes `{other}`");
    }
}

/// The sections that differ between two documents with the same ones.
fn changed<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let sections = |text: &'a str| text.split("\n## ").collect::<Vec<_>>();
    let after: Vec<&str> = after.split("\n## ").collect();
    let differing = sections(before).into_iter().zip(after).filter(|(one, other)| one != other);
    differing.map(|(one, _)| one.lines().next().unwrap_or_default()).collect()
}

#[test]
fn what_only_an_environment_has_is_told() {
    let more = "{services: {audit: {consumes: [ordered]}, stock: {calls: [bank]}}, stores: {trail: {engine: postgres}}}";
    let text = format!("{SHOP}environments: {{prod: {more}}}\n");
    let (model, _) = model_of(&text, &[]);
    let environments = environments_of(&text, &model);
    let documents = Documents { environments: &environments, ..Documents::default() };
    let spec = spec(&model, &documents);
    let row = spec.lines().find(|line| line.starts_with("| `prod` | presence |"));
    let row = row.unwrap_or_else(|| panic!("{spec}"));
    for added in ["audit", "stock → bank", "trail"] {
        assert!(row.contains(added), "{row}");
    }
}
