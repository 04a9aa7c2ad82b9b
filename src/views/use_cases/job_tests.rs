//! The tests of use cases that hand a job over, or tell its result.

use super::unit_tests::Test;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::dataflow::Reply;
use crate::views::writing::lines::Lines;

impl Test<'_, '_> {
    /// That a job is handed over, which ends.
    pub(super) fn hands_over(&mut self) -> Lines {
        let is_answer = matches!(self.operation.flow.reply, Reply::Accepted);
        let more = if is_answer { "jobs: Jobs," } else { "" };
        let mut lines = self.job_head("test_{}_hands_a_job_over", more);
        self.given(&mut lines, false);
        if !is_answer {
            self.done_in_work(&mut lines);
            return lines;
        }
        self.imports.name(&format!("{}.testing", self.system.runtime), "eventually");
        let call = self.call();
        lines.nest(1, &call.written(1, "reply = await ", ""));
        lines.gap();
        lines.own(1, "async def is_over() -> bool:");
        let job = self.operation.operation.starts.as_deref().unwrap_or_default();
        let job = python::string(job);
        lines.add(2, Written::fill("outcome = await jobs.outcome({}, reply.job_id)", &[&job]));
        lines.own(2, "return outcome.state != \"waiting\"");
        lines.gap();
        lines.own(1, "await eventually(is_over)");
        lines
    }

    /// That an id that nobody has is not found.
    pub(super) fn finds_no_job(&mut self) -> Lines {
        self.imports.name(&format!("{}.errors", self.system.runtime), "NotFound");
        let mut lines = self.job_head("test_{}_finds_no_other_job", "");
        self.given(&mut lines, false);
        lines.own(1, "with pytest.raises(NotFound):");
        self.done(2, &mut lines);
        lines
    }

    pub(super) fn done_in_work(&mut self, lines: &mut Lines) {
        if self.operation.transactional {
            lines.own(1, "async with unit_of_work.begin() as work:");
            self.done(2, lines);
        } else {
            self.done(1, lines);
        }
    }

    fn job_head(&self, name: &'static str, more: &'static str) -> Lines {
        let class = python::identifier(&self.service.class);
        let name = Written::fill(name, &[&python::identifier(&self.operation.method)]);
        let mut lines = Lines::default();
        lines.add(0, Written::fill("async def {}(", &[&name]));
        lines.add(1, Written::fill("use_cases: {}UseCases,", &[&class]));
        if self.operation.transactional {
            lines.own(1, "unit_of_work: UnitOfWork,");
        }
        if !more.is_empty() {
            lines.own(1, more);
        }
        lines.own(0, ") -> None:");
        lines
    }
}
