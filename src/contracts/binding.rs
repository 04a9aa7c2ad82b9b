//! What `google.api.http` binds an RPC to, understood; or why it cannot be bound.

use super::{
    Cardinality, Contracts, Field, HttpRule, Kind, Message, Method, PathTemplate, Scalar, Streaming,
};

/// One way over HTTP to an RPC.
#[derive(Clone, Debug)]
pub struct Binding<'a> {
    /// As written.
    pub rule: &'a HttpRule,
    /// Its path.
    pub path: PathTemplate,
    /// The message that is asked with.
    pub input: &'a Message,
    /// The message that is answered.
    pub output: &'a Message,
    /// The field that is the body; `None` for all of the request, or for nothing.
    pub body: Option<&'a Field>,
    /// The field that is answered; `None` for all of the reply.
    pub answer: Option<&'a Field>,
}

impl Binding<'_> {
    /// `GET /v1/products/{product_id}`, as the contract has it.
    pub fn name(&self) -> String {
        format!("{} {}", self.rule.method, self.rule.path)
    }
}

const VERBS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "PATCH"];

impl Contracts {
    /// The ways over HTTP to an RPC, and why others are none.
    pub fn bindings<'a>(&'a self, method: &'a Method) -> (Vec<Binding<'a>>, Vec<String>) {
        let (mut bindings, mut refusals) = (Vec::new(), Vec::new());
        for rule in
            method.http.iter().flat_map(|rule| std::iter::once(rule).chain(&rule.additional))
        {
            match self.binding(method, rule) {
                Ok(binding) => bindings.push(binding),
                Err(refusal) => refusals.push(refusal),
            }
        }
        (bindings, refusals)
    }

    fn binding<'a>(
        &'a self,
        method: &'a Method,
        rule: &'a HttpRule,
    ) -> Result<Binding<'a>, String> {
        if matches!(method.streaming, Streaming::Client | Streaming::Bidirectional) {
            return Err("HTTP has no stream of requests".to_owned());
        }
        if !VERBS.contains(&rule.method.as_str()) {
            return Err(format!("`{}` is no method that is served", rule.method));
        }
        let no_path = || format!("`{}` is no path that can be served", rule.path);
        let path = PathTemplate::parse(&rule.path).ok_or_else(no_path)?;
        let known =
            |name: &str| self.message(name).ok_or_else(|| format!("there is no message `{name}`"));
        let (input, output) = (known(&method.input)?, known(&method.output)?);
        for variable in &path.variables {
            let field = self.field_at(input, variable);
            if !field.is_some_and(is_plain) {
                return Err(format!("`{variable}` is no single value of `{}`", input.full_name));
            }
        }
        let body = named(input, rule.body.trim_start_matches('*'))?;
        let answer = named(output, &rule.response_body)?;
        Ok(Binding { rule, path, input, output, body, answer })
    }

    /// The field at the end of a path of fields: `shelf.name`.
    pub fn field_at<'a>(&'a self, message: &'a Message, path: &str) -> Option<&'a Field> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        let field = message.field(first)?;
        let Some(rest) = rest else { return Some(field) };
        let is_single = !matches!(field.cardinality, Cardinality::Repeated | Cardinality::Map(_));
        match &field.kind {
            Kind::Message(name) if is_single => self.field_at(self.message(name)?, rest),
            Kind::Message(_) | Kind::Scalar(_) | Kind::Enum(_) => None,
        }
    }
}

fn named<'a>(message: &'a Message, field: &str) -> Result<Option<&'a Field>, String> {
    if field.is_empty() {
        return Ok(None);
    }
    let unknown = || format!("`{}` has no field `{field}`", message.full_name);
    message.field(field).map(Some).ok_or_else(unknown)
}

/// Whether a text stands for it.
fn is_plain(field: &Field) -> bool {
    let is_text = match &field.kind {
        Kind::Scalar(scalar) => *scalar != Scalar::Bytes,
        Kind::Enum(_) => true,
        Kind::Message(_) => false,
    };
    is_text && !matches!(field.cardinality, Cardinality::Repeated | Cardinality::Map(_))
}
