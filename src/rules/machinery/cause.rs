//! What several findings have in common: they are told as one, at what is to be mended.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Outcome, Severity, Span};

use super::judge::Found;
use super::{Subject, list};

/// One thing to mend behind any number of findings of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    place: Option<Span>,
    words: Cow<'static, str>,
    hint: Cow<'static, str>,
}

/// Findings of one rule, one cause and one weight.
type Together = (&'static str, Severity, Outcome, Cause);

impl Cause {
    /// What they come to, where `#` stands for how many there are, and what to do about all of them.
    pub fn new(words: impl Into<Cow<'static, str>>, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { place: None, words: words.into(), hint: hint.into() }
    }

    /// Where all of them are mended; else they are told at the first of them.
    #[must_use]
    pub fn at_some(mut self, place: Option<&Span>) -> Self {
        self.place = place.cloned();
        self
    }
}

/// The same findings, those of one cause as one. What is waived has a reason of its own, and stays by itself.
pub(super) fn told_once(found: Vec<Found>) -> Vec<Found> {
    let mut alone = Vec::new();
    let mut shared: BTreeMap<Together, Vec<(String, Found)>> = BTreeMap::new();
    for mut one in found {
        let diagnostic = &one.diagnostic;
        match one.cause.take() {
            Some((cause, name)) if diagnostic.outcome != Outcome::Waived => {
                let key = (diagnostic.code.id, diagnostic.severity, diagnostic.outcome, cause);
                shared.entry(key).or_default().push((name, one));
            }
            _ => alone.push(one),
        }
    }
    alone.extend(shared.into_iter().filter_map(|((.., cause), all)| as_one(cause, all)));
    alone
}

/// Of a single finding its own words say more.
fn as_one(cause: Cause, mut all: Vec<(String, Found)>) -> Option<Found> {
    if all.len() < 2 {
        return all.pop().map(|(_, found)| found);
    }
    all.sort_by(|(_, one), (_, other)| one.diagnostic.place.cmp(&other.diagnostic.place));
    let what = cause.words.replace('#', &all.len().to_string());
    let message = format!("{what}: {}", list(&each_once(&all)));
    let (_, first) = all.first()?;
    let shared = cause.place.as_ref();
    let related = all.iter().filter_map(|(_, found)| of_one(found, shared)).collect();
    let place = cause.place.or_else(|| first.diagnostic.place.clone());
    let hint = Some(cause.hint.into_owned());
    let subjects: BTreeSet<Subject> =
        all.iter().flat_map(|(_, found)| &found.subjects).copied().collect();
    let subjects = subjects.into_iter().collect();
    let diagnostic = Diagnostic { message, place, related, hint, ..first.diagnostic.clone() };
    Some(Found { diagnostic, subjects, cause: None })
}

/// What one of them has to say, where it is not the place that all of them share.
fn of_one(found: &Found, shared: Option<&Span>) -> Option<(Span, String)> {
    let diagnostic = &found.diagnostic;
    let places = diagnostic.place.iter().chain(diagnostic.related.iter().map(|(span, _)| span));
    let own = places.into_iter().find(|span| Some(*span) != shared)?;
    Some((own.clone(), diagnostic.message.clone()))
}

/// Their names, in the order of their places.
fn each_once(all: &[(String, Found)]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    all.iter().map(|(name, _)| name.as_str()).filter(|name| seen.insert(*name)).collect()
}
