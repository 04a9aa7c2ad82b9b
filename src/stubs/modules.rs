//! Python modules: which one a proto becomes, and how another one imports it.

use std::collections::BTreeSet;

use crate::names::{is_python_identifier, is_python_keyword};

use super::Imports;

/// The module of a proto, with dots: `a/my-file.proto` is `a.my_file_pb2`.
pub(super) fn module_of(file: &str) -> String {
    let stem = file.strip_suffix(".protodevel").or_else(|| file.strip_suffix(".proto"));
    format!("{}_pb2", stem.unwrap_or(file).replace('-', "_").replace('/', "."))
}

/// The name under which `_pb2.py` and `_pb2_grpc.py` import a module.
pub(super) fn alias_of(file: &str) -> String {
    module_of(file).replace('_', "__").replace('.', "_dot_")
}

/// The last part of a module.
pub(super) fn leaf_of(module: &str) -> &str {
    module.rsplit_once('.').map_or(module, |(_, leaf)| leaf)
}

/// How the modules that are generated together import each other; all others are imported absolutely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Importer<'a> {
    /// The style that was asked for.
    pub(super) style: &'a Imports,
    /// The protos that are generated together.
    pub(super) files: &'a BTreeSet<&'a str>,
    /// The proto whose modules import.
    pub(super) from: &'a str,
    /// Whether statements that Python refuses are written where protoc writes them.
    pub(super) strict_parity: bool,
}

impl Importer<'_> {
    /// Whether import statements can name the module of a proto; protoc only looks for keywords.
    pub(super) fn is_plain(&self, file: &str) -> bool {
        let module = module_of(file);
        let mut parts = module.split('.');
        if self.strict_parity { !parts.any(is_python_keyword) } else { parts.all(is_name) }
    }

    /// What imports the module of a proto; by name when Python's grammar has no other way.
    pub(super) fn import(&self, file: &str, alias: &str) -> String {
        if self.is_plain(file) {
            self.statement(file, alias)
        } else {
            format!("{alias} = {}", self.by_name(file))
        }
    }

    /// The statement that imports the module of a proto, whether Python allows it or not.
    pub(super) fn statement(&self, file: &str, alias: &str) -> String {
        let module = self.path(file);
        match module.rsplit_once('.') {
            Some((package, leaf)) if package.bytes().all(|byte| byte == b'.') => {
                format!("from {package}. import {leaf} as {alias}")
            }
            Some((package, leaf)) => format!("from {package} import {leaf} as {alias}"),
            None => format!("import {module} as {alias}"),
        }
    }

    /// The module as the importing one must call it; relative ones begin with dots.
    pub(super) fn path(&self, file: &str) -> String {
        let module = module_of(file);
        match self.style {
            Imports::Package(package) if self.files.contains(file) => format!("{package}.{module}"),
            Imports::Relative if self.files.contains(file) => {
                relative(&module, &module_of(self.from))
            }
            _ => module,
        }
    }

    /// The full name of the importing proto's own module, as an expression.
    pub(super) fn own(&self) -> String {
        match self.style {
            Imports::Package(package) => format!("'{package}.{}'", module_of(self.from)),
            Imports::Absolute => format!("'{}'", module_of(self.from)),
            Imports::Relative => "__name__".to_owned(),
        }
    }

    fn by_name(&self, file: &str) -> String {
        let path = self.path(file);
        let package = if path.starts_with('.') { ", __package__" } else { "" };
        format!("importlib.import_module('{path}'{package})")
    }
}

/// Whether a part of a module's path can stand in an import; unlike our own names it may have letters of any script.
fn is_name(part: &str) -> bool {
    if part.is_ascii() {
        return is_python_identifier(part);
    }
    let first = part.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && part.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn relative(module: &str, from: &str) -> String {
    let module: Vec<&str> = module.split('.').collect();
    let from: Vec<&str> = from.split('.').collect();
    let (folders, from_folders) = (&module[..module.len() - 1], &from[..from.len() - 1]);
    let shared = folders.iter().zip(from_folders).take_while(|(a, b)| a == b).count();
    format!("{}{}", ".".repeat(1 + from_folders.len() - shared), module[shared..].join("."))
}
