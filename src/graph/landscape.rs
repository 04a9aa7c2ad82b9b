//! Who talks to whom, and where data rests.

use crate::model::{Model, StoreId};

use super::builder::Builder;
use super::topology::talk;
use super::words::engine;
use super::{Graph, Line, NodeId, Scope};

/// Everything that [`super::topology`] shows, and the stores that services own, read and write.
pub fn landscape(model: &Model, scope: &Scope) -> Graph {
    let mut builder = Builder::new(model, scope);
    talk(model, scope, &mut builder);
    for service in scope.services().map(|id| model.service(id)) {
        let owned = service.owns.iter().map(|owned| owned.store);
        let used = service.reads.iter().chain(&service.writes).map(|used| used.store);
        for store in owned.chain(used) {
            let ends = (NodeId::Service(service.id), NodeId::Store(store));
            builder.edge(ends, Line::Solid, Some(kept_in(model, store)));
        }
    }
    builder.finish()
}

fn kept_in(model: &Model, store: StoreId) -> String {
    engine(model.store(store))
}
