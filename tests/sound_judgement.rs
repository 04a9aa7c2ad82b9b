//! Small designs that an architect has judged: what is a fault is found, what is none is not.

mod judged;

use judged::{Judged, judge};
use scaffold::diagnostic::{Diagnostic, Outcome, Severity};

const PROTO: &str = "syntax = \"proto3\";
package shop.v1;
message Placed { string id = 1; string email = 2; }
";

fn of(text: &str) -> Judged {
    judge(text, &[("shop/v1/events.proto".to_owned(), PROTO.to_owned())])
}

fn messages(judged: &Judged, code: &str) -> Vec<String> {
    judged.of(code).into_iter().map(|one| one.message).collect()
}

/// A page that waits 3 s for an overview, which asks others as `CALLS` says.
fn overview(calls: &str) -> Judged {
    let text = "
system: shop
services:
  web: {http: [GET /], calls: {all GET /all: 3s}}
  all:
    endpoints: {GET /all: {calls: CALLS}}
    calls: {a GET /: 2s, b GET /: 2s, c GET /: 900ms}
  a: {http: [GET /]}
  b: {http: [GET /]}
  c: {http: [GET /]}
";
    of(&text.replace("CALLS", calls))
}

#[test]
fn what_runs_together_takes_as_long_as_the_longest_and_what_follows_waits_for_it() {
    let fits = overview("{a GET /: {parallel: x}, b GET /: {parallel: x}, c GET /: {}}");
    assert!(fits.of("T02").is_empty());
    let late = overview("{c GET /: {parallel: x}, b GET /: {parallel: x}, a GET /: {}}");
    let words =
        "`web` waits 3s for `all GET /all`, which may wait 2s for `a GET /` when 1s are left";
    assert_eq!(messages(&late, "T02"), [words]);
    let either = overview("{c GET /: {either: x}, b GET /: {either: x}, a GET /: {}}");
    assert_eq!(messages(&either, "T02"), [words]);
}

#[test]
fn a_call_that_is_made_often_takes_as_long_as_all_of_them() {
    let often = overview("{c GET /: {times: 4}}");
    let words = "`web` waits 3s for `all GET /all`, which may wait 3.6s for `c GET /`";
    assert_eq!(messages(&often, "T02"), [words]);
    assert!(overview("{c GET /: {times: 3}}").of("T02").is_empty());
}

