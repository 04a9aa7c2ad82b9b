//! Who talks to whom, and where data rests.

use crate::model::{Model, ServiceId};

use super::builder::Builder;
use super::topology::talk;
use super::words::engine;
use super::{Graph, Line, NodeId, Scope};

/// Everything that [`super::topology`] shows, and the stores that services own, read and write.
pub fn landscape(model: &Model, scope: &Scope) -> Graph {
    let mut builder = Builder::new(model, scope);
    talk(model, scope, &mut builder);
    keep(model, scope.services(), &mut builder);
    builder.finish()
}

/// Adds the stores of services.
pub(super) fn keep(
    model: &Model,
    services: impl Iterator<Item = ServiceId>,
    builder: &mut Builder,
) {
    for service in services.map(|id| model.service(id)) {
        let owned = service.owns.iter().map(|owned| owned.store);
        let used = service.reads.iter().chain(&service.writes).map(|used| used.store);
        for store in owned.chain(used) {
            let ends = (NodeId::Service(service.id), NodeId::Store(store));
            builder.edge(ends, Line::Solid, Some(engine(model.store(store))));
        }
    }
}
