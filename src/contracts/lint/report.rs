//! Where rules say what they found.

use crate::contracts::buf::{Finding, Proto, Section, Selected, ignored};

/// The findings so far, as far as the rules hold.
#[derive(Debug)]
pub(super) struct Report<'a> {
    pub(super) section: &'a Section,
    selected: &'a Selected,
    pub(super) findings: Vec<Finding>,
}

/// The same, of one file.
#[derive(Debug)]
pub(super) struct Of<'a, 'b> {
    pub(super) proto: &'a Proto,
    pub(super) section: &'a Section,
    report: &'b mut Report<'a>,
}

impl<'a> Report<'a> {
    pub(super) fn new(section: &'a Section, selected: &'a Selected) -> Self {
        Self { section, selected, findings: Vec::new() }
    }

    /// Whether anybody wants to know.
    pub(super) fn asks(&self, rule: &str) -> bool {
        self.selected.rules.contains(rule)
    }

    pub(super) fn of<'b>(&'b mut self, proto: &'a Proto) -> Of<'a, 'b> {
        Of { proto, section: self.section, report: self }
    }
}

impl Of<'_, '_> {
    /// A fault at a descriptor path; where nothing is written there, of the whole file.
    pub(super) fn at(
        &mut self,
        rule: &'static str,
        path: &[i32],
        message: impl FnOnce() -> String,
    ) {
        let places = &self.proto.places;
        if path.is_empty() || !places.has(path) {
            return self.whole(rule, message);
        }
        let is_ignored = self.section.comments_ignore && ignored(places, rule, path);
        if self.applies(rule) && !is_ignored {
            self.report.findings.push(Finding::new(rule, self.proto, Some(path), message()));
        }
    }

    /// A fault of the whole file.
    pub(super) fn whole(&mut self, rule: &'static str, message: impl FnOnce() -> String) {
        if self.applies(rule) {
            self.report.findings.push(Finding::new(rule, self.proto, None, message()));
        }
    }

    fn applies(&self, rule: &str) -> bool {
        self.report.selected.applies(rule, &self.proto.import_path)
    }
}
