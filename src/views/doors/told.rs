//! The routes as documents tell of them.

use super::inputs::{Place, Value};
use super::job_routes;
use super::needed::is_needed;
use super::schema::{answer, routes as of_service};
use crate::model::OperationId;
use crate::views::code::{ToldParameter, ToldRoute};
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};

/// The routes of a service that no OpenAPI document describes.
pub(in crate::views) fn routes(
    system: &System,
    service: &PyService,
) -> Vec<(OperationId, ToldRoute)> {
    let all = of_service(service).into_iter();
    let untold = all.filter(|one| system.model.described(one.operation).is_none());
    untold.map(|one| (one.operation.id, route(one))).collect()
}

fn route(operation: &PyOperation) -> ToldRoute {
    let values = operation.flow.values();
    let body = values.iter().filter(|value| value.place == Place::Body);
    let of_job = job_routes::class(operation);
    let of_message = || answer(operation).map(|message| message.name.clone());
    ToldRoute {
        parameters: values.iter().filter_map(parameter).collect(),
        body: body.map(|value| value.name.clone()).collect(),
        status: if matches!(operation.flow.reply, Reply::Accepted) { 202 } else { 200 },
        answer: of_job.map(str::to_owned).or_else(of_message),
        streams: operation.flow.passed_on.is_some(),
    }
}

fn parameter(value: &Value) -> Option<ToldParameter> {
    let (place, name) = match value.place {
        Place::Path => ("path", &value.argument),
        Place::Query => ("query", &value.name),
        Place::Header => ("header", &value.name),
        Place::Token | Place::Body | Place::Whole => return None,
    };
    let required = value.place == Place::Path || value.field.is_some_and(is_needed);
    Some(ToldParameter { name: name.clone(), place, required })
}
