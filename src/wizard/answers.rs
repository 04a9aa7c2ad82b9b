//! A system as somebody told it: every name checked, every reference to something that was told too.

use std::fmt::{self, Display, Formatter};

use super::{Entity, Route, RpcName, TopicName};
use crate::names::Name;

/// Everything that the wizard asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What it is called.
    pub system: Name,
    /// What it is for, on one line; may be empty.
    pub description: String,
    /// How long a call waits that does nothing but answer, in milliseconds.
    pub timeout: u64,
    /// Who answers for what; only those that a service names.
    pub domains: Vec<Domain>,
    /// Its processes, in the order in which they were told.
    pub services: Vec<Service>,
    /// What is told to whoever wants to know.
    pub topics: Vec<Topic>,
    /// What is kept.
    pub stores: Vec<Store>,
}

/// A bounded context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// What it is called.
    pub name: Name,
    /// Whose it is.
    pub team: Option<Name>,
}

/// A process of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What it is called.
    pub name: Name,
    /// What it is for, on one line; may be empty.
    pub purpose: String,
    /// The bounded context that it belongs to.
    pub domain: Option<Name>,
    /// What it does.
    pub role: Role,
}

/// What a service does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Takes HTTP requests and asks others.
    Gateway {
        /// Who may send requests.
        access: Access,
        /// Its operations, and the calls of each in order.
        endpoints: Vec<(Route, Vec<Call>)>,
    },
    /// Answers others over gRPC.
    Api {
        /// Its operations.
        rpcs: Vec<Rpc>,
    },
    /// Does something whenever an event arrives.
    Worker {
        /// The calls that each event sets off, in order.
        calls: Vec<Call>,
    },
    /// Does something at set times.
    Job {
        /// Five cron fields or `every 30s`.
        schedule: String,
        /// The calls that each run makes, in order.
        calls: Vec<Call>,
    },
}

/// Who may reach a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Open,
    /// Whoever brings a token.
    Jwt,
    /// Only who is inside.
    Internal,
}

/// An operation of a gRPC API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rpc {
    /// What it is called.
    pub name: RpcName,
    /// Whether it answers piece by piece.
    pub streams: bool,
    /// The calls that it makes, in order.
    pub calls: Vec<Call>,
}

/// An RPC as callers name it: `auth.Authenticate`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The service that answers.
    pub service: Name,
    /// The operation.
    pub rpc: RpcName,
}

/// Something that does something: an RPC, an endpoint, or a worker or job as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// An RPC.
    Rpc(Call),
    /// An endpoint of a gateway.
    Endpoint(Name, Route),
    /// A worker or a job.
    Whole(Name),
}

/// A stream of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What it is called.
    pub name: TopicName,
    /// What tells the events.
    pub publisher: Operation,
    /// The workers that read them.
    pub consumers: Vec<Name>,
}

/// A database or cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// What it is called.
    pub name: Name,
    /// What runs it.
    pub engine: Engine,
    /// The only service that touches it.
    pub owner: Name,
    /// What it keeps.
    pub entities: Vec<Entity>,
}

/// What runs a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A relational database.
    Postgres,
    /// A cache.
    Redis,
}

impl Access {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Open, Self::Jwt, Self::Internal];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Jwt => "jwt",
            Self::Internal => "internal",
        }
    }
}

impl Engine {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Redis];

    /// The word for it in the topology.
    pub fn word(self) -> &'static str {
        match self {
            Self::Postgres => "postgres@16",
            Self::Redis => "redis@7",
        }
    }
}

impl Operation {
    /// Whose it is.
    pub fn service(&self) -> &Name {
        match self {
            Self::Rpc(call) => &call.service,
            Self::Endpoint(service, _) | Self::Whole(service) => service,
        }
    }
}

impl Answers {
    /// Everything that can make calls or tell events, in the order of the services.
    pub fn operations(&self) -> Vec<(Operation, &[Call])> {
        self.services.iter().flat_map(Service::operations).collect()
    }

    /// The RPC that a call means.
    pub fn rpc(&self, call: &Call) -> Option<&Rpc> {
        let service = self.services.iter().find(|service| service.name == call.service)?;
        service.rpcs().iter().find(|rpc| rpc.name == call.rpc)
    }

    /// The topics that a service reads.
    pub fn consumed_by<'a>(&'a self, service: &'a Name) -> impl Iterator<Item = &'a Topic> {
        self.topics.iter().filter(move |topic| topic.consumers.contains(service))
    }

    /// The topics that something in a service tells.
    pub fn published_by<'a>(&'a self, service: &'a Name) -> impl Iterator<Item = &'a Topic> {
        self.topics.iter().filter(move |topic| topic.publisher.service() == service)
    }

    /// The stores of a service.
    pub fn owned_by<'a>(&'a self, service: &'a Name) -> impl Iterator<Item = &'a Store> {
        self.stores.iter().filter(move |store| store.owner == *service)
    }
}

impl Service {
    /// Its RPCs; none if it is no gRPC API.
    pub fn rpcs(&self) -> &[Rpc] {
        match &self.role {
            Role::Api { rpcs } => rpcs,
            Role::Gateway { .. } | Role::Worker { .. } | Role::Job { .. } => &[],
        }
    }

    /// The word for what it does.
    pub fn kind(&self) -> &'static str {
        match self.role {
            Role::Gateway { .. } => "gateway",
            Role::Api { .. } => "api",
            Role::Worker { .. } => "worker",
            Role::Job { .. } => "job",
        }
    }

    /// What it does, and the calls of each.
    pub fn operations(&self) -> Vec<(Operation, &[Call])> {
        match &self.role {
            Role::Gateway { endpoints, .. } => endpoints
                .iter()
                .map(|(route, calls)| {
                    (Operation::Endpoint(self.name.clone(), route.clone()), calls.as_slice())
                })
                .collect(),
            Role::Api { rpcs } => rpcs
                .iter()
                .map(|rpc| {
                    let call = Call { service: self.name.clone(), rpc: rpc.name.clone() };
                    (Operation::Rpc(call), rpc.calls.as_slice())
                })
                .collect(),
            Role::Worker { calls } | Role::Job { calls, .. } => {
                vec![(Operation::Whole(self.name.clone()), calls.as_slice())]
            }
        }
    }
}

impl Display for Call {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.service, self.rpc)
    }
}

impl Display for Operation {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rpc(call) => write!(formatter, "{call}"),
            Self::Endpoint(service, route) => write!(formatter, "{service} {route}"),
            Self::Whole(service) => write!(formatter, "{service}"),
        }
    }
}
