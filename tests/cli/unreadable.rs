//! Protos that cannot be read: each is told by its name, once, and nothing else for its sake.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::place::{Place, Ran};

const TOPOLOGY: &str = "system: shop
defaults: {timeout: 1s}
services:
  web: {public: {auth: jwt}, endpoints: {POST /orders: [users.GetUser, orders.AddOrder]}}
  users: {grpc: shop.v1.UserService}
  orders: {grpc: shop.v1.OrderService, owns: [orders-db], outbox: true, publishes: [placed], endpoints: {AddOrder: {publishes: [placed]}}}
  mails: {consumes: {placed: {retry: 3, dead-letter: placed.dead, idempotent: true}}}
topics: {placed: {payload: shop.v1.OrderPlaced}}
data: {internal: [shop.v1.Order.note]}
";
const USERS: &str = "syntax = \"proto3\";
package shop.v1;
service UserService { rpc GetUser(GetUserRequest) returns (GetUserResponse); }
message GetUserRequest { string id = 1; }
message GetUserResponse { string name = 1; }
";
const ORDERS: &str = "syntax = \"proto3\";
package shop.v1;
service OrderService { rpc AddOrder(AddOrderRequest) returns (AddOrderResponse); }
message AddOrderRequest { Order order = 1; }
message AddOrderResponse {}
message Order { string note = 1; }
message OrderPlaced { string id = 1; }
";
const REPORTS: &str = "syntax = \"proto3\";
package shop.v1;
import \"shop/v1/orders.proto\";
message Report { Order order = 1; }
";
const ORDERS_PATH: &str = "p/proto/shop/v1/orders.proto";

/// A shop in `p/`, without the contracts of orders; those lie beside it.
fn shop() -> Place {
    let place = Place::empty();
    place.write("p/topology.yaml", TOPOLOGY);
    place.write("p/proto/shop/v1/users.proto", USERS);
    place.write("p/proto/shop/v1/reports.proto", REPORTS);
    place.write("orders.proto", ORDERS);
    place
}

fn run(place: &Place, command: &[&str]) -> Ran {
    place.run(&[&["-C", "p"], command].concat())
}

/// The first lines of all frames of errors and warnings, but for lint.
fn told(ran: &Ran) -> Vec<&str> {
    let lines = ran.stdout.lines().chain(ran.stderr.lines());
    let is_one = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
    lines.filter(is_one).filter(|line| !line.contains(" lint]: ")).collect()
}

#[test]
fn the_shop_is_sound_with_all_its_protos() {
    let place = shop();
    place.write(ORDERS_PATH, ORDERS);
    assert!(told(&run(&place, &["check"]).ends(0)).is_empty());
}

#[test]
fn a_proto_that_is_a_link_is_the_only_fault() {
    for (to, but) in [
        ("../../../../orders.proto", "which lies outside of the project"),
        ("gone.proto", "where nothing is"),
        ("../../../copy.proto", "and links are not followed"),
    ] {
        let place = shop();
        place.write("p/copy.proto", ORDERS);
        symlink(to, place.path().join(ORDERS_PATH)).expect("links can be made");
        let fault = format!(
            "error[D11 unreadable-proto]: `proto/shop/v1/orders.proto` is a link to `{to}`, {but}"
        );
        for command in ["check", "generate", "spec", "stubs", "lint"] {
            let ran = run(&place, &[command]).ends(1);
            assert_eq!(told(&ran), [fault.as_str()], "{command}");
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(all.contains(" --> proto/shop/v1/orders.proto:1:1\n"), "{all}");
            assert!(all.contains("the place of the link"), "{all}");
            assert!(!all.contains("HERE"), "{all}");
        }
        // The others are read, and judged.
        let ran = run(&place, &["check"]).ends(1);
        assert!(ran.stderr.ends_with("in 4 services and 1 RPC\n"), "{}", ran.stderr);
        let ran = run(&place, &["breaking", "--against", "."]).ends(1);
        assert_eq!(told(&ran), [fault.as_str()]);
    }
}

#[test]
fn a_proto_that_may_not_be_read_is_the_only_fault() {
    for (path, mode) in [(ORDERS_PATH, 0o200), ("p/proto/private", 0o000)] {
        let place = shop();
        place.write(ORDERS_PATH, ORDERS);
        if path != ORDERS_PATH {
            let private = "p/proto/private/orders.proto";
            place.write(private, ORDERS);
            fs::remove_file(place.path().join(ORDERS_PATH)).expect("it is ours");
            let reports = REPORTS.replace("shop/v1/orders", "private/orders");
            place.write("p/proto/shop/v1/reports.proto", reports);
        }
        let folder = place.path().join(path);
        fs::set_permissions(&folder, Permissions::from_mode(mode)).expect("it is ours");
        let mut command = place.command_of_anybody(&["-C", "p", "check"]);
        let ran = place.finished(&command.output().expect("the binary starts")).ends(1);
        let shown = path.trim_start_matches("p/");
        let fault = format!(
            "error[D11 unreadable-proto]: cannot read `{shown}`: Permission denied (os error 13)"
        );
        assert_eq!(told(&ran), [fault.as_str()]);
        assert!(ran.stdout.contains("hint: change its permissions"), "{}", ran.stdout);
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("it is ours");
    }
}

