//! The tests of routes that hand a job over, or tell its result.

use super::TestView;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::job_routes::location;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::PyService;
use crate::views::writing::lines::{Lines, one_line};

/// That the job is handed over, and its result is where the answer says.
pub(super) fn handed_over(
    service: &PyService,
    operation: &PyOperation,
    mut request: Lines,
    headers: Option<Lines>,
) -> TestView {
    request.own(1, "assert response.status_code == 202, response.text");
    if location(service, operation).is_some() {
        request.own(1, "location = response.headers[\"location\"]");
        request.own(1, "assert location.endswith(response.json()[\"job_id\"])");
        request.gap();
        request.own(1, "async def is_done() -> bool:");
        let headers =
            headers.map_or_else(Lines::default, |lines| lines.with_head(&Written::own(", ")));
        let get = headers.with_head(&Written::own("answer = await http.get(location"));
        let get = if get.is_empty() {
            one_line(Written::own("answer = await http.get(location"))
        } else {
            get
        };
        request.nest(2, &get.with_tail(")"));
        request.own(2, "return bool(answer.json()[\"state\"] == \"done\")");
        request.gap();
        request.own(1, "await eventually(is_done)");
    } else {
        request.own(1, "assert response.json()[\"job_id\"]");
    }
    let name = Written::fill("{}_hands_a_job_over", &[&python::identifier(&operation.method)]);
    TestView { name, lines: request.into_vec() }
}

/// That an id that nobody has is not found.
pub(super) fn not_found(operation: &PyOperation, mut request: Lines) -> TestView {
    request.own(1, "assert response.status_code == 404, response.text");
    let name = Written::fill("{}_finds_no_other_job", &[&python::identifier(&operation.method)]);
    TestView { name, lines: request.into_vec() }
}
