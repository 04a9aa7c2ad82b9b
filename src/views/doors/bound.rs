//! The routes that contracts bind to a service's RPCs (`google.api.http`): which there are, and what they are called.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::{self, Place};
use super::routes::precedence;
use crate::contracts::{Binding, Matches, Method, PathTemplate};
use crate::model::{BoundRoute, Model, Operation, OperationId, OperationKind, Service, shape_of};
use crate::names::{python_identifier, snake};
use crate::views::meaning::field::is_text;
use crate::views::meaning::operation::methods;

/// A route that is bound to an RPC.
#[derive(Debug)]
pub(in crate::views) struct Bound<'a> {
    pub(in crate::views) operation: &'a Operation,
    pub(super) contract: &'a Method,
    pub(in crate::views) binding: Binding<'a>,
    /// The method of the use cases: `get_product`.
    pub(super) method: String,
    /// The function, which no other route has: `get_product`, `get_product_2`.
    pub(in crate::views) function: String,
    /// As `FastAPI` takes it: `/v1/shelves/{name_1}/books/{name_2}`.
    pub(in crate::views) path: String,
    /// What each variable of the contract's path is, in the order of its path.
    pub(in crate::views) variables: Vec<Variable>,
}

/// A field of the request that stands in the path.
#[derive(Debug)]
pub(in crate::views) struct Variable {
    /// `shelf.name`
    pub(in crate::views) field: String,
    /// What it is put together from.
    pub(super) parts: Vec<Part>,
}

/// A part of what stands in a path.
#[derive(Debug)]
pub(super) enum Part {
    /// The same in each path.
    Literal(String),
    /// A parameter of the function.
    Parameter(String),
}

/// What the function has besides, and its module.
const TAKEN: [&str; 4] = ["request", "router", "use_cases", "LIMITS"];

/// The routes of a service, the most literal first. Of two to one place the first counts, and before both a declared one of
/// which the topology says what it does.
pub(in crate::views) fn bound<'a>(model: &'a Model, service: &'a Service) -> Vec<Bound<'a>> {
    let methods: BTreeMap<OperationId, String> =
        methods(model, service.id).into_iter().map(|(one, method)| (one.id, method)).collect();
    let mut shapes: BTreeSet<(String, String)> = written_out(model, service);
    let mut functions: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    let mut names = declared_names(model, service);
    let mut all = Vec::new();
    for BoundRoute { operation, contract, binding } in model.bound_routes_of(service.id) {
        let Some(method) = methods.get(&operation.id) else { continue };
        if shapes.insert((binding.rule.method.clone(), binding.path.shape())) {
            let function = free(&mut functions, method);
            let own = || parameters(&binding.path);
            let names = names.entry(binding.path.shape()).or_insert_with(own);
            let (path, variables) = path_of(&binding.path, names);
            let method = method.clone();
            all.push(Bound { operation, contract, binding, method, function, path, variables });
        }
    }
    all.sort_by_key(rank);
    all
}

/// Whether a declared route is one of these: then it is that RPC's.
pub(in crate::views) fn is_bound(bound: &[Bound], operation: &Operation) -> bool {
    let OperationKind::Route { method, path } = &operation.kind else { return false };
    let shape = shape_of(path);
    bound.iter().any(|one| one.binding.rule.method == *method && one.binding.path.shape() == shape)
}

/// The routes of which the topology says itself what they do: they stay as they are.
fn written_out(model: &Model, service: &Service) -> BTreeSet<(String, String)> {
    let routes = model.declared_routes_of(service.id).filter(|(operation, ..)| operation.detailed);
    routes.map(|(_, method, path)| (method.to_owned(), shape_of(path))).collect()
}

