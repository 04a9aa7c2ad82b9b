//! Topology and contracts, linked.

mod support;

use std::num::NonZeroU32;
use std::sync::Arc;

use scaffold::contracts::Contracts;
use scaffold::model::{OperationKind, ServiceKind, Target, resolve};
use scaffold::topology::{self, Scalar, Times};
use support::project::{model_of, starter};

#[test]
fn the_starters_resolve_without_a_fault() {
    for name in ["tiny", "ai-chat"] {
        let (model, diagnostics) = starter(name);
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:#?}");
        assert!(model.unresolved.is_empty(), "{name}: {:#?}", model.unresolved);
    }
}

#[test]
fn calls_reach_the_operations_that_they_name() {
    let (model, _) = starter("ai-chat");
    let gateway = model.service_named("gateway").expect("it is in the starter");
    let reached: Vec<(&str, Option<&str>)> = model
        .calls_of(gateway.id)
        .map(|call| (model.target_name(call), model.target_operation(call)))
        .collect();
    assert_eq!(
        reached,
        [
            ("auth", Some("Authenticate")),
            ("chat", Some("SendMessage")),
            ("chat", Some("ListConversations")),
        ]
    );
}

#[test]
fn an_operation_makes_the_calls_of_its_entry_and_an_only_operation_all() {
    let (model, _) = starter("ai-chat");
    let calls_of = |name: &str| {
        let operation = model.operations.iter().find(|o| o.name == name).expect("it is there");
        operation.steps.iter().map(|step| model.call(step.call).written.clone()).collect::<Vec<_>>()
    };
    assert_eq!(calls_of("SendMessage"), ["auth.GetUser", "agent.Run"]);
    assert_eq!(calls_of("ListConversations"), Vec::<String>::new());
    assert_eq!(calls_of("Run"), ["llm POST /v1/chat/completions"]);
    assert_eq!(calls_of("cron"), ["auth.DeleteExpiredSessions"]);
}

