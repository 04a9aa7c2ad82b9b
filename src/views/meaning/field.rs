//! What a field of the contracts is as a value: whether it can be absent, whether it is one, whether Python can name it.

use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::names::is_python_identifier;

/// Whether Python code can name the field: one called `from` or `class` is left to whoever needs it.
pub(in crate::views) fn is_nameable(field: &Field) -> bool {
    is_python_identifier(&field.name) && field.name != "self"
}

/// Whether a value can be absent from the message that has the field.
pub(in crate::views) fn has_presence(field: &Field) -> bool {
    match field.cardinality {
        Cardinality::Optional | Cardinality::Required => true,
        Cardinality::Singular => matches!(field.kind, Kind::Message(_)) || field.oneof.is_some(),
        Cardinality::Repeated | Cardinality::Map(_) => false,
    }
}

/// Whether the value of one can be that of the other.
pub(in crate::views) fn same_type(one: &Field, other: &Field) -> bool {
    one.kind == other.kind
        && (one.cardinality == other.cardinality || (is_single(one) && is_single(other)))
}

/// Whether there is at most one value.
pub(in crate::views) fn is_single(field: &Field) -> bool {
    !matches!(field.cardinality, Cardinality::Repeated | Cardinality::Map(_))
}

/// Whether it is one text.
pub(in crate::views) fn is_text(field: &Field) -> bool {
    field.kind == Kind::Scalar(Scalar::String) && is_single(field)
}
