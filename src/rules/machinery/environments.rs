//! What only holds in an environment: its overlay is judged like the file itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::stops;
use super::cause::told_once;
use super::codes::UNUSED_WAIVER;
use super::judge::{Apart, Found, Identity, apart, identity};
use super::{Findings, Subject};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{self, Model, Reason};
use crate::topology::Topology;

/// What there is to say of the file itself, and of its environments by themselves.
#[derive(Clone, Debug, Default)]
pub struct Everywhere {
    /// Of the file itself.
    pub findings: Findings,
    /// What is wrong in an environment only, with the name of the first in which it is.
    pub of_environments: Vec<Diagnostic>,
}

/// What is known so far, and what all environments have in common.
struct Seen {
    known: BTreeSet<Identity>,
    /// What there is in any environment.
    anywhere: BTreeSet<Identity>,
    needed: BTreeSet<Span>,
    more: Vec<Diagnostic>,
}

/// Judges the file and each of its environments; `faults` are those that are known without any rule.
pub(in crate::rules) fn everywhere(
    topology: &Topology,
    model: &Model,
    faults: &[Diagnostic],
) -> Everywhere {
    let mut file = apart(model);
    if topology.environments.entries.is_empty() {
        return Everywhere { findings: file.together(), of_environments: Vec::new() };
    }
    let of_file = file.found.iter().map(|one| &one.diagnostic).chain(&file.faults);
    let mut seen = Seen {
        known: of_file.chain(faults).map(identity).collect(),
        anywhere: BTreeSet::new(),
        needed: file.needed.clone(),
        more: Vec::new(),
    };
    for (name, environment) in &topology.environments {
        let overlaid = topology.overlaid(environment);
        let mut of_inputs = topology.contradictions_of(&overlaid);
        let (overlaid, of_model) = model::resolve(&overlaid, Arc::clone(&model.contracts));
        of_inputs.extend(of_model);
        let overlaid = overlaid.within(&name.value);
        let mut judged = apart(&overlaid);
        judged.found.iter_mut().for_each(|one| say_who_is_absent(one, model, &overlaid));
        seen.take(of_inputs, judged, name.value.as_str());
    }
    let is_needed_elsewhere = |one: &Diagnostic| is_needed_elsewhere(one, &seen.needed);
    file.faults.retain(|one| !is_needed_elsewhere(one));
    seen.more.retain(|one| !is_needed_elsewhere(one));
    let is_base = model.has_deployment() || !topology.asked_profiles().is_empty();
    if is_base {
        // What each environment says otherwise, or takes out, holds nowhere.
        file.found.retain(|one| {
            stops(one.diagnostic.code) || seen.anywhere.contains(&identity(&one.diagnostic))
        });
    }
    Everywhere { findings: file.together(), of_environments: seen.more }
}

/// What is called, and only not there in this environment, need not be declared.
fn say_who_is_absent(one: &mut Found, file: &Model, overlaid: &Model) {
    let unresolved = one.subjects.iter().find_map(|subject| match subject {
        Subject::Unresolved(index) => Some(&overlaid.unresolved[*index].reason),
        _ => None,
    });
    let Some(Reason::NoSuchNode { name, .. }) = unresolved else { return };
    let is_external = file.externals.iter().any(|external| external.name.as_str() == name);
    if is_external || file.service_named(name).is_some() {
        let hint = format!(
            "`{name}` is not there with these profiles: write its `when` at the call too, or name what `replaces` it"
        );
        one.diagnostic.hint = Some(hint);
    }
}

/// Whether a waiver that nothing needs here is needed somewhere else.
fn is_needed_elsewhere(one: &Diagnostic, needed: &BTreeSet<Span>) -> bool {
    one.code == UNUSED_WAIVER && one.place.as_ref().is_some_and(|place| needed.contains(place))
}

impl Seen {
    /// Takes in what is new in an environment.
    fn take(&mut self, of_inputs: Vec<Diagnostic>, judged: Apart, environment: &str) {
        let Apart { mut found, faults, needed, .. } = judged;
        self.needed.extend(needed);
        self.anywhere.extend(found.iter().map(|one| identity(&one.diagnostic)));
        found.retain(|one| self.known.insert(identity(&one.diagnostic)));
        let found = told_once(found).into_iter().map(|one| one.diagnostic);
        let others = of_inputs.into_iter().chain(faults);
        let others: Vec<Diagnostic> =
            others.filter(|one| self.known.insert(identity(one))).collect();
        for mut one in found.chain(others) {
            if one.code != UNUSED_WAIVER {
                one.message.push_str(&format!(" (in `{environment}`)"));
            }
            self.more.push(one);
        }
    }
}
