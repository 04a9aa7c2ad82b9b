//! From what was read to findings: what every command on a project begins with.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::documents::documents;
use super::format::{counts, frames};
use super::inputs::Inputs;
use super::lint::{Linted, linted, linted_beside};
use super::output::Terminal;
use super::requirements::requirements;
use super::{Ending, Global};
use crate::contracts::{self, Parsed};
use crate::diagnostic::{self, Diagnostic, Severity, Sources, Span, Summary};
use crate::load::Project;
use crate::model::{self, BLUEPRINT, Model, Service};
use crate::names::{Name, nearest};
use crate::parallel;
use crate::rules::{self, Everywhere, Findings};
use crate::topology::{self, Topology};

/// A project, understood.
pub(super) struct Compiled {
    pub(super) project: Project,
    pub(super) sources: Sources,
    pub(super) model: Model,
    /// What is wrong with the inputs themselves.
    pub(super) faults: Vec<Diagnostic>,
    /// What the rules have to say.
    pub(super) findings: Findings,
    /// Whether all contracts are sound.
    pub(super) links: bool,
    /// Whether something could not be resolved, so that nothing can be generated.
    pub(super) stops: bool,
}

/// Reads, links and checks the project that the flags name. All faults of all stages are in the result. It lives until the
/// command ends: to give back the memory of a large one, piece by piece, takes longer than to write its findings.
pub(super) fn compile(global: &Global) -> Result<ManuallyDrop<Compiled>> {
    let inputs = Inputs::find(global)?;
    let parsed = contracts::parse(&inputs.roots);
    Ok(ManuallyDrop::new(understood(inputs, parsed)))
}

/// The same, and beside it what there is to say of the look of its contracts.
pub(super) fn compile_and_lint(global: &Global) -> Result<(ManuallyDrop<Compiled>, Linted)> {
    let (compiled, linted) = understood_and_linted(Inputs::find(global)?)?;
    Ok((ManuallyDrop::new(compiled), linted))
}

/// Links and checks a project, and judges the look of its contracts.
pub(super) fn understood_and_linted(inputs: Inputs) -> Result<(Compiled, Linted)> {
    let corpus = inputs.corpus();
    let parsed = contracts::parse(&inputs.roots);
    let same = Arc::ptr_eq(&corpus.roots, &inputs.roots).then(|| parsed.clone());
    let lint = || linted_beside(&corpus, same);
    let (mut found, mut compiled) = parallel::both(lint, || understood(inputs, parsed));
    if !compiled.links {
        found = linted(&corpus, &[]);
    }
    let linted = found?;
    let untold = untold(&linted.faults, &compiled.faults);
    compiled.faults.extend(untold);
    compiled.sources.extend(linted.sources.clone());
    Ok((compiled, linted))
}

/// The faults that have not been told yet.
pub(super) fn untold<'a>(
    faults: &[Diagnostic],
    told: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<Diagnostic> {
    fn identity(fault: &Diagnostic) -> (&str, &Option<Span>) {
        (fault.code.id, &fault.place)
    }
    let told: BTreeSet<_> = told.into_iter().map(identity).collect();
    faults.iter().filter(|fault| !told.contains(&identity(fault))).cloned().collect()
}

/// Links and checks a project whose protos are parsed.
fn understood(inputs: Inputs, parsed: Parsed) -> Compiled {
    let Inputs { project, topology, roots, mut faults, mut sources, files } = inputs;
    faults.extend(unknown_blueprint(&topology));
    let (mut contracts, of_contracts) = contracts::compiled(parsed, &roots);
    let links = !of_contracts.iter().any(Diagnostic::is_error);
    faults.extend(of_contracts);
    let read = |path: &str| files.openapi(&project, path);
    let (documents, of_documents) = documents(&topology, &read, &mut sources);
    contracts.documents = documents;
    faults.extend(of_documents);
    let read = |path: &str| files.requirements(&project, path);
    let (requirements, of_requirements) = requirements(&topology, &read, &mut sources);
    contracts.requirements = requirements;
    faults.extend(of_requirements);
    let (model, of_model) = model::resolve(&topology, contracts);
    faults.extend(of_model);
    let unreadable = faults.iter().any(Diagnostic::is_error);
    let Everywhere { findings, of_environments } =
        rules::check_everywhere(&topology, &model, &faults);
    let stops =
        unreadable || findings.diagnostics.iter().any(|d| d.is_error() && rules::stops(d.code));
    let findings = findings.and(of_environments);
    Compiled { project, sources, model, faults, findings, links, stops }
}

