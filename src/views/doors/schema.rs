//! Which classes the JSON of a service's routes needs: what they are called, and in what order they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::{Place, Value, is_json, is_output_only, time_class};
use crate::contracts::{Contracts, Field, Kind, Message, Scalar};
use crate::model::{OperationKind, Target};
use crate::names::{pascal, python_identifier};
use crate::views::doors::needed::is_needed;
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::field::is_nameable;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};

/// The classes of `api/schemas.py`.
#[derive(Debug)]
pub(in crate::views) struct Schemas<'a> {
    contracts: &'a Contracts,
    /// The names of enums that are taken, by full name, in the order in which they are needed.
    pub(super) aliases: Vec<(&'a str, String)>,
    pub(in crate::views) classes: Vec<Class<'a>>,
    taken: BTreeSet<String>,
    documented: BTreeMap<&'a str, String>,
}

/// A class of `api/schemas.py`.
#[derive(Debug)]
pub(in crate::views) struct Class<'a> {
    pub(in crate::views) name: String,
    pub(super) doc: String,
    pub(super) form: Form<'a>,
}

/// What a class stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'a> {
    /// The body of the route with this number.
    Body(usize),
    /// A message that is taken.
    Input(&'a Message),
    /// A message that is answered.
    Output(&'a Message),
    /// A message that is taken and answered, where both look the same.
    Both(&'a Message),
}

impl Form<'_> {
    fn takes(self, name: &str) -> bool {
        matches!(self, Self::Input(message) | Self::Both(message) if message.full_name == name)
    }

    fn answers(self, name: &str) -> bool {
        matches!(self, Self::Output(message) | Self::Both(message) if message.full_name == name)
    }
}

/// The names that `schemas.py` has already.
const TAKEN: [&str; 16] = [
    "Annotated",
    "AwareDatetime",
    "Base64Bytes",
    "BaseModel",
    "ConfigDict",
    "Double",
    "Field",
    "Int32",
    "Int64",
    "Limited",
    "Literal",
    "Moment",
    "Self",
    "Text",
    "UInt32",
    "UInt64",
];

/// The routes of a service.
pub(super) fn routes<'a, 'b>(service: &'b PyService<'a>) -> Vec<&'b PyOperation<'a>> {
    let is_route = |one: &&PyOperation| matches!(one.operation.kind, OperationKind::Route { .. });
    service.operations.iter().filter(is_route).collect()
}

/// The message of a route's answer.
pub(in crate::views) fn answer<'a>(operation: &PyOperation<'a>) -> Option<&'a Message> {
    match operation.flow.reply {
        Reply::Step(index) => operation.flow.steps[index].provides,
        _ => None,
    }
}

/// What stands in the body of a route.
pub(in crate::views) fn body<'a, 'b>(operation: &'b PyOperation<'a>) -> Vec<&'b Value<'a>> {
    operation.flow.values().iter().filter(|value| value.place == Place::Body).collect()
}

impl<'a> Schemas<'a> {
    /// The classes that the routes of a service need.
    pub(in crate::views) fn of(system: &System<'a>, service: &PyService<'a>) -> Self {
        let mut schemas = Self {
            contracts: &system.model.contracts,
            aliases: Vec::new(),
            classes: Vec::new(),
            taken: TAKEN.iter().map(|name| (*name).to_owned()).collect(),
            documented: BTreeMap::new(),
        };
        let routes = routes(service);
        let answered = schemas.answered(&routes);
        for operation in &routes {
            for field in operation.flow.values().iter().filter_map(|value| value.field) {
                schemas.take(field, &answered);
            }
        }
        for (number, operation) in routes.iter().enumerate() {
            if !body(operation).is_empty() {
                let name = schemas.free(&[format!("{}Body", pascal(&operation.method))]);
                let doc = format!("The body of {}.", operation.operation.name);
                schemas.classes.push(Class { name, doc, form: Form::Body(number) });
            }
        }
        for operation in &routes {
            schemas.document(system, operation);
            if let Some(message) = answer(operation) {
                schemas.answer(message);
            }
        }
        schemas
    }

