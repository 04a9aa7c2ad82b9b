//! Python stubs of protos, written from descriptors, with neither Python nor protoc.
//!
//! `_pb2.py`, `_pb2.pyi` and `_pb2_grpc.py` are the same bytes as those of grpcio-tools wherever these are valid
//! Python; where they are not, ours are valid and a diagnostic says so. With [`Typing::Strict`] the `.pyi` satisfies
//! `mypy --strict`, and `_pb2_grpc.pyi` types the service for `grpc.aio`.

mod between;
pub mod codes;
mod descriptors;
mod floats;
mod grpc;
mod grpc_pyi;
mod kind;
mod lacking;
mod literal;
mod modules;
mod offsets;
mod options;
mod pb2;
mod pyi;
mod pyi_imports;
mod pyi_types;
mod read;
mod schema;
mod serialized;
mod slot;
mod source_info;
mod statements;
mod target;
mod text;
mod types;
mod unit;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::names::is_python_identifier;
use crate::tree::{File, Tree, TreePath};

pub use descriptors::Descriptors;
pub use target::Target;

use modules::module_of;
use unit::Unit;

/// How generated modules import each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Imports {
    /// `from acme.auth.v1 import auth_pb2`, as protoc does; the output folder must be on Python's path.
    #[default]
    Absolute,
    /// `from ..auth.v1 import auth_pb2`; the output folder is a package of any name.
    Relative,
    /// `from NAME.acme.auth.v1 import auth_pb2`; the output folder is the package NAME.
    Package(String),
}

/// Reads `absolute`, `relative` or `package:NAME`; the error is the end of a sentence.
impl FromStr for Imports {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "absolute" => Ok(Self::Absolute),
            None if text == "relative" => Ok(Self::Relative),
            Some(("package", name)) if name.split('.').all(is_python_identifier) => {
                Ok(Self::Package(name.to_owned()))
            }
            Some(("package", _)) => {
                Err("does not name a package of Python, such as `package:acme.stubs`")
            }
            _ => Err("is not `absolute`, `relative` or `package:NAME`"),
        }
    }
}

/// How precise the `.pyi` files are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// What `mypy --strict` accepts.
    #[default]
    Strict,
    /// What protoc prints.
    Parity,
}

/// What the stubs are to be like.
#[derive(Clone, Debug)]
pub struct Options {
    /// How they import each other.
    pub imports: Imports,
    /// Which release of grpcio-tools they are equal to.
    pub target: Target,
    /// How precise their types are.
    pub typing: Typing,
    /// Whether `_pb2_grpc.pyi` is written, which types services for `grpc.aio`.
    pub service_types: bool,
    /// Whether protoc's bytes are wanted even where Python refuses them.
    pub strict_parity: bool,
}

/// Reads `parity` or `strict`; the error is the end of a sentence.
impl FromStr for Typing {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "parity" => Ok(Self::Parity),
            "strict" => Ok(Self::Strict),
            _ => Err("is not `parity` or `strict`"),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            imports: Imports::default(),
            target: Target::default(),
            typing: Typing::default(),
            service_types: true,
            strict_parity: false,
        }
    }
}

/// Writes the stubs of `files`, which are import paths, into a tree that stands for the output folder.
///
/// Imports of other protos, such as `google/protobuf/timestamp.proto`, stay absolute: somebody else brings them.
pub fn generate(
    descriptors: &Descriptors,
    files: &[&str],
    options: &Options,
) -> (Tree, Vec<Diagnostic>) {
    let mut diagnostics: Vec<Diagnostic> = unknown_release(options.target).into_iter().collect();
    let together = together(descriptors, files, &mut diagnostics);
    let mut tree = Tree::default();
    for file in together.iter().filter_map(|name| descriptors.file(name)) {
        let unit = Unit::new(descriptors, file, options, &together);
        for (path, content) in stubs(&unit, &mut diagnostics) {
            let path = TreePath::new(&path).expect("paths were checked");
            tree.insert(path, File::new(content));
        }
    }
    let mut said = BTreeSet::new();
    diagnostics.retain(|diagnostic| said.insert(diagnostic.message.clone()));
    if options.imports != Imports::Absolute {
        tree.extend(package_files(&tree));
    }
    (tree, diagnostics)
}

