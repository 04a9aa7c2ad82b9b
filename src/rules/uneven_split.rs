//! G06: versions whose shares are not all the requests, or of a service that nobody asks for anything.

use crate::diagnostic::Code;
use crate::model::{Model, Service, ServiceKind};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G06", name: "uneven-split" },
    page: include_str!("uneven_split.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.services.iter().filter_map(of_service).collect()
}

fn of_service(service: &Service) -> Option<Finding> {
    let (_, last) = service.versions.last()?;
    let shares = service.versions.iter().map(|(_, share)| u64::from(share.value));
    let all = shares.sum::<u64>();
    let is_asked = !matches!(service.kind, ServiceKind::Worker | ServiceKind::Job);
    let finding = if !is_asked {
        Finding::error(format!(
            "`{}` is asked for nothing: there are no requests to share among its versions",
            service.name
        ))
        .hint("take `versions` out; consumers and schedules share their work by themselves")
    } else if all != 100 {
        Finding::error(format!("the versions of `{}` get {all} % of its requests", service.name))
            .hint("let their shares be 100 together")
    } else {
        return None;
    };
    Some(finding.at(&last.span).about(Subject::Service(service.id)))
}
