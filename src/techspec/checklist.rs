//! What a production service has, each line ticked by the files that prove it.

use minijinja::Value;

use crate::names::Written;
use crate::names::written::markdown::Line;

use super::part::{self, Part};
use super::subject::Subject;
use super::{Section, evidence};

pub(super) const SECTION: Section =
    Section { name: "checklist", heading: "Python Production Checklist", view };

/// A line: its words, the library or the kind of thing without which it is not needed, and where its files are.
struct Item {
    words: &'static str,
    needs: Needs,
    begin: &'static str,
    end: &'static str,
}

/// What a system has that needs a line.
#[derive(Clone, Copy)]
enum Needs {
    Nothing,
    Library(&'static str, &'static str),
    Deployment,
}

use Needs::{Deployment, Library, Nothing};

const fn item(words: &'static str, needs: Needs, begin: &'static str, end: &'static str) -> Item {
    Item { words, needs, begin, end }
}

/// Where the objects of the cluster are: one file a service, and some for all.
const MANIFESTS: &str = "deploy/k8s/base/";

const ITEMS: [Item; 14] = [
    item("Python 3.11+ with async/await throughout", Nothing, ".python-version", ""),
    item("UV for dependency management", Nothing, "pyproject.toml", ""),
    item(
        "FastAPI with Pydantic V2 validation",
        Library("fastapi", "nothing is served over HTTP"),
        "libs/runtime/src/",
        "/http.py",
    ),
    item(
        "SQLAlchemy 2.0 with async support",
        Library("sqlalchemy", "no service owns a relational store"),
        "libs/runtime/src/",
        "/database.py",
    ),
    item(
        "gRPC with Protocol Buffers v3",
        Library("grpcio", "no service speaks gRPC"),
        "libs/runtime/src/",
        "/grpc_server.py",
    ),
    item("Structured logging with contextual data", Nothing, "libs/runtime/src/", "/logs.py"),
    item("OpenTelemetry for distributed tracing", Nothing, "libs/runtime/src/", "/telemetry.py"),
    item("pytest with async fixtures", Nothing, "libs/runtime/tests/test_runtime_process", ".py"),
    item("Type hints with mypy validation", Nothing, "pyproject.toml", ""),
    item("Ruff for linting and formatting", Nothing, "Makefile", ""),
    item("Docker multi-stage builds", Deployment, "services/", "/Dockerfile"),
    item("Kubernetes readiness/liveness probes", Deployment, MANIFESTS, ".yaml"),
    item("Prometheus metrics exposed", Nothing, "libs/runtime/src/", "/metrics.py"),
    item(
        "Error handling with Sentry integration",
        Library("sentry-sdk", "nothing is generated"),
        "libs/runtime/src/",
        "/telemetry.py",
    ),
];

fn view(subject: &Subject) -> Option<Value> {
    if !subject.services().any(|service| service.generated) {
        return None;
    }
    let libraries: Vec<&str> = subject.code.libraries.iter().map(|one| one.name).collect();
    let (mut needed, mut not_needed) = (Vec::new(), Vec::new());
    for item in &ITEMS {
        match missing(subject, item.needs, &libraries) {
            None => needed.push(ticked(subject, item)),
            Some(why) => {
                let line = Line::default().own("- ").own(item.words).own(": ").own(why);
                not_needed.push(line.end());
            }
        }
    }
    let list = |lines: Vec<Written>| (!lines.is_empty()).then(|| Written::join(&lines, "\n"));
    part::view([Part::first(list(needed)), Part::new("Not needed here", list(not_needed), None)])
}

/// Why a line is not needed, if it is not.
fn missing(subject: &Subject, needs: Needs, libraries: &[&str]) -> Option<&'static str> {
    match needs {
        Nothing => None,
        Library(name, without) => (!libraries.contains(&name)).then_some(without),
        Deployment => {
            (!subject.is_deployed()).then_some("no environment other than `local` is declared")
        }
    }
}

fn ticked(subject: &Subject, item: &Item) -> Written {
    let mut files = evidence::files(subject, item.begin, item.end);
    if item.begin == MANIFESTS {
        files.retain(|path| is_of_service(subject, path));
    }
    match evidence::links(&files) {
        Some(files) => {
            let line = Line::default().own("- [x] ").own(item.words).own(": ");
            line.written(&files).end()
        }
        None => Line::default().own("- [ ] ").own(item.words).own(": no file shows it").end(),
    }
}

fn is_of_service(subject: &Subject, path: &str) -> bool {
    let name = path.strip_prefix(MANIFESTS).and_then(|name| name.strip_suffix(".yaml"));
    name.is_some_and(|name| subject.services().any(|service| service.name.as_str() == name))
}
