//! Tables whose columns depend on what there is to say.

use std::borrow::Borrow;

use crate::names::Written;
use crate::names::written::{Pieces, markdown};

/// A finished table; nothing for no rows. Columns after the first that say nothing in any row are left out.
pub(super) fn table<const N: usize>(
    headings: [&'static str; N],
    rows: &[[Written; N]],
) -> Option<Written> {
    if rows.is_empty() {
        return None;
    }
    let nothing = markdown::nothing();
    let says = |column: usize| column == 0 || rows.iter().any(|row| row[column] != nothing);
    let columns: Vec<usize> = (0..N).filter(|column| says(*column)).collect();
    let heads = columns.iter().map(|column| Written::own(headings[*column]));
    let mut lines = vec![line(heads), line(columns.iter().map(|_| Written::own("---")))];
    let of_row = |row: &[Written; N]| line(columns.iter().map(|column| &row[*column]));
    lines.extend(rows.iter().map(of_row));
    Some(Written::join(&lines, "\n"))
}

/// Cells between bars; an empty one is a single space.
pub(super) fn line<W: Borrow<Written>>(cells: impl Iterator<Item = W>) -> Written {
    let cell = |line: Pieces, cell: W| {
        let cell = cell.borrow();
        let line = if cell.is_empty() { line } else { line.own(" ").put(cell) };
        line.own(" |")
    };
    cells.fold(Pieces::default().own("|"), cell).end()
}
