//! Routes that hand a job over, or tell its result: what they answer, and where the result is.

use serde_json::{Value as Document, json};

use super::inputs::Place;
use super::openapi::reference;
use super::routes::path_of;
use super::schema::routes;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::PyService;

/// The class of such an answer.
pub(in crate::views) fn class(operation: &PyOperation) -> Option<&'static str> {
    match operation.flow.reply {
        Reply::Accepted => Some("JobAccepted"),
        Reply::Outcome => Some("JobOutcome"),
        _ => None,
    }
}

/// The path of the result, with `{reply.job_id}` for its id; `None` where no route of the service tells it, or its path
/// needs more than the request has.
pub(in crate::views) fn location(service: &PyService, operation: &PyOperation) -> Option<Written> {
    let job = operation.operation.starts.as_ref()?;
    let tells = |one: &&PyOperation| {
        let is_get =
            matches!(&one.operation.kind, OperationKind::Route { method, .. } if method == "GET");
        is_get && one.operation.result.as_ref() == Some(job)
    };
    let route = routes(service).into_iter().find(tells)?;
    let in_path = |one: &PyOperation| -> Vec<String> {
        let values = one.flow.values().iter().filter(|value| value.place == Place::Path);
        values.map(|value| value.argument.clone()).collect()
    };
    let (mut names, known) = (in_path(route), in_path(operation));
    let id = names.pop()?;
    let path = path_of(route).replace(&format!("{{{id}}}"), "{reply.job_id}");
    let is_plain = !path.contains(":path}") && names.iter().all(|name| known.contains(name));
    is_plain.then(|| Written::fill("f{}", &[&python::string(&path)]))
}

/// The status of a good answer, and its schema.
pub(super) fn response(operation: &PyOperation) -> Option<(&'static str, Document)> {
    let class = class(operation)?;
    let status = if matches!(operation.flow.reply, Reply::Accepted) { "202" } else { "200" };
    let content = json!({ "application/json": { "schema": reference(class) } });
    Some((status, json!({ "description": "Successful Response", "content": content })))
}

/// The classes of these answers, by name.
pub(super) fn schemas(all: &[&PyOperation]) -> Vec<(&'static str, Document)> {
    let is_there = |name: &str| all.iter().any(|operation| class(operation) == Some(name));
    let text = json!({ "type": "string" });
    let accepted = json!({
        "type": "object",
        "description": "A job was handed over; its outcome goes by this id.",
        "required": ["job_id"],
        "properties": { "job_id": text },
    });
    let outcome = json!({
        "type": "object",
        "description": "How a job went, or that it is not over.",
        "required": ["state"],
        "properties": {
            "state": { "type": "string", "enum": ["waiting", "done", "failed"] },
            "result": reference("JsonValue"),
            "problem": { "anyOf": [reference("JobProblem"), { "type": "null" }] },
        },
    });
    let all = [("JobAccepted", accepted), ("JobOutcome", outcome)];
    let mut all: Vec<_> = all.into_iter().filter(|(name, _)| is_there(name)).collect();
    all.extend(is_there("JobOutcome").then(|| ("JobProblem", problem(&text))));
    all
}

fn problem(text: &Document) -> Document {
    json!({
        "type": "object",
        "description": "Why a job failed, in the members of a problem (RFC 9457).",
        "required": ["title", "status"],
        "properties": {
            "type": text,
            "title": text,
            "status": { "type": "integer" },
            "detail": text,
            "code": text,
        },
    })
}
