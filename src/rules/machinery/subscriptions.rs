//! A look at everything that services consume.

use crate::model::{Model, Service, Subscription};

use super::{Finding, Subject};

/// What a rule finds in each subscription, where a waiver at the subscription, at its service or at its domain covers it.
pub(in crate::rules) fn of_subscriptions(
    model: &Model,
    finding: impl Fn(&Model, &Service, &Subscription) -> Option<Finding>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in &model.services {
        for (index, subscription) in service.consumes.iter().enumerate() {
            let found = finding(model, service, subscription);
            let subject = Subject::Subscription(service.id, index);
            findings.extend(found.map(|finding| finding.about(subject)));
        }
    }
    findings
}
