//! How one field is encoded.

use anyhow::Result;

use super::kind::Kind;
use super::wire::{self, Field};

/// One field, as far as its encoding goes.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) kind: Kind,
    pub(super) type_name: String,
    pub(super) cardinality: Cardinality,
    /// Kept in the source only, so that generated code must not have it.
    pub(super) source_only: bool,
}

/// How many values there can be, and how they stand on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// Absent on the wire when it is zero.
    Implicit,
    Explicit,
    Repeated,
    Packed,
}

/// What a file settles for its fields.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) package: String,
    implicit: bool,
    packed: bool,
}

impl Scope {
    /// Reads the syntax or edition and the features of a file.
    pub(super) fn of(file: &[Field]) -> Result<Self> {
        const FEATURES: u32 = 50;
        let mut scope = Self { package: String::new(), implicit: false, packed: false };
        for field in file {
            match field.number {
                2 => scope.package = field.text()?,
                12 if field.bytes()? == b"proto3" => (scope.implicit, scope.packed) = (true, true),
                14 => scope.packed = true,
                _ => {}
            }
        }
        for field in file.iter().filter(|field| field.number == 8) {
            scope.apply(&wire::fields(field.bytes()?)?, FEATURES)?;
        }
        Ok(scope)
    }

    /// Applies the features in the given field of some options.
    fn apply(&mut self, options: &[Field], features: u32) -> Result<()> {
        const FIELD_PRESENCE: u32 = 1;
        const REPEATED_FIELD_ENCODING: u32 = 3;
        for field in options.iter().filter(|field| field.number == features) {
            let features = wire::fields(field.bytes()?)?;
            let presence = last_int(&features, FIELD_PRESENCE);
            let encoding = last_int(&features, REPEATED_FIELD_ENCODING);
            self.implicit = presence.map_or(self.implicit, |value| value == 2);
            self.packed = encoding.map_or(self.packed, |value| value == 1);
        }
        Ok(())
    }
}

impl Slot {
    /// Reads a field descriptor of `message`, or an extension: whose field it is, its number, and how it is encoded.
    pub(super) fn read(bytes: &[u8], message: &str, scope: &Scope) -> Result<(String, u32, Self)> {
        const FEATURES: u32 = 21;
        const PACKED: u32 = 2;
        const RETENTION: u32 = 17;
        let mut scope = scope.clone();
        let mut owner = message.to_owned();
        let (mut number, mut repeated, mut member, mut source_only) = (0, false, false, false);
        let (mut kind, mut type_name) = (Kind::Int32, String::new());
        for field in wire::fields(bytes)? {
            match field.number {
                2 => field.text()?.trim_start_matches('.').clone_into(&mut owner),
                3 => number = u32::try_from(field.int()?)?,
                4 => repeated = field.int()? == 3,
                5 => kind = Kind::new(field.int()?)?,
                6 => field.text()?.trim_start_matches('.').clone_into(&mut type_name),
                8 => {
                    let options = wire::fields(field.bytes()?)?;
                    scope.apply(&options, FEATURES)?;
                    scope.packed =
                        last_int(&options, PACKED).map_or(scope.packed, |value| value != 0);
                    source_only = last_int(&options, RETENTION) == Some(2);
                }
                9 | 17 => member = true,
                _ => {}
            }
        }
        let implicit = scope.implicit && !member && owner == message && !kind.is_message();
        let cardinality = match (repeated, scope.packed && kind.width().is_some()) {
            (true, true) => Cardinality::Packed,
            (true, false) => Cardinality::Repeated,
            (false, _) if implicit => Cardinality::Implicit,
            (false, _) => Cardinality::Explicit,
        };
        Ok((owner, number, Self { kind, type_name, cardinality, source_only }))
    }
}

fn last_int(fields: &[Field], number: u32) -> Option<u64> {
    fields.iter().rev().find(|field| field.number == number)?.int().ok()
}