/// So far there is one blueprint of services.
fn unknown_blueprint(topology: &Topology) -> Option<Diagnostic> {
    let named = topology.blueprint.as_ref().filter(|name| name.value != BLUEPRINT)?;
    let message = format!("there is no blueprint `{}`", named.value);
    let hint = format!("write `{BLUEPRINT}`, or leave the key out: it is the only one so far");
    Some(Diagnostic::error(topology::codes::UNKNOWN_NAME, message).at(&named.span).hint(hint))
}

impl Compiled {
    /// Everything that was found, by place.
    pub(super) fn diagnostics(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> =
            self.faults.iter().chain(&self.findings.diagnostics).collect();
        diagnostic::sort(&mut all);
        all
    }

    /// The system as it is in each of its environments, one at a time. The topology is read again for them: it is large,
    /// and seldom needed twice.
    pub(super) fn environments(&self) -> impl Iterator<Item = (Name, Model)> {
        let read = || topology::parse(&self.project.file, &self.project.text).0;
        let again = (!self.model.environments.is_empty()).then(read);
        let contracts = Arc::clone(&self.model.contracts);
        again.into_iter().flat_map(move |topology| {
            let environments = topology.environments.entries.clone().into_iter();
            let contracts = Arc::clone(&contracts);
            environments.map(move |(name, environment)| {
                let overlaid = topology.overlaid(&environment);
                let model = model::resolve(&overlaid, Arc::clone(&contracts)).0.within(&name.value);
                (name.value, model)
            })
        })
    }

    /// How many findings count.
    pub(super) fn summary(&self) -> Summary {
        diagnostic::summary(self.faults.iter().chain(&self.findings.diagnostics))
    }

    /// Makes errors of warnings, and of what cannot be decided.
    pub(super) fn tighten(&mut self) {
        let all = self.faults.iter_mut().chain(&mut self.findings.diagnostics);
        all.for_each(Diagnostic::tighten);
    }
}

/// The service of a name; the error names the nearest.
pub(super) fn service_named<'a>(model: &'a Model, name: &str) -> Result<&'a Service> {
    if let Some(service) = model.service_named(name) {
        return Ok(service);
    }
    let known = model.services.iter().map(|service| service.name.as_str());
    match nearest(name, known) {
        Some(near) => bail!("there is no service `{name}`; `{near}` is the nearest"),
        None => bail!("there is no service `{name}`"),
    }
}

/// How a command ends that would have written, had there been nothing to mend first.
pub(super) fn nothing_written(terminal: &Terminal) -> Ending {
    terminal.talk("nothing was written: mend the errors above first\n");
    Ending::Findings
}

/// Shows what was found, for commands that go on to do something else: of infos only how many there are.
pub(super) fn report(compiled: &Compiled, terminal: &Terminal) {
    let mut shown = compiled.diagnostics();
    shown.retain(|diagnostic| diagnostic.severity != Severity::Info);
    let mut text = frames(&shown, &compiled.sources, false, terminal.stderr_styled());
    let infos = Summary { infos: compiled.summary().infos, ..Summary::default() };
    if let Some(infos) = counts(infos) {
        text.push_str(&format!("{infos}; `scaffold check` shows more\n\n"));
    }
    terminal.talk(&text);
}
