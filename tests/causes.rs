//! What has one cause is told once: at what is to be mended, with all that it concerns.

mod judged;

use std::fmt::Write;

use judged::{Judged, judge, judge_with};
use scaffold::diagnostic::{Diagnostic, Outcome, human};
use scaffold::rules::Verdict;

const PROTO: &str = "syntax = \"proto3\";
package shop.v1;
service Users { rpc Get(Asked) returns (User); rpc Find(Asked) returns (User); rpc Add(User) returns (Asked); }
message Asked { string id = 1; }
message User { string email = 1; string password = 2; }
";

fn users(text: &str) -> Judged {
    judge(text, &[("shop/v1/users.proto".to_owned(), PROTO.to_owned())])
}

/// The only finding of a rule.
fn only(judged: &Judged, code: &str) -> Diagnostic {
    assert!(judged.faults.is_empty(), "{}", human(&judged.faults, &judged.sources, false));
    let all = judged.of(code);
    assert_eq!(all.len(), 1, "{}", human(&all, &judged.sources, false));
    all.into_iter().next().expect("there is one")
}

/// Forty calls of which nobody says how long they may take.
fn forty(defaults: &str) -> String {
    let mut text = format!("system: shop\n{defaults}services:\n  web:\n    calls:\n");
    for number in 0..40 {
        writeln!(text, "      stock GET /{number}: {{}}").expect("a string takes it");
    }
    text.push_str("  stock:\n    endpoints:\n");
    for number in 0..40 {
        writeln!(text, "      GET /{number}: [bank GET /{number}]").expect("a string takes it");
    }
    text.push_str("    calls:\n");
    for number in 0..40 {
        writeln!(text, "      bank GET /{number}: {{}}").expect("a string takes it");
    }
    text + "externals: {bank: {url: \"https://bank.example.com\"}}\n"
}

#[test]
fn timeouts_that_nobody_says_are_missed_once() {
    let judged = judge(&forty(""), &[]);
    let unsaid = only(&judged, "T01");
    assert_eq!(unsaid.outcome, Outcome::NotDecidable);
    assert!(unsaid.message.starts_with("no timeout is said for 80 calls: "), "{}", unsaid.message);
    assert!(unsaid.message.ends_with(" and 71 others"), "{}", unsaid.message);
    assert_eq!(unsaid.related.len(), 80, "each has its place and its words");
    let open = only(&judged, "T02");
    assert!(open.message.starts_with("whether the callers of 40 calls wait long enough is open: "));
    assert_eq!(judged.findings.of("T01").expect("it is a rule").verdict, Verdict::NotDecidable(1));
}

#[test]
fn a_default_that_never_ends_is_told_where_it_is_written() {
    let judged = judge(&forty("defaults: {timeout: none}\n"), &[]);
    let endless = only(&judged, "T01");
    assert!(endless.message.starts_with("80 calls may wait for ever: "), "{}", endless.message);
    assert_eq!(judged.lines(&endless)[0], 2);
    assert!(judged.of("T02").is_empty());
    let bounded = forty("defaults: {timeout: none}\n")
        .replace("stock GET /1: {}", "stock GET /1: 60s")
        .replace("stock GET /2: {}", "stock GET /2: 60s");
    let judged = judge(&bounded, &[]);
    let inverted = judged.of("T02");
    assert_eq!(inverted.len(), 1, "{inverted:#?}");
    assert_eq!(judged.lines(&inverted[0])[0], 2);
}

#[test]
fn one_default_for_a_whole_chain_is_one_inverted_budget() {
    let judged = judge(&forty("defaults: {timeout: 1s}\n"), &[]);
    let inverted = only(&judged, "T02");
    assert!(inverted.is_error());
    assert!(inverted.message.starts_with("by one default for all, the callees of 40 calls "));
    assert_eq!(judged.lines(&inverted)[0], 2);
}

