//! Waivers and policy: what a team says of a rule holds for every rule in the same way.

mod judged;

use judged::judge;
use scaffold::diagnostic::{Diagnostic, Outcome, Severity, human};
use scaffold::rules::{self, Verdict};

/// Two services own one store; what stands for `STORE` is said of the store, `CART` of the first owner.
const SHARED: &str = "
system: shop
services:
  cart:
    http: [GET /cart]
    owns: {main: [carts]}
    CART
  orders:
    http: [GET /orders]
    owns: {main: [orders]}
stores:
  main: {engine: postgres@16, STORE}
";

fn shared(store: &str, cart: &str, rest: &str) -> String {
    SHARED.replace(", STORE", store).replace("CART", cart) + rest
}

fn of_s01(text: &str) -> (Vec<Diagnostic>, Verdict) {
    let judged = judge(text, &[]);
    assert!(judged.faults.is_empty(), "{}", human(&judged.faults, &judged.sources, false));
    let verdict = judged.findings.of("S01").expect("there is such a rule").verdict;
    (judged.of("S01"), verdict)
}

#[test]
fn a_waiver_at_any_subject_covers_a_finding_and_its_reason_is_shown() {
    let by_code = ", allow: {S01: one database until the split}";
    let by_name = "allow: {shared-store: one database until the split}";
    let domain = "domains:\n  buying: {allow: {S01: one database until the split}}\n";
    let in_domain = shared("", "domain: buying", domain);
    for text in [shared(by_code, "", ""), shared("", by_name, ""), in_domain] {
        let (found, verdict) = of_s01(&text);
        assert_eq!(verdict, Verdict::Waived(1));
        assert_eq!(found[0].outcome, Outcome::Waived);
        let message = "`cart` and `orders` both own `main` (waived: one database until the split)";
        assert_eq!(found[0].message, message);
        assert!(!found[0].is_error());
    }
}

#[test]
fn policy_sets_the_level_by_code_or_name_and_off_means_not_to_look() {
    let (found, _) = of_s01(&shared("", "", "checks: {S01: warning}\n"));
    assert_eq!(found[0].severity, Severity::Warning);
    let (found, _) = of_s01(&shared("", "", "checks: {shared-store: info}\n"));
    assert_eq!(found[0].severity, Severity::Info);
    let (found, verdict) = of_s01(&shared("", "", "checks: {S01: off}\n"));
    assert!(found.is_empty());
    assert_eq!(verdict, Verdict::Off);
}

#[test]
fn a_waiver_that_nothing_needs_is_told() {
    let text = "
system: shop
services:
  cart:
    http: [GET /cart]
    allow: {S01: one database until the split}
";
    let judged = judge(text, &[]);
    let unused = judged.of("Y10");
    assert_eq!(unused.len(), 1);
    assert_eq!(unused[0].severity, Severity::Info);
    assert_eq!(judged.lines(&unused[0]), [6]);
    let off = format!("{text}checks: {{S01: off}}\n");
    assert!(judge(&off, &[]).of("Y10").is_empty(), "a rule that is off needs no waiver yet");
}

#[test]
fn a_waiver_or_policy_of_no_rule_is_an_error_with_the_nearest_one() {
    let text = "
system: shop
services:
  cart:
    http: [GET /cart]
    allow: {shard-store: because}
checks: {call-cycel: off}
";
    let judged = judge(text, &[]);
    let unknown = judged.of("Y09");
    let said: Vec<_> = unknown
        .iter()
        .map(|d| (d.message.as_str(), d.hint.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        said,
        [
            ("there is no rule `shard-store`", "write `shared-store`"),
            ("there is no rule `call-cycel`", "write `call-cycle`"),
        ]
    );
    assert!(unknown.iter().all(Diagnostic::is_error));
    let lines: Vec<Vec<usize>> = unknown.iter().map(|d| judged.lines(d)).collect();
    assert_eq!(lines, [[6], [7]]);
}

#[test]
fn no_other_code_is_suggested_for_a_code() {
    let text =
        "system: shop\nservices:\n  cart: {http: [GET /cart]}\nchecks: {s01: off, S09: off}\n";
    let unknown = judge(text, &[]).of("Y09");
    let hints: Vec<_> = unknown.iter().map(|d| d.hint.as_deref().unwrap_or_default()).collect();
    assert_eq!(hints, ["name a rule by its code or its name, such as `S01` or `shared-store`"]);
}

#[test]
fn max_moves_the_line_of_a_rule_that_counts() {
    let text = "
system: shop
defaults: {timeout: 1s}
services:
  web: {http: [GET /], calls: [cart GET /cart, stock GET /stock]}
  cart: {http: [GET /cart]}
  stock: {http: [GET /stock]}
";
    assert!(judge(text, &[]).of("A03").is_empty());
    let strict = format!("{text}checks: {{fan-out: {{max: 1}}}}\n");
    assert_eq!(judge(&strict, &[]).of("A03").len(), 1);
}

#[test]
fn strict_makes_errors_of_warnings_and_of_what_is_open_but_not_of_what_is_waived() {
    let text = "
system: shop
services:
  web:
    http: [GET /]
    calls:
      cart GET /cart: {}
      cart GET /stock: {timeout: none}
      cart GET /sale: {timeout: none, allow: {T01: a long poll}}
  cart:
    http: [GET /cart, GET /stock, GET /sale]
";
    let judged = judge(text, &[]);
    assert!(judged.errors().is_empty());
    let mut strict = judged.of("T01");
    strict.iter_mut().for_each(Diagnostic::tighten);
    let errors: Vec<bool> = strict.iter().map(Diagnostic::is_error).collect();
    assert_eq!(errors, [true, true, false]);
}

#[test]
fn only_what_cannot_be_resolved_stops_generate() {
    let stopping: Vec<&str> =
        rules::ALL.iter().filter(|rule| rules::stops(rule.code)).map(|rule| rule.code.id).collect();
    assert_eq!(stopping, ["C01", "C02", "C06", "E02", "G03"]);
}
