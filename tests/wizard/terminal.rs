//! `scaffold new` as a person meets it: through a pseudo-terminal.

use std::path::Path;
use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

const PATIENCE: u64 = 60_000;

fn scaffold(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    command
}

fn session(folder: &Path, arguments: &[&str]) -> PtySession {
    spawn_command(scaffold(folder, arguments), Some(PATIENCE)).unwrap()
}

/// Waits for each question and answers it.
fn answer(session: &mut PtySession, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        session.exp_string(question).unwrap();
        session.send_line(answer).unwrap();
    }
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const DOWN: &str = "\x1b[B";

/// A shop with a gateway, an API, a worker, an event and a database.
fn tell_of_a_shop(session: &mut PtySession) {
    answer(session, &[("Name of the system:", "Shop")]);
    session.exp_string("`Shop` does not begin with a letter from a to z").unwrap();
    answer(
        session,
        &[
            ("Name of the system", "shop"),
            ("What it is for", "Sells things"),
            ("Its services [greeter, web]", "web, orders, mailer"),
            ("Kind of `web`", ""),
            ("Purpose of `web`", ""),
            ("of `web`", ""),
            ("Kind of `orders`", ""),
            ("Purpose of `orders`", "Keeps orders"),
            ("of `orders`", "sales"),
        ],
    );
    session.exp_string("Kind of `mailer`").unwrap();
    session.send(&format!("{DOWN}{DOWN}\r")).unwrap();
    session.flush().unwrap();
    answer(
        session,
        &[
            ("Purpose of `mailer`", ""),
            ("of `mailer`", ""),
            ("Team that owns domain `sales`", "sellers"),
            ("Operations of `orders` [GetOrder, ListOrders]", "GetOrder, PlaceOrder"),
            ("Which of them answer piece by piece", ""),
            ("HTTP endpoints of `web` [GET /orders/{order_id}, POST /orders/place]", ""),
            ("Who may reach `web`", ""),
            ("Events:", "order.placed"),
            // What it is named after, `PlaceOrder` changes.
            ("What publishes `order.placed`", ""),
            ("Which workers consume `order.placed`", ""),
            ("Stores:", "orders-db"),
            ("Engine of `orders-db`", ""),
            ("Owner of `orders-db`", ""),
            ("What `orders-db` keeps [orders]", ""),
            ("What `web GET /orders/{order_id}` calls, in this order [orders.GetOrder]", ""),
            ("What `web POST /orders/place` calls, in this order [orders.PlaceOrder]", ""),
            ("What `orders.GetOrder` calls", ""),
            ("What `orders.PlaceOrder` calls", ""),
            ("What `mailer` calls", "orders.GetOrder"),
            ("How long a call may take", ""),
        ],
    );
}

#[test]
fn a_person_is_shown_what_the_answers_mean_and_may_think_better_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["new"]);
    tell_of_a_shop(&mut session);
    session.exp_string("This is what `topology.yaml` will say").unwrap();
    session.exp_string("grpc: shop.orders.v1.OrdersService").unwrap();
    session.exp_string("`shop` will have 3 services, 1 event and 1 store.").unwrap();
    session.exp_string("calls orders.GetOrder over gRPC and waits up to 1s").unwrap();
    session.exp_string("PlaceOrder publishes order.placed, read by mailer").unwrap();
    answer(&mut session, &[("Write it (yes or no) [yes]", "perhaps"), ("Write it", "no")]);
    session.exp_string("nothing was written").unwrap();
    assert!(matches!(session.process().wait().unwrap(), WaitStatus::Exited(_, 0)));
    assert!(entries(folder.path()).is_empty());
}

#[test]
fn a_person_who_agrees_gets_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), &["new", "--no-git"]);
    tell_of_a_shop(&mut session);
    answer(&mut session, &[("Write it", "")]);
    session.exp_string("What next").unwrap();
    assert!(matches!(session.process().wait().unwrap(), WaitStatus::Exited(_, 0)));
    assert_eq!(entries(folder.path()), ["shop"]);
    for path in ["topology.yaml", "proto/shop/orders/v1/orders.proto", "tasks/prd-shop/_prd.md"] {
        assert!(folder.path().join("shop").join(path).is_file(), "{path}");
    }
}

#[test]
fn a_person_who_leaves_leaves_nothing_behind() {
    for answered in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session(folder.path(), &["new"]);
        let answers =
            [("Name of the system", "shop"), ("What it is for", ""), ("Its services", "web")];
        answer(&mut session, &answers[..answered]);
        session.exp_string(["system", "in one line", "Its services"][answered]).unwrap();
        session.send_control('c').unwrap();
        let status = session.process().wait().unwrap();
        assert!(!matches!(status, WaitStatus::Exited(_, 0)), "{status:?}");
        assert!(entries(folder.path()).is_empty());
    }
}

#[test]
fn what_flags_say_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["new", "--set", "system=shop", "--set", "description=Sells"];
    let mut session = session(folder.path(), &flags);
    session.exp_string("Its services").unwrap();
    session.send_control('c').unwrap();
    session.process().wait().unwrap();
}