/// The names that variables have in declared paths: all paths of one shape have the same.
fn declared_names(model: &Model, service: &Service) -> BTreeMap<String, Vec<String>> {
    let named = model.declared_routes_of(service.id).map(|(operation, _, path)| {
        let given = inputs::given(model, operation).into_iter();
        let in_path = given.filter(|value| value.place == Place::Path);
        (shape_of(path), in_path.map(|value| value.argument).collect::<Vec<_>>())
    });
    let is_fit = |(shape, names): &(String, Vec<String>)| {
        let is_free = |name: &String| !TAKEN.contains(&name.as_str());
        names.len() == shape.matches("{}").count()
            && !shape.ends_with("**")
            && names.iter().all(is_free)
    };
    named.filter(is_fit).collect()
}

/// The first route that matches is taken: literal words before variables, and a verb before none.
fn rank(bound: &Bound) -> (Vec<u8>, bool) {
    let path = &bound.binding.path;
    let rank = |matches: &Matches| match matches {
        Matches::Literal(_) => 0,
        Matches::One => 1,
        Matches::Rest => 2,
    };
    let ranks = path.segments.iter().map(|segment| rank(&segment.matches));
    (precedence(ranks), path.verb.is_none())
}

/// The first of `name`, `name_2` .. that is free.
fn free(taken: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    let name = all.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// The names of the parameters of a path; all paths of one shape have the same.
fn parameters(template: &PathTemplate) -> Vec<String> {
    let mut taken: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    let variables = template.segments.iter().filter_map(|segment| match segment.matches {
        Matches::Literal(_) => None,
        Matches::One | Matches::Rest => segment.variable,
    });
    variables.map(|number| free(&mut taken, &parameter(&template.variables[number]))).collect()
}

/// The path as `FastAPI` takes it, and what its variables are put together from.
fn path_of(template: &PathTemplate, names: &[String]) -> (String, Vec<Variable>) {
    let variable = |field: &String| Variable { field: field.clone(), parts: Vec::new() };
    let mut variables: Vec<Variable> = template.variables.iter().map(variable).collect();
    let mut names = names.iter().cloned();
    let mut path = String::new();
    for segment in &template.segments {
        let (part, text) = match &segment.matches {
            Matches::Literal(words) => (Part::Literal(words.clone()), words.clone()),
            wildcard => {
                let name = names.next().unwrap_or_default();
                let kind = if *wildcard == Matches::Rest { ":path" } else { "" };
                let text = format!("{{{name}{kind}}}");
                (Part::Parameter(name), text)
            }
        };
        path.push('/');
        path.push_str(&text);
        if let Some(number) = segment.variable {
            variables[number].parts.push(part);
        }
    }
    if let Some(verb) = &template.verb {
        path.push(':');
        path.push_str(verb);
    }
    (path, variables)
}

/// The last part of `shelf.name` as the name of a parameter.
fn parameter(field: &str) -> String {
    let name = python_identifier(&snake(field.rsplit('.').next().unwrap_or(field)));
    if name.ends_with("_pb2") { format!("{name}_") } else { name }
}

impl Bound<'_> {
    /// `acme.auth.v1.AuthService/Authenticate`
    pub(in crate::views) fn rpc(&self) -> String {
        self.operation.grpc_path().unwrap_or_default()
    }

    /// The parameters of the function, in the order of the path.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().flat_map(|variable| &variable.parts).filter_map(|part| match part {
            Part::Parameter(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// Whether it takes a body, and the field that it fills, `*` for all.
    pub(super) fn body(&self) -> &str {
        &self.binding.rule.body
    }

    /// The field that says what the resource must still be, where something is changed: `etag`, `product.etag`.
    pub(super) fn etag(&self, model: &Model) -> Option<String> {
        let is_change = matches!(self.binding.rule.method.as_str(), "PUT" | "PATCH" | "DELETE");
        let in_body = self.binding.body.map(|body| format!("{}.etag", body.name));
        let places = ["etag".to_owned()].into_iter().chain(in_body).filter(|_| is_change);
        let is_tag = |place: &String| {
            model.contracts.field_at(self.binding.input, place).is_some_and(is_text)
        };
        places.into_iter().find(is_tag)
    }

    /// Whether it answers with a message a line.
    pub(super) fn streams(&self) -> bool {
        self.contract.streaming.from_server()
    }
}
