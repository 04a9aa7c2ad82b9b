//! Runs every rule, and applies policy and waivers to what it finds.

use std::borrow::Borrow;

use crate::diagnostic::{self, Code, Diagnostic, Outcome, Severity};
use crate::model::Model;
use crate::topology::Level;

use super::super::{ALL, Rule};
use super::policy::Policy;
use super::waivers::Waivers;
use super::{Finding, Subject};

/// What all rules came to.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// In the order of every output; waived ones are among them.
    pub diagnostics: Vec<Diagnostic>,
    /// What each of them is about, in the same order.
    pub subjects: Vec<Vec<Subject>>,
    /// One for each rule, in the order of [`ALL`].
    pub outcomes: Vec<Judged>,
}

/// What one rule came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which rule.
    pub code: Code,
    /// The strongest of its results.
    pub verdict: Verdict,
    /// The worst that it found, waived or not.
    pub worst: Option<Severity>,
}

/// The strongest result of a rule, and how many findings have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Policy says not to look.
    Off,
    /// There is nothing to say.
    Ok,
    /// All that it found has a reason to stay.
    Waived(usize),
    /// Facts are missing; what is known is sound.
    NotDecidable(usize),
    /// The fault is there.
    Violated(usize),
}

impl Findings {
    /// What a rule came to, by its code.
    pub fn of(&self, code: &str) -> Option<&Judged> {
        self.outcomes.iter().find(|judged| judged.code.id == code)
    }
}

/// A diagnostic, and the parts of the system that it is about.
struct Found {
    diagnostic: Diagnostic,
    subjects: Vec<Subject>,
}

impl Borrow<Diagnostic> for Found {
    fn borrow(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// Runs every rule on the model.
pub(in crate::rules) fn judge(model: &Model) -> Findings {
    let policy = Policy::of(model);
    let mut waivers = Waivers::of(model);
    let mut all = Vec::new();
    let mut outcomes = Vec::new();
    for rule in ALL {
        let level = policy.level(rule.code);
        let found = if level == Some(Level::Off) {
            waivers.pass_over(rule.code);
            Vec::new()
        } else {
            found(rule, model, level, &mut waivers)
        };
        let verdict = if level == Some(Level::Off) { Verdict::Off } else { verdict(&found) };
        let worst = found.iter().map(|found| found.diagnostic.severity).max();
        outcomes.push(Judged { code: rule.code, verdict, worst });
        all.extend(found);
    }
    let about_nothing = |diagnostic| Found { diagnostic, subjects: Vec::new() };
    all.extend(policy.unknown().into_iter().map(about_nothing));
    all.extend(waivers.faults().into_iter().map(about_nothing));
    diagnostic::sort(&mut all);
    let (diagnostics, subjects) =
        all.into_iter().map(|found| (found.diagnostic, found.subjects)).unzip();
    Findings { diagnostics, subjects, outcomes }
}

fn found(rule: &Rule, model: &Model, level: Option<Level>, waivers: &mut Waivers) -> Vec<Found> {
    let judged = |finding: Finding| {
        let subjects = finding.subjects.clone();
        let waiver = waivers.claim(rule.code, &finding.subjects);
        let mut diagnostic = finding.diagnostic(rule.code);
        diagnostic.severity = level.and_then(severity).unwrap_or(diagnostic.severity);
        if let Some(waiver) = waiver {
            diagnostic.outcome = Outcome::Waived;
            diagnostic.message = format!("{} (waived: {})", diagnostic.message, waiver.reason);
            diagnostic.related.push((waiver.span.clone(), "waived here".to_owned()));
            diagnostic.hint = None;
        }
        Found { diagnostic, subjects }
    };
    (rule.check)(model).into_iter().map(judged).collect()
}

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Off => None,
        Level::Info => Some(Severity::Info),
        Level::Warning => Some(Severity::Warning),
        Level::Error => Some(Severity::Error),
    }
}

fn verdict(found: &[Found]) -> Verdict {
    let count = |outcome| found.iter().filter(|one| one.diagnostic.outcome == outcome).count();
    match (count(Outcome::Violated), count(Outcome::NotDecidable), count(Outcome::Waived)) {
        (0, 0, 0) => Verdict::Ok,
        (0, 0, waived) => Verdict::Waived(waived),
        (0, open, _) => Verdict::NotDecidable(open),
        (violated, _, _) => Verdict::Violated(violated),
    }
}
