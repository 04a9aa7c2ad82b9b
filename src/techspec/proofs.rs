//! The generated tests that show what an operation does, by their paths and names.

use std::collections::BTreeMap;

use crate::model::{Operation, OperationKind};
use crate::names::Written;
use crate::names::written::markdown;
use crate::views;

use super::subject::Subject;

/// How many tests are named in one place.
const MOST: usize = 3;

/// A test that a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Proof<'a> {
    pub(super) path: &'a str,
    pub(super) name: &'a str,
}

/// The names of test functions in a Python file, in their order.
pub fn tests_in(text: &str) -> Vec<String> {
    let name = |line: &str| {
        let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("def ")?;
        let name = rest.split('(').next()?;
        name.starts_with("test_").then(|| name.to_owned())
    };
    text.lines().filter_map(name).collect()
}

/// The tests of an operation: at the door of its service, of its rule, of its flow; in this order.
pub(super) fn proofs<'a>(subject: &Subject<'a>, operation: &Operation) -> Vec<Proof<'a>> {
    let service = subject.model.service(operation.service);
    let methods = views::methods(subject.model, service.id);
    let Some((_, method)) = methods.iter().find(|(one, _)| one.id == operation.id) else {
        return Vec::new();
    };
    // Of `get_user` and `get_user_by_name`, the tests of the second are none of the first.
    let longer = methods.iter().map(|(_, other)| other);
    let longer: Vec<&String> =
        longer.filter(|other| other.starts_with(&format!("{method}_"))).collect();
    let is_about = |name: &str, stem: &str| name.starts_with(&format!("test_{stem}_"));
    let is_own = |name: &str, before: &str| {
        is_about(name, &format!("{before}{method}"))
            && !longer.iter().any(|other| is_about(name, &format!("{before}{other}")))
    };
    let proto = match &operation.kind {
        OperationKind::Rpc { service, .. } => {
            let last = service.rsplit('.').next().unwrap_or(service);
            format!("{}_", crate::names::snake(last))
        }
        _ => String::new(),
    };
    let own = format!("services/{}/tests/", service.name);
    let mut found = Vec::new();
    for kind in ["contract", "unit", "integration"] {
        let folder = format!("{own}{kind}/");
        found.extend(
            all(subject, &folder).filter(|test| is_own(test.name, "") || is_own(test.name, &proto)),
        );
    }
    let door = format!("{}_", service.name.snake());
    found.extend(all(subject, "tests/").filter(|test| is_own(test.name, &door)));
    found
}

/// Every test below a folder.
fn all<'a>(subject: &Subject<'a>, folder: &str) -> impl Iterator<Item = Proof<'a>> {
    let tests: &'a BTreeMap<String, Vec<String>> = &subject.documents.tests;
    let files = tests.range(folder.to_owned()..).take_while(|(path, _)| path.starts_with(folder));
    let files: Vec<_> = files.collect();
    files
        .into_iter()
        .flat_map(|(path, names)| names.iter().map(move |name| Proof { path: path.as_str(), name }))
}

/// Links to the first tests of each folder, and how many more there are; nothing for none. The links begin `depth` folders
/// below that of the specification.
pub(super) fn links(proofs: &[Proof], depth: usize) -> Option<Written> {
    let mut shown: Vec<&Proof> = Vec::new();
    for proof in proofs {
        let is_new = shown.iter().all(|known| known.path != proof.path);
        if is_new && shown.len() < MOST {
            shown.push(proof);
        }
    }
    let up = "../".repeat(2 + depth);
    let link = |proof: &&Proof| {
        markdown::link(&markdown::code(proof.name), &format!("{up}{}", proof.path))
    };
    let links: Vec<Written> = shown.iter().map(link).collect();
    (!links.is_empty()).then(|| Written::join(&links, ", "))
}
