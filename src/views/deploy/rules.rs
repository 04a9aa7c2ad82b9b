//! What alerts ask for: of the development system, or of one environment in a cluster.

use serde::Serialize;

use super::{alerts, scheduled};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};

/// The view of `includes/rules_*.yaml`.
#[derive(Serialize)]
pub(super) struct View {
    /// What selectors begin with: `{namespace="shop-prod",`, or a brace alone.
    open: Written,
    /// The same of selectors that say nothing else: `{namespace="shop-prod"}`, or nothing.
    here: Written,
    /// What labels end with: `, namespace: shop-prod`, or nothing.
    label: Written,
    /// What `job` is in metrics, as an expression of all: `agent|auth`
    jobs: Written,
    has_peers: bool,
    has_bus: bool,
    has_jobs: bool,
    /// Whether services run as jobs of the cluster, and what those are called: `janitor|sweeper`.
    has_runs: bool,
    runs: Written,
    has_objectives: bool,
    objectives: Vec<alerts::Objective>,
}

/// Of one namespace, or of all that there is.
pub(super) fn view(system: &System, namespace: Option<&Written>) -> View {
    let any = |what: fn(&PyService) -> bool| system.services.iter().any(what);
    let names = system.services.iter().map(|one| python::comment(one.service.name.as_str()));
    let scoped = |pattern| namespace.map(|name| Written::fill(pattern, &[name]));
    let open = scoped("{namespace=\"{}\",").unwrap_or(Written::own("{"));
    let objectives = alerts::objectives(system, open.as_str());
    View {
        open,
        here: scoped("{namespace=\"{}\"}").unwrap_or_default(),
        label: scoped(", namespace: {}").unwrap_or_default(),
        jobs: Written::join(&names.collect::<Vec<_>>(), "|"),
        has_peers: any(|service| !service.peers.is_empty()),
        has_bus: any(|service| service.has.bus),
        has_jobs: any(|service| service.has.jobs),
        has_runs: scheduled::has_once(system),
        runs: scheduled::names(system),
        has_objectives: !objectives.is_empty(),
        objectives,
    }
}
