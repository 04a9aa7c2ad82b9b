//! How much each rule counts, as `checks` in the topology says.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::model::Model;
use crate::names::Suggestions;
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
        let suggestions = Suggestions::default();
        for said in &model.policy {
            match (page(&said.rule.value), said.level) {
                (Some(rule), Some(level)) => {
                    policy.levels.insert(rule.code.id, level);
                }
                (Some(_), None) => {}
                (None, _) => policy.unknown.push(unknown_rule(&said.rule, &suggestions)),
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
    let mut said = model.policy.iter().rev().filter(|said| names(&said.rule.value));
    usize::try_from(said.find_map(|said| said.most)?).ok()
}

/// No rule is called that.
pub(super) fn unknown_rule(written: &Spanned<String>, suggestions: &Suggestions) -> Diagnostic {
    // A code with another number is another code; only names are mistyped.
    let known = ALL.iter().map(|rule| rule.code.name);
    let hint = match suggestions.nearest(&written.value, known) {
        Some(near) => format!("write `{near}`"),
        None => "name a rule by its code or its name, such as `S01` or `shared-store`".to_owned(),
    };
    let message = format!("there is no rule `{}`", written.value);
    Diagnostic::error(UNKNOWN_NAME, message).at(&written.span).hint(hint)
}
