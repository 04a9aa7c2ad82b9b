//! What takes a call back when a later step fails, and what fills it.

use super::contract::{called, request_of};
use super::dataflow::{Input, parts};
use super::filled::Filled;
use super::path_variables::{named, variables};
use super::system::peer_kind;
use super::together::known_before;
use crate::model::{Call, Model};
use crate::views::http_contract;

/// Fills what takes the latest step back, from its request, its reply and those before.
///
/// The replies of the steps beside it are not there yet when it is taken back, so they fill nothing here.
pub(super) fn compensate<'a>(model: &'a Model, input: &Input<'a>, steps: &mut [Filled<'a>]) {
    let Some((done, earlier)) = steps.split_last() else { return };
    let Some(call) = done.call.compensated_by.map(|id| model.call(id)) else { return };
    if peer_kind(model, call).is_none() {
        return;
    }
    let beside = known_before(earlier, done.step)..earlier.len();
    let hidden: Vec<_> = steps[beside.clone()].iter_mut().map(|one| one.provides.take()).collect();
    let undone_by = undoing(model, call, input, steps);
    for (step, provides) in steps[beside].iter_mut().zip(hidden) {
        step.provides = provides;
    }
    if let Some(done) = steps.last_mut() {
        done.undone_by = undone_by.map(Box::new);
    }
}

fn undoing<'a>(
    model: &'a Model,
    call: &'a Call,
    input: &Input<'a>,
    steps: &[Filled<'a>],
) -> Option<Filled<'a>> {
    let done = steps.last()?;
    let mut request = request_of(model, call).map(|message| parts(message, input, steps));
    if let (Some(request), Some(items)) = (&mut request, done.items) {
        request.take_from_item(&model.contracts, items);
    }
    let names = variables(model, call).into_iter();
    Some(Filled {
        call,
        method: called(model, call),
        request,
        described: http_contract::request::asked(model, call, (input, steps)),
        variables: names.map(|name| (name, named(name, input, steps))).collect(),
        step: done.step,
        items: done.items,
        provides: None,
        undone_by: None,
    })
}
