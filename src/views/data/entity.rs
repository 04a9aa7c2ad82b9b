//! What the templates of an entity see: its model and its repository.

use std::collections::BTreeSet;

use serde::Serialize;

use super::column::ColumnKind;
use super::heading::Heading;
use super::table::{Column, Table, tables};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{self, Lines, exploded, fit};
use crate::views::{Capability, Subject, service};

/// The view of `blueprints/python/entity`.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    heading: Heading,
    docstring: Written,
    model_imports: Written,
    /// The columns by which it is listed, where they are more than its key.
    order: Vec<Written>,
    columns: Vec<Written>,
    /// `query = query.where(UserRow.user_id > after)`
    repository_imports: Written,
    list_signature: Vec<Written>,
}

pub(in crate::views) fn subjects(system: &System, service: &PyService) -> Vec<Subject> {
    tables(system, service).iter().map(|table| subject(system, service, table)).collect()
}

fn subject(system: &System, service: &PyService, table: &Table) -> Subject {
    Subject {
        folder: format!("services/{}", service.service.name),
        words: vec![
            ("PACKAGE", service.package.clone()),
            ("ENTITY", table.one.clone()),
            ("ENTITIES", table.many.clone()),
        ],
        capabilities: capabilities(system, service, table),
        view: system.seen(|| view(system, service, table)),
    }
}

fn view(system: &System, service: &PyService, table: &Table) -> View {
    let mut columns = Lines::default();
    for column in &table.columns {
        columns.nest(1, &column_lines(column));
    }
    let parameters = [
        Written::own("self"),
        Written::own("*"),
        Written::own("after: str = \"\""),
        Written::own("limit: int = 50"),
    ];
    let tail = Written::fill(" -> Sequence[{}Row]:", &[&python::identifier(&table.class)]);
    let mut list = Lines::default();
    list.nest(1, &lines::signature_at(1, &Written::own("async def list"), &parameters, &tail));
    View {
        heading: Heading::of(service, table),
        docstring: python::docstring(&table.doc, 4),
        model_imports: model_imports(system, service, table).written(),
        order: table.listed_by().into_iter().map(python::string).collect(),
        columns: columns.into_vec(),
        repository_imports: repository_imports(system, service, table).written(),
        list_signature: list.into_vec(),
    }
}

/// Those of the service; its rows are a matter of the tables that are no resources.
fn capabilities(system: &System, service: &PyService, table: &Table) -> BTreeSet<Capability> {
    let mut all = service::capabilities(system, service);
    if table.resource.is_some() {
        all.remove(&Capability::Rows);
    }
    all
}

fn column_lines(column: &Column) -> Lines {
    let mut lines = Lines::default();
    let comment = column.field.map(|field| field.comment.trim()).unwrap_or_default();
    for line in comment.lines() {
        lines.add(0, Written::fill("# {}", &[&python::comment(line)]));
    }
    let name = python::identifier(&column.name);
    let head = Written::fill("{}: Mapped[{}] = mapped_column", &[&name, &column.annotation()]);
    let arguments = column.arguments();
    let declared = if column.kind.is_kept() {
        exploded(&head, &arguments, "")
    } else {
        fit(1, &head, &arguments, "")
    };
    lines.nest(0, &declared);
    lines
}

fn model_imports(system: &System, service: &PyService, table: &Table) -> Imports {
    let mut imports = system.imports();
    imports.name("sqlalchemy.orm", "Mapped");
    imports.name("sqlalchemy.orm", "mapped_column");
    imports.name(&format!("{}.models.base", service.package), "Base");
    if !table.listed_by().is_empty() {
        imports.name("sqlalchemy", "Index");
    }
    for kind in table.columns.iter().map(|column| column.kind) {
        if let Some(class) = kind.sqlalchemy() {
            imports.name("sqlalchemy", class);
        }
        if let Some((module, class)) = kind.runtime() {
            imports.name(&format!("{}.{module}", system.runtime), class);
        }
        match kind {
            ColumnKind::OwnKey => imports.name("uuid", "uuid4"),
            ColumnKind::CreateTime | ColumnKind::UpdateTime => {
                imports.name("datetime", "UTC");
                imports.name("datetime", "datetime");
            }
            ColumnKind::Etag => imports.name(&format!("{}.resources", system.runtime), "new_etag"),
            ColumnKind::Time => imports.name("datetime", "datetime"),
            ColumnKind::Object | ColumnKind::List => imports.name("typing", "Any"),
            _ => {}
        }
    }
    imports
}

fn repository_imports(system: &System, service: &PyService, table: &Table) -> Imports {
    let mut imports = system.imports();
    imports.name("collections.abc", "Sequence");
    imports.name("sqlalchemy", "select");
    imports.name("sqlalchemy.ext.asyncio", "AsyncSession");
    let module = format!("{}.models.{}", service.package, table.one);
    imports.name(&module, &format!("{}Row", table.class));
    imports
}
