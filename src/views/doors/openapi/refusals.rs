//! What any operation may answer instead of what it is for: problems, as RFC 9457 has them.

use serde_json::{Value as Document, json};

use super::reference;

/// What any operation may answer instead of what it is for; the same list stands in the runtime's `http.py`.
const REFUSALS: [(u16, &str); 10] = [
    (400, "Bad Request"),
    (404, "Not Found"),
    (409, "Conflict"),
    (422, "Unprocessable Content"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
];

/// What those may answer that want a token.
const REFUSALS_OF_CALLERS: [(u16, &str); 2] = [(401, "Unauthorized"), (403, "Forbidden")];

/// What an operation may answer instead of what it is for.
pub(super) fn refusals(is_asked: bool, has_body: bool) -> Document {
    let mut refusals = REFUSALS.to_vec();
    if is_asked {
        refusals.extend(REFUSALS_OF_CALLERS);
    }
    if has_body {
        refusals.push((413, "Content Too Large"));
    }
    let mut responses = json!({});
    for (status, title) in refusals {
        let problem = json!({ "schema": reference("Problem") });
        let content = json!({ "application/problem+json": problem });
        responses[status.to_string()] = json!({ "description": title, "content": content });
    }
    responses
}

/// RFC 9457, and what ours have besides.
pub(super) fn problem() -> Document {
    let text = |words: &str| json!({ "type": "string", "description": words });
    json!({
        "type": "object",
        "description": "Why there is no other answer (RFC 9457).",
        "required": ["type", "title", "status", "instance"],
        "properties": {
            "type": text("What kind of problem it is; about:blank where the status says it."),
            "title": text("The status in words."),
            "status": { "type": "integer", "description": "The status of the response." },
            "instance": text("The path that was asked for."),
            "detail": text("What went wrong this time."),
            "code": text("The name of the error for programs."),
            "request_id": text("The id to name when asking for help."),
            "trace_id": text("The trace in which it happened."),
            "errors": {
                "type": "array",
                "items": { "type": "object", "additionalProperties": true },
                "description": "Which parts of the request are wrong, and how.",
            },
        },
    })
}
