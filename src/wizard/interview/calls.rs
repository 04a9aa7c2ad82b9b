//! Who calls whom, and how long a call may take.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{Interview, about, no_two_alike, unknown};
use crate::topology::Duration;
use crate::wizard::answers::{Answers, Call, Operation, Role};
use crate::wizard::ask::Asked;
use crate::wizard::{questions, suggest};

/// The longest that a call may wait for an answer: an hour.
const LONGEST: u64 = 3_600_000;

impl Interview<'_> {
    pub(super) fn calls(&mut self, answers: &mut Answers) -> Result<()> {
        let operations: Vec<Operation> =
            answers.operations().into_iter().map(|(operation, _)| operation).collect();
        let known: Vec<String> = operations
            .iter()
            .filter(|operation| matches!(operation, Operation::Rpc(_)))
            .map(ToString::to_string)
            .collect();
        for operation in &operations {
            if known.iter().all(|rpc| *rpc == operation.to_string()) {
                continue;
            }
            let asked = asked(answers, operation);
            let accept = |calls: &[Call]| {
                no_two_alike(calls, ToString::to_string)?;
                calls.iter().try_for_each(|call| not_in_a_circle(answers, operation, call))
            };
            // An RPC that does not exist may be one of an answer that is missing, which is said already.
            let (complete, refused) = (self.incomplete.is_empty(), self.incomplete.refused.len());
            let calls = self.list(&asked, |text| call_of(answers, text, &known), accept)?;
            if !complete {
                self.incomplete.refused.truncate(refused);
            }
            *calls_of(answers, operation) = calls.unwrap_or_default();
        }
        let asked = about(&questions::TIMEOUT, &[], "1s");
        answers.timeout = self.parsed(&asked, milliseconds)?.unwrap_or(answers.timeout);
        Ok(())
    }
}

fn asked(answers: &Answers, operation: &Operation) -> Asked {
    match operation {
        Operation::Endpoint(service, route) => {
            let call = suggest::endpoint_call(answers, route.as_str());
            let suggestion = call.map(|call| call.to_string()).unwrap_or_default();
            let things = [service.as_str(), route.as_str()];
            about(&questions::ENDPOINT_CALLS, &things, suggestion)
        }
        Operation::Rpc(call) => {
            about(&questions::RPC_CALLS, &[call.service.as_str(), call.rpc.as_str()], "")
        }
        Operation::Whole(service) => about(&questions::CALLS, &[service.as_str()], ""),
    }
}

fn call_of(answers: &Answers, text: &str, known: &[String]) -> Result<Call, String> {
    let rpcs = answers.operations().into_iter().filter_map(|(operation, _)| match operation {
        Operation::Rpc(call) => Some(call),
        Operation::Endpoint(..) | Operation::Whole(_) => None,
    });
    let found = rpcs.into_iter().find(|call| call.to_string() == text);
    found.ok_or_else(|| unknown(text, "RPC", known))
}

/// Refuses a call that would come back to who makes it.
fn not_in_a_circle(answers: &Answers, caller: &Operation, call: &Call) -> Result<(), String> {
    let Operation::Rpc(caller) = caller else { return Ok(()) };
    if caller == call {
        return Err("calls itself".to_owned());
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![call];
    while let Some(next) = open.pop() {
        if next == caller {
            return Err(format!(
                "goes in a circle: `{call}` calls `{caller}`, itself or through others"
            ));
        }
        if seen.insert(next) {
            open.extend(answers.rpc(next).into_iter().flat_map(|rpc| &rpc.calls));
        }
    }
    Ok(())
}

fn calls_of<'a>(answers: &'a mut Answers, operation: &Operation) -> &'a mut Vec<Call> {
    let service = answers.services.iter_mut().find(|s| s.name == *operation.service());
    let service = service.expect("operations are those of the services");
    let found = match (&mut service.role, operation) {
        (Role::Gateway { endpoints, .. }, Operation::Endpoint(_, route)) => {
            endpoints.iter_mut().find(|(other, _)| other == route).map(|(_, calls)| calls)
        }
        (Role::Api { rpcs }, Operation::Rpc(call)) => {
            rpcs.iter_mut().find(|rpc| rpc.name == call.rpc).map(|rpc| &mut rpc.calls)
        }
        (Role::Worker { calls } | Role::Job { calls, .. }, _) => Some(calls),
        (Role::Gateway { .. } | Role::Api { .. }, _) => None,
    };
    found.expect("an operation is one of its service")
}

/// `300ms`, `1s`, `5m`, `1h`.
fn milliseconds(text: &str) -> Result<u64, String> {
    let duration = Duration::of(text);
    let duration =
        duration.ok_or_else(|| "is not a duration such as `300ms` or `1s`".to_owned())?;
    match u64::try_from(duration.value.as_millis()) {
        Ok(time) if time <= LONGEST => Ok(time),
        _ => Err("is longer than an hour".to_owned()),
    }
}
