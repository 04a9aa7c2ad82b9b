//! One environment laid over the file: what is keyed is merged, all else is replaced.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;

use crate::diagnostic::Spanned;

use super::collections::{Key, List, Map, Switch};
use super::faults::Faults;
use super::system::{Defaults, Environment, Prd, Topology};

/// A value that another one can be laid over.
pub(super) trait Overlay: Clone {
    /// Takes over what is written in `over`, with its places.
    fn overlay(&mut self, over: Self);

    /// Whether there is nothing to take over.
    fn is_blank(&self) -> bool {
        false
    }

    /// The same with what `beneath` has where nothing is written here.
    #[must_use]
    fn over(self, beneath: &Self) -> Self {
        let mut merged = beneath.clone();
        merged.overlay(self);
        merged
    }
}

impl Topology {
    /// Keeps as many environments as a topology of this size can be judged in.
    pub(super) fn bound_environments(&mut self, faults: &mut Faults) {
        if let Some(span) = &self.environments.span {
            let entries = &mut self.environments.entries;
            entries.truncate(faults.room_for_environments(entries.len(), span));
        }
    }

    /// The topology with what stands under `defaults` at every service that does not say otherwise.
    pub fn filled(&self) -> Cow<'_, Self> {
        let defaults = &self.defaults.service;
        if defaults.is_blank() {
            return Cow::Borrowed(self);
        }
        let mut filled = self.clone();
        for (_, service) in &mut filled.services.entries {
            *service = mem::take(service).over(defaults);
        }
        Cow::Owned(filled)
    }

    /// The topology as it is in one environment: maps are merged deeply, lists and single values
    /// replaced, calls and topics merged by name in whatever form they were written; then without what its profiles leave out.
    #[must_use]
    pub fn overlaid(&self, environment: &Environment) -> Self {
        let mut merged = self.clone();
        merged.description.overlay(environment.description.clone());
        merged.defaults.overlay(environment.defaults.clone());
        merged.domains.overlay(environment.domains.clone());
        merged.headers.overlay(environment.headers.clone());
        merged.services.overlay(environment.services.clone());
        merged.stores.overlay(environment.stores.clone());
        merged.topics.overlay(environment.topics.clone());
        merged.externals.overlay(environment.externals.clone());
        merged.data.overlay(environment.data.clone());
        merged.mesh.overlay(environment.mesh.clone());
        merged.checks.overlay(environment.checks.clone());
        merged.flags.overlay(environment.flags.clone());
        merged.keep(&environment.profiles);
        merged
    }
}

impl<T: Clone> Overlay for Spanned<T> {
    fn overlay(&mut self, over: Self) {
        *self = over;
    }
}

impl<T: Overlay> Overlay for Option<T> {
    fn overlay(&mut self, over: Self) {
        match (self.as_mut(), over) {
            (Some(value), Some(over)) => value.overlay(over),
            (None, Some(over)) => *self = Some(over),
            (_, None) => {}
        }
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

impl<T: Clone> Overlay for List<T> {
    fn overlay(&mut self, over: Self) {
        if over.is_written() {
            *self = over;
        }
    }

    fn is_blank(&self) -> bool {
        !self.is_written()
    }
}

impl<K: Key + Clone, V: Overlay> Overlay for Map<K, V> {
    fn overlay(&mut self, over: Self) {
        if self.entries.is_empty() && (over.is_written() || !self.is_written()) {
            *self = over;
            return;
        }
        if over.is_written() && !self.is_written() {
            self.span = over.span;
        }
        let texts = self.entries.iter().map(|(key, _)| key.value.text().to_owned());
        let known: HashMap<String, usize> =
            texts.enumerate().map(|(index, text)| (text, index)).collect();
        for (key, value) in over.entries {
            match known.get(key.value.text()) {
                Some(index) => self.entries[*index].1.overlay(value),
                None => self.entries.push((key, value)),
            }
        }
    }

    fn is_blank(&self) -> bool {
        !self.is_written() && self.entries.is_empty()
    }
}

impl<T: Overlay> Overlay for Switch<T> {
    fn overlay(&mut self, over: Self) {
        self.on.overlay(over.on);
        self.options.overlay(over.options);
    }
}

impl Overlay for Prd {
    fn overlay(&mut self, over: Self) {
        self.0.overlay(over.0);
    }

    fn is_blank(&self) -> bool {
        self.0.is_blank()
    }
}

impl Overlay for Defaults {
    fn overlay(&mut self, over: Self) {
        self.service.overlay(over.service);
        self.call.overlay(over.call);
        self.broker.overlay(over.broker);
    }

    fn is_blank(&self) -> bool {
        self.service.is_blank() && self.call.is_blank() && self.broker.is_blank()
    }
}
