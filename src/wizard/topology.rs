//! The topology of a told system, as a team would have written it.

use std::fmt::Write;

use super::answers::{Access, Answers, Call, Engine, Operation, Role, Service};
use super::prd::{kept_by, requirements};
use super::{contract, derive, waits, yaml};

/// The text of `topology.yaml`.
pub(super) fn topology(answers: &Answers) -> String {
    let mut out = format!("system: {}\n", answers.system);
    if !answers.description.is_empty() {
        let _ = writeln!(out, "description: {}", yaml::line(&answers.description));
    }
    let timeout = waits::duration(answers.timeout);
    let _ = writeln!(out, "\ndefaults: {{timeout: {timeout}}}");
    domains(&mut out, answers);
    out.push_str("\nservices:\n");
    for (place, told) in answers.services.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        service(&mut out, answers, told);
    }
    stores(&mut out, answers);
    topics(&mut out, answers);
    out
}

fn domains(out: &mut String, answers: &Answers) {
    let entry = |domain: &super::Domain| {
        let team = domain.team.iter().map(|team| ("team", team.to_string()));
        (domain.name.to_string(), yaml::map(&team.collect::<Vec<_>>()))
    };
    let entries: Vec<_> = answers.domains.iter().map(entry).collect();
    if !entries.is_empty() {
        let _ = write!(out, "\ndomains:\n{}", yaml::columns("  ", &entries));
    }
}

fn service(out: &mut String, answers: &Answers, service: &Service) {
    let _ = writeln!(out, "  {}:", service.name);
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "    {key}: {value}");
    };
    if !service.purpose.is_empty() {
        line("purpose", yaml::line(&service.purpose));
    }
    if let Some(domain) = &service.domain {
        line("domain", domain.to_string());
    }
    match &service.role {
        Role::Gateway { access: Access::Open, .. } => line("public", "true".to_owned()),
        Role::Gateway { access: Access::Jwt, .. } => line("public", "{auth: jwt}".to_owned()),
        Role::Gateway { access: Access::Internal, .. } | Role::Worker { .. } => {}
        Role::Api { .. } => line("grpc", contract::full_service(answers, service)),
        Role::Job { schedule, .. } => line("cron", format!("\"{schedule}\"")),
    }
    let mut covered = Vec::new();
    if matches!(service.role, Role::Worker { .. } | Role::Job { .. }) {
        covered = covers(answers, service, |_| true);
    }
    covered.extend(kept_by(answers, &service.name));
    if !covered.is_empty() {
        line("covers", yaml::list(covered));
    }
    let owned = |store: &super::Store| {
        let entities = store.entities.iter().map(ToString::to_string);
        (store.name.to_string(), yaml::list(entities))
    };
    let owned: Vec<_> = answers.owned_by(&service.name).map(owned).collect();
    if !owned.is_empty() {
        let owned: Vec<_> =
            owned.iter().map(|(name, kept)| (name.as_str(), kept.clone())).collect();
        line("owns", yaml::map(&owned));
    }
    consumes(out, answers, service);
    operations(out, answers, service);
    calls(out, answers, service);
    publishes(out, answers, service);
}

fn consumes(out: &mut String, answers: &Answers, service: &Service) {
    let entry = |topic: &super::Topic| {
        let options = [
            ("group", service.name.to_string()),
            ("retry", "5".to_owned()),
            ("dead-letter", topic.name.dead_letter()),
            ("idempotent", "true".to_owned()),
        ];
        (topic.name.to_string(), yaml::map(&options))
    };
    let entries: Vec<_> = answers.consumed_by(&service.name).map(entry).collect();
    if !entries.is_empty() {
        let _ = write!(out, "    consumes:\n{}", yaml::columns("      ", &entries));
    }
}

/// The entries of `endpoints`: each endpoint of a gateway, each RPC that does more than answer, each event of a
/// worker that reads several. The only operation of a worker or job makes all its calls without an entry.
fn operations(out: &mut String, answers: &Answers, service: &Service) {
    let mut entries: Vec<(String, String)> = Vec::new();
    for (operation, calls) in service.operations() {
        match &operation {
            Operation::Endpoint(_, route) => {
                let covers = covers(answers, service, |covered| *covered == operation);
                let mut options = vec![("calls", list_of(calls)), ("covers", yaml::list(covers))];
                published(answers, &operation, &mut options);
                entries.push((route.to_string(), yaml::map(&options)));
            }
            Operation::Rpc(call) => {
                let mut options = vec![("calls", list_of(calls))];
                published(answers, &operation, &mut options);
                match (calls, options.len()) {
                    ([], 1) => {}
                    (_, 1) => entries.push((call.rpc.to_string(), list_of(calls))),
                    _ => {
                        options.retain(|(key, _)| *key != "calls" || !calls.is_empty());
                        entries.push((call.rpc.to_string(), yaml::map(&options)));
                    }
                }
            }
            Operation::Whole(name) => {
                let mut options = vec![("calls", list_of(calls))];
                published(answers, &operation, &mut options);
                let events: Vec<_> = answers.consumed_by(name).collect();
                if events.len() > 1 && (options.len() > 1 || !calls.is_empty()) {
                    let entry =
                        |topic: &&super::Topic| (topic.name.to_string(), yaml::map(&options));
                    entries.extend(events.iter().map(entry));
                }
            }
        }
    }
    if !entries.is_empty() {
        let _ = write!(out, "    endpoints:\n{}", yaml::columns("      ", &entries));
    }
}

