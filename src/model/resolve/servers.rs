//! What stores run on: a server of their own, or one that several share. One that names another store runs where that runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Server, StoreId};
use crate::names::Name;

use super::Scope;

/// What each store runs on.
pub(super) fn servers(scope: &Scope) -> BTreeMap<StoreId, Arc<Server>> {
    let stores = &scope.names.stores;
    let mut together: BTreeMap<&Name, Vec<StoreId>> = BTreeMap::new();
    let mut counts: BTreeMap<StoreId, u32> = BTreeMap::new();
    for declared in stores.values() {
        together.entry(name_of(scope, &declared.name.value)).or_default().push(declared.id);
        let said = declared.written.and_then(|written| written.replicas.as_ref());
        counts.extend(said.map(|replicas| (declared.id, replicas.value)));
    }
    let mut servers = BTreeMap::new();
    for (name, on) in together {
        let host = stores.get(name.as_str()).map_or(on[0], |declared| declared.id);
        let least = on.iter().copied().filter_map(|id| Some((counts.get(&id)?, id))).min();
        let replicated = counts.get(&host).map(|_| host).or(least.map(|(_, id)| id));
        let server = Arc::new(Server { name: name.clone(), stores: on, host, replicated });
        servers.extend(server.stores.iter().map(|id| (*id, Arc::clone(&server))));
    }
    servers
}

/// The name of the server of a store; of those that name each other in a circle, the first of their names.
fn name_of<'a>(scope: &Scope<'a>, store: &'a Name) -> &'a Name {
    let mut way = vec![store];
    while let Some(server) = named_by(scope, way[way.len() - 1]) {
        if let Some(first) = way.iter().position(|known| *known == server) {
            return way[first..].iter().copied().min().unwrap_or(server);
        }
        way.push(server);
    }
    way[way.len() - 1]
}

/// The server that is written at a store of this name.
fn named_by<'a>(scope: &Scope<'a>, store: &Name) -> Option<&'a Name> {
    let written = scope.names.stores.get(store.as_str())?.written?;
    Some(&written.server.as_ref()?.value)
}
