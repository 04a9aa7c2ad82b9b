//! The database of a service as a whole: models, unit of work, first migration, and the test of its repositories.

use std::collections::BTreeSet;

use serde::Serialize;

use super::column::ColumnKind;
use super::table::{Table, tables};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::lines::{self, Lines, exploded};

/// The view of all files about the whole database.
#[derive(Serialize)]
pub(in crate::views) struct View {
    has_outbox: bool,
    has_inbox: bool,
    has_idempotency: bool,
    /// `models/__init__.py`
    models_imports: Written,
    /// `"Base"`, `"UserRow"`, sorted.
    models: Vec<Written>,
    env_imports: Written,
    unit_of_work_imports: Written,
    /// `self.users = UserRepository(session)`
    repositories: Vec<Written>,
    upgrade: Vec<Written>,
    downgrade: Vec<Written>,
    test_imports: Written,
    entities: Vec<EntityView>,
    /// The first of them.
    first: Option<FirstView>,
    /// The types of the runtime that the first migration names.
    migration_imports: Vec<Written>,
}

/// An entity in the test of the repositories.
#[derive(Serialize)]
struct EntityView {
    /// `users`
    name: Written,
    /// `user_id`
    key: Written,
    /// `"user-1"`
    sample_key: Written,
    row: Vec<Written>,
    signature: Vec<Written>,
}

/// What stands for all of them in the test of the transaction.
#[derive(Serialize)]
struct FirstView {
    name: Written,
    row: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let tables = tables(system, service);
    let mut models: Vec<String> =
        tables.iter().map(|table| format!("{}Row", table.class)).collect();
    models.push("Base".to_owned());
    models.sort_unstable();
    View {
        has_outbox: service.has.outbox,
        has_inbox: service.has.inbox,
        has_idempotency: service.has.keys(),
        models_imports: models_imports(system, service, &tables),
        models: models.iter().map(|model| python::string(model)).collect(),
        env_imports: env_imports(system, service),
        unit_of_work_imports: unit_of_work_imports(system, service, &tables),
        repositories: tables
            .iter()
            .map(|table| {
                let name = python::identifier(&table.many);
                let class = python::identifier(&table.class);
                Written::fill("self.{} = {}Repository(session)", &[&name, &class])
            })
            .collect(),
        upgrade: upgrade(&tables).into_vec(),
        downgrade: downgrade(&tables).into_vec(),
        test_imports: test_imports(system, service, &tables),
        first: plain(&tables).next().map(first),
        entities: plain(&tables).map(entity).collect(),
        migration_imports: migration_imports(system, service, &tables),
    }
}

/// The tables that no standard methods stand before.
fn plain<'a, 'b>(tables: &'b [Table<'a>]) -> impl Iterator<Item = &'b Table<'a>> {
    tables.iter().filter(|table| table.resource.is_none())
}

fn models_imports(system: &System, service: &PyService, tables: &[Table]) -> Written {
    let mut imports = system.imports();
    imports.name(&format!("{}.models.base", service.package), "Base");
    for table in tables {
        let module = format!("{}.models.{}", service.package, table.one);
        imports.name(&module, &format!("{}Row", table.class));
    }
    imports.written()
}

fn env_imports(system: &System, service: &PyService) -> Written {
    let mut imports = system.imports();
    imports.name(&format!("{}.core.settings", service.package), "Settings");
    imports.name(&format!("{}.models", service.package), "Base");
    imports.name(&format!("{}.migrations", system.runtime), "run_env");
    if service.has.outbox {
        imports.name(&format!("{}.outbox", system.runtime), "outbox");
    }
    if service.has.inbox {
        imports.name(&format!("{}.outbox", system.runtime), "inbox");
    }
    if service.has.keys() {
        imports.name(&format!("{}.idempotency", system.runtime), "idempotency_keys");
    }
    imports.written()
}

fn unit_of_work_imports(system: &System, service: &PyService, tables: &[Table]) -> Written {
    let mut imports = system.imports();
    imports.name("collections.abc", "AsyncIterator");
    imports.name("contextlib", "asynccontextmanager");
    imports.name("sqlalchemy.ext.asyncio", "AsyncSession");
    imports.name(&format!("{}.database", system.runtime), "Database");
    if service.has.outbox {
        imports.name(&format!("{}.events.publisher", service.package), "Publisher");
    }
    for table in tables {
        let module = format!("{}.repositories.{}", service.package, table.many);
        imports.name(&module, &format!("{}Repository", table.class));
    }
    imports.written()
}

fn migration_imports(system: &System, service: &PyService, tables: &[Table]) -> Vec<Written> {
    let mut imports = system.imports();
    let columns = tables.iter().flat_map(|table| &table.columns);
    let mut needed: BTreeSet<_> = columns.filter_map(|column| column.kind.runtime()).collect();
    if service.has.outbox || service.has.inbox || service.has.keys() {
        needed.extend(ColumnKind::Time.runtime());
    }
    for (module, class) in &needed {
        imports.name(&format!("{}.{module}", system.runtime), class);
    }
    let written = imports.written();
    if needed.is_empty() { Vec::new() } else { vec![written] }
}