fn published(answers: &Answers, operation: &Operation, options: &mut Vec<(&str, String)>) {
    let topics = answers.topics.iter().filter(|topic| topic.publisher == *operation);
    let topics: Vec<String> = topics.map(|topic| topic.name.to_string()).collect();
    if !topics.is_empty() {
        options.push(("publishes", yaml::list(topics)));
    }
}

/// Calls that need more time than others; for a worker or job with one operation, all its calls.
fn calls(out: &mut String, answers: &Answers, service: &Service) {
    let mut made: Vec<&Call> = Vec::new();
    for call in service.operations().into_iter().flat_map(|(_, calls)| calls) {
        if !made.contains(&call) {
            made.push(call);
        }
    }
    let all = match &service.role {
        Role::Worker { .. } => answers.consumed_by(&service.name).count() < 2,
        Role::Job { .. } => true,
        Role::Gateway { .. } | Role::Api { .. } => false,
    };
    let usual = made.iter().all(|call| waits::is_default(answers, call));
    if usual {
        if all && !made.is_empty() {
            let names = made.into_iter().map(ToString::to_string);
            let _ = writeln!(out, "    calls: {}", yaml::list(names));
        }
        return;
    }
    made.retain(|call| all || !waits::is_default(answers, call));
    let entries: Vec<_> =
        made.into_iter().map(|call| (call.to_string(), waiting(answers, call))).collect();
    let _ = write!(out, "    calls:\n{}", yaml::columns("      ", &entries));
}

fn waiting(answers: &Answers, call: &Call) -> String {
    let timeout = waits::duration(waits::wait(answers, call));
    if waits::streams(answers, call) {
        let idle = waits::duration(waits::IDLE);
        return format!("{{timeout: {timeout}, stream-idle: {idle}}}");
    }
    let more = answers.rpc(call).is_some_and(|rpc| !rpc.calls.is_empty());
    if more { format!("{timeout}    # it makes calls of its own") } else { timeout }
}

fn publishes(out: &mut String, answers: &Answers, service: &Service) {
    let topics: Vec<_> =
        answers.published_by(&service.name).map(|topic| topic.name.to_string()).collect();
    if topics.is_empty() {
        return;
    }
    let _ = writeln!(out, "    publishes: {}", yaml::list(topics));
    if answers.owned_by(&service.name).next().is_some() {
        out.push_str("    outbox: true    # events leave in the database transaction\n");
    }
}

fn stores(out: &mut String, answers: &Answers) {
    let entry = |store: &super::Store| {
        let engine = store.engine.word().to_owned();
        let form = match store.engine {
            Engine::Postgres => engine,
            Engine::Redis => yaml::map(&[("engine", engine), ("kind", "cache".to_owned())]),
        };
        (store.name.to_string(), form)
    };
    let entries: Vec<_> = answers.stores.iter().map(entry).collect();
    if !entries.is_empty() {
        let _ = write!(out, "\nstores:\n{}", yaml::columns("  ", &entries));
    }
}

fn topics(out: &mut String, answers: &Answers) {
    let mut entries = Vec::new();
    for topic in &answers.topics {
        let payload = contract::payload(answers, topic);
        let options = [("payload", payload.clone()), ("key", derive::key(&topic.name))];
        entries.push((topic.name.to_string(), yaml::map(&options)));
        if !topic.consumers.is_empty() {
            entries.push((topic.name.dead_letter(), yaml::map(&[("payload", payload)])));
        }
    }
    if !entries.is_empty() {
        let _ = write!(
            out,
            "\ntopics:    # the broker defaults to kafka\n{}",
            yaml::columns("  ", &entries)
        );
    }
}

fn list_of(calls: &[Call]) -> String {
    yaml::list(calls.iter().map(ToString::to_string))
}

/// The ids of the requirements that the operations of a service fulfil.
fn covers(
    answers: &Answers,
    service: &Service,
    wanted: impl Fn(&Operation) -> bool,
) -> Vec<String> {
    let requirements = requirements(answers).into_iter();
    let of_service =
        requirements.filter(|requirement| requirement.operation.service() == &service.name);
    of_service.filter(|r| wanted(&r.operation)).map(|requirement| requirement.id).collect()
}