#[test]
fn what_is_waived_is_told_by_itself_with_its_reason() {
    let text = "
system: shop
defaults: {timeout: none}
services:
  web:
    calls:
      stock GET /1: {allow: {T01: a long poll}}
      stock GET /2: {}
      stock GET /3: {}
  stock: {http: [GET /1, GET /2, GET /3]}
";
    let judged = judge(text, &[]);
    let messages: Vec<String> = judged.of("T01").into_iter().map(|one| one.message).collect();
    assert_eq!(
        messages,
        [
            "2 calls may wait for ever: `stock GET /2` and `stock GET /3`",
            "`web` calls `stock GET /1` and may wait for ever (waived: a long poll)",
        ]
    );
}

#[test]
fn a_single_one_is_told_in_its_own_words() {
    let text = "
system: shop
defaults: {timeout: none}
services:
  web: {calls: [stock GET /1]}
  stock: {http: [GET /1]}
";
    let only = only(&judge(text, &[]), "T01");
    assert_eq!(only.message, "`web` calls `stock GET /1` and may wait for ever");
}

#[test]
fn a_default_of_attempts_that_contracts_do_not_bear_is_one_fault() {
    let text = "
system: shop
defaults: {timeout: 1s, retry: 3}
services:
  web: {endpoints: {GET /: [users.Get, users.Find, users.Add]}}
  users: {grpc: shop.v1.Users}
";
    let judged = users(text);
    let repeated = only(&judged, "T04");
    assert!(repeated.message.starts_with("3 calls are repeated by default, "), "{repeated:#?}");
    assert_eq!(judged.lines(&repeated)[0], 3);
}

#[test]
fn an_open_door_is_told_where_it_is_left_open() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {public: {auth: jwt}, endpoints: {GET /: [users.Get, users.Find, users.Add]}}
  users:
    grpc: shop.v1.Users
    auth: none
";
    let judged = users(text);
    let open = only(&judged, "P02");
    assert_eq!(
        open.message,
        "3 calls are made without anybody asking who it is: `users.Get`, `users.Find` and `users.Add`"
    );
    assert_eq!(judged.lines(&open)[0], 8);
}

#[test]
fn a_secret_in_a_message_of_many_answers_is_one_secret() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {endpoints: {GET /: [users.Get, users.Find, users.Add]}}
  users: {grpc: shop.v1.Users}
data: {secret: [shop.v1.User.password]}
";
    let told = only(&users(text), "P04");
    assert_eq!(told.message, "2 RPCs of `users` return `shop.v1.User.password`: `Get` and `Find`");
}

#[test]
fn what_runs_once_everywhere_is_told_once() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {public: {auth: jwt}, endpoints: {GET /: [stock GET /, cart GET /]}}
  stock: {http: [GET /], owns: {stock-db: [items]}}
  cart: {http: [GET /], owns: {cart-db: [carts]}, replicas: 1}
stores: {stock-db: {engine: postgres@16, replicas: 1}, cart-db: {engine: postgres@16, replicas: 1}}
environments: {prod: {}}
";
    let messages: Vec<String> =
        judge(text, &[]).of("A02").into_iter().map(|one| one.message).collect();
    assert_eq!(
        messages,
        [
            "one runs of each of 2 services that public flows need: `web` and `stock` (in `prod`)",
            "one `cart` runs, and `GET /` of `web` needs it (in `prod`)",
            "one runs of each of 2 stores that public flows need: `stock-db` and `cart-db` (in `prod`)",
        ]
    );
}

#[test]
fn the_ways_into_one_storm_and_one_chain_are_told_together() {
    let text = "
system: shop
services:
  app: {public: {auth: jwt}, http: [GET /], calls: {a GET /: {timeout: 20s, retry: 3}}}
  web: {public: {auth: jwt}, http: [GET /], calls: {a GET /: {timeout: 20s, retry: 3}}}
  a: {http: [GET /], calls: {b GET /: {timeout: 6s, retry: 3}}}
  b: {http: [GET /], calls: {c GET /: 5s}}
  c: {http: [GET /], calls: {d GET /: 4s}}
  d: {http: [GET /], calls: {e GET /: 3s}}
  e: {http: [GET /]}
";
    let judged = judge(text, &[]);
    let storm = only(&judged, "T03");
    assert_eq!(
        storm.message,
        "2 ways make up to 9 of `b GET /` out of one request: `app` and `web`"
    );
    let deep = only(&judged, "A04");
    assert_eq!(
        deep.message,
        "2 operations wait for 5 calls in a row, on to `e GET /`: `app GET /` and `web GET /`"
    );
}

