//! The system as it is in each of its environments.

use crate::model::Model;
use crate::names::Written;
use crate::names::written::markdown;

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
