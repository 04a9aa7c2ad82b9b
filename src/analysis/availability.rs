//! In which share of time an operation can answer: the product over everything that it needs.

use super::needed::{Needed, instances, needed};
use super::unplaced::first_critical;
use crate::diagnostic::Spanned;
use crate::model::{CallId, Model, Operation, Service};
use crate::topology::Percentage;

/// What one instance of something is taken for, in percent, that promises nothing.
pub const INSTANCE: f64 = 99.9;

/// How many factors a message shows, the weakest first.
const SHOWN: usize = 6;

/// Something that must be there, and the share of time in which it is.
pub struct Factor {
    /// Its name.
    pub name: String,
    /// In percent.
    pub share: f64,
    /// Whether somebody promises that; else it is taken for granted.
    pub promised: bool,
}

/// What an answer depends on.
pub struct Sum {
    /// The weakest first.
    pub factors: Vec<Factor>,
    /// The systems of others that promise nothing.
    pub silent: Vec<String>,
    /// A call that nobody says which operation makes: it may be needed too.
    pub unplaced: Option<CallId>,
}

/// What an operation that somebody asks for promises, or its service for all of them.
pub fn promise<'a>(model: &'a Model, operation: &'a Operation) -> Option<&'a Spanned<Percentage>> {
    let own = operation.slo.as_ref().and_then(|slo| slo.availability.as_ref());
    own.or_else(|| availability(model.service(operation.service))).filter(|_| operation.is_asked())
}

fn availability(service: &Service) -> Option<&Spanned<Percentage>> {
    service.slo.as_ref().and_then(|slo| slo.availability.as_ref())
}

/// Everything that an operation needs, with its share; a service that promises counts by its promise.
pub fn sum(model: &Model, operation: &Operation) -> Sum {
    let Needed { services, stores, externals, operations } =
        needed(model, operation.id, |service| availability(service).is_some());
    let (mut factors, mut silent) = (Vec::new(), Vec::new());
    for service in services.into_iter().map(|id| model.service(id)) {
        let promised = availability(service).filter(|_| service.id != operation.service);
        let share = promised.map_or_else(|| taken(instances(service)), |own| own.value.value);
        let promised = promised.is_some();
        factors.push(Factor { name: service.name.to_string(), share, promised });
    }
    for server in stores.into_iter().map(|id| &model.store(id).server) {
        let share = taken(model.replicas_of(server).unwrap_or(1).max(1));
        factors.push(Factor { name: server.name.to_string(), share, promised: false });
    }
    for external in externals.into_keys().map(|id| model.external(id)) {
        let slo = external.written.slo.as_ref();
        match slo.and_then(|slo| slo.availability.as_ref()) {
            Some(own) => {
                let (name, share) = (external.name.to_string(), own.value.value);
                factors.push(Factor { name, share, promised: true });
            }
            None => silent.push(external.name.to_string()),
        }
    }
    factors.sort_by(|a, b| a.share.total_cmp(&b.share).then_with(|| a.name.cmp(&b.name)));
    let mut asked = operations.into_iter().map(|id| model.operation(id).service);
    let unplaced = asked.find_map(|service| first_critical(model, service)).map(|call| call.id);
    Sum { factors, silent, unplaced }
}

/// Of so many instances, at least one is there.
fn taken(instances: u32) -> f64 {
    let away = (1.0 - INSTANCE / 100.0).powi(i32::try_from(instances).unwrap_or(i32::MAX));
    100.0 * (1.0 - away)
}

impl Sum {
    /// The product of the factors that count, in percent.
    pub fn share(&self, counts: impl Fn(&Factor) -> bool) -> f64 {
        let factors = self.factors.iter().filter(|factor| counts(factor));
        100.0 * factors.map(|factor| factor.share / 100.0).product::<f64>()
    }

    /// `99.5% llm × 99.9% auth-db`, the weakest first.
    pub fn shown(&self, counts: impl Fn(&Factor) -> bool) -> String {
        let mut factors = self.factors.iter().filter(|factor| counts(factor));
        let words = |factor: &Factor| format!("{} `{}`", percent(factor.share), factor.name);
        let shown: Vec<String> = factors.by_ref().take(SHOWN).map(words).collect();
        let shown = shown.join(" × ");
        match factors.count() {
            0 => shown,
            more => format!("{shown} × {more} more"),
        }
    }
}

/// `99.5%`, `99.9999%`: as many digits as tell it from a hundred, four at most.
pub fn percent(share: f64) -> String {
    let text = format!("{share:.4}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
