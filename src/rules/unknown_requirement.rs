//! R02: an id under `covers` that no requirements document has.

use std::collections::BTreeSet;

use crate::analysis::coverage::{Claim, Coverage, Part, all, coverage, is_about};
use crate::diagnostic::Code;
use crate::model::Model;
use crate::names::Suggestions;
use crate::requirements;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "R02", name: "unknown-requirement" },
    page: include_str!("unknown_requirement.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let suggestions = Suggestions::default();
    let documents: Vec<Coverage> = model.prds.iter().map(|(prd, _)| coverage(model, prd)).collect();
    let mut untold = BTreeSet::new();
    let mut findings = Vec::new();
    for claim in all(model) {
        let about = documents.iter().filter(|one| is_about(model, one.prd, claim.service));
        let about: Vec<&Coverage> = about.collect();
        let has_it =
            |one: &&&Coverage| one.document.is_some_and(|d| d.get(&claim.id.value).is_some());
        if about.iter().any(|one| has_it(&one)) {
            continue;
        }
        match about.iter().find(|one| one.known().is_none()) {
            Some(unread) if untold.insert(unread.prd) => {
                findings.push(undecided(model, &claim, unread));
            }
            Some(_) => {}
            None => findings.push(unknown(model, &claim, &about, &suggestions)),
        }
    }
    findings
}

/// Said once for each document that is missing.
fn undecided(model: &Model, claim: &Claim, document: &Coverage) -> Finding {
    let path = requirements::path(document.prd.as_str());
    let reason = match document.document {
        None => format!("there is no `{path}`"),
        Some(_) => format!("no requirement in `{path}` has an id"),
    };
    let (part, id) = (claim.part.words(model), &claim.id.value);
    Finding::undecidable(format!(
        "{part} covers `{id}`, and nobody can tell what that is: {reason}"
    ))
    .at(&claim.id.span)
    .hint(format!("write the requirements in `{path}`, each with its id"))
    .about(subject(claim.part))
}

fn unknown(
    model: &Model,
    claim: &Claim,
    documents: &[&Coverage],
    suggestions: &Suggestions,
) -> Finding {
    let id = &claim.id.value;
    let paths: Vec<String> =
        documents.iter().map(|one| requirements::path(one.prd.as_str())).collect();
    let known = documents.iter().filter_map(|one| one.document).flat_map(|d| &d.requirements);
    // An id with another number is another id; only its letters are mistyped.
    let alike = known.map(|one| one.id.as_str()).filter(|known| number(known).eq(number(id)));
    let near = suggestions.nearest(id, alike);
    let hint = match near {
        Some(near) => format!("write `{near}` if that is meant, or add `{id}` to the document"),
        None => format!("add `{id}` to the document, or take it out here"),
    };
    let (part, verb) = (claim.part.words(model), if paths.len() == 1 { "does" } else { "do" });
    let words = match paths.as_slice() {
        [] => format!("{part} covers `{id}`, and no document is about that service"),
        paths => format!("{part} covers `{id}`, which {} {verb} not have", list(paths)),
    };
    Finding::error(words).at(&claim.id.span).hint(hint).about(subject(claim.part))
}

fn number(id: &str) -> impl Iterator<Item = char> {
    id.chars().filter(char::is_ascii_digit)
}

fn subject(part: Part) -> Subject {
    match part {
        Part::Service(id) => Subject::Service(id),
        Part::Operation(id) => Subject::Operation(id),
    }
}
