//! The patterns that services share: what each is, who uses it where, and where its code is.

use std::collections::{BTreeMap, BTreeSet};

use crate::contracts::Streaming;
use crate::graph::words::streaming;
use crate::model::{Call, Model, OperationKind, Service, ServiceId};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{Auth, StoreKind};

use super::super::cells;
use super::super::subject::Subject;
use super::super::table::table;
use super::page::{Chapter, Page, Place};

/// Two folders below that of the specification.
const HERE: Place = Place { depth: 2 };

/// The patterns that somebody uses, in the order in which a request meets them.
pub(super) struct Patterns(Vec<Used>);

struct Used {
    pattern: &'static Pattern,
    /// What each service uses it for.
    by: BTreeMap<ServiceId, Vec<Written>>,
}

struct Pattern {
    name: &'static str,
    /// What it does, as a sentence or two.
    words: &'static str,
    /// The files of the runtime that hold its code.
    code: &'static [&'static str],
    uses: fn(&Model, &Service) -> Vec<Written>,
}

const ALL: [Pattern; 14] = [
    Pattern {
        name: "Proof of callers",
        words: "Who asks from outside, and which service calls, is known before a use case begins; whoever cannot show it is refused.",
        code: &["door.py"],
        uses: proofs,
    },
    Pattern {
        name: "Rate limits",
        words: "A caller that asks too often is told when to come again. The count is shared by all instances where there is a Redis, and of each instance otherwise.",
        code: &["rate_limit.py"],
        uses: rates,
    },
    Pattern {
        name: "Deadlines",
        words: "Every call ends at its timeout, or earlier when the caller's own time is over: what is left of it travels along.",
        code: &["context.py", "resilience.py"],
        uses: deadlines,
    },
    Pattern {
        name: "Retries",
        words: "A call that failed for a reason that passes is tried again, after a pause and within the deadline.",
        code: &["resilience.py"],
        uses: retries,
    },
    Pattern {
        name: "Circuit breakers",
        words: "What failed several times in a row is not called for a while; one call then tries whether it is back.",
        code: &["resilience.py"],
        uses: breakers,
    },
    Pattern {
        name: "Fallbacks",
        words: "An answer that does not come is done without, or something stands in for it.",
        code: &["resilience.py"],
        uses: fallbacks,
    },
    Pattern {
        name: "Compensation",
        words: "When a later step fails, another call takes the effect of an earlier one back.",
        code: &["compensation.py"],
        uses: compensations,
    },
    Pattern {
        name: "Streams",
        words: "A stream is bounded as a whole by its timeout, and between two messages by its idle time where one is said.",
        code: &["streams.py"],
        uses: streams,
    },
    Pattern {
        name: "Outbox",
        words: "An event is written in the transaction of the change that it tells of, and leaves from there: it is neither lost nor told of what did not happen.",
        code: &["outbox.py"],
        uses: outboxes,
    },
    Pattern {
        name: "Idempotent consumers",
        words: "An event that comes twice has the effect of one.",
        code: &["outbox.py", "cache_inbox.py"],
        uses: idempotent,
    },
    Pattern {
        name: "Dead letters",
        words: "An event that fails every attempt is kept aside for people to look at, and the next one is handled.",
        code: &["events.py"],
        uses: dead_letters,
    },
    Pattern {
        name: "Own data",
        words: "Each of these stores belongs to one service; others ask that service for what is in it.",
        code: &["database.py"],
        uses: data,
    },
    Pattern {
        name: "Caches",
        words: "What is loaded is kept for a while; when the cache is away, it is loaded each time.",
        code: &["cache.py"],
        uses: caches,
    },
    Pattern {
        name: "Scheduled work",
        words: "Work begins by the clock, in UTC; of several instances one does it.",
        code: &["schedule.py"],
        uses: schedules,
    },
];

