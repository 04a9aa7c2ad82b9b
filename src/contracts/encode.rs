//! The serialized descriptor set: what the pool resolved, with the imports and the places as they were written.
//!
//! The bytes of the pool are copied field by field: decoding them into prost's types would lose custom options.

use std::sync::Arc;

use prost_reflect::DescriptorPool;
use prost_reflect::prost::Message;
use prost_reflect::prost::encoding::{
    DecodeContext, WireType, decode_key, encode_key, encode_varint, skip_field,
};
use prost_reflect::prost_types::source_code_info::Location;

use super::parse::Unit;

const DEPENDENCY: u32 = 3;
const SOURCE_CODE_INFO: u32 = 9;
const PUBLIC_DEPENDENCY: u32 = 10;
const WEAK_DEPENDENCY: u32 = 11;

/// A `FileDescriptorSet` of these files, in this order, with the places that are of interest.
pub(super) fn descriptor_set(
    pool: &DescriptorPool,
    units: &[Arc<Unit>],
    is_of_interest: &dyn Fn(&Location) -> bool,
) -> Vec<u8> {
    let mut set = Vec::new();
    for unit in units {
        if let Some(file) = pool.get_file_by_name(&unit.source.import_path) {
            bytes(&mut set, 1, &as_written(&file.encode_to_vec(), unit, is_of_interest));
        }
    }
    set
}

/// Fields stay in the order of their numbers, as every protobuf library writes them.
fn as_written(linked: &[u8], unit: &Unit, is_of_interest: &dyn Fn(&Location) -> bool) -> Vec<u8> {
    let places = source_info(unit, is_of_interest);
    let ours = [DEPENDENCY, SOURCE_CODE_INFO, PUBLIC_DEPENDENCY, WEAK_DEPENDENCY];
    let mut out = Vec::with_capacity(linked.len());
    let mut pending = ours.into_iter().peekable();
    let mut rest = linked;
    while let Some((field, whole)) = next_field(&mut rest) {
        while let Some(own) = pending.next_if(|own| *own <= field) {
            write(&mut out, own, unit, &places);
        }
        if !ours.contains(&field) {
            out.extend_from_slice(whole);
        }
    }
    pending.for_each(|own| write(&mut out, own, unit, &places));
    out
}

/// Cuts one field off `rest`: its number, and its bytes with the key.
fn next_field<'a>(rest: &mut &'a [u8]) -> Option<(u32, &'a [u8])> {
    let start = *rest;
    let (field, wire_type) = decode_key(rest).ok()?;
    skip_field(wire_type, field, rest, DecodeContext::default()).ok()?;
    Some((field, &start[..start.len() - rest.len()]))
}

/// A `SourceCodeInfo`.
fn source_info(unit: &Unit, is_of_interest: &dyn Fn(&Location) -> bool) -> Vec<u8> {
    const LOCATION: u32 = 1;
    let mut info = Vec::new();
    for place in unit.info.location.iter().filter(|place| is_of_interest(place)) {
        encode_key(LOCATION, WireType::LengthDelimited, &mut info);
        encode_varint(place.encoded_len() as u64, &mut info);
        place.encode_raw(&mut info);
    }
    info
}

fn write(out: &mut Vec<u8>, field: u32, unit: &Unit, places: &[u8]) {
    let descriptor = &unit.descriptor;
    let indices = |out: &mut Vec<u8>, indices: &[i32]| {
        for index in indices {
            encode_key(field, WireType::Varint, out);
            encode_varint(u64::try_from(*index).unwrap_or_default(), out);
        }
    };
    match field {
        DEPENDENCY => {
            descriptor.dependency.iter().for_each(|path| bytes(out, field, path.as_bytes()));
        }
        SOURCE_CODE_INFO if !places.is_empty() => bytes(out, field, places),
        PUBLIC_DEPENDENCY => indices(out, &descriptor.public_dependency),
        WEAK_DEPENDENCY => indices(out, &descriptor.weak_dependency),
        _ => {}
    }
}

fn bytes(out: &mut Vec<u8>, field: u32, content: &[u8]) {
    encode_key(field, WireType::LengthDelimited, out);
    encode_varint(content.len() as u64, out);
    out.extend_from_slice(content);
}
