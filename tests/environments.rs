//! Checks judge each environment: a fault that only an overlay makes is found, and says where it holds.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

mod judged;

use std::fs;
use std::process::Command;

use judged::judge;
use tempfile::TempDir;

#[test]
fn a_fault_of_an_environment_names_the_environment() {
    let folder = TempDir::new().expect("a temporary folder");
    let topology = "
system: shop
services:
  cart: {http: [GET /cart]}
  stock: {http: [GET /stock]}
environments:
  local: {}
  prod: {services: {cart: {owns: {goods: [carts]}}, stock: {owns: {goods: [items]}}}}
";
    fs::write(folder.path().join("topology.yaml"), topology).expect("it can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_scaffold"))
        .arg("-C")
        .arg(folder.path())
        .arg("check")
        .output()
        .expect("the binary starts");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert_eq!(shown.matches("error[S01").count(), 1, "{shown}");
    assert!(shown.contains("`cart` and `stock` both own `goods` (in `prod`)"), "{shown}");
}

#[test]
fn values_that_cannot_both_hold_are_found_where_they_meet() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  cart:
    scale: {max: 3}
    endpoints: {PUT /cart: [stock PUT /stock]}
    calls: {stock PUT /stock: {copies: 3, quorum: 2}}
  stock: {http: [PUT /stock]}
environments:
  prod: {services: {cart: {scale: {min: 5}, calls: {stock PUT /stock: {copies: 1}}}}}
";
    let judged = judge(text, &[]);
    assert!(judged.faults.is_empty(), "each half is right by itself");
    let messages: Vec<String> = judged.of("Y05").into_iter().map(|one| one.message).collect();
    assert_eq!(
        messages,
        [
            "2 replicas cannot answer where 1 are asked (in `prod`)",
            "at least 5 instances cannot be 3 at most (in `prod`)",
        ]
    );
}

#[test]
fn a_name_that_only_an_environment_mistypes_is_found() {
    let text = "
system: shop
services:
  cart: {http: [GET /cart]}
environments:
  prod: {services: {cart: {domain: nowhere}, crat: {replicas: 3}}}
";
    let judged = judge(text, &[]);
    assert_eq!(judged.of("Y09")[0].message, "there is no domain `nowhere` (in `prod`)");
    let idle = &judged.of("Y06")[0];
    assert_eq!(idle.message, "`crat` serves nothing and does nothing (in `prod`)");
    assert!(
        idle.hint.as_ref().is_some_and(|hint| hint.starts_with("write `cart` if that is meant"))
    );
}

#[test]
fn a_waiver_that_one_environment_needs_is_not_idle_in_the_others() {
    let text = "
system: shop
services:
  web: {http: [GET /], public: {auth: jwt}, allow: {A02: a toy, T01: a toy}}
environments:
  staging: {services: {web: {replicas: 2}}}
  prod: {}
";
    let judged = judge(text, &[]);
    let idle: Vec<String> = judged.of("Y10").into_iter().map(|one| one.message).collect();
    assert_eq!(idle, ["nothing here breaks `T01 call-without-timeout`"]);
}

#[test]
fn what_stands_in_for_each_other_is_not_judged_together() {
    let text = "
system: shop
services:
  fake: {http: [GET /], when: demo, owns: {main: [items]}}
  real: {http: [GET /], unless: demo, owns: {main: [items]}}
environments: {prod: {}, staging: {profiles: [demo]}}
";
    assert!(judge(text, &[]).of("S01").is_empty());
    let both = text.replace("unless: demo, ", "");
    let told: Vec<String> =
        judge(&both, &[]).of("S01").into_iter().map(|one| one.message).collect();
    assert_eq!(told, ["`fake` and `real` both own `main`"]);
}

#[test]
fn what_every_environment_mends_is_no_fault() {
    let text = "
system: shop
services:
  web: {http: [GET /], calls: {cart GET /: 1s}}
  cart: {http: [GET /], calls: {stock GET /: 2s}}
  stock: {http: [GET /]}
environments: {prod: {services: {web: {calls: {cart GET /: 5s}}}}}
";
    assert!(judge(text, &[]).of("T02").is_empty());
    let local = text.replace("environments: {", "environments: {local: {}, ");
    let told = judge(&local, &[]).of("T02");
    assert_eq!(told.len(), 1);
    assert!(told[0].message.starts_with("`web` waits 1s for `cart GET /`"));
}

#[test]
fn findings_of_one_cause_that_only_an_environment_has_are_told_together() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {http: [GET /1, GET /2, GET /3], endpoints: {GET /1: [cart GET /1], GET /2: [cart GET /2]}}
  cart: {http: [GET /1, GET /2]}
environments: {prod: {defaults: {timeout: none}}}
";
    let told: Vec<String> = judge(text, &[]).of("T01").into_iter().map(|one| one.message).collect();
    assert_eq!(told, ["2 calls may wait for ever: `cart GET /1` and `cart GET /2` (in `prod`)"]);
}

#[test]
fn who_is_only_absent_need_not_be_declared() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {http: [GET /], calls: [fake GET /]}
  fake: {http: [GET /], when: demo}
environments: {prod: {}, demo: {profiles: [demo]}}
";
    let absent = &judge(text, &[]).of("C01")[0];
    assert!(absent.message.ends_with("(in `prod`)"), "{absent:?}");
    let hint = absent.hint.as_deref().unwrap_or_default();
    assert!(hint.starts_with("`fake` is not there with these profiles"), "{hint}");
}
