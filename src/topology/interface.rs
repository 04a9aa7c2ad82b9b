//! How a service is reached, and what its operations do.

use std::num::NonZeroU16;

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{List, Map};
use super::identifiers::{Route, RuleName, Target, TopicName};
use super::messaging::Publish;
use super::promises::Slo;
use super::quantities::Rate;
use super::record::keys;
use super::schema;

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
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Public>)]
pub struct Public {
    /// How callers prove who they are.
    pub auth: Option<Spanned<Auth>>,
    /// How often one caller may call, such as `100/s`.
    pub rate: Option<Spanned<Rate>>,
    /// The origins that a browser may call from.
    pub cors: List<Spanned<String>>,
}

keys! {
    Public, "`public`", example "{auth: jwt, rate: 100/s}";
    "auth" => auth,
    "rate" => rate,
    "cors" => cors,
}

/// A port; a bare number is `listen`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Port>)]
pub struct Port {
    /// Where the process listens.
    pub listen: Option<Spanned<NonZeroU16>>,
    /// Where others reach it, when that differs.
    pub expose: Option<Spanned<NonZeroU16>>,
}

keys! {
    Port, "a port", example "{listen: 8080, expose: 80}", short "listen" is "a number";
    "listen" => listen,
    "expose" => expose,
}

/// What one operation does; a bare list is its calls.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Endpoint>)]
pub struct Endpoint {
    /// The calls that it makes, in this order.
    pub calls: Map<Target, Call>,
    /// The topics that it writes to.
    pub publishes: Map<TopicName, Publish>,
    /// The stores that it reads; `[]` says that it touches none.
    pub reads: Map<Name, List<Spanned<String>>>,
    /// The stores that it writes to.
    pub writes: Map<Name, List<Spanned<String>>>,
    /// The job that it hands over: its answer has the id of the job's result.
    pub starts: Option<Spanned<Name>>,
    /// The job whose result it tells, by its id.
    pub result: Option<Spanned<Name>>,
    /// What it promises.
    pub slo: Option<Slo>,
    /// The requirements that it fulfils, by id.
    pub covers: List<Spanned<String>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
    /// Rules that may be broken here, each with a reason.
    pub allow: Map<RuleName, Spanned<String>>,
}

keys! {
    Endpoint, "an endpoint", example "{calls: [auth.Authenticate]}", short list "calls" is "a list of calls";
    "calls" => calls,
    "publishes" => publishes,
    "reads" => reads,
    "writes" => writes,
    "starts" => starts,
    "result" => result,
    "slo" => slo,
    "covers" => covers,
    "description" => description,
    "allow" => allow,
}

/// Where a route goes; a bare name is `to`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Forward>)]
pub struct Forward {
    /// The service that answers.
    pub to: Option<Spanned<Name>>,
    /// The beginning of the path that is taken off.
    pub strip: Option<Spanned<String>>,
}

keys! {
    Forward, "a forward", example "{to: chat, strip: /api}", short "to" is "a service";
    "to" => to,
    "strip" => strip,
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

/// How a caller proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Issues {
    /// Tokens.
    Jwt,
}

/// A service that is not what it seems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// A load generator.
    Load,
}
