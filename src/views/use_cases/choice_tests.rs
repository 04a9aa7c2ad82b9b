//! The tests of the calls that are made only if somebody chooses them.

use super::choice::Choice;
use super::unit_tests::{ASKED, REPLACED, Test};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::operation::squeezed;
use crate::views::writing::lines::Lines;

impl Test<'_, '_> {
    /// That another call than the first is made when it is chosen.
    pub(super) fn chosen(&mut self, choice: &Choice, step: usize) -> Lines {
        let method = python::identifier(&self.operation.method);
        let label = choice.label(step);
        let name = python::identifier(&squeezed(label.as_str()));
        let name = Written::fill("test_{}_asks_{}_if_chosen", &[&method, &name]);
        let fixtures = [ASKED].into_iter().chain(self.work()).chain([REPLACED]);
        let mut lines = self.head(&name, fixtures);
        self.given(&mut lines, self.takes_from_request());
        let chooser = python::string(choice.method.as_str());
        lines.own(1, "monkeypatch.setattr(");
        lines.own(2, "use_cases,");
        lines.add(2, Written::fill("{},", &[&chooser]));
        lines.add(2, Written::fill("lambda *_given, **_named: {},", &[label]));
        lines.own(1, ")");
        self.done_in_work(1, &mut lines);
        lines.own(1, "assert asked == [");
        lines.nest(2, &self.expected_requests(Some(step)));
        lines.own(1, "]");
        lines
    }
}
