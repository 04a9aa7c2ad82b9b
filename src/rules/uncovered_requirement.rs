//! R01: a requirement that nothing in the system says it fulfils.

use crate::analysis::coverage::{Coverage, coverage};
use crate::diagnostic::Code;
use crate::model::Model;
use crate::requirements::{self, Requirement, Weight};

use super::{Finding, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "R01", name: "uncovered-requirement" },
    page: include_str!("uncovered_requirement.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.prds.iter().flat_map(|(prd, _)| of_document(&coverage(model, prd))).collect()
}

fn of_document(coverage: &Coverage) -> Vec<Finding> {
    let path = requirements::path(coverage.prd.as_str());
    match (coverage.document, coverage.known()) {
        (None, _) => vec![
            Finding::undecidable(format!("there is no `{path}`, so nobody can tell what is required"))
                .hint(format!("write the requirements in `{path}`, each with an id such as `FR-1`")),
        ],
        (Some(_), None) => vec![
            Finding::undecidable(format!("no requirement in `{path}` has an id, so nobody can tell which are covered"))
                .hint("begin each with an id, such as `- **FR-1**: ..`, `### FR-1: ..` or `| FR-1 | .. |`"),
        ],
        (Some(_), Some(_)) => coverage.open().map(uncovered).collect(),
    }
}

fn uncovered(requirement: &Requirement) -> Finding {
    let Requirement { id, title, span, .. } = requirement;
    let message = match title.as_str() {
        "" => format!("nothing covers `{id}`"),
        title => format!("nothing covers `{id}`: {title}"),
    };
    let finding = match requirement.weight() {
        Weight::Needed => Finding::warning(message),
        Weight::Wished | Weight::Excluded => Finding::info(message),
    };
    finding.at(span).hint(format!(
        "write `covers: [{id}]` at the service or the endpoint that fulfils it, or `(Won't)` behind its id"
    ))
}
