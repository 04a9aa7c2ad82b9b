//! Domains, externals, environments, policy, decisions, requirements documents.

use std::collections::BTreeSet;

use crate::diagnostic::Spanned;
use crate::model::{Domain, External, Policy, ServiceId};
use crate::names::Name;
use crate::topology::{Check, RuleName, Topology};

use super::{Scope, system, text, waivers};

pub(super) fn domains(scope: &mut Scope) -> Vec<Domain> {
    let topology = scope.topology;
    let names = scope.names.domains.clone();
    let mut domains: Vec<Domain> = topology
        .domains
        .iter()
        .map(|(name, domain)| Domain {
            id: names[name.value.as_str()],
            name: name.value.clone(),
            span: name.span.clone(),
            team: domain.team.as_ref().map(|team| team.value.clone()),
            description: text(domain.description.as_ref()),
            services: Vec::new(),
            waivers: waivers(&domain.allow),
        })
        .collect();
    domains.sort_by_key(|domain| domain.id);
    domains
}

pub(super) fn externals(scope: &Scope) -> Vec<External> {
    let protocol = |written: &crate::topology::External| match &written.protocol {
        Some(protocol) => protocol.value.clone(),
        None => "HTTP".to_owned(),
    };
    let mut externals: Vec<External> = scope
        .topology
        .externals
        .iter()
        .map(|(name, written)| External {
            id: scope.names.externals[name.value.as_str()],
            name: name.value.clone(),
            span: name.span.clone(),
            protocol: protocol(written),
            waivers: waivers(&written.allow),
            written: written.clone(),
        })
        .collect();
    externals.sort_by_key(|external| external.id);
    externals
}

pub(super) fn environments(scope: &mut Scope) -> Vec<(Name, Vec<Name>)> {
    let topology = scope.topology;
    unknown_profiles(scope);
    let profiles = |environment: &crate::topology::Environment| {
        environment.profiles.iter().map(|profile| profile.value.clone()).collect()
    };
    topology.environments.iter().map(|(name, e)| (name.value.clone(), profiles(e))).collect()
}

/// A profile that no environment turns on; without environments all are on.
fn unknown_profiles(scope: &mut Scope) {
    let environments = &scope.topology.environments;
    let profiles = environments.iter().flat_map(|(_, environment)| environment.profiles.iter());
    let known: BTreeSet<&str> = profiles.map(|profile| profile.value.as_str()).collect();
    let asked = scope.topology.asked_profiles().into_iter();
    for profile in asked.filter(|_| !environments.is_empty()) {
        if !known.contains(profile.value.as_str()) {
            let name = profile.value.as_str();
            scope.faults.unknown("profile", name, &profile.span, known.iter().copied());
        }
    }
}

pub(super) fn decisions(topology: &Topology) -> Vec<(String, String, String)> {
    let answer = |decision: &crate::topology::Decision| {
        (text(decision.answer.as_ref()), text(decision.why.as_ref()))
    };
    topology
        .decisions
        .iter()
        .map(|(question, decision)| {
            let (answer, why) = answer(decision);
            (question.value.clone(), answer, why)
        })
        .collect()
}

pub(super) fn policy(topology: &Topology) -> Vec<Policy> {
    let policy = |(rule, check): &(Spanned<RuleName>, Check)| Policy {
        rule: rule.clone().map(|rule| rule.as_str().to_owned()),
        level: check.level.as_ref().map(|level| level.value),
        most: check.max.as_ref().map(|most| most.value),
    };
    topology.checks.iter().map(policy).collect()
}

/// The documents that are written, or the one that every system has. One that names a service which is not declared may be
/// about any: nobody knows which is meant.
pub(super) fn prds(scope: &mut Scope) -> Vec<(Name, Vec<ServiceId>)> {
    let topology = scope.topology;
    if topology.prd.0.is_empty() {
        return prd_slugs(topology).into_iter().map(|slug| (slug, Vec::new())).collect();
    }
    let mut prds = Vec::new();
    for (slug, services) in &topology.prd.0 {
        let ids: Vec<Option<ServiceId>> =
            services.iter().map(|service| scope.service(service)).collect();
        let ids: Option<Vec<ServiceId>> = ids.into_iter().collect();
        prds.push((slug.value.clone(), ids.unwrap_or_default()));
    }
    prds
}

/// The slugs of the documents: those that are written, or the name of the system.
pub(in crate::model) fn prd_slugs(topology: &Topology) -> Vec<Name> {
    if topology.prd.0.is_empty() {
        return vec![system(topology)];
    }
    topology.prd.0.iter().map(|(slug, _)| slug.value.clone()).collect()
}
