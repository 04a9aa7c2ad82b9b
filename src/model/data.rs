//! Stores, topics, externals and domains, linked.

use std::sync::Arc;

use super::{DomainId, ExternalId, OperationId, ServiceId, StoreId, TopicId, Waiver};
use crate::diagnostic::{Span, Spanned};
use crate::names::Name;
use crate::topology::{self, Acks, StoreKind};

/// A database.
#[derive(Clone, Debug)]
pub struct Store {
    /// Its place in the model.
    pub id: StoreId,
    /// Its name.
    pub name: Name,
    /// Where it is declared, or first owned.
    pub span: Span,
    /// `postgres`, `redis` ..; `postgres` when nothing is said.
    pub engine: String,
    /// `16`, when it is said.
    pub version: Option<String>,
    /// What the data in it is worth; caches by engine unless said.
    pub kind: StoreKind,
    /// What is written under `stores`; empty when it is not there.
    pub written: Arc<topology::Store>,
    /// What it runs on.
    pub server: Arc<Server>,
    /// The services that own it, with the place of each claim.
    pub owners: Vec<(ServiceId, Span)>,
    /// The services that read it without owning it.
    pub readers: Vec<(ServiceId, Span)>,
    /// The services that write to it without owning it.
    pub writers: Vec<(ServiceId, Span)>,
    /// Whether somebody names a store that is not declared, and probably means this one.
    pub is_meant: bool,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// What stores run on: one has its own, or several share it.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name: that of a store, or one of its own.
    pub name: Name,
    /// The stores on it.
    pub stores: Vec<StoreId>,
    /// The store that stands for all of them: the one of its name, else the first.
    pub host: StoreId,
    /// The store that says how many of it run: the one that stands for all, else the one that says the least.
    pub replicated: Option<StoreId>,
}

/// A claim of a service on a store.
#[derive(Clone, Debug)]
pub struct Ownership {
    /// The store.
    pub store: StoreId,
    /// The entities in it, as written.
    pub entities: Vec<Spanned<String>>,
    /// Where the claim stands.
    pub span: Span,
}

/// A store of somebody else that a service touches.
#[derive(Clone, Debug)]
pub struct StoreUse {
    /// The store.
    pub store: StoreId,
    /// Where that is written.
    pub span: Span,
}

/// A topic.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its place in the model.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Where it is declared, or first used.
    pub span: Span,
    /// Whether it stands under `topics`.
    pub declared: bool,
    /// The full name of its message, as written, whether or not the contracts have it.
    pub payload: Option<Spanned<String>>,
    /// `kafka` unless said.
    pub broker: String,
    /// What is written under `topics`; empty when it is not there.
    pub written: Arc<topology::Topic>,
    /// Who writes to it.
    pub publishers: Vec<(ServiceId, Span)>,
    /// Who reads from it.
    pub consumers: Vec<(ServiceId, Span)>,
    /// Consumers of other topics that put failed events here.
    pub dead_letters_of: Vec<(ServiceId, Span)>,
    /// The operations that its events start.
    pub started: Vec<OperationId>,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// How a service writes to a topic.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The topic.
    pub topic: TopicId,
    /// Where that is written.
    pub span: Span,
    /// Whose receipt is waited for.
    pub acks: Option<Acks>,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// How a service reads from a topic.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// The topic.
    pub topic: TopicId,
    /// Where that is written.
    pub span: Span,
    /// The consumer group; the service's name unless said.
    pub group: String,
    /// Attempts in all; `None` when nothing is said.
    pub attempts: Option<u32>,
    /// Where events go that fail every attempt.
    pub dead_letter: Option<TopicId>,
    /// Whether reading an event twice does no harm.
    pub idempotent: Option<bool>,
    /// Whether events of one key are handled in order.
    pub ordered: Option<bool>,
    /// How many are handled at once.
    pub concurrency: Option<u32>,
    /// Whether an event counts as read when it is received (at most once).
    pub at_most_once: bool,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// A system of others.
#[derive(Clone, Debug)]
pub struct External {
    /// Its place in the model.
    pub id: ExternalId,
    /// Its name.
    pub name: Name,
    /// Where it is declared.
    pub span: Span,
    /// What is written of it.
    pub written: topology::External,
    /// `HTTP` unless another protocol is said.
    pub protocol: String,
    /// The rules that may be broken here.
    pub waivers: Vec<Waiver>,
}

/// A bounded context.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its place in the model.
    pub id: DomainId,
    /// Its name.
    pub name: Name,
    /// Where it is declared.
    pub span: Span,
    /// Who answers for it.
    pub team: Option<String>,
    /// What it is about, or empty.
    pub description: String,
    /// The services in it.
    pub services: Vec<ServiceId>,
    /// The rules that may be broken in it.
    pub waivers: Vec<Waiver>,
}
