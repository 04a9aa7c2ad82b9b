//! What can be asked of a service, or what it does by itself.

use super::{CallId, OperationId, ServiceId, Step, StoreId, TopicId, Waiver};
use crate::contracts::{self, Contracts};
use crate::diagnostic::{Span, Spanned};
use crate::topology::{Schedule, Slo};

/// An operation of a service.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its place in the model.
    pub id: OperationId,
    /// Whose it is.
    pub service: ServiceId,
    /// What starts it.
    pub kind: OperationKind,
    /// In words: `SendMessage`, `POST /v1/messages`, `chat.message.sent`, `cron`, `reindex`.
    pub name: String,
    /// Where the topology or, failing that, the contract declares it.
    pub span: Option<Span>,
    /// Whether `endpoints` has an entry for it.
    pub detailed: bool,
    /// The calls that it makes, in this order.
    pub steps: Vec<Step>,
    /// The topics that it writes to.
    pub publishes: Vec<TopicId>,
    /// Whether the topology says which stores it touches, be it none of them.
    pub touches_said: bool,
    /// The stores that it reads.
    pub reads: Vec<StoreId>,
    /// The stores that it writes to.
    pub writes: Vec<StoreId>,
    /// The job of its service that it hands over.
    pub starts: Option<String>,
    /// The job of its service whose result it tells.
    pub result: Option<String>,
    /// What it promises.
    pub slo: Option<Slo>,
    /// The requirements that it fulfils.
    pub covers: Vec<Spanned<String>>,
    /// The calls that reach it.
    pub called_by: Vec<CallId>,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// What starts an operation.
#[derive(Clone, Debug)]
pub enum OperationKind {
    /// An RPC of a contract; look it up with [`Operation::rpc`].
    Rpc {
        /// The full name of the proto service.
        service: String,
        /// The method's name.
        method: String,
    },
    /// An HTTP request.
    Route {
        /// `GET` .. or `ANY`.
        method: String,
        /// With `{variables}`, without the query.
        path: String,
    },
    /// An event.
    Event(TopicId),
    /// Time.
    Cron(Schedule),
    /// A background task, perhaps at set times.
    Job(Option<Schedule>),
    /// A request of a protocol that is not read.
    Opaque {
        /// `thrift` ..
        protocol: String,
    },
}

impl Operation {
    /// The path of an RPC: `acme.auth.v1.AuthService/Authenticate`.
    pub fn grpc_path(&self) -> Option<String> {
        match &self.kind {
            OperationKind::Rpc { service, method } => Some(format!("{service}/{method}")),
            _ => None,
        }
    }

    /// What a contract says of an RPC, and of its service.
    pub fn rpc<'a>(
        &self,
        contracts: &'a Contracts,
    ) -> Option<(&'a contracts::Service, &'a contracts::Method)> {
        let OperationKind::Rpc { service, method } = &self.kind else { return None };
        let service = contracts.service(service)?;
        Some((service, service.method(method)?))
    }

    /// Whether somebody asks for it and waits for an answer.
    pub fn is_asked(&self) -> bool {
        matches!(
            self.kind,
            OperationKind::Rpc { .. } | OperationKind::Route { .. } | OperationKind::Opaque { .. }
        )
    }

    /// Whether the topology says anything of what it does, or that somebody needs it.
    pub fn is_declared(&self) -> bool {
        let does = !self.steps.is_empty()
            || !self.publishes.is_empty()
            || !self.reads.is_empty()
            || !self.writes.is_empty()
            || self.starts.is_some()
            || self.result.is_some();
        does || !self.called_by.is_empty()
    }
}
