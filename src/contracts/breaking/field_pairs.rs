//! Fields that are in both states, by their numbers.

use std::collections::BTreeMap;

use prost_reflect::prost_types::field_descriptor_proto::Type;

use crate::contracts::buf::Proto;
use crate::contracts::json_names::usual;
use crate::contracts::tag;

use super::cardinality::Cardinality;
use super::defaults::Default;
use super::field::{Field, Place};
use super::field_types;
use super::files::{is_proto3, is_set};
use super::kinds;
use super::quoted::quoted;
use super::report::{At, Report};
use super::side::Side;
use super::written::option;
use super::written::written;

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    for (full_name, before) in &previous.messages {
        let Some(now) = current.messages.get(full_name) else { continue };
        let now: BTreeMap<i32, Field> = by_number(Field::of(current, now));
        for before in Field::of(previous, before) {
            if let Some(now) = now.get(&before.descriptor.number()) {
                Pair { before, now: *now }.compare(report);
            }
        }
    }
    let now: BTreeMap<(&str, i32), Field> =
        extensions(current).map(|field| (extended(&field), field)).collect();
    for before in extensions(previous) {
        if let Some(now) = now.get(&extended(&before)) {
            Pair { before, now: *now }.compare(report);
        }
    }
}

fn by_number<'a>(fields: impl Iterator<Item = Field<'a>>) -> BTreeMap<i32, Field<'a>> {
    fields.map(|field| (field.descriptor.number(), field)).collect()
}

fn extensions<'a>(side: &'a Side<'a>) -> impl Iterator<Item = Field<'a>> {
    side.extensions.values().map(move |extension| Field::extension(side, extension))
}

fn extended<'a>(field: &Field<'a>) -> (&'a str, i32) {
    (field.descriptor.extendee(), field.descriptor.number())
}

/// A field in both states.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) before: Field<'a>,
    pub(super) now: Field<'a>,
}

