//! An environment is laid over the file.

use scaffold::topology::{Call, Key, List, Map};

use super::sound;

const TEXT: &str = "
system: a
defaults: {timeout: 1s, replicas: 1}
services:
  web:
    calls: [b.Get, c.Put]
    scale: {min: 1, max: 2}
    covers: [FR-1, FR-2]
    public: {auth: jwt}
environments:
  prod:
    defaults: {replicas: 3}
    services:
      web:
        calls: {b.Get: 2s, d.New: {retry: 2}}
        scale: {max: 9}
        covers: [FR-3]
        public: false
      extra: {cron: every 1h}
";

fn names<K: Key, V>(map: &Map<K, V>) -> Vec<&str> {
    map.iter().map(|(key, _)| key.value.text()).collect()
}

#[test]
fn keyed_things_are_merged_and_all_else_is_replaced() {
    let base = sound(TEXT);
    let merged = base.overlaid(base.environments.get("prod").expect("an environment"));
    assert_eq!(names(&merged.services), ["web", "extra"]);
    let web = merged.services.get("web").expect("a service");
    assert_eq!(names(&web.calls), ["b.Get", "c.Put", "d.New"]);
    let timeout = |call: &Call| call.timeout.as_ref().map(|timeout| timeout.span.start);
    let timeout = web.calls.get("b.Get").and_then(timeout).expect("a timeout");
    assert_eq!(&TEXT[timeout..timeout + 2], "2s", "places are those of the overlay");
    let scale = web.scale.as_ref().expect("a scale");
    let bounds = (scale.min.as_ref().map(|min| min.value), scale.max.as_ref().map(|max| max.value));
    assert_eq!(bounds, (Some(1), Some(9)));
    let covers = |list: &List<_>| list.len();
    assert_eq!(covers(&web.covers), 1);
    let public = web.public.as_ref().expect("a switch");
    assert!(!public.on.value && public.options.auth.is_some());
    let replicas = merged.defaults.service.replicas.as_ref().map(|number| number.value);
    assert_eq!(replicas, Some(3));
    assert!(merged.defaults.call.timeout.is_some());
}

#[test]
fn defaults_hold_though_they_are_empty() {
    let scale = |text: &str| {
        let topology = sound(text);
        let filled = topology.filled();
        filled.services.get("web").expect("a service").scale.is_some()
    };
    let services = "system: a\nservices: {web: {http: true}}\n";
    assert!(!scale(services));
    assert!(!scale(&format!("{services}defaults: {{timeout: 1s}}\n")));
    assert!(scale(&format!("{services}defaults: {{scale: {{}}}}\n")));
}

const PROFILES: &str = "
system: a
services:
  web:
    http: [GET /]
    starts-after: [pay, stub]
    endpoints: {GET /: {calls: [pay.Charge, log.Write], publishes: [seen], reads: [trail]}}
    calls: {log.Write: {when: audit}}
    publishes: {paid: {when: audit}, seen: {}}
    consumes: {paid: {when: audit}}
    owns: {trail: [entries], main: [rows]}
  pay: {unless: demo, grpc: a.Pay}
  stub: {when: demo, grpc: a.Pay, replaces: [pay]}
stores: {trail: {when: audit}}
topics: {seen: {when: audit}}
externals: {log: {when: audit}, bank: {calls: {web: {when: audit}}}}
environments: {prod: {profiles: [audit]}, demo: {profiles: [demo]}}
";

#[test]
fn what_has_a_profile_is_there_only_where_that_is_on() {
    let base = sound(PROFILES);
    let within = |name: &str| base.overlaid(base.environments.get(name).expect("an environment"));
    let (prod, demo) = (within("prod"), within("demo"));
    assert_eq!(names(&base.services), ["web", "pay", "stub"]);
    assert_eq!(names(&prod.services), ["web", "pay"]);
    assert_eq!(names(&demo.services), ["web", "stub"]);
    let web = |topology: &'static str| {
        (if topology == "prod" { &prod } else { &demo }).services.get("web").expect("it is there")
    };
    let parts = |name: &'static str| {
        let web = web(name);
        let root = web.endpoints.get("GET /").expect("it is there");
        let after: Vec<&str> = web.starts_after.iter().map(|name| name.value.as_str()).collect();
        [
            names(&web.calls).join(","),
            names(&web.publishes).join(","),
            names(&web.consumes).join(","),
            names(&web.owns).join(","),
            names(&root.calls).join(","),
            names(&root.publishes).join(","),
            names(&root.reads).join(","),
            after.join(","),
        ]
        .join(" | ")
    };
    assert_eq!(
        parts("prod"),
        "log.Write | paid,seen | paid | trail,main | pay.Charge,log.Write | seen | trail | pay"
    );
    assert_eq!(parts("demo"), " |  |  | main | pay.Charge |  |  | stub");
    assert_eq!(names(&demo.externals), ["bank"]);
    assert!(demo.externals.get("bank").expect("it is there").calls.is_empty());
}
