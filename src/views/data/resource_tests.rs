//! `tests/integration/test_MODULE_ENTITIES_methods.py`: each standard method over gRPC, down to the database and back.

use serde::Serialize;

use super::column::ColumnKind;
use super::resource::{changed, field_name, given};
use super::standard::{Restriction, StandardMethod, Verb, restriction};
use super::table::{Column, Table};
use crate::contracts::{Cardinality, Field, Kind, Message, Scalar};
use crate::names::Written;
use crate::names::snake;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::{process, sample};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{self, Lines, exploded};

/// The part of the view that is about the tests.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    /// `products`, in words and as an attribute.
    many: Written,
    attribute: Written,
    /// Whether the process needs a folder for its key.
    has_tokens: bool,
    /// Whether its gRPC door asks who calls; what it is shown in local, and the settings for that.
    is_guarded: bool,
    admission: Written,
    admitted: Vec<Written>,
    /// The statement that makes the settings of the process.
    settings: Vec<Written>,
    /// `display_name="display_name"`
    sample: Vec<Written>,
    /// What a list must be given besides its page.
    scope: Vec<Written>,
    /// The fields that the service adds, as strings.
    kept: Vec<Written>,
    tests: Vec<Vec<Written>>,
}

pub(super) fn view(system: &System, service: &PyService, table: &Table, message: &Message) -> View {
    let mut imports = system.imports();
    system.messages.class(&message.full_name, &mut imports);
    base_imports(system, service, table, &mut imports);
    let mut tests = Vec::new();
    for method in &table.methods {
        let guarded = service.has.grpc_guarded();
        let mut test = Test { guarded, system, table, method, message, imports: &mut imports };
        tests.extend(test.all().into_iter().map(Lines::into_vec));
    }
    let sample = given(table);
    let sample = sample.filter_map(|column| sampled(system, table, message, column, &mut imports));
    View {
        many: python::comment(&table.many.replace('_', " ")),
        attribute: python::identifier(&table.many),
        has_tokens: service.has.tokens(),
        is_guarded: service.has.grpc_guarded(),
        admission: service.has.grpc_door.map(process::admission).unwrap_or_default(),
        admitted: process::admitted(service),
        settings: process::local_settings(service),
        sample: sample.collect(),
        kept: table
            .columns
            .iter()
            .filter(|column| column.kind.is_kept())
            .map(|column| python::string(&field_name(column)))
            .collect(),
        scope: scope(system, table, None, &mut system.imports()),
        tests,
        imports: imports.written(),
    }
}

/// What a sample says for a column; nothing where the service alone says it.
fn sampled(
    system: &System,
    table: &Table,
    message: &Message,
    column: &Column,
    imports: &mut Imports,
) -> Option<Written> {
    let field = column.field?;
    let name = python::identifier(&field.name);
    if field.behaviors.iter().any(|word| word == "OUTPUT_ONLY") {
        return None;
    }
    let value = sample::value_in(system, message, field, imports);
    // The largest, unless a list is asked for the usual sample.
    if value.is_some() && column.kind == ColumnKind::Unsigned && !is_bounded(table, field) {
        return Some(Written::fill("{}=2**64 - 1", &[&name]));
    }
    if let Some(value) = value {
        return Some(Written::fill("{}={}", &[&name, &value]));
    }
    let is_single = !matches!(field.cardinality, Cardinality::Repeated | Cardinality::Map(_));
    match &field.kind {
        Kind::Enum(_) if is_single && field.oneof.is_none() => {
            Some(Written::fill("{}={}", &[&name, &last_name(system, field)]))
        }
        Kind::Message(_) if column.kind == ColumnKind::Time && field.oneof.is_none() => {
            imports.name("datetime", "UTC");
            imports.name("datetime", "datetime");
            Some(Written::fill("{}=datetime(2026, 11, 21, tzinfo=UTC)", &[&name]))
        }
        _ => None,
    }
}

/// Whether a list is restricted by a field, or its contract restricts it.
fn is_bounded(table: &Table, field: &Field) -> bool {
    !field.limits.is_empty() || table.filters().iter().any(|filter| filter.name == field.name)
}

