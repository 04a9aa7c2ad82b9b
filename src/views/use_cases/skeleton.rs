//! `services/MODULE.py`: the walking skeleton of every operation.

use serde::Serialize;

use super::answers::{lacking, rule_comment};
use crate::contracts::Message;
use crate::names::Written;
use crate::names::written::python;
use crate::views::data::standard::StandardMethod;
use crate::views::data::standard_body;
use crate::views::data::table::{Table, tables};
use crate::views::meaning::dataflow::{Event, Input, Reply};
use crate::views::meaning::filled::Filled;
use crate::views::meaning::operation::{PyOperation, squeezed};
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, fit};
use crate::views::writing::method::{Form, head, signature};

/// The view of `services/MODULE.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    has_log: bool,
    /// `settings: Settings`
    parameters: Vec<Written>,
    /// `self._settings = settings`
    attributes: Vec<Written>,
    /// The methods, each with a line above.
    methods: Vec<Written>,
}

/// One operation on its way to Python.
pub(super) struct Body<'a, 'b> {
    pub(super) system: &'b System<'a>,
    pub(super) service: &'b PyService<'a>,
    pub(super) operation: &'b PyOperation<'a>,
    pub(super) imports: &'b mut Imports,
    pub(super) lines: Lines,
    /// What stands around `lines`: the lines before and with the head of each block.
    pub(super) opened: Vec<Lines>,
    /// The methods that choose between calls.
    pub(super) choices: Lines,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    let mut methods = Lines::default();
    let mut has_log = false;
    let parameters = parameters(system, service, &mut imports);
    let tables = tables(system, service);
    for (index, operation) in service.operations.iter().enumerate() {
        if index > 0 || !parameters.is_empty() {
            methods.gap();
        }
        let signature = signature(system, service, operation, &mut imports);
        methods.nest(1, &head(&operation.method, &signature, Form::Defined));
        methods.add(2, python::docstring(&operation.doc, 8));
        if let Some((table, method)) = standard(&tables, index) {
            methods.nest(2, &standard_body::body(system, service, table, method, &mut imports));
            continue;
        }
        let (lines, choices) = (Lines::default(), Lines::default());
        let imports = &mut imports;
        let mut body =
            Body { system, service, operation, imports, lines, opened: Vec::new(), choices };
        has_log |= body.write(signature.is_generator);
        methods.nest(2, &body.lines);
        methods.nest(0, &body.choices);
    }
    if has_log {
        imports.name(&format!("{}.logs", system.runtime), "get_logger");
    }
    View {
        imports: imports.written(),
        has_log,
        attributes: parameters
            .iter()
            .map(|(name, _)| Written::fill("self._{} = {}", &[name, name]))
            .collect(),
        parameters: parameters
            .iter()
            .map(|(name, kind)| Written::fill("{}: {}", &[name, kind]))
            .collect(),
        methods: methods.into_vec(),
    }
}

/// The standard method that an operation is, and the table of its resource.
pub(in crate::views) fn standard<'a, 'b>(
    tables: &'b [Table<'a>],
    operation: usize,
) -> Option<(&'b Table<'a>, &'b StandardMethod<'a>)> {
    tables.iter().find_map(|table| {
        let method = table.methods.iter().find(|method| method.operation == operation)?;
        Some((table, method))
    })
}

/// What the use cases are made with: settings, unit of work, signer, publisher, jobs, peers.
fn parameters(
    system: &System,
    service: &PyService,
    imports: &mut Imports,
) -> Vec<(Written, Written)> {
    let has = service.has;
    let (package, runtime) = (&service.package, &system.runtime);
    let mut parameters = Vec::new();
    let mut given = |wanted: bool, name: &'static str, module: String, class: &'static str| {
        if wanted {
            imports.name(&module, class);
            parameters.push((Written::own(name), Written::own(class)));
        }
    };
    given(has.config, "settings", format!("{package}.core.settings"), "Settings");
    let unit_of_work = format!("{package}.repositories.unit_of_work");
    given(has.store, "unit_of_work", unit_of_work, "UnitOfWork");
    given(has.issuer, "signer", format!("{runtime}.tokens"), "TokenSigner");
    given(has.cached, "cache", format!("{runtime}.cache"), "Cache");
    let publishes = has.publishes && !has.outbox;
    given(publishes, "events", format!("{package}.events.publisher"), "Publisher");
    given(has.asks_jobs, "jobs", format!("{runtime}.jobs"), "Jobs");
    for peer in &service.peers {
        let class = format!("{}Port", peer.class);
        imports.name(&format!("{}.services.ports", service.package), &class);
        parameters.push((python::identifier(&peer.module), python::identifier(&class)));
    }
    parameters
}

