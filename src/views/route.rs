//! What an HTTP route is given, and where it is found: token, path, query or body.

use super::dataflow::Input;
use super::imports::Imports;
use super::method::plain_type;
use super::operation::PyOperation;
use super::system::PyService;
use crate::contracts::Field;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Auth;

/// The input of a route, by where it stands in the request.
pub(super) struct RouteInput<'a> {
    /// Whether a bearer token is wanted and passed on.
    pub(super) token: bool,
    /// The variables of the path, each with the field that it fills, if it fills one.
    pub(super) path: Vec<Argument<'a>>,
    /// What stands in the query, or in the body.
    pub(super) fields: Vec<Argument<'a>>,
    /// Whether `fields` stand in the body.
    pub(super) in_body: bool,
}

/// One value that a route passes on.
#[derive(Clone)]
pub(super) struct Argument<'a> {
    pub(super) name: String,
    pub(super) field: Option<&'a Field>,
}

impl<'a> RouteInput<'a> {
    pub(super) fn of(service: &PyService, operation: &PyOperation<'a>) -> Self {
        let OperationKind::Route { method, path } = &operation.operation.kind else {
            return Self { token: false, path: Vec::new(), fields: Vec::new(), in_body: false };
        };
        let wanted: Vec<&Field> = match &operation.flow.input {
            Input::Values(values) => values.iter().map(|value| value.field).collect(),
            Input::Message(_) | Input::Nothing => Vec::new(),
        };
        let public = service.service.public.as_ref();
        let jwt = public.and_then(|public| public.auth.as_ref());
        let token = jwt.is_some_and(|auth| auth.value == Auth::Jwt)
            && wanted.iter().any(|field| field.name == "token");
        let field_of = |name: &str| wanted.iter().copied().find(|field| field.name == name);
        let path: Vec<Argument> = variables(path)
            .into_iter()
            .map(|name| Argument { field: field_of(&name), name })
            .collect();
        let elsewhere = |field: &&Field| {
            (token && field.name == "token") || path.iter().any(|one| one.name == field.name)
        };
        let fields = wanted
            .iter()
            .filter(|field| !elsewhere(field))
            .map(|field| Argument { name: field.name.clone(), field: Some(*field) })
            .collect();
        let in_body = !matches!(method.as_str(), "GET" | "HEAD" | "DELETE" | "OPTIONS" | "ANY");
        Self { token, path, fields, in_body }
    }

    /// What the use case is given, in order.
    pub(super) fn arguments(&self) -> impl Iterator<Item = Argument<'a>> {
        let token = self.token.then(|| Argument { name: "token".to_owned(), field: None });
        token.into_iter().chain(self.path.iter().cloned()).chain(self.fields.iter().cloned())
    }
}

impl Argument<'_> {
    /// `text: str`, as the use case declares it.
    pub(super) fn parameter(&self, imports: &mut Imports) -> Written {
        let kind = match self.field {
            Some(field) => plain_type(field, imports),
            None => Written::own("str"),
        };
        Written::fill("{}: {}", &[&python::identifier(&self.name), &kind])
    }
}

/// The variables in the braces of a path.
fn variables(path: &str) -> Vec<String> {
    let inside = path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    inside.map(|(name, _)| crate::names::snake(name.trim_end_matches("**"))).collect()
}
