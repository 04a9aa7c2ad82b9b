//! Reads a serialised `FileDescriptorProto`, keeping the place of every declaration in the bytes.
//!
//! Names become code, so what is not an identifier is refused, whoever made the descriptor.

use std::ops::Range;

use anyhow::{Result, ensure};

use crate::diagnostic::Untrusted;

use super::descriptors::{Enum, Field, File, Message, Method, Named, Service};
use super::kind::Kind;
use super::source_info::SourceInfo;
use super::wire::{self, Value};

/// Reads a file; its bytes are kept in it.
pub(super) fn file(bytes: Vec<u8>, source: &SourceInfo) -> Result<File> {
    let mut file = File::default();
    let fields = wire::fields(&bytes)?;
    for field in &fields {
        match field.number {
            1 => file.name = path(field.text()?)?,
            2 => file.package = dotted(&field.text()?)?,
            3 => file.dependencies.push(path(field.text()?)?),
            8 => {
                file.options = range(field)?;
                file.generic_services = flag(field.bytes()?, 18)?;
            }
            _ => {}
        }
    }
    let mut public = Vec::new();
    for field in &fields {
        let start = field.start;
        match field.number {
            4 => file.messages.push(message(field.bytes()?, start, &file.package)?),
            5 => file.enums.push(enumeration(field.bytes()?, start, &file.package)?),
            6 => {
                let index = u32::try_from(file.services.len())?;
                file.services.push(service(field.bytes()?, start, index, source)?);
            }
            7 => file.extensions.push(declared_field(field.bytes()?, start)?),
            10 => public.push(field.int()?),
            _ => {}
        }
    }
    for index in public {
        let dependency = file.dependencies.get(usize::try_from(index)?);
        file.public_dependencies.extend(dependency.cloned());
    }
    drop(fields);
    file.bytes = bytes;
    Ok(file)
}

fn message(bytes: &[u8], base: usize, outer: &str) -> Result<Message> {
    let fields = wire::fields(bytes)?;
    let name = name_in(&fields)?;
    let mut message = Message {
        full_name: joined(outer, &name),
        name,
        place: base..base + bytes.len(),
        ..Message::default()
    };
    for field in &fields {
        let start = base + field.start;
        match field.number {
            2 => message.fields.push(declared_field(field.bytes()?, start)?),
            3 => message.messages.push(self::message(field.bytes()?, start, &message.full_name)?),
            4 => message.enums.push(enumeration(field.bytes()?, start, &message.full_name)?),
            5 => message.has_extension_ranges = true,
            6 => message.extensions.push(declared_field(field.bytes()?, start)?),
            7 => {
                message.options = shifted(range(field)?, base);
                message.is_map_entry = flag(field.bytes()?, 7)?;
            }
            8 => message.oneofs.push(named(field.bytes()?, start, 2)?),
            _ => {}
        }
    }
    Ok(message)
}

fn declared_field(bytes: &[u8], base: usize) -> Result<Field> {
    let fields = wire::fields(bytes)?;
    let mut declared = Field {
        name: name_in(&fields)?,
        repeated: false,
        kind: Kind::Int32,
        type_name: String::new(),
        extendee: String::new(),
        options: 0..0,
    };
    for field in &fields {
        match field.number {
            2 => declared.extendee = type_name(field)?,
            4 => declared.repeated = field.int()? == 3,
            5 => declared.kind = Kind::new(field.int()?)?,
            6 => declared.type_name = type_name(field)?,
            8 => declared.options = shifted(range(field)?, base),
            _ => {}
        }
    }
    Ok(declared)
}

fn enumeration(bytes: &[u8], base: usize, outer: &str) -> Result<Enum> {
    let fields = wire::fields(bytes)?;
    let name = name_in(&fields)?;
    let mut declared = Enum {
        full_name: joined(outer, &name),
        name,
        values: Vec::new(),
        place: base..base + bytes.len(),
        options: 0..0,
    };
    for field in &fields {
        match field.number {
            2 => declared.values.push(named(field.bytes()?, base + field.start, 3)?),
            3 => declared.options = shifted(range(field)?, base),
            _ => {}
        }
    }
    Ok(declared)
}

fn service(bytes: &[u8], base: usize, index: u32, source: &SourceInfo) -> Result<Service> {
    let fields = wire::fields(bytes)?;
    let mut declared = Service {
        name: name_in(&fields)?,
        methods: Vec::new(),
        comments: source.comments(index, None),
        place: base..base + bytes.len(),
        options: 0..0,
    };
    for field in &fields {
        match field.number {
            2 => {
                let mut method = method(field.bytes()?, base + field.start)?;
                let place = u32::try_from(declared.methods.len())?;
                method.comments = source.comments(index, Some(place));
                declared.methods.push(method);
            }
            3 => declared.options = shifted(range(field)?, base),
            _ => {}
        }
    }
    Ok(declared)
}

fn method(bytes: &[u8], base: usize) -> Result<Method> {
    let fields = wire::fields(bytes)?;
    let mut method = Method {
        name: name_in(&fields)?,
        input: String::new(),
        output: String::new(),
        client_streaming: flag(bytes, 5)?,
        server_streaming: flag(bytes, 6)?,
        comments: super::source_info::Comments::default(),
        options: 0..0,
    };
    for field in &fields {
        match field.number {
            2 => method.input = type_name(field)?,
            3 => method.output = type_name(field)?,
            4 => method.options = shifted(range(field)?, base),
            _ => {}
        }
    }
    Ok(method)
}

/// A oneof or enum value, whose options are in the given field.
fn named(bytes: &[u8], base: usize, options: u32) -> Result<Named> {
    let fields = wire::fields(bytes)?;
    let mut named = Named { name: name_in(&fields)?, options: 0..0 };
    if let Some(field) = fields.iter().find(|field| field.number == options) {
        named.options = shifted(range(field)?, base);
    }
    Ok(named)
}

fn flag(bytes: &[u8], number: u32) -> Result<bool> {
    let fields = wire::fields(bytes)?;
    let last = fields.iter().rev().find(|field| field.number == number);
    Ok(last.is_some_and(|field| matches!(field.value, Value::Varint(value) if value != 0)))
}

fn range(field: &wire::Field) -> Result<Range<usize>> {
    Ok(field.start..field.start + field.bytes()?.len())
}

fn shifted(range: Range<usize>, base: usize) -> Range<usize> {
    range.start + base..range.end + base
}

fn joined(outer: &str, name: &str) -> String {
    if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") }
}

fn name_in(fields: &[wire::Field]) -> Result<String> {
    let name = fields.iter().find(|field| field.number == 1);
    let name = name.map(wire::Field::text).transpose()?.unwrap_or_default();
    ensure!(is_identifier(&name), "`{}` is not a name", name.escape_debug());
    Ok(name)
}

fn type_name(field: &wire::Field) -> Result<String> {
    dotted(field.text()?.trim_start_matches('.'))
}

fn dotted(name: &str) -> Result<String> {
    let sound = name.is_empty() || name.split('.').all(is_identifier);
    ensure!(sound, "`{}` is not a name", name.escape_debug());
    Ok(name.to_owned())
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// An import path is printed in comments and strings, so it may hold nothing that ends them.
fn path(path: String) -> Result<String> {
    let visible = Untrusted(&path).to_string() == path;
    let sound = visible && !path.contains(['\'', '"', '\\', '{', '}']);
    ensure!(sound, "`{}` is not an import path", path.escape_debug());
    Ok(path)
}
