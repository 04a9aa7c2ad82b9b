//! The tables as documents tell of them.

use super::table::{Column, tables as of_service};
use crate::views::code::{KeptColumn, KeptTable};
use crate::views::meaning::system::{PyService, System};

/// The tables of a service, by name.
pub(in crate::views) fn tables(system: &System, service: &PyService) -> Vec<KeptTable> {
    let of_service = of_service(system, service).into_iter();
    let table = of_service.map(|table| KeptTable {
        described: table.columns.iter().any(|column| column.field.is_some()),
        columns: table.columns.iter().enumerate().map(column).collect(),
        class: format!("{}Row", table.class),
        name: table.many,
        module: table.one,
        package: service.package.clone(),
    });
    table.collect()
}

fn column((place, column): (usize, &Column)) -> KeptColumn {
    let sql = column.kind.migration();
    let sql = sql.strip_prefix("sa.").unwrap_or(sql);
    KeptColumn {
        name: column.name.clone(),
        sql: sql.strip_suffix("()").unwrap_or(sql),
        is_key: place == 0,
        nullable: column.nullable,
        indexed: column.index,
    }
}
