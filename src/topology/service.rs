//! A service: what it serves, calls, owns and needs.

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::{Call, Retry};
use super::collections::{List, Map, Switch};
use super::identifiers::{Operation, ProtoName, Route, RuleName, Target, TopicName, Variable};
use super::quantities::{Cpu, Duration, Percentage, Rate, Schedule, Size};

/// A service. Its kind (API, gateway, worker, job) follows from what it serves and does.
#[derive(Clone, Debug, Default)]
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
    /// Whether it speaks over encrypted connections only.
    pub tls: Option<Spanned<bool>>,
    /// The services that must be up before; start order is no call.
    pub starts_after: List<Spanned<Name>>,
    /// The share of traffic in percent that each version gets.
    pub versions: Map<String, Spanned<u32>>,
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

/// What is known of an HTTP interface.
#[derive(Clone, Debug)]
pub enum Http {
    /// `true`: there is one, its routes are not said.
    Untold,
    /// The routes stand in this file.
    OpenApi(String),
    /// The routes.
    Routes(Vec<Spanned<Route>>),
}

/// How the outside reaches a service.
#[derive(Clone, Debug, Default)]
pub struct Public {
    /// How callers prove who they are.
    pub auth: Option<Spanned<Auth>>,
    /// How often one caller may call, such as `100/s`.
    pub rate: Option<Spanned<Rate>>,
    /// The origins that a browser may call from.
    pub cors: List<Spanned<String>>,
}

/// A port; a bare number is `listen`.
#[derive(Clone, Debug, Default)]
pub struct Port {
    /// Where the process listens.
    pub listen: Option<Spanned<u16>>,
    /// Where others reach it, when that differs.
    pub expose: Option<Spanned<u16>>,
}

/// What one operation does; a bare list is its calls.
#[derive(Clone, Debug, Default)]
pub struct Endpoint {
    /// The calls that it makes, in this order.
    pub calls: Map<Target, Call>,
    /// The topics that it writes to.
    pub publishes: Map<TopicName, Publish>,
    /// The stores that it reads.
    pub reads: Map<Name, List<Spanned<String>>>,
    /// The stores that it writes to.
    pub writes: Map<Name, List<Spanned<String>>>,
    /// What it promises.
    pub slo: Option<Slo>,
    /// The requirements that it fulfils, by id.
    pub covers: List<Spanned<String>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// How events are written to a topic.
#[derive(Clone, Debug, Default)]
pub struct Publish {
    /// Whose receipt is waited for.
    pub acks: Option<Spanned<Acks>>,
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// The profile in which it happens.
    pub when: Option<Spanned<Name>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// How events are read from a topic; delivery is at-least-once unless `ack: auto`.
#[derive(Clone, Debug, Default)]
pub struct Consume {
    /// The consumer group.
    pub group: Option<Spanned<String>>,
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// The topic for events that fail every attempt.
    pub dead_letter: Option<Spanned<TopicName>>,
    /// Whether reading an event twice does no harm.
    pub idempotent: Option<Spanned<bool>>,
    /// Whether events of one key are handled one after the other.
    pub ordered: Option<Spanned<bool>>,
    /// How many events are handled at once.
    pub concurrency: Option<Spanned<u32>>,
    /// When an event counts as read.
    pub ack: Option<Spanned<Ack>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// The profile in which it happens.
    pub when: Option<Spanned<Name>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// A background task.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// How many attempts in all.
    pub retry: Option<Retry>,
    /// How long it may take.
    pub timeout: Option<Spanned<Duration>>,
    /// Whether its result is kept.
    pub result: Option<Spanned<bool>>,
    /// When it runs by itself: five cron fields, or `every 30s`.
    pub schedule: Option<Spanned<Schedule>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

/// What readers may rely on; a bare word is `model`.
#[derive(Clone, Debug, Default)]
pub struct Consistency {
    /// The promise.
    pub model: Option<Spanned<ConsistencyModel>>,
    /// Why this one.
    pub why: Option<Spanned<String>>,
}

/// A promise to callers.
#[derive(Clone, Debug, Default)]
pub struct Slo {
    /// The share of requests that succeed, in percent: `99.9`.
    pub availability: Option<Spanned<Percentage>>,
    /// How long 99 of 100 requests take at most.
    pub p99: Option<Spanned<Duration>>,
    /// How many requests a second it bears.
    pub rps: Option<Spanned<u32>>,
}

/// How far a service scales.
#[derive(Clone, Debug, Default)]
pub struct Scale {
    /// At least so many.
    pub min: Option<Spanned<u32>>,
    /// At most so many.
    pub max: Option<Spanned<u32>>,
    /// The load of the processors to keep, such as `60%`.
    pub cpu: Option<Spanned<Percentage>>,
}

/// What one instance needs.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    /// Processors: `2`, `0.5`, `500m`.
    pub cpu: Option<Spanned<Cpu>>,
    /// Memory: `512Mi`, `1Gi`.
    pub memory: Option<Spanned<Size>>,
    /// Graphics processors.
    pub gpu: Option<Spanned<u32>>,
}

/// A setting; a bare value is `default`.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// What it holds.
    pub r#type: Option<Spanned<SettingType>>,
    /// Its value unless the environment says otherwise.
    pub default: Option<Spanned<Scalar>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
}

/// A secret.
#[derive(Clone, Debug, Default)]
pub struct Secret {
    /// Where its value is kept.
    pub from: Option<Spanned<String>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
}

/// Where a route goes; a bare name is `to`.
#[derive(Clone, Debug, Default)]
pub struct Forward {
    /// The service that answers.
    pub to: Option<Spanned<Name>>,
    /// The beginning of the path that is taken off.
    pub strip: Option<Spanned<String>>,
}

/// Where a service says that it is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// The standard gRPC health service.
    Grpc,
    /// Paths; one alone is both.
    Http {
        /// Answers while the process runs.
        live: String,
        /// Answers while requests can be served.
        ready: String,
    },
}

/// A value without a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// Anything else.
    Text(String),
}

/// How a caller proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Auth {
    /// It does not.
    None,
    /// A signed token.
    Jwt,
    /// A certificate of its own.
    Mtls,
    /// A key in a header.
    ApiKey,
    /// A token of an identity provider.
    Oidc,
    /// A name and a password.
    Basic,
}

/// What a service signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issues {
    /// Tokens.
    Jwt,
}

/// A service that is not what it seems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// A load generator.
    Load,
}

/// Whose receipt a publisher waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acks {
    /// Nobody's.
    None,
    /// That of the first broker.
    Leader,
    /// That of all brokers.
    All,
}

/// When an event counts as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ack {
    /// When it is received: at most once.
    Auto,
    /// When it has been handled: at least once.
    Manual,
}

/// What readers may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsistencyModel {
    /// Everyone sees every write at once.
    Strong,
    /// Everyone sees every write some time.
    Eventual,
    /// A writer sees its own writes at once.
    ReadYourWrites,
    /// Nobody sees an effect before its cause.
    Causal,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingType {
    /// Text.
    String,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// `true` or `false`.
    Bool,
    /// A duration such as `5s`.
    Duration,
    /// An address.
    Url,
}