/// Looks for the patterns in the services that the specification is about.
pub(super) fn patterns(subject: &Subject) -> Patterns {
    let used = |pattern: &'static Pattern| {
        let by = subject.services().map(|one| (one.id, (pattern.uses)(subject.model, one)));
        let by: BTreeMap<_, _> = by.filter(|(_, uses)| !uses.is_empty()).collect();
        (!by.is_empty()).then_some(Used { pattern, by })
    };
    Patterns(ALL.iter().filter_map(used).collect())
}

impl Patterns {
    pub(super) fn page(&self, subject: &Subject, path: &str) -> Page {
        let mut chapters: Vec<Option<Chapter>> =
            self.0.iter().map(|used| chapter(subject, used)).collect();
        chapters.push(everywhere(subject));
        let specification =
            HERE.section(&Written::own("the specification"), "Communication Patterns");
        let line = Line::default().own(
            "What several services do in the same way, and where. Values stand at each call in ",
        );
        let words = vec![line.written(&specification).own(".").end()];
        Page::new(Written::own("Shared patterns"), words, chapters).with_prose(subject, path)
    }

    /// What a service takes part in, with links from its own document, which stands beside the page.
    pub(super) fn of(&self, service: ServiceId) -> Vec<Written> {
        let own = self.0.iter().filter_map(|used| Some((used.pattern, used.by.get(&service)?)));
        own.map(|(pattern, uses)| {
            let path = format!("../shared/patterns.md#{}", markdown::anchor(pattern.name));
            let name = markdown::link(&Written::own(pattern.name), &path);
            let line = Line::default().written(&name);
            line.own(": ").written(&Written::join(uses, ", ")).end()
        })
        .collect()
    }
}

fn chapter(subject: &Subject, used: &Used) -> Option<Chapter> {
    let row = |(id, uses): (&ServiceId, &Vec<Written>)| {
        [HERE.service(subject, subject.model.service(*id)), Written::join(uses, ", ")]
    };
    let rows: Vec<_> = used.by.iter().map(row).collect();
    let files = used.pattern.code.iter().filter_map(|file| code(subject, file));
    let files: Vec<Written> = files.collect();
    let line = Line::default().own("Code: ").written(&Written::join(&files, ", ")).own(".");
    let code = (!files.is_empty()).then(|| line.end());
    Chapter::new(used.pattern.name)
        .words([Written::own(used.pattern.words)])
        .words(code)
        .table(table(["Service", "Where"], &rows))
        .end()
}

/// A file of the runtime, where it is part of the tree.
fn code(subject: &Subject, file: &str) -> Option<Written> {
    let mut files = subject.documents.files.iter();
    let end = format!("/{file}");
    let path = files.find(|path| path.starts_with("libs/runtime/src/") && path.ends_with(&end))?;
    Some(HERE.file(path))
}

/// What every scaffolded service has from the runtime.
fn everywhere(subject: &Subject) -> Option<Chapter> {
    const HELD: [(&str, &str); 5] = [
        (
            "errors.py",
            "errors that say to callers what they may know, and the rest to the log alone",
        ),
        ("logs.py", "logs as JSON, with the ids of the request"),
        ("telemetry.py", "traces that go on from service to service"),
        ("metrics.py", "metrics of every operation"),
        ("process.py", "a process that finishes what it has begun before it ends"),
    ];
    let items = HELD.iter().filter_map(|(file, words)| {
        Some(Line::default().written(&code(subject, file)?).own(": ").own(words).end())
    });
    Chapter::new("In every scaffolded service").items(items).end()
}

fn proofs(_: &Model, service: &Service) -> Vec<Written> {
    let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
    let public = public.map(|auth| auth.value).filter(|auth| *auth != Auth::None);
    let outside =
        public.map(|auth| Line::default().own("from outside ").written(&cells::auth(auth)).end());
    let serves = service.http || !service.grpc.is_empty();
    let inside = service.auth.as_ref().map(|auth| auth.value);
    let inside = inside.filter(|auth| serves && *auth != Auth::None);
    let inside = inside
        .map(|auth| Line::default().own("between services ").written(&cells::auth(auth)).end());
    outside.into_iter().chain(inside).collect()
}