    /// Whether there is nothing to declare.
    pub(in crate::views) fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.classes.is_empty()
    }

    /// The name of the class for the body of the route with this number.
    pub(super) fn body_name(&self, route: usize) -> Option<&str> {
        let is_it = |class: &&Class| matches!(class.form, Form::Body(number) if number == route);
        self.classes.iter().find(is_it).map(|class| class.name.as_str())
    }

    /// The place of the class that takes a message.
    pub(in crate::views) fn input(&self, message: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.form.takes(message))
    }

    /// The place of the class that answers with a message.
    pub(in crate::views) fn output(&self, message: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.form.answers(message))
    }

    /// The name of an enum that is taken.
    pub(in crate::views) fn alias(&self, name: &str) -> &str {
        let known = self.aliases.iter().find(|(known, _)| *known == name);
        known.map_or("str", |(_, alias)| alias.as_str())
    }

    /// The first value of an enum, which stands for one that is not said.
    pub(in crate::views) fn first_value(&self, name: &str) -> &str {
        let values = self.contracts.enums.get(name).map(|declared| &declared.values);
        values.and_then(|values| values.first()).map_or("", |value| value.name.as_str())
    }

    /// The fields of a class, as far as JSON has them.
    pub(super) fn fields(form: Form<'a>, message: &'a Message) -> Vec<&'a Field> {
        let shown = |field: &&Field| match form {
            Form::Output(_) => is_answered(field),
            Form::Body(_) | Form::Input(_) | Form::Both(_) => is_taken(field),
        };
        message.fields.iter().filter(shown).collect()
    }

    /// All messages that are answered, with those in them.
    fn answered(&self, routes: &[&PyOperation<'a>]) -> BTreeSet<&'a str> {
        let mut all = BTreeSet::new();
        for message in routes.iter().filter_map(|operation| answer(operation)) {
            self.reach(message, &mut all);
        }
        all
    }

    fn reach(&self, message: &'a Message, all: &mut BTreeSet<&'a str>) {
        if all.insert(&message.full_name) {
            for inner in message.fields.iter().filter_map(|field| self.inner(field)) {
                self.reach(inner, all);
            }
        }
    }

    /// The message in a field, unless it is one of protobuf's own.
    fn inner(&self, field: &Field) -> Option<&'a Message> {
        match &field.kind {
            Kind::Message(name) if !name.starts_with("google.protobuf.") => {
                self.contracts.message(name)
            }
            Kind::Message(_) | Kind::Scalar(_) | Kind::Enum(_) => None,
        }
    }

    /// What a route takes with a field: an enum, a message and those in it.
    fn take(&mut self, field: &Field, answered: &BTreeSet<&'a str>) {
        if let Kind::Enum(name) = &field.kind {
            self.name_enum(name);
        }
        if let Some(message) = self.inner(field) {
            let mut open = BTreeSet::new();
            self.take_message(message, answered, &mut open);
        }
    }

    fn take_message(
        &mut self,
        message: &'a Message,
        answered: &BTreeSet<&'a str>,
        open: &mut BTreeSet<&'a str>,
    ) {
        if self.input(&message.full_name).is_some() || !open.insert(&message.full_name) {
            return;
        }
        for field in message.fields.iter().filter(|field| is_taken(field)) {
            if let Kind::Enum(name) = &field.kind {
                self.name_enum(name);
            }
            if let Some(inner) = self.inner(field) {
                self.take_message(inner, answered, open);
            }
        }
        let both = answered.contains(message.full_name.as_str());
        let doc = doc(message, None);
        if both && !self.differs(message) {
            let name = self.free(&candidates(message));
            self.classes.push(Class { name, doc, form: Form::Both(message) });
        } else {
            let suffix = if both { "Input" } else { "" };
            let names: Vec<String> =
                candidates(message).into_iter().map(|name| format!("{name}{suffix}")).collect();
            let name = self.free(&names);
            self.classes.push(Class { name, doc, form: Form::Input(message) });
        }
    }

    fn answer(&mut self, message: &'a Message) {
        let mut open = BTreeSet::new();
        self.answer_message(message, &mut open);
    }

    fn answer_message(&mut self, message: &'a Message, open: &mut BTreeSet<&'a str>) {
        if self.output(&message.full_name).is_some() || !open.insert(&message.full_name) {
            return;
        }
        for field in &message.fields {
            if let Some(inner) = self.inner(field) {
                self.answer_message(inner, open);
            }
        }
        let name = self.free(&candidates(message));
        let doc = doc(message, self.documented.get(message.full_name.as_str()));
        self.classes.push(Class { name, doc, form: Form::Output(message) });
    }

    /// Whether JSON that is taken and JSON that is answered differ: unknown values of enums are answered as they are, and
    /// only what is taken is held to limits.
    fn differs(&self, message: &'a Message) -> bool {
        let mut all = BTreeSet::new();
        self.reach(message, &mut all);
        let messages = all.iter().filter_map(|name| self.contracts.message(name));
        messages.flat_map(|message| &message.fields).any(|field| {
            let changes = matches!(field.kind, Kind::Enum(_) | Kind::Scalar(Scalar::Bytes));
            let is_held = !field.limits.is_empty() || is_needed(field);
            changes || is_held || is_answered(field) != is_taken(field)
        })
    }

    /// What is said of an answer that has no comment: whose it is.
    fn document(&mut self, system: &System<'a>, operation: &PyOperation<'a>) {
        let (Some(message), Reply::Step(index)) = (answer(operation), &operation.flow.reply) else {
            return;
        };
        let Target::Operation(id) = operation.flow.steps[*index].call.target else { return };
        let Some(path) = system.model.operation(id).grpc_path() else { return };
        let what = if operation.flow.passed_on.is_some() { "One item of" } else { "The answer of" };
        self.documented.entry(&message.full_name).or_insert_with(|| format!("{what} {path}."));
    }

    fn name_enum(&mut self, name: &str) {
        let Some(declared) = self.contracts.enums.get(name) else { return };
        if self.aliases.iter().all(|(known, _)| *known != declared.full_name) {
            let names = names(&declared.full_name, &declared.package);
            let alias = self.free(&names);
            self.aliases.push((&declared.full_name, alias));
        }
    }

    /// The first of the names that is free, else the last with a number.
    fn free(&mut self, names: &[String]) -> String {
        let last = names.last().cloned().unwrap_or_default();
        let numbered = (2..).map(|number| format!("{last}{number}"));
        let mut all = names.iter().cloned().chain(numbered);
        let name = all.find(|name| !self.taken.contains(name)).unwrap_or(last);
        self.taken.insert(name.clone());
        name
    }
}

