//! What the answers mean, in words: the last thing that somebody reads before anything is written.

use std::fmt::Write;

use super::answers::{Access, Answers, Call, Operation, Role, Service};
use super::{contract, waits, words};

/// The whole system, a paragraph for each service. Plain text with printable characters only.
pub fn meaning(answers: &Answers) -> String {
    let mut out = format!(
        "`{}` will have {}",
        answers.system,
        words::count(answers.services.len(), "service")
    );
    let _ = writeln!(
        out,
        ", {} and {}.",
        words::count(answers.topics.len(), "event"),
        words::count(answers.stores.len(), "store")
    );
    for service in &answers.services {
        let _ = write!(out, "\n{}", heading(answers, service));
        for line in lines(answers, service) {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn heading(answers: &Answers, service: &Service) -> String {
    let mut heading = format!("{} ({}", service.name, kind(service));
    if let Some(domain) = &service.domain {
        let told = answers.domains.iter().find(|other| other.name == *domain);
        let team = told.and_then(|domain| domain.team.as_ref());
        let _ = write!(heading, ", domain {domain}");
        if let Some(team) = team {
            let _ = write!(heading, " of team {team}");
        }
    }
    heading.push(')');
    if !service.purpose.is_empty() {
        let _ = write!(heading, ": {}", service.purpose);
    }
    heading + "\n"
}

fn kind(service: &Service) -> &'static str {
    match &service.role {
        Role::Gateway { access: Access::Open, .. } => "HTTP gateway, open to everyone",
        Role::Gateway { access: Access::Jwt, .. } => "HTTP gateway, for who brings a token",
        Role::Gateway { access: Access::Internal, .. } => "HTTP gateway, only for who is inside",
        Role::Api { .. } => "gRPC API",
        Role::Worker { .. } => "worker",
        Role::Job { .. } => "job",
    }
}

fn lines(answers: &Answers, service: &Service) -> Vec<String> {
    let mut lines = Vec::new();
    match &service.role {
        Role::Api { rpcs } => {
            let names: Vec<String> = rpcs.iter().map(|rpc| rpc.name.to_string()).collect();
            let full_name = contract::full_service(answers, service);
            lines.push(format!("answers {} as {full_name}", words::and(&names)));
        }
        Role::Job { schedule, .. } => lines.push(format!("runs at `{schedule}` (UTC)")),
        Role::Gateway { .. } | Role::Worker { .. } => {}
    }
    for topic in answers.consumed_by(&service.name) {
        lines.push(format!(
            "reads {}; after 5 attempts an event goes to {}",
            topic.name,
            topic.name.dead_letter()
        ));
    }
    for (operation, calls) in service.operations() {
        lines.extend(deeds(answers, &operation, calls));
    }
    for store in answers.owned_by(&service.name) {
        let kept: Vec<String> = store.entities.iter().map(ToString::to_string).collect();
        let with =
            if kept.is_empty() { String::new() } else { format!(" with {}", words::and(&kept)) };
        let engine = store.engine.word();
        lines.push(format!("owns {} ({engine}){with}; no other service touches it", store.name));
    }
    lines
}

/// What one operation does.
fn deeds(answers: &Answers, operation: &Operation, calls: &[Call]) -> Vec<String> {
    let subject = match operation {
        Operation::Rpc(call) => format!("{} ", call.rpc),
        Operation::Endpoint(_, route) => format!("{route} "),
        Operation::Whole(_) => String::new(),
    };
    let mut deeds: Vec<String> =
        calls.iter().map(|call| format!("{subject}{}", asks(answers, call))).collect();
    for topic in answers.topics.iter().filter(|topic| topic.publisher == *operation) {
        let readers: Vec<String> = topic.consumers.iter().map(ToString::to_string).collect();
        let readers =
            if readers.is_empty() { "nobody yet".to_owned() } else { words::and(&readers) };
        deeds.push(format!("{subject}publishes {}, read by {readers}", topic.name));
    }
    if deeds.is_empty() && matches!(operation, Operation::Endpoint(..)) {
        deeds.push(format!("{subject}answers 501 until somebody writes it"));
    }
    deeds
}

fn asks(answers: &Answers, call: &Call) -> String {
    let wait = waits::duration(waits::wait(answers, call));
    if waits::streams(answers, call) {
        let idle = waits::duration(waits::IDLE);
        return format!(
            "calls {call} over gRPC, takes its stream for up to {wait} and gives up after {idle} of silence"
        );
    }
    format!("calls {call} over gRPC and waits up to {wait}")
}