impl<'a> Body<'a, '_> {
    /// Writes the statements; says whether they log.
    fn write(&mut self, is_generator: bool) -> bool {
        let operation = self.operation;
        if !operation.declared {
            self.not_implemented(is_generator);
            return false;
        }
        if operation.believes_secrets {
            self.runtime("errors", "NotImplementedYet");
            let label = python::string(&operation.label);
            self.lines.own(
                0,
                "# So far nobody looks at the secret: no answer where it could be believed.",
            );
            self.lines.own(0, "if not self._settings.is_local:");
            self.lines.add(1, Written::fill("raise NotImplementedYet({})", &[&label]));
        }
        self.taken();
        let streamed = operation.flow.passed_on;
        let steps = operation.flow.steps.len();
        let mut is_undone = false;
        let mut next = 0;
        while next < steps {
            let end = operation.flow.beside(next);
            if !is_undone && operation.flow.steps[next..end].iter().any(Filled::is_undone) {
                is_undone = true;
                self.compensating();
            }
            if Some(next) != streamed {
                self.calls(next..end);
            }
            next = end;
        }
        let told = self.events();
        self.jobs();
        if !operation.streaming.from_server() && self.takes_each() {
            self.close();
        }
        let has_log = self.answer(streamed, told);
        self.close();
        has_log
    }

    /// What a stream of requests is to the rest: each of them in turn, or the last.
    fn taken(&mut self) {
        let operation = self.operation;
        let Input::Message(message) = operation.flow.input else { return };
        if !operation.streaming.from_client() {
            return;
        }
        let is_used = self.uses_request();
        if self.takes_each() {
            let name = Written::own(if is_used { "request" } else { "_" });
            self.lines.add(0, Written::fill("async for {} in requests:", &[&name]));
            self.open();
            return;
        }
        let class = self.class(message);
        self.runtime("streams", "last");
        let name = Written::own(if is_used { "request = " } else { "" });
        let arguments = [Written::own("requests"), Written::fill("{}()", &[&class])];
        let head = Written::fill("{}await last", &[&name]);
        self.lines.nest(0, &fit(2, &head, &arguments, ""));
    }

    /// Whether each request of a stream has its own answers, or at least its own events.
    fn takes_each(&self) -> bool {
        let (operation, flow) = (self.operation, &self.operation.flow);
        let only_tells = flow.steps.is_empty()
            && !flow.events.is_empty()
            && !flow.answers_from_request()
            && operation.operation.starts.is_none()
            && operation.operation.result.is_none();
        operation.streaming.from_client() && (operation.streaming.from_server() || only_tells)
    }

    /// From here on everything stands in the block whose head is the last line.
    pub(super) fn open(&mut self) {
        self.opened.push(std::mem::take(&mut self.lines));
    }

    /// Ends all blocks.
    fn close(&mut self) {
        while let Some(outside) = self.opened.pop() {
            let inside = std::mem::replace(&mut self.lines, outside);
            self.lines.nest(1, &inside);
        }
    }

    /// How far the lines will be moved right.
    pub(super) fn depth(&self) -> usize {
        self.opened.len()
    }

    fn not_implemented(&mut self, is_generator: bool) {
        self.lines.own(0, "# The business rule goes here; the topology says nothing of it.");
        self.runtime("errors", "NotImplementedYet");
        let label = python::string(&self.operation.label);
        self.lines.add(0, Written::fill("raise NotImplementedYet({})", &[&label]));
        if let (true, Reply::Message(parts)) = (is_generator, &self.operation.flow.reply) {
            let class = self.class(parts.message);
            self.lines.add(0, Written::fill("yield {}()", &[&class]));
        }
    }

    /// The events; says whether the place of the business rule was said with them.
    fn events(&mut self) -> bool {
        let operation = self.operation;
        if operation.flow.events.is_empty() {
            return false;
        }
        let missing = operation.flow.events.iter().flat_map(|event| &event.payload.missing);
        let comment = rule_comment(lacking([], missing.map(|field| field.name.as_str())));
        let in_block = self.service.has.outbox && !operation.transactional;
        let level = usize::from(in_block);
        if in_block {
            self.lines.own(0, "async with self._unit_of_work.begin() as work:");
        }
        self.lines.add(level, comment);
        for event in &operation.flow.events {
            let publish = self.publish(event);
            self.lines.nest(level, &publish);
        }
        true
    }

    fn publish(&mut self, event: &Event<'a>) -> Lines {
        let method = python::identifier(&squeezed(&event.topic.name));
        let publisher = if self.service.has.outbox { "work.events" } else { "self._events" };
        let mut lines = Lines::default();
        lines.add(0, Written::fill("await {}.{}(", &[&Written::own(publisher), &method]));
        let payload = self.parts(&event.payload, ",");
        lines.nest(1, &payload);
        lines.own(0, ")");
        lines
    }

    /// Whether anything is taken from the request: a field, or all of it by a call that sends bytes.
    fn uses_request(&self) -> bool {
        let flow = &self.operation.flow;
        let is_opaque = |step: &Filled| step.method.is_none() && !is_http(self.service, step);
        let names_job = self.operation.operation.result.is_some();
        names_job || flow.uses_request() || flow.calls().any(is_opaque)
    }

    pub(super) fn class(&mut self, message: &Message) -> Written {
        self.system.messages.class(&message.full_name, self.imports)
    }

    pub(super) fn runtime(&mut self, module: &str, name: &str) {
        self.imports.name(&format!("{}.{module}", self.system.runtime), name);
    }
}

/// The peer that a step calls.
pub(super) fn peer_of<'a, 'b>(service: &'b PyService<'a>, step: &Filled) -> Option<&'b Peer<'a>> {
    service.peers.iter().find(|peer| peer.calls.iter().any(|call| call.id == step.call.id))
}

fn is_http(service: &PyService, step: &Filled) -> bool {
    peer_of(service, step).is_some_and(|peer| matches!(peer.kind, PeerKind::Http(_)))
}