/// Nobody knows what a later release will print.
fn unknown_release(target: Target) -> Option<Diagnostic> {
    let newest = target::dotted(Target::default().grpcio());
    let message = format!(
        "grpcio-tools {} is newer than {newest}, the newest release that is known: the stubs are those of {newest} under the other number",
        target::dotted(target.grpcio())
    );
    let hint =
        format!("name a release that is known, such as `--target {newest}`, or a newer scaffold");
    target.is_unknown().then(|| Diagnostic::warning(codes::UNKNOWN_RELEASE, message).hint(hint))
}

/// The files of which stubs can be made, each module once.
fn together<'a>(
    descriptors: &Descriptors,
    files: &[&'a str],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeSet<&'a str> {
    let mut modules: BTreeMap<String, &str> = BTreeMap::new();
    for file in files.iter().copied().collect::<BTreeSet<_>>() {
        match fault(descriptors, file, &modules) {
            Some(diagnostic) => diagnostics.push(diagnostic),
            None => drop(modules.insert(module_of(file), file)),
        }
    }
    modules.into_values().collect()
}

fn fault(
    descriptors: &Descriptors,
    file: &str,
    modules: &BTreeMap<String, &str>,
) -> Option<Diagnostic> {
    let module = module_of(file);
    if descriptors.file(file).is_none() {
        let message = format!("`{file}` is not among the descriptors");
        return Some(Diagnostic::error(codes::UNKNOWN_PROTO, message));
    }
    if file == "google/protobuf/descriptor.proto" {
        let message = format!("`{file}` comes with the protobuf package and is not generated");
        let hint = "leave it out; `from google.protobuf import descriptor_pb2` is there already";
        return Some(Diagnostic::info(codes::READY_MADE, message).hint(hint));
    }
    if file.strip_suffix(".proto").is_none() || TreePath::new(&module.replace('.', "/")).is_none() {
        let message = format!("`{file}` cannot be a Python module");
        let hint = "let every part of the path have letters, and the name end in `.proto`";
        return Some(Diagnostic::error(codes::INVALID_MODULE, message).hint(hint));
    }
    let other = modules.get(&module)?;
    let message = format!("`{file}` and `{other}` both become the module `{module}`");
    Some(Diagnostic::error(codes::MODULE_CLASH, message).hint("rename one of the two"))
}

fn stubs(unit: &Unit, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let path = module_of(&unit.file.name).replace('.', "/");
    let stem = unit.file.name.strip_suffix(".proto").unwrap_or(&unit.file.name);
    let grpc_path = if unit.options.target.keeps_dots_in_path() {
        format!("{}_pb2_grpc", stem.replace('-', "_"))
    } else {
        format!("{path}_grpc")
    };
    let mut stubs = vec![
        (format!("{path}.py"), pb2::pb2(unit, diagnostics)),
        (format!("{path}.pyi"), pyi::pyi(unit, diagnostics)),
        (format!("{grpc_path}.py"), grpc::grpc(unit, diagnostics)),
    ];
    if unit.options.service_types {
        stubs.push((format!("{grpc_path}.pyi"), grpc_pyi::grpc_pyi(unit)));
    }
    stubs
}

/// `__init__.py` for every folder, and the marker of a typed package.
fn package_files(tree: &Tree) -> Vec<(TreePath, File)> {
    let mut folders = BTreeSet::from([String::new()]);
    for (path, _) in tree.iter() {
        let mut folder = path.folder();
        while !folder.is_empty() {
            folders.insert(folder.to_owned());
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
    }
    let marker = TreePath::new("py.typed").expect("a plain name");
    let init = TreePath::new("__init__.py").expect("a plain name");
    let inits = folders.iter().filter_map(|folder| init.below(folder));
    inits.chain([marker]).map(|path| (path, File::new(""))).collect()
}
