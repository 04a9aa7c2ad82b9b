//! `paths`: what can be asked for.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::names::pascal;
use crate::topology::faults::{Place as At, quoted};
use crate::topology::yaml::{Label, Node};

use super::codes::DUPLICATE_OPERATION;
use super::facts::{Answer, Body, Operation, Parameter, Place, Schema};
use super::node::{entries, find, is_true, items, text_at};
use super::reader::Reader;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
/// As many as one operation takes beside its body.
const MOST_PARAMETERS: usize = 100;
/// What a path has besides operations.
const BESIDES: [&str; 5] = ["parameters", "summary", "description", "servers", "$ref"];

/// All operations, in the order written.
pub(super) fn operations(reader: &mut Reader) -> Vec<Operation> {
    let root = reader.root;
    let Some(paths) = find(root, "paths") else {
        let hint = "add `paths`, each with its operations";
        reader.invalid(root.place, "this document has no `paths`", hint);
        return Vec::new();
    };
    let before = server_path(root);
    let mut ids: BTreeMap<String, At> = BTreeMap::new();
    let mut all = Vec::new();
    for (label, item) in entries(paths).iter().filter(|(label, _)| !label.text.starts_with("x-")) {
        if !is_path(&label.text) {
            let message = format!("{} is no path", quoted(&label.text));
            let hint = "begin it with `/`; name its variables `{like_this}`";
            reader.invalid(label.place, &message, hint);
            continue;
        }
        let Some(item) = reader.resolved(item) else { continue };
        let path = format!("{before}{}", label.text);
        for (method, node) in entries(item) {
            if !METHODS.contains(&method.text.as_ref()) {
                pass_over(reader, method);
            } else if let Some(operation) = operation(reader, (&path, item), method, node) {
                tell_apart(reader, &operation, node, &mut ids);
                all.push(operation);
            }
        }
    }
    all
}

/// Whether a route of a topology can be written like this.
fn is_path(text: &str) -> bool {
    let sound = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '\\' | '*');
    let is_variable = |part: &str| {
        part.split_once('}').is_some_and(|(name, rest)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            !name.is_empty() && name.chars().all(plain) && !rest.contains('}')
        })
    };
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default();
    text.starts_with('/')
        && text.chars().all(sound)
        && !first.contains('}')
        && parts.all(is_variable)
}

/// The path of the first server, unless it has variables.
fn server_path(root: &Node) -> String {
    let first = find(root, "servers").and_then(|servers| items(servers).first());
    let url = first.map(|server| text_at(server, "url")).unwrap_or_default();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url.as_str(),
    };
    let path = path.trim_end_matches('/');
    if is_path(path) && !path.contains('{') { path.to_owned() } else { String::new() }
}

fn pass_over(reader: &mut Reader, label: &Label) {
    let text = label.text.as_ref();
    if BESIDES.contains(&text) || text.starts_with("x-") {
        return;
    }
    let message = format!("{} is no method that scaffold reads", quoted(text));
    reader.unsupported(
        label.place,
        &message,
        "use one of `get put post delete options head patch`",
    );
}

/// Every id stands once.
fn tell_apart(
    reader: &mut Reader,
    operation: &Operation,
    node: &Node,
    ids: &mut BTreeMap<String, At>,
) {
    let (Some(id), Some(at)) = (&operation.id, find(node, "operationId")) else { return };
    let Some(first) = ids.get(id).copied() else {
        ids.insert(id.clone(), at.place);
        return;
    };
    reader.faults.add(at.place, |faults| {
        let message = format!("two operations have the id {}", quoted(id));
        Diagnostic::error(DUPLICATE_OPERATION, message)
            .with(&faults.span(first), "the first stands here")
            .hint("give each operation an id of its own")
    });
}

fn operation<'d, 'a>(
    reader: &mut Reader<'d, 'a>,
    (path, item): (&str, &'d Node<'a>),
    method: &Label,
    node: &'d Node<'a>,
) -> Option<Operation> {
    if !reader.goes_on(method.place) {
        return None;
    }
    let method_name = method.text.to_ascii_uppercase();
    let id = Some(text_at(node, "operationId")).filter(|id| !id.is_empty());
    let name = pascal(id.as_deref().unwrap_or(&format!("{method_name} {path}")));
    let parameters = parameters(reader, path, item, node);
    let body = find(node, "requestBody").and_then(|body| self::body(reader, body, &name));
    let answer = answer(reader, node, method, &name);
    let span = reader.faults.span(method.place);
    Some(Operation {
        path: path.to_owned(),
        id,
        summary: text_at(node, "summary"),
        description: text_at(node, "description"),
        deprecated: is_true(node, "deprecated"),
        secured: find(node, "security").or_else(|| find(reader.root, "security")).map(is_secured),
        parameters,
        body,
        answer: answer?,
        method: method_name,
        span,
    })
}

/// Whether callers have to say who they are: an empty list, or an empty entry, lets anybody in.
fn is_secured(security: &Node) -> bool {
    let all = items(security);
    !all.is_empty() && all.iter().all(|one| !entries(one).is_empty())
}

/// Those of the operation, and those of its path that it does not replace.
fn parameters<'d, 'a>(
    reader: &mut Reader<'d, 'a>,
    path: &str,
    item: &'d Node<'a>,
    node: &'d Node<'a>,
) -> Vec<Parameter> {
    let mut all: Vec<Parameter> = Vec::new();
    for list in [item, node].into_iter().filter_map(|owner| find(owner, "parameters")) {
        for written in items(list) {
            if all.len() == MOST_PARAMETERS || !reader.goes_on(written.place) {
                let hint = "take what belongs together as a body";
                reader.invalid(list.place, "these are too many parameters", hint);
                break;
            }
            let Some(node) = reader.resolved(written) else { continue };
            let Some(parameter) = parameter(reader, node, path) else { continue };
            let same = |one: &Parameter| one.name == parameter.name && one.place == parameter.place;
            all.retain(|one| !same(one));
            all.push(parameter);
        }
    }
    let names = path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
    for name in names {
        if !all.iter().any(|one| one.place == Place::Path && one.name == name) {
            let schema = Schema { shape: super::Shape::Text(None), ..Schema::default() };
            let name = name.to_owned();
            all.push(Parameter { name, place: Place::Path, required: true, schema });
        }
    }
    all
}

