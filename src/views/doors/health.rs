//! What has to be well before a process is ready.

use crate::views::meaning::system::PyService;
use crate::views::writing::lines::Lines;

/// `health = Health(` .., with what it cannot work without, and no peer. An issuer grants its own token, and answers nobody while it is not ready.
pub(in crate::views) fn made(service: &PyService) -> Lines {
    let has = service.has;
    let checks = [
        (has.store, "\"database\": database.check,"),
        (has.bus, "\"events\": bus.check,"),
        (has.service_tokens && !has.issuer, "\"identity\": service_identity.check,"),
    ];
    let mut needed = Lines::default();
    checks.iter().filter(|(is_needed, _)| *is_needed).for_each(|(_, check)| needed.own(1, check));
    let mut lines = Lines::default();
    if needed.is_empty() {
        lines.own(0, "health = Health()");
        return lines;
    }
    lines.own(0, "health = Health(");
    lines.own(1, "{");
    lines.nest(1, &needed);
    lines.own(1, "},");
    lines.own(0, ")");
    lines
}
