//! What the specification tells of the generated code: its libraries, its tables, the keys of its caches, what its routes
//! take and answer.

use std::collections::BTreeMap;

use super::data::told::tables;
use super::doors::told::routes;
use super::meaning::system::{PyService, System};
use super::project;
use super::versions::Library;
use crate::model::{OperationId, ServiceId, StoreId};
use crate::parallel;

/// The generated code of a system, as far as documents tell of it.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// The libraries that it uses, sorted by name; none where nothing is generated.
    pub libraries: Vec<&'static Library>,
    /// The tables of each service, by name.
    pub tables: BTreeMap<ServiceId, Vec<KeptTable>>,
    /// The tables that the runtime keeps beside them.
    pub own_tables: BTreeMap<ServiceId, Vec<&'static str>>,
    /// What each service writes to its cache.
    pub caches: BTreeMap<ServiceId, Vec<Cached>>,
    /// The routes that no OpenAPI document describes.
    pub routes: BTreeMap<OperationId, ToldRoute>,
}

/// A table and its model.
#[derive(Clone, Debug)]
pub struct KeptTable {
    /// `orders`: the table, and the module of its repository.
    pub name: String,
    /// `OrderRow`
    pub class: String,
    /// `order`: the module of its model.
    pub module: String,
    /// The package of its service: `shop_orders`.
    pub package: String,
    /// Whether a message of the contracts says what it holds.
    pub described: bool,
    /// The key first.
    pub columns: Vec<KeptColumn>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct KeptColumn {
    /// Its name.
    pub name: String,
    /// `String(64)`
    pub sql: &'static str,
    /// Whether it is the primary key.
    pub is_key: bool,
    /// Whether a row may be without it.
    pub nullable: bool,
    /// Whether rows are looked for by it.
    pub indexed: bool,
}

/// Something that a service writes to a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cached {
    /// The entities of this store.
    Entities(StoreId),
    /// How often each caller asked.
    Rates,
    /// The events that it has handled.
    Events,
    /// Whose turn a schedule is.
    Turns,
}

/// What a route takes and answers.
#[derive(Clone, Debug)]
pub struct ToldRoute {
    /// Beside the body.
    pub parameters: Vec<ToldParameter>,
    /// The fields of its JSON body; none where it takes no body.
    pub body: Vec<String>,
    /// The status of a good answer.
    pub status: u16,
    /// The name of what it answers; `None` where no contract says.
    pub answer: Option<String>,
    /// Whether it answers with many of them, line by line.
    pub streams: bool,
}

/// A value beside the body.
#[derive(Clone, Debug)]
pub struct ToldParameter {
    /// As it travels.
    pub name: String,
    /// `path`, `query`, `header`
    pub place: &'static str,
    /// Whether it has to be there.
    pub required: bool,
}

/// Everything that is told of a system.
pub(super) fn code(system: &System) -> Code {
    if system.services.is_empty() {
        return Code::default();
    }
    let mut code = Code { libraries: project::libraries(system), ..Code::default() };
    let of_service = |service: &PyService| (tables(system, service), routes(system, service));
    let of_services = parallel::map(&system.services, of_service);
    for (service, (tables, routes)) in system.services.iter().zip(of_services) {
        let id = service.service.id;
        code.tables.insert(id, tables);
        code.own_tables.insert(id, own_tables(service));
        code.caches.insert(id, caches(system, service));
        code.routes.extend(routes);
    }
    code
}

fn own_tables(service: &PyService) -> Vec<&'static str> {
    let has = service.has;
    let tables = [(has.outbox, "outbox"), (has.inbox, "inbox"), (has.keys(), "idempotency_keys")];
    tables.into_iter().filter(|(is_there, _)| *is_there).map(|(_, table)| table).collect()
}

fn caches(system: &System, service: &PyService) -> Vec<Cached> {
    let has = service.has;
    let owned = service.service.owns.iter().map(|owned| owned.store);
    let stores = owned.filter(|store| system.is_cache(*store)).map(Cached::Entities);
    let uses = [
        (has.rate || has.grpc_rate, Cached::Rates),
        (has.remembers, Cached::Events),
        (has.jobs, Cached::Turns),
    ];
    let uses = uses.into_iter().filter(|(is_used, _)| *is_used).map(|(_, cached)| cached);
    stores.chain(uses).collect()
}
