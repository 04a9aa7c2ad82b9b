//! What can be asked of a service, with the fields of its messages.

use crate::contracts::{Cardinality, Field, Kind};
use crate::graph::words::simple;
use crate::model::{Model, Operation, Service};
use crate::names::Written;
use crate::names::written::html;
use crate::techspec::cells;

use super::ground::Ground;
use super::parts::Table;

/// The operations of a service, as a table; nothing for a service without any.
pub(super) fn contract(ground: &Ground, service: &Service, place: &Written) -> Option<Table> {
    let operations = ground.model().operations_of(service.id);
    let rows: Vec<Vec<Written>> = operations.iter().map(|one| row(ground, one)).collect();
    let title = Written::own("Contract");
    let place = Written::fill("contract-{}", &[place]);
    Table::new(place, title, &["Operation", "Started by", "Takes", "Gives", "Does"], &rows)
}

fn row(ground: &Ground, operation: &Operation) -> Vec<Written> {
    let model = ground.model();
    let method = operation.rpc(&model.contracts).map(|(_, method)| method);
    let [takes, gives] = match method {
        Some(method) => [
            message(ground, &method.input, method.streaming.from_client()),
            message(ground, &method.output, method.streaming.from_server()),
        ],
        None => [Written::own("-"), Written::own("-")],
    };
    vec![
        Written::fill("<code>{}</code>", &[&html::text(&operation.name)]),
        html::inline(&cells::trigger(model, operation)),
        takes,
        gives,
        html::inline(&cells::deeds(model, operation)),
    ]
}

/// The name of a message, its data classes and its fields.
pub(super) fn message(ground: &Ground, name: &str, is_stream: bool) -> Written {
    let model = ground.model();
    let fields = fields(model, name);
    let classes: Vec<Written> =
        ground.subject.class_names([name]).into_iter().map(html::text).collect();
    let carries = if classes.is_empty() {
        Written::default()
    } else {
        Written::fill(" ({})", &[&Written::join(&classes, ", ")])
    };
    Written::fill(
        "{}<code>{}</code>{}{}",
        &[
            &Written::own(if is_stream { "stream of " } else { "" }),
            &html::text(simple(name)),
            &carries,
            &fields,
        ],
    )
}

fn fields(model: &Model, message: &str) -> Written {
    let fields = model.contracts.message(message).map(|message| message.fields.as_slice());
    let fields: Vec<Written> = fields.unwrap_or_default().iter().map(field).collect();
    if fields.is_empty() {
        return Written::default();
    }
    Written::fill("<span class=\"fields\">{}</span>", &[&Written::join(&fields, ", ")])
}

fn field(field: &Field) -> Written {
    let kind = match &field.kind {
        Kind::Scalar(scalar) => Written::own(scalar.word()),
        Kind::Message(name) | Kind::Enum(name) => html::text(simple(name)),
    };
    let many = match field.cardinality {
        Cardinality::Singular | Cardinality::Required => "",
        Cardinality::Optional => "?",
        Cardinality::Repeated => "[]",
        Cardinality::Map(_) => " by key",
    };
    Written::fill("{}: {}{}", &[&html::text(&field.name), &kind, &Written::own(many)])
}
