//! A service, linked.

use std::ops::Range;

use super::{
    CallId, DomainId, Effective, Ownership, Publication, ServiceId, StoreUse, Subscription, Waiver,
};
use crate::diagnostic::{Span, Spanned};
use crate::names::Name;
use crate::topology::{
    Auth, Consistency, Health, Job, Public, Resources, Scale, Secret, Setting, Slo,
};

/// A service of the system.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its place in the model.
    pub id: ServiceId,
    /// Its name.
    pub name: Name,
    /// Its name where it is declared.
    pub span: Span,
    /// What it is for; falls back to the description; or empty.
    pub purpose: String,
    /// What it is, inferred from what it serves and does.
    pub kind: ServiceKind,
    /// The bounded context.
    pub domain: Option<DomainId>,
    /// Whether it names one, be it one that is not declared.
    pub names_domain: bool,
    /// Its own team, where it has one.
    pub team: Option<String>,
    /// `python` ..
    pub lang: Effective<String>,
    /// Whether its code is written by scaffold.
    pub generated: bool,
    /// Where its code lives, when not here.
    pub repo: Option<String>,
    /// The container image, when it is not built here.
    pub image: Option<String>,
    /// Full names of the proto services that it serves and that the contracts have.
    pub grpc: Vec<String>,
    /// Names of proto services that it says it serves and that the contracts lack.
    pub missing_grpc: Vec<Spanned<String>>,
    /// Whether it serves HTTP operations.
    pub http: bool,
    /// Whether all its routes are known: false for `http: true` without entries, and for an OpenAPI document that could not
    /// be read.
    pub routes_known: bool,
    /// The path of the OpenAPI document that has its routes, if it could be read.
    pub document: Option<String>,
    /// The services that it takes the place of where they are not there.
    pub replaces: Vec<Name>,
    /// The profile in which it is there, where it is not always.
    pub when: Option<Name>,
    /// The profile in which it is not there.
    pub unless: Option<Name>,
    /// How the outside reaches it, if it does.
    pub public: Option<Public>,
    /// Where it listens for HTTP: operations, health, metrics.
    pub http_port: Effective<u16>,
    /// Where it listens for gRPC, if it serves any.
    pub grpc_port: Option<Effective<u16>>,
    /// Where others reach its HTTP door outside of local, where a Service of the cluster stands before it.
    pub http_exposed: u16,
    /// The same for its gRPC door, of a service that is not written here; callers of the others find its pods themselves.
    pub grpc_exposed: Option<u16>,
    /// All ports that are written, by name, for the check that they differ.
    pub written_ports: Vec<(String, Spanned<u16>)>,
    /// Its operations in [`super::Model::operations`].
    pub operations: Range<usize>,
    /// The calls that it makes, in the order written.
    pub calls: Vec<CallId>,
    /// The calls that reach it.
    pub called_by: Vec<CallId>,
    /// The topics that it writes to.
    pub publishes: Vec<Publication>,
    /// The topics that it reads from.
    pub consumes: Vec<Subscription>,
    /// The stores whose data is its own.
    pub owns: Vec<Ownership>,
    /// The stores of others that it reads.
    pub reads: Vec<StoreUse>,
    /// The stores of others that it writes to.
    pub writes: Vec<StoreUse>,
    /// Its background tasks, in the order written.
    pub jobs: Vec<(String, Job)>,
    /// Whether its events leave through its database.
    pub outbox: bool,
    /// What readers may rely on.
    pub consistency: Option<Consistency>,
    /// What it promises.
    pub slo: Option<Slo>,
    /// How far it scales.
    pub scale: Option<Scale>,
    /// How many of it run.
    pub replicas: Effective<u32>,
    /// What one of it needs.
    pub resources: Option<Resources>,
    /// Settings, in the order written.
    pub config: Vec<(String, Setting)>,
    /// Secrets, in the order written.
    pub secrets: Vec<(String, Secret)>,
    /// Feature flags.
    pub flags: Vec<Name>,
    /// Where it says that it is well, when that is written.
    pub health: Option<Health>,
    /// How its callers prove who they are.
    pub auth: Option<Effective<Auth>>,
    /// Whether it speaks over encrypted connections only.
    pub tls: Option<Effective<bool>>,
    /// Whether it signs tokens.
    pub issues_tokens: bool,
    /// The services that must be up before.
    pub starts_after: Vec<ServiceId>,
    /// The versions that run side by side, the newest last, each with its share of the requests in percent.
    pub versions: Vec<(Name, Spanned<u32>)>,
    /// The requests that it hands on as they are, in the order written.
    pub forwards: Vec<Forwarding>,
    /// The lowest version of Python, where one is said.
    pub python: Option<Effective<String>>,
    /// The requirements that it fulfils.
    pub covers: Vec<Spanned<String>>,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// Requests that a service hands on to another.
#[derive(Clone, Debug)]
pub struct Forwarding {
    /// Their path: with `{variables}`, perhaps with `/**` at its end.
    pub path: String,
    /// The service that answers.
    pub to: ServiceId,
    /// The beginning of the path that is taken off.
    pub strip: Option<String>,
}

/// What a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKind {
    /// Reached from outside, and calls others.
    Gateway,
    /// Serves gRPC or HTTP.
    Api,
    /// Serves nothing; lives on events.
    Worker,
    /// Serves nothing; runs at set times.
    Job,
    /// Only calls: a client, such as a browser application.
    Client,
    /// Makes load for tests.
    Load,
}

impl ServiceKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Api => "API",
            Self::Worker => "worker",
            Self::Job => "job",
            Self::Client => "client",
            Self::Load => "load generator",
        }
    }
}
