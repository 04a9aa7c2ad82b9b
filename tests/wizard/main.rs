//! Answers become files, what is missing is named, and what cannot be is refused.
#![expect(clippy::unwrap_used, reason = "this is a test")]

#[path = "../support/mod.rs"]
mod support;

mod terminal;

use scaffold::contracts::{self, Root};
use scaffold::diagnostic::{self, Diagnostic, Sources};
use scaffold::names::Name;
use scaffold::tree::{Tree, TreePath};
use scaffold::wizard::{self, Answers, Given, Incomplete, ScriptedAsk, Unanswered};
use scaffold::{model, rules, topology};

use support::golden::assert_equals_file;

const SHOP: &str = include_str!("shop.answers.yaml");

fn told(given: Given, unanswered: Unanswered) -> Result<Answers, Incomplete> {
    let folder = Name::new("demo").unwrap();
    wizard::answers(&mut ScriptedAsk::new(given, unanswered), Some(&folder)).unwrap()
}

fn set(assignments: &[&str]) -> Given {
    let mut given = Given::new();
    for assignment in assignments {
        given.set(assignment).unwrap();
    }
    given
}

fn faults(assignments: &[&str]) -> String {
    told(set(assignments), Unanswered::Missing).unwrap_err().to_string()
}

/// All files, one after another, under their names.
fn shown(tree: &Tree) -> String {
    tree.iter()
        .map(|(path, file)| format!("==> {path}\n{}", file.text().unwrap()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn golden(name: &str, actual: &str) {
    assert_equals_file(&format!("tests/wizard/{name}"), actual);
}

/// Everything that the checks have to say about a project.
fn findings(tree: &Tree) -> Vec<Diagnostic> {
    let file = "topology.yaml".into();
    let text = tree.get(&TreePath::new("topology.yaml").unwrap()).unwrap().text().unwrap();
    let (topology, mut found) = topology::parse(&file, text);
    let proto = |path: &TreePath| TreePath::new(path.as_str().strip_prefix("proto/")?);
    let files = tree.iter().filter_map(|(path, file)| Some((proto(path)?, file.clone())));
    let root = Root { folder: "proto".to_owned(), files: files.collect(), ..Root::default() };
    let (contracts, of_contracts) = contracts::compile(&[root]);
    found.extend(of_contracts);
    let (model, of_model) = model::resolve(&topology, contracts);
    found.extend(of_model);
    found.extend(rules::check(&model).diagnostics);
    diagnostic::sort(&mut found);
    found
}

fn assert_sound(tree: &Tree) {
    let errors: Vec<Diagnostic> = findings(tree).into_iter().filter(Diagnostic::is_error).collect();
    assert!(errors.is_empty(), "{}", diagnostic::human(&errors, &Sources::default(), false));
}

#[test]
fn what_the_answers_make_is_sound() {
    let shop = told(Given::file(SHOP).unwrap(), Unanswered::Missing).unwrap();
    let project = wizard::project(&shop);
    assert_sound(&project);
    golden(
        "shop.findings.txt",
        &diagnostic::human(&findings(&project), &Sources::default(), false),
    );
    assert_sound(&wizard::project(&told(Given::new(), Unanswered::Suggested).unwrap()));
}

#[test]
fn answers_become_files() {
    let answers = told(Given::file(SHOP).unwrap(), Unanswered::Missing).unwrap();
    golden("shop.files.txt", &shown(&wizard::project(&answers)));
    golden("shop.meaning.txt", &wizard::meaning(&answers));
}

#[test]
fn defaults_make_a_small_system() {
    let answers = told(Given::new(), Unanswered::Suggested).unwrap();
    golden("defaults.files.txt", &shown(&wizard::project(&answers)));
    golden("defaults.meaning.txt", &wizard::meaning(&answers));
}

#[test]
fn everything_that_is_missing_is_named_with_its_flag() {
    let mut nobody = ScriptedAsk::new(Given::new(), Unanswered::Missing);
    let nothing = wizard::answers(&mut nobody, None).unwrap().unwrap_err().to_string();
    let services = faults(&["system=shop", "services=web, orders, mailer, sweeper"]);
    let operations = faults(&[
        "system=shop",
        "services=web, orders, mailer, sweeper",
        "services.web.kind=gateway",
        "services.orders.kind=api",
        "services.mailer.kind=worker",
        "services.sweeper.kind=job",
        "stores=orders-db",
    ]);
    let readers = faults(&[
        "system=shop",
        "services=orders, mailer",
        "services.orders.kind=api",
        "services.orders.rpcs=GetOrder, PlaceOrder",
        "services.mailer.kind=worker",
        "topics=order.placed",
    ]);
    golden("missing.txt", &[nothing, services, operations, readers].join("\n"));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let system = &["system=shop", "services=orders", "services.orders.kind=api"];
    let orders = &[system as &[&str], &["services.orders.rpcs=GetOrder"]].concat();
    let attempts: &[&[&str]] = &[
        &["system=Shop", "services=runtime, a b"],
        &["system=import", "services=orders, orders"],
        &["system=fastapi", "services=con"],
        &["system=typing", "services=extensions"],
        &["system=../../etc/passwd", "services=none"],
        &["system=shop\nsystem: evil", "services=\u{202e}sredro"],
        &["servces=orders", "system=shop", "services=orders", "services.orders.kind=database"],
        &[system, &["services.orders.rpcs=get_order"] as &[&str]].concat(),
        &[system, &["services.orders.rpcs=GetURL, GetUrl"] as &[&str]].concat(),
        &[orders, &["services.orders.streams=Missing"] as &[&str]].concat(),
        &[orders, &["services.orders.purpose=a\u{200b}b", "description=x\ny: z"] as &[&str]]
            .concat(),
        &[orders, &["services.orders.rpcs.GetOrder=orders.GetOrder"] as &[&str]].concat(),
        &[orders, &["timeout=5", "services.orders.kindd=api"] as &[&str]].concat(),
        &[orders, &["topics=Order Placed, x.dlq"] as &[&str]].concat(),
        &[
            orders,
            &["topics=get.order.request", "topics.get.order.request.publisher=orders.GetOrder"]
                as &[&str],
        ]
        .concat(),
        &[orders, &["stores=db", "stores.db.owner=order", "stores.db.engine=oracle"] as &[&str]]
            .concat(),
        &[orders, &["services.orders.endpoints=GET /"] as &[&str]].concat(),
    ];
    let mut shown = String::new();
    for attempt in attempts {
        let escaped = attempt.join("; ").escape_debug().to_string();
        shown.push_str(&format!("{escaped}\n{}\n", faults(attempt)));
    }
    golden("refused.txt", &shown);
}

#[test]
fn gateways_jobs_and_calls_are_refused_with_the_reason() {
    let system = [
        "system=shop",
        "services=web, a, b, sweeper",
        "services.web.kind=gateway",
        "services.a.kind=api",
        "services.b.kind=api",
        "services.sweeper.kind=job",
        "services.a.rpcs=Ask",
        "services.b.rpcs=Ask",
        "services.web.endpoints=GET /a",
        "services.sweeper.schedule=every 30s",
    ];
    let mut shown = String::new();
    for attempt in [
        "services.web.endpoints=FETCH /x",
        "services.web.endpoints=GET x",
        "services.web.endpoints=GET /a b",
        "services.web.endpoints=GET /a/../b",
        "services.web.endpoints=GET /a/{id}",
        "services.web.endpoints=GET /a/{class}",
        "services.web.endpoints=GET /a/{x_id}, GET /a/{y_id}",
        "services.sweeper.schedule=daily",
        "services.sweeper.schedule=61 * * * *",
        "services.sweeper.schedule=\"*/5 * * * *",
        "services.sweeper.schedule=0 3 * * mon-fri\",\"x",
        "services.sweeper.calls=a.Aks",
        "services.sweeper.calls=a.Ask, a.Ask",
    ] {
        let mut given = set(&system);
        given.set(attempt).unwrap();
        let fault = told(given, Unanswered::Missing).unwrap_err();
        shown.push_str(&fault.to_string());
    }
    let mut given = set(&system);
    given.set("services.a.rpcs.Ask=b.Ask").unwrap();
    given.set("services.b.rpcs.Ask=a.Ask").unwrap();
    shown.push_str(&told(given, Unanswered::Missing).unwrap_err().to_string());
    golden("refused-calls.txt", &shown);
}

#[test]
fn prose_stays_prose_wherever_it_is_written() {
    for prose in ["a: b # c", "{x}", "- y", "\"quoted\" \\ back", "yes", "`*/ */", "<b>&amp;", "🎉"]
    {
        let assignments = [
            "system=shop",
            "services=orders",
            "services.orders.kind=api",
            "services.orders.rpcs=GetOrder",
            &format!("description={prose}"),
            &format!("services.orders.purpose={prose}"),
        ];
        let answers = told(set(&assignments), Unanswered::Missing).unwrap();
        let project = wizard::project(&answers);
        assert_sound(&project);
        let text = project.get(&TreePath::new("topology.yaml").unwrap()).unwrap().text().unwrap();
        let (topology, _) = topology::parse(&"topology.yaml".into(), text);
        assert_eq!(topology.description.unwrap().value, prose);
        let purpose = topology.services.get("orders").unwrap().purpose.clone();
        assert_eq!(purpose.unwrap().value, prose);
    }
}

#[test]
fn files_of_answers_are_read_in_every_form() {
    let lists = "system: shop\nservices: [a, b]\nservices.a.kind: api\n";
    let maps = "system: shop\nservices:\n  a: {kind: api}\n  b:\n";
    let [lists, maps] = [lists, maps].map(|text| Given::file(text).unwrap());
    assert_eq!(lists, maps);
    assert!(Given::file("system: [a\n").is_err());
    assert!(Given::file("system: a\nsystem: b\n").is_err());
    assert!(set(&[]).set("system").is_err());
}

#[test]
fn a_starter_takes_another_name() {
    let name = Name::new("demo").unwrap();
    let tiny = scaffold::blueprint::starter("tiny").unwrap();
    assert_eq!(wizard::system_of(&tiny).unwrap().as_str(), "hello");
    let demo = wizard::named(&tiny, &name);
    assert_eq!(wizard::system_of(&demo).unwrap(), name);
    assert!(demo.get(&TreePath::new("tasks/prd-demo/_prd.md").unwrap()).is_some());
    assert_sound(&demo);
    let chat = scaffold::blueprint::starter("ai-chat").unwrap();
    let demo = wizard::named(&chat, &name);
    assert!(demo.get(&TreePath::new("tasks/prd-ai-chat/_prd.md").unwrap()).is_some());
    assert_sound(&demo);
}

proptest::proptest! {
    /// Whatever is answered is refused or sound; nothing panics.
    #[test]
    fn no_answer_makes_a_broken_project(
        services in "(web|orders|mail|cron|con|[a-z-]{1,8})(, (web|orders|mail|b[a-z0-9-]{0,5})){0,3}",
        kinds in proptest::collection::vec("api|gateway|job|worker|nothing", 4),
        rpcs in "(Get|List|Create|Delete|Delete|Say|Run|Update|Search)(Order|Orders|Order|)(, (Get|Place|Run)(It|Order|Book)){0,2}",
        topic in "(|order.placed|order|a-b.c|[a-z.]{1,6})",
        store in "(|orders-db|orders-cache|x)",
        purpose in "\\PC{0,20}",
    ) {
        let mut given = set(&["system=shop"]);
        given.set(&format!("services={services}")).unwrap();
        for (name, kind) in services.split(", ").zip(&kinds) {
            given.set(&format!("services.{name}.kind={kind}")).unwrap();
            given.set(&format!("services.{name}.purpose={purpose}")).unwrap();
            if kind == "api" {
                given.set(&format!("services.{name}.rpcs={rpcs}")).unwrap();
            }
        }
        given.set(&format!("topics={topic}")).unwrap();
        given.set(&format!("stores={store}")).unwrap();
        if let Ok(answers) = told(given, Unanswered::Suggested) {
            assert_sound(&wizard::project(&answers));
            wizard::meaning(&answers);
        }
    }
}