impl Pair<'_> {
    fn compare(&self, report: &mut Report) {
        self.name(report);
        self.json_name(report);
        self.cardinality(report);
        self.oneof(report);
        self.default(report);
        self.utf8(report);
        self.java_utf8(report);
        self.cpp_string(report);
        self.jstype(report);
        field_types::compare(self, report);
    }

    pub(super) fn add(
        &self,
        rule: &'static str,
        place: Place,
        message: String,
        report: &mut Report,
    ) {
        self.now.at(place, |at| report.add(rule, at, Some(self.before.proto()), message));
    }

    fn kinds(&self) -> (Type, Type) {
        (self.before.kind(), self.now.kind())
    }

    fn name(&self, report: &mut Report) {
        let (before, now) = (self.before.name(), self.now.name());
        if before != now {
            let field = self.now.described_by_number();
            let message = format!("{field} changed name from \"{before}\" to \"{now}\".");
            self.add("FIELD_SAME_NAME", Place::Part(tag::NAME), message, report);
        }
    }

    fn json_name(&self, report: &mut Report) {
        let (before, now) = (json_name(&self.before), json_name(&self.now));
        if before != now && !self.before.is_extension() {
            let written = self.now.descriptor.json_name.is_some();
            let place = if written { Place::Part(tag::FIELD_JSON_NAME) } else { Place::Whole };
            let message = format!(
                "{} changed option \"json_name\" from {} to {}.",
                self.now.described(),
                quoted(&before),
                quoted(&now)
            );
            self.add("FIELD_SAME_JSON_NAME", place, message, report);
        }
    }

    fn cardinality(&self, report: &mut Report) {
        if self.before.is_in_map_entry() && self.now.is_in_map_entry() {
            return;
        }
        let (before, now) = (Cardinality::of(&self.before), Cardinality::of(&self.now));
        if before == now {
            return;
        }
        let field = self.now.described();
        let message = format!("{field} changed cardinality from \"{before}\" to \"{now}\".");
        let mut add = |rule| self.add(rule, Place::Whole, message.clone(), report);
        add("FIELD_SAME_CARDINALITY");
        if before.wire_json_group() != now.wire_json_group() {
            add("FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY");
        }
        if before.wire_group() != now.wire_group() {
            add("FIELD_WIRE_COMPATIBLE_CARDINALITY");
        }
    }

    fn oneof(&self, report: &mut Report) {
        if self.before.is_extension() {
            return;
        }
        let field = self.now.described();
        let message = match (self.before.oneof(), self.now.oneof()) {
            (Some(before), Some(now)) if before != now => {
                // The `q` is buf's.
                format!("{field}q moved from oneof \"{before}\" to oneof \"{now}\".")
            }
            (Some(_), None) => format!("{field} moved from inside to outside a oneof."),
            (None, Some(_)) => format!("{field} moved from outside to inside a oneof."),
            _ => return,
        };
        self.add("FIELD_SAME_ONEOF", Place::Whole, message, report);
    }

    fn default(&self, report: &mut Report) {
        let (Some(before), Some(now)) = (Default::of(&self.before), Default::of(&self.now)) else {
            return;
        };
        if before.is_zero() && now.is_zero() || before.equals(&now) {
            return;
        }
        let written = self.now.descriptor.default_value.is_some();
        let place = if written { Place::Part(tag::FIELD_DEFAULT) } else { Place::Whole };
        let field = self.now.described();
        let message = format!("{field} changed default value from {before} to {now}.");
        self.add("FIELD_SAME_DEFAULT", place, message, report);
    }

    fn utf8(&self, report: &mut Report) {
        let (before, now) = (utf8(self.before.proto()), utf8(self.now.proto()));
        if self.kinds() == (Type::String, Type::String) && before != now {
            let field = self.now.described();
            let message = format!("{field} changed UTF8 validation from {before} to {now}.");
            self.add("FIELD_SAME_UTF8_VALIDATION", Place::Whole, message, report);
        }
    }

    fn java_utf8(&self, report: &mut Report) {
        const OPTION: &str = "java_string_check_utf8";
        const RULE: &str = "FIELD_SAME_JAVA_UTF8_VALIDATION";
        let checked = |proto: &Proto| match is_set(proto, OPTION) {
            Some(true) => "VERIFY",
            _ => utf8(proto),
        };
        let proto = self.now.proto();
        let (before, now) = (checked(self.before.proto()), checked(proto));
        if self.kinds() != (Type::String, Type::String) || before == now {
            return;
        }
        let field = self.now.described();
        let message =
            format!("{field} changed Java string UTF8 validation from \"{before}\" to \"{now}\".");
        match option(written!(proto.descriptor), OPTION) {
            Some(option) => {
                let path = option.path(&[], tag::FILE_OPTIONS);
                let at = At::path(proto, &path);
                report.add(RULE, at, Some(self.before.proto()), message);
            }
            None => self.add(RULE, Place::Whole, message, report),
        }
    }

    fn cpp_string(&self, report: &mut Report) {
        let is_text = |kind| matches!(kind, Type::String | Type::Bytes);
        let (before, now) = self.kinds();
        let is_in_map = self.before.is_in_map_entry() && self.now.is_in_map_entry();
        if is_in_map || !is_text(before) || !is_text(now) {
            return;
        }
        let (before, now) =
            (word(&self.before, "ctype", "STRING"), word(&self.now, "ctype", "STRING"));
        // A piece may become a string.
        if before == now || before == "STRING_PIECE" && now == "STRING" {
            return;
        }
        let field = self.now.described();
        let message = format!("{field} changed C++ string type from \"{before}\" to \"{now}\".");
        let place = Place::option(self.now.option("ctype"));
        self.add("FIELD_SAME_CPP_STRING_TYPE", place, message, report);
    }

    fn jstype(&self, report: &mut Report) {
        let (before, now) = self.kinds();
        if !kinds::is_64_bit(before) || !kinds::is_64_bit(now) {
            return;
        }
        let value = |field: &Field<'_>| word(field, "jstype", "JS_NORMAL");
        let (before, now) = (value(&self.before), value(&self.now));
        if before != now {
            let field = self.now.described();
            let message =
                format!("{field} changed option \"jstype\" from \"{before}\" to \"{now}\".");
            let place = Place::option(self.now.option("jstype"));
            self.add("FIELD_SAME_JSTYPE", place, message, report);
        }
    }
}

fn word(field: &Field, option: &str, default: &str) -> String {
    field.option(option).map_or(default, |option| option.word()).to_owned()
}

/// Whether texts have to be UTF-8 follows from the syntax.
fn utf8(proto: &Proto) -> &'static str {
    if is_proto3(proto) { "VERIFY" } else { "NONE" }
}

/// As written, or as nobody has to write it.
fn json_name(field: &Field) -> String {
    let written = field.descriptor.json_name.clone();
    written.unwrap_or_else(|| usual(field.descriptor.name()))
}
