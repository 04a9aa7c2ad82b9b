//! What callers may get instead of an answer: the errors that leave a generated service, in both protocols.

use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::evidence;
use super::part::Part;
use super::subject::Subject;
use super::table::table;

/// A class of the runtime's `errors.py`, what it is in HTTP and in gRPC, and what a caller may make of it.
const ERRORS: [(&str, u16, &str, &str); 16] = [
    ("InvalidArgument", 400, "INVALID_ARGUMENT", "the request is wrong: mend it"),
    ("KeyReused", 422, "INVALID_ARGUMENT", "the idempotency key belongs to another request"),
    ("Unauthenticated", 401, "UNAUTHENTICATED", "nobody is known to ask: bring proof"),
    ("PermissionDenied", 403, "PERMISSION_DENIED", "the caller may not do this"),
    ("NotFound", 404, "NOT_FOUND", "what is named is not there"),
    ("AlreadyExists", 409, "ALREADY_EXISTS", "what is to be made is there"),
    ("FailedPrecondition", 409, "FAILED_PRECONDITION", "something must change first"),
    ("Aborted", 409, "ABORTED", "somebody was faster: read again, then repeat"),
    ("TooManyRequests", 429, "RESOURCE_EXHAUSTED", "repeat after the time that it says"),
    ("NotImplementedYet", 501, "UNIMPLEMENTED", "the operation is still to be written"),
    ("PeerFailed", 502, "INTERNAL", "a callee failed, or answered nonsense"),
    ("PeerUnavailable", 503, "UNAVAILABLE", "a callee cannot be reached: repeat later"),
    ("CircuitOpen", 503, "UNAVAILABLE", "a callee is left alone for a while: repeat later"),
    ("PeerBusy", 503, "UNAVAILABLE", "too many calls are under way: repeat later"),
    ("DeadlineExceeded", 504, "DEADLINE_EXCEEDED", "the time is used up; it may have happened"),
    ("ServiceError", 500, "INTERNAL", "something else went wrong"),
];

/// The errors, where anything is generated that answers.
pub(super) fn part(subject: &Subject) -> Part {
    let generated = || subject.services().filter(|service| service.generated);
    let over_http = generated().any(|service| service.http);
    let over_grpc = generated().any(|service| !service.grpc.is_empty());
    if !over_http && !over_grpc {
        return Part::new("Errors", [], None);
    }
    let row = |(class, http, grpc, means): &(&'static str, u16, &'static str, &'static str)| {
        [
            markdown::code(class),
            if over_http { Written::from(usize::from(*http)) } else { markdown::nothing() },
            if over_grpc { Written::own(grpc) } else { markdown::nothing() },
            Written::own(means),
        ]
    };
    let rows: Vec<_> = ERRORS.iter().map(row).collect();
    let words = Written::own(if over_http {
        "Nothing else leaves a generated service; over HTTP as a problem of RFC 9457 (`application/problem+json`)."
    } else {
        "Nothing else leaves a generated service."
    });
    let file = evidence::of(subject, "libs/runtime/src/", "/errors.py");
    let file =
        file.map(|file| Line::default().own("Their classes: ").written(&file).own(".").end());
    let headings = ["Error", "HTTP", "gRPC", "What it means to the caller"];
    Part::new("Errors", [words].into_iter().chain(file), table(headings, &rows))
}