#[test]
fn a_promise_of_a_service_is_broken_once() {
    let text = "
system: shop
services:
  web:
    slo: {p99: 300ms}
    endpoints: {GET /1: [stock GET /], GET /2: [stock GET /]}
    calls: {stock GET /: 2s}
  stock: {http: [GET /]}
";
    let judged = judge(text, &[]);
    let late = only(&judged, "T06");
    assert_eq!(
        late.message,
        "`web` promises 300ms, and 2 operations may wait longer: `GET /1` and `GET /2`"
    );
    assert_eq!(judged.lines(&late), [5, 6, 6]);
}

/// A service that says little, and says it often.
const TERSE: &str = "
system: shop
defaults: {timeout: 1s}
services:
  web:
    http: [GET /]
    calls:
      users: {}
      stock: {}
      users.Watch: {}
      users.Listen: {}
      bank POST /1: {}
      bank POST /2: {}
      mail GET /1: {optional: true}
      mail GET /2: {optional: true}
      stock GET /1: {deadline: detached}
      stock GET /2: {deadline: detached}
  users: {grpc: shop.v1.Watched, owns: [users-db], publishes: [moved]}
  stock: {http: [GET /1, GET /2], owns: [stock-db], publishes: [moved]}
externals: {bank: {url: \"https://bank.example.com\"}, mail: {url: \"https://mail.example.com\"}}
";

#[test]
fn what_is_missing_in_many_places_is_told_once() {
    let proto = PROTO.to_owned()
        + "service Watched { rpc Watch(Asked) returns (stream User); rpc Listen(Asked) returns (stream User); }\n";
    let judged = judge(TERSE, &[("shop/v1/users.proto".to_owned(), proto)]);
    let told = |code: &str| -> Vec<String> {
        judged.of(code).into_iter().map(|one| one.message).collect()
    };
    assert_eq!(
        told("C07"),
        ["`web` calls 2 others without saying which operation: `users` and `stock`"]
    );
    assert_eq!(told("E05"), ["2 services publish apart from their writes: `users` and `stock`"]);
    assert_eq!(
        told("G01"),
        ["nobody says how long 2 streams may be silent: `users.Watch` and `users.Listen`"]
    );
    assert_eq!(
        told("T05"),
        ["2 callees of `web` go on after it has given up: `stock GET /1` and `stock GET /2`"]
    );
    assert_eq!(
        told("A06"),
        [
            "2 calls need `bank`, and go on when that is down: `bank POST /1` and `bank POST /2`",
            "`web` can do without 2 others, but not a word says how: `mail GET /1` and `mail GET /2`",
        ]
    );
}

#[test]
fn consumers_that_all_leave_open_what_becomes_of_failures_are_told_once() {
    let text = "
system: shop
services:
  orders: {http: [POST /], publishes: [placed, paid]}
  mails: {consumes: [placed, paid]}
  stock: {consumes: [placed]}
";
    let judged = judge(text, &[]);
    let told = only(&judged, "E03");
    assert_eq!(
        told.message,
        "in 3 places consumers may fail on events, and do not say how often they try, and where these go then: `mails placed`, `mails paid` and `stock placed`"
    );
    assert_eq!(only(&judged, "E04").related.len(), 3);
}

const REQUIREMENTS: &str = "# Shop

- **FR-1** (Must): Somebody can sign in.
- **FR-2** (Must): Somebody can buy an item.
";

/// The codes of everything that is said, in the order of the topology.
fn codes(text: &str) -> Vec<&'static str> {
    let protos = [("shop/v1/users.proto".to_owned(), PROTO.to_owned())];
    let judged = judge_with(text, &protos, &[("shop".to_owned(), REQUIREMENTS.to_owned())]);
    let all = judged.faults.iter().chain(&judged.findings.diagnostics);
    let told = all.filter(|one| one.outcome == Outcome::Violated && one.code.id != "P01");
    let mut told: Vec<&Diagnostic> = told.collect();
    scaffold::diagnostic::sort(&mut told);
    told.into_iter().map(|diagnostic| diagnostic.code.id).collect()
}

#[test]
fn what_an_entry_of_no_operation_fulfils_and_uses_is_not_missed() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {public: {auth: jwt}, endpoints: {GET /: {calls: [users.Get, users.Find, users.Add], covers: [FR-1]}}}
  users:
    grpc: shop.v1.Users
    endpoints: {Gex: {covers: [FR-2], reads: [cache], writes: [cache]}}
stores: {cache: {engine: redis@7}, main: {engine: redis@7}}
";
    let judged = judge_with(
        text,
        &[("shop/v1/users.proto".to_owned(), PROTO.to_owned())],
        &[("shop".to_owned(), REQUIREMENTS.to_owned())],
    );
    assert!(judged.of("R01").is_empty(), "{:#?}", judged.of("R01"));
    let unused: Vec<String> = judged.of("S03").into_iter().map(|one| one.message).collect();
    assert_eq!(unused, ["`users` uses `cache`, but nobody owns it", "nobody uses `main`"]);
    let faults: Vec<&str> = judged.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(faults, ["there is no operation of `users` with the name `Gex`"]);
    // What is covered there is still looked for in the document.
    let unknown = judge_with(
        &text.replace("[FR-2]", "[FR-2, FR-9]"),
        &[("shop/v1/users.proto".to_owned(), PROTO.to_owned())],
        &[("shop".to_owned(), REQUIREMENTS.to_owned())],
    );
    assert_eq!(unknown.of("R02").len(), 1);
}

