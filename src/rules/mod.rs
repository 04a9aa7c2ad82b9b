//! What every sound topology satisfies.
//!
//! One rule, one file: `NAME.rs` says when the fault is there, and its page `NAME.md` says so to people; the page's examples
//! are its test. Rules see the model and nothing else. A rule finds each place by itself; what has one cause (a [`Cause`]) is told
//! once, after waivers and policy. Everything that rules share stands in `machinery`.

mod machinery;

mod ambiguous_event_name;
mod ambiguous_route;
mod availability_under_slo;
mod cache_as_truth;
mod call_cycle;
mod call_without_timeout;
mod chatty_pair;
mod clashing_names;
mod contradicted_order;
mod copied_proto;
mod dead_topic;
mod deadline_not_forwarded;
mod deep_chain;
mod encrypted_twice;
mod exceeded_connections;
mod fan_out;
mod fire_and_forget;
mod foreign_store;
mod inverted_budget;
mod latency_over_budget;
mod leaked_data;
mod missing_dead_letter;
mod missing_fallback;
mod missing_owner;
mod missing_token;
mod misused_stream;
mod non_idempotent_consumer;
mod non_idempotent_retry;
mod operation_not_said;
mod orphan_contract;
mod outdated_call;
mod plain_secret;
mod protocol_not_spoken;
mod publish_outside_transaction;
mod retry_storm;
mod returned_secret;
mod shared_store;
mod single_point_of_failure;
mod uncompensated_step;
mod uncovered_requirement;
mod uneven_split;
mod unguarded_edge;
mod unguarded_public_grpc;
mod unknown_requirement;
mod unknown_target;
mod unowned_store;
mod unserved_binding;
mod untyped_topic;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Model;
use crate::topology::Topology;

pub use machinery::{Cause, Everywhere, Finding, Findings, Judged, Subject, Verdict, codes};

/// A rule: the fault that it looks for, and the page that explains it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its code and name; stable once published.
    pub code: Code,
    /// The page about it, in Markdown.
    pub page: &'static str,
    /// Whether its errors stop `generate`: what cannot be resolved has no sound output.
    pub stops: bool,
    /// All its findings in a model.
    pub check: fn(&Model) -> Vec<Finding>,
}

/// Every rule, those of one kind together: contracts, stores, time, architecture, events, protection, ownership, requirements, generation.
pub const ALL: &[Rule] = &[
    unknown_target::RULE,
    protocol_not_spoken::RULE,
    orphan_contract::RULE,
    call_cycle::RULE,
    outdated_call::RULE,
    copied_proto::RULE,
    operation_not_said::RULE,
    shared_store::RULE,
    foreign_store::RULE,
    unowned_store::RULE,
    cache_as_truth::RULE,
    exceeded_connections::RULE,
    call_without_timeout::RULE,
    inverted_budget::RULE,
    retry_storm::RULE,
    non_idempotent_retry::RULE,
    deadline_not_forwarded::RULE,
    latency_over_budget::RULE,
    availability_under_slo::RULE,
    single_point_of_failure::RULE,
    fan_out::RULE,
    deep_chain::RULE,
    chatty_pair::RULE,
    missing_fallback::RULE,
    uncompensated_step::RULE,
    dead_topic::RULE,
    untyped_topic::RULE,
    missing_dead_letter::RULE,
    non_idempotent_consumer::RULE,
    publish_outside_transaction::RULE,
    fire_and_forget::RULE,
    ambiguous_event_name::RULE,
    leaked_data::RULE,
    unguarded_edge::RULE,
    plain_secret::RULE,
    returned_secret::RULE,
    encrypted_twice::RULE,
    missing_owner::RULE,
    uncovered_requirement::RULE,
    unknown_requirement::RULE,
    contradicted_order::RULE,
    misused_stream::RULE,
    unguarded_public_grpc::RULE,
    missing_token::RULE,
    unserved_binding::RULE,
    ambiguous_route::RULE,
    clashing_names::RULE,
    uneven_split::RULE,
];

/// Runs every rule; what is waived stays among the diagnostics, as such.
pub fn check(model: &Model) -> Findings {
    machinery::judge(model)
}

/// The same for the file and each of its environments; `faults` are those that are known without any rule.
pub fn check_everywhere(topology: &Topology, model: &Model, faults: &[Diagnostic]) -> Everywhere {
    machinery::everywhere(topology, model, faults)
}

/// The rule of a code (`S01`) or of a name (`shared-store`).
pub fn page(code_or_name: &str) -> Option<&'static Rule> {
    let is = |word: &str| code_or_name.eq_ignore_ascii_case(word);
    ALL.iter().find(|rule| is(rule.code.id) || is(rule.code.name))
}

/// Whether an error of this code keeps `generate` from going on.
pub fn stops(code: Code) -> bool {
    page(code.id).is_some_and(|rule| rule.stops)
}