/// The name of an enum's last value.
fn last_name(system: &System, field: &Field) -> Written {
    let Kind::Enum(name) = &field.kind else { return Written::own("\"\"") };
    let values = system.model.contracts.enums.get(name).map(|found| &found.values);
    python::string(values.and_then(|values| values.last()).map_or("", |value| &value.name))
}

/// The tests of one method.
struct Test<'a, 'b> {
    guarded: bool,
    system: &'b System<'a>,
    table: &'b Table<'a>,
    method: &'b StandardMethod<'a>,
    message: &'a Message,
    imports: &'b mut Imports,
}

impl Test<'_, '_> {
    fn all(&mut self) -> Vec<Lines> {
        match &self.method.verb {
            Verb::Get { key } => vec![self.get(key)],
            Verb::List { items, filters } => self.list(items, filters),
            Verb::Create { resource, key } => vec![self.create(resource, *key)],
            Verb::Update { resource, mask } => vec![self.update(resource, *mask)],
            Verb::Delete { key, .. } => vec![self.delete(key)],
        }
    }

    fn get(&mut self, key: &Field) -> Lines {
        let mut lines = self.head("finds_what_is_there");
        lines.own(1, "await kept(unit_of_work, \"1\")");
        self.call(&mut lines, "reply = await ", &[keyed(key, "1")]);
        let found = self.held("reply");
        lines.add(1, Written::fill("assert as_sent({}) == sample(\"1\")", &[&found]));
        self.ends(&mut lines, &[keyed(key, "2")], "NOT_FOUND");
        lines
    }

    fn list(&mut self, items: &Field, filters: &[&Field]) -> Vec<Lines> {
        let mut pages = self.head("turns_the_pages");
        lines_of_pages(self, &mut pages, items);
        let mut refused = self.head("refuses_pages_that_it_did_not_name");
        self.ends(&mut refused, &[Written::own("page_size=-1")], "INVALID_ARGUMENT");
        self.ends(&mut refused, &[Written::own("page_token=\"?\"")], "INVALID_ARGUMENT");
        let mut tests = vec![pages, refused];
        for filter in filters {
            let mut lines = self.head_of("test_{}_by_{}", &[&python::identifier(&filter.name)]);
            lines.own(1, "await kept(unit_of_work, \"1\", \"2\")");
            let name = python::identifier(&filter.name);
            let items = python::identifier(&items.name);
            let rest = scope(self.system, self.table, Some(filter), self.imports);
            let wanted = sent(self.system, filter, self.imports);
            self.call(&mut lines, "reply = await ", &with(&rest, wanted));
            lines.add(1, Written::fill("assert len(reply.{}) == 2", &[&items]));
            if filter.kind == Kind::Scalar(Scalar::String) {
                let other = Written::fill("{}=\"other\"", &[&name]);
                self.call(&mut lines, "reply = await ", &with(&rest, other));
                lines.add(1, Written::fill("assert len(reply.{}) == 0", &[&items]));
            }
            tests.push(lines);
        }
        tests
    }

    fn create(&mut self, resource: &Field, key: Option<&Field>) -> Lines {
        let mut lines = self.head("keeps_what_was_sent");
        let given = Written::fill("{}=sample(\"1\")", &[&python::identifier(&resource.name)]);
        self.call(&mut lines, "reply = await ", std::slice::from_ref(&given));
        let found = self.held("reply");
        lines.add(1, Written::fill("assert as_sent({}) == sample(\"1\")", &[&found]));
        let attribute = python::identifier(&self.table.many);
        lines.own(1, "async with unit_of_work.snapshot() as work:");
        lines.add(2, Written::fill("assert await work.{}.get(\"1\") == {}", &[&attribute, &found]));
        self.ends(&mut lines, &[given], "ALREADY_EXISTS");
        self.call(&mut lines, "reply = await ", &[]);
        let made = Written::fill("{}.{}", &[&found, &self.key()]);
        lines.add(1, Written::fill("assert len({}) == 36", &[&made]));
        if let Some(key) = key {
            let chosen = keyed(key, "2");
            self.call(&mut lines, "reply = await ", &[chosen]);
            lines.add(1, Written::fill("assert {} == \"2\"", &[&made]));
            let long = Written::fill("{}=\"2\" * 65", &[&python::identifier(&key.name)]);
            self.ends(&mut lines, &[long], "INVALID_ARGUMENT");
        }
        lines
    }

