//! Profiles: what is there only while one is on (`when`), or only while it is off (`unless`).

use std::collections::BTreeSet;

use crate::diagnostic::Spanned;
use crate::names::Name;

use super::call::Call;
use super::collections::{Key, List, Map};
use super::messaging::{Consume, Publish};
use super::resource::{External, Store, Topic};
use super::service::Service;
use super::system::Topology;

/// Something that may be there only at times.
trait AtTimes {
    /// The profile in which it is there.
    fn when(&self) -> Option<&Spanned<Name>>;
}

macro_rules! at_times {
    ($($thing:ty),*) => {$(
        impl AtTimes for $thing {
            fn when(&self) -> Option<&Spanned<Name>> {
                self.when.as_ref()
            }
        }
    )*};
}

at_times!(Call, Consume, External, Publish, Service, Store, Topic);

/// The profiles that are on.
struct On(BTreeSet<Name>);

impl Topology {
    /// Takes out what is not there while only these profiles are on, with the uses of stores and topics that went, and
    /// the calls of operations that their service no longer makes.
    pub(super) fn keep(&mut self, profiles: &List<Spanned<Name>>) {
        let on = On(profiles.iter().map(|profile| profile.value.clone()).collect());
        let is_off = |service: &Service| service.unless.as_ref().is_some_and(|name| on.has(name));
        self.services.entries.retain(|(_, service)| on.keeps(service) && !is_off(service));
        on.keep(&mut self.externals);
        for (_, external) in &mut self.externals.entries {
            on.keep(&mut external.calls);
        }
        let stores = on.keep(&mut self.stores);
        let topics = on.keep(&mut self.topics);
        let names = self.services.iter().map(|(name, _)| name.value.clone());
        let left: BTreeSet<Name> = names.collect();
        for (_, service) in &mut self.services.entries {
            service.starts_after.items.retain(|name| left.contains(&name.value));
            on.keep_parts(service, &stores, &topics);
        }
    }

    /// Every profile that something asks for.
    pub fn asked_profiles(&self) -> Vec<&Spanned<Name>> {
        fn of<K, V: AtTimes>(map: &Map<K, V>) -> impl Iterator<Item = &Spanned<Name>> {
            map.iter().filter_map(|(_, thing)| thing.when())
        }
        let mut asked: Vec<_> = of(&self.services).collect();
        asked.extend(of(&self.externals).chain(of(&self.stores)).chain(of(&self.topics)));
        for (_, service) in &self.services {
            asked.extend(&service.unless);
            asked.extend(of(&service.calls).chain(of(&service.publishes)));
            asked.extend(of(&service.consumes));
        }
        asked
    }
}

impl On {
    fn has(&self, profile: &Spanned<Name>) -> bool {
        self.0.contains(&profile.value)
    }

    fn keeps(&self, thing: &impl AtTimes) -> bool {
        thing.when().is_none_or(|profile| self.has(profile))
    }

    /// Takes out what is not there; gives its names.
    fn keep<K: Key, V: AtTimes>(&self, map: &mut Map<K, V>) -> BTreeSet<String> {
        let gone = map.iter().filter(|(_, thing)| !self.keeps(thing));
        let gone: BTreeSet<String> = gone.map(|(name, _)| name.value.text().to_owned()).collect();
        without(map, &gone);
        gone
    }

    fn keep_parts(
        &self,
        service: &mut Service,
        stores: &BTreeSet<String>,
        topics: &BTreeSet<String>,
    ) {
        let calls = self.keep(&mut service.calls);
        let mut published = self.keep(&mut service.publishes);
        published.extend(topics.iter().cloned());
        self.keep(&mut service.consumes);
        without(&mut service.publishes, &published);
        without(&mut service.consumes, topics);
        without(&mut service.owns, stores);
        without(&mut service.reads, stores);
        without(&mut service.writes, stores);
        for (_, endpoint) in &mut service.endpoints.entries {
            self.keep(&mut endpoint.calls);
            without(&mut endpoint.calls, &calls);
            without(&mut endpoint.publishes, &published);
            without(&mut endpoint.reads, stores);
            without(&mut endpoint.writes, stores);
        }
    }
}

fn without<K: Key, V>(map: &mut Map<K, V>, gone: &BTreeSet<String>) {
    if !gone.is_empty() {
        map.entries.retain(|(name, _)| !gone.contains(name.value.text()));
    }
}