#[test]
fn in_a_circle_only_the_circle_is_told_and_a_call_to_oneself_ends() {
    let circle = of("
system: shop
services:
  a: {http: [GET /], calls: {b GET /: 3s}}
  b: {http: [GET /], calls: {a GET /: 2s}}
");
    assert_eq!(circle.of("C04").len(), 1);
    assert!(circle.of("T02").is_empty());
    let replicas = of("
system: shop
services:
  store: {http: [PUT /keys], calls: {store PUT /keys: {timeout: 1s, copies: 3, quorum: 2}}}
");
    assert!(replicas.of("T02").is_empty());
}

#[test]
fn a_promise_of_speed_is_made_to_those_who_wait() {
    let text = "
system: shop
services:
  orders:
    http: [POST /orders]
    slo: {p99: 300ms}
    publishes: [placed]
    consumes: {placed: {retry: 3, dead-letter: placed.dlq, idempotent: true}}
    endpoints: {placed: [mail POST /send]}
    calls: {mail POST /send: {timeout: 30s, circuit-breaker: true}}
externals: {mail: {url: \"https://mail.example.com\"}}
topics: {placed: {payload: shop.v1.Placed}}
";
    assert!(of(text).of("T06").is_empty());
    assert_eq!(of(&text.replace("placed: [mail", "POST /orders: [mail")).of("T06").len(), 1);
}

#[test]
fn a_call_of_unknown_length_hides_none_that_runs_beside_it() {
    let judged = of("
system: shop
services:
  web:
    slo: {p99: 2500ms}
    endpoints: {GET /: {calls: {a GET /: {}, b GET /: {parallel: x}, c GET /: {parallel: x}}}}
    calls: {a GET /: 2s, c GET /: 1s}
  a: {http: [GET /]}
  b: {http: [GET /]}
  c: {http: [GET /]}
");
    let words = "`GET /` of `web` promises 2500ms, and may wait 3s: 2s `a GET /` + 1s `c GET /`";
    assert_eq!(messages(&judged, "T06"), [words]);
}

/// A gateway that does not say which of its operations calls whom.
const UNPLACED: &str = "
system: shop
defaults: {timeout: 1s, circuit-breaker: true}
services:
  web:
    http: [GET /a, GET /b]
    public: {auth: jwt}
    replicas: 3
    slo: {availability: 99.9, p99: 1500ms}
    calls: [cart GET /cart, old GET /1]
  cart: {http: [GET /cart], slo: {availability: 99}}
  old: {http: [GET /1], replicas: 2, calls: [old2 GET /2]}
  old2: {http: [GET /2], replicas: 2, calls: [old3 GET /3]}
  old3: {http: [GET /3], replicas: 2, calls: [old4 GET /4]}
  old4: {http: [GET /4], replicas: 2, calls: [old5 GET /5]}
  old5: {http: [GET /5], replicas: 2}
environments: {prod: {}}
";

#[test]
fn calls_that_nobody_says_which_operation_makes_leave_open_what_goes_through_them() {
    let judged = of(UNPLACED);
    let open = |code: &str| -> Vec<Diagnostic> {
        let found = judged.of(code).into_iter();
        found.filter(|one| one.outcome == Outcome::NotDecidable).collect()
    };
    assert_eq!(
        open("A01")[0].message,
        "whether `GET /a` of `web` can promise 99.9% is open: nobody says which operation of `web` calls `cart GET /cart`"
    );
    assert_eq!(
        open("T06")[0].message,
        "whether 2 operations of `web` can promise 1500ms is open: `GET /a` and `GET /b`"
    );
}

#[test]
fn where_it_is_not_said_which_operation_calls_whom_flows_are_judged_by_service_one_step_lower() {
    let judged = of(UNPLACED);
    let lone = judged.of("A02");
    assert_eq!(lone.len(), 1, "{lone:#?}");
    assert_eq!(lone[0].severity, Severity::Info);
    assert_eq!(
        lone[0].message,
        "one `cart` runs, and an operation of `web` may need it (in `prod`)"
    );
    let deep = judged.of("A04");
    assert_eq!(deep[0].severity, Severity::Info);
    assert!(deep[0].message.starts_with("2 operations may wait for 5 calls in a row"), "{deep:#?}");
    let said = UNPLACED.replace(
        "http: [GET /a, GET /b]",
        "endpoints: {GET /a: [cart GET /cart], GET /b: [old GET /1]}",
    );
    assert_eq!(of(&said).of("A04")[0].severity, Severity::Warning);
    assert_eq!(of(&said).of("A02")[0].severity, Severity::Warning);
}

#[test]
fn two_spellings_of_one_topic_are_one_mistake() {
    let judged = of("
system: shop
services:
  orders: {http: [POST /orders], publishes: [orders.placed]}
  mails: {consumes: {order.placed: {retry: 2, dead-letter: dlq, idempotent: true}}}
topics: {orders.placed: {payload: shop.v1.Placed}}
");
    let dead = judged.of("E01");
    assert_eq!(dead.len(), 1, "{dead:#?}");
    assert_eq!(judged.lines(&dead[0]), [5, 4]);
    let hint = dead[0].hint.as_deref().unwrap_or_default();
    assert!(hint.starts_with("write `orders.placed` if that is meant"), "{hint}");
    assert!(judged.of("E02").is_empty(), "what nobody writes to carries nothing");
}

#[test]
fn who_writes_to_a_foreign_store_is_not_told_to_read_it_too() {
    let judged = of("
system: shop
services:
  cart: {http: [GET /], owns: {cart-db: [carts]}}
  sweep: {cron: every 1h, reads: [cart-db], writes: [cart-db]}
");
    assert_eq!(messages(&judged, "S02"), ["`sweep` writes to `cart-db`, which belongs to `cart`"]);
}

#[test]
fn money_that_moves_beside_what_may_fail_needs_a_way_back_and_a_choice_of_ways_does_not() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {endpoints: {POST /c: {calls: {ship POST /ships: {HOW: x}, pay POST /charges: {HOW: x}}}}}
  pay: {http: [POST /charges]}
  ship: {http: [POST /ships]}
";
    assert_eq!(of(&text.replace("HOW", "parallel")).of("X01").len(), 1);
    let choice = text.replace("HOW", "either").replace("ship POST /ships", "ship POST /payments");
    assert!(of(&choice.replace("[POST /ships]", "[POST /payments]")).of("X01").is_empty());
    let before = text.replace(": {HOW: x}", ": {}");
    assert!(of(&before).of("X01").is_empty(), "nothing can fail after the last step");
}

#[test]
fn failed_events_carry_what_the_others_carry() {
    let text = "
system: shop
services:
  orders: {http: [POST /orders], publishes: [placed]}
  mails: {consumes: {placed: {retry: 2, dead-letter: placed.dlq, idempotent: true}}}
topics: {placed: {payload: shop.v1.Placed, accepts: [pii]}, placed.dlq: {accepts: []}}
data: {pii: [shop.v1.Placed.email]}
";
    assert_eq!(
        messages(&of(text), "P01"),
        ["`placed.dlq` carries `pii`, which it does not accept"]
    );
    let silent = text.replace(", placed.dlq: {accepts: []}", "");
    assert!(of(&silent).of("P01").is_empty(), "it may carry what the other one may");
}

#[test]
fn a_choice_of_one_is_none() {
    let text = "
system: shop
defaults: {timeout: 1s, circuit-breaker: true}
services:
  web:
    slo: {availability: 99.9}
    endpoints: {GET /: {calls: {visa GET /: {either: card}, amex GET /: {either: card}}}}
externals:
  visa: {url: \"https://visa.example.com\", slo: {availability: 95}}
  amex: {url: \"https://amex.example.com\", slo: {availability: 95}}
";
    assert!(of(text).of("A01").iter().all(|one| !one.message.contains("visa")));
    let alone = of(&text.replace(", amex GET /: {either: card}", ""));
    assert!(messages(&alone, "A01")[0].contains("95% `visa`"));
}

#[test]
fn what_others_answered_is_at_hand_when_outsiders_are_asked() {
    let text = "
system: shop
defaults: {timeout: 1s, circuit-breaker: true}
services:
  web: {endpoints: {POST /news: [orders.Last, mail POST /send, mail POST /copy]}}
  orders: {grpc: shop.v1.Orders}
externals: {mail: {url: \"https://mail.example.com\"}}
data: {pii: [shop.v1.Placed.email]}
";
    let proto = PROTO.to_owned()
        + "service Orders { rpc Last(Asked) returns (Found); }\nmessage Asked {}\n\
           message Found { map<string, Placed> by_day = 1; }\n";
    let judged = judge(text, &[("shop/v1/events.proto".to_owned(), proto)]);
    let open = judged.of("P01");
    assert_eq!(open[0].outcome, Outcome::NotDecidable);
    assert_eq!(
        messages(&judged, "P01"),
        [
            "whether 2 calls send `pii` to `mail`, which does not accept it, is open: `mail POST /send` and `mail POST /copy`"
        ]
    );
}
