//! E04: an event may arrive twice, and that does harm.

use crate::diagnostic::Code;
use crate::model::{Model, Service, Subscription};

use super::machinery::of_subscriptions;
use super::{Cause, Finding, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E04", name: "non-idempotent-consumer" },
    page: include_str!("non_idempotent_consumer.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    of_subscriptions(model, finding)
}

fn finding(model: &Model, service: &Service, subscription: &Subscription) -> Option<Finding> {
    if subscription.at_most_once {
        return None;
    }
    let (name, topic) = (&service.name, &model.topic(subscription.topic).name);
    let finding = match subscription.idempotent {
        Some(true) => return None,
        Some(false) => {
            let words =
                format!("`{name}` may get an event of `{topic}` twice, and handle it twice");
            Finding::warning(words)
                .hint("remember the ids of handled events, then write `idempotent: true`")
        }
        None => {
            let words = format!(
                "what `{name}` does with an event of `{topic}` that comes twice is not said"
            );
            let hint = "write `idempotent: true` if that does no harm, `ack: auto` if losing one does none";
            let shared = "in # places it is not said what becomes of an event that comes twice";
            let cause = Cause::new(shared, hint);
            Finding::undecidable(words).hint(hint).because(cause, format!("{name} {topic}"))
        }
    };
    Some(finding.at(&subscription.span))
}
