//! `tests/unit/test_MODULE_use_cases.py`: each operation with fakes for its peers.

use serde::Serialize;

use super::choice::Choice;
use super::fakes::{FakeView, fake};
use super::fixtures::{arguments, base_imports, tells};
use super::skeleton::{peer_of, standard};
use super::test_statements::{Call, parsed_rows, query};
use crate::contracts::Message;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::openapi::Shape;
use crate::views::data::table::tables;
use crate::views::doors::inputs::Place;
use crate::views::http_contract::filling::Shaped;
use crate::views::meaning::dataflow::{Event, Input, Reply};
use crate::views::meaning::operation::{PyOperation, squeezed};
use crate::views::meaning::system::{PeerKind, PyService, System};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{LONGEST, Lines, exploded};

/// The view of the file.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    fakes: Vec<FakeView>,
    has_store: bool,
    has_outbox: bool,
    has_jobs: bool,
    /// `return`, or `use_cases =` where something is done with them first.
    made: Written,
    has_peers: bool,
    has_parameters: bool,
    database_docstring: Written,
    /// `settings=local_settings(Settings)`
    arguments: Vec<Written>,
    tests: Vec<Vec<Written>>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = base_imports(system, service);
    let fakes = service.peers.iter().map(|peer| fake(system, peer, &mut imports)).collect();
    let mut tests = Vec::new();
    let tables = tables(system, service);
    for (index, operation) in service.operations.iter().enumerate() {
        if standard(&tables, index).is_some() {
            continue;
        }
        let mut test = Test { system, service, operation, imports: &mut imports };
        tests.push(test.main().into_vec());
        if operation.declared {
            for choice in Choice::all(service, operation) {
                let others = choice.steps.clone().skip(1);
                tests.extend(others.map(|step| test.chosen(&choice, step).into_vec()));
            }
        }
        if operation.believes_secrets {
            tests.push(test.refused().into_vec());
        }
        tests.extend(test.compensated().map(Lines::into_vec));
        for event in &operation.flow.events {
            if service.has.outbox && !operation.transactional {
                tests.push(test.published(event).into_vec());
            }
        }
    }
    let arguments = arguments(service);
    View {
        imports: imports.written(),
        fakes,
        has_store: service.has.store,
        has_outbox: tells(service),
        has_jobs: service.has.asks_jobs,
        made: Written::own(if service.has.asks_jobs { "use_cases =" } else { "return" }),
        has_peers: !service.peers.is_empty(),
        has_parameters: service.has.store || service.has.asks_jobs || !service.peers.is_empty(),
        database_docstring: Written::own(if tells(service) {
            "\"\"\"A database of its own for every test, with the outbox only.\"\"\""
        } else {
            "\"\"\"A database of its own for every test, without tables.\"\"\""
        }),
        arguments,
        tests,
    }
}

/// The fixture that knows what the peers were asked, and the one that replaces what is called.
pub(super) const ASKED: &str = "asked: list[object]";
pub(super) const REPLACED: &str = "monkeypatch: pytest.MonkeyPatch";

/// The tests of one operation.
pub(super) struct Test<'a, 'b> {
    pub(super) system: &'b System<'a>,
    pub(super) service: &'b PyService<'a>,
    pub(super) operation: &'b PyOperation<'a>,
    pub(super) imports: &'b mut Imports,
}

