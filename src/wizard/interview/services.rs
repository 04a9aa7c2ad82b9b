//! The services: which, of what kind, for what, and what each offers.

use anyhow::Result;

use super::{Interview, about, at_least_one, name_of, no_two_alike, optional, text};
use crate::names::{Name, is_python_keyword, snake};
use crate::wizard::answers::{Access, Answers, Role, Rpc, Service};
use crate::wizard::{Route, RpcName, questions, suggest};

const KINDS: [&str; 4] = ["api", "gateway", "worker", "job"];

/// Names that the packages of every project have already.
const TAKEN: [&str; 2] = ["runtime", "contracts"];

/// A cron expression for a job that nobody said one for.
const QUARTERS: &str = "*/15 * * * *";

impl Interview<'_> {
    pub(super) fn services(&mut self) -> Result<Vec<Service>> {
        let asked = about(&questions::SERVICES, &[], "greeter, web");
        let names = self.list(&asked, service_name, |names: &[Name]| {
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

/// A name that may become a package beside those that every project has.
fn service_name(text: &str) -> Result<Name, String> {
    let name = name_of(text)?;
    if TAKEN.contains(&name.as_str()) {
        return Err("is the name of a library that every project has".to_owned());
    }
    if is_python_keyword(name.as_str()) {
        return Err("is a word that Python reserves".to_owned());
    }
    Ok(name)
}

/// Five cron fields of numbers, or an interval.
fn schedule(text: &str) -> Result<String, String> {
    const MOST: [(u8, u8); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
    let wrong = || "is neither five cron fields, such as `0 3 * * *`, nor `every 30s`".to_owned();
    if let Some(interval) = text.strip_prefix("every ") {
        return super::calls::milliseconds(interval).map(|_| text.to_owned()).map_err(|_| wrong());
    }
    let fields: Vec<&str> = text.split(' ').collect();
    let sound = fields.len() == MOST.len()
        && fields.iter().zip(MOST).all(|(field, bounds)| is_cron_field(field, bounds));
    if sound { Ok(text.to_owned()) } else { Err(wrong()) }
}

/// `*`, `5`, `1-5`, each perhaps with `/STEP`, and lists of these.
fn is_cron_field(field: &str, (least, most): (u8, u8)) -> bool {
    let holds = |text: &str| text.parse::<u8>().is_ok_and(|n| (least..=most).contains(&n));
    field.split(',').all(|range| {
        let (range, step) = range.split_once('/').unwrap_or((range, "1"));
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let stepped = step.parse::<u8>().is_ok_and(|step| step > 0);
        stepped && (range == "*" || holds(from) && holds(to))
    })
}
