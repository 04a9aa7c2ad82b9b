//! Messages that are in both states: what fields, oneofs and numbers they lost.

use std::collections::BTreeSet;

use prost_reflect::prost_types::FieldDescriptorProto;

use crate::contracts::tag;

use super::field::{Field, Place};
use super::files::is_proto3;
use super::quoted::quoted;
use super::ranges::{LAST_FIELD, LAST_IN_SET, Range, lost};
use super::report::{At, Report};
use super::side::{Message, Side};
use super::written::{Written, option, written};

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    for (full_name, before) in &previous.messages {
        let Some(now) = current.messages.get(full_name) else { continue };
        let pair = Pair { before, now };
        pair.deleted_fields(previous, report);
        pair.deleted_oneofs(report);
        pair.required(previous, current, report);
        pair.ranges(report);
        pair.reserved_names(report);
        pair.json_format(report);
        pair.accessor(report);
    }
}

/// A message in both states.
struct Pair<'a> {
    before: &'a Message<'a>,
    now: &'a Message<'a>,
}

impl Pair<'_> {
    fn add(&self, rule: &'static str, message: String, report: &mut Report) {
        let at = At::path(self.now.proto(), self.now.path());
        report.add(rule, at, Some(self.before.proto()), message);
    }

    fn name(&self) -> &str {
        self.now.declared.descriptor.name()
    }

    fn deleted_fields(&self, previous: &Side, report: &mut Report) {
        let now = self.now.declared.descriptor;
        let numbers: BTreeSet<i32> = now.field.iter().map(FieldDescriptorProto::number).collect();
        for field in Field::of(previous, self.before) {
            let (number, name) = (field.descriptor.number(), field.descriptor.name());
            if numbers.contains(&number) {
                continue;
            }
            let described = field.described();
            let lowered = described[..1].to_lowercase() + &described[1..];
            let deleted = format!("Previously present {lowered} was deleted");
            self.add("FIELD_NO_DELETE", format!("{deleted}."), report);
            if !now.reserved_name.iter().any(|reserved| reserved == name) {
                let message = format!("{deleted} without reserving the name {}.", quoted(name));
                self.add("FIELD_NO_DELETE_UNLESS_NAME_RESERVED", message, report);
            }
            if !reserved(self.now).iter().any(|range| range.holds(number)) {
                let message = format!("{deleted} without reserving the number \"{number}\".");
                self.add("FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", message, report);
            }
        }
    }

    fn deleted_oneofs(&self, report: &mut Report) {
        let before = self.before.declared.descriptor;
        let now = &self.now.declared.descriptor.oneof_decl;
        for (index, oneof) in (0..).zip(&before.oneof_decl) {
            let is_in =
                |index: i32| before.field.iter().find(|field| field.oneof_index == Some(index));
            let is_written = is_in(index).is_none_or(|field| !field.proto3_optional());
            if is_written && !now.iter().any(|other| other.name() == oneof.name()) {
                let (oneof, message) = (quoted(oneof.name()), quoted(self.name()));
                let message =
                    format!("Previously present oneof {oneof} on message {message} was deleted.");
                self.add("ONEOF_NO_DELETE", message, report);
            }
        }
    }

    fn required(&self, previous: &Side, current: &Side, report: &mut Report) {
        const RULE: &str = "MESSAGE_SAME_REQUIRED_FIELDS";
        const WHY: &str = "Required fields must always be sent, so if one side does not know about the required field, this will result in a breakage.";
        let numbers = |side, message| -> BTreeSet<i32> {
            let required = Field::of(side, message).filter(Field::is_required);
            required.map(|field| field.descriptor.number()).collect()
        };
        let (before, now) = (numbers(previous, self.before), numbers(current, self.now));
        let name = quoted(self.name());
        for number in before.difference(&now) {
            let message = format!("Message {name} had required field \"{number}\" deleted. {WHY}");
            self.add(RULE, message, report);
        }
        for field in Field::of(current, self.now).filter(Field::is_required) {
            let number = field.descriptor.number();
            if !before.contains(&number) {
                let message =
                    format!("Message {name} had required field \"{number}\" added. {WHY}");
                field.at(Place::Whole, |at| report.add(RULE, at, None, message));
            }
        }
    }

    fn ranges(&self, report: &mut Report) {
        let (before, now) = (reserved(self.before), reserved(self.now));
        self.missing("RESERVED_MESSAGE_NO_DELETE", "reserved", &before, &now, report);
        let (before, now) = (extensions(self.before), extensions(self.now));
        self.missing("EXTENSION_MESSAGE_NO_DELETE", "extension", &before, &now, report);
    }

    fn missing(
        &self,
        rule: &'static str,
        sort: &str,
        before: &[Range],
        now: &[Range],
        report: &mut Report,
    ) {
        for (range, missing) in lost(before, now, (last(self.before), last(self.now))) {
            let name = self.name();
            let message = format!(
                "Previously present {sort} range \"{range}\" on message \"{name}\" is missing values: {missing} were removed."
            );
            self.add(rule, message, report);
        }
    }

    fn reserved_names(&self, report: &mut Report) {
        let now = &self.now.declared.descriptor.reserved_name;
        let before = &self.before.declared.descriptor.reserved_name;
        for name in before.iter().filter(|name| !now.contains(name)) {
            let (name, message) = (quoted(name), quoted(self.name()));
            let message = format!(
                "Previously present reserved name {name} on message {message} was deleted."
            );
            self.add("RESERVED_MESSAGE_NO_DELETE", message, report);
        }
    }

    fn json_format(&self, report: &mut Report) {
        if is_proto3(self.before.proto()) && !is_proto3(self.now.proto()) {
            let message = format!(
                "Message \"{}\" JSON format support changed from ALLOW to LEGACY_BEST_EFFORT.",
                self.name()
            );
            self.add("MESSAGE_SAME_JSON_FORMAT", message, report);
        }
    }

    fn accessor(&self, report: &mut Report) {
        const OPTION: &str = "no_standard_descriptor_accessor";
        let before = option(written!(self.before.declared.descriptor), OPTION);
        let Some(now) = option(written!(self.now.declared.descriptor), OPTION) else { return };
        if now.is_true() && !before.is_some_and(|before| before.is_true()) {
            let path = now.path(&self.now.declared.path, tag::MESSAGE_OPTIONS);
            let at = At::path(self.now.proto(), &path);
            let message =
                format!("Message option \"{OPTION}\" changed from \"false\" to \"true\".");
            let against = before.map(|_| self.before.proto());
            report.add("MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", at, against, message);
        }
    }
}

fn reserved(message: &Message) -> Vec<Range> {
    let ranges = &message.declared.descriptor.reserved_range;
    ranges.iter().map(|range| Range::up_to(range.start(), range.end())).collect()
}

fn extensions(message: &Message) -> Vec<Range> {
    let ranges = &message.declared.descriptor.extension_range;
    ranges.iter().map(|range| Range::up_to(range.start(), range.end())).collect()
}

/// What is called `max` in a message.
fn last(message: &Message) -> i64 {
    let set = option(written!(message.declared.descriptor), "message_set_wire_format");
    if set.is_some_and(|set: Written| set.is_true()) { LAST_IN_SET } else { LAST_FIELD }
}
