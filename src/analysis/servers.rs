//! What stores run on: a server of their own, or one that several share. One that names another store runs where that runs.

use crate::model::{Model, Store, StoreId};
use crate::names::Name;

/// The name of the server of a store.
pub fn server_of<'a>(model: &'a Model, store: &'a Store) -> &'a Name {
    let mut way = vec![&store.name];
    let mut next = store.written.server.as_ref();
    while let Some(server) = next.map(|server| &server.value) {
        if let Some(first) = way.iter().position(|known| *known == server) {
            return way[first..].iter().copied().min().unwrap_or(server);
        }
        way.push(server);
        next = named(model, server).and_then(|store| store.written.server.as_ref());
    }
    way.last().copied().unwrap_or(&store.name)
}

/// The store that stands for the server of a store: the one of its name, else the first on it.
pub fn host(model: &Model, id: StoreId) -> StoreId {
    let store = model.store(id);
    if store.written.server.is_none() {
        return id;
    }
    let server = server_of(model, store);
    let host = named(model, server).or_else(|| on(model, server).next());
    host.map_or(id, |host| host.id)
}

/// The stores on a server.
pub fn on<'a>(model: &'a Model, server: &'a Name) -> impl Iterator<Item = &'a Store> {
    model.stores.iter().filter(move |store| server_of(model, store) == server)
}

/// The store that says how many of a server run: the one of its name, else the one that says the least.
pub fn replicated<'a>(model: &'a Model, server: &'a Name) -> Option<&'a Store> {
    let said = |store: &&Store| store.written.replicas.is_some();
    let count = |store: &&Store| store.written.replicas.as_ref().map(|replicas| replicas.value);
    let own = named(model, server).filter(said);
    own.or_else(|| on(model, server).filter(said).min_by_key(count))
}

fn named<'a>(model: &'a Model, name: &Name) -> Option<&'a Store> {
    model.stores.iter().find(|store| store.name == *name)
}
