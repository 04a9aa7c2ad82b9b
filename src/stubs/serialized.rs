//! A file descriptor as protoc would serialise it into generated code.
//!
//! protox gives the same facts in other bytes: it fills in every `json_name`, drops the empty options of an rpc that
//! ends with `{}`, packs repeated options that say `packed = false`, and writes default floats in its own way.

use anyhow::{Result, ensure};

use super::floats;
use super::kind::Kind;
use super::schema::{DEEPEST, Schema};
use super::source_info::SourceInfo;
use super::wire::{self, Field, Value};

/// Rewrites one `FileDescriptorProto`.
pub(super) fn serialized(file: &[u8], schema: &Schema, source: &SourceInfo) -> Result<Vec<u8>> {
    Writer { schema, source }.part(Part::File, file, &mut Vec::new())
}

/// The messages of `descriptor.proto` that hold declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    File,
    Message,
    Field,
    Oneof,
    Enum,
    EnumValue,
    Service,
    Method,
    ExtensionRange,
}

impl Part {
    /// What a field of this part declares, if it is a declaration.
    fn child(self, number: u32) -> Option<Self> {
        match (self, number) {
            (Self::File, 4) | (Self::Message, 3) => Some(Self::Message),
            (Self::File, 5) | (Self::Message, 4) => Some(Self::Enum),
            (Self::File, 6) => Some(Self::Service),
            (Self::File, 7) | (Self::Message, 2 | 6) => Some(Self::Field),
            (Self::Message, 5) => Some(Self::ExtensionRange),
            (Self::Message, 8) => Some(Self::Oneof),
            (Self::Enum, 2) => Some(Self::EnumValue),
            (Self::Service, 2) => Some(Self::Method),
            _ => None,
        }
    }

    /// The field that holds its options, and their type.
    fn options(self) -> (u32, &'static str) {
        match self {
            Self::File => (8, "google.protobuf.FileOptions"),
            Self::Message => (7, "google.protobuf.MessageOptions"),
            Self::Field => (8, "google.protobuf.FieldOptions"),
            Self::Oneof => (2, "google.protobuf.OneofOptions"),
            Self::Enum => (3, "google.protobuf.EnumOptions"),
            Self::EnumValue => (3, "google.protobuf.EnumValueOptions"),
            Self::Service => (3, "google.protobuf.ServiceOptions"),
            Self::Method => (4, "google.protobuf.MethodOptions"),
            Self::ExtensionRange => (3, "google.protobuf.ExtensionRangeOptions"),
        }
    }
}

struct Writer<'a> {
    schema: &'a Schema,
    source: &'a SourceInfo,
}

impl Writer<'_> {
    fn part(&self, part: Part, bytes: &[u8], path: &mut Vec<u32>) -> Result<Vec<u8>> {
        ensure!(path.len() < 2 * DEEPEST, "messages are nested more than {DEEPEST} deep");
        let mut fields = wire::fields(bytes)?;
        if part == Part::Method && self.needs_empty_options(&fields, path) {
            fields.push(Field { number: 4, value: Value::Bytes(&[]), start: 0 });
        }
        fields.sort_by_key(|field| field.number);
        let mut out = Vec::with_capacity(bytes.len());
        for same in fields.chunk_by(|a, b| a.number == b.number) {
            for (index, field) in (0..).zip(same) {
                if let Some(child) = part.child(field.number) {
                    path.extend([field.number, index]);
                    let content = self.part(child, field.bytes()?, path)?;
                    path.truncate(path.len() - 2);
                    wire::put(&mut out, field.number, &Value::Bytes(&content));
                } else if field.number == part.options().0 {
                    self.put_options(&mut out, part, field)?;
                } else if !self.is_left_out(part, field, path) {
                    put_plain(&mut out, part, field, &fields)?;
                }
            }
        }
        Ok(out)
    }

    /// protoc keeps the options of an rpc with braces, even when there are none.
    fn needs_empty_options(&self, fields: &[Field], path: &[u32]) -> bool {
        !fields.iter().any(|field| field.number == 4) && self.source.has_braces(path)
    }

    fn put_options(&self, out: &mut Vec<u8>, part: Part, field: &Field) -> Result<()> {
        let (number, type_name) = part.options();
        let before = field.bytes()?;
        let options = self.schema.rewritten(type_name, before)?;
        if before.is_empty() || !options.is_empty() {
            wire::put(out, number, &Value::Bytes(&options));
        }
        Ok(())
    }

    fn is_left_out(&self, part: Part, field: &Field, path: &[u32]) -> bool {
        const SOURCE_CODE_INFO: u32 = 9;
        const JSON_NAME: u32 = 10;
        const SYNTAX: u32 = 12;
        match (part, field.number) {
            (Part::File, SOURCE_CODE_INFO) => true,
            (Part::File, SYNTAX) => field.value == Value::Bytes(b"proto2"),
            (Part::Field, JSON_NAME) => !self.source.has_json_name(path),
            _ => false,
        }
    }
}

fn put_plain(out: &mut Vec<u8>, part: Part, field: &Field, fields: &[Field]) -> Result<()> {
    const TYPE: u32 = 5;
    const DEFAULT: u32 = 7;
    let kind = fields.iter().find(|field| part == Part::Field && field.number == TYPE);
    let kind = kind.map(|field| Kind::new(field.int()?)).transpose()?;
    let text = match (field.number, kind) {
        (DEFAULT, Some(Kind::Float)) => floats::float_text(&field.text()?),
        (DEFAULT, Some(Kind::Double)) => floats::double_text(&field.text()?),
        _ => None,
    };
    match text {
        Some(text) => wire::put(out, field.number, &Value::Bytes(text.as_bytes())),
        None => wire::put(out, field.number, &field.value),
    }
    Ok(())
}
