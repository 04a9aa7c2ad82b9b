//! What a column holds: its type in Python, in SQLAlchemy and in a migration.

use crate::contracts::{Cardinality, Field, Kind, Scalar};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// The primary key, from a field of the contract.
    Key,
    /// A primary key that the database side makes.
    OwnKey,
    /// When the row was made, kept by the model.
    CreateTime,
    /// When the row was changed, kept by the model.
    UpdateTime,
    /// Another text for every change of the row, kept by the model.
    Etag,
    /// The key of something else.
    Reference,
    Text,
    Integer,
    BigInteger,
    /// A number of 64 bits without a sign, which no engine has a type for.
    Unsigned,
    Boolean,
    Float,
    Bytes,
    Time,
    /// A message or a map, as JSON.
    Object,
    /// A list, as JSON.
    List,
}

impl ColumnKind {
    /// Of a field of a message.
    pub(super) fn of(field: &Field) -> Self {
        match field.cardinality {
            Cardinality::Repeated => return Self::List,
            Cardinality::Map(_) => return Self::Object,
            Cardinality::Singular | Cardinality::Optional | Cardinality::Required => {}
        }
        match &field.kind {
            Kind::Message(name) if name == "google.protobuf.Timestamp" => match &*field.name {
                "create_time" => Self::CreateTime,
                "update_time" => Self::UpdateTime,
                _ => Self::Time,
            },
            Kind::Message(_) => Self::Object,
            Kind::Enum(_) => Self::Integer,
            Kind::Scalar(scalar) => match scalar {
                Scalar::String if field.name.ends_with("_id") => Self::Reference,
                Scalar::String => Self::Text,
                Scalar::Bytes => Self::Bytes,
                Scalar::Bool => Self::Boolean,
                Scalar::Float | Scalar::Double => Self::Float,
                Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => Self::Integer,
                Scalar::Uint64 | Scalar::Fixed64 => Self::Unsigned,
                Scalar::Int64
                | Scalar::Sint64
                | Scalar::Sfixed64
                | Scalar::Uint32
                | Scalar::Fixed32 => Self::BigInteger,
            },
        }
    }

    /// The type of the attribute.
    pub(super) fn annotation(self) -> &'static str {
        match self {
            Self::Key | Self::OwnKey | Self::Reference | Self::Text | Self::Etag => "str",
            Self::CreateTime | Self::UpdateTime | Self::Time => "datetime",
            Self::Integer | Self::BigInteger | Self::Unsigned => "int",
            Self::Boolean => "bool",
            Self::Float => "float",
            Self::Bytes => "bytes",
            Self::Object => "dict[str, Any]",
            Self::List => "list[Any]",
        }
    }

    /// The arguments of `mapped_column`.
    pub(super) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Key => &["String(64)", "primary_key=True"],
            Self::OwnKey => &["String(64)", "primary_key=True", "default=lambda: str(uuid4())"],
            Self::CreateTime => &["UtcDateTime", "default=lambda: datetime.now(UTC)"],
            Self::UpdateTime => &[
                "UtcDateTime",
                "default=lambda: datetime.now(UTC)",
                "onupdate=lambda: datetime.now(UTC)",
            ],
            Self::Etag => &["String(32)", "default=new_etag", "onupdate=new_etag"],
            Self::Reference => &["String(64)"],
            Self::Text => &["Text"],
            Self::Integer => &["Integer"],
            Self::BigInteger => &["BigInteger"],
            Self::Unsigned => &["UnsignedBigInteger"],
            Self::Boolean => &["Boolean"],
            Self::Float => &["Float"],
            Self::Bytes => &["LargeBinary"],
            Self::Time => &["UtcDateTime"],
            Self::Object | Self::List => &["JSON"],
        }
    }

    /// The class of SQLAlchemy that the column needs; `None` for the runtime's own.
    pub(super) fn sqlalchemy(self) -> Option<&'static str> {
        match self {
            Self::Key | Self::OwnKey | Self::Reference | Self::Etag => Some("String"),
            Self::Text => Some("Text"),
            Self::Integer => Some("Integer"),
            Self::BigInteger => Some("BigInteger"),
            Self::Boolean => Some("Boolean"),
            Self::Float => Some("Float"),
            Self::Bytes => Some("LargeBinary"),
            Self::Object | Self::List => Some("JSON"),
            Self::CreateTime | Self::UpdateTime | Self::Time | Self::Unsigned => None,
        }
    }

    /// The module of the runtime, and the class in it, that the column needs.
    pub(super) fn runtime(self) -> Option<(&'static str, &'static str)> {
        if self.is_time() {
            return Some(("database", "UtcDateTime"));
        }
        (self == Self::Unsigned).then_some(("unsigned", "UnsignedBigInteger"))
    }

    /// Whether the model keeps it by itself.
    pub(super) fn is_kept(self) -> bool {
        matches!(self, Self::OwnKey | Self::CreateTime | Self::UpdateTime | Self::Etag)
    }

    /// Whether it is kept as JSON.
    pub(super) fn is_json(self) -> bool {
        matches!(self, Self::Object | Self::List)
    }

    /// Whether it holds a time.
    pub(super) fn is_time(self) -> bool {
        matches!(self, Self::CreateTime | Self::UpdateTime | Self::Time)
    }

    /// The type in a migration.
    pub(super) fn migration(self) -> &'static str {
        match self {
            Self::Key | Self::OwnKey | Self::Reference => "sa.String(64)",
            Self::Etag => "sa.String(32)",
            Self::Text => "sa.Text()",
            Self::Integer => "sa.Integer()",
            Self::BigInteger => "sa.BigInteger()",
            Self::Unsigned => "UnsignedBigInteger()",
            Self::Boolean => "sa.Boolean()",
            Self::Float => "sa.Float()",
            Self::Bytes => "sa.LargeBinary()",
            Self::Object | Self::List => "sa.JSON()",
            Self::CreateTime | Self::UpdateTime | Self::Time => "UtcDateTime()",
        }
    }

    /// A value for tests; `None` where the column may be left out.
    pub(super) fn sample(self) -> Option<&'static str> {
        match self {
            Self::Key
            | Self::OwnKey
            | Self::CreateTime
            | Self::UpdateTime
            | Self::Etag
            | Self::Time
            | Self::Reference
            | Self::Text => None,
            Self::Integer | Self::BigInteger => Some("1"),
            Self::Unsigned => Some("2**64 - 1"),
            Self::Boolean => Some("True"),
            Self::Float => Some("1.0"),
            Self::Bytes => Some("b\"bytes\""),
            Self::Object => Some("{}"),
            Self::List => Some("[]"),
        }
    }
}
