//! A square table: services by services, with a word where two have to do with each other.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Model, ServiceId};
use crate::names::Written;
use crate::names::written::markdown;

use super::table::line;

/// The most services that a square has; beyond them it cannot be read.
const MOST_SERVICES: usize = 30;

/// A finished table. Columns are numbers, because names would make them too wide.
#[derive(Serialize)]
pub(super) struct Square {
    head: Written,
    rule: Written,
    rows: Vec<Written>,
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
    let numbers = || (1..=services.len()).map(Written::from);
    let with = |first: Written, second: Written, cells: &mut dyn Iterator<Item = Written>| {
        line([first, second].into_iter().chain(cells))
    };
    let row = |(number, from): (Written, &ServiceId)| {
        let name = markdown::code(model.service(*from).name.as_str());
        with(number, name, &mut services.iter().map(|to| Written::own(cell(*from, *to))))
    };
    let rule = Written::own("---");
    Some(Square {
        rows: numbers().zip(services).map(row).collect(),
        head: with(Written::own("#"), Written::own("Service"), &mut numbers()),
        rule: with(rule.clone(), rule.clone(), &mut numbers().map(|_| rule.clone())),
    })
}
