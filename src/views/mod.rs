//! Everything that a template may know: finished strings and flags, computed here and nowhere else.
//!
//! Templates do not think. A view holds text that a writer of [`crate::names::written`] made, lists of such text,
//! and flags; casing, sorting, comparing and choosing happen here. One file a view, one folder a part of a service:
//!
//! - `meaning`: what the model means to Python; answers that several views ask for
//! - `writing`: how Python is written, whatever it says
//! - `http_contract`: what the OpenAPI documents of HTTP services say, as Python
//! - `doors`: how a service is asked, over gRPC and HTTP, and who may ask
//! - `use_cases`: what it does then: ports, skeletons, unit tests
//! - `peers`: whom it calls: clients, policies, doubles
//! - `data`: what it keeps: tables, entities, standard methods
//! - `background`: what it does without being asked: events, jobs
//! - `tested`: the tests that go through its doors, and the values that they ask with
//! - `deploy`: how it runs outside of a developer's machine
//!
//! What there is once, of the project or of each service, stands beside them: `project`, `service`, `bootstrap`,
//! `settings`, `started`, `versions`; `code` is what the specification tells of all this.

mod background;
mod bootstrap;
mod bootstrap_imports;
mod code;
mod data;
mod deploy;
mod doors;
mod http_contract;
mod meaning;
mod peers;
mod project;
mod service;
mod settings;
mod started;
mod tested;
mod use_cases;
mod versions;
mod writing;

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::model::{Model, Service};
use crate::names::Name;
use crate::parallel;

pub use code::{Cached, Code, KeptColumn, KeptTable, ToldParameter, ToldRoute};
pub use meaning::capability::Capability;
pub use meaning::operation::methods;
pub use started::{Peer, Server, Started, started};
pub use versions::{ASSESSED, Library, Waits};

use background::asyncapi;
use data::{entity, resource};
use deploy::{environment, workload};
use doors::openapi;
use http_contract::classes;
use meaning::system::{PyService, System};
use peers::client;

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
pub struct Views {
    subjects: Vec<(Each, Subject)>,
    /// What the specification tells of the generated code.
    pub code: Arc<Code>,
}

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
        self.subjects.iter().filter(move |(kind, _)| *kind == each).map(|(_, subject)| subject)
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

/// What the specification tells of the generated code of a system.
pub fn code(model: &Model) -> Arc<Code> {
    Arc::new(code::code(&System::new(model)))
}

/// What the Python blueprint sees of a system, and of what it is in each of its environments.
pub fn views(model: &Model, environments: &[(Name, Model)]) -> Views {
    subjects(&System::new(model), environments)
}

/// The same without what templates see: enough to know which files there are, and a fraction of the work.
pub fn places(model: &Model, environments: &[(Name, Model)]) -> Views {
    subjects(&System::places(model), environments)
}

fn subjects(system: &System, environments: &[(Name, Model)]) -> Views {
    let of_services = parallel::map(&system.services, |service| of_service(system, service));
    let mut views = vec![(Each::Project, project::subject(system))];
    views.extend(classes::subjects(system).into_iter().map(|s| (Each::HttpContract, s)));
    views.extend(of_services.into_iter().flatten());
    let runs = |name: &Name| !system.services.is_empty() && deploy::system::is_deployed(name);
    for (name, model) in environments.iter().filter(|(name, _)| runs(name)) {
        let subject = environment::subject(system, name, model);
        views.push((Each::Environment, subject));
    }
    Views { subjects: views, code: Arc::new(code::code(system)) }
}

fn of_service(system: &System, service: &PyService) -> Vec<(Each, Subject)> {
    let mut views = vec![(Each::Service, service::subject(system, service))];
    views.extend(asyncapi::subject(system, service).map(|s| (Each::EventApi, s)));
    views.extend(openapi::subject(system, service).map(|s| (Each::HttpApi, s)));
    views.extend(entity::subjects(system, service).into_iter().map(|s| (Each::Entity, s)));
    views.extend(resource::subjects(system, service).into_iter().map(|s| (Each::Resource, s)));
    views.extend(client::subjects(system, service));
    views.extend(workload::subject(system, service).map(|s| (Each::Workload, s)));
    views
}

/// Whether a service has entities in a store that speaks SQL.
pub fn has_tables(model: &Model, service: &Service) -> bool {
    meaning::facts::has_tables(model, service)
}

/// A view as templates see it.
fn value(view: impl Serialize) -> Value {
    Value::from(Serde(view))
}
