//! Browsers of other origins (CORS): where they may call from, what they may send and read.

use std::collections::BTreeSet;

use super::credentials::Shown;
use super::inputs::Place;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::Lines;

/// What any request may bring.
const ALWAYS: [&str; 3] = ["authorization", "content-type", "traceparent"];

/// The origins that browsers may call from.
pub(in crate::views) fn origins(service: &PyService) -> Vec<Written> {
    let public = service.service.public.as_ref().filter(|_| service.has.api);
    let origins = public.into_iter().flat_map(|public| public.cors.iter());
    origins.map(|origin| python::string(&origin.value)).collect()
}

/// What lets them in, where any may call.
pub(super) fn middleware(system: &System, service: &PyService) -> Lines {
    let mut lines = Lines::default();
    let origins = origins(service);
    if origins.is_empty() {
        return lines;
    }
    lines.own(0, "http.add_middleware(");
    lines.own(1, "CORSMiddleware,");
    lines.nest(1, &list(Written::own("allow_origins=["), &origins));
    lines.own(1, "allow_methods=[\"*\"],");
    lines.nest(1, &list(Written::own("allow_headers=["), &strings(&taken(system, service))));
    lines.nest(1, &list(Written::own("expose_headers=["), &strings(&told(system, service))));
    lines.own(0, ")");
    lines
}

/// What `bootstrap.py` imports for them.
pub(super) fn imports(service: &PyService, imports: &mut Imports) {
    if !origins(service).is_empty() {
        imports.name("fastapi.middleware.cors", "CORSMiddleware");
    }
}

/// The headers that operations take.
fn taken(system: &System, service: &PyService) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ALWAYS.map(str::to_owned).into();
    let values = service.operations.iter().flat_map(|operation| operation.flow.values());
    let headers = values.filter(|value| value.place == Place::Header);
    names.extend(headers.map(|value| value.name.to_lowercase()));
    names.extend(service.has.http_door.and_then(Shown::header).map(str::to_owned));
    names.extend(service.has.http_keys.then(|| "idempotency-key".to_owned()));
    names.extend(has_etags(system, service).then(|| "if-match".to_owned()));
    names
}

/// The headers of answers that say what no body says.
fn told(system: &System, service: &PyService) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["x-request-id".to_owned()]);
    names.extend(service.has.http_keys.then(|| "idempotency-replayed".to_owned()));
    names.extend(has_etags(system, service).then(|| "etag".to_owned()));
    names
}

fn has_etags(system: &System, service: &PyService) -> bool {
    service.bound.iter().any(|bound| bound.etag(system.model).is_some())
}

fn strings(names: &BTreeSet<String>) -> Vec<Written> {
    names.iter().map(|name| python::string(name)).collect()
}

/// A list with each item on a line of its own.
fn list(head: Written, items: &[Written]) -> Lines {
    let mut lines = Lines::default();
    lines.add(0, head);
    for item in items {
        lines.add(1, Written::fill("{},", &[item]));
    }
    lines.own(0, "],");
    lines
}