/// Whether a body can have the field: Python can name it, and messages take what JSON gives.
fn is_taken(field: &Field) -> bool {
    is_nameable(field) && is_json(field) && !is_output_only(field)
}

/// Whether an answer can have the field: of protobuf's own messages only moments and durations.
fn is_answered(field: &Field) -> bool {
    match &field.kind {
        Kind::Message(name) => !name.starts_with("google.protobuf.") || is_time(field),
        Kind::Scalar(_) | Kind::Enum(_) => true,
    }
}

fn is_time(field: &Field) -> bool {
    matches!(&field.kind, Kind::Message(name) if time_class(name).is_some())
}

fn candidates(message: &Message) -> Vec<String> {
    names(&message.full_name, &message.package)
}

/// `Inner`, else `OuterInner`, else `ChatOuterInner` for one of `acme.chat.v1`.
fn names(full_name: &str, package: &str) -> Vec<String> {
    let path = full_name.strip_prefix(&format!("{package}.")).unwrap_or(full_name);
    let parts: Vec<String> = path.split('.').map(class_name).collect();
    let whole = parts.concat();
    let is_version = |part: &&str| {
        part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let owner = package.rsplit('.').find(|part| !is_version(part)).unwrap_or_default();
    let prefixed = format!("{}{whole}", pascal(owner));
    vec![parts.last().cloned().unwrap_or_default(), whole, prefixed]
}

/// As written, if that is how classes are written.
fn class_name(name: &str) -> String {
    let sound = name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.contains('_');
    python_identifier(&if sound { name.to_owned() } else { pascal(name) })
}

fn doc(message: &Message, answer: Option<&String>) -> String {
    match (message.comment.trim(), answer) {
        ("", Some(answer)) => answer.clone(),
        ("", None) => format!("{}.", message.full_name),
        (comment, _) => comment.to_owned(),
    }
}
