//! How long each call waits: long enough for the calls that it sets off, so that nobody gives up before the callee does.

use std::collections::BTreeMap;

use super::answers::{Answers, Call};

/// How long a stream may last that makes no calls itself, in milliseconds.
const STREAM: u64 = 30_000;

/// The longest silence on a stream, in milliseconds.
pub(super) const IDLE: u64 = 5_000;

/// How long a caller waits for this RPC, in milliseconds.
pub(super) fn wait(answers: &Answers, call: &Call) -> u64 {
    waits(answers).get(call).copied().unwrap_or(answers.timeout)
}

/// Whether callers of this RPC need more than the default.
pub(super) fn is_default(answers: &Answers, call: &Call) -> bool {
    wait(answers, call) == answers.timeout && !streams(answers, call)
}

/// Whether it answers piece by piece.
pub(super) fn streams(answers: &Answers, call: &Call) -> bool {
    answers.rpc(call).is_some_and(|rpc| rpc.streams)
}

/// `300ms`, `1s`.
pub(super) fn duration(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) {
        format!("{}s", milliseconds / 1000)
    } else {
        format!("{milliseconds}ms")
    }
}

fn waits(answers: &Answers) -> BTreeMap<Call, u64> {
    let mut waits = BTreeMap::new();
    for service in &answers.services {
        for rpc in service.rpcs() {
            let call = Call { service: service.name.clone(), rpc: rpc.name.clone() };
            add(answers, &call, &mut waits);
        }
    }
    waits
}

/// Adds an RPC after those that it calls. Ends, as calls never go in a circle.
fn add(answers: &Answers, call: &Call, waits: &mut BTreeMap<Call, u64>) -> u64 {
    if let Some(known) = waits.get(call) {
        return *known;
    }
    let own = if streams(answers, call) { STREAM.max(answers.timeout) } else { answers.timeout };
    let calls = answers.rpc(call).map(|rpc| rpc.calls.as_slice()).unwrap_or_default();
    let below = calls.iter().map(|next| add(answers, next, waits));
    let total = below.fold(own, u64::saturating_add);
    waits.insert(call.clone(), total);
    total
}
