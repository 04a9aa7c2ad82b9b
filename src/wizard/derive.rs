//! What each message has to hold so that data can flow: what an operation passes on, it has to be given.

use std::collections::BTreeMap;

use super::answers::{Answers, Call, Operation, Role};
use super::shape::{self, Field, Kind, Shape};
use super::{TopicName, words};

/// The shapes of all RPCs, and the fields of all events.
pub(super) struct Derived {
    pub(super) shapes: BTreeMap<Call, Shape>,
    pub(super) events: BTreeMap<TopicName, Vec<Field>>,
}

/// Works the fields out from names, from the routes that lead to an RPC, and from the calls that it makes.
pub(super) fn derive(answers: &Answers) -> Derived {
    let mut shapes = BTreeMap::new();
    for (operation, _) in answers.operations() {
        if let Operation::Rpc(call) = operation {
            complete(answers, &call, &mut shapes);
        }
    }
    let event = |topic: &super::Topic| {
        let request = match &topic.publisher {
            Operation::Rpc(call) => shapes.get(call).map(|shape| shape.request.as_slice()),
            Operation::Endpoint(..) | Operation::Whole(_) => None,
        };
        (topic.name.clone(), event(&topic.name, request.unwrap_or_default()))
    };
    let events = answers.topics.iter().map(event).collect();
    Derived { shapes, events }
}

/// What a service keeps of a noun.
pub(super) fn resource(noun: &str) -> Vec<Field> {
    vec![
        Field::new(&format!("{noun}_id"), Kind::Text, "Opaque and stable; never reused."),
        Field::new("display_name", Kind::Text, "What people call it."),
        Field::new("create_time", Kind::Time, "When it came to be."),
    ]
}

/// The field that keeps the events about one thing in order: `order_id` of `order.placed`.
pub(super) fn key(topic: &TopicName) -> String {
    let words = topic.words();
    let noun = words.iter().rev().nth(1).or(words.first()).copied().unwrap_or("event");
    format!("{}_id", words::singular(noun))
}

fn event(topic: &TopicName, request: &[Field]) -> Vec<Field> {
    let mut fields = vec![Field::new(&key(topic), Kind::Text, "")];
    for field in request {
        if field.kind == Kind::Text && field.name != "page_token" {
            add(&mut fields, field);
        }
    }
    add(&mut fields, &Field::new("occur_time", Kind::Time, "When it happened."));
    fields
}

/// Adds the shape of an RPC after those of the RPCs that it calls. Ends, as calls never go in a circle.
fn complete(answers: &Answers, call: &Call, shapes: &mut BTreeMap<Call, Shape>) {
    if shapes.contains_key(call) {
        return;
    }
    let calls = answers.rpc(call).map(|rpc| rpc.calls.as_slice()).unwrap_or_default();
    for next in calls {
        complete(answers, next, shapes);
    }
    let mut shape = shape::shape(&call.rpc);
    for variable in variables(answers, call) {
        add(&mut shape.request, &Field::new(&variable, Kind::Text, ""));
    }
    let mut replied: Vec<Field> = Vec::new();
    for next in calls.iter().filter_map(|next| shapes.get(next)) {
        for needed in &next.request {
            let paging = matches!(needed.name.as_str(), "page_size" | "page_token");
            if !paging && replied.iter().all(|field| field.name != needed.name) {
                add(&mut shape.request, needed);
            }
        }
        replied.extend(next.response.iter().cloned());
    }
    shapes.insert(call.clone(), shape);
}

/// The variables of the routes whose last call this is: nothing else can take them.
fn variables(answers: &Answers, call: &Call) -> Vec<String> {
    let mut variables = Vec::new();
    for service in &answers.services {
        let Role::Gateway { endpoints, .. } = &service.role else { continue };
        for (route, calls) in endpoints {
            if calls.last() == Some(call) {
                variables.extend(route.variables().into_iter().map(str::to_owned));
            }
        }
    }
    variables
}

fn add(fields: &mut Vec<Field>, field: &Field) {
    if fields.iter().all(|other| other.name != field.name) {
        fields.push(field.clone());
    }
}