#[test]
fn an_entry_takes_from_the_service_what_it_does_not_say_of_a_call() {
    let yaml = "
system: shop
services:
  stock: {http: [GET /a, GET /b]}
  web:
    calls:
      stock GET /a: {times: per-item}
      stock GET /b: {times: 3}
    endpoints:
      GET /x: [stock GET /a, stock GET /b]
      GET /y: {calls: {stock GET /b: {times: 2}}}
";
    let (model, diagnostics) = model_of(yaml, &[]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let times = |name: &str| {
        let operation = model.operations.iter().find(|o| o.name == name).expect("it is there");
        operation.steps.iter().map(|step| step.times).collect::<Vec<_>>()
    };
    let count = |times: u32| Times::Count(NonZeroU32::new(times).expect("it is not zero"));
    assert_eq!(times("GET /x"), [Times::PerItem, count(3)]);
    assert_eq!(times("GET /y"), [count(2)]);
}

#[test]
fn what_takes_a_call_back_is_a_call_but_no_step() {
    let yaml = "
system: shop
services:
  pay: {http: [POST /charges, POST /refunds, POST /notes]}
  web:
    http: [POST /orders]
    calls:
      pay POST /charges: {compensated-by: pay POST /refunds}
      pay POST /notes: {compensated-by: pay POST /refund}
";
    let (model, _) = model_of(yaml, &[]);
    let charge = model.calls.iter().find(|call| call.written == "pay POST /charges");
    let undone_by = charge.and_then(|call| call.compensated_by).map(|id| model.call(id));
    assert_eq!(undone_by.map(|call| call.written.as_str()), Some("pay POST /refunds"));
    let orders = model.operations.iter().find(|o| o.name == "POST /orders").expect("it is there");
    let steps = orders.steps.iter().map(|step| model.call(step.call).written.as_str());
    assert_eq!(steps.collect::<Vec<_>>(), ["pay POST /charges", "pay POST /notes"]);
    let unresolved: Vec<&str> = model.unresolved.iter().map(|one| one.written.as_str()).collect();
    assert_eq!(unresolved, ["pay POST /refund"]);
}

#[test]
fn kinds_follow_from_what_a_service_serves_and_does() {
    let (model, _) = starter("ai-chat");
    let kind = |name: &str| model.service_named(name).expect("it is in the starter").kind;
    assert_eq!(kind("gateway"), ServiceKind::Gateway);
    assert_eq!(kind("auth"), ServiceKind::Api);
    assert_eq!(kind("indexer"), ServiceKind::Worker);
    assert_eq!(kind("session-sweeper"), ServiceKind::Job);
    assert_eq!(kind("web"), ServiceKind::Client);
}

#[test]
fn a_flow_follows_calls_and_then_events() {
    let (model, _) = starter("ai-chat");
    let name = |id| model.operation(id).name.as_str();
    let flow = model.flows.iter().find(|f| name(f.entry) == "POST /v1/messages").expect("an entry");
    let operations: Vec<&str> = flow.operations.iter().map(|id| name(*id)).collect();
    assert_eq!(operations, ["POST /v1/messages", "Authenticate", "SendMessage", "GetUser", "Run"]);
    let events: Vec<&str> = flow.events.iter().map(|id| name(*id)).collect();
    assert_eq!(events, ["chat.message.sent"]);
}

#[test]
fn what_is_public_begins_a_flow_though_it_is_called_inside_too() {
    let text = "
system: a
services:
  gate: {public: true, endpoints: {GET /: {calls: [users GET /me]}}}
  users: {PUBLIC http: [GET /me]}
";
    for (public, entries) in [("public: true, ", vec!["GET /", "GET /me"]), ("", vec!["GET /"])] {
        let model = model_of(&text.replace("PUBLIC ", public), &[]).0;
        let flows = model.flows.iter().map(|flow| model.operation(flow.entry).name.as_str());
        assert_eq!(flows.collect::<Vec<_>>(), entries);
    }
}

#[test]
fn ports_are_given_in_the_order_of_names() {
    let (model, _) = starter("ai-chat");
    let ports: Vec<(&str, u16, Option<u16>)> = model
        .services
        .iter()
        .filter(|service| service.generated)
        .map(|s| (s.name.as_str(), s.http_port.value, s.grpc_port.as_ref().map(|p| p.value)))
        .collect();
    assert_eq!(ports[0], ("agent", 8000, Some(50051)));
    assert_eq!(ports[3], ("gateway", 8003, None));
}

#[test]
fn the_most_literal_route_answers() {
    let text = "
system: shop
services:
  shop:
    http:
      - GET /items/{id}
      - GET /items/top
      - ANY /files/**
  web:
    lang: typescript
    calls:
      - shop GET /items/top
      - shop GET /items/{item}
      - shop PUT /files/a/b
";
    let (model, diagnostics) = model_of(text, &[]);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let web = model.service_named("web").expect("it is declared");
    let routes: Vec<Option<&str>> =
        model.calls_of(web.id).map(|call| model.target_operation(call)).collect();
    assert_eq!(routes, [Some("GET /items/top"), Some("GET /items/{id}"), Some("ANY /files/**")]);
    assert!(model.operations.iter().all(|o| matches!(o.kind, OperationKind::Route { .. })));
    assert!(model.calls.iter().all(|call| matches!(call.target, Target::Operation(_))));
}

#[test]
fn an_environment_shifts_shares_and_has_no_versions_of_its_own() {
    let yaml = "
system: shop
services:
  cart: {http: [GET /cart], versions: {stable: 100, canary: 0}}
environments:
  prod: {services: {cart: {versions: {stable: 90, canry: 10}}}}
";
    let (model, faults) = model_of(yaml, &[]);
    let cart = model.service_named("cart").expect("it is there");
    let names: Vec<&str> = cart.versions.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["stable", "canary"]);
    let said: Vec<_> =
        faults.iter().map(|fault| (&*fault.message, fault.hint.as_deref())).collect();
    assert_eq!(said, [("there is no version `canry`", Some("write `canary` if that is meant"))]);
}

#[test]
fn an_operation_starts_and_tells_jobs_whose_results_are_kept() {
    let topology = "\
system: shop
services:
  reports:
    endpoints:
      POST /reports: {starts: sales-reprot}
      POST /months: {starts: month-end}
      GET /reports: {result: sales-report}
      GET /reports/{id}: {result: sales-report}
    jobs:
      sales-report: {result: true}
      month-end: {retry: 2}
";
    let (model, diagnostics) = model_of(topology, &[]);
    let said: Vec<_> = diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "there is no job of `reports` with the name `sales-reprot`",
            "nobody keeps the result of the job `month-end`",
            "nothing in `GET /reports` says which result is meant",
        ]
    );
    let told: Vec<_> = model.operations.iter().filter_map(|one| one.result.as_deref()).collect();
    assert_eq!(told, ["sales-report"]);
}

#[test]
fn defaults_hold_for_every_key_that_is_not_said() {
    let yaml = "
system: shop
defaults:
  scale: {min: 2, max: 8}
  config: {LOG_LEVEL: info, PAGE: 20}
  secrets: [API_KEY]
  idempotent: true
  retry: {attempts: 3, budget: 10%}
  protocol: thrift
services:
  pay: {http: [POST /charges], scale: {max: 4}, config: {PAGE: 50}}
  web:
    http: [POST /orders]
    calls: {pay POST /charges: {retry: {attempts: 2}, idempotent: false}}
";
    let (model, faults) = model_of(yaml, &[]);
    assert!(faults.is_empty(), "{faults:#?}");
    let pay = model.service_named("pay").expect("it is there");
    let scale = pay.scale.as_ref().expect("it scales");
    let bounds = (scale.min.as_ref().map(|min| min.value), scale.max.as_ref().map(|max| max.value));
    assert_eq!(bounds, (Some(2), Some(4)), "what is keyed is merged");
    let settings: Vec<(&str, Option<&Scalar>)> = pay
        .config
        .iter()
        .map(|(name, setting)| (name.as_str(), setting.default.as_ref().map(|value| &value.value)))
        .collect();
    let level = Scalar::Text("info".to_owned());
    assert_eq!(settings, [("LOG_LEVEL", Some(&level)), ("PAGE", Some(&Scalar::Integer(50)))]);
    assert_eq!(pay.secrets.len(), 1);
    let call = &model.calls[0];
    assert_eq!((call.attempts.value, call.idempotent), (2, Some(false)));
    assert_eq!(call.protocol.as_deref(), Some("thrift"));
}

#[test]
fn a_service_answers_for_the_one_that_it_replaces_where_that_is_not_there() {
    let yaml = "
system: shop
services:
  web: {http: [GET /], calls: [pay POST /charges]}
  pay: {unless: demo, http: [POST /charges]}
  stub: {when: demo, http: [POST /charges], replaces: [pay]}
environments: {prod: {}, demo: {profiles: [demo]}}
";
    let (topology, _) = topology::parse(&Arc::from("topology.yaml"), yaml);
    let callee = |environment: &str| {
        let environment = topology.environments.get(environment).expect("it is there");
        let (model, faults) = resolve(&topology.overlaid(environment), Contracts::default());
        assert!(faults.is_empty() && model.unresolved.is_empty(), "{faults:#?}");
        model.target_name(&model.calls[0]).to_owned()
    };
    assert_eq!((callee("prod").as_str(), callee("demo").as_str()), ("pay", "stub"));
}

#[test]
fn a_profile_that_no_environment_turns_on_is_unknown() {
    let of = |environments: &str| {
        let yaml =
            format!("system: a\nservices: {{web: {{http: true, when: demo}}}}\n{environments}");
        model_of(&yaml, &[]).1.into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert_eq!(of("environments: {lab: {profiles: [dmeo]}}\n"), ["there is no profile `demo`"]);
    assert!(of("environments: {lab: {profiles: [demo]}}\n").is_empty());
    assert!(of("").is_empty(), "without environments all profiles are on");
}
