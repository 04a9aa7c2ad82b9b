//! A square table: services by services, with a word where two have to do with each other.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Model, ServiceId};
use crate::names::Written;
use crate::names::written::{Pieces, markdown};

/// The most services that a square has; beyond them it cannot be read.
const MOST_SERVICES: usize = 30;

/// A finished table but for its first two columns; each line ends with its last bar. Columns are numbers, because names
/// would make them too wide.
#[derive(Serialize)]
pub(super) struct Square {
    columns: Written,
    rule: Written,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: Written,
    service: Written,
    cells: Written,
}

/// The square of some services; nothing where there are too few or too many.
pub(super) fn square(
    model: &Model,
    services: &BTreeSet<ServiceId>,
    cell: impl Fn(ServiceId, ServiceId) -> &'static str,
) -> Option<Square> {
    if services.len() < 2 || services.len() > MOST_SERVICES {
        return None;
    }
    let numbers: Vec<Written> = (1..=services.len()).map(Written::from).collect();
    let row = |(number, from): (&Written, &ServiceId)| Row {
        number: number.clone(),
        service: markdown::code(model.service(*from).name.as_str()),
        cells: line(services.iter().map(|to| Written::own(cell(*from, *to)))),
    };
    Some(Square {
        rows: numbers.iter().zip(services).map(row).collect(),
        columns: line(numbers.iter().cloned()),
        rule: line(numbers.iter().map(|_| Written::own("---"))),
    })
}

/// Cells with a space on each side and a bar behind; an empty one is a single space.
fn line(cells: impl Iterator<Item = Written>) -> Written {
    let cell = |line: Pieces, cell: Written| {
        let line = if cell.is_empty() { line } else { line.own(" ").put(&cell) };
        line.own(" |")
    };
    cells.fold(Pieces::default(), cell).end()
}
