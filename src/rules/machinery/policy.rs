//! How much each rule counts, as `checks` in the topology says.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Model;
use crate::names::nearest;
use crate::topology::Level;

use super::super::{ALL, page};
use super::codes::UNKNOWN_NAME;

/// The levels that are said, by the ids of the rules; later ones win.
pub(super) struct Policy {
    levels: BTreeMap<&'static str, Level>,
    unknown: Vec<Diagnostic>,
}

impl Policy {
    pub(super) fn of(model: &Model) -> Self {
        let mut policy = Self { levels: BTreeMap::new(), unknown: Vec::new() };
        for (written, level, _) in &model.policy {
            match (page(written), level) {
                (Some(rule), Some(level)) => {
                    policy.levels.insert(rule.code.id, *level);
                }
                (Some(_), None) => {}
                (None, _) => policy.unknown.push(unknown_rule(written)),
            }
        }
        policy
    }

    pub(super) fn level(&self, code: Code) -> Option<Level> {
        self.levels.get(code.id).copied()
    }

    pub(super) fn unknown(&self) -> Vec<Diagnostic> {
        self.unknown.clone()
    }
}

/// The most that a rule lets pass, where `checks` says so.
pub(in crate::rules) fn most(model: &Model, code: Code) -> Option<usize> {
    let names = |written: &str| written == code.id || written == code.name;
    let said =
        model.policy.iter().rev().find(|(written, _, most)| names(written) && most.is_some());
    usize::try_from(said?.2?).ok()
}

/// No rule is called that; without a place, which the caller adds where it has one.
pub(super) fn unknown_rule(written: &str) -> Diagnostic {
    let known = ALL.iter().flat_map(|rule| [rule.code.id, rule.code.name]);
    let hint = match nearest(written, known) {
        Some(near) => format!("write `{near}`"),
        None => "name a rule by its code or its name, such as `S01` or `shared-store`".to_owned(),
    };
    Diagnostic::error(UNKNOWN_NAME, format!("there is no rule `{written}`")).hint(hint)
}
