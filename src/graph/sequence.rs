//! What a request, event or tick sets in motion, message by message.

use std::collections::BTreeSet;

use crate::model::{
    Call, Caller, Model, Operation, OperationId, OperationKind, ServiceId, Step, Target, TopicId,
    duration_text,
};
use crate::topology::{CallKind, Fallback, Schedule, Timeout, Times};

use super::MOST_NODES;
use super::words::simple;

/// The most messages of a picture; what a flow does beyond them is counted.
const MOST_MESSAGES: usize = 60;

/// A flow as messages between participants.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// From left to right, in the order in which they take part.
    pub participants: Vec<Participant>,
    /// From top to bottom.
    pub items: Vec<Item>,
    /// How many steps (calls, events, and what they set in motion) are not followed for lack of room.
    pub left_out: usize,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub who: Who,
    /// What is written above the line.
    pub label: String,
}

/// What a participant stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// People, or programs of others.
    Client,
    /// The clock.
    Clock,
    /// A service.
    Service(ServiceId),
    /// A topic.
    Topic(TopicId),
    /// A system of others.
    External(crate::model::ExternalId),
}

/// One thing that happens. Numbers are places in the list of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Asks, and waits.
    Ask(usize, usize, String),
    /// Answers.
    Answer(usize, usize, String),
    /// Tells, and goes on.
    Tell(usize, usize, String),
    /// Says something about one of them.
    Note(usize, String),
    /// What follows, up to the end, is special: the word of mermaid and a few words of explanation.
    Open(&'static str, String),
    /// The next branch: the word of mermaid.
    Next(&'static str),
    /// The end of what is special.
    Close,
}

/// Follows the flow that begins at an operation. Events are followed to their consumers, not into them.
pub fn sequence(model: &Model, entry: OperationId) -> Sequence {
    let mut walk = Walk { model, sequence: Sequence::default(), followed: BTreeSet::new() };
    let operation = model.operation(entry);
    let service = Who::Service(operation.service);
    match &operation.kind {
        OperationKind::Event(topic) => {
            let words = payload(model, *topic);
            let ends = (walk.place(Who::Topic(*topic)), walk.place(service));
            walk.say(Item::Tell(ends.0, ends.1, words));
            walk.follow(operation);
        }
        OperationKind::Cron(_) | OperationKind::Job(_) => {
            let ends = (walk.place(Who::Clock), walk.place(service));
            walk.say(Item::Tell(ends.0, ends.1, tick(operation)));
            walk.follow(operation);
        }
        OperationKind::Rpc { .. } | OperationKind::Route { .. } | OperationKind::Opaque { .. } => {
            let ends = (walk.client(operation), walk.place(service));
            walk.say(Item::Ask(ends.0, ends.1, operation.name.clone()));
            walk.follow(operation);
            walk.say(Item::Answer(ends.1, ends.0, walk.answer(operation)));
        }
    }
    walk.sequence
}

struct Walk<'a> {
    model: &'a Model,
    sequence: Sequence,
    followed: BTreeSet<OperationId>,
}

