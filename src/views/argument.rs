//! A value that a route is given, as an argument of its use case.

use super::imports::Imports;
use super::inputs::{Value, argument_type};
use super::sample;
use super::system::System;
use crate::contracts::{Cardinality, Kind};
use crate::names::Written;
use crate::names::written::python;

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
