//! Everything that a template may know: finished strings and flags, computed here and nowhere else.
//!
//! Templates do not think. A view holds text that a writer of [`crate::names::written`] made, lists of such text,
//! and flags; casing, sorting, comparing and choosing happen in this folder. One file a view; `system`, `operation`,
//! `dataflow` say how Python sees the model, `lines`, `imports`, `messages`, `sample` how Python is written.

mod argument;
mod asyncapi;
mod attribute;
mod bootstrap;
mod bootstrap_imports;
mod bound;
mod call_policy;
mod capability;
mod client;
mod client_tests;
mod constraints;
mod contract;
mod contract_events;
mod contract_refusals;
mod contract_rpcs;
mod dataflow;
mod deploy;
mod deploy_alerts;
mod deploy_catalog;
mod deploy_environment;
mod deploy_images;
mod deploy_network;
mod deploy_route;
mod deploy_workload;
mod door;
mod entity;
mod events;
mod expression;
mod facts;
mod fakes;
mod flow_ends;
mod flows;
mod grpc_peer;
mod http_contract;
mod http_document;
mod http_filling;
mod http_literal;
mod http_peer;
mod http_peer_tests;
mod http_request;
mod http_routes;
mod http_samples;
mod http_types;
mod idempotency;
mod imports;
mod inputs;
mod jobs;
mod json;
mod lines;
mod messages;
mod method;
mod opaque_peer;
mod openapi;
mod operation;
mod path_variables;
mod payload;
mod peer_method;
mod per_item;
mod ports;
mod process;
mod project;
mod proto_names;
mod rest;
mod rest_openapi;
mod rest_tests;
mod routes;
mod resource;
mod resource_tests;
mod sample;
mod sample_request;
mod schema;
mod schemas;
mod server;
mod service;
mod settings;
mod standard;
mod standard_body;
mod started;
mod store;
mod system;
mod table;
mod test_statements;
mod together;
mod topics;
mod use_case_calls;
mod use_case_expectations;
mod use_case_tests;
mod use_cases;
mod valid;
mod versions;

use std::collections::BTreeSet;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::model::Model;
use crate::names::Name;

pub use capability::Capability;
pub use started::{Peer, Server, Started, started};

use system::System;

/// The folders of a blueprint: what its templates are rendered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Each {
    /// Once per topology.
    Project,
    /// Once per generated service.
    Service,
    /// Once per OpenAPI document of a service that is generated, or called by one.
    HttpContract,
    /// Once per generated service that answers over HTTP.
    HttpApi,
    /// Once per generated service that tells or listens to events.
    EventApi,
    /// Once per entity that a generated service owns.
    Entity,
    /// Once per entity that standard methods stand before.
    Resource,
    /// Once per service that a generated service calls over gRPC.
    GrpcPeer,
    /// Once per service or external that a generated service calls over HTTP.
    HttpPeer,
    /// Once per external that a generated service calls over a protocol that is not read.
    OpaquePeer,
    /// Once per generated service of a system that is deployed.
    Workload,
    /// Once per environment but `local`.
    Environment,
}

/// One thing that templates are rendered for.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Where its files go; empty for the root.
    pub folder: String,
    /// What the upper-case words in paths stand for.
    pub words: Vec<(&'static str, String)>,
    /// What it has.
    pub capabilities: BTreeSet<Capability>,
    /// What its templates see.
    pub view: Value,
}

/// Everything that templates are rendered for.
#[derive(Clone, Debug, Default)]
pub struct Views(Vec<(Each, Subject)>);

impl Each {
    /// All, in the order in which they are emitted.
    pub const ALL: [Self; 12] = [
        Self::Project,
        Self::Service,
        Self::HttpContract,
        Self::HttpApi,
        Self::EventApi,
        Self::Entity,
        Self::Resource,
        Self::GrpcPeer,
        Self::HttpPeer,
        Self::OpaquePeer,
        Self::Workload,
        Self::Environment,
    ];

    /// The folder's name.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Service => "service",
            Self::HttpContract => "http-contract",
            Self::HttpApi => "http-api",
            Self::EventApi => "event-api",
            Self::Entity => "entity",
            Self::Resource => "resource",
            Self::GrpcPeer => "grpc-peer",
            Self::HttpPeer => "http-peer",
            Self::OpaquePeer => "opaque-peer",
            Self::Workload => "workload",
            Self::Environment => "environment",
        }
    }
}

impl Views {
    /// The things of a kind.
    pub fn of(&self, each: Each) -> impl Iterator<Item = &Subject> {
        self.0.iter().filter(move |(kind, _)| *kind == each).map(|(_, subject)| subject)
    }
}

/// The Python package of the stubs: `acme_chat_contracts`.
pub fn contracts_package(model: &Model) -> String {
    format!("{}_contracts", model.system.snake())
}

/// Whether any generated service serves or calls over gRPC.
pub fn speaks_grpc(model: &Model) -> bool {
    let system = System::new(model);
    system.services.iter().any(|service| service.has.rpc())
}

/// What the Python blueprint sees of a system, and of what it is in each of its environments.
pub fn views(model: &Model, environments: impl Iterator<Item = (Name, Model)>) -> Views {
    let system = System::new(model);
    let mut views = vec![(Each::Project, project::subject(&system))];
    views.extend(http_contract::subjects(&system).into_iter().map(|s| (Each::HttpContract, s)));
    for service in &system.services {
        views.push((Each::Service, service::subject(&system, service)));
        views.extend(asyncapi::subject(&system, service).map(|s| (Each::EventApi, s)));
        views.extend(openapi::subject(&system, service).map(|s| (Each::HttpApi, s)));
        views.extend(entity::subjects(&system, service).into_iter().map(|s| (Each::Entity, s)));
        views.extend(resource::subjects(&system, service).into_iter().map(|s| (Each::Resource, s)));
        views.extend(client::subjects(&system, service));
        views.extend(deploy_workload::subject(&system, service).map(|s| (Each::Workload, s)));
    }
    for (name, model) in environments.filter(|(name, _)| deploy::is_deployed(name)) {
        let subject = deploy_environment::subject(&system, &name, &model);
        views.push((Each::Environment, subject));
    }
    Views(views)
}

/// A view as templates see it.
fn value(view: impl Serialize) -> Value {
    Value::from(Serde(view))
}
