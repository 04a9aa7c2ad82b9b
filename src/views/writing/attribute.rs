//! Fields as attributes of a class of pydantic: what would hide something gets another name, the JSON keeps its own.

use crate::names::written::python;
use crate::names::{Written, python_identifier, snake};

/// A field by its name in Python.
#[derive(Debug)]
pub(in crate::views) struct Attribute {
    pub(in crate::views) name: Written,
    /// The name in JSON, as a string, where it differs.
    pub(in crate::views) wire: Option<Written>,
}

/// What classes of pydantic have, what ours have, and the types that annotations name.
const RESERVED: [&str; 41] = [
    "bool",
    "bytes",
    "cls",
    "construct",
    "copy",
    "datetime",
    "dict",
    "float",
    "from_message",
    "from_orm",
    "int",
    "json",
    "list",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "schema",
    "schema_json",
    "self",
    "str",
    "timedelta",
    "to_message",
    "update_forward_refs",
    "validate",
    "l",
];

/// The attributes for fields of these names, in the same order.
pub(in crate::views) fn attributes<'a>(
    fields: impl IntoIterator<Item = &'a str>,
) -> Vec<Attribute> {
    let mut taken: Vec<String> = Vec::new();
    let mut attributes = Vec::new();
    for field in fields {
        let mut name = sound(field);
        while taken.contains(&name) || RESERVED.contains(&name.as_str()) {
            name.push('_');
        }
        let wire = (name != field).then(|| python::string(field));
        attributes.push(Attribute { name: python::identifier(&name), wire });
        taken.push(name);
    }
    attributes
}

/// In lower case, as attributes are written, and not private.
fn sound(field: &str) -> String {
    let visible = field.trim_start_matches('_');
    let is_mixed = visible.contains(|c: char| c.is_ascii_uppercase());
    python_identifier(&if is_mixed { snake(visible) } else { visible.to_owned() })
}
