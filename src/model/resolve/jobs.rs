//! The jobs that operations hand over, or whose results they tell.

use crate::diagnostic::Spanned;
use crate::model::{Operation, OperationKind, Service};
use crate::names::Name;
use crate::topology::{Endpoint, Job};

use super::Scope;

/// The field of an RPC that holds the id of a job's result.
const ID: &str = "job_id";

/// The job of a service that an operation names; reported when there is none, or when its result is not kept.
pub(super) fn kept(
    scope: &mut Scope,
    service: &Service,
    named: Option<&Spanned<Name>>,
) -> Option<String> {
    let named = named?;
    let name = named.value.as_str();
    let is_kept = |job: &Job| job.result.as_ref().is_some_and(|result| result.value);
    match service.jobs.iter().find(|(job, _)| job == name) {
        Some((_, job)) if is_kept(job) => return Some(name.to_owned()),
        Some(_) => {
            let message = format!("nobody keeps the result of the job `{name}`");
            let hint = format!("write `{name}: {{result: true}}` under `jobs`");
            scope.faults.unfit(message, &named.span, hint);
        }
        None => {
            let what = format!("job of `{}` with the name", service.name);
            let known = service.jobs.iter().map(|(job, _)| job.as_str());
            scope.faults.unknown(&what, name, &named.span, known);
        }
    }
    None
}

/// Whether a request for the result of a job can say which: in the path of a route, in a field of an RPC.
pub(super) fn has_id(scope: &mut Scope, operation: &Operation, endpoint: &Endpoint) -> bool {
    let Some(named) = &endpoint.result else { return false };
    let (has, hint) = match &operation.kind {
        OperationKind::Route { path, .. } => {
            (path.contains('{'), "end its path with a variable, such as `/{job_id}`".to_owned())
        }
        OperationKind::Rpc { service, method } => {
            let method = scope.contracts.service(service).and_then(|proto| proto.method(method));
            let request = method.and_then(|method| scope.contracts.message(&method.input));
            let field = request.and_then(|message| message.field(ID));
            (field.is_some(), format!("give its request a field `string {ID}`"))
        }
        _ => (false, "only a route or an RPC can be asked for a result".to_owned()),
    };
    if !has {
        let message = format!("nothing in `{}` says which result is meant", operation.name);
        scope.faults.unfit(message, &named.span, hint);
    }
    has
}
