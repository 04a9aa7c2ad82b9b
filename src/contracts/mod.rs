//! The protos of a project, compiled from memory: services, methods, messages, streaming kinds, options and comments.
//!
//! All faults are reported in one run: a file that does not parse or link is dropped, with those that import it, and
//! the rest is compiled. Nothing here knows of the topology.

pub mod codes;
pub mod buf;
pub mod breaking;
pub mod lint;
mod facts;
mod path_template;
mod binding;
mod roots;
mod tag;
mod lexer;
mod declared;
mod guard;
mod words;
mod synthetic;
mod json_names;
mod plain;
mod parse;
mod parsed;
mod places;
mod built_in;
mod copies;
mod imported;
mod imports;
mod symbols;
mod resolve;
mod ordered;
mod link;
mod checked;
mod encode;
mod described;
mod limits;
mod options;
mod read;
mod sound;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use prost_reflect::DescriptorPool;

use crate::diagnostic::{self, Diagnostic, Span};
use crate::load::Unread;
use crate::openapi::Document;
use crate::parallel;
use crate::requirements;
use crate::tree::Tree;

use parse::Unit;
use parsed::parsed;
use roots::Bounds;

pub use binding::Binding;
pub use described::{Described, described};
pub use facts::{
    Cardinality, Copied, Copy, Enum, EnumValue, Field, File, HttpRule, Idempotency, Kind, Limit,
    Limits, Message, Method, OneOf, Origin, Resource, Rpc, Scalar, Service, Streaming,
};
pub use imported::imported;
pub use parsed::Parsed;
pub use path_template::{Matches, PathTemplate, Segment};
pub use roots::{quote, quote_those};

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
    /// The protos in it that cannot be read, and the folders, by their paths in it.
    pub unread: BTreeMap<String, Unread>,
    /// Other links in it, by their paths: told once somebody imports what would lie there.
    pub links: BTreeMap<String, Unread>,
    /// Whether it is not there or cannot be read, which whoever looked for it has told: nobody knows what it would hold.
    pub is_lost: bool,
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
    /// The same of messages.
    pub unread_messages: BTreeSet<String>,
    /// Where the files, folders and roots are of which nobody knows what they declare.
    pub unread: BTreeSet<String>,
    /// The contracts that there are twice.
    pub copies: Vec<Copy>,
    /// A serialized `FileDescriptorSet` of `files`, dependencies first, with source info and custom options.
    pub descriptor_set: Vec<u8>,
    /// The same for reflection, without source info.
    pub pool: DescriptorPool,
    /// The OpenAPI documents that could be read, by path.
    pub documents: BTreeMap<String, Document>,
    /// The requirements documents, by slug: what the system is to do, and so what its contracts are for.
    pub requirements: BTreeMap<String, requirements::Document>,
}

/// Compiles all files of all roots.
pub fn compile(roots: &[Root]) -> (Contracts, Vec<Diagnostic>) {
    compiled(parse(roots), roots)
}

/// Parses all files of all roots, each by itself.
pub fn parse(roots: &[Root]) -> Parsed {
    parsed(roots, &Bounds::PROJECT)
}

/// Compiles the files that were parsed of these roots.
pub fn compiled(parsed: Parsed, roots: &[Root]) -> (Contracts, Vec<Diagnostic>) {
    let Parsed { mut units, copies, mut broken, mut declared, unread, faults, .. } = parsed;
    let mut diagnostics = faults;
    let mut contracts = Contracts { unread, ..Contracts::default() };
    contracts.copies = copies::of_paths(&units, copies);
    contracts.copies.extend(copies::of_names(&mut units, &mut broken));
    built_in::add(&mut units);
    let absent = imports::absent(&units, &broken, roots, &mut diagnostics);
    broken.extend(absent.imports);
    contracts.unread.extend(absent.unread);
    broken.extend(imports::faulty(&units, &broken, roots, &mut diagnostics));
    let sorted = imports::sorted(&units, &mut broken, &mut diagnostics);
    let in_order = sorted.order.iter().filter_map(|path| units.get(path).cloned());
    let in_order: Vec<Arc<Unit>> = in_order.collect();
    let linked = link::link(&in_order, &mut diagnostics);
    diagnostics.extend(left_out([sorted.dropped, linked.dropped].concat()));
    let encoded = || encode::descriptor_set(&linked.pool, &linked.units, &|_| true);
    let known = options::Known::of(&linked.pool);
    let of_unit = |unit: &Arc<Unit>| {
        let file = linked.pool.get_file_by_name(&unit.source.import_path)?;
        Some(read::contents(&file, unit, &known))
    };
    let (descriptor_set, read) = parallel::both(encoded, || parallel::map(&linked.units, of_unit));
    read.into_iter().flatten().for_each(|contents| contracts.add(contents));
    contracts.descriptor_set = descriptor_set;
    let is_compiled = |unit: &Arc<Unit>| contracts.files.contains_key(&unit.source.import_path);
    for unit in units.values().filter(|unit| !is_compiled(unit)) {
        declared.add(&unit.descriptor);
    }
    declared.services.retain(|name| !contracts.services.contains_key(name));
    declared.messages.retain(|name| !contracts.messages.contains_key(name));
    contracts.unread_services = declared.services;
    contracts.unread_messages = declared.messages;
    contracts.pool = linked.pool;
    diagnostics.extend(sound::options(&contracts));
    diagnostics.extend(sound::enums(&contracts));
    (contracts, bounded(diagnostics))
}

