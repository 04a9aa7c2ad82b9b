//! What the messages of a descriptor set look like on the wire, so that options can be written again as protoc does.

use std::collections::HashMap;

use anyhow::{Result, ensure};

use super::slot::{Cardinality, Scope, Slot};
use super::wire::{self, Value};

/// The deepest nesting of messages, as in protobuf's own parsers.
pub(super) const DEEPEST: usize = 100;

const MESSAGE_TYPE: u32 = 4;
const FILE_EXTENSION: u32 = 7;

/// Fields by message and number, and extensions by what they extend and number.
#[derive(Debug, Default)]
pub(super) struct Schema {
    fields: HashMap<String, HashMap<u32, Slot>>,
}

impl Schema {
    /// Reads the shapes of all messages and extensions of raw `FileDescriptorProto`s.
    pub(super) fn read(files: &[&[u8]]) -> Result<Self> {
        let mut schema = Self::default();
        for file in files {
            let fields = wire::fields(file)?;
            let scope = Scope::of(&fields)?;
            for field in &fields {
                match field.number {
                    MESSAGE_TYPE => {
                        schema.add_message(field.bytes()?, &scope.package, &scope, 0)?;
                    }
                    FILE_EXTENSION => schema.add_field(field.bytes()?, "", &scope)?,
                    _ => {}
                }
            }
        }
        Ok(schema)
    }

    /// A message of the given type, written again in protoc's order; what generated code must not have is left out.
    pub(super) fn rewritten(&self, type_name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
        self.message(type_name, bytes, 0)
    }

    fn add_message(
        &mut self,
        bytes: &[u8],
        outer: &str,
        scope: &Scope,
        depth: usize,
    ) -> Result<()> {
        ensure!(depth < DEEPEST, "messages are nested more than {DEEPEST} deep");
        let fields = wire::fields(bytes)?;
        let name = fields.iter().rev().find(|field| field.number == 1);
        let name = name.map(wire::Field::text).transpose()?.unwrap_or_default();
        let full = if outer.is_empty() { name } else { format!("{outer}.{name}") };
        for field in &fields {
            match field.number {
                2 => self.add_field(field.bytes()?, &full, scope)?,
                3 => self.add_message(field.bytes()?, &full, scope, depth + 1)?,
                6 => self.add_field(field.bytes()?, "", scope)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add_field(&mut self, bytes: &[u8], message: &str, scope: &Scope) -> Result<()> {
        let (owner, number, slot) = Slot::read(bytes, message, scope)?;
        self.fields.entry(owner).or_default().insert(number, slot);
        Ok(())
    }

    fn message(&self, type_name: &str, bytes: &[u8], depth: usize) -> Result<Vec<u8>> {
        ensure!(depth < DEEPEST, "options are nested more than {DEEPEST} deep");
        let mut fields = wire::fields(bytes)?;
        fields.sort_by_key(|field| field.number);
        let slots = self.fields.get(type_name);
        let mut out = Vec::with_capacity(bytes.len());
        for same in fields.chunk_by(|a, b| a.number == b.number) {
            let number = same[0].number;
            if is_source_only(type_name, number) {
                continue;
            }
            let values: Vec<Value> = same.iter().map(|field| field.value).collect();
            match slots.and_then(|slots| slots.get(&number)) {
                None => {
                    for value in &values {
                        wire::put(&mut out, number, value);
                    }
                }
                Some(slot) if slot.source_only => {}
                Some(slot) => self.put_values(&mut out, number, slot, &values, depth)?,
            }
        }
        Ok(out)
    }

    fn put_values(
        &self,
        out: &mut Vec<u8>,
        number: u32,
        slot: &Slot,
        values: &[Value],
        depth: usize,
    ) -> Result<()> {
        if !slot.kind.is_message() {
            return put_scalars(out, number, slot, values);
        }
        let is_group = matches!(values.first(), Some(Value::Group(_)));
        let mut contents: Vec<Vec<u8>> =
            values.iter().map(|value| content(value).to_vec()).collect();
        if slot.cardinality != Cardinality::Repeated {
            contents = vec![contents.concat()];
        }
        for content in contents {
            let content = self.message(&slot.type_name, &content, depth + 1)?;
            let value = if is_group { Value::Group(&content) } else { Value::Bytes(&content) };
            wire::put(out, number, &value);
        }
        Ok(())
    }
}

fn content<'a>(value: &Value<'a>) -> &'a [u8] {
    match value {
        Value::Bytes(bytes) | Value::Group(bytes) => bytes,
        Value::Varint(_) | Value::Fixed64(_) | Value::Fixed32(_) => &[],
    }
}

fn put_scalars(out: &mut Vec<u8>, number: u32, slot: &Slot, values: &[Value]) -> Result<()> {
    let mut single = Vec::new();
    for value in values {
        match (value, slot.kind.width()) {
            (Value::Bytes(bytes), Some(width)) => single.extend(wire::unpacked(bytes, width)?),
            _ => single.push(*value),
        }
    }
    match (slot.cardinality, single.last()) {
        (Cardinality::Packed, _) => {
            let mut packed = Vec::new();
            for value in &single {
                wire::put_bare(&mut packed, value);
            }
            wire::put(out, number, &Value::Bytes(&packed));
        }
        (Cardinality::Repeated, _) => {
            for value in &single {
                wire::put(out, number, value);
            }
        }
        (Cardinality::Implicit, Some(last)) if is_zero(last) => {}
        (Cardinality::Implicit | Cardinality::Explicit, Some(last)) => wire::put(out, number, last),
        (Cardinality::Implicit | Cardinality::Explicit, None) => {}
    }
    Ok(())
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Varint(value) => *value == 0,
        Value::Fixed64(bytes) => *bytes == [0; 8],
        Value::Fixed32(bytes) => *bytes == [0; 4],
        Value::Bytes(bytes) | Value::Group(bytes) => bytes.is_empty(),
    }
}

/// The built-in options with `retention = RETENTION_SOURCE`, which a bundled `descriptor.proto` may be too old to say.
fn is_source_only(type_name: &str, number: u32) -> bool {
    match type_name {
        "google.protobuf.ExtensionRangeOptions" => matches!(number, 2 | 3),
        "google.protobuf.FeatureSet" => matches!(number, 7 | 8),
        _ => false,
    }
}
