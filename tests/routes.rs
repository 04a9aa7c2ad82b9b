//! The outside reaches what the topology says, and the network lets exactly that in.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

const TOPOLOGY: &str = r#"
system: shop
defaults: {timeout: 1s}
services:
  web:
    public: {auth: none}
    http: [GET /v1/items, "GET /v1/items/{id}", POST /v1/orders, ANY /static/**]
    endpoints:
      "GET /v1/items/{id}": {calls: [stock.Take], slo: {p99: 8s}}
      POST /v1/orders: [stock.Take, pay POST /charge]
      GET /v1/items: {calls: {pay GET /1: {parallel: all}, pay GET /2: {parallel: all}, pay GET /3: {}}}
    calls:
      pay POST /charge: {timeout: none}
      pay GET /1: 20s
      pay GET /2: 30s
    forwards: {ANY /reports/**: {to: reports, strip: /reports}, GET /about: reports}
  stock: {grpc: shop.v1.StockService, public: true}
  reports: {http: [GET /daily]}
  ledger: {http: [GET /books]}
  proxy: {lang: go, public: true, forwards: {ANY /books: ledger}}
externals:
  pay: {url: "https://pay.example.com"}
environments: {prod: {}}
"#;
const PROTO: &str = "syntax = \"proto3\";\npackage shop.v1;\n\
    service StockService { rpc Take(TakeRequest) returns (TakeReply); }\n\
    message TakeRequest {}\nmessage TakeReply {}\n";

/// The folder of the manifests that come of the topology.
fn generated() -> (TempDir, impl Fn(&str) -> String) {
    let folder = TempDir::new().expect("a temporary folder");
    let protos = folder.path().join("proto/shop/v1");
    fs::create_dir_all(&protos).expect("it can be made");
    fs::write(protos.join("stock.proto"), PROTO).expect("it can be written");
    fs::write(folder.path().join("topology.yaml"), TOPOLOGY).expect("it can be written");
    let scaffold = env!("CARGO_BIN_EXE_scaffold");
    let output = Command::new(scaffold).arg("-C").arg(folder.path()).arg("generate").output();
    let output = output.expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let base = folder.path().join("deploy/k8s/base");
    (folder, move |name: &str| fs::read_to_string(base.join(name)).unwrap_or_default())
}

#[test]
fn paths_are_routed_and_wait_as_long_as_their_calls_may_take() {
    let (_folder, manifest) = generated();
    let route = manifest("web-route.yaml");
    let rule = |path: &str| {
        let rules = route.split("    - matches:\n");
        let found = rules.skip(1).find(|rule| rule.contains(&format!("value: \"{path}\"\n")));
        found.unwrap_or_else(|| panic!("no rule has {path}:\n{route}")).to_owned()
    };
    assert!(rule("/static").contains("type: PathPrefix"), "{route}");
    assert!(!rule("/static").contains("timeouts"), "nothing is called: {route}");
    let item = route.split("    - matches:\n").find(|rule| rule.contains("request: 9s"));
    assert!(item.is_some_and(|rule| rule.contains("PathPrefix")), "no longer promised: {route}");
    assert!(rule("/v1/orders").contains("request: 0s"), "one call has no end: {route}");
    assert!(route.contains("request: 33s"), "the longest of two at once, then 1 s, and 2: {route}");
    assert!(rule("/reports").contains("replacePrefixMatch: \"/\""), "{route}");
    assert!(rule("/reports").contains("name: reports"), "{route}");
    assert!(!rule("/about").contains("filters"), "{route}");
    assert!(manifest("stock-route.yaml").contains("service: shop.v1.StockService"));
}

#[test]
fn the_gateway_is_let_in_where_it_has_a_route_and_a_proxy_where_it_forwards() {
    let (_folder, manifest) = generated();
    let lets_in = |service: &str, from: &str| {
        let manifest = manifest(&format!("{service}.yaml"));
        let ingress = manifest.split("ingress:\n").nth(1).unwrap_or_default();
        ingress.split("  egress").next().unwrap_or_default().contains(from)
    };
    let gateway = "kubernetes.io/metadata.name: ingress";
    assert!(lets_in("web", gateway) && lets_in("stock", gateway) && lets_in("reports", gateway));
    assert!(!lets_in("ledger", gateway), "only the proxy hands on to it");
    assert!(lets_in("ledger", "app.kubernetes.io/name: proxy"));
    assert!(!lets_in("reports", "app.kubernetes.io/name: web"), "web itself hands nothing on");
    assert_eq!(manifest("reports-route.yaml"), "", "it is no door itself");
}
