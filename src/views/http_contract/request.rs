//! What a service is asked with over HTTP, as its OpenAPI document describes it: one object, or nothing.

use super::filling::Shaped;
use super::types::operation_name;
use crate::model::{Call, Model, Target};
use crate::openapi::{Operation, Place, Schema, Shape};
use crate::views::meaning::dataflow::Input;
use crate::views::meaning::filled::Filled;

/// The operation that a call names, if a document describes it.
pub(in crate::views) fn called<'a>(model: &'a Model, call: &Call) -> Option<&'a Operation> {
    match call.target {
        Target::Operation(id) => model.described(model.operation(id)),
        Target::Service(_) | Target::External { .. } => None,
    }
}

/// Whether all that the operation takes is one object: its body.
pub(super) fn takes_its_body(operation: &Operation) -> bool {
    let is_object =
        operation.body.as_ref().is_some_and(|body| matches!(body.schema.shape, Shape::Model(_)));
    is_object && !operation.parameters.iter().any(|one| one.place == Place::Path)
}

/// The object that a call sends, if a document describes it.
pub(in crate::views) fn body<'a>(model: &'a Model, call: &Call) -> Option<&'a Schema> {
    let operation = called(model, call).filter(|operation| takes_its_body(operation))?;
    operation.body.as_ref().map(|body| &body.schema)
}

/// A value of a call, with nothing filled: what it sends, or what it answers.
pub(in crate::views) fn sample<'a>(
    model: &'a Model,
    call: &Call,
    schema: &'a Schema,
) -> Option<Shaped<'a>> {
    let Target::Operation(id) = call.target else { return None };
    let service = model.operation(id).service;
    let context = operation_name(called(model, call)?);
    Some(Shaped::new(model, service, schema, context, (&Input::Nothing, &[])))
}

/// The request of a call, with what fills it.
pub(in crate::views) fn asked<'a>(
    model: &'a Model,
    call: &Call,
    from: (&Input<'a>, &[Filled<'a>]),
) -> Option<Shaped<'a>> {
    let schema = body(model, call)?;
    let Target::Operation(id) = call.target else { return None };
    let service = model.operation(id).service;
    let context = format!("{}Body", operation_name(called(model, call)?));
    Some(Shaped::new(model, service, schema, context, from))
}
