//! The types of fields: the same, or such that each side reads what the other wrote.

use prost_reflect::prost_types::EnumDescriptorProto;
use prost_reflect::prost_types::field_descriptor_proto::Type;

use super::field::{Field, Place};
use super::field_pairs::Pair;
use super::kinds::{is_scalar, wire_group, wire_json_group, word};
use super::report::Report;

const WIRE: &str = "See https://developers.google.com/protocol-buffers/docs/proto3#updating for wire compatibility rules";
const JSON: &str = "and https://developers.google.com/protocol-buffers/docs/proto3#json for JSON compatibility rules";
const NOT_ALL_BYTES: &str = "Note that while string and bytes are compatible if the data is valid UTF-8, there is no way to enforce that a bytes field is UTF-8, so these fields may be incompatible.";

pub(super) fn compare(pair: &Pair, report: &mut Report) {
    let (before, now) = (pair.before.kind(), pair.now.kind());
    let is_same =
        before == now && (is_scalar(now) || pair.before.type_name() == pair.now.type_name());
    if !is_same {
        same_type(pair, before, now, report);
        wire_type(pair, before, now, report);
        wire_json_type(pair, before, now, report);
    }
}

fn same_type(pair: &Pair, before: Type, now: Type, report: &mut Report) {
    const RULE: &str = "FIELD_SAME_TYPE";
    if before == now {
        other_name(RULE, pair, report);
    } else {
        other_type(RULE, pair, "", report);
    }
}

fn wire_type(pair: &Pair, before: Type, now: Type, report: &mut Report) {
    const RULE: &str = "FIELD_WIRE_COMPATIBLE_TYPE";
    if wire_group(before) == wire_group(now) {
        named(RULE, pair, now, report);
    } else if (before, now) == (Type::Bytes, Type::String) {
        other_type(RULE, pair, &format!(" {WIRE}. {NOT_ALL_BYTES}"), report);
    } else if (before, now) != (Type::String, Type::Bytes) {
        other_type(RULE, pair, &format!(" {WIRE}."), report);
    }
}

fn wire_json_type(pair: &Pair, before: Type, now: Type, report: &mut Report) {
    const RULE: &str = "FIELD_WIRE_JSON_COMPATIBLE_TYPE";
    if wire_json_group(before) == wire_json_group(now) {
        named(RULE, pair, now, report);
    } else {
        other_type(RULE, pair, &format!(" {WIRE} {JSON}."), report);
    }
}

/// Another message is another type; another enum is one unless it has all that the previous one had.
fn named(rule: &'static str, pair: &Pair, now: Type, report: &mut Report) {
    let is_other = match now {
        Type::Enum => !extends(&pair.before, &pair.now),
        Type::Group | Type::Message => true,
        _ => false,
    };
    if is_other {
        other_name(rule, pair, report);
    }
}

/// Whether the enum of a field has the same short name and all values of the enum of the other.
fn extends(before: &Field, now: &Field) -> bool {
    let (Some(before), Some(now)) = (declared(before), declared(now)) else { return false };
    let has = |name: &str, number: i32| {
        now.value.iter().any(|value| value.name() == name && value.number() == number)
    };
    before.name() == now.name()
        && before.value.iter().all(|value| has(value.name(), value.number()))
}

fn declared<'a>(field: &Field<'a>) -> Option<&'a EnumDescriptorProto> {
    field.side.enums.get(field.type_name()).map(|declared| declared.descriptor)
}

fn other_name(rule: &'static str, pair: &Pair, report: &mut Report) {
    let (before, now) = (pair.before.type_name(), pair.now.type_name());
    let field = pair.now.described();
    let message = format!("{field} changed type from \"{before}\" to \"{now}\".");
    pair.add(rule, Place::Type, message, report);
}

fn other_type(rule: &'static str, pair: &Pair, why: &str, report: &mut Report) {
    let (before, now) = (word(pair.before.kind()), word(pair.now.kind()));
    let field = pair.now.described();
    let message = format!("{field} changed type from \"{before}\" to \"{now}\".{why}");
    pair.add(rule, Place::Type, message, report);
}