impl Walk<'_> {
    /// The place of a participant, added behind the others when it is new.
    fn place(&mut self, who: Who) -> usize {
        let label = match &who {
            Who::Client => "client".to_owned(),
            Who::Clock => "clock".to_owned(),
            Who::Service(id) => self.model.service(*id).name.as_str().to_owned(),
            Who::Topic(id) => self.model.topic(*id).name.clone(),
            Who::External(id) => self.model.external(*id).name.as_str().to_owned(),
        };
        self.place_as(Participant { who, label })
    }

    fn place_as(&mut self, participant: Participant) -> usize {
        let participants = &mut self.sequence.participants;
        participants.iter().position(|known| *known == participant).unwrap_or_else(|| {
            participants.push(participant);
            participants.len() - 1
        })
    }

    /// Those who ask from outside: the clients that the topology names, or any.
    fn client(&mut self, operation: &Operation) -> usize {
        let names: BTreeSet<&str> = operation
            .called_by
            .iter()
            .map(|call| self.model.caller_name(self.model.call(*call).caller))
            .collect();
        if names.is_empty() {
            return self.place(Who::Client);
        }
        let label = names.into_iter().collect::<Vec<_>>().join(", ");
        self.place_as(Participant { who: Who::Client, label })
    }

    fn say(&mut self, item: Item) {
        self.sequence.items.push(item);
    }

    fn is_full(&self) -> bool {
        self.sequence.items.len() >= MOST_MESSAGES || self.sequence.participants.len() >= MOST_NODES
    }

    /// What an operation does: its calls, then its events.
    fn follow(&mut self, operation: &Operation) {
        let is_more = !operation.steps.is_empty() || !operation.publishes.is_empty();
        if self.is_full() {
            let is_new = is_more && !self.followed.contains(&operation.id);
            self.sequence.left_out += usize::from(is_new);
            return;
        }
        let here = self.place(Who::Service(operation.service));
        if !self.followed.insert(operation.id) {
            if is_more {
                self.say(Item::Note(here, "goes on as above".to_owned()));
            }
            return;
        }
        self.steps(&operation.steps);
        for topic in &operation.publishes {
            if self.is_full() {
                self.sequence.left_out += 1;
                continue;
            }
            self.publish(here, *topic);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        let together = |a: &Step, b: &Step| {
            let parallel = a.parallel.is_some() && a.parallel == b.parallel;
            parallel || (a.either.is_some() && a.either == b.either)
        };
        for group in steps.chunk_by(together) {
            let (word, next, name) = match &group[0] {
                _ if group.len() == 1 => ("", "", None),
                Step { parallel: Some(name), .. } => ("par", "and", Some(name)),
                Step { either, .. } => ("alt", "else", either.as_ref()),
            };
            let mut is_open = false;
            for step in group {
                if self.is_full() {
                    self.sequence.left_out += 1;
                    continue;
                }
                match name {
                    Some(name) if !is_open => self.say(Item::Open(word, name.to_string())),
                    Some(_) => self.say(Item::Next(next)),
                    None => {}
                }
                is_open = name.is_some();
                self.step(step);
            }
            if is_open {
                self.say(Item::Close);
            }
        }
    }

    fn step(&mut self, step: &Step) {
        let call = self.model.call(step.call);
        let often = match step.times {
            Times::Count(times) if times.get() == 1 => None,
            Times::Count(times) => Some(format!("{times} times")),
            Times::PerItem => Some("for each item".to_owned()),
        };
        let optional = call.optional.then(|| without(call));
        let blocks = [("loop", often), ("opt", optional)];
        for (word, words) in &blocks {
            if let Some(words) = words {
                self.say(Item::Open(word, words.clone()));
            }
        }
        self.call(call);
        for _ in blocks.iter().filter(|(_, words)| words.is_some()) {
            self.say(Item::Close);
        }
    }

    fn call(&mut self, call: &Call) {
        let Caller::Service(caller) = call.caller else { return };
        let from = self.place(Who::Service(caller));
        let (who, asked) = match &call.target {
            Target::Service(id) => (Who::Service(*id), None),
            Target::Operation(id) => {
                let operation = self.model.operation(*id);
                (Who::Service(operation.service), Some(operation))
            }
            Target::External { id, .. } => (Who::External(*id), None),
        };
        let to = self.place(who);
        let words = self.asked(call);
        if call.kind == CallKind::Callback {
            self.say(Item::Tell(from, to, words));
            return;
        }
        self.say(Item::Ask(from, to, words));
        if let Some(operation) = asked {
            self.follow(operation);
        }
        let answer = asked.map_or_else(|| "answer".to_owned(), |operation| self.answer(operation));
        self.say(Item::Answer(to, from, answer));
    }

    /// The operation, and how long the caller waits for it.
    fn asked(&self, call: &Call) -> String {
        let mut limits = Vec::new();
        match call.timeout.as_ref().map(|timeout| &timeout.value) {
            Some(Timeout::After(after)) => limits.push(after.text.to_string()),
            Some(Timeout::Never) => limits.push("no timeout".to_owned()),
            None => {}
        }
        if call.attempts.value > 1 {
            limits.push(format!("{} attempts", call.attempts.value));
        }
        let name = self.model.target_operation(call).unwrap_or("request");
        if limits.is_empty() { name.to_owned() } else { format!("{name} ({})", limits.join(", ")) }
    }

    fn answer(&self, operation: &Operation) -> String {
        let Some((_, method)) = operation.rpc(&self.model.contracts) else {
            return "answer".to_owned();
        };
        let message = simple(&method.output);
        if method.streaming.from_server() {
            format!("stream of {message}")
        } else {
            message.to_owned()
        }
    }

    fn publish(&mut self, from: usize, topic: TopicId) {
        let to = self.place(Who::Topic(topic));
        let words = payload(self.model, topic);
        self.say(Item::Tell(from, to, words.clone()));
        for (consumer, _) in &self.model.topic(topic).consumers {
            if self.is_full() {
                self.sequence.left_out += 1;
                continue;
            }
            let consumer = self.place(Who::Service(*consumer));
            self.say(Item::Tell(to, consumer, words.clone()));
        }
    }
}

fn payload(model: &Model, topic: TopicId) -> String {
    let payload = model.topic(topic).payload.as_ref();
    payload.map_or_else(|| "event".to_owned(), |payload| simple(&payload.value).to_owned())
}

fn tick(operation: &Operation) -> String {
    let schedule = match &operation.kind {
        OperationKind::Cron(schedule) => Some(schedule),
        OperationKind::Job(schedule) => schedule.as_ref(),
        _ => None,
    };
    match schedule {
        Some(Schedule::Cron(fields)) => format!("{} ({fields})", operation.name),
        Some(Schedule::Every(every)) => {
            format!("{} (every {})", operation.name, duration_text(every.value))
        }
        None => operation.name.clone(),
    }
}

fn without(call: &Call) -> String {
    match &call.fallback {
        None => "optional".to_owned(),
        Some(Fallback::Nothing) => "optional, goes on without".to_owned(),
        Some(Fallback::Cached) => "optional, else the last good answer".to_owned(),
        Some(Fallback::Default) => "optional, else a fixed answer".to_owned(),
        Some(Fallback::Text(words)) => format!("optional, else {words}"),
    }
}
