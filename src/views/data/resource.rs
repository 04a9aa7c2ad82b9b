//! What the templates of a resource see: its repository, and what its tests need.

use std::collections::BTreeSet;

use serde::Serialize;

use super::column::ColumnKind;
use super::heading::Heading;
use super::resource_tests;
use super::standard::{Restriction, restriction};
use super::table::{Column, Table, tables};
use crate::contracts::{Field, Kind, Message, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::field::has_presence;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::{Subject, service};

/// The view of `blueprints/python/resource`.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    heading: Heading,
    /// `products_pb2.Product`
    message: Written,
    /// The column of the key, as a string.
    key_string: Written,
    /// The field of the key.
    key_field: Written,
    repository_imports: Written,
    changeable: Vec<Written>,
    filters: Vec<FilterView>,
    list_doc: Written,
    update_doc: Written,
    /// The statements that put the query in order.
    order: Vec<Written>,
    /// The statements that begin it behind the page before.
    beyond: Vec<Written>,
    /// `"create_time"`, where it is listed by it.
    time: Option<Written>,
    has_etag: bool,
    /// Whether an update without fields would change nothing at all.
    may_change_nothing: bool,
    not_found: Written,
    already_exists: Written,
    aborted: Written,
    /// `"display_name": message.display_name`
    values: Vec<Written>,
    /// `display_name=row["display_name"]`
    arguments: Vec<Written>,
    /// The fields that are kept as JSON, and how a row gives them back.
    json: Vec<Written>,
    json_items: Vec<Written>,
    tests: resource_tests::View,
}

/// A field that a list can be restricted to.
#[derive(Serialize)]
struct FilterView {
    /// `category_id: str`
    parameter: Written,
    /// `query = query.where(TABLE.c.category_id == category_id)`
    statements: Vec<Written>,
}

pub(in crate::views) fn subjects(system: &System, service: &PyService) -> Vec<Subject> {
    let tables = tables(system, service);
    let resources = tables.iter().filter_map(|table| Some((table, table.resource?)));
    resources.map(|(table, message)| subject(system, service, table, message)).collect()
}

fn subject(system: &System, service: &PyService, table: &Table, message: &Message) -> Subject {
    let words = vec![
        ("PACKAGE", service.package.clone()),
        ("MODULE", service.module.clone()),
        ("ENTITIES", table.many.clone()),
    ];
    Subject {
        folder: format!("services/{}", service.service.name),
        words,
        capabilities: service::capabilities(system, service),
        view: system.seen(|| view(system, service, table, message)),
    }
}

fn view(system: &System, service: &PyService, table: &Table, message: &Message) -> View {
    let mut imports = system.imports();
    let class = system.messages.class(&message.full_name, &mut imports);
    repository_imports(system, service, table, &mut imports);
    let key = &table.columns[0];
    let one = table.one.replace('_', " ");
    let time = table.column(ColumnKind::CreateTime).map(|column| column.name.as_str());
    let has_etag = table.column(ColumnKind::Etag).is_some();
    let json = || table.columns.iter().filter(|column| column.kind.is_json());
    View {
        heading: Heading::of(service, table),
        message: class,
        key_string: python::string(&key.name),
        key_field: python::identifier(&field_name(key)),
        repository_imports: imports.written(),
        changeable: changeable(table),
        filters: table.filters().into_iter().map(filter).collect(),
        list_doc: Written::own(if time.is_some() {
            "List one page, the newest first, and the token of the next one."
        } else {
            "List one page by ascending key, and the token of the next one."
        }),
        update_doc: Written::own(if has_etag {
            "Change these fields; Aborted where it has another etag than the given one."
        } else {
            "Change these fields; NotFound where there is none with its key."
        }),
        order: order(key, time),
        beyond: beyond(key, time),
        time: time.map(python::string),
        has_etag,
        may_change_nothing: !has_etag && table.column(ColumnKind::UpdateTime).is_none(),
        not_found: python::string(&format!("no such {one}")),
        already_exists: python::string(&format!("the {one} exists already")),
        aborted: python::string(&format!("the {one} has changed since it was read")),
        values: given(table).filter(|column| !column.kind.is_json()).map(stored).collect(),
        arguments: table.columns.iter().filter(|c| !c.kind.is_json()).map(argument).collect(),
        json: json().map(|column| python::string(&field_name(column))).collect(),
        json_items: json().map(json_item).collect(),
        tests: resource_tests::view(system, service, table, message),
    }
}

/// The name of the field that a column was made from.
pub(super) fn field_name(column: &Column) -> String {
    column.field.map_or_else(|| column.name.clone(), |field| field.name.clone())
}

/// The columns that callers fill.
pub(super) fn given<'a, 'b>(table: &'b Table<'a>) -> impl Iterator<Item = &'b Column<'a>> {
    table.columns[1..].iter().filter(|column| !column.kind.is_kept())
}

/// The columns that callers may change.
pub(super) fn changed<'a, 'b>(table: &'b Table<'a>) -> impl Iterator<Item = &'b Column<'a>> {
    let is_fixed = |field: &Field| {
        field.behaviors.iter().any(|word| matches!(word.as_str(), "OUTPUT_ONLY" | "IMMUTABLE"))
    };
    given(table).filter(move |column| !column.field.is_some_and(is_fixed))
}

