//! A set of file descriptors, read from its bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::kind::Kind;
use super::schema::Schema;
use super::serialized::serialized;
use super::source_info::{Comments, SourceInfo};
use super::{read, wire};

/// All files of a `FileDescriptorSet` with source info.
///
/// Read from the raw bytes, because typed descriptors lose the options that are extensions.
#[derive(Debug)]
pub struct Descriptors {
    files: BTreeMap<String, File>,
    types: HashMap<String, TypePlace>,
}

/// Where a message or enum is declared.
#[derive(Debug)]
pub(super) struct TypePlace {
    pub(super) file: String,
    /// The names of the messages around it, and its own.
    pub(super) path: Vec<String>,
    /// The key and the value, when it is the entry of a map.
    pub(super) map_entry: Option<Box<(Field, Field)>>,
}

/// One proto file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) package: String,
    pub(super) dependencies: Vec<String>,
    pub(super) public_dependencies: Vec<String>,
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) services: Vec<Service>,
    pub(super) extensions: Vec<Field>,
    pub(super) options: Range<usize>,
    pub(super) generic_services: bool,
    /// Whether it was said how the file was written.
    pub(super) has_source_info: bool,
    /// The file as generated code carries it; all ranges point in here.
    pub(super) bytes: Vec<u8>,
}

/// A message; the ranges are its place and its options' in the bytes of the file.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) name: String,
    pub(super) full_name: String,
    pub(super) fields: Vec<Field>,
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) extensions: Vec<Field>,
    pub(super) oneofs: Vec<Named>,
    pub(super) has_extension_ranges: bool,
    pub(super) is_map_entry: bool,
    pub(super) place: Range<usize>,
    pub(super) options: Range<usize>,
}

/// A field or extension.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) repeated: bool,
    pub(super) kind: Kind,
    /// The full name of its message or enum.
    pub(super) type_name: String,
    /// The full name of the message that an extension belongs to.
    pub(super) extendee: String,
    pub(super) options: Range<usize>,
}

/// A oneof or an enum value.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) options: Range<usize>,
}

/// An enum.
#[derive(Debug)]
pub(super) struct Enum {
    pub(super) name: String,
    pub(super) full_name: String,
    pub(super) values: Vec<Named>,
    pub(super) place: Range<usize>,
    pub(super) options: Range<usize>,
}

/// A service.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) methods: Vec<Method>,
    pub(super) comments: Comments,
    pub(super) place: Range<usize>,
    pub(super) options: Range<usize>,
}

/// An rpc.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) input: String,
    pub(super) output: String,
    pub(super) client_streaming: bool,
    pub(super) server_streaming: bool,
    pub(super) comments: Comments,
    pub(super) options: Range<usize>,
}

impl Descriptors {
    /// Reads what protox encodes: a `FileDescriptorSet` with imports and source info.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::read_with_sources(bytes, |_| None)
    }

    /// The same; the sources, by import path, settle how services and rpcs were written, which protox does not say.
    pub fn read_with_sources<'a>(
        bytes: &[u8],
        source_of: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self> {
        Self::read_repaired(bytes, |name, source| source.repair(source_of(name)))
    }

    /// The same, where comments may hold nothing that hides or reorders text.
    pub fn read_with_neutral_comments<'a>(
        bytes: &[u8],
        source_of: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self> {
        Self::read_repaired(bytes, |name, source| {
            source.repair(source_of(name));
            source.neutralise();
        })
    }

    /// Reads what `protoc --include_imports --include_source_info -o` writes.
    pub fn read_of_protoc(bytes: &[u8]) -> Result<Self> {
        Self::read_repaired(bytes, |_, _| {})
    }

    fn read_repaired(bytes: &[u8], repair: impl Fn(&str, &mut SourceInfo)) -> Result<Self> {
        let set = wire::fields(bytes)?;
        let raw: Vec<&[u8]> = set
            .iter()
            .filter(|field| field.number == 1)
            .map(wire::Field::bytes)
            .collect::<Result<_>>()?;
        let schema = Schema::read(&raw)?;
        let files: Vec<File> =
            raw.into_iter().map(|bytes| file(bytes, &schema, &repair)).collect::<Result<_>>()?;
        check_imports(&files)?;
        let files = files.into_iter().map(|file| (file.name.clone(), file)).collect();
        let types = types_of(&files);
        Ok(Self { files, types })
    }

    /// The files by their import paths.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn file(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    /// Where a type is declared; every type of a read set is known.
    pub(super) fn place(&self, full_name: &str) -> Option<&TypePlace> {
        self.types.get(full_name)
    }

    /// The key and value of a map field.
    pub(super) fn map_entry(&self, field: &Field) -> Option<&(Field, Field)> {
        if !field.repeated || field.kind != Kind::Message {
            return None;
        }
        self.place(&field.type_name)?.map_entry.as_deref()
    }
}

