//! The bodies of standard methods in the use cases: finished code.

use super::resource::{field_name, given};
use super::standard::{Restriction, StandardMethod, Verb, restriction};
use super::table::{Column, Table};
use crate::contracts::Field;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, fit};

/// The statements of a standard method.
pub(in crate::views) fn body(
    system: &System,
    service: &PyService,
    table: &Table,
    method: &StandardMethod,
    imports: &mut Imports,
) -> Lines {
    let mut lines = Lines::default();
    let session = match method.verb {
        Verb::Get { .. } | Verb::List { .. } => "snapshot",
        Verb::Create { .. } | Verb::Update { .. } | Verb::Delete { .. } => "begin",
    };
    prepare(system, service, table, method, imports, &mut lines);
    let session = Written::own(session);
    lines.add(0, Written::fill("async with self._unit_of_work.{}() as work:", &[&session]));
    let head = Written::fill(
        "await work.{}.{}",
        &[&python::identifier(&table.many), &Written::own(method.verb.word())],
    );
    let mut arguments = arguments(&method.verb);
    let optional = |filter: &&Field| restriction(filter) == Restriction::Present;
    if matches!(&method.verb, Verb::List { filters, .. } if filters.iter().any(optional)) {
        imports.name(&format!("{}.resources", system.runtime), "present");
    }
    if let Verb::Create { resource, .. } = &method.verb {
        arguments[0] = without_output(system, table, resource, imports);
    }
    let output = system.messages.class(&method.method.output, imports);
    let asked = |before: &'static str| {
        fit(3, &Written::fill("{}{}", &[&Written::own(before), &head]), &arguments, "")
    };
    let answer = |reply: &[Written]| fit(2, &Written::fill("return {}", &[&output]), reply, "");
    match (&method.verb, method.held_in) {
        (Verb::List { items, .. }, _) => {
            lines.nest(1, &asked("found, token = "));
            let items = Written::fill("{}=found", &[&python::identifier(&items.name)]);
            lines.nest(0, &answer(&[items, Written::own("next_page_token=token")]));
        }
        (Verb::Delete { .. }, _) => {
            lines.nest(1, &asked(""));
            lines.nest(0, &answer(&[]));
        }
        (_, Some(field)) => {
            lines.nest(1, &asked("found = "));
            let resource = Written::fill("{}=found", &[&python::identifier(&field.name)]);
            lines.nest(0, &answer(&[resource]));
        }
        (_, None) => lines.nest(1, &asked("return ")),
    }
    lines
}

/// What is made of the request before the database is asked.
fn prepare(
    system: &System,
    service: &PyService,
    table: &Table,
    method: &StandardMethod,
    imports: &mut Imports,
    lines: &mut Lines,
) {
    let resources = format!("{}.resources", system.runtime);
    match &method.verb {
        Verb::List { .. } => {
            imports.name(&resources, "Page");
            let arguments = ["request", "size=request.page_size", "token=request.page_token"];
            let arguments = arguments.map(Written::own);
            lines.nest(0, &fit(2, &Written::own("page = Page.of"), &arguments, ""));
        }
        Verb::Update { resource, mask } => {
            imports.name(&resources, "changed_fields");
            let module = format!("{}.repositories.{}", service.package, table.many);
            imports.name(&module, &format!("{}Repository", table.class));
            let mask = if let Some(mask) = mask {
                request(mask)
            } else {
                imports.name("google.protobuf.field_mask_pb2", "FieldMask");
                Written::own("FieldMask()")
            };
            let class = python::identifier(&table.class);
            let changeable = Written::fill("{}Repository.CHANGEABLE", &[&class]);
            let arguments = [request(resource), mask, changeable];
            lines.nest(0, &fit(2, &Written::own("fields = changed_fields"), &arguments, ""));
        }
        Verb::Get { .. } | Verb::Create { .. } | Verb::Delete { .. } => {}
    }
}

/// What the repository is given.
fn arguments(verb: &Verb) -> Vec<Written> {
    let named = |name: &'static str, field: &Field| {
        Written::fill("{}={}", &[&Written::own(name), &request(field)])
    };
    match verb {
        Verb::Get { key } => vec![request(key)],
        Verb::List { filters, .. } => {
            let filter = |field: &&Field| {
                let value = match restriction(field) {
                    Restriction::Present => {
                        Written::fill("present(request, {})", &[&python::string(&field.name)])
                    }
                    Restriction::Always | Restriction::NotZero => request(field),
                };
                Written::fill("{}={}", &[&python::identifier(&field.name), &value])
            };
            let filters = filters.iter().map(filter);
            std::iter::once(Written::own("page")).chain(filters).collect()
        }
        Verb::Create { resource, key } => {
            let key = key.map(|key| named("key", key));
            std::iter::once(request(resource)).chain(key).collect()
        }
        Verb::Update { resource, .. } => vec![request(resource), Written::own("fields")],
        Verb::Delete { key, etag } => {
            let etag = etag.map(|etag| named("etag", etag));
            std::iter::once(request(key)).chain(etag).collect()
        }
    }
}

/// The resource of a request without what only the service says of it.
fn without_output(
    system: &System,
    table: &Table,
    resource: &Field,
    imports: &mut Imports,
) -> Written {
    let is_output = |column: &&Column| {
        let behaviors = column.field.map(|field| field.behaviors.as_slice()).unwrap_or_default();
        behaviors.iter().any(|word| word == "OUTPUT_ONLY")
    };
    let names: Vec<Written> =
        given(table).filter(is_output).map(|c| python::string(&field_name(c))).collect();
    if names.is_empty() {
        return request(resource);
    }
    imports.name(&format!("{}.resources", system.runtime), "without");
    Written::fill("without({}, [{}])", &[&request(resource), &Written::join(&names, ", ")])
}

fn request(field: &Field) -> Written {
    Written::fill("request.{}", &[&python::identifier(&field.name)])
}
