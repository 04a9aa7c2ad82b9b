//! The protobuf wire format, as much of it as descriptors need.

use anyhow::{Context, Result, bail, ensure};

/// One field as it stands on the wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    /// Which field of its message.
    pub(super) number: u32,
    /// What it holds.
    pub(super) value: Value<'a>,
    /// Where a length-delimited value begins in the bytes that were read.
    pub(super) start: usize,
}

/// A value by its wire type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    Bytes(&'a [u8]),
    Group(&'a [u8]),
    Fixed32([u8; 4]),
}

impl<'a> Field<'a> {
    pub(super) fn int(&self) -> Result<u64> {
        match self.value {
            Value::Varint(value) => Ok(value),
            _ => bail!("field {} of a descriptor is not a number", self.number),
        }
    }

    pub(super) fn bytes(&self) -> Result<&'a [u8]> {
        match self.value {
            Value::Bytes(bytes) => Ok(bytes),
            _ => bail!("field {} of a descriptor is not length-delimited", self.number),
        }
    }

    pub(super) fn text(&self) -> Result<String> {
        let text = std::str::from_utf8(self.bytes()?);
        Ok(text
            .with_context(|| format!("field {} of a descriptor is not UTF-8", self.number))?
            .into())
    }
}

/// All fields of a message, in the order of the wire.
pub(super) fn fields(bytes: &[u8]) -> Result<Vec<Field<'_>>> {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut fields = Vec::new();
    while cursor.at < bytes.len() {
        fields.push(cursor.field()?);
    }
    Ok(fields)
}

/// The numbers of a packed field, each as it would stand alone.
pub(super) fn unpacked(bytes: &[u8], width: Width) -> Result<Vec<Value<'_>>> {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut values = Vec::new();
    while cursor.at < bytes.len() {
        values.push(match width {
            Width::Varint => Value::Varint(cursor.varint()?),
            Width::Four => Value::Fixed32(cursor.array()?),
            Width::Eight => Value::Fixed64(cursor.array()?),
        });
    }
    Ok(values)
}

/// How wide one number of a packed field is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Width {
    Varint,
    Four,
    Eight,
}

/// Writes a field with its tag.
pub(super) fn put(out: &mut Vec<u8>, number: u32, value: &Value<'_>) {
    match value {
        Value::Varint(_) => put_tag(out, number, 0),
        Value::Fixed64(_) => put_tag(out, number, 1),
        Value::Bytes(_) => put_tag(out, number, 2),
        Value::Group(_) => put_tag(out, number, 3),
        Value::Fixed32(_) => put_tag(out, number, 5),
    }
    put_bare(out, value);
    if let Value::Group(_) = value {
        put_tag(out, number, 4);
    }
}

/// Writes a value without its tag, as packed fields hold it.
pub(super) fn put_bare(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Varint(value) => put_varint(out, *value),
        Value::Fixed64(bytes) => out.extend_from_slice(bytes),
        Value::Bytes(bytes) => {
            put_varint(out, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        Value::Group(bytes) => out.extend_from_slice(bytes),
        Value::Fixed32(bytes) => out.extend_from_slice(bytes),
    }
}

fn put_tag(out: &mut Vec<u8>, number: u32, wire: u64) {
    put_varint(out, u64::from(number) << 3 | wire);
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn field(&mut self) -> Result<Field<'a>> {
        let (number, wire) = self.tag()?;
        let value = match wire {
            0 => Value::Varint(self.varint()?),
            1 => Value::Fixed64(self.array()?),
            2 => {
                let length = usize::try_from(self.varint()?)?;
                Value::Bytes(self.take(length)?)
            }
            3 => Value::Group(self.group(number)?),
            5 => Value::Fixed32(self.array()?),
            other => bail!("a descriptor has the unknown wire type {other}"),
        };
        let length = if let Value::Bytes(bytes) = value { bytes.len() } else { 0 };
        Ok(Field { number, value, start: self.at - length })
    }

    /// The content of a group, whose end is found without recursion.
    fn group(&mut self, number: u32) -> Result<&'a [u8]> {
        let start = self.at;
        let mut open = vec![number];
        loop {
            let end = self.at;
            let (number, wire) = self.tag()?;
            match wire {
                0 => drop(self.varint()?),
                1 => drop(self.take(8)?),
                2 => {
                    let length = usize::try_from(self.varint()?)?;
                    self.take(length)?;
                }
                3 => open.push(number),
                4 => {
                    ensure!(
                        open.pop() == Some(number),
                        "a group in a descriptor ends with another number"
                    );
                    if open.is_empty() {
                        return Ok(&self.bytes[start..end]);
                    }
                }
                5 => drop(self.take(4)?),
                other => bail!("a descriptor has the unknown wire type {other}"),
            }
        }
    }

    fn tag(&mut self) -> Result<(u32, u64)> {
        let tag = self.varint()?;
        let number =
            u32::try_from(tag >> 3).context("a descriptor has a field number out of range")?;
        ensure!(number != 0, "a descriptor has the field number 0");
        Ok((number, tag & 7))
    }

    fn varint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        bail!("a descriptor has a number of more than ten bytes")
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        Ok(self.take(N)?.try_into().expect("take gives as many bytes as asked"))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        ensure!(length <= rest.len(), "a descriptor ends in the middle of a field");
        self.at += length;
        Ok(&rest[..length])
    }
}