fn parameter<'d, 'a>(
    reader: &mut Reader<'d, 'a>,
    node: &'d Node<'a>,
    path: &str,
) -> Option<Parameter> {
    let name = text_at(node, "name");
    let place = match text_at(node, "in").as_str() {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "cookie" => {
            let message = format!("the parameter {} is a cookie, which is not read", quoted(&name));
            reader.unsupported(node.place, &message, "pass it in a header");
            return None;
        }
        _ => {
            let hint = "say `in: path`, `in: query` or `in: header`";
            reader.invalid(node.place, "a parameter does not say where it travels", hint);
            return None;
        }
    };
    if name.is_empty() {
        reader.invalid(node.place, "a parameter has no `name`", "name it");
        return None;
    }
    if place == Place::Path && !path.contains(&format!("{{{name}}}")) {
        let message = format!("the path `{path}` has no variable {}", quoted(&name));
        reader.invalid(node.place, &message, "put it in braces into the path, or take it out");
        return None;
    }
    let Some(schema) = find(node, "schema") else {
        let message = format!("the parameter {} has no `schema`", quoted(&name));
        reader.unsupported(node.place, &message, "say what it is: `schema: {type: string}`");
        let schema = Schema { shape: super::Shape::Text(None), ..Schema::default() };
        return Some(Parameter { name, place, required: place == Place::Path, schema });
    };
    let mut schema = reader.schema(schema, &pascal(&name));
    let description = text_at(node, "description");
    if !description.is_empty() {
        schema.description = description;
    }
    if !is_plain(&schema, place) {
        let message = format!("the parameter {} is not a single value", quoted(&name));
        reader.unsupported(node.place, &message, "take it as a body, or as a list in the query");
        return None;
    }
    let required = place == Place::Path || is_true(node, "required");
    Some(Parameter { name, place, required, schema })
}

/// Whether a value can travel beside a body.
fn is_plain(schema: &Schema, place: Place) -> bool {
    use super::Shape::{Any, Boolean, Choice, Integer, List, Map, Model, Number, OneOf, Text};
    match &schema.shape {
        Boolean | Integer | Number | Text(_) | Choice(_) => true,
        List(inner) => place == Place::Query && is_plain(inner, Place::Path),
        Any | Map(_) | Model(_) | OneOf { .. } => false,
    }
}

fn body<'d, 'a>(reader: &mut Reader<'d, 'a>, node: &'d Node<'a>, name: &str) -> Option<Body> {
    let node = reader.resolved(node)?;
    let schema = json_of(reader, node, &format!("{name}Body"))?;
    Some(Body { required: is_true(node, "required"), schema })
}

/// The JSON of a body or an answer; `None` without one.
fn json_of<'d, 'a>(reader: &mut Reader<'d, 'a>, node: &'d Node<'a>, name: &str) -> Option<Schema> {
    let content = find(node, "content")?;
    let is_json = |label: &Label| {
        let kind = label.text.split(';').next().unwrap_or_default().trim();
        kind == "application/json" || kind.ends_with("+json")
    };
    let Some((_, media)) = entries(content).iter().find(|(label, _)| is_json(label)) else {
        let (label, _) = entries(content).first()?;
        let message = format!("{} is not read: only JSON is", quoted(&label.text));
        let hint = "offer `application/json` too, or serve this route outside of the document";
        reader.unsupported(label.place, &message, hint);
        return None;
    };
    let Some(schema) = find(media, "schema") else { return Some(Schema::default()) };
    let mut schema = reader.schema(schema, name);
    schema.example = find(media, "example").map(super::node::json).or(schema.example);
    Some(schema)
}

/// The first answer that says that all went well.
fn answer<'d, 'a>(
    reader: &mut Reader<'d, 'a>,
    node: &'d Node<'a>,
    method: &Label,
    name: &str,
) -> Option<Answer> {
    let responses = find(node, "responses").map(entries).unwrap_or_default();
    let status = |label: &Label| match label.text.as_ref() {
        "default" | "2XX" => Some(200),
        text => text.parse::<u16>().ok().filter(|status| (200..300).contains(status)),
    };
    let mut good: Vec<_> =
        responses.iter().filter_map(|entry| Some((status(&entry.0)?, entry))).collect();
    good.sort_by_key(|(status, (label, _))| (label.text == "default", *status));
    let Some((status, (label, written))) = good.first() else {
        let message = "the operation has no answer for when all goes well";
        reader.invalid(method.place, message, "add a response with a status from 200 to 299");
        return None;
    };
    if let Some((_, (other, _))) = good.get(1).filter(|(_, (label, _))| label.text != "default") {
        let message = format!("{} is not answered: one good answer is", quoted(&other.text));
        let hint = format!("leave only one; so far it is {}", quoted(&label.text));
        reader.unsupported(other.place, &message, &hint);
    }
    let node = reader.resolved(written)?;
    let schema = json_of(reader, node, &format!("{name}Answer"));
    let schema = schema.filter(|_| !matches!(status, 204 | 205 | 304));
    Some(Answer { status: *status, description: text_at(node, "description"), schema })
}
