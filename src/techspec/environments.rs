//! The system as it is in each of its environments.

use crate::analysis::connections::most;
use crate::analysis::needed::{instances as least, is_only_scheduled};
use crate::model::{Model, Service};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::subject::Subject;

/// Where the system runs for others than its makers, each with its name; the file itself where nothing else is said.
pub(super) fn deployed<'a>(subject: &Subject<'a>) -> Vec<(Written, &'a Model)> {
    let environments = subject.documents.environments.iter();
    let deployed: Vec<(Written, &Model)> = environments
        .filter(|(_, model)| !model.is_local())
        .map(|(name, model)| (markdown::code(name.as_str()), model))
        .collect();
    if deployed.is_empty() { vec![(Written::own("the file"), subject.model)] } else { deployed }
}

/// How many of a service run: `2`, `3 to 20`, `2 or more`.
pub(super) fn instances(service: &Service) -> Written {
    if is_only_scheduled(service) {
        return Written::own("one at each of its times");
    }
    let least = least(service);
    let line = Line::default().number(least as usize);
    match most(service) {
        Some(most) if most > least => line.own(" to ").number(most as usize).end(),
        Some(_) => line.end(),
        None => line.own(" or more").end(),
    }
}

/// What a value is in the environments where it is another one, each with their names: `` 2 to 12 in `prod` ``.
pub(super) fn elsewhere(
    subject: &Subject,
    here: &Written,
    there: impl Fn(&Model) -> Option<Written>,
) -> Written {
    let there = subject.deployed().filter_map(|(name, model)| {
        let value = there(model).filter(|value| value != here)?;
        Some((markdown::code(name.as_str()), value))
    });
    let values = alike(there);
    let part = |(value, names): &(Written, Vec<Written>)| {
        Line::default().written(value).own(" in ").written(&Written::join(names, ", ")).end()
    };
    let parts: Vec<Written> = values.iter().map(part).collect();
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, "; ") }
}

/// Values, each with the names of the environments that have it, in the order in which they are first seen.
pub(super) fn alike<T: PartialEq>(
    there: impl Iterator<Item = (Written, T)>,
) -> Vec<(T, Vec<Written>)> {
    let mut values: Vec<(T, Vec<Written>)> = Vec::new();
    for (name, value) in there {
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, names)) => names.push(name),
            None => values.push((value, vec![name])),
        }
    }
    values
}