#[test]
fn a_proto_that_is_no_text_or_does_not_compile_is_the_only_fault() {
    for (bytes, code) in [
        (&b"syntax = \"proto3\";\n// \xff\n"[..], "error[D01 "),
        (ORDERS.replace("string note = 1", "string note").as_bytes(), "error[D01 "),
        (ORDERS.replace("string note = 1", "Note note = 1").as_bytes(), "error[D01 "),
        (ORDERS.replace("package", "import \"a.proto\"; package").as_bytes(), "error[D02 "),
    ] {
        let place = shop();
        place.write(ORDERS_PATH, bytes);
        let ran = run(&place, &["check"]).ends(1);
        let told = told(&ran);
        assert!(told.len() == 1 && told[0].starts_with(code), "{}", ran.stdout);
    }
}

#[test]
fn a_linked_folder_is_told_once_somebody_imports_from_it() {
    let place = shop();
    place.write("elsewhere/orders.proto", ORDERS);
    symlink("../../elsewhere", place.path().join("p/proto/linked")).expect("links can be made");
    place.write(ORDERS_PATH, ORDERS);
    assert!(told(&run(&place, &["check"]).ends(0)).is_empty());
    fs::remove_file(place.path().join(ORDERS_PATH)).expect("it is ours");
    for name in ["reports", "more"] {
        let text = REPORTS.replace("shop/v1/orders", "linked/orders");
        place.write(&format!("p/proto/shop/v1/{name}.proto"), text.replace("Report", name));
    }
    let fault = "error[D11 unreadable-proto]: `proto/linked` is a link to `../../elsewhere`, which lies outside of the project";
    for command in ["check", "lint"] {
        assert_eq!(told(&run(&place, &[command]).ends(1)), [fault], "{command}");
    }
}

#[test]
fn what_a_missing_root_would_hold_is_not_missed() {
    let place = shop();
    place.write("file", "");
    for (root, words) in [
        ("contracts", "there is no folder `contracts`"),
        ("topology.yaml", "`topology.yaml` is a file, not a folder"),
    ] {
        place.write("p/topology.yaml", format!("{TOPOLOGY}protos: [proto, {root}]\n"));
        let fault = format!("error[D09 unreadable-root]: {words}");
        for command in ["check", "generate", "lint"] {
            assert_eq!(told(&run(&place, &[command]).ends(1)), [fault.as_str()], "{command}");
        }
        // Under a prefix it cannot hold what is imported without.
        let prefixed = format!("{TOPOLOGY}protos: [proto, {{root: {root}, prefix: other}}]\n");
        place.write("p/topology.yaml", prefixed);
        let ran = run(&place, &["lint"]).ends(1);
        assert_eq!(told(&ran).len(), 2, "{}", ran.stdout);
    }
    // Nobody has to have the usual folder: then nothing is declared.
    fs::remove_dir_all(place.path().join("p/proto")).expect("it is ours");
    place.write("p/topology.yaml", TOPOLOGY);
    let ran = run(&place, &["check"]).ends(1);
    assert!(told(&ran).iter().any(|line| line.starts_with("error[C03 ")), "{}", ran.stdout);
    // A link in its place is not followed.
    place.write("elsewhere/shop/v1/orders.proto", ORDERS);
    symlink("../elsewhere", place.path().join("p/proto")).expect("links can be made");
    let ran = run(&place, &["check"]).ends(1);
    assert_eq!(told(&ran), ["error[D09 unreadable-root]: `proto` is a link, not a folder"]);
}

#[test]
fn what_is_written_of_a_proto_stays_while_it_cannot_be_read() {
    let place = shop();
    place.write(ORDERS_PATH, ORDERS);
    run(&place, &["generate"]).ends(0);
    fs::remove_file(place.path().join(ORDERS_PATH)).expect("it is ours");
    symlink("../../../../orders.proto", place.path().join(ORDERS_PATH)).expect("links can be made");
    let before = place.files();
    for command in ["generate", "stubs", "spec"] {
        let ran = run(&place, &[command]).ends(1);
        assert!(ran.stderr.contains("nothing was written: mend the errors above first\n"));
        assert_eq!(place.files(), before, "{command}");
    }
}

#[test]
fn what_could_not_be_read_then_is_not_compared() {
    let place = shop();
    place.write(ORDERS_PATH, ORDERS);
    place.write("was/topology.yaml", TOPOLOGY);
    place.write("was/proto/shop/v1/users.proto", USERS.replace("string name", "bytes name"));
    let link = place.path().join("was/proto/shop/v1/orders.proto");
    symlink("../../../../orders.proto", link).expect("links can be made");
    let ran = run(&place, &["breaking", "--against", "../was"]).ends(1);
    let [warning, error] = *told(&ran) else { panic!("{}", ran.stdout) };
    assert!(
        error.starts_with("error[FIELD_SAME_TYPE ")
            || warning.starts_with("error[FIELD_SAME_TYPE "),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains(
            "warning[D11 unreadable-proto]: `../was/proto/shop/v1/orders.proto` is a link to "
        ),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("hint: what it declared is not compared"), "{}", ran.stdout);
    // A whole root that cannot be read leaves nothing to compare with: that must not look as if nothing had changed.
    fs::remove_dir_all(place.path().join("was/proto")).expect("it is ours");
    place.write("was/proto", "no folder");
    let ran = run(&place, &["breaking", "--against", "../was"]).ends(2);
    assert!(ran.stderr.contains("is a file, not a folder"), "{}", ran.stderr);
}
