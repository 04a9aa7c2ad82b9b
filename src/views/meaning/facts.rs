//! What a service needs, as far as anything depends on it.

use super::operation::is_kept;
use crate::model::{Model, Operation, Service, StoreId};
use crate::topology::StoreKind;
use crate::views::doors::bound::{Bound, is_bound};
use crate::views::doors::credentials::Shown;
use crate::views::doors::tls::{self, Certified};
use crate::views::doors::{door, idempotency, issuer};

#[derive(Clone, Copy, Debug, Default)]
pub(in crate::views) struct Facts {
    /// Serves gRPC.
    pub(in crate::views) grpc: bool,
    /// Has HTTP operations.
    pub(in crate::views) api: bool,
    /// Has routes of its own.
    pub(in crate::views) routes: bool,
    /// Has routes that are bound to RPCs.
    pub(in crate::views) rest: bool,
    /// Owns an entity in a relational store.
    pub(in crate::views) store: bool,
    /// Reads topics.
    pub(in crate::views) consumers: bool,
    /// Writes to topics.
    pub(in crate::views) publishes: bool,
    /// Writes to them through its database.
    pub(in crate::views) outbox: bool,
    /// Reads them once, by its database.
    pub(in crate::views) inbox: bool,
    /// Reads or writes topics.
    pub(in crate::views) bus: bool,
    /// Owns, reads or writes a store that speaks as Redis does.
    pub(in crate::views) cached: bool,
    /// Reads topics once, as far as its cache knows.
    pub(in crate::views) remembers: bool,
    /// Opens a cache: for one of these, or for the turns of its schedules.
    pub(in crate::views) cache: bool,
    /// Bounds how often it is called over HTTP.
    pub(in crate::views) rate: bool,
    /// Bounds how often it is called over gRPC.
    pub(in crate::views) grpc_rate: bool,
    /// Does something by the clock.
    pub(in crate::views) jobs: bool,
    /// Has jobs whose results are kept.
    pub(in crate::views) results: bool,
    /// Hands jobs over, or tells their results.
    pub(in crate::views) asks_jobs: bool,
    /// Has settings, secrets or flags of its own, or does something only in local.
    pub(in crate::views) config: bool,
    /// Calls over gRPC.
    pub(in crate::views) grpc_peers: bool,
    /// Calls over HTTP.
    pub(in crate::views) http_peers: bool,
    /// Calls over something else.
    pub(in crate::views) opaque_peers: bool,
    /// What it asks callers over HTTP for.
    pub(in crate::views) http_door: Option<Shown>,
    /// What it asks callers over gRPC for.
    pub(in crate::views) grpc_door: Option<Shown>,
    /// Wants API keys, or shows one.
    pub(in crate::views) api_keys: bool,
    /// Wants names and passwords, or shows one.
    pub(in crate::views) passwords: bool,
    /// Who shows a certificate at its gRPC door.
    pub(in crate::views) grpc_certified: Certified,
    /// Who shows one at its HTTP door.
    pub(in crate::views) http_certified: Certified,
    /// Speaks TLS over gRPC, at its door or to others.
    pub(in crate::views) grpc_tls: bool,
    /// Speaks it over HTTP.
    pub(in crate::views) http_tls: bool,
    /// Wants certificates of its callers, or calls who does.
    pub(in crate::views) mtls: bool,
    /// Calls, for nobody in particular, who wants access tokens.
    pub(in crate::views) service_tokens: bool,
    /// Does what changes something once for each key, over HTTP.
    pub(in crate::views) http_keys: bool,
    /// The same over gRPC.
    pub(in crate::views) grpc_keys: bool,
    /// Signs access tokens.
    pub(in crate::views) issuer: bool,
    /// Publishes the keys that it signs with.
    pub(in crate::views) published_keys: bool,
}

impl Facts {
    /// What its doors ask for, each once.
    pub(in crate::views) fn doors(self) -> impl Iterator<Item = Shown> {
        let rpc = self.grpc_door.filter(|shown| self.http_door != Some(*shown));
        self.http_door.into_iter().chain(rpc)
    }

    /// Whether callers over HTTP have to show something.
    pub(in crate::views) fn http_guarded(self) -> bool {
        self.http_door.is_some()
    }

    /// Whether callers over gRPC have to.
    pub(in crate::views) fn grpc_guarded(self) -> bool {
        self.grpc_door.is_some()
    }

    /// Whether any of them have to.
    pub(in crate::views) fn guarded(self) -> bool {
        self.doors().next().is_some()
    }

    /// Whether any door wants access tokens.
    pub(in crate::views) fn verifies_tokens(self) -> bool {
        self.doors().any(|shown| shown == Shown::Token)
    }

    /// Whether it speaks TLS.
    pub(in crate::views) fn tls(self) -> bool {
        self.grpc_tls || self.http_tls
    }

    /// Whether a door of its shows a certificate and wants none.
    pub(in crate::views) fn one_sided(&self) -> bool {
        [self.grpc_certified, self.http_certified].contains(&Certified::Server)
    }

