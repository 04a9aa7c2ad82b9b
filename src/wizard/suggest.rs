//! What is suggested: the first guess at each answer, from the names that were given.

use super::answers::{Answers, Call, Operation, Service};
use super::{TopicName, words};
use crate::names::{Name, pascal};

/// A job, a gateway or an API, by its name.
pub(super) fn kind(service: &Name) -> &'static str {
    let last = service.as_str().rsplit('-').next().unwrap_or_default();
    match last {
        "gateway" | "web" | "edge" | "frontend" | "bff" | "site" => "gateway",
        "job" | "sweeper" | "cron" | "cleaner" | "scheduler" => "job",
        _ => "api",
    }
}

/// The operations of an API, by its name.
pub(super) fn rpcs(service: &Name) -> String {
    if service.as_str() == "greeter" {
        return "SayHello".to_owned();
    }
    let noun = noun(service);
    format!("Get{}, List{}", pascal(&noun), pascal(&words::plural(&noun)))
}

/// What a service is about: `orders` and `order-service` are about `order`.
pub(super) fn noun(service: &Name) -> String {
    let name = service.snake();
    let bare = ["_service", "_api", "_svc"].iter().find_map(|end| name.strip_suffix(end));
    words::singular(bare.unwrap_or(&name))
}

/// The endpoint that leads to an RPC.
pub(super) fn route(call: &Call) -> String {
    let words = call.rpc.words();
    let noun = words[1..].join("_");
    let path = |noun: &str| words::plural(noun).replace('_', "-");
    match (words[0].as_str(), noun.as_str()) {
        ("say", "hello") => "GET /hello/{name}".to_owned(),
        (verb, "") => format!("POST /{}/{verb}", call.service),
        ("get", noun) => format!("GET /{}/{{{noun}_id}}", path(noun)),
        ("list" | "search", noun) => format!("GET /{}", path(noun)),
        ("create" | "add" | "register", noun) => format!("POST /{}", path(noun)),
        ("update", noun) => format!("PATCH /{}/{{{noun}_id}}", path(noun)),
        ("delete" | "remove", noun) if words::singular(noun) == noun => {
            format!("DELETE /{}/{{{noun}_id}}", path(noun))
        }
        (verb, noun) => format!("POST /{}/{}", path(noun), verb),
    }
}

/// The endpoints of a gateway: one for each RPC that stands for itself in HTTP.
pub(super) fn endpoints(services: &[Service]) -> Vec<(String, Call)> {
    let mut endpoints: Vec<(String, Call)> = Vec::new();
    for service in services {
        for rpc in service.rpcs() {
            let call = Call { service: service.name.clone(), rpc: rpc.name.clone() };
            let route = route(&call);
            if endpoints.iter().all(|(other, _)| *other != route) {
                endpoints.push((route, call));
            }
        }
    }
    endpoints
}

/// The call of an endpoint whose route is one of those that were suggested.
pub(super) fn endpoint_call(answers: &Answers, route: &str) -> Option<Call> {
    endpoints(&answers.services).into_iter().find(|(other, _)| other == route).map(|(_, call)| call)
}

/// What tells an event: the only operation, else the RPC that changes what the topic is named after.
pub(super) fn publisher<'a>(
    topic: &TopicName,
    operations: &'a [Operation],
) -> Option<&'a Operation> {
    if let [only] = operations {
        return Some(only);
    }
    let nouns: Vec<String> = topic.words().into_iter().map(words::singular).collect();
    operations.iter().find(|operation| {
        let Operation::Rpc(call) = operation else { return false };
        let words = call.rpc.words();
        let reads = ["get", "list", "find", "read", "fetch", "search", "describe"];
        !reads.contains(&words[0].as_str())
            && words[1..].iter().any(|word| nouns.contains(&words::singular(word)))
    })
}

/// What runs a store, by its name.
pub(super) fn engine(store: &Name) -> &'static str {
    let cache = store.as_str().split('-').any(|word| matches!(word, "cache" | "redis"));
    if cache { "redis@7" } else { "postgres@16" }
}

/// The owner of a store: the service that it is named after.
pub(super) fn owner<'a>(
    store: &Name,
    services: impl Iterator<Item = &'a Name>,
) -> Option<&'a Name> {
    let mut named: Vec<&Name> = services
        .filter(|service| {
            let stem = words::singular(service.as_str());
            store.as_str().starts_with(&stem)
        })
        .collect();
    named.sort_by_key(|service| service.as_str().len());
    named.pop()
}
