//! E06: events are sent, and nobody waits to hear whether they arrived.

use crate::diagnostic::Code;
use crate::model::{Model, Publication, Service};
use crate::topology::Acks;

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E06", name: "fire-and-forget" },
    page: include_str!("fire_and_forget.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in &model.services {
        for (index, publication) in service.publishes.iter().enumerate() {
            if publication.acks == Some(Acks::None) {
                let subject = Subject::Publication(service.id, index);
                findings.push(finding(model, service, publication).about(subject));
            }
        }
    }
    findings
}

fn finding(model: &Model, service: &Service, publication: &Publication) -> Finding {
    let topic = &model.topic(publication.topic).name;
    let words =
        format!("`{}` sends to `{topic}`, and does not wait until it has arrived", service.name);
    Finding::warning(words)
        .at(&publication.span)
        .hint("write `acks: all`, or say in a waiver why events may get lost")
}
