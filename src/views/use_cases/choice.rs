//! Which of several calls is made: a method of its own, which a person replaces and a test overrides.

use std::ops::Range;

use super::skeleton::Body;
use crate::names::written::python;
use crate::names::{Name, Written};
use crate::views::meaning::dataflow::Input;
use crate::views::meaning::operation::{PyOperation, squeezed};
use crate::views::meaning::system::PyService;
use crate::views::writing::lines::{Lines, exploded, fit};
use crate::views::writing::method;

/// The longest line of choices; more of them are any text.
const LONGEST: usize = 88;

/// Calls of which one is made.
pub(super) struct Choice {
    /// The steps.
    pub(super) steps: Range<usize>,
    /// `_choose_carrier`
    pub(super) method: Written,
    /// `carrier`
    group: Written,
    /// What each call is chosen by: the name of its peer, or all of it where two have the same one.
    labels: Vec<Written>,
}

impl Choice {
    /// The choice that stands at a step.
    pub(super) fn at(service: &PyService, operation: &PyOperation, steps: Range<usize>) -> Self {
        let all = &operation.flow.steps[steps.clone()];
        let group = all[0].step.either.as_ref().map(Name::snake).unwrap_or_default();
        let is_here = |one: &&PyOperation| {
            one.flow.steps.iter().any(|step| step.step.either == all[0].step.either)
        };
        let method = if service.operations.iter().filter(is_here).count() == 1 {
            format!("_choose_{group}")
        } else {
            format!("_choose_{group}_of_{}", operation.method)
        };
        let written: Vec<&str> = all.iter().map(|step| step.call.written.as_str()).collect();
        let short: Vec<&str> = written.iter().map(|text| peer_of(text)).collect();
        let is_clear = short.iter().enumerate().all(|(at, name)| !short[..at].contains(name));
        let labels = if is_clear { short } else { written };
        Self {
            steps,
            method: python::identifier(&method),
            group: python::identifier(&squeezed(&group)),
            labels: labels.into_iter().map(python::string).collect(),
        }
    }

    /// The choices of an operation, in order.
    pub(super) fn all(service: &PyService, operation: &PyOperation) -> Vec<Self> {
        let mut choices = Vec::new();
        let mut next = 0;
        while next < operation.flow.steps.len() {
            let end = operation.flow.beside(next);
            if end - next > 1 && operation.flow.steps[next].step.either.is_some() {
                choices.push(Self::at(service, operation, next..end));
            }
            next = end;
        }
        choices
    }

    /// The label of a step.
    pub(super) fn label(&self, step: usize) -> &Written {
        &self.labels[step - self.steps.start]
    }

    fn kind(&self) -> Option<Written> {
        let labels = Written::join(&self.labels, ", ");
        let is_short = labels.as_str().chars().count() <= LONGEST;
        is_short.then(|| Written::fill("Literal[{}]", &[&labels]))
    }
}

/// `carrier-road` of `carrier-road POST /parcels`, `auth` of `auth.Authenticate`.
fn peer_of(written: &str) -> &str {
    written.split([' ', '.']).next().unwrap_or(written)
}

impl Body<'_, '_> {
    /// One call of several: which, a method says.
    pub(super) fn one_of(&mut self, steps: Range<usize>) {
        let choice = Choice::at(self.service, self.operation, steps.clone());
        let name = Written::fill("chosen_{}", &[&choice.group]);
        let head = Written::fill("{} = self.{}", &[&name, &choice.method]);
        let call = match &self.operation.flow.input {
            Input::Values(values) if !values.is_empty() => {
                let arguments = values.iter().map(|value| python::identifier(&value.argument));
                let named = arguments.map(|name| Written::fill("{}={}", &[&name, &name]));
                exploded(&head, &named.collect::<Vec<_>>(), "")
            }
            _ => fit(2 + self.depth(), &head, &self.given_to_choice(), ""),
        };
        self.lines.nest(0, &call);
        let last = steps.len() - 1;
        for (place, index) in steps.enumerate() {
            let pieces = [&name, choice.label(index)];
            let line = match place {
                0 => Written::fill("if {} == {}:", &pieces),
                _ if place == last => Written::own("else:"),
                _ => Written::fill("elif {} == {}:", &pieces),
            };
            self.lines.add(0, line);
            self.call(index, 1);
        }
        self.choose(&choice);
    }

    /// What the choice is given in the order of the operation's parameters.
    fn given_to_choice(&self) -> Vec<Written> {
        let operation = self.operation;
        match &operation.flow.input {
            Input::Message(_) if operation.streaming.from_client() => Vec::new(),
            Input::Message(_) if operation.is_event() => {
                let work = operation.transactional.then(|| Written::own("work"));
                std::iter::once(Written::own("event")).chain(work).collect()
            }
            Input::Message(_) => vec![Written::own("request")],
            Input::Values(_) | Input::Nothing => Vec::new(),
        }
    }

    /// The method that chooses.
    fn choose(&mut self, choice: &Choice) {
        let signature = method::signature(self.system, self.service, self.operation, self.imports);
        let kind = choice.kind();
        if kind.is_some() {
            self.imports.name("typing", "Literal");
        }
        let kind = kind.unwrap_or_else(|| Written::own("str"));
        let is_given = !self.operation.streaming.from_client() && !self.operation.keeps_result;
        let mut lines = Lines::default();
        lines.gap();
        lines.add(1, Written::fill("def {}(", &[&choice.method]));
        lines.own(2, "self,");
        for parameter in signature.parameters.iter().filter(|_| is_given) {
            lines.add_annotated(2, parameter, ",");
        }
        lines.add_annotated(1, &Written::fill(") -> {}", &[&kind]), ":");
        lines.own(2, "\"\"\"Which of these is called; so far always the first.\"\"\"");
        lines.add(2, Written::fill("return {}", &[choice.label(choice.steps.start)]));
        self.choices.nest(0, &lines);
    }
}
