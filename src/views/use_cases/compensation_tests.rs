//! The tests of what is taken back: a later step fails, and those before are asked for their compensation.

use super::fakes;
use super::skeleton::peer_of;
use super::unit_tests::{ASKED, REPLACED, Test};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Times;
use crate::views::meaning::filled::Filled;
use crate::views::meaning::operation::squeezed;
use crate::views::peers::method::client_method;
use crate::views::writing::lines::Lines;

/// What is made to fail: the method of a class, and the steps that are done by then.
struct Failing {
    class: Written,
    method: Written,
    done: usize,
}

impl Test<'_, '_> {
    /// That what was done is taken back; `None` where nothing is, or nothing behind it can be made to fail.
    pub(super) fn compensated(&mut self) -> Option<Lines> {
        let operation = self.operation;
        let steps = &operation.flow.steps;
        let last = steps.iter().rposition(Filled::is_undone)?;
        if !operation.declared || !steps[..=last].iter().all(is_plain) {
            return None;
        }
        let failing = self.failing(last)?;
        self.imports.name("unittest.mock", "Mock");
        self.imports.name(&format!("{}.errors", self.system.runtime), "PeerUnavailable");
        let fixtures = [ASKED].into_iter().chain(self.work()).chain([REPLACED]);
        let mut lines = self.head(&self.named("test_{}_takes_back_what_it_did"), fixtures);
        self.given(&mut lines, self.takes_from_request());
        lines.own(1, "failing = Mock(side_effect=PeerUnavailable(\"down\"))");
        let method = python::string(failing.method.as_str());
        let pieces = [&failing.class, &method];
        lines.add(1, Written::fill("monkeypatch.setattr({}, {}, failing)", &pieces));
        lines.own(1, "with pytest.raises(PeerUnavailable):");
        self.done_in_work(2, &mut lines);
        lines.own(1, "assert asked == [");
        let undoing = steps[..failing.done].iter().rev().filter_map(|one| one.undone_by.as_deref());
        for step in steps[..failing.done].iter().chain(undoing) {
            let request = self.expected_request(step);
            lines.nest(2, &request.with_tail(","));
        }
        lines.own(1, "]");
        Some(lines)
    }

    /// The first step behind the last that is taken back, or else the events.
    fn failing(&mut self, last: usize) -> Option<Failing> {
        let (operation, has) = (self.operation, self.service.has);
        let flow = &operation.flow;
        if let Some(step) = flow.steps.get(last + 1) {
            let peer = peer_of(self.service, step).filter(|_| is_plain(step))?;
            let class = fakes::class_name(peer);
            let method = python::identifier(&client_method(self.system, peer, step.call));
            return Some(Failing { class, method, done: last + 1 });
        }
        let event = flow.events.first().filter(|_| !operation.transactional)?;
        let (class, method) = if has.outbox {
            ("UnitOfWork", Written::own("begin"))
        } else {
            ("Publisher", python::identifier(&squeezed(&event.topic.name)))
        };
        Some(Failing { class: Written::own(class), method, done: last + 1 })
    }
}

/// Whether a step is made once, by itself.
fn is_plain(step: &Filled) -> bool {
    let once = matches!(step.step.times, Times::Count(count) if count.get() == 1);
    once && step.step.either.is_none() && step.step.parallel.is_none() && !step.streams_back()
}