    fn update(&mut self, resource: &Field, mask: Option<&Field>) -> Lines {
        let mut lines = self.head("changes_what_is_named");
        let class = self.system.messages.class(&self.message.full_name, self.imports);
        let name = python::identifier(&resource.name);
        let only = |key: &'static str, own: &Written| {
            Written::fill("{}={}({}={})", &[&name, &class, own, &Written::own(key)])
        };
        let key = self.key();
        lines.own(1, "await kept(unit_of_work, \"1\")");
        if let (Some(mask), Some(field)) = (mask, changed(self.table).next()) {
            self.imports.name("google.protobuf.field_mask_pb2", "FieldMask");
            let mask = python::identifier(&mask.name);
            let field = python::string(&field_name(field));
            let named = Written::fill("{}=FieldMask(paths=[{}])", &[&mask, &field]);
            let unknown = Written::fill("{}=FieldMask(paths=[\"?\"])", &[&mask]);
            self.call(&mut lines, "reply = await ", &[only("\"1\"", &key), named]);
            lines.own(1, "expected = sample(\"1\")");
            lines.add(1, Written::fill("expected.ClearField({})", &[&field]));
            let found = self.held("reply");
            lines.add(1, Written::fill("assert as_sent({}) == expected", &[&found]));
            self.ends(&mut lines, &[only("\"1\"", &key), unknown], "INVALID_ARGUMENT");
        } else {
            self.call(&mut lines, "reply = await ", &[only("\"1\"", &key)]);
            let found = self.held("reply");
            lines.add(1, Written::fill("assert as_sent({}) == sample(\"1\")", &[&found]));
        }
        self.ends(&mut lines, &[only("\"2\"", &key)], "NOT_FOUND");
        lines
    }

    fn delete(&mut self, key: &Field) -> Lines {
        let mut lines = self.head("forgets_it");
        lines.own(1, "await kept(unit_of_work, \"1\")");
        self.call(&mut lines, "await ", &[keyed(key, "1")]);
        self.ends(&mut lines, &[keyed(key, "1")], "NOT_FOUND");
        lines
    }

    /// `async def test_get_product_..(` and its stub.
    fn head(&mut self, outcome: &'static str) -> Lines {
        self.head_of("test_{}_{}", &[&Written::own(outcome)])
    }

    fn head_of(&mut self, pattern: &'static str, more: &[&Written]) -> Lines {
        let method = python::identifier(&snake(&self.method.method.name));
        let mut pieces = vec![&method];
        pieces.extend(more);
        let name = Written::fill(pattern, &pieces);
        let mut parameters = vec![
            Written::own("channel: grpc.aio.Channel"),
            Written::own("unit_of_work: UnitOfWork"),
        ];
        if self.guarded {
            parameters.push(Written::own("metadata: Metadata"));
        }
        let head = Written::fill("async def {}", &[&name]);
        let mut lines = exploded(&head, &parameters, " -> None:");
        let module = self.system.messages.grpc_module(self.method.service, self.imports);
        let service = self.method.service.rsplit('.').next().unwrap_or_default();
        let stub = Written::fill("stub = {}.{}Stub", &[&module, &python::identifier(service)]);
        lines.nest(1, &exploded(&stub, &[Written::own("channel")], ""));
        lines
    }

    /// `reply = await stub.GetProduct(` and its request.
    fn call(&mut self, lines: &mut Lines, before: &'static str, arguments: &[Written]) {
        let call = self.called(arguments);
        lines.nest(1, &call.with_head(&Written::own(before)));
    }

    /// That a call ends with a status.
    fn ends(&mut self, lines: &mut Lines, arguments: &[Written], code: &'static str) {
        let call = self.called(arguments);
        lines.own(1, "code = await status(");
        lines.nest(2, &call.with_tail(","));
        lines.own(1, ")");
        lines.add(1, Written::fill("assert code is grpc.StatusCode.{}", &[&Written::own(code)]));
    }

    fn called(&mut self, arguments: &[Written]) -> Lines {
        let class = self.system.messages.class(&self.method.method.input, self.imports);
        let request = exploded(&class, arguments, "");
        let rpc = python::identifier(&self.method.method.name);
        let mut sent = vec![request];
        if self.guarded {
            sent.push(lines::one_line(Written::own("metadata=metadata")));
        }
        lines::exploded_blocks(&Written::fill("stub.{}", &[&rpc]), sent, "")
    }

    /// The resource in a reply.
    fn held(&self, reply: &'static str) -> Written {
        let reply = Written::own(reply);
        match self.method.held_in {
            Some(field) => Written::fill("{}.{}", &[&reply, &python::identifier(&field.name)]),
            None => reply,
        }
    }

    /// The field of the key.
    fn key(&self) -> Written {
        python::identifier(&field_name(&self.table.columns[0]))
    }
}

