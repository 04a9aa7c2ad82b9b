//! Formats of texts and numbers, and patterns.

use serde_json::Number;

use crate::topology::yaml::Node;

use super::node::text_at;

/// Why a pattern cannot be held to.
pub(super) fn unread_pattern(pattern: &str) -> Option<&'static str> {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|around| pattern.contains(around)) {
        return Some("it looks around");
    }
    regex_lite::Regex::new(pattern).is_err().then_some("it is of a kind that is not read")
}

/// The bound that the format of an integer sets.
pub(super) fn bound(node: &Node, upper: bool) -> Option<Number> {
    let number = match (text_at(node, "format").as_str(), upper) {
        ("int32", false) => i32::MIN.into(),
        ("int32", true) => i32::MAX.into(),
        ("int64", false) => i64::MIN,
        ("int64", true) => i64::MAX,
        _ => return None,
    };
    Some(number.into())
}
