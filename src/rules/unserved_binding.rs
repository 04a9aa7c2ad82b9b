//! G05: a route that a contract binds to an RPC, and that nobody can serve.

use crate::diagnostic::Code;
use crate::model::{Model, Operation};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G05", name: "unserved-binding" },
    page: include_str!("unserved_binding.md"),
    stops: false,
    check,
};

/// Of services that are written elsewhere nobody knows what they serve.
fn check(model: &Model) -> Vec<Finding> {
    let generated = |one: &&Operation| model.service(one.service).generated;
    let operations = model.operations.iter().filter(generated);
    operations.flat_map(|operation| of_operation(model, operation)).collect()
}

fn of_operation(model: &Model, operation: &Operation) -> Vec<Finding> {
    let Some((_, method)) = operation.rpc(&model.contracts) else { return Vec::new() };
    let service = &model.service(operation.service).name;
    let (_, refusals) = model.contracts.bindings(method);
    let finding = |refusal: String| {
        Finding::warning(format!(
            "`{}` of `{service}` has no route over HTTP as its contract says: {refusal}",
            operation.name
        ))
        .at(&method.span)
        .hint("mend the `google.api.http` option of the RPC, or take it away")
        .about(Subject::Operation(operation.id))
    };
    refusals.into_iter().map(finding).collect()
}
