//! What a service does by the clock: `jobs/schedules.py`.

use serde::Serialize;

use super::operation::spec;
use super::system::{PyService, System};
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Job;

/// The view of `jobs/schedules.py`.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    /// The arguments of each schedule.
    schedules: Vec<Vec<Written>>,
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    imports.name("collections.abc", "Sequence");
    imports.name(&format!("{}.services.ports", service.package), "UseCases");
    imports.name(&format!("{}.schedule", system.runtime), "Schedule");
    let mut schedules = Vec::new();
    for operation in &service.operations {
        let (schedule, job) = match &operation.operation.kind {
            OperationKind::Cron(schedule) => (schedule, None),
            OperationKind::Job(Some(schedule)) => {
                let jobs = &service.service.jobs;
                let job = jobs.iter().find(|(name, _)| *name == operation.operation.name);
                (schedule, job.map(|(_, job)| job))
            }
            _ => continue,
        };
        let mut arguments = vec![
            Written::fill("name={}", &[&python::string(&operation.operation.name)]),
            Written::fill("spec={}", &[&python::string(&spec(schedule))]),
            Written::fill("job=use_cases.{}", &[&python::identifier(&operation.method)]),
        ];
        arguments.extend(job.into_iter().flat_map(job_arguments));
        schedules.push(arguments);
    }
    View { imports: imports.written(), schedules }
}

fn job_arguments(job: &Job) -> Vec<Written> {
    let attempts = job.retry.as_ref().and_then(|retry| retry.attempts.as_ref());
    let attempts = attempts.filter(|attempts| attempts.value.get() > 1).map(|attempts| {
        Written::fill("attempts={}", &[&python::number(&attempts.value.to_string())])
    });
    let timeout = job
        .timeout
        .as_ref()
        .map(|timeout| Written::fill("timeout={}", &[&python::seconds(timeout.value.value)]));
    attempts.into_iter().chain(timeout).collect()
}
