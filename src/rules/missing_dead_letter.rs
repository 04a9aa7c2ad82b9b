//! E03: a consumer that does not say what becomes of events which it cannot handle.

use crate::diagnostic::Code;
use crate::model::{Model, Service, Subscription};

use super::machinery::of_subscriptions;
use super::{Cause, Finding, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E03", name: "missing-dead-letter" },
    page: include_str!("missing_dead_letter.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    of_subscriptions(model, finding)
}

/// At most once, nothing is repeated; and what reads a dead-letter topic is the end of the line.
fn finding(model: &Model, service: &Service, subscription: &Subscription) -> Option<Finding> {
    let topic = model.topic(subscription.topic);
    if subscription.at_most_once || !topic.dead_letters_of.is_empty() {
        return None;
    }
    let name = &topic.name;
    let (missing, hint) = match (subscription.attempts, subscription.dead_letter) {
        (Some(_), Some(_)) => return None,
        (None, Some(_)) => ("how often it tries", "write `retry: 5`".to_owned()),
        (Some(_), None) => {
            ("where they go after the last attempt", format!("write `dead-letter: {name}.dlq`"))
        }
        (None, None) => (
            "how often it tries, and where they go then",
            format!("write `{name}: {{retry: 5, dead-letter: {name}.dlq}}`"),
        ),
    };
    let words =
        format!("`{}` may fail on events of `{name}`, and does not say {missing}", service.name);
    let missing = missing.replace("it tries", "they try").replace("they go", "these go");
    let cause = Cause::new(
        format!("in # places consumers may fail on events, and do not say {missing}"),
        "write `retry: 5` at each, and `dead-letter` too, or at the topic for all its consumers",
    );
    Some(
        Finding::warning(words)
            .at(&subscription.span)
            .hint(hint)
            .because(cause, format!("{} {name}", service.name)),
    )
}
