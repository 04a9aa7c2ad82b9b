//! The services: which, of what kind, for what, and what each offers.

use anyhow::Result;

use super::{Interview, about, at_least_one, name_of, no_two_alike, optional, text};
use crate::names::{
    Name, is_distribution, is_own_library, is_python_keyword, is_standard_module,
    is_windows_device, snake,
};
use crate::topology::Schedule;
use crate::wizard::answers::{Access, Answers, Role, Rpc, Service};
use crate::wizard::{Route, RpcName, questions, suggest};

const KINDS: [&str; 4] = ["api", "gateway", "worker", "job"];

/// A cron expression for a job that nobody said one for.
const QUARTERS: &str = "*/15 * * * *";

impl Interview<'_> {
    /// Which there are; their packages begin with the name of the system, where that is known.
    pub(super) fn services(&mut self, system: Option<&Name>) -> Result<Vec<Service>> {
        let asked = about(&questions::SERVICES, &[], "greeter, web");
        let parse = |text: &str| service_name(text, system);
        let names = self.list(&asked, parse, |names: &[Name]| {
            at_least_one(names, "service")?;
            no_two_alike(names, ToString::to_string)
        })?;
        let mut services = Vec::new();
        for name in names.unwrap_or_default() {
            let kinds = KINDS.map(str::to_owned);
            let asked = about(&questions::KIND, &[name.as_str()], suggest::kind(&name));
            let kind = self.chosen(&asked, &kinds)?;
            let asked = about(&questions::PURPOSE, &[name.as_str()], "");
            let purpose = self.parsed(&asked, text)?.unwrap_or_default();
            let asked = about(&questions::DOMAIN, &[name.as_str()], "");
            let domain = self.parsed(&asked, |text| optional(text, name_of))?.flatten();
            if let Some(kind) = kind {
                services.push(Service { name, purpose, domain, role: empty(KINDS[kind]) });
            }
        }
        Ok(services)
    }

    /// What each service offers: the APIs first, as gateways are suggested what leads to them.
    pub(super) fn operations(&mut self, answers: &mut Answers) -> Result<()> {
        for service in &mut answers.services {
            let name = service.name.clone();
            if let Role::Api { rpcs } = &mut service.role {
                *rpcs = self.rpcs(&name)?;
            }
        }
        let suggested = suggest::endpoints(&answers.services);
        let suggested: Vec<String> = suggested.into_iter().map(|(route, _)| route).collect();
        for service in &mut answers.services {
            let name = service.name.clone();
            match &mut service.role {
                Role::Gateway { access, endpoints } => {
                    let routes = self.routes(&name, &suggested.join(", "))?;
                    *endpoints = routes.into_iter().map(|route| (route, Vec::new())).collect();
                    *access = self.access(&name)?;
                }
                Role::Job { schedule, .. } => *schedule = self.schedule(&name)?,
                Role::Api { .. } | Role::Worker { .. } => {}
            }
        }
        Ok(())
    }

    fn rpcs(&mut self, service: &Name) -> Result<Vec<Rpc>> {
        let asked = about(&questions::RPCS, &[service.as_str()], suggest::rpcs(service));
        let parse = |text: &str| RpcName::new(text).map_err(str::to_owned);
        let names = self.list(&asked, parse, |names: &[RpcName]| {
            at_least_one(names, "operation")?;
            no_two_alike(names, |name| snake(name.as_str()))
        })?;
        let names = names.unwrap_or_default();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let choices: Vec<String> = names.iter().map(ToString::to_string).collect();
        let asked = about(&questions::STREAMS, &[service.as_str()], "");
        let streams = self.several(&asked, &choices, &|_| Ok(()))?.unwrap_or_default();
        let rpc =
            |(place, name)| Rpc { name, streams: streams.contains(&place), calls: Vec::new() };
        Ok(names.into_iter().enumerate().map(rpc).collect())
    }

    fn routes(&mut self, service: &Name, suggested: &str) -> Result<Vec<Route>> {
        let asked = about(&questions::ENDPOINTS, &[service.as_str()], suggested);
        let parse = |text: &str| Route::new(text).map_err(str::to_owned);
        let routes = self.list(&asked, parse, |routes: &[Route]| {
            at_least_one(routes, "endpoint")?;
            no_two_alike(routes, Route::shape)
        })?;
        Ok(routes.unwrap_or_default())
    }

    fn access(&mut self, service: &Name) -> Result<Access> {
        let choices = Access::ALL.map(|access| access.word().to_owned());
        let asked = about(&questions::PUBLIC, &[service.as_str()], Access::Open.word());
        let place = self.chosen(&asked, &choices)?;
        Ok(place.map_or(Access::Open, |place| Access::ALL[place]))
    }

    fn schedule(&mut self, service: &Name) -> Result<String> {
        let asked = about(&questions::SCHEDULE, &[service.as_str()], QUARTERS);
        Ok(self.parsed(&asked, schedule)?.unwrap_or_else(|| QUARTERS.to_owned()))
    }
}

fn empty(kind: &str) -> Role {
    match kind {
        "gateway" => Role::Gateway { access: Access::Open, endpoints: Vec::new() },
        "worker" => Role::Worker { calls: Vec::new() },
        "job" => Role::Job { schedule: QUARTERS.to_owned(), calls: Vec::new() },
        _ => Role::Api { rpcs: Vec::new() },
    }
}

/// A name for a folder and a package that nobody else has.
fn service_name(text: &str, system: Option<&Name>) -> Result<Name, String> {
    let name = name_of(text)?;
    if is_own_library(name.as_str()) {
        return Err("is the name of a library that every project has".to_owned());
    }
    if is_python_keyword(name.as_str()) {
        return Err("is a word that Python reserves".to_owned());
    }
    if is_windows_device(name.as_str()) {
        return Err("is a device on Windows, where no folder can have that name".to_owned());
    }
    let package = system.map(|system| format!("{}_{}", system.snake(), name.snake()));
    match package.filter(|package| is_distribution(package) || is_standard_module(package)) {
        Some(package) => Err(format!("would be the package `{package}`, which somebody else has")),
        None => Ok(name),
    }
}

/// Five cron fields, or an interval.
fn schedule(text: &str) -> Result<String, String> {
    match Schedule::of(text) {
        Some(_) => Ok(text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
        None => Err("is neither five cron fields, such as `0 3 * * *`, nor `every 30s`".to_owned()),
    }
}
