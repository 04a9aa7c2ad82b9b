//! How Python code names what the contracts declare.

use std::collections::BTreeMap;

use super::imports::Imports;
use crate::contracts::Contracts;
use crate::names::Written;
use crate::names::written::python;

/// The Python modules of the contracts.
#[derive(Debug)]
pub(in crate::views) struct Messages<'a> {
    contracts: &'a Contracts,
    /// The package that holds the stubs: `acme_chat_contracts`.
    package: String,
    /// How often each module name occurs among all files.
    seen: BTreeMap<String, usize>,
}

/// The module of a proto file.
struct Module {
    /// `acme_chat_contracts.acme.auth.v1`
    package: String,
    /// `auth_pb2`
    name: String,
    /// `auth_pb2`, or a longer name when another file has the same.
    alias: String,
}

impl<'a> Messages<'a> {
    pub(in crate::views) fn new(contracts: &'a Contracts, package: &str) -> Self {
        let mut seen = BTreeMap::new();
        for path in contracts.files.keys() {
            *seen.entry(stem(path)).or_default() += 1;
        }
        Self { contracts, package: package.to_owned(), seen }
    }

    /// The class of a message: `auth_pb2.User`, `auth_pb2.Outer.Inner`; adds its import.
    pub(in crate::views) fn class(&self, full_name: &str, imports: &mut Imports) -> Written {
        let Some(message) = self.contracts.message(full_name) else {
            return python::identifier(full_name);
        };
        self.declared(&message.file, &message.package, full_name, imports)
    }

    /// The wrapper of an enum: `auth_pb2.Role`, `auth_pb2.User.Role`; adds its import.
    pub(super) fn enum_class(&self, full_name: &str, imports: &mut Imports) -> Written {
        let Some(declared) = self.contracts.enums.get(full_name) else {
            return python::identifier(full_name);
        };
        self.declared(&declared.file, &declared.package, full_name, imports)
    }

    /// The module of a proto file: `auth_pb2`; adds its import.
    pub(in crate::views) fn file_module(&self, file: &str, imports: &mut Imports) -> Written {
        self.import(file, "_pb2", imports)
    }

    fn declared(
        &self,
        file: &str,
        package: &str,
        full_name: &str,
        imports: &mut Imports,
    ) -> Written {
        let module = self.import(file, "_pb2", imports);
        let below = full_name.strip_prefix(&format!("{package}.")).unwrap_or(full_name);
        Written::concat([&module, &Written::own("."), &python::dotted(below)])
    }

    /// The gRPC module of a proto service: `auth_pb2_grpc`; adds its import.
    pub(in crate::views) fn grpc_module(
        &self,
        proto_service: &str,
        imports: &mut Imports,
    ) -> Written {
        match self.contracts.service(proto_service) {
            Some(service) => self.import(&service.file, "_pb2_grpc", imports),
            None => python::identifier(proto_service),
        }
    }

    fn import(&self, file: &str, suffix: &str, imports: &mut Imports) -> Written {
        let module = self.module(file, suffix);
        if module.name == module.alias {
            imports.name(&module.package, &module.name);
        } else {
            imports.name(&module.package, &format!("{} as {}", module.name, module.alias));
        }
        python::identifier(&module.alias)
    }

    fn module(&self, file: &str, suffix: &str) -> Module {
        let path = file.trim_end_matches(".proto").replace('-', "_");
        let (folder, last) = path.rsplit_once('/').unwrap_or(("", &path));
        let dotted = folder.replace('/', ".");
        let package = match (file.starts_with("google/protobuf/"), dotted.is_empty()) {
            (true, _) => dotted,
            (false, true) => self.package.clone(),
            (false, false) => format!("{}.{dotted}", self.package),
        };
        let name = format!("{last}{suffix}");
        let unique = self.seen.get(last).is_none_or(|count| *count < 2);
        let alias =
            if unique { name.clone() } else { format!("{}{suffix}", path.replace('/', "_")) };
        Module { package, name, alias }
    }
}

fn stem(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or(path);
    last.trim_end_matches(".proto").replace('-', "_")
}
