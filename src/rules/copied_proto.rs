//! C06: one contract in two files.

use crate::contracts::{Copied, Copy};
use crate::diagnostic::Code;
use crate::model::Model;

use super::{Finding, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C06", name: "copied-proto" },
    page: include_str!("copied_proto.md"),
    stops: true,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.contracts.copies.iter().map(finding).collect()
}

fn finding(copy: &Copy) -> Finding {
    let (here, there) = (&copy.place.file, &copy.first.file);
    let (finding, hint) = match (&copy.what, copy.drifted) {
        (Copied::Path(path), false) => (
            Finding::warning(format!("`{path}` lies in two roots, and the copies are equal")),
            "keep one of them, or give one root a prefix",
        ),
        (Copied::Path(path), true) => (
            Finding::error(format!(
                "`{path}` lies in two roots, and the copies have drifted apart"
            )),
            "keep one of them, or give one root a prefix",
        ),
        (Copied::Names(_), false) => (
            Finding::warning(format!("`{here}` is an equal copy of `{there}`")),
            "keep one of them",
        ),
        (Copied::Part, _) => (
            Finding::warning(format!("all of `{here}` is an equal copy of a part of `{there}`")),
            "keep one of them",
        ),
        (Copied::Names(names), true) => (
            Finding::error(format!("{} of `{here}` is already declared in `{there}`", some(names))),
            "keep one of the files, or give one of them another package",
        ),
    };
    finding.at(&copy.place).with(&copy.first, "this one counts").hint(hint)
}

/// `` `p.M` and 1 more ``
fn some(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first, more @ ..] => format!("`{first}` and {} more", more.len()),
    }
}
