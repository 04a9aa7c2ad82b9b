//! What a service does by the clock, `jobs/schedules.py`, and what it keeps the results of, `jobs/tasks.py`.

use serde::Serialize;

use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Job;
use crate::views::meaning::operation::{PyOperation, spec};
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::signature;

/// The view of both files.
#[derive(Serialize)]
pub(in crate::views) struct View {
    by_the_clock: bool,
    imports: Written,
    /// `def schedules(use_cases: UseCases) -> Sequence[Schedule]:`
    signature: Vec<Written>,
    /// The arguments of each schedule.
    schedules: Vec<Vec<Written>>,
    tasks_imports: Written,
    tasks: Vec<TaskView>,
}

/// A job whose result is kept.
#[derive(Serialize)]
struct TaskView {
    name: Written,
    /// What the job is made with.
    arguments: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    View {
        by_the_clock: service.has.jobs,
        imports: imports(system, service).written(),
        signature: schedules_signature(service),
        schedules: service.operations.iter().filter_map(|one| schedule(service, one)).collect(),
        tasks_imports: tasks_imports(system, service).written(),
        tasks: kept(service),
    }
}

/// The call that makes the schedules: `schedules(use_cases)`, with the jobs where results are kept.
pub(in crate::views) fn schedules(service: &PyService) -> Written {
    let names: Vec<Written> =
        givens(service).into_iter().map(|(name, _)| Written::own(name)).collect();
    Written::fill("schedules({})", &[&Written::join(&names, ", ")])
}

/// What the schedules need: use cases for what is done here, jobs for what is handed over.
fn givens(service: &PyService) -> Vec<(&'static str, &'static str)> {
    let timed = || service.operations.iter().filter(|one| is_timed(one));
    let mut givens = Vec::new();
    if timed().any(|one| !one.keeps_result) {
        givens.push(("use_cases", "use_cases: UseCases"));
    }
    if timed().any(|one| one.keeps_result) {
        givens.push(("jobs", "jobs: Jobs"));
    }
    givens
}

fn schedules_signature(service: &PyService) -> Vec<Written> {
    let parameters: Vec<Written> =
        givens(service).into_iter().map(|(_, parameter)| Written::own(parameter)).collect();
    let tail = Written::own(" -> Sequence[Schedule]:");
    signature(&Written::own("def schedules"), &parameters, &tail).into_vec()
}

fn is_timed(operation: &PyOperation) -> bool {
    matches!(operation.operation.kind, OperationKind::Cron(_) | OperationKind::Job(Some(_)))
}

fn schedule(service: &PyService, operation: &PyOperation) -> Option<Vec<Written>> {
    let (OperationKind::Cron(schedule) | OperationKind::Job(Some(schedule))) =
        &operation.operation.kind
    else {
        return None;
    };
    let name = python::string(&operation.operation.name);
    let mut arguments = vec![
        Written::fill("name={}", &[&name]),
        Written::fill("spec={}", &[&python::string(&spec(schedule))]),
    ];
    if operation.keeps_result {
        arguments.push(Written::fill("job=partial(jobs.submit, {})", &[&name]));
    } else {
        let method = python::identifier(&operation.method);
        arguments.push(Written::fill("job=use_cases.{}", &[&method]));
        arguments.extend(job_of(service, operation).into_iter().flat_map(job_arguments));
    }
    Some(arguments)
}

fn kept(service: &PyService) -> Vec<TaskView> {
    let kept = service.operations.iter().filter(|one| one.keeps_result);
    kept.map(|operation| {
        let method = python::identifier(&operation.method);
        let mut arguments = vec![Written::fill("run=use_cases.{}", &[&method])];
        arguments.extend(job_of(service, operation).into_iter().flat_map(job_arguments));
        TaskView { name: python::string(&operation.operation.name), arguments }
    })
    .collect()
}

/// What is said of the job that an operation is.
pub(in crate::views) fn job_of<'a>(
    service: &'a PyService,
    operation: &PyOperation,
) -> Option<&'a Job> {
    let is_job = matches!(operation.operation.kind, OperationKind::Job(_));
    let mut jobs = service.service.jobs.iter().filter(|_| is_job);
    jobs.find(|(name, _)| *name == operation.operation.name).map(|(_, job)| job)
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

fn imports(system: &System, service: &PyService) -> Imports {
    let mut imports = system.imports();
    imports.name("collections.abc", "Sequence");
    imports.name(&format!("{}.schedule", system.runtime), "Schedule");
    for (name, _) in givens(service) {
        if name == "jobs" {
            imports.name("functools", "partial");
            imports.name(&format!("{}.jobs", system.runtime), "Jobs");
        } else {
            imports.name(&format!("{}.services.ports", service.package), "UseCases");
        }
    }
    imports
}

fn tasks_imports(system: &System, service: &PyService) -> Imports {
    let mut imports = system.imports();
    imports.name("collections.abc", "Mapping");
    imports.name(&format!("{}.services.ports", service.package), "UseCases");
    imports.name(&format!("{}.jobs", system.runtime), "Job");
    imports
}
