//! What an HTTP route is given, sorted by where it stands in the request.

use super::imports::Imports;
use super::inputs::{Place, Value, argument_type};
use super::operation::PyOperation;
use super::sample;
use super::system::System;
use crate::contracts::{Cardinality, Kind};
use crate::names::Written;
use crate::names::written::python;

/// The input of a route, by where it stands in the request.
pub(super) struct RouteInput<'a, 'b> {
    /// Everything, in the order of the use case's arguments: token, path, then query or body.
    pub(super) all: &'b [Value<'a>],
    /// Whether a bearer token is wanted and passed on.
    pub(super) token: bool,
    /// The variables of the path, each with the field that it fills, if it fills one.
    pub(super) path: Vec<&'b Value<'a>>,
    /// What stands in the query.
    pub(super) query: Vec<&'b Value<'a>>,
    /// What stands in the body.
    pub(super) body: Vec<&'b Value<'a>>,
}

impl<'a, 'b> RouteInput<'a, 'b> {
    pub(super) fn of(operation: &'b PyOperation<'a>) -> Self {
        let all = operation.flow.values();
        let at = |place: Place| all.iter().filter(|value| value.place == place).collect();
        Self {
            all,
            token: all.iter().any(|value| value.place == Place::Token),
            path: at(Place::Path),
            query: at(Place::Query),
            body: at(Place::Body),
        }
    }
}

impl Value<'_> {
    /// `text: str`, as the use case declares it.
    pub(super) fn parameter(&self, system: &System, imports: &mut Imports) -> Written {
        let kind = argument_type(self, system, imports);
        Written::fill("{}: {}", &[&python::identifier(&self.argument), &kind])
    }

    /// `text="text"`, as a test passes it.
    pub(super) fn sample(&self, system: &System, imports: &mut Imports) -> Written {
        let value = match self.field {
            None => python::string(&self.name),
            Some(field) => sample::value(system, field, imports).unwrap_or_else(|| {
                match (field.cardinality, &field.kind) {
                    (Cardinality::Map(_), _) => Written::own("{}"),
                    (Cardinality::Repeated, _) => Written::own("[]"),
                    (_, Kind::Message(_)) => Written::own("None"),
                    (_, Kind::Enum(_) | Kind::Scalar(_)) => Written::own("0"),
                }
            }),
        };
        Written::fill("{}={}", &[&python::identifier(&self.argument), &value])
    }
}