/// In the order of all outputs, and not more than anybody reads.
fn bounded(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const MOST_TOLD: usize = 500;
    diagnostic::sort(&mut diagnostics);
    if diagnostics.len() > MOST_TOLD {
        let more = diagnostics.len() - MOST_TOLD;
        diagnostics.truncate(MOST_TOLD);
        let message = format!("the contracts have {more} more faults, which are not told");
        diagnostics.push(Diagnostic::error(codes::OVER_LIMIT, message).hint("mend these first"));
    }
    diagnostics
}

/// One note for all files that are left out because of others, so that nobody looks for faults in them.
fn left_out(places: Vec<Span>) -> Option<Diagnostic> {
    const MOST_SHOWN: usize = 6;
    let message = match places.len() {
        0 => return None,
        1 => "a file is left out because it imports one with faults".to_owned(),
        count => format!("{count} files are left out because they import one with faults"),
    };
    let mut diagnostic = Diagnostic::info(codes::INVALID_PROTO, message);
    let mut places = places.into_iter().take(MOST_SHOWN);
    diagnostic.place = places.next();
    diagnostic.related = places.map(|place| (place, "here too".to_owned())).collect();
    Some(diagnostic)
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

    /// Whether a proto service that is not known may be declared all the same: by what did not compile, or was not read.
    pub fn may_declare_service(&self, full_name: &str) -> bool {
        !self.unread.is_empty() || self.unread_services.contains(full_name)
    }

    /// The same of a message, or of a field of one.
    pub fn may_declare_message(&self, full_name: &str) -> bool {
        let mut around = full_name.match_indices('.').map(|(end, _)| &full_name[..end]);
        !self.unread.is_empty()
            || self.unread_messages.contains(full_name)
            || around.any(|outer| self.unread_messages.contains(outer))
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

    /// The files that stubs are made of: protobuf's own come with its library.
    pub fn stubbed(&self) -> impl Iterator<Item = &File> {
        self.files.values().filter(|file| {
            file.origin != Origin::BuiltIn || !file.import_path.starts_with("google/protobuf/")
        })
    }

    /// These files and all that they import, by import path, every file behind those that it imports; unknown ones are
    /// passed over.
    pub fn closure<'a>(&'a self, import_paths: &[&str]) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let mut order = Vec::new();
        for import_path in import_paths {
            let mut stack: Vec<(&File, usize)> =
                self.files.get(*import_path).map(|file| (file, 0)).into_iter().collect();
            while let Some((file, next)) = stack.last_mut() {
                if *next == 0 && seen.contains(file.import_path.as_str()) {
                    stack.pop();
                } else if let Some(import) = file.imports.get(*next) {
                    *next += 1;
                    stack.extend(self.files.get(import).map(|file| (file, 0)));
                } else {
                    if seen.insert(file.import_path.as_str()) {
                        order.push(file.import_path.as_str());
                    }
                    stack.pop();
                }
            }
        }
        order
    }

    /// Whether the file of this import path was written by somebody else, or comes with scaffold.
    pub fn is_vendored(&self, import_path: &str) -> bool {
        self.files.get(import_path).is_some_and(|file| file.origin != Origin::Project)
    }
}
