//! `--against`: what changed since an earlier state of the protos, and who has to follow.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::{Error, Result, anyhow, bail};

use super::Global;
use super::corpus::{Corpus, Layout, MODULES, State, corpus, is_wanted, present, quote_found};
use super::output::Terminal;
use crate::contracts::breaking::{ALL, breaking};
use crate::contracts::buf::{Finding, Proto, Protos, Selected, selected, sort};
use crate::contracts::codes::INVALID_BUF_YAML;
use crate::contracts::{Origin, Root, quote};
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::load::Past;

/// What came of a comparison.
#[derive(Debug)]
pub(super) struct Change {
    /// The earlier state, in words.
    pub(super) past: String,
    /// The protos as they were.
    pub(super) previous: Vec<Root>,
    /// What the change breaks.
    pub(super) findings: Vec<Finding>,
    /// What kept something from being compared: errors are faults of what stands now.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

/// Compares what stands below `base` with what stood there, or in the other folder.
pub(super) fn change(
    (layout, base): &(Layout, std::path::PathBuf),
    files: &[String],
    against: &str,
    global: &Global,
    terminal: &Terminal,
) -> Result<Change> {
    let now = present(layout, base)?;
    let past = Past::find(&global.directory, base, against)?;
    let previous = previous(layout, &now.roots, &past, terminal)?;
    let change = Change {
        past: past.name(),
        previous,
        findings: Vec::new(),
        faults: now.faults.clone(),
        sources: now.sources.clone(),
    };
    change.compared(&now, files)
}

/// The roots as they were, in the order of those of now; those that are no more follow.
fn previous(layout: &Layout, now: &[Root], past: &Past, terminal: &Terminal) -> Result<Vec<Root>> {
    let unread = RefCell::new(None);
    let protos = |folder: &str| {
        past.protos(folder).map_err(|error| {
            let told = anyhow!("{error:#}");
            unread.borrow_mut().get_or_insert(error);
            told
        })
    };
    let state = State { protos: &protos, document: &|it| past.document(it) };
    let named = |it: &[Root]| Layout::Named(it.iter().map(|root| root.folder.clone()).collect());
    let was_there = match layout {
        Layout::Project(file) => past.document(file)?.is_some(),
        Layout::Modules => MODULES.iter().try_fold(false, |found, name| {
            Ok::<_, Error>(found || past.document(name)?.is_some())
        })?,
        Layout::Named(_) => false,
    };
    let layout = if was_there { layout.clone() } else { named(now) };
    let Corpus { roots, faults, .. } = corpus(&layout, &state)?;
    if let Some(fault) = faults.iter().find(|fault| fault.code == INVALID_BUF_YAML) {
        bail!("nobody can tell what counted at {}: {}", past.name(), fault.message);
    }
    if let Some(error) = unread.take() {
        bail!("nobody can tell what the contracts were at {}: {error:#}", past.name());
    }
    let mut then = roots.to_vec();
    if let (Past::Folder { .. }, true) = (past, then.iter().all(|root| root.files.is_empty())) {
        then = corpus(&Layout::Named(vec![String::new()]), &state)?.roots.to_vec();
        let folder = now.first().map(|root| root.folder.clone()).unwrap_or_default();
        for root in &mut then {
            root.folder.clone_from(&folder);
        }
    }
    Ok(aligned(now, then, past, terminal))
}

/// Each root with what it was: the one of this folder, else the first whose folder is no root any more.
fn aligned(now: &[Root], mut then: Vec<Root>, past: &Past, terminal: &Terminal) -> Vec<Root> {
    let mut aligned = Vec::new();
    for root in now {
        let folder = &root.folder;
        let is_now = |other: &Root| now.iter().any(|root| root.folder == other.folder);
        let same = then.iter().position(|other| other.folder == *folder);
        let at = same.or_else(|| then.iter().position(|other| !is_now(other)));
        let none = || Root { folder: folder.clone(), ..Root::default() };
        let was = at.map_or_else(none, |at| then.remove(at));
        if was.files.is_empty() && was.unread.is_empty() && !root.files.is_empty() {
            let past = past.name();
            terminal.talk(&format!("note: there was no proto below `{folder}` at {past}\n"));
        } else if was.folder != *folder {
            terminal
                .talk(&format!("note: `{folder}` is compared with what was `{}`\n", was.folder));
        }
        let Root { prefix, vendored, .. } = root.clone();
        aligned.push(Root { folder: past.shown(&was.folder), prefix, vendored, ..was });
    }
    aligned.extend(then.into_iter().map(|root| Root { folder: past.shown(&root.folder), ..root }));
    aligned
}

impl Change {
    fn compared(mut self, now: &Corpus, files: &[String]) -> Result<Self> {
        let (current, faults) = Protos::read(&now.roots);
        self.faults.extend(faults);
        let selected = self.selected(now);
        if self.faults.iter().any(Diagnostic::is_error) {
            quote(&now.roots, &mut self.sources);
            return Ok(self);
        }
        let (previous, faults) = Protos::read(&self.previous);
        self.passed_over(faults);
        let foreign = foreign(&[&previous, &current]);
        let wanted = |proto: &Proto| is_wanted(proto, files, &now.roots);
        let mut all = previous.files.values().chain(current.files.values());
        if !files.is_empty() && !all.any(wanted) {
            let (files, past) = (files.join("`, `"), &self.past);
            bail!("there is no proto `{files}` in the roots, neither now nor at {past}");
        }
        for (index, selected) in selected.into_iter().enumerate() {
            if now.roots[index].vendored {
                continue;
            }
            let home =
                |proto: &Proto| proto.root.map(|at| if at < now.roots.len() { at } else { 0 });
            let of = |proto: &Proto| home(proto) == Some(index) && wanted(proto);
            let selected = selected.without(foreign.iter().cloned());
            self.findings.extend(breaking(&previous, &current, &of, &selected));
        }
        sort(&mut self.findings);
        quote_found(&now.roots, &self.findings, &mut self.sources);
        Ok(self)
    }

    /// The rules that hold in each root.
    fn selected(&mut self, now: &Corpus) -> Vec<Selected> {
        let mut all = Vec::new();
        for rules in &now.rules {
            let section = &rules.module.breaking;
            let (selected, faults) = selected(ALL, rules.version, section, &rules.file);
            self.faults.extend(faults);
            all.push(selected);
        }
        all
    }

    /// Nobody can mend the past: what could not be read of it is not compared.
    fn passed_over(&mut self, faults: Vec<Diagnostic>) {
        if faults.is_empty() {
            return;
        }
        quote(&self.previous, &mut self.sources);
        self.faults.extend(faults.into_iter().map(|fault| Diagnostic {
            severity: fault.severity.min(Severity::Warning),
            hint: Some("what it declared is not compared; it was like that before".to_owned()),
            ..fault
        }));
    }
}

/// The files that others wrote: nobody here changes them back.
fn foreign(states: &[&Protos]) -> BTreeSet<String> {
    let files = states.iter().flat_map(|state| state.files.values());
    let foreign = files.filter(|proto| proto.origin == Origin::Vendored);
    foreign.map(|proto| proto.import_path.clone()).collect()
}
