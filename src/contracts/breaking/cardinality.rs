//! How many values a field has, and whether its absence shows.

use std::fmt;

use prost_reflect::prost_types::field_descriptor_proto::Type;

use super::field::Field;
use super::files::is_proto3;

/// How often a field occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// At most once, and its absence shows.
    Explicit,
    /// At most once; absent and zero are the same.
    Implicit,
    /// Exactly once.
    Required,
    /// Any number of times.
    Repeated,
    /// Once for each key.
    Map,
}

impl Cardinality {
    pub(super) fn of(field: &Field) -> Self {
        if field.is_map() {
            Self::Map
        } else if field.is_repeated() {
            Self::Repeated
        } else if field.is_required() {
            Self::Required
        } else if has_presence(field) {
            Self::Explicit
        } else {
            Self::Implicit
        }
    }

    /// Those with the same number read each other's bytes.
    pub(super) fn wire_group(self) -> u8 {
        match self {
            Self::Explicit | Self::Implicit => 1,
            Self::Required => 2,
            Self::Repeated | Self::Map => 3,
        }
    }

    /// Those with the same number also read each other's JSON.
    pub(super) fn wire_json_group(self) -> u8 {
        match self {
            Self::Map => 4,
            other => other.wire_group(),
        }
    }
}

fn has_presence(field: &Field) -> bool {
    !is_proto3(field.proto())
        || field.is_extension()
        || field.descriptor.oneof_index.is_some()
        || matches!(field.kind(), Type::Message | Type::Group)
}

impl fmt::Display for Cardinality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Explicit => "optional with explicit presence",
            Self::Implicit => "optional with implicit presence",
            Self::Required => "required",
            Self::Repeated => "repeated",
            Self::Map => "map",
        })
    }
}
