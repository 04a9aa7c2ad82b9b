//! The JSON Schemas of single values, and of the few irregular forms.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostic::Spanned;
use crate::names::{LONGEST, Name};

use super::call::{Fallback, StatusCode, Times};
use super::collections::{List, Map};
use super::identifiers::{
    Engine, Operation, ProtoName, Route, RuleName, Target, TopicName, Variable,
};
use super::interface::{Health, Http};
use super::irregular::{ProbePath, Probes};
use super::promises::Scalar;
use super::quantities::{Cpu, Duration, Percentage, Rate, Schedule, Size, Timeout};
use super::system::Prd;
use super::words::GRPC_STATUSES;

macro_rules! schemas {
    ($($name:ident => $schema:expr;)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let make: fn(&mut SchemaGenerator) -> Schema = $schema;
                make(generator)
            }
        }
    )*};
}

/// Text of a pattern.
fn text(pattern: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": pattern })
}

schemas! {
    Name => |_| json_schema!({
        "type": "string",
        "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "maxLength": LONGEST,
    });
    TopicName => |_| text("^[A-Za-z0-9._-]{1,249}$");
    ProtoName => |_| text(r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$");
    Target => |_| text("^[!-~]+( [!-~]+)*$");
    Operation => |_| text("^[!-~]+( [!-~]+)*$");
    Variable => |_| text("^[A-Z][A-Z0-9_]*$");
    RuleName => |_| text("^[A-Za-z0-9_-]{1,80}$");
    Engine => |_| text("^[a-z][A-Za-z0-9._-]*(@[A-Za-z0-9._-]+)?$");
    Route => |_| text("^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) /[!-~]*$");
    Duration => |_| text("^[0-9]+(ms|s|m|h|d)$");
    Timeout => |_| text("^(none|[0-9]+(ms|s|m|h|d))$");
    Size => |_| text("^[0-9]+[KMGT]i$");
    Rate => |_| text(r"^[0-9]+(\.[0-9]+)?/[smhd]$");
    Schedule => |_| text(r"^(every [0-9]+(ms|s|m|h|d)|\s*[^\s]+(\s+[^\s]+){4}\s*)$");
    Percentage => |_| json_schema!({
        "anyOf": [
            { "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%?$" },
            { "type": "number", "minimum": 0, "maximum": 100 },
        ]
    });
    Cpu => |_| json_schema!({
        "anyOf": [
            { "type": "string", "pattern": r"^([0-9]+m|[0-9]+(\.[0-9]{1,3})?)$" },
            { "type": "number", "exclusiveMinimum": 0 },
        ]
    });
    Fallback => |_| json_schema!({ "type": "string", "examples": ["none", "cached", "default"] });
    Times => |_| json_schema!({ "anyOf": [{ "const": "per-item" }, { "type": "integer", "minimum": 1 }] });
    StatusCode => |_| json_schema!({
        "anyOf": [{ "enum": GRPC_STATUSES }, { "type": "integer", "minimum": 400, "maximum": 599 }]
    });
    Scalar => |_| json_schema!({ "type": ["boolean", "number", "string"] });
    Http => |generator| {
        let route = generator.subschema_for::<Route>();
        json_schema!({
            "anyOf": [
                { "const": true },
                { "type": "string", "pattern": r"^[^ ]*\.(yaml|yml|json)$" },
                route,
                { "type": "array", "items": route },
            ]
        })
    };
    ProbePath => |_| text("^/");
    Health => |generator| {
        let path = generator.subschema_for::<ProbePath>();
        let probes = generator.subschema_for::<Probes>();
        json_schema!({ "anyOf": [{ "const": "grpc" }, path, probes] })
    };
    Prd => |generator| {
        let slug = generator.subschema_for::<Name>();
        let several = generator.subschema_for::<Map<Name, List<Spanned<Name>>>>();
        json_schema!({ "anyOf": [slug, several] })
    };
}
