//! A call with its request: what is sent, and what fills it.

use super::contract::{called, request_of};
use super::dataflow::{Input, Parts, Source, need, parts};
use super::path_variables::{named, variables};
use super::per_item::items;
use crate::contracts::{Message, Method};
use crate::model::{Call, Model, Operation, Step};
use crate::topology::{Fallback, Times};
use crate::views::doors::inputs;
use crate::views::http_contract;
use crate::views::http_contract::filling::Shaped;

/// A call with its request.
#[derive(Debug)]
pub(in crate::views) struct Filled<'a> {
    pub(in crate::views) call: &'a Call,
    /// The RPC that is called; `None` for other protocols.
    pub(in crate::views) method: Option<&'a Method>,
    /// The request; `None` when the contracts do not say it.
    pub(in crate::views) request: Option<Parts<'a>>,
    /// The request as the OpenAPI document of the peer describes it.
    pub(in crate::views) described: Option<Shaped<'a>>,
    /// What the path of a call over HTTP needs and no message has: a name, and what fills it.
    pub(in crate::views) variables: Vec<(&'a str, Option<Source<'a>>)>,
    /// How often it is made, and beside or instead of which others.
    pub(in crate::views) step: &'a Step,
    /// What it is made for each item of: a list in the request, or in the reply of a step.
    pub(in crate::views) items: Option<Source<'a>>,
    /// The reply's message, when later steps may use it.
    pub(in crate::views) provides: Option<&'a Message>,
    /// The call that takes it back when a later step fails.
    pub(in crate::views) undone_by: Option<Box<Filled<'a>>>,
}

impl<'a> Filled<'a> {
    /// Whether it is taken back when a later step fails.
    pub(in crate::views) fn is_undone(&self) -> bool {
        self.undone_by.is_some()
    }

    /// Whether what takes it back needs the reply of this step.
    pub(in crate::views) fn is_undone_with(&self, index: usize) -> bool {
        let undoing = self.undone_by.as_deref();
        undoing.is_some_and(|call| call.sources().any(|source| source.is_of_step(index)))
    }

    /// What it is filled from.
    pub(super) fn sources(&self) -> impl Iterator<Item = Source<'a>> {
        let request = self.request.iter().flat_map(|parts| &parts.filled);
        let described = self.described.iter().flat_map(Shaped::sources);
        let variables = self.variables.iter().filter_map(|(_, source)| *source);
        request.map(|(_, source)| *source).chain(described).chain(variables).chain(self.items)
    }

    /// Whether it is made a number of times, one after another.
    pub(in crate::views) fn is_repeated(&self) -> bool {
        matches!(self.step.times, Times::Count(count) if count.get() > 1)
    }

    /// Whether more than one reply can come.
    pub(in crate::views) fn streams_back(&self) -> bool {
        self.method.is_some_and(|method| method.streaming.from_server())
    }
}

/// Fills a call from what is known before it; a route is given what nothing else provides.
pub(super) fn fill_call<'a>(
    model: &'a Model,
    step: &'a Step,
    operation: &'a Operation,
    input: &mut Input<'a>,
    steps: &[Filled<'a>],
) -> Filled<'a> {
    let contracts = &model.contracts;
    let call = model.call(step.call);
    let method = called(model, call);
    let request = request_of(model, call);
    let items = request.and_then(|message| items(contracts, message, step, input, steps));
    let is_open = model.described(operation).is_none();
    if let Some(message) = request.filter(|_| is_open) {
        need(operation, message, steps, input);
    }
    let may_be_left_out = step.either.is_some() || items.is_some();
    let provides = method
        .filter(|_| !may_be_left_out)
        .filter(|method| method.streaming.from_server() || !may_be_absent(call))
        .and_then(|method| contracts.message(&method.output));
    let mut request = request.map(|message| parts(message, input, steps));
    if let (Some(request), Some(items)) = (&mut request, items) {
        request.take_from_item(contracts, items);
    }
    let names = variables(model, call);
    for name in &names {
        if is_open
            && named(name, input, steps).is_none()
            && let Input::Values(values) = input
        {
            values.extend(inputs::asked_by_name(operation, name));
        }
    }
    let variables = names.into_iter().map(|name| (name, named(name, input, steps))).collect();
    let described = http_contract::request::asked(model, call, (input, steps));
    let undone_by = None;
    Filled { call, method, request, described, variables, step, items, provides, undone_by }
}

/// Whether the caller goes on without an answer.
pub(super) fn may_be_absent(call: &Call) -> bool {
    match call.fallback {
        Some(Fallback::Nothing) => true,
        None => call.optional,
        Some(Fallback::Cached | Fallback::Default | Fallback::Text(_)) => false,
    }
}
