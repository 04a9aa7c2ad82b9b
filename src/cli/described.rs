//! The protos that stubs are made of: below folders, or in a set of descriptors.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::closure;
use super::stubs::Args;
use crate::contracts::{self, Described, Root, codes};
use crate::diagnostic::{Diagnostic, Sources};
use crate::load;
use crate::stubs::{Descriptors, Options};

/// What protobuf's own library brings: a set has them because others import them.
const OF_THE_LIBRARY: &str = "google/protobuf/";

/// What the parser and the linker say of texts that protoc takes in proto2, be they in the options of somebody else.
const NOT_UTF_8: &str = "string is not valid utf-8";

/// What the linker says of fields that protoc may tell apart.
const ALIKE: &str = "camel-case name of field `";

/// Protos as they were read.
#[derive(Debug)]
pub(super) enum Origin {
    /// The folders, with the files that are needed, and the import paths that stubs are wanted of.
    Roots(Vec<Root>, BTreeSet<String>),
    /// The bytes of a set, and what the command line names of it.
    Set(Vec<u8>, Vec<String>),
}

/// Protos, understood.
pub(super) struct Protos {
    pub(super) descriptors: Descriptors,
    /// Import paths.
    pub(super) wanted: Vec<String>,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) sources: Sources,
    /// What the descriptors were made from.
    pub(super) described: Described,
}

impl Origin {
    pub(super) fn read(args: &Args, here: &Path) -> Result<Self> {
        if let Some(set) = &args.descriptor_set {
            return Ok(Self::Set(load::descriptor_set(&here.join(set))?, args.files.clone()));
        }
        let (roots, wanted) = closure::closure(here, &args.roots, &args.files)?;
        Ok(Self::Roots(roots, wanted))
    }

    /// Tells inputs apart that lead to other stubs or other words; another scaffold may write other ones too.
    pub(super) fn fingerprint(&self, options: &Options, styled: bool) -> Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{} {styled} {options:?}", load::binary()?).as_bytes());
        match self {
            Self::Roots(roots, wanted) => {
                hasher.update(format!("{wanted:?}").as_bytes());
                for root in roots {
                    hasher.update(format!("{:?}", root.folder).as_bytes());
                    for (path, file) in root.files.iter() {
                        hasher.update(format!("{path} {}\n", file.bytes.len()).as_bytes());
                        hasher.update(&file.bytes);
                    }
                }
            }
            Self::Set(bytes, files) => {
                hasher.update(format!("{files:?}").as_bytes()).update(bytes);
            }
        }
        Ok(hasher.finalize().to_hex().to_string())
    }

    pub(super) fn protos(&self) -> Result<Protos> {
        match self {
            Self::Roots(roots, wanted) => of_roots(roots, wanted),
            Self::Set(bytes, files) => of_set(bytes, files),
        }
    }
}

fn of_roots(roots: &[Root], wanted: &BTreeSet<String>) -> Result<Protos> {
    let (described, mut faults) = contracts::described(roots);
    let text_of = |path: &str| described.texts.get(path).map(|text| &**text);
    let descriptors = Descriptors::read_with_sources(&described.descriptor_set, text_of)?;
    let mut sources = Sources::default();
    if !faults.is_empty() {
        contracts::quote(roots, &mut sources);
    }
    faults.iter_mut().for_each(name_way_round);
    let wanted = wanted.iter().cloned().collect();
    Ok(Protos { descriptors, wanted, faults, sources, described })
}

/// What is not read here, protoc may read.
fn name_way_round(fault: &mut Diagnostic) {
    let first = match fault.message.as_str() {
        message if message.starts_with(ALIKE) => {
            "rename one of the two, or where protoc takes them, "
        }
        message if message.ends_with(NOT_UTF_8) => "",
        _ if fault.code == codes::UNSUPPORTED_EDITION => "",
        _ => return,
    };
    fault.hint = Some(format!(
        "{first}let protoc read it: `protoc --include_imports --include_source_info -o set.binpb ..`, \
         then take `--descriptor-set set.binpb` in place of the roots"
    ));
}

fn of_set(bytes: &[u8], files: &[String]) -> Result<Protos> {
    let descriptors = Descriptors::read_of_protoc(bytes)
        .context("cannot read the set; protoc makes one with `--include_imports --include_source_info -o FILE`")?;
    let wanted: Vec<String> = if files.is_empty() {
        let names = descriptors.names().filter(|name| !name.starts_with(OF_THE_LIBRARY));
        names.map(str::to_owned).collect()
    } else {
        let mut wanted = BTreeSet::new();
        for file in files {
            let mut named = descriptors.names().filter(|name| is_at(name, file)).peekable();
            if named.peek().is_none() {
                bail!("there is no proto `{file}` in the set");
            }
            wanted.extend(named.map(str::to_owned));
        }
        wanted.into_iter().collect()
    };
    if wanted.is_empty() {
        bail!("there is no proto in the set");
    }
    let faults = descriptors.lacking(&wanted);
    let (sources, described) = (Sources::default(), Described::default());
    Ok(Protos { descriptors, wanted, faults, sources, described })
}

/// Whether a proto is what the command line names, or lies in that folder.
fn is_at(name: &str, named: &str) -> bool {
    let named = named.trim_end_matches('/');
    name.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