/// Two pages of three rows.
fn lines_of_pages(test: &mut Test, lines: &mut Lines, items: &Field) {
    lines.own(1, "await kept(unit_of_work, \"1\", \"2\", \"3\")");
    let scope = scope(test.system, test.table, None, test.imports);
    let first = with(&scope, Written::own("page_size=2"));
    test.call(lines, "first = await ", &first);
    let rest = with(&first, Written::own("page_token=first.next_page_token"));
    test.call(lines, "rest = await ", &rest);
    let (items, key) = (python::identifier(&items.name), test.key());
    let keys = Written::own(if test.table.column(ColumnKind::CreateTime).is_some() {
        "\"3\", \"2\", \"1\""
    } else {
        "\"1\", \"2\", \"3\""
    });
    lines.add(1, Written::fill("items = [*first.{}, *rest.{}]", &[&items, &items]));
    lines.add(1, Written::fill("assert [item.{} for item in items] == [{}]", &[&key, &keys]));
    lines.own(1, "assert rest.next_page_token == \"\"");
}

/// What samples are listed with: every field that a list must be given, but for one.
fn scope(
    system: &System,
    table: &Table,
    but: Option<&Field>,
    imports: &mut Imports,
) -> Vec<Written> {
    let always = |field: &&Field| restriction(field) == Restriction::Always;
    let filters = table.filters().into_iter().filter(always);
    let wanted = filters.filter(|field| but.is_none_or(|but| but.name != field.name));
    wanted.map(|field| sent(system, field, imports)).collect()
}

/// A field of a request as samples have it.
fn sent(system: &System, field: &Field, imports: &mut Imports) -> Written {
    let value = sample::value(system, field, imports);
    let value = value.unwrap_or_else(|| last_name(system, field));
    Written::fill("{}={}", &[&python::identifier(&field.name), &value])
}

fn with(others: &[Written], one: Written) -> Vec<Written> {
    others.iter().cloned().chain([one]).collect()
}

fn keyed(field: &Field, key: &'static str) -> Written {
    Written::fill("{}={}", &[&python::identifier(&field.name), &python::string(key)])
}

fn base_imports(system: &System, service: &PyService, table: &Table, imports: &mut Imports) {
    let (package, runtime) = (&service.package, &system.runtime);
    imports.module("grpc");
    imports.module("pytest");
    for name in ["AsyncIterator", "Awaitable"] {
        imports.name("collections.abc", name);
    }
    for name in ["MIGRATIONS", "bootstrap"] {
        imports.name(&format!("{package}.bootstrap"), name);
    }
    imports.name(&format!("{package}.core.settings"), "Settings");
    imports.name(&format!("{package}.repositories.unit_of_work"), "UnitOfWork");
    imports.name(&format!("{runtime}.database"), "Database");
    if service.has.tokens() {
        imports.name("pathlib", "Path");
    }
    if let Some(shown) = service.has.grpc_door {
        process::admission_import(system, shown, imports);
    }
    for name in ["AlreadyExists", "NotFound"] {
        imports.name(&format!("{runtime}.errors"), name);
    }
    if table.column(ColumnKind::Etag).is_some() {
        imports.name(&format!("{runtime}.errors"), "Aborted");
    }
    imports.name(&format!("{runtime}.grpc_client"), "open_channel");
    imports.name(&format!("{runtime}.migrations"), "upgrade");
    imports.name(&format!("{runtime}.resources"), "Page");
    for name in ["local_settings", "running"] {
        imports.name(&format!("{runtime}.testing"), name);
    }
}
