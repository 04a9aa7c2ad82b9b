//! Services that are only scheduled, as `CronJob`s of Kubernetes: one a schedule, each run a process of its own.

use serde::Serialize;

use super::versions::image;
use super::workload::is_only_scheduled;
use crate::model::OperationKind;
use crate::names::written::{data, python};
use crate::names::{Written, snake};
use crate::topology::{Job, Schedule};
use crate::views::background::jobs::job_of;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};

/// The longest name of a `CronJob`: Kubernetes appends the time of a run.
const LONGEST_NAME: usize = 52;
/// How long a run may take of which no timeout is said, in seconds; and one that comes several times an hour.
const UNSAID: u64 = 3600;
const UNSAID_OFTEN: u64 = 600;
/// The longest pause between two attempts of the runtime, in seconds.
const PAUSE: u64 = 60;
/// How long it may take until an image is there and the process begins, in seconds.
const START: u64 = 120;

/// A `CronJob`.
#[derive(Serialize)]
pub(super) struct Run {
    /// `janitor`, or `reports-month-end` where the service has several.
    pub(super) name: Written,
    /// What the service calls it, as a string.
    schedule: Written,
    /// `"*/10 * * * *"`
    times: Written,
    /// After how many seconds a run is given up, with one more process where the first one died.
    deadline: Written,
    /// `shop/janitor`
    image: Written,
    /// What stands before each line of its pod.
    pad: Written,
}

/// How far the pod of a `CronJob` is indented.
const PAD: &str = "          ";

/// The runs of a service; none where it has to be there all the time: when it is asked for something, when somebody
/// hands it jobs, when a time is too fine for cron.
pub(super) fn runs(system: &System, service: &PyService) -> Vec<Run> {
    let is_asked = system.model.callers_of(service.service.id).next().is_some();
    if is_asked || !is_only_scheduled(service) || service.has.results {
        return Vec::new();
    }
    let timed = service.operations.iter().filter_map(|operation| match &operation.operation.kind {
        OperationKind::Cron(schedule) | OperationKind::Job(Some(schedule)) => {
            Some((operation, schedule))
        }
        _ => None,
    });
    let timed: Vec<(&PyOperation, &Schedule)> = timed.collect();
    let is_only = timed.len() == 1;
    let runs: Option<Vec<Run>> = timed
        .into_iter()
        .map(|(one, schedule)| run(system, service, (one, schedule), is_only))
        .collect();
    runs.unwrap_or_default()
}

fn run(
    system: &System,
    service: &PyService,
    (operation, schedule): (&PyOperation, &Schedule),
    is_only: bool,
) -> Option<Run> {
    let called = operation.operation.name.as_str();
    let own = service.service.name.to_string();
    let name = if is_only { own } else { format!("{own}-{}", snake(called).replace('_', "-")) };
    let times = times(schedule)?;
    let run = Run {
        schedule: data::string(called),
        times: data::string(&times),
        deadline: Written::from(deadline(job_of(service, operation), &times)),
        name: python::comment(&name),
        image: image(system, service),
        pad: Written::own(PAD),
    };
    (name.len() <= LONGEST_NAME).then_some(run)
}

/// Whether a service runs as `CronJob`s wherever the system is deployed.
pub(super) fn is_run_once(system: &System, service: &PyService) -> bool {
    !runs(system, service).is_empty()
}

/// Whether processes are there for one run anywhere.
pub(in crate::views) fn has_once(system: &System) -> bool {
    let mut services = system.services.iter();
    super::system::has_deployment(system) && services.any(|one| is_run_once(system, one))
}

/// Whether it speaks to Redis in a cluster, which takes care of whose turn it is.
pub(super) fn has_redis(system: &System, service: &PyService) -> bool {
    let has = service.has;
    let takes_turns = has.cache && !(has.cached || has.remembers || has.rate || has.grpc_rate);
    has.redis() && !(takes_turns && is_run_once(system, service))
}

/// The names of all runs, as an expression of all: `janitor|reports-month-end`.
pub(super) fn names(system: &System) -> Written {
    let runs = system.services.iter().flat_map(|one| runs(system, one));
    Written::join(&runs.map(|run| run.name).collect::<Vec<_>>(), "|")
}

/// Five fields that Kubernetes reads as the runtime does.
fn times(schedule: &Schedule) -> Option<String> {
    match schedule {
        Schedule::Cron(fields) => {
            let parts: Vec<&str> = fields.split_ascii_whitespace().collect();
            let is_stepped_from_one = |part: &&str| {
                part.split(',').any(|range| {
                    let (range, step) = range.split_once('/').unwrap_or((range, ""));
                    !step.is_empty() && range != "*" && !range.contains('-')
                })
            };
            let has_sunday_as_seven = parts.last().is_some_and(|days| days.contains('7'));
            let is_plain = !has_sunday_as_seven && !parts.iter().any(is_stepped_from_one);
            is_plain.then(|| parts.join(" "))
        }
        Schedule::Every(interval) => every(interval.value.as_millis()),
    }
}

/// An interval that divides an hour or a day: it is counted from midnight.
fn every(milliseconds: u128) -> Option<String> {
    let minutes = milliseconds.is_multiple_of(60_000).then_some(milliseconds / 60_000)?;
    match minutes {
        1 => Some("* * * * *".to_owned()),
        2..60 if 60_u128.is_multiple_of(minutes) => Some(format!("*/{minutes} * * * *")),
        60 => Some("0 * * * *".to_owned()),
        120..1440 if 1440_u128.is_multiple_of(minutes) && minutes.is_multiple_of(60) => {
            Some(format!("0 */{} * * *", minutes / 60))
        }
        1440 => Some("0 0 * * *".to_owned()),
        _ => None,
    }
}

/// Twice what all attempts may take, as a process that died is followed by another.
fn deadline(job: Option<&Job>, times: &str) -> usize {
    let attempts = job.and_then(|job| job.retry.as_ref()?.attempts.as_ref());
    let attempts = attempts.map_or(1, |attempts| u64::from(attempts.value.get()));
    let timeout = job.and_then(|job| job.timeout.as_ref());
    let minute = times.split(' ').next().unwrap_or(times);
    let unsaid = if minute.contains(['*', ',', '-']) { UNSAID_OFTEN } else { UNSAID };
    let run = timeout.map_or(unsaid, |timeout| {
        attempts * timeout.value.value.as_secs().max(1) + (attempts - 1) * PAUSE
    });
    usize::try_from(2 * run + START).unwrap_or(usize::MAX)
}
