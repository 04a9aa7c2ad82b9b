//! What the paths of calls over HTTP need: `{user_id}`, and what fills it.

use super::contract::{called, sent};
use super::dataflow::{Input, Source};
use super::field::is_single;
use super::filled::Filled;
use crate::contracts::{Field, Kind, Scalar};
use crate::model::{Call, Model, Target};
use crate::names::snake;
use crate::views::doors::inputs::{self, Value};

/// The variables of the path of a call over HTTP, if no message that is sent has them all.
pub(super) fn variables<'a>(model: &'a Model, call: &'a Call) -> Vec<&'a str> {
    if called(model, call).is_some() || sent(model, call).is_some() {
        return Vec::new();
    }
    path_variables(model, call)
}

/// The variables of the path of a call over HTTP, each once.
pub(in crate::views) fn path_variables<'a>(model: &'a Model, call: &'a Call) -> Vec<&'a str> {
    let route = match &call.target {
        Target::External { route: Some(route), .. } => route,
        Target::Operation(id) => &model.operation(*id).name,
        Target::External { route: None, .. } | Target::Service(_) => return Vec::new(),
    };
    let mut names = Vec::new();
    for name in inputs::variables(route) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What fills a variable of a path: a text or a number of that name.
pub(super) fn named<'a>(name: &str, input: &Input<'a>, steps: &[Filled<'a>]) -> Option<Source<'a>> {
    let own = snake(name);
    let is_it = |field: &&Field| {
        let is_plain = matches!(field.kind, Kind::Scalar(scalar) if scalar != Scalar::Bytes);
        (field.name == name || field.name == own) && is_plain && is_single(field)
    };
    let of_step = |(index, step): (usize, &Filled<'a>)| {
        let field = step.provides?.fields.iter().find(is_it)?;
        Some(Source::Step(index, field))
    };
    let of_input = || match input {
        Input::Message(message) => message.fields.iter().find(is_it).map(Source::Request),
        Input::Values(values) => {
            let fits = |value: &Value| value.field.is_none_or(|field| is_it(&field));
            let found = values.iter().position(|value| value.name == name && fits(value));
            found.map(Source::Value)
        }
        Input::Nothing => None,
    };
    steps.iter().enumerate().rev().find_map(of_step).or_else(of_input)
}
