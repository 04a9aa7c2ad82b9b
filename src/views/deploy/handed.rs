//! What `.env` hands to a container of the development mesh; without it, doubles and the development key do.

use super::workload::externals;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::issuer;
use crate::views::meaning::system::{PyService, System};
use crate::views::settings;

/// The lines of its `environment`: under their own names what is one for the system, and what is the service's alone
/// under the name that `.env` has for it, so that no service gets what shows who another one is.
pub(super) fn lines(system: &System, service: &PyService) -> Vec<Written> {
    let model = system.model;
    let tokens = issuer::handed_in(system, service).into_iter().map(str::to_owned);
    let urls = externals(service, model).into_iter().map(|(name, _)| name);
    let shared = tokens.chain(urls).chain(settings::shared_secrets(model, service));
    let prefix = python::identifier(&settings::prefix(service));
    let own = settings::own_secrets(model, service);
    let own = own.iter().map(|name| {
        let name = python::identifier(name);
        Written::fill("{}: \"${{}{}:-}\"", &[&name, &prefix, &name])
    });
    shared.map(|name| Written::fill("{}:", &[&python::identifier(&name)])).chain(own).collect()
}
