//! What readers of each service may rely on, where its transactions end, and what takes effects back.

use minijinja::Value;

use crate::model::{Call, Service, Topic, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{ConsistencyModel, Fallback, StoreKind};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, cells};

pub(super) const SECTION: Section =
    Section { name: "consistency", heading: "Consistency Model per Service", view };

fn view(subject: &Subject) -> Option<Value> {
    let (holders, others): (Vec<&Service>, Vec<&Service>) =
        subject.services().partition(|service| keeps(service));
    let promises: Vec<_> = holders.iter().map(|service| promise(subject, service)).collect();
    let headings = ["Service", "Promise", "When it cannot reach its data", "Why", "Transactions"];
    let topics = subject.scope.topics(subject.model).into_iter();
    let lags: Vec<_> = topics.filter_map(|id| lag(subject, subject.model.topic(id))).collect();
    let lag_headings = ["Told first by", "With", "Follows in", "When it does not arrive"];
    let calls = subject.calls();
    let stale: Vec<_> = calls.iter().filter_map(|call| stale(subject, call)).collect();
    let undone: Vec<_> = calls.iter().filter_map(|call| undone(subject, call)).collect();
    part::view([
        Part::new("Promises to readers", nothing_kept(&others), table(headings, &promises)),
        Part::new("Data that follows events", [], table(lag_headings, &lags)),
        Part::new(
            "Answers that may be old",
            [],
            table(["Caller", "Answer of", "What it shows"], &stale),
        ),
        Part::new(
            "Effects that are taken back",
            [],
            table(["Caller", "Effect", "Taken back by"], &undone),
        ),
    ])
}

/// Whether a service has data of which one can ask how fresh it is.
pub(super) fn keeps(service: &Service) -> bool {
    !service.owns.is_empty() || !service.reads.is_empty() || !service.writes.is_empty()
}

fn nothing_kept(others: &[&Service]) -> Option<Written> {
    let names: Vec<&str> = others.iter().map(|service| service.name.as_str()).collect();
    let line = Line::default().written(&cells::some(&names));
    let line = line.own(if names.len() == 1 { " keeps" } else { " keep" });
    let line = line.own(" no data: an answer is as fresh as what it was made of.");
    (!names.is_empty()).then(|| line.end())
}

fn promise(subject: &Subject, service: &Service) -> [Written; 5] {
    let said = service.consistency.as_ref();
    let model = said.and_then(|said| said.model.as_ref()).map(|model| model.value);
    let why = said.and_then(|said| said.why.as_ref());
    [
        subject.service_link(service),
        model.map_or_else(|| Written::own("not said"), cells::consistency),
        Written::own(match model {
            None => "open",
            Some(ConsistencyModel::Strong) => "refuses, rather than answer with old data (CP)",
            Some(ConsistencyModel::Eventual) => "answers with what it has (AP)",
            Some(ConsistencyModel::ReadYourWrites) => {
                "refuses to the writer, others may see old data (CP for one's own writes, else AP)"
            }
            Some(ConsistencyModel::Causal) => "answers, but no effect before its cause (AP)",
        }),
        why.map_or_else(markdown::nothing, |why| markdown::text(&why.value)),
        transactions(subject, service),
    ]
}

/// Where its transactions end, and what becomes of its events then.
pub(super) fn transactions(subject: &Subject, service: &Service) -> Written {
    let owned = service.owns.iter().map(|owned| subject.model.store(owned.store));
    let truths: Vec<&str> = owned
        .filter(|store| store.kind == StoreKind::Truth)
        .map(|store| store.name.as_str())
        .collect();
    let line = match truths.as_slice() {
        [] => Line::default().own("none: what it keeps can be made again, or is another's"),
        [one] => Line::default().own("one a request, in ").code(one),
        more => {
            let line = Line::default().own("one in each of ");
            line.written(&markdown::codes(more.iter().copied())).own("; none spans them")
        }
    };
    let line = match (service.publishes.is_empty(), service.outbox, truths.is_empty()) {
        (true, ..) => line,
        (false, true, _) => line.own("; its events are written in it"),
        (false, false, false) => {
            line.own("; its events leave after it, and one is lost if it dies in between")
        }
        (false, false, true) => line.own("; its events leave at once"),
    };
    let is_once = !service.consumes.is_empty()
        && service.consumes.iter().all(|known| known.idempotent == Some(true));
    if is_once { line.own("; an event that comes twice counts once").end() } else { line.end() }
}

/// Who learns of something by an event, and so later.
fn lag(subject: &Subject, topic: &Topic) -> Option<[Written; 4]> {
    let name = |id| subject.model.service(id).name.as_str();
    let publishers: Vec<&str> = topic.publishers.iter().map(|(id, _)| name(*id)).collect();
    let consumers: Vec<&str> = topic.consumers.iter().map(|(id, _)| name(*id)).collect();
    if publishers.is_empty() || consumers.is_empty() {
        return None;
    }
    let known = topic.consumers.iter().flat_map(|(id, _)| &subject.model.service(*id).consumes);
    let known: Vec<_> = known.filter(|known| known.topic == topic.id).collect();
    let attempts = known.iter().filter_map(|known| known.attempts).max();
    let line = match attempts {
        Some(attempts) => Line::default().count(attempts as usize, "attempt", "attempts"),
        None => Line::default().own("attempts not said"),
    };
    let mut letters: Vec<&str> = known
        .iter()
        .filter_map(|known| known.dead_letter)
        .map(|id| subject.model.topic(id).name.as_str())
        .collect();
    letters.dedup();
    let line = match letters.as_slice() {
        [] => line,
        letters => line.own(", then ").written(&markdown::codes(letters.iter().copied())),
    };
    let line = match &topic.written.retention {
        Some(kept) => line.own("; kept for ").text(&duration_text(kept.value.value)),
        None => line.own("; how long it is kept is not said"),
    };
    Some([
        markdown::codes(publishers),
        markdown::code(&topic.name),
        markdown::codes(consumers),
        line.end(),
    ])
}

fn stale(subject: &Subject, call: &Call) -> Option<[Written; 3]> {
    let shows = match call.fallback.as_ref()? {
        Fallback::Cached => "the last good answer, while the call fails",
        Fallback::Default => "a fixed answer, while the call fails",
        Fallback::Nothing | Fallback::Text(_) => return None,
    };
    Some([
        markdown::code(subject.model.caller_name(call.caller)),
        cells::callee(subject.model, call),
        Written::own(shows),
    ])
}

fn undone(subject: &Subject, call: &Call) -> Option<[Written; 3]> {
    let back = subject.model.call(call.compensated_by?);
    Some([
        markdown::code(subject.model.caller_name(call.caller)),
        cells::callee(subject.model, call),
        cells::callee(subject.model, back),
    ])
}
