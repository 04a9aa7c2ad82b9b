//! Calls that are made for each item of a list: which list, and what its items fill.

use super::dataflow::{Input, Parts, Source};
use super::field::{is_nameable, is_single, same_type};
use super::filled::Filled;
use crate::contracts::{Cardinality, Contracts, Field, Kind, Message};
use crate::model::Step;
use crate::topology::Times;
use crate::views::data::table::singular;

/// The list that a call is made for each item of: the latest whose items have something that the call needs.
pub(super) fn items<'a>(
    contracts: &'a Contracts,
    request: &Message,
    step: &Step,
    input: &Input<'a>,
    steps: &[Filled<'a>],
) -> Option<Source<'a>> {
    if step.times != Times::PerItem {
        return None;
    }
    let is_list = |field: &&Field| {
        let fills = |target: &Field| item_source(contracts, field, target).is_some();
        request.fields.iter().any(fills)
    };
    let of_step = |(index, step): (usize, &Filled<'a>)| {
        let list = step.provides?.fields.iter().find(is_list)?;
        (!step.streams_back()).then_some(Source::Step(index, list))
    };
    let of_input = || match input {
        Input::Message(message) => message.fields.iter().find(is_list).map(Source::Request),
        Input::Values(_) | Input::Nothing => None,
    };
    steps.iter().enumerate().rev().find_map(of_step).or_else(of_input)
}

/// What of an item of a list fills a field: a field of the same name, or all of it when the list is called like many of it.
fn item_source<'a>(contracts: &'a Contracts, list: &Field, target: &Field) -> Option<Source<'a>> {
    if list.cardinality != Cardinality::Repeated || !is_nameable(list) || !is_nameable(target) {
        return None;
    }
    if list.kind == target.kind && is_single(target) && singular(&list.name) == target.name {
        return Some(Source::Item(None));
    }
    let Kind::Message(name) = &list.kind else { return None };
    let field = contracts.message(name)?.field(&target.name)?;
    same_type(target, field).then_some(Source::Item(Some(field)))
}

impl<'a> Parts<'a> {
    /// What fills the field of this name.
    pub(in crate::views) fn source(&self, name: &str) -> Option<Source<'a>> {
        let filled = self.filled.iter().find(|(field, _)| field.name == name);
        filled.map(|(_, source)| *source)
    }

    /// What the items of a list have comes from the item at hand.
    pub(super) fn take_from_item(&mut self, contracts: &'a Contracts, items: Source<'a>) {
        let (Source::Request(list) | Source::Step(_, list)) = items else { return };
        let (mut filled, mut missing) = (Vec::new(), Vec::new());
        for field in &self.message.fields {
            let known = self.filled.iter().find(|(other, _)| other.name == field.name);
            let source = item_source(contracts, list, field);
            match source.or(known.map(|(_, source)| *source)) {
                Some(source) => filled.push((field, source)),
                None => missing.push(field),
            }
        }
        (self.filled, self.missing) = (filled, missing);
    }
}
