//! A value that a route is given, as an argument of its use case.

use super::inputs::{Value, argument_type};
use crate::model::ServiceId;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::System;
use crate::views::writing::imports::Imports;

impl Value<'_> {
    /// `text: str`, as the use case declares it.
    pub(in crate::views) fn parameter(
        &self,
        system: &System,
        service: ServiceId,
        imports: &mut Imports,
    ) -> Written {
        let kind = argument_type(self, system, service, imports);
        Written::fill("{}: {}", &[&python::identifier(&self.argument), &kind])
    }
}
