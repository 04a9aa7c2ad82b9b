//! Runs every rule, and applies policy and waivers to what it finds.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::diagnostic::{self, Code, Diagnostic, Outcome, Severity, Span};
use crate::model::Model;
use crate::parallel;
use crate::topology::Level;

use super::super::{ALL, Rule};
use super::cause::{Cause, told_once};
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

/// What a finding is known by.
pub(super) type Identity = (&'static str, Option<Span>, String);

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

    /// The same with what was found elsewhere, such as in an environment.
    #[must_use]
    pub fn and(self, more: Vec<Diagnostic>) -> Self {
        let Self { diagnostics, subjects, outcomes } = self;
        let known = diagnostics.into_iter().zip(subjects);
        let more = more.into_iter().map(|diagnostic| (diagnostic, Vec::new()));
        let found = |(diagnostic, subjects)| Found { diagnostic, subjects, cause: None };
        let mut all: Vec<Found> = known.chain(more).map(found).collect();
        diagnostic::sort(&mut all);
        let again = |one: Judged| match one.verdict {
            Verdict::Off => one,
            _ => judged(one.code, None, &all),
        };
        let outcomes = outcomes.into_iter().map(again).collect();
        let (diagnostics, subjects) =
            all.into_iter().map(|found| (found.diagnostic, found.subjects)).unzip();
        Self { diagnostics, subjects, outcomes }
    }
}

/// A diagnostic, the parts of the system that it is about, and what it shares with others.
pub(super) struct Found {
    pub(super) diagnostic: Diagnostic,
    pub(super) subjects: Vec<Subject>,
    pub(super) cause: Option<(Cause, String)>,
}

impl Borrow<Diagnostic> for Found {
    fn borrow(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// What every rule has to say, each finding by itself.
pub(super) struct Apart {
    pub(super) found: Vec<Found>,
    /// What is wrong with the policy and the waivers themselves.
    pub(super) faults: Vec<Diagnostic>,
    /// The waivers that something needs.
    pub(super) needed: BTreeSet<Span>,
    /// By rule, its policy.
    levels: Vec<(Code, Option<Level>)>,
}

/// Runs every rule on the model.
pub(in crate::rules) fn judge(model: &Model) -> Findings {
    apart(model).together()
}

impl Apart {
    /// Those of one cause told as one, in the order of every output.
    pub(super) fn together(self) -> Findings {
        let found = told_once(self.found);
        let levels = self.levels.into_iter();
        let outcomes = levels.map(|(code, level)| judged(code, level, &found)).collect();
        let about_nothing = |diagnostic| Found { diagnostic, subjects: Vec::new(), cause: None };
        let faults = self.faults.into_iter().map(about_nothing);
        let mut all: Vec<Found> = found.into_iter().chain(faults).collect();
        diagnostic::sort(&mut all);
        let (diagnostics, subjects) =
            all.into_iter().map(|found| (found.diagnostic, found.subjects)).unzip();
        Findings { diagnostics, subjects, outcomes }
    }
}

/// Runs every rule on the model, with nothing told as one yet.
pub(super) fn apart(model: &Model) -> Apart {
    let policy = Policy::of(model);
    let mut waivers = Waivers::of(model);
    let (mut all, mut levels) = (Vec::new(), Vec::new());
    let is_off = |rule: &Rule| policy.level(rule.code) == Some(Level::Off);
    let findings =
        parallel::map(ALL, |rule| if is_off(rule) { Vec::new() } else { (rule.check)(model) });
    for (rule, findings) in ALL.iter().zip(findings) {
        let level = policy.level(rule.code);
        if is_off(rule) {
            waivers.pass_over(rule.code);
        }
        all.extend(found(rule, findings, level, &mut waivers));
        levels.push((rule.code, level));
    }
    let mut faults = policy.unknown();
    faults.extend(waivers.faults());
    Apart { found: all, faults, needed: waivers.needed(), levels }
}

/// Where it is and what it says: a finding that an environment has too is the same.
pub(super) fn identity(diagnostic: &Diagnostic) -> Identity {
    (diagnostic.code.id, diagnostic.place.clone(), diagnostic.message.clone())
}

fn judged(code: Code, level: Option<Level>, all: &[Found]) -> Judged {
    let of_rule = || all.iter().map(|one| &one.diagnostic).filter(|one| one.code == code);
    let worst = of_rule().map(|diagnostic| diagnostic.severity).max();
    let verdict = if level == Some(Level::Off) { Verdict::Off } else { verdict(of_rule) };
    Judged { code, verdict, worst }
}

/// What a rule found, with what policy and waivers make of it.
fn found(
    rule: &Rule,
    findings: Vec<Finding>,
    level: Option<Level>,
    waivers: &mut Waivers,
) -> Vec<Found> {
    let judged = |mut finding: Finding| {
        let subjects = finding.subjects.clone();
        let cause = finding.cause.take();
        let waiver = waivers.claim(rule.code, &finding.subjects);
        let mut diagnostic = finding.diagnostic(rule.code);
        diagnostic.severity = level.and_then(severity).unwrap_or(diagnostic.severity);
        if let Some(waiver) = waiver {
            diagnostic.outcome = Outcome::Waived;
            diagnostic.message = format!("{} (waived: {})", diagnostic.message, waiver.reason);
            diagnostic.related.push((waiver.span.clone(), "waived here".to_owned()));
            diagnostic.hint = None;
        }
        Found { diagnostic, subjects, cause }
    };
    findings.into_iter().map(judged).collect()
}

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Off => None,
        Level::Info => Some(Severity::Info),
        Level::Warning => Some(Severity::Warning),
        Level::Error => Some(Severity::Error),
    }
}

fn verdict<'a, I: Iterator<Item = &'a Diagnostic>>(all: impl Fn() -> I) -> Verdict {
    let count = |outcome| all().filter(|one| one.outcome == outcome).count();
    match (count(Outcome::Violated), count(Outcome::NotDecidable), count(Outcome::Waived)) {
        (0, 0, 0) => Verdict::Ok,
        (0, 0, waived) => Verdict::Waived(waived),
        (0, open, _) => Verdict::NotDecidable(open),
        (violated, _, _) => Verdict::Violated(violated),
    }
}
