//! What the use cases under test are made with: doubles in memory, a database of its own for every test.

use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;

/// Whether an operation publishes through the outbox.
pub(super) fn tells(service: &PyService) -> bool {
    service.has.outbox && service.operations.iter().any(|one| !one.flow.events.is_empty())
}

/// What they are given.
pub(super) fn arguments(service: &PyService) -> Vec<Written> {
    let has = service.has;
    let mut arguments = Vec::new();
    if has.config {
        arguments.push(Written::own("settings=local_settings(Settings)"));
    }
    if has.store {
        arguments.push(Written::own("unit_of_work=unit_of_work"));
    }
    if has.issuer {
        arguments.push(Written::own("signer=TokenIssuer().signer()"));
    }
    if has.cached {
        arguments.push(Written::own("cache=MemoryCache()"));
    }
    if has.publishes && !has.outbox {
        arguments.push(Written::own("events=Publisher(MemoryBus())"));
    }
    if has.asks_jobs {
        arguments.push(Written::own("jobs=jobs"));
    }
    for peer in &service.peers {
        let (name, class) = (python::identifier(&peer.module), python::identifier(&peer.class));
        arguments.push(Written::fill("{}=Fake{}(asked)", &[&name, &class]));
    }
    arguments
}

/// What the file imports for that.
pub(super) fn base_imports(system: &System, service: &PyService) -> Imports {
    let has = service.has;
    let (package, runtime) = (&service.package, &system.runtime);
    let mut imports = system.imports();
    imports.module("pytest");
    let use_cases = format!("{package}.services.{}", service.module);
    imports.name(&use_cases, &format!("{}UseCases", service.class));
    if has.config {
        imports.name(&format!("{package}.core.settings"), "Settings");
        imports.name(&format!("{runtime}.testing"), "local_settings");
    }
    if has.store {
        imports.name("collections.abc", "AsyncIterator");
        imports.name(&format!("{package}.repositories.unit_of_work"), "UnitOfWork");
        imports.name(&format!("{runtime}.database"), "Database");
    }
    if has.issuer {
        imports.name(&format!("{runtime}.testing_tokens"), "TokenIssuer");
    }
    if has.cached {
        imports.name(&format!("{runtime}.cache_memory"), "MemoryCache");
    }
    if tells(service) {
        imports.name(&format!("{runtime}.outbox"), "outbox");
    }
    if has.asks_jobs {
        imports.name(&format!("{package}.jobs.tasks"), "tasks");
        imports.name(&format!("{runtime}.jobs"), "Jobs");
    }
    if has.publishes && !has.outbox {
        imports.name(&format!("{package}.events.publisher"), "Publisher");
        imports.name(&format!("{runtime}.events_memory"), "MemoryBus");
    }
    imports
}
