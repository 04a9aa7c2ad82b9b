//! The whole file: a system, its parts and its environments.

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{List, Map};
use super::identifiers::{ProtoName, RuleName, TopicName};
use super::record::keys;
use super::resource::{External, Store, Topic};
use super::schema;
use super::service::Service;

/// A topology as written. Only `system` and `services` are required.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::without_nulls)]
pub struct Topology {
    /// The version of the language: `1`.
    pub scaffold: Option<Spanned<u32>>,
    /// The name of the system; also the prefix of its packages.
    pub system: Option<Spanned<Name>>,
    /// What the system is, in one sentence.
    pub description: Option<Spanned<String>>,
    /// The PRD folder `tasks/prd-SLUG`, or several with the services that each is about.
    pub prd: Prd,
    /// The folders that imports of protos start from; `[proto]` unless said.
    pub protos: List<ProtoRoot>,
    /// The blueprint of the services: `python`, so far the only one.
    pub blueprint: Option<Spanned<String>>,
    /// What holds for every service and call that does not say otherwise.
    pub defaults: Defaults,
    /// The bounded contexts.
    pub domains: Map<Name, Domain>,
    /// The headers that are carried along every edge, by what they mean.
    pub headers: Map<Name, Spanned<String>>,
    /// The services.
    pub services: Map<Name, Service>,
    /// The databases, where defaults are not enough.
    pub stores: Map<Name, Store>,
    /// The topics.
    pub topics: Map<TopicName, Topic>,
    /// The systems of others.
    pub externals: Map<Name, External>,
    /// The message fields of each data class, such as `pii` or `secret`.
    pub data: Map<Name, List<Spanned<ProtoName>>>,
    /// The service mesh that the system runs in, outside of `local`.
    pub mesh: Option<Spanned<Mesh>>,
    /// What is different in each environment.
    pub environments: Map<Name, Environment>,
    /// Which rules count how much.
    pub checks: Map<RuleName, Check>,
    /// The answers to the questions of the technical specification.
    pub decisions: Map<String, Decision>,
    /// The feature flags.
    pub flags: Map<Name, Flag>,
}

keys! {
    Topology, "a topology", example "{system: hello, services: {web: {http: true}}}";
    "scaffold" => scaffold,
    "system" => system,
    "description" => description,
    "prd" => prd,
    "protos" => protos,
    "blueprint" => blueprint,
    "defaults" => defaults,
    "domains" => domains,
    "headers" => headers,
    "services" => services,
    "stores" => stores,
    "topics" => topics,
    "externals" => externals,
    "data" => data,
    "mesh" => mesh,
    "environments" => environments,
    "checks" => checks,
    "decisions" => decisions,
    "flags" => flags,
}

/// The PRDs of a system; one that names no services is about all of them.
#[derive(Clone, Debug, Default)]
pub struct Prd(pub Map<Name, List<Spanned<Name>>>);

/// A folder that imports of protos start from; a bare path is `root`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of_root)]
pub struct ProtoRoot {
    /// The folder.
    pub root: Option<Spanned<String>>,
    /// What its files are imported as: `prefix/FILE`.
    pub prefix: Option<Spanned<String>>,
    /// Whether the protos are somebody else's.
    pub vendored: Option<Spanned<bool>>,
}

keys! {
    ProtoRoot, "a proto root", example "{root: proto, prefix: acme}", short "root" is "a folder",
    several ProtoRoot::lower_pairs;
    "root" => root,
    "prefix" => prefix,
    "vendored" => vendored,
}

/// What holds unless a service or a call says otherwise: any of their keys, and `broker`.
/// A key that both have, such as `auth`, is in both.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// For services.
    pub service: Service,
    /// For calls.
    pub call: Call,
    /// For topics: the broker that they live on.
    pub broker: Option<Spanned<String>>,
}

/// A bounded context.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Domain>)]
pub struct Domain {
    /// Who answers for it.
    pub team: Option<Spanned<String>>,
    /// What it is about.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Domain, "a domain", example "{team: identity}";
    "team" => team,
    "description" => description,
    "allow" => allow,
}

/// What is different in one environment; laid over the file by [`Topology::overlaid`].
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Environment>)]
pub struct Environment {
    /// The profiles that are on.
    pub profiles: List<Spanned<Name>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// What holds for every service and call that does not say otherwise.
    pub defaults: Defaults,
    /// The bounded contexts.
    pub domains: Map<Name, Domain>,
    /// The headers that are carried along every edge.
    pub headers: Map<Name, Spanned<String>>,
    /// The services.
    pub services: Map<Name, Service>,
    /// The databases.
    pub stores: Map<Name, Store>,
    /// The topics.
    pub topics: Map<TopicName, Topic>,
    /// The systems of others.
    pub externals: Map<Name, External>,
    /// The message fields of each data class.
    pub data: Map<Name, List<Spanned<ProtoName>>>,
    /// The service mesh that the system runs in.
    pub mesh: Option<Spanned<Mesh>>,
    /// Which rules count how much.
    pub checks: Map<RuleName, Check>,
    /// The feature flags.
    pub flags: Map<Name, Flag>,
}

keys! {
    Environment, "an environment", example "{defaults: {replicas: 3}}";
    "profiles" => profiles,
    "description" => description,
    "defaults" => defaults,
    "domains" => domains,
    "headers" => headers,
    "services" => services,
    "stores" => stores,
    "topics" => topics,
    "externals" => externals,
    "data" => data,
    "mesh" => mesh,
    "checks" => checks,
    "flags" => flags,
}

/// How much a rule counts; a bare word is `level`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Check>)]
pub struct Check {
    /// `off`, `info`, `warning` or `error`.
    pub level: Option<Spanned<Level>>,
    /// The most that the rule lets pass, where it counts something.
    pub max: Option<Spanned<u32>>,
}

keys! {
    Check, "a check", example "{max: 9}", short "level" is "`off`, `info`, `warning`, `error`";
    "level" => level,
    "max" => max,
}

/// An answer to a question of the technical specification; bare text is `answer`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Decision>)]
pub struct Decision {
    /// The answer.
    pub answer: Option<Spanned<String>>,
    /// The reason.
    pub why: Option<Spanned<String>>,
}

keys! {
    Decision, "a decision", example "{answer: canary, why: small steps}", short "answer" is "text";
    "answer" => answer,
    "why" => why,
}

/// A feature flag.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Flag>)]
pub struct Flag {
    /// Whether it is on unless told.
    pub default: Option<Spanned<bool>>,
    /// What it turns on.
    pub description: Option<Spanned<String>>,
}

keys! {
    Flag, "a flag", example "{default: false}";
    "default" => default,
    "description" => description,
}

/// How much a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Level {
    /// Not at all.
    Off,
    /// Said.
    Info,
    /// Said, and an error under `--strict`.
    Warning,
    /// Makes `check` fail.
    Error,
}

/// A service mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Mesh {
    /// Istio, with a sidecar in every pod.
    Istio,
    /// Linkerd.
    Linkerd,
}
