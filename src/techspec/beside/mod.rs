//! The documents that stand beside a specification: a task and a design for each service, and the patterns that they share.
//!
//! A specification of one or two services says all this itself; they begin with the third service.

mod criteria;
mod design;
mod limits;
mod page;
mod shared;
mod task;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use minijinja::Value;
use minijinja::value::Serde;

use crate::analysis::coverage::{Coverage, coverage};
use crate::analysis::impact::{Impact, Node, impacts};
use crate::graph::Scope;
use crate::model::{Model, Service, ServiceId};
use crate::names::Name;
use crate::parallel;

use super::sequencing;
use super::subject::Subject;
use page::Page;
use shared::Patterns;

/// So many services have documents of their own.
const FEWEST: usize = 3;

/// The template of them all.
pub(super) const TEMPLATE: &str = "page.md.j2";

const PATTERNS: &str = "services/shared/patterns.md";

/// The numbers of the tasks: the services in the order in which they can be built.
pub(super) type Numbers = BTreeMap<ServiceId, usize>;

/// The paths of the documents of a PRD, below its folder; none for a small one.
pub(super) fn paths(model: &Model, prd: &Name) -> Vec<String> {
    let numbers = numbers(model, &Scope::of_prd(model, prd));
    let services = numbers.iter().map(|(id, number)| (model.service(*id), *number));
    let of_services =
        services.flat_map(|(service, number)| [design_path(service), task_path(service, number)]);
    let shared = (!numbers.is_empty()).then(|| PATTERNS.to_owned());
    of_services.chain(shared).collect()
}

/// The tasks in order; none where there are too few services.
pub(super) fn numbers(model: &Model, scope: &Scope) -> Numbers {
    if scope.len() < FEWEST {
        return Numbers::new();
    }
    let order = model.start_order().into_iter().filter(|id| scope.has(*id));
    order.enumerate().map(|(index, id)| (id, index + 1)).collect()
}

pub(super) fn task_path(service: &Service, number: usize) -> String {
    format!("{}/{number}_task.md", service.name)
}

pub(super) fn design_path(service: &Service) -> String {
    format!("services/{}/design.md", service.name)
}

/// What all documents ask for, computed once.
struct Whole<'a> {
    numbers: Numbers,
    phases: Vec<(usize, Vec<ServiceId>)>,
    /// Who waits for a service.
    waiting: BTreeMap<ServiceId, Vec<ServiceId>>,
    coverage: Coverage<'a>,
    impacts: BTreeMap<Node, Impact>,
    flows: usize,
    patterns: Patterns,
}

impl<'a> Whole<'a> {
    fn of(subject: &Subject<'a>, numbers: Numbers) -> Self {
        let mut waiting: BTreeMap<ServiceId, Vec<ServiceId>> = BTreeMap::new();
        for (needed, by) in sequencing::needs(subject) {
            waiting.entry(needed).or_default().push(by);
        }
        let flows = subject.flows();
        Self {
            numbers,
            phases: sequencing::phases_of(subject),
            waiting,
            coverage: coverage(subject.model, subject.prd),
            impacts: impacts(subject.model, flows.iter().copied()),
            flows: flows.len(),
            patterns: shared::patterns(subject),
        }
    }
}

/// What the template of each document sees, by its path below the folder of the PRD.
pub(super) fn seen(subject: &Subject) -> Vec<(String, Value)> {
    let numbers = numbers(subject.model, &subject.scope);
    if numbers.is_empty() {
        return Vec::new();
    }
    let whole = Whole::of(subject, numbers);
    let document = |path: String, page: Page| {
        let page = page.with_prose(subject, &path);
        (path, value(&page))
    };
    let of_service = |(id, number): (&ServiceId, &usize)| {
        let service = subject.model.service(*id);
        let (design, task) = (design_path(service), task_path(service, *number));
        [
            document(design, design::design(subject, service, &whole)),
            document(task, task::task(subject, service, &whole)),
        ]
    };
    let patterns = (PATTERNS.to_owned(), value(&whole.patterns.page(subject, PATTERNS)));
    let of_services = parallel::map(&whole.numbers, of_service);
    [patterns].into_iter().chain(of_services.into_iter().flatten()).collect()
}

fn value(page: &Page) -> Value {
    Value::from_pairs([("page", Value::from(Serde(page)))])
}

/// The documents as text, by path below the folder of the PRD.
pub(super) fn rendered(
    subject: &Subject,
    environment: &minijinja::Environment,
) -> Result<Vec<(String, String)>> {
    let template = environment.get_template(TEMPLATE)?;
    let text = |(path, seen): (String, Value)| {
        let text = template.render(seen).with_context(|| format!("cannot write `{path}`"))?;
        Ok(match subject.documents.beside.get(&path) {
            Some(prose) => (path, super::with_leftovers(text, prose)),
            None => (path, text),
        })
    };
    parallel::map(seen(subject), text).into_iter().collect()
}
