//! Values that are right each by itself, and cannot both hold.

use std::num::NonZeroU32;

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::names::{Name, nearest};

use super::call::Call;
use super::codes;
use super::faults::Faults;
use super::promises::Scale;
use super::required;
use super::system::Topology;

impl Topology {
    /// What cannot both hold once an environment is laid over the file, and services that only it names and that do nothing.
    pub fn contradictions_of(&self, overlaid: &Self) -> Vec<Diagnostic> {
        let Some((first, _)) = overlaid.services.iter().next() else { return Vec::new() };
        let mut faults = Faults::new(&first.span.file);
        check(overlaid, &mut faults);
        let known = |name: &Name| self.services.iter().any(|(known, _)| known.value == *name);
        for (name, service) in overlaid.services.iter().filter(|(name, _)| !known(&name.value)) {
            let names = self.services.iter().map(|(name, _)| name.value.as_str());
            required::does_something(
                name,
                service,
                nearest(name.value.as_str(), names),
                &mut faults,
            );
        }
        faults.into_diagnostics()
    }
}

/// Reports them, in the file and in each of its environments by itself.
pub(super) fn check(topology: &Topology, faults: &mut Faults) {
    let of_environments = topology.environments.iter().flat_map(|(_, one)| one.services.iter());
    for (_, service) in topology.services.iter().chain(of_environments) {
        service.scale.iter().for_each(|scale| scaling(scale, faults));
        let of_endpoints = service.endpoints.iter().flat_map(|(_, one)| one.calls.iter());
        service.calls.iter().chain(of_endpoints).for_each(|(_, call)| quorum(call, faults));
    }
}

fn scaling(scale: &Scale, faults: &mut Faults) {
    let (Some(min), Some(max)) = (&scale.min, &scale.max) else { return };
    if min.value > max.value {
        let words = format!("at least {} instances cannot be {} at most", min.value, max.value);
        add(words, &min.span, &max.span, "at most", faults);
    }
}

fn quorum(call: &Call, faults: &mut Faults) {
    let Some(quorum) = &call.quorum else { return };
    let copies = call.copies.as_ref();
    let asked = copies.map_or(1, |copies: &Spanned<NonZeroU32>| copies.value.get());
    if quorum.value.get() > asked {
        let words = format!("{} replicas cannot answer where {asked} are asked", quorum.value);
        let other = copies.map_or(&quorum.span, |copies| &copies.span);
        add(words, &quorum.span, other, "asked", faults);
    }
}

fn add(words: String, place: &Span, other: &Span, label: &str, faults: &mut Faults) {
    faults.add_at(place, || {
        let fault = Diagnostic::error(codes::WRONG_VALUE, words);
        let fault = if place == other { fault } else { fault.with(other, label) };
        fault.hint("change one of the two")
    });
}
