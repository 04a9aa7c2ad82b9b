//! The names that files declare at their outermost level, whether they compile or not.

use std::collections::BTreeSet;

use prost_reflect::prost_types::FileDescriptorProto;

use super::symbols::joined;

/// Full names.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    pub(super) services: BTreeSet<String>,
    pub(super) messages: BTreeSet<String>,
}

impl Declared {
    /// Adds what a file declares.
    pub(super) fn add(&mut self, file: &FileDescriptorProto) {
        let package = file.package();
        let services = file.service.iter().map(|service| joined(package, service.name()));
        self.services.extend(services);
        let messages = file.message_type.iter().map(|message| joined(package, message.name()));
        self.messages.extend(messages);
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.services.extend(other.services);
        self.messages.extend(other.messages);
    }
}
