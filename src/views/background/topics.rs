//! What the topology says of the topics that a service uses, for the bus: partitions, replicas, retention.

use std::time::Duration;

use crate::model::Topic;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::lines::{Lines, fit};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
/// What no topic is expected to exceed that says nothing.
const UNSAID: Duration = Duration::from_secs(30 * DAY);

/// The topics of a service of which anything is said.
pub(in crate::views) struct Topics<'a> {
    topics: Vec<&'a Topic>,
}

impl<'a> Topics<'a> {
    /// Those that it publishes, consumes, or buries events in.
    pub(in crate::views) fn of(system: &'a System, service: &PyService) -> Self {
        let published = service.service.publishes.iter().map(|publication| publication.topic);
        let consumed = service.service.consumes.iter().map(|subscription| subscription.topic);
        let dead = service.service.consumes.iter().filter_map(|one| one.dead_letter);
        let mut ids: Vec<_> = published.chain(consumed).chain(dead).collect();
        ids.sort_unstable();
        ids.dedup();
        let all = ids.into_iter().map(|topic| system.model.topic(topic));
        Self { topics: all.filter(|topic| !arguments(topic).is_empty()).collect() }
    }

    pub(in crate::views) fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    pub(in crate::views) fn have_retention(&self) -> bool {
        self.topics.iter().any(|topic| topic.written.retention.is_some())
    }

    /// `"chat.message.sent": Topic(partitions=12, retention=timedelta(days=7)),`
    pub(in crate::views) fn lines(&self) -> Vec<Written> {
        let mut lines = Lines::default();
        for topic in &self.topics {
            let head = Written::fill("{}: Topic", &[&python::string(&topic.name)]);
            lines.nest(0, &fit(1, &head, &arguments(topic), ","));
        }
        lines.into_vec()
    }
}

/// How long the inbox remembers: as long as any topic that is read keeps an event.
pub(in crate::views) fn inbox_keep(system: &System, service: &PyService) -> Written {
    let retention = |topic| {
        let said = system.model.topic(topic).written.retention.as_ref();
        said.map_or(UNSAID, |retention| retention.value.value)
    };
    let longest = service.service.consumes.iter().map(|one| retention(one.topic)).max();
    Written::fill("keep={}", &[&timedelta(longest.unwrap_or(UNSAID))])
}

fn arguments(topic: &Topic) -> Vec<Written> {
    let number = |name: &'static str, value: u32| {
        Written::fill("{}={}", &[&Written::own(name), &python::number(&value.to_string())])
    };
    let written = &topic.written;
    let mut arguments = Vec::new();
    if let Some(partitions) = &written.partitions {
        arguments.push(number("partitions", partitions.value.get()));
    }
    if let Some(replication) = &written.replication {
        arguments.push(number("replication", replication.value.get()));
    }
    if let Some(retention) = &written.retention {
        arguments.push(Written::fill("retention={}", &[&timedelta(retention.value.value)]));
    }
    arguments
}

/// In the largest unit that leaves no rest: `timedelta(days=7)`.
fn timedelta(duration: Duration) -> Written {
    let seconds = duration.as_secs();
    let whole = |unit: u64| python::number(&(seconds / unit).to_string());
    if duration.subsec_nanos() != 0 || !seconds.is_multiple_of(HOUR) {
        Written::fill("timedelta(seconds={})", &[&python::seconds(duration)])
    } else if seconds.is_multiple_of(DAY) {
        Written::fill("timedelta(days={})", &[&whole(DAY)])
    } else {
        Written::fill("timedelta(hours={})", &[&whole(HOUR)])
    }
}
