//! The bound routes in `tests/contract/test_MODULE_contract.py`: each is asked over HTTP for what its RPC answers.

use super::TestView;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::bound::Bound;
use crate::views::doors::credentials::{self, Shown};
use crate::views::doors::rest::constant;
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::valid;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded, exploded_blocks, fit, one_line};

/// What is sent beside the request itself.
#[derive(Clone, Copy)]
struct Besides {
    shown: Option<Shown>,
    unknown: bool,
}

/// An answer and the refusals of each route.
pub(super) fn tests(system: &System, service: &PyService, imports: &mut Imports) -> Vec<TestView> {
    let mut tests = Vec::new();
    let usual = Besides { shown: service.has.http_door, unknown: false };
    for bound in &service.bound {
        imports.name(&format!("{}.api", service.package), "rest");
        imports.name(&format!("{}.testing_rest", system.runtime), "over_http");
        let name = python::identifier(&bound.function);
        let mut add = |pattern, lines: Lines| {
            let name = Written::fill(pattern, &[&name]);
            tests.push(TestView { name, lines: lines.into_vec() });
        };
        add("{}_answers_over_http", answer(system, bound, usual, imports));
        let mut unknown = sample(system, bound, Besides { unknown: true, ..usual }, imports);
        unknown.nest(1, &refused("400"));
        add("{}_refuses_over_http_what_it_does_not_know", unknown);
        if let Some(arguments) = forbidden(system, bound, imports) {
            let mut lines = request(system, bound, arguments, usual, imports);
            lines.nest(1, &refused("400"));
            add("{}_refuses_over_http_what_its_contract_forbids", lines);
        }
        if let Some(shown) = usual.shown {
            let mut lines = sample(system, bound, Besides { shown: None, ..usual }, imports);
            lines.nest(1, &refused("401"));
            let name = Written::fill("{}_wants_{}_over_http", &[&name, &shown.word()]);
            tests.push(TestView { name, lines: lines.into_vec() });
        }
    }
    tests
}

/// A request that breaks its contract, but not by its path.
fn forbidden(system: &System, bound: &Bound, imports: &mut Imports) -> Option<Vec<Lines>> {
    let input = bound.binding.input;
    let variables = bound.variables.iter();
    let in_path: Vec<&str> =
        variables.filter_map(|variable| variable.field.split('.').next()).collect();
    let refused = valid::refused(input, &in_path)?;
    let refused = refused.into_iter().map(one_line).collect();
    Some([valid::only(system, input, &in_path, imports), refused].concat())
}

fn answer(system: &System, bound: &Bound, besides: Besides, imports: &mut Imports) -> Lines {
    let mut lines = sample(system, bound, besides, imports);
    lines.own(1, "assert response.status_code == 200, response.text");
    let output = system.messages.class(&bound.binding.output.full_name, imports);
    imports.name(&format!("{}.testing_rest", system.runtime), "as_json");
    let expected = [constant_of(bound), Written::fill("{}()", &[&output])];
    lines.nest(1, &fit(1, &Written::own("assert response.json() == as_json"), &expected, ""));
    lines
}

fn refused(status: &'static str) -> Lines {
    let mut lines = Lines::default();
    lines.add(
        0,
        Written::fill("assert response.status_code == {}, response.text", &[&Written::own(status)]),
    );
    lines.own(0, "assert response.headers[\"content-type\"] == \"application/problem+json\"");
    lines
}

/// A request that keeps to the limits of its contract.
fn sample(system: &System, bound: &Bound, besides: Besides, imports: &mut Imports) -> Lines {
    let arguments = valid::arguments(system, bound.binding.input, imports);
    request(system, bound, arguments, besides, imports)
}

fn request(
    system: &System,
    bound: &Bound,
    arguments: Vec<Lines>,
    besides: Besides,
    imports: &mut Imports,
) -> Lines {
    let input = system.messages.class(&bound.binding.input.full_name, imports);
    let mut lines = Lines::default();
    lines.nest(1, &exploded_blocks(&Written::fill("request = {}", &[&input]), arguments, ""));
    let mut sent = vec![constant_of(bound), python::string(&bound.path), Written::own("request")];
    if besides.unknown {
        sent.push(Written::own("{\"no_such_field\": \"1\"}"));
    }
    let mut arguments = vec![
        one_line(python::string(&bound.binding.rule.method)),
        exploded(&Written::own("**over_http"), &sent, ""),
    ];
    if let Some(shown) = besides.shown {
        let headers = Written::fill("headers={}", &[&credentials::in_tests(shown)]);
        arguments.push(one_line(headers));
    }
    let head = Written::own("response = await http.request");
    lines.nest(1, &exploded_blocks(&head, arguments, ""));
    lines
}

fn constant_of(bound: &Bound) -> Written {
    Written::fill("rest.{}", &[&constant(bound)])
}
