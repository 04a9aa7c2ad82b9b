//! Rules for enums and their values.

use prost_reflect::prost_types::{EnumDescriptorProto, EnumValueDescriptorProto};

use crate::contracts::buf::written::{option, written};
use crate::contracts::tag;

use super::casing::{pascal, upper_snake};
use super::comments::missing;
use super::report::Of;

/// The enums of a file that lie in no message.
pub(super) fn all(report: &mut Of<'_, '_>) {
    for (index, declared) in (0..).zip(&report.proto.descriptor.enum_type) {
        self::declared(report, declared, &[tag::FILE_ENUM, index]);
    }
}

/// An enum at a descriptor path.
pub(super) fn declared(report: &mut Of<'_, '_>, declared: &EnumDescriptorProto, path: &[i32]) {
    let name = declared.name();
    let wanted = pascal(name);
    if name != wanted {
        report.at("ENUM_PASCAL_CASE", &[path, &[tag::NAME]].concat(), || {
            format!("Enum name \"{name}\" should be PascalCase, such as \"{wanted}\".")
        });
    }
    missing(report, "COMMENT_ENUM", "Enum", name, path);
    alias(report, declared, path);
    if let Some(first) = declared.value.first().filter(|first| first.number() != 0) {
        report.at(
            "ENUM_FIRST_VALUE_ZERO",
            &[path, &[tag::ENUM_VALUE, 0, tag::VALUE_NUMBER]].concat(),
            || format!("First enum value \"{}\" should have a numeric value of 0", first.name()),
        );
    }
    let prefix = upper_snake(name) + "_";
    for (index, value) in (0..).zip(&declared.value) {
        self::value(report, value, &prefix, &[path, &[tag::ENUM_VALUE, index]].concat());
    }
}

fn alias(report: &mut Of<'_, '_>, declared: &EnumDescriptorProto, path: &[i32]) {
    let Some(option) = option(written!(declared), "allow_alias") else { return };
    if option.is_true() {
        report.at("ENUM_NO_ALLOW_ALIAS", &option.path(path, tag::ENUM_OPTIONS), || {
            format!("Enum option \"allow_alias\" on enum \"{}\" must be false.", declared.name())
        });
    }
}

fn value(report: &mut Of<'_, '_>, value: &EnumValueDescriptorProto, prefix: &str, path: &[i32]) {
    let name = value.name();
    missing(report, "COMMENT_ENUM_VALUE", "Enum value", name, path);
    let path = &[path, &[tag::NAME]].concat()[..];
    if !name.starts_with(prefix) {
        report.at("ENUM_VALUE_PREFIX", path, || {
            format!("Enum value name \"{name}\" should be prefixed with \"{prefix}\".")
        });
    }
    let wanted = upper_snake(name);
    if name != wanted {
        report.at("ENUM_VALUE_UPPER_SNAKE_CASE", path, || {
            format!("Enum value name \"{name}\" should be UPPER_SNAKE_CASE, such as \"{wanted}\".")
        });
    }
    let suffix = &report.section.enum_zero_value_suffix;
    if value.number() == 0 && !name.ends_with(suffix.as_str()) {
        report.at("ENUM_ZERO_VALUE_SUFFIX", path, || {
            format!("Enum zero value name \"{name}\" should be suffixed with \"{suffix}\".")
        });
    }
}
