//! The communication matrix: every edge, one row each.

use serde::Serialize;

use crate::names::Written;
use crate::names::written::html;
use crate::techspec;

use super::ground::Ground;

pub(super) use crate::techspec::HEADINGS;

/// A row of the matrix.
#[derive(Serialize)]
pub(super) struct Row {
    /// Its number, by which scripts know what is said of it.
    number: Written,
    from: Written,
    from_name: Written,
    to: Written,
    to_name: Written,
    cells: Written,
}

/// All rows, sorted by their ends.
pub(super) fn matrix(ground: &Ground) -> Vec<Row> {
    let numbers = ground.numbers();
    let row = |(number, row): (usize, &techspec::Row)| {
        let (from, to) = row.ends;
        let cells: Vec<Written> = row.cells[2..].iter().map(html::inline).collect();
        numbers.contains_key(&row.ends).then(|| Row {
            number: number.into(),
            from: ground.place(from),
            from_name: html::text(ground.name(from)),
            to: ground.place(to),
            to_name: html::text(ground.name(to)),
            cells: html::cells(&cells),
        })
    };
    ground.rows.iter().enumerate().filter_map(row).collect()
}