    /// Takes note of a connection, over gRPC or over HTTP.
    pub(super) fn connects(&mut self, is_grpc: bool, certified: Certified) {
        self.grpc_tls |= is_grpc && certified.is_any();
        self.http_tls |= !is_grpc && certified.is_any();
        self.mtls |= certified == Certified::Both;
    }

    /// Whether it remembers answers by their keys.
    pub(in crate::views) fn keys(self) -> bool {
        self.http_keys || self.grpc_keys
    }

    /// Whether it has to do with access tokens.
    pub(in crate::views) fn tokens(self) -> bool {
        self.verifies_tokens() || self.issuer || self.service_tokens
    }

    /// Whether it has to do with gRPC.
    pub(in crate::views) fn rpc(self) -> bool {
        self.grpc || self.grpc_peers
    }

    /// Whether it needs a Redis wherever there is more than one process of it.
    pub(in crate::views) fn redis(self) -> bool {
        self.cache || self.results
    }
}

/// The engines that SQLAlchemy speaks to.
const RELATIONAL: [&str; 6] =
    ["postgres", "postgresql", "cockroachdb", "mysql", "mariadb", "sqlite"];

/// The engines that speak as Redis does.
const REDIS_LIKE: [&str; 4] = ["redis", "valkey", "keydb", "dragonfly"];

pub(super) fn facts(model: &Model, service: &Service, bound: &[Bound]) -> Facts {
    use crate::model::OperationKind::{Cron, Job, Route};
    let operations = model.operations_of(service.id);
    let store = has_tables(model, service);
    let typed = |topic| {
        model
            .topic(topic)
            .payload
            .as_ref()
            .is_some_and(|p| model.contracts.message(&p.value).is_some())
    };
    let cached = service.owns.iter().any(|owned| is_cache(model, owned.store))
        || service.reads.iter().chain(&service.writes).any(|used| is_cache(model, used.store));
    let idempotent = service.consumes.iter().any(|s| s.idempotent == Some(true));
    let remembers = idempotent && !store;
    let jobs = operations.iter().any(|o| matches!(o.kind, Cron(_) | Job(Some(_))));
    let publishes = service.publishes.iter().any(|publication| typed(publication.topic));
    let consumers = service.consumes.iter().any(|subscription| typed(subscription.topic));
    let is_keyed = |o: &Operation| idempotency::is_keyed(model, service, o);
    let is_route = |o: &&Operation| matches!(o.kind, Route { .. }) && !is_bound(bound, o);
    let (keys, routes): (Vec<_>, Vec<_>) =
        operations.iter().filter(is_route).partition(|o| issuer::publishes_keys(service, o));
    let (routes, rest, grpc) = (!routes.is_empty(), !bound.is_empty(), !service.grpc.is_empty());
    let api = routes || rest;
    let bounded = service.public.as_ref().is_some_and(|public| public.rate.is_some());
    let has_http = api || !keys.is_empty();
    // Where there are routes, they are what the public sees.
    let (rate, grpc_rate) = (api && bounded, grpc && !service.http && bounded);
    Facts {
        grpc,
        api,
        routes,
        rest,
        store,
        consumers,
        publishes,
        outbox: publishes && store && service.outbox,
        inbox: store && idempotent,
        bus: publishes || consumers,
        cached,
        remembers,
        cache: cached || remembers || jobs || rate || grpc_rate,
        rate,
        grpc_rate,
        jobs,
        results: service.jobs.iter().any(|(_, job)| is_kept(job)),
        asks_jobs: operations.iter().any(|o| o.starts.is_some() || o.result.is_some()),
        config: !service.config.is_empty()
            || !service.secrets.is_empty()
            || !service.flags.is_empty(),
        grpc_peers: false,
        http_peers: false,
        opaque_peers: false,
        http_door: door::http_door(service).filter(|_| api),
        grpc_door: door::grpc_door(service).filter(|_| grpc),
        api_keys: false,
        passwords: false,
        grpc_certified: if grpc { tls::over_grpc(model, service) } else { Certified::Nobody },
        http_certified: if has_http { tls::over_http(model, service) } else { Certified::Nobody },
        grpc_tls: false,
        http_tls: false,
        mtls: false,
        service_tokens: false,
        http_keys: store
            && (operations.iter().any(|o| is_route(&o) && is_keyed(o))
                || bound.iter().any(idempotency::is_bound_keyed)),
        grpc_keys: store && grpc && operations.iter().any(|o| !is_route(&o) && is_keyed(o)),
        issuer: service.issues_tokens,
        published_keys: !keys.is_empty(),
    }
}

/// Whether a service has entities in a store that speaks SQL.
pub(in crate::views) fn has_tables(model: &Model, service: &Service) -> bool {
    let mut owned = service.owns.iter();
    owned.any(|owned| is_relational(model, owned.store) && !owned.entities.is_empty())
}

/// Whether a store is spoken to as a cache is, whatever it is for.
pub(super) fn is_cache(model: &Model, store: StoreId) -> bool {
    REDIS_LIKE.contains(&model.store(store).engine.as_str())
}

/// Whether a store speaks SQL, and holds what is worth a table.
pub(super) fn is_relational(model: &Model, store: StoreId) -> bool {
    let store = model.store(store);
    RELATIONAL.contains(&store.engine.as_str()) && store.kind != StoreKind::Coordination
}
