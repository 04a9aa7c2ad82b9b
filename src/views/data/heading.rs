//! What a table is called in the files that are about it: its model and its repository.

use serde::Serialize;

use super::table::Table;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::PyService;

/// The names that a template of one table begins with.
#[derive(Serialize)]
pub(super) struct Heading {
    /// `shop`
    service: Written,
    /// `products`
    table: Written,
    /// `"products"`
    table_string: Written,
    /// `Product`
    class_name: Written,
    /// `product_id`: the column of the key, as an attribute.
    key: Written,
}

impl Heading {
    pub(super) fn of(service: &PyService, table: &Table) -> Self {
        Self {
            service: python::comment(service.service.name.as_str()),
            table: python::comment(&table.many),
            table_string: python::string(&table.many),
            class_name: python::identifier(&table.class),
            key: python::identifier(&table.columns[0].name),
        }
    }
}
