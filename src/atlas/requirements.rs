//! The requirements that a service fulfils, each with its title and with what fulfils it.

use std::collections::BTreeMap;

use crate::analysis::coverage::{self, Part};
use crate::model::Service;
use crate::names::Written;
use crate::names::written::html;

use super::ground::Ground;
use super::parts::Table;

/// A requirement that a service fulfils.
pub(super) struct Fulfilled<'a> {
    /// Its id, as the topology writes it.
    pub(super) id: &'a str,
    /// What the requirements document says of it; code stands between backticks, and nothing is empty.
    pub(super) title: &'a str,
    /// The service as a whole, then its operations.
    pub(super) by: Vec<&'a str>,
}

/// The requirements of a service, sorted by their ids.
pub(super) fn fulfilled<'a>(ground: &Ground<'a>, service: &'a Service) -> Vec<Fulfilled<'a>> {
    let model = ground.model();
    let mut fulfilling: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for claim in coverage::of(model, service) {
        let by = match claim.part {
            Part::Service(_) => service.name.as_str(),
            Part::Operation(id) => &model.operation(id).name,
        };
        fulfilling.entry(&claim.id.value).or_default().push(by);
    }
    let document = model.requirements(ground.subject.prd);
    let title = |id| Some(document?.get(id)?.title.as_str());
    let fulfilled = |(id, by)| Fulfilled { id, title: title(id).unwrap_or_default(), by };
    fulfilling.into_iter().map(fulfilled).collect()
}

/// The same as a table; nothing for a service that fulfils none.
pub(super) fn requirements(ground: &Ground, service: &Service, place: &Written) -> Option<Table> {
    let row = |Fulfilled { id, title, by }: Fulfilled| {
        let by: Vec<Written> = by
            .into_iter()
            .map(|name| Written::fill("<code>{}</code>", &[&html::text(name)]))
            .collect();
        vec![html::text(id), html::message(title), Written::join(&by, ", ")]
    };
    let rows: Vec<Vec<Written>> = fulfilled(ground, service).into_iter().map(row).collect();
    let place = Written::fill("requirements-{}", &[place]);
    Table::new(
        place,
        Written::own("Requirements"),
        &["Requirement", "Title", "Fulfilled by"],
        &rows,
    )
}
