//! The eighteen types that a field can have.

use anyhow::{Result, bail};

use super::wire::Width;

/// `FieldDescriptorProto.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Double,
    Float,
    Int64,
    Uint64,
    Int32,
    Fixed64,
    Fixed32,
    Bool,
    String,
    Group,
    Message,
    Bytes,
    Uint32,
    Enum,
    Sfixed32,
    Sfixed64,
    Sint32,
    Sint64,
}

impl Kind {
    /// The type by its number in descriptors.
    pub(super) fn new(number: u64) -> Result<Self> {
        Ok(match number {
            1 => Self::Double,
            2 => Self::Float,
            3 => Self::Int64,
            4 => Self::Uint64,
            5 => Self::Int32,
            6 => Self::Fixed64,
            7 => Self::Fixed32,
            8 => Self::Bool,
            9 => Self::String,
            10 => Self::Group,
            11 => Self::Message,
            12 => Self::Bytes,
            13 => Self::Uint32,
            14 => Self::Enum,
            15 => Self::Sfixed32,
            16 => Self::Sfixed64,
            17 => Self::Sint32,
            18 => Self::Sint64,
            other => bail!("a field has the unknown type {other}"),
        })
    }

    /// How wide one value is when packed; `None` for what cannot be packed.
    pub(super) fn width(self) -> Option<Width> {
        match self {
            Self::Double | Self::Fixed64 | Self::Sfixed64 => Some(Width::Eight),
            Self::Float | Self::Fixed32 | Self::Sfixed32 => Some(Width::Four),
            Self::Int64
            | Self::Uint64
            | Self::Int32
            | Self::Bool
            | Self::Uint32
            | Self::Enum
            | Self::Sint32
            | Self::Sint64 => Some(Width::Varint),
            Self::String | Self::Group | Self::Message | Self::Bytes => None,
        }
    }

    /// Whether the value is itself a message.
    pub(super) fn is_message(self) -> bool {
        matches!(self, Self::Message | Self::Group)
    }
}