impl<'a> Test<'a, '_> {
    /// What the operation asks and answers.
    fn main(&mut self) -> Lines {
        let operation = self.operation;
        if !operation.declared {
            return self.not_implemented();
        }
        if operation.operation.result.is_some() {
            return self.finds_no_job();
        }
        if operation.operation.starts.is_some() {
            return self.hands_over();
        }
        let asks = !operation.flow.steps.is_empty();
        let answers = !matches!(operation.flow.reply, Reply::Nothing);
        let told = match (asks, answers) {
            (true, true) => "test_{}_asks_its_peers_and_answers",
            (true, false) => "test_{}_asks_its_peers",
            (false, true) => "test_{}_answers",
            (false, false) => "test_{}_is_done",
        };
        let fixtures = asks.then_some(ASKED).into_iter().chain(self.work());
        let mut lines = self.head(&self.named(told), fixtures);
        self.given(&mut lines, self.takes_from_request());
        self.asked_and_answered(&mut lines);
        if asks {
            let expected = self.expected_requests(None);
            lines.own(1, "assert asked == [");
            lines.nest(2, &expected);
            lines.own(1, "]");
        }
        lines
    }

    /// The name of a test of the operation.
    pub(super) fn named(&self, pattern: &'static str) -> Written {
        Written::fill(pattern, &[&python::identifier(&self.operation.method)])
    }

    /// The fixture with the transaction that the operation is a part of, if it is.
    pub(super) fn work(&self) -> Option<&'static str> {
        self.operation.transactional.then_some("unit_of_work: UnitOfWork")
    }

    /// `async def test_..(` with the fixtures that it needs.
    pub(super) fn head(
        &self,
        name: &Written,
        fixtures: impl IntoIterator<Item = &'static str>,
    ) -> Lines {
        let class = python::identifier(&self.service.class);
        let mut lines = Lines::default();
        lines.add(0, Written::fill("async def {}(", &[name]));
        lines.add(1, Written::fill("use_cases: {}UseCases,", &[&class]));
        for fixture in fixtures {
            lines.add(1, Written::fill("{},", &[&Written::own(fixture)]));
        }
        lines.own(0, ") -> None:");
        lines
    }

    fn not_implemented(&mut self) -> Lines {
        self.imports.name(&format!("{}.errors", self.system.runtime), "NotImplementedYet");
        let mut lines = self.head(&self.named("test_{}_is_not_implemented_yet"), []);
        self.given(&mut lines, false);
        lines.own(1, "with pytest.raises(NotImplementedYet):");
        self.done(2, &mut lines);
        lines
    }

    /// That nothing is believed outside of local.
    fn refused(&mut self) -> Lines {
        self.imports.name(&format!("{}.errors", self.system.runtime), "NotImplementedYet");
        let class = python::identifier(&self.service.class);
        let head = self.named("async def test_{}_is_refused_outside_of_local");
        let mut parameters = Vec::new();
        if self.service.has.store {
            parameters.push(Written::own("unit_of_work: UnitOfWork"));
        }
        if self.service.has.asks_jobs {
            parameters.push(Written::own("jobs: Jobs"));
        }
        if !self.service.peers.is_empty() {
            parameters.push(Written::own(ASKED));
        }
        let mut arguments = arguments(self.service);
        arguments[0] = Written::own("settings=local_settings(Settings, environment=\"prod\")");
        let mut lines = Lines::default();
        lines.nest(0, &exploded(&head, &parameters, " -> None:"));
        lines.nest(
            1,
            &exploded(&Written::fill("use_cases = {}UseCases", &[&class]), &arguments, ""),
        );
        self.given(&mut lines, false);
        lines.own(1, "with pytest.raises(NotImplementedYet):");
        self.done(2, &mut lines);
        lines
    }

    /// The request or event, made up where something is taken from it.
    pub(super) fn given(&mut self, lines: &mut Lines, full: bool) {
        self.body(lines);
        let Input::Message(message) = self.operation.flow.input else { return };
        let name = self.input_name();
        let value = if full {
            let inner = self.operation.flow.answer_within();
            sample::message_around(self.system, message, inner, self.imports)
        } else {
            let class = self.system.messages.class(&message.full_name, self.imports);
            exploded(&class, &[], "")
        };
        lines.nest(1, &value.with_head(&Written::fill("{} = ", &[&Written::own(name)])));
    }

    /// `body = orders_http.OrderDraft.model_validate(` ..
    fn body(&mut self, lines: &mut Lines) {
        let service = self.operation.operation.service;
        let bodies = self.operation.flow.values().iter().filter(|one| one.place == Place::Whole);
        for described in bodies.filter_map(|value| value.described.as_ref()) {
            let context = described.context.clone();
            let nothing = (&Input::Nothing, [].as_slice());
            let model = self.system.model;
            let shaped = Shaped::new(model, service, described.schema, context, nothing);
            let body = shaped.lines(self.system, self.imports, |_, _, _| Lines::default());
            let head = if matches!(described.schema.shape, Shape::Model(_)) {
                Written::own("body = ")
            } else {
                Written::fill("body: {} = ", &[&shaped.kind(self.system, self.imports)])
            };
            lines.nest(1, &body.with_head(&head));
        }
    }

    pub(super) fn input_name(&self) -> &'static str {
        if matches!(self.operation.operation.kind, OperationKind::Event(_)) {
            "event"
        } else {
            "request"
        }
    }

    /// Whether a call, an event or the answer takes something from the request.
    pub(super) fn takes_from_request(&self) -> bool {
        let flow = &self.operation.flow;
        let opaque = flow.calls().any(|step| {
            peer_of(self.service, step).is_some_and(|peer| matches!(peer.kind, PeerKind::Opaque(_)))
        });
        opaque || flow.uses_request()
    }

    /// Whether the answer comes in pieces.
    pub(super) fn yields(&self) -> bool {
        self.operation.streaming.from_server() || self.operation.flow.passed_on.is_some()
    }

    /// `use_cases.send_message(request)`
    pub(super) fn call(&mut self) -> Call {
        let operation = self.operation;
        let head = Written::fill("use_cases.{}", &[&python::identifier(&operation.method)]);
        let mut arguments = Vec::new();
        match &operation.flow.input {
            Input::Message(_) if operation.streaming.from_client() => {
                self.imports.name(&format!("{}.streams", self.system.runtime), "one");
                arguments.push(Written::own("one(request)"));
            }
            Input::Message(_) => {
                arguments.push(Written::own(self.input_name()));
                arguments.extend(operation.transactional.then(|| Written::own("work")));
            }
            Input::Values(values) => {
                for value in values {
                    let name = python::identifier(&value.argument);
                    if value.place == Place::Whole {
                        arguments.push(Written::fill("{}={}", &[&name, &name]));
                        continue;
                    }
                    let service = self.operation.operation.service;
                    let (sample, _) = sample::given(self.system, service, value, self.imports);
                    arguments.push(Written::fill("{}={}", &[&name, &sample]));
                }
            }
            Input::Nothing if operation.keeps_result => arguments.push(Written::own("{}")),
            Input::Nothing => {}
        }
        let is_exploded = matches!(operation.flow.input, Input::Values(_));
        Call { head, arguments, is_exploded }
    }

    /// Calls the operation for nothing but its effects.
    pub(super) fn done(&mut self, level: usize, lines: &mut Lines) {
        let call = self.call();
        if self.yields() {
            lines.nest(level, &call.written(level, "async for _ in ", ":"));
            lines.own(level + 1, "pass");
        } else {
            lines.nest(level, &call.written(level, "await ", ""));
        }
    }

    /// The same, within a transaction where the operation is a part of one.
    pub(super) fn done_in_work(&mut self, level: usize, lines: &mut Lines) {
        if self.operation.transactional {
            lines.own(level, "async with unit_of_work.begin() as work:");
            self.done(level + 1, lines);
        } else {
            self.done(level, lines);
        }
    }

    /// Calls the operation and compares what it answers.
    fn asked_and_answered(&mut self, lines: &mut Lines) {
        let expected = self.expected_reply();
        match (self.yields(), expected) {
            (true, expected) => {
                let call = self.call();
                lines.nest(1, &call.collected());
                lines.own(1, "assert replies == [");
                lines.nest(2, &expected.unwrap_or_default().with_tail(","));
                lines.own(1, "]");
            }
            (false, Some(expected)) => {
                lines.nest(1, &self.call().written(1, "reply = await ", ""));
                lines.nest(1, &expected.with_head(&Written::own("assert reply == ")));
            }
            (false, None) => self.done_in_work(1, lines),
        }
    }

    fn expected_reply(&mut self) -> Option<Lines> {
        match &self.operation.flow.reply {
            Reply::Message(parts) => Some(self.expected_answer(parts)),
            Reply::Step(index) => {
                let message = self.operation.flow.steps[*index].provides?;
                Some(sample::message(self.system, message, "", self.imports))
            }
            Reply::Described(shaped) => Some(self.expected_described(shaped)),
            Reply::Json => Some(self.expected_values()),
            Reply::Accepted | Reply::Outcome | Reply::Nothing => None,
        }
    }

    /// That an event stands in the outbox.
    fn published(&mut self, event: &Event<'a>) -> Lines {
        self.imports.name("sqlalchemy", "select");
        let topic = python::string(&event.topic.name);
        let names =
            [&self.operation.method, &squeezed(&event.topic.name)].map(|it| python::identifier(it));
        let name = Written::fill("test_{}_publishes_{}", &[&names[0], &names[1]]);
        let mut lines = self.head(&name, ["database: Database"]);
        self.given(&mut lines, self.takes_from_request());
        self.done(1, &mut lines);
        lines.nest(1, &query(&topic));
        lines.own(1, "async with database.snapshot() as session:");
        lines.own(2, "rows = (await session.execute(query)).all()");
        let class = self.class(event.payload.message);
        let line =
            Written::fill("assert [{}.FromString(row.payload) for row in rows] == [", &[&class]);
        if line.as_str().chars().count() + 4 <= LONGEST {
            lines.add(1, line);
        } else {
            lines.nest(1, &parsed_rows(&class));
            lines.own(1, "assert events == [");
        }
        let expected = self.expected(&event.payload, None);
        lines.nest(2, &expected.with_tail(","));
        lines.own(1, "]");
        lines
    }

    pub(super) fn class(&mut self, message: &Message) -> Written {
        self.system.messages.class(&message.full_name, self.imports)
    }
}
