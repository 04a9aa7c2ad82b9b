//! Ids that older `buf.yaml` files still name.

use super::Version;

/// What took the place of an id that is no rule any more; `None` for ids that never were one, or are one.
pub(super) fn replacements(id: &str, version: Version) -> Option<&'static [&'static str]> {
    match (id, version) {
        ("MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", _)
        | ("FILE_SAME_PHP_GENERIC_SERVICES", Version::One) => Some(&[]),
        ("FIELD_SAME_CTYPE", Version::One) => Some(&["FIELD_SAME_CPP_STRING_TYPE"]),
        ("FIELD_SAME_LABEL", Version::One) => Some(&[
            "FIELD_SAME_CARDINALITY",
            "FIELD_WIRE_COMPATIBLE_CARDINALITY",
            "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
        ]),
        ("FILE_SAME_JAVA_STRING_CHECK_UTF8", Version::One) => {
            Some(&["FIELD_SAME_JAVA_UTF8_VALIDATION"])
        }
        _ => None,
    }
}
