//! E05: a service writes to its store and publishes, and nothing makes the two one.

use crate::diagnostic::Code;
use crate::model::{Model, Service};
use crate::topology::StoreKind;

use super::machinery::list;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E05", name: "publish-outside-transaction" },
    page: include_str!("publish_outside_transaction.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.services.iter().filter_map(|service| finding(model, service)).collect()
}

fn finding(model: &Model, service: &Service) -> Option<Finding> {
    let truth = service.owns.iter().find(|o| model.store(o.store).kind == StoreKind::Truth)?;
    let first = service.publishes.first().filter(|_| !service.outbox)?;
    let topics: Vec<&str> = service
        .publishes
        .iter()
        .map(|publication| model.topic(publication.topic).name.as_str())
        .collect();
    let (name, store) = (&service.name, &model.store(truth.store).name);
    let words = format!("`{name}` publishes {} apart from its writes to `{store}`", list(&topics));
    let of_all =
        "write `defaults: {outbox: true}`: events are stored with the data, and sent from there";
    let cause = Cause::new("# services publish apart from their writes", of_all);
    let finding = Finding::warning(words)
        .at(&first.span)
        .with(&truth.span, "what is stored here and what is told can come apart")
        .hint("write `outbox: true`: events are stored with the data, and sent from there")
        .because(cause, name.as_str())
        .about(Subject::Service(service.id));
    let publications = 0..service.publishes.len();
    Some(
        publications
            .fold(finding, |finding, index| finding.about(Subject::Publication(service.id, index))),
    )
}
