//! What stores run on: a server of their own, or one that several share. One that names another store runs where that runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Server, Store, StoreId};
use crate::names::Name;

/// Says of each store what it runs on.
pub(super) fn assign(stores: &mut [Store]) {
    let by_name: BTreeMap<&Name, &Store> =
        stores.iter().map(|store| (&store.name, store)).collect();
    let mut together: BTreeMap<Name, Vec<StoreId>> = BTreeMap::new();
    for store in stores.iter() {
        together.entry(name_of(&by_name, store).clone()).or_default().push(store.id);
    }
    let server = |(name, on): (Name, Vec<StoreId>)| {
        let host = by_name.get(&name).map_or(on[0], |store| store.id);
        let count = |id: &StoreId| stores[id.0].written.replicas.as_ref().map(|said| said.value);
        let said = on.iter().copied().filter(|id| count(id).is_some());
        let replicated = count(&host).map(|_| host).or_else(|| said.min_by_key(count));
        Arc::new(Server { name, stores: on, host, replicated })
    };
    let servers: Vec<Arc<Server>> = together.into_iter().map(server).collect();
    for server in servers {
        for id in &server.stores {
            stores[id.0].server = Arc::clone(&server);
        }
    }
}

/// The name of the server of a store; of those that name each other in a circle, the first of their names.
fn name_of<'a>(by_name: &BTreeMap<&Name, &'a Store>, store: &'a Store) -> &'a Name {
    let mut way = vec![&store.name];
    let mut next = store.written.server.as_ref();
    while let Some(server) = next.map(|server| &server.value) {
        if let Some(first) = way.iter().position(|known| *known == server) {
            return way[first..].iter().copied().min().unwrap_or(server);
        }
        way.push(server);
        next = by_name.get(server).and_then(|store| store.written.server.as_ref());
    }
    way.last().copied().unwrap_or(&store.name)
}
