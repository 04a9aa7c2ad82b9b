//! C07: a call names a service, and not what it asks of it.

use crate::diagnostic::Code;
use crate::model::{Call, Model, OperationKind, Target};

use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C07", name: "operation-not-said" },
    page: include_str!("operation_not_said.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.calls.iter().filter_map(|call| finding(model, call)).collect()
}

fn finding(model: &Model, call: &Call) -> Option<Finding> {
    let Target::Service(id) = call.target else { return None };
    let service = model.service(id);
    if call.written != service.name.as_str() || call.protocol.is_some() {
        return None;
    }
    let (caller, name) = (model.caller_name(call.caller), &service.name);
    let example = model.operations_of(id).iter().find_map(|operation| match operation.kind {
        OperationKind::Rpc { .. } | OperationKind::Opaque { .. } => {
            Some(format!("{name}.{}", operation.name))
        }
        OperationKind::Route { .. } => Some(format!("{name} {}", operation.name)),
        OperationKind::Event(_) | OperationKind::Cron(_) | OperationKind::Job(_) => None,
    });
    let hint = match example {
        Some(example) => format!("name the operation, such as `{example}`"),
        None => format!("name the operation, such as `{name} GET /path`"),
    };
    let cause = Cause::new(
        format!("`{caller}` calls # others without saying which operation"),
        "name each operation: `SERVICE.Rpc`, `SERVICE GET /path`",
    );
    Some(
        Finding::warning(format!("`{caller}` calls `{name}` without saying which operation"))
            .at(&call.span)
            .hint(hint)
            .because(cause, name.as_str())
            .about(Subject::Call(call.id)),
    )
}