#[test]
fn what_the_operations_of_unknown_contracts_fulfil_is_not_missed() {
    let text = "
system: shop
services:
  web: {public: {auth: jwt}, http: [GET /], covers: [FR-1]}
  orders: {public: {auth: jwt}, grpc: other.v1.Orders, endpoints: {Add: {covers: [FR-2]}}}
  users: {public: {auth: jwt}, grpc: shop.v1.Users}
";
    assert_eq!(codes(text), ["C03"]);
}

#[test]
fn a_misspelt_name_is_told_once_and_what_it_means_is_not_missed() {
    let sound = "
system: shop
defaults: {timeout: 1s}
domains: {sales: {team: sellers}}
prd: {shop: [web, users]}
services:
  web:
    public: {auth: jwt}
    domain: sales
    endpoints:
      GET /: {calls: [users.Get, users.Find], covers: [FR-1]}
      POST /: {calls: [bank POST /charge, users.Add], covers: [FR-2]}
    calls: {bank POST /charge: {compensated-by: bank POST /refund}}
  users:
    domain: sales
    grpc: shop.v1.Users
    reads: [session-locks]
stores: {session-locks: {kind: cache, engine: redis@7}}
externals: {bank: {url: \"https://bank.example.com\"}}
checks: {A06: off}
";
    let owned = sound.replace("    reads", "    owns: [session-locks]\n    reads");
    assert_eq!(codes(&owned), Vec::<&str>::new());
    for (right, wrong, code) in [
        ("domain: sales\n    endpoints", "domain: sale\n    endpoints", "Y09"),
        ("[web, users]", "[wbe, users]", "Y09"),
        ("[web, users]", "[web, usres]", "Y09"),
        ("[users.Get,", "[user.Get,", "C01"),
        ("compensated-by: bank", "compensated-by: bnk", "C01"),
    ] {
        assert_eq!(codes(&owned.replace(right, wrong)), [code], "{wrong}");
    }
    assert_eq!(codes(&sound.replace("[session-locks]", "[session-lock]")), ["Y09"]);
    assert_eq!(codes(&owned.replace("grpc: shop.v1.Users", "grpc: shop.v1.User")), ["C03"]);
}

#[test]
fn a_call_of_a_contract_that_is_missing_says_what_it_calls() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {public: {auth: jwt}, endpoints: {GET /: {calls: [users.Get, users.Buy], covers: [FR-1, FR-2]}}}
  users: {grpc: [shop.v1.Users, other.v1.Orders]}
";
    assert_eq!(codes(text), ["C03"]);
    let judged = users(text);
    let told = only(&judged, "C03");
    assert_eq!(told.message, "`users` serves `other.v1.Orders`, which no proto declares");
}