fn upgrade(tables: &[Table]) -> Lines {
    let mut lines = Lines::default();
    for table in tables {
        let name = python::string(&table.many);
        let mut arguments = vec![name.clone()];
        for column in &table.columns {
            let nullable = if column.nullable { "True" } else { "False" };
            arguments.push(Written::fill(
                "sa.Column({}, {}, nullable={})",
                &[
                    &python::string(&column.name),
                    &Written::own(column.kind.migration()),
                    &Written::own(nullable),
                ],
            ));
        }
        lines.own(1, "op.create_table(");
        for argument in &arguments {
            lines.add(2, Written::fill("{},", &[argument]));
        }
        lines.own(2, "sa.PrimaryKeyConstraint(");
        lines.add(3, Written::fill("{},", &[&python::string(&table.columns[0].name)]));
        let constraint = python::string(&format!("pk_{}", table.many));
        lines.add(3, Written::fill("name={},", &[&constraint]));
        lines.own(2, "),");
        lines.own(1, ")");
        for index in indexes(table) {
            let columns: Vec<Written> = index.iter().map(|column| python::string(column)).collect();
            let arguments = [
                index_name(table, &index),
                name.clone(),
                Written::fill("[{}]", &[&Written::join(&columns, ", ")]),
            ];
            lines.nest(1, &exploded(&Written::own("op.create_index"), &arguments, ""));
        }
    }
    lines
}

fn downgrade(tables: &[Table]) -> Lines {
    let mut lines = Lines::default();
    for table in tables.iter().rev() {
        let name = python::string(&table.many);
        for index in indexes(table).iter().rev() {
            let arguments = [index_name(table, index), Written::fill("table_name={}", &[&name])];
            lines.nest(1, &exploded(&Written::own("op.drop_index"), &arguments, ""));
        }
        lines.add(1, Written::fill("op.drop_table({})", &[&name]));
    }
    lines
}

/// The columns of each index.
fn indexes<'a>(table: &'a Table) -> Vec<Vec<&'a str>> {
    let single = table.columns.iter().filter(|column| column.index);
    let mut indexes: Vec<Vec<&str>> = single.map(|column| vec![column.name.as_str()]).collect();
    indexes.extend(Some(table.listed_by()).filter(|columns| !columns.is_empty()));
    indexes
}

fn index_name(table: &Table, columns: &[&str]) -> Written {
    python::string(&format!("ix_{}_{}", table.many, columns.join("_")))
}

fn test_imports(system: &System, service: &PyService, tables: &[Table]) -> Written {
    let mut imports = system.imports();
    imports.name("collections.abc", "AsyncIterator");
    imports.module("pytest");
    imports.name(&format!("{}.bootstrap", service.package), "MIGRATIONS");
    imports.name(&format!("{}.repositories.unit_of_work", service.package), "UnitOfWork");
    imports.name(&format!("{}.database", system.runtime), "Database");
    imports.name(&format!("{}.migrations", system.runtime), "upgrade");
    for table in plain(tables) {
        let module = format!("{}.models.{}", service.package, table.one);
        imports.name(&module, &format!("{}Row", table.class));
    }
    imports.written()
}

fn entity(table: &Table) -> EntityView {
    let sample_key = python::string(&format!("{}-1", table.one));
    let key = python::identifier(&table.columns[0].name);
    let mut arguments = vec![Written::fill("{}={}", &[&key, &sample_key])];
    for column in &table.columns[1..] {
        let sample = match column.kind {
            ColumnKind::Reference => python::string(&format!("{}-1", column.name)),
            ColumnKind::Text => python::string(&column.name),
            kind => match kind.sample() {
                Some(sample) => Written::own(sample),
                None => continue,
            },
        };
        arguments.push(Written::fill("{}={}", &[&python::identifier(&column.name), &sample]));
    }
    let class = python::identifier(&table.class);
    let mut row = Lines::default();
    row.nest(3, &exploded(&Written::fill("{}Row", &[&class]), &arguments, ","));
    let head = Written::fill(
        "async def test_{}_are_added_listed_and_deleted",
        &[&python::comment(&table.many)],
    );
    let parameter = [Written::own("unit_of_work: UnitOfWork")];
    let signature = lines::signature(&head, &parameter, &Written::own(" -> None:")).into_vec();
    EntityView {
        name: python::identifier(&table.many),
        key,
        sample_key,
        row: row.into_vec(),
        signature,
    }
}

fn first(table: &Table) -> FirstView {
    let EntityView { name, row, .. } = entity(table);
    FirstView { name, row }
}