fn rates(_: &Model, service: &Service) -> Vec<Written> {
    let rate = service.public.as_ref().and_then(|public| public.rate.as_ref());
    rate.map(|rate| markdown::text(&rate.value.text)).into_iter().collect()
}

/// The calls of a service of which something can be said, each once.
fn calls(
    model: &Model,
    service: &Service,
    words: impl Fn(&Call) -> Option<Written>,
) -> Vec<Written> {
    let mut known = BTreeSet::new();
    let mut all: Vec<Written> = model.calls_of(service.id).filter_map(words).collect();
    all.retain(|one| known.insert(one.clone()));
    all
}

fn deadlines(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        call.timeout_value()?;
        let line = Line::default().written(&cells::callee(model, call)).own(" ");
        Some(line.written(&cells::timeout(call)).end())
    })
}

fn retries(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        let line = Line::default().written(&cells::callee(model, call)).own(" ");
        let line = line.count(call.attempts.value as usize, "attempt", "attempts");
        (call.attempts.value > 1).then(|| line.end())
    })
}

fn breakers(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        call.breaker.as_ref()?;
        Some(cells::callee(model, call))
    })
}

fn fallbacks(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        let stand_in = cells::stand_in(call)?;
        let line = Line::default().written(&cells::callee(model, call)).own(" ");
        Some(line.written(&stand_in).end())
    })
}

fn compensations(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        let back = model.call(call.compensated_by?);
        let line = Line::default().written(&cells::callee(model, call)).own(" by ");
        Some(line.written(&cells::callee(model, back)).end())
    })
}

fn streams(model: &Model, service: &Service) -> Vec<Written> {
    calls(model, service, |call| {
        let is_stream = streaming(model, call) != Streaming::Unary;
        is_stream.then(|| cells::callee(model, call))
    })
}

fn outboxes(model: &Model, service: &Service) -> Vec<Written> {
    let topics = service.publishes.iter().filter(|_| service.outbox);
    topics.map(|one| markdown::code(&model.topic(one.topic).name)).collect()
}

fn idempotent(model: &Model, service: &Service) -> Vec<Written> {
    let known = service.consumes.iter().filter(|one| one.idempotent == Some(true));
    known.map(|one| markdown::code(&model.topic(one.topic).name)).collect()
}

fn dead_letters(model: &Model, service: &Service) -> Vec<Written> {
    let known = service.consumes.iter().filter_map(|one| Some((one.topic, one.dead_letter?)));
    known
        .map(|(from, to)| {
            let line = Line::default().code(&model.topic(from).name).own(" to ");
            line.code(&model.topic(to).name).end()
        })
        .collect()
}

fn data(model: &Model, service: &Service) -> Vec<Written> {
    stores(model, service, StoreKind::Truth)
}

fn caches(model: &Model, service: &Service) -> Vec<Written> {
    stores(model, service, StoreKind::Cache)
}

fn stores(model: &Model, service: &Service, kind: StoreKind) -> Vec<Written> {
    let stores = service.owns.iter().map(|owned| model.store(owned.store));
    let stores = stores.filter(|store| store.kind == kind);
    stores.map(|store| markdown::code(store.name.as_str())).collect()
}

fn schedules(model: &Model, service: &Service) -> Vec<Written> {
    let timed =
        model.operations_of(service.id).iter().filter_map(|operation| match &operation.kind {
            OperationKind::Cron(when) | OperationKind::Job(Some(when)) => Some((operation, when)),
            _ => None,
        });
    timed
        .map(|(operation, when)| {
            let line = Line::default().code(&operation.name).own(" ");
            line.written(&cells::schedule(when)).end()
        })
        .collect()
}
