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
        let fixtures = self.work().into_iter().chain(is_answer.then_some("jobs: Jobs"));
        let mut lines = self.head(&self.named("test_{}_hands_a_job_over"), fixtures);
        self.given(&mut lines, false);
        if !is_answer {
            self.done_in_work(1, &mut lines);
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
        let mut lines = self.head(&self.named("test_{}_finds_no_other_job"), self.work());
        self.given(&mut lines, false);
        lines.own(1, "with pytest.raises(NotFound):");
        self.done(2, &mut lines);
        lines
    }
}