fn changeable(table: &Table) -> Vec<Written> {
    let names: Vec<Written> =
        changed(table).map(|column| python::string(&field_name(column))).collect();
    if names.is_empty() {
        return vec![Written::own("CHANGEABLE: ClassVar[frozenset[str]] = frozenset()")];
    }
    let mut lines = vec![
        Written::own("CHANGEABLE: ClassVar[frozenset[str]] = frozenset("),
        Written::own("    {"),
    ];
    lines.extend(names.iter().map(|name| Written::fill("        {},", &[name])));
    lines.extend([Written::own("    },"), Written::own(")")]);
    lines
}

fn filter(field: &Field) -> FilterView {
    let (kind, zero) = match field.kind {
        Kind::Scalar(Scalar::String) => ("str", "str = \"\""),
        Kind::Scalar(Scalar::Bool) => ("bool", "bool = False"),
        _ => ("int", "int = 0"),
    };
    let name = python::identifier(&field.name);
    let (parameter, condition) = match restriction(field) {
        Restriction::Always => (Written::own(kind), None),
        Restriction::Present => (
            Written::fill("{} | None = None", &[&Written::own(kind)]),
            Some(Written::fill("{} is not None", &[&name])),
        ),
        Restriction::NotZero => (Written::own(zero), Some(name.clone())),
    };
    let equal = Written::fill("query = query.where(TABLE.c.{} == {})", &[&name, &name]);
    let statements = match condition {
        None => vec![equal],
        Some(condition) => {
            vec![Written::fill("if {}:", &[&condition]), Written::fill("    {}", &[&equal])]
        }
    };
    FilterView { parameter: Written::fill("{}: {}", &[&name, &parameter]), statements }
}

fn order(key: &Column, time: Option<&str>) -> Vec<Written> {
    let key = python::identifier(&key.name);
    let Some(time) = time else {
        return vec![Written::fill("query = query.order_by(TABLE.c.{})", &[&key])];
    };
    let time = python::identifier(time);
    vec![
        Written::own("query = query.order_by("),
        Written::fill("    TABLE.c.{}.desc(),", &[&time]),
        Written::fill("    TABLE.c.{}.desc(),", &[&key]),
        Written::own(")"),
    ]
}

fn beyond(key: &Column, time: Option<&str>) -> Vec<Written> {
    let key = python::identifier(&key.name);
    let Some(time) = time else {
        return vec![Written::fill("query = query.where(TABLE.c.{} > page.after_key)", &[&key])];
    };
    let time = python::identifier(time);
    vec![
        Written::own("place = tuple_("),
        Written::fill("    TABLE.c.{},", &[&time]),
        Written::fill("    TABLE.c.{},", &[&key]),
        Written::own(")"),
        Written::own("query = query.where(place < (page.after_time, page.after_key))"),
    ]
}

/// What a message gives for a column.
fn stored(column: &Column) -> Written {
    let (name, field) = (python::string(&column.name), field_name(column));
    let string = python::string(&field);
    let present = column.field.is_some_and(has_presence);
    match column.kind {
        ColumnKind::Time => Written::fill("{}: moment(present(message, {}))", &[&name, &string]),
        _ if present => Written::fill("{}: present(message, {})", &[&name, &string]),
        _ => Written::fill("{}: message.{}", &[&name, &python::identifier(&field)]),
    }
}

/// What a column gives for a message.
fn argument(column: &Column) -> Written {
    let field = python::identifier(&field_name(column));
    Written::fill("{}=row[{}]", &[&field, &python::string(&column.name)])
}

fn json_item(column: &Column) -> Written {
    let field = python::string(&field_name(column));
    Written::fill("{}: row[{}]", &[&field, &python::string(&column.name)])
}

fn repository_imports(system: &System, service: &PyService, table: &Table, imports: &mut Imports) {
    let runtime = &system.runtime;
    let has = |kind| table.column(kind).is_some();
    for name in ["Collection", "Sequence"] {
        imports.name("collections.abc", name);
    }
    imports.name("typing", "Any");
    imports.name("typing", "ClassVar");
    for name in ["RowMapping", "delete", "insert", "select", "update"] {
        imports.name("sqlalchemy", name);
    }
    imports.name("sqlalchemy.exc", "IntegrityError");
    imports.name("sqlalchemy.ext.asyncio", "AsyncSession");
    imports.name(&format!("{}.models", service.package), "Base");
    for name in ["AlreadyExists", "NotFound"] {
        imports.name(&format!("{runtime}.errors"), name);
    }
    let present =
        |column: &Column| !column.kind.is_json() && column.field.is_some_and(has_presence);
    let mut names = BTreeSet::from(["Page", "new_key"]);
    names.extend(has(ColumnKind::Time).then_some("moment"));
    names.extend(given(table).any(present).then_some("present"));
    if table.columns.iter().any(|column| column.kind.is_json()) {
        names.extend(["json_fields", "with_json"]);
    }
    for name in names {
        imports.name(&format!("{runtime}.resources"), name);
    }
    if has(ColumnKind::CreateTime) {
        imports.name("sqlalchemy", "tuple_");
    }
    if has(ColumnKind::Etag) {
        imports.name(&format!("{runtime}.errors"), "Aborted");
    }
}
