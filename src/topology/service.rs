//! A service: what it serves, calls, owns and needs.

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{List, Map, Switch};
use super::identifiers::{Operation, ProtoName, Route, RuleName, Target, TopicName, Variable};
use super::interface::{Auth, Endpoint, Forward, Health, Http, Issues, Port, Public, ServiceKind};
use super::messaging::{Consume, Job, Publish};
use super::promises::{Consistency, Resources, Scale, Secret, Setting, Slo};
use super::quantities::Schedule;
use super::record::keys;
use super::schema;

/// A service. Its kind (API, gateway, worker, job) follows from what it serves and does.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Service>)]
pub struct Service {
    /// What it is for, in one sentence.
    pub purpose: Option<Spanned<String>>,
    /// More words about it.
    pub description: Option<Spanned<String>>,
    /// The bounded context that it belongs to.
    pub domain: Option<Spanned<Name>>,
    /// Who answers for it, when that is not the domain's team.
    pub team: Option<Spanned<String>>,
    /// The language that it is written in; anything but `python` is documented and checked, not scaffolded.
    pub lang: Option<Spanned<String>>,
    /// The version of Python, as text: `"3.11"`.
    pub python: Option<Spanned<String>>,
    /// Where its code lives, when not here.
    pub repo: Option<Spanned<String>>,
    /// Whether its code is scaffolded.
    pub generate: Option<Spanned<bool>>,
    /// The container image that it runs as.
    pub image: Option<Spanned<String>>,
    /// The services that it takes the place of.
    pub replaces: List<Spanned<Name>>,
    /// The proto services that it serves, by their full names.
    pub grpc: List<Spanned<ProtoName>>,
    /// Operations by protocol, for protocols that scaffold does not read, such as thrift.
    pub serves: Map<Name, List<Spanned<String>>>,
    /// `true`, an OpenAPI file, or a list of routes.
    pub http: Option<Spanned<Http>>,
    /// Whether it can be reached from outside: `true`, or `{auth, rate, cors}`.
    pub public: Option<Switch<Public>>,
    /// The port that it listens on, or `{listen, expose}`.
    pub port: Option<Port>,
    /// Several ports by name.
    pub ports: Map<Name, Port>,
    /// What it calls: a list, or a map from operation to timeout or options.
    pub calls: Map<Target, Call>,
    /// What each of its operations does: a list of calls, or `{calls, publishes, reads, writes, slo, covers}`.
    pub endpoints: Map<Operation, Endpoint>,
    /// The topics that it writes to.
    pub publishes: Map<TopicName, Publish>,
    /// The topics that it reads from.
    pub consumes: Map<TopicName, Consume>,
    /// When it runs by itself: five cron fields, or `every 30s`.
    pub cron: Option<Spanned<Schedule>>,
    /// Background tasks by name.
    pub jobs: Map<Name, Job>,
    /// The stores whose data is its own, with the entities in them.
    pub owns: Map<Name, List<Spanned<String>>>,
    /// The stores of others that it reads.
    pub reads: Map<Name, List<Spanned<String>>>,
    /// The stores of others that it writes to.
    pub writes: Map<Name, List<Spanned<String>>>,
    /// Whether its events leave through its database, in the transaction that they tell of.
    pub outbox: Option<Spanned<bool>>,
    /// `strong`, `eventual`, or `{model, why}`.
    pub consistency: Option<Consistency>,
    /// What it promises: `{availability, p99, rps}`.
    pub slo: Option<Slo>,
    /// How far it scales: `{min, max, cpu}`.
    pub scale: Option<Scale>,
    /// How many of it run.
    pub replicas: Option<Spanned<u32>>,
    /// What one of it needs: `{cpu, memory, gpu}`.
    pub resources: Option<Resources>,
    /// Settings by the name of their variable.
    pub config: Map<Variable, Setting>,
    /// Secrets by the name of their variable; their values never stand in this file.
    pub secrets: Map<Variable, Secret>,
    /// The feature flags that it reads.
    pub flags: List<Spanned<Name>>,
    /// Where it says that it is well: a path, `{live, ready}`, or `grpc`.
    pub health: Option<Spanned<Health>>,
    /// How its callers prove who they are.
    pub auth: Option<Spanned<Auth>>,
    /// `jwt`: it signs the tokens.
    pub issues: Option<Spanned<Issues>>,
    /// Whether its doors show a certificate; with `auth: mtls` they want one of callers too.
    pub tls: Option<Spanned<bool>>,
    /// The services that must be up before; start order is no call.
    pub starts_after: List<Spanned<Name>>,
    /// The versions that run side by side, the newest last, and the share of the requests in percent that each gets.
    pub versions: Map<Name, Spanned<u32>>,
    /// A proxy's table: which route goes where.
    pub forwards: Map<Route, Forward>,
    /// The profile in which it is there.
    pub when: Option<Spanned<Name>>,
    /// The profile in which it is not there.
    pub unless: Option<Spanned<Name>>,
    /// `load`: a load generator.
    pub kind: Option<Spanned<ServiceKind>>,
    /// The requirements that it fulfils, by id.
    pub covers: List<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Service, "a service", example "{grpc: acme.auth.v1.AuthService}";
    "purpose" => purpose,
    "description" => description,
    "domain" => domain,
    "team" => team,
    "lang" => lang,
    "python" => python,
    "repo" => repo,
    "generate" => generate,
    "image" => image,
    "replaces" => replaces,
    "grpc" => grpc,
    "serves" => serves,
    "http" => http,
    "public" => public,
    "port" => port,
    "ports" => ports,
    "calls" => calls,
    "endpoints" => endpoints,
    "publishes" => publishes,
    "consumes" => consumes,
    "cron" => cron,
    "jobs" => jobs,
    "owns" => owns,
    "reads" => reads,
    "writes" => writes,
    "outbox" => outbox,
    "consistency" => consistency,
    "slo" => slo,
    "scale" => scale,
    "replicas" => replicas,
    "resources" => resources,
    "config" => config,
    "secrets" => secrets,
    "flags" => flags,
    "health" => health,
    "auth" => auth,
    "issues" => issues,
    "tls" => tls,
    "starts-after" => starts_after,
    "versions" => versions,
    "forwards" => forwards,
    "when" => when,
    "unless" => unless,
    "kind" => kind,
    "covers" => covers,
    "allow" => allow,
}
