//! The headers that an operation takes for the doors themselves: `Idempotency-Key`, `If-Match`.

use serde_json::{Value as Document, json};

const KEY: &str = "Idempotency-Key";

/// What the runtime's `idempotency_http.py` says of keys.
pub(super) fn key() -> Document {
    let schema = json!({ "type": "string", "pattern": r#"^"?[!#-~]{1,255}"?$"# });
    json!({
        "name": KEY,
        "in": "header",
        "description": "Done once: who asks again with the same key gets the first answer.",
        "required": false,
        "schema": { "anyOf": [schema, { "type": "null" }] },
    })
}

/// Adds the key to what an operation takes. A document may name the header, too: of two, the one that is needed counts,
/// or else the runtime's.
pub(super) fn with_key(operation: &mut Document) {
    let said = operation
        .as_object_mut()
        .and_then(|said| said.entry("parameters").or_insert_with(|| json!([])).as_array_mut());
    let Some(parameters) = said else { return };
    let known = parameters.iter_mut().find(|one| one["name"] == KEY && one["in"] == "header");
    match known {
        Some(known) if known["required"] == true => {}
        Some(known) => *known = key(),
        None => parameters.push(key()),
    }
}

/// What the runtime's `rest_document.py` says of the state that a resource must still have.
pub(super) fn if_match() -> Document {
    json!({
        "name": "If-Match",
        "in": "header",
        "description": "The etag that the resource must still have.",
        "required": false,
        "schema": { "type": "string" },
    })
}