fn file(bytes: &[u8], schema: &Schema, repair: impl Fn(&str, &mut SourceInfo)) -> Result<File> {
    const NAME: u32 = 1;
    const SOURCE_CODE_INFO: u32 = 9;
    let mut name = String::new();
    let mut source = SourceInfo::default();
    let mut has_source_info = false;
    for field in wire::fields(bytes)? {
        match field.number {
            NAME => name = field.text()?,
            SOURCE_CODE_INFO => {
                source = SourceInfo::read(field.bytes()?)?;
                has_source_info = true;
            }
            _ => {}
        }
    }
    ensure!(!name.is_empty(), "a file descriptor has no name");
    repair(&name, &mut source);
    let bytes = serialized(bytes, schema, &source);
    let file = bytes.and_then(|bytes| read::file(bytes, &source));
    let file = file.map(|file| File { has_source_info, ..file });
    file.with_context(|| format!("cannot read the descriptor of `{}`", name.escape_debug()))
}

/// Generated code spells public imports of public imports out, so there must be an end to them.
fn check_imports(files: &[File]) -> Result<()> {
    const MOST: usize = 10_000;
    const DEEPEST: usize = 1_000;
    let mut public: HashMap<&str, (usize, usize)> = HashMap::new();
    let all: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    for file in files {
        let name = file.name.as_str();
        for dependency in file.dependencies.iter().map(String::as_str) {
            let is_before = public.contains_key(dependency) || !all.contains(dependency);
            ensure!(is_before, "`{name}` stands before `{dependency}`, which it imports");
        }
        let reached = file.public_dependencies.iter().filter_map(|name| public.get(name.as_str()));
        let (counts, depths): (Vec<usize>, Vec<usize>) = reached.copied().unzip();
        let count = counts.iter().fold(counts.len(), |sum, count| sum.saturating_add(*count));
        let depth = depths.iter().max().map_or(0, |depth| depth + 1);
        ensure!(count <= MOST, "the public imports of `{name}` lead to more than {MOST} others");
        ensure!(depth <= DEEPEST, "the public imports of `{name}` are more than {DEEPEST} deep");
        public.insert(name, (count, depth));
    }
    Ok(())
}

fn types_of(files: &BTreeMap<String, File>) -> HashMap<String, TypePlace> {
    let mut types = HashMap::new();
    for file in files.values() {
        for message in &file.messages {
            add_message(&mut types, file, &[], message);
        }
        for declared in &file.enums {
            add_enum(&mut types, file, &[], declared);
        }
    }
    types
}

fn add_message(
    types: &mut HashMap<String, TypePlace>,
    file: &File,
    outer: &[String],
    message: &Message,
) {
    let path = [outer, std::slice::from_ref(&message.name)].concat();
    for nested in &message.messages {
        add_message(types, file, &path, nested);
    }
    for declared in &message.enums {
        add_enum(types, file, &path, declared);
    }
    let map_entry = match &message.fields[..] {
        [key, value] if message.is_map_entry => Some(Box::new((key.clone(), value.clone()))),
        _ => None,
    };
    let place = TypePlace { file: file.name.clone(), path, map_entry };
    types.insert(message.full_name.clone(), place);
}

fn add_enum(
    types: &mut HashMap<String, TypePlace>,
    file: &File,
    outer: &[String],
    declared: &Enum,
) {
    let path = [outer, std::slice::from_ref(&declared.name)].concat();
    let place = TypePlace { file: file.name.clone(), path, map_entry: None };
    types.insert(declared.full_name.clone(), place);
}
