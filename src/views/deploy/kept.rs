//! What the topology says in plain text and an environment takes from the Secret of a service: no manifest repeats it.

use super::workload::externals;
use crate::model::Model;
use crate::names::Written;
use crate::names::written::python;
use crate::secrecy::holds_secret;
use crate::topology::{Scalar, Setting};
use crate::views::meaning::system::PyService;

/// The variables that a service does not start rightly without: URLs with passwords, and settings that the environment says
/// otherwise than the file. What the file says is in the code of the service.
pub(super) fn keys(service: &PyService, here: &Model) -> Vec<Written> {
    let usual = |name: &str| {
        let mut known = service.service.config.iter().filter(|(known, _)| known == name);
        known.find_map(|(_, setting)| said(setting))
    };
    let config = here.as_here(service.service).config.iter();
    let settings = config
        .filter(|(name, setting)| setting.holds_secret(name) && said(setting) != usual(name))
        .map(|(name, _)| python::identifier(name));
    let urls = externals(service, here).into_iter().filter(|(_, url)| holds_secret(url));
    let mut keys: Vec<Written> =
        settings.chain(urls.map(|(name, _)| python::identifier(&name))).collect();
    keys.sort();
    keys
}

fn said(setting: &Setting) -> Option<&Scalar> {
    setting.default.as_ref().map(|default| &default.value)
}
