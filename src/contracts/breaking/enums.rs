//! Enums that are in both states: their values by number, and what they reserve.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::prost_types::EnumValueDescriptorProto;

use crate::contracts::tag;

use super::files::is_proto3;
use super::quoted::{quoted, quoted_all};
use super::ranges::{LAST_VALUE, Range, lost};
use super::report::{At, Report};
use super::side::{Enum, Side};

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    for (full_name, before) in &previous.enums {
        let Some(now) = current.enums.get(full_name) else { continue };
        let pair = Pair { before, now };
        pair.openness(report);
        pair.json_format(report);
        pair.values(report);
        pair.reserved(report);
    }
}

/// An enum in both states.
struct Pair<'a> {
    before: &'a Enum<'a>,
    now: &'a Enum<'a>,
}

/// By number, the values with the number by name, and which ones they are.
type Values<'a> = BTreeMap<i32, BTreeMap<&'a str, usize>>;

impl Pair<'_> {
    fn add(&self, rule: &'static str, message: String, report: &mut Report) {
        let at = At::path(self.now.proto, &self.now.path);
        report.add(rule, at, Some(self.before.proto), message);
    }

    fn name(&self) -> &str {
        self.now.descriptor.name()
    }

    fn openness(&self, report: &mut Report) {
        let words = match (is_proto3(self.before.proto), is_proto3(self.now.proto)) {
            (true, false) => "open to closed",
            (false, true) => "closed to open",
            _ => return,
        };
        let message = format!("Enum \"{}\" changed from {words}.", self.name());
        self.add("ENUM_SAME_TYPE", message, report);
    }

    fn json_format(&self, report: &mut Report) {
        if is_proto3(self.before.proto) && !is_proto3(self.now.proto) {
            let message = format!(
                "Enum \"{}\" JSON format support changed from ALLOW to LEGACY_BEST_EFFORT.",
                self.name()
            );
            self.add("ENUM_SAME_JSON_FORMAT", message, report);
        }
    }

    fn values(&self, report: &mut Report) {
        let now = by_number(&self.now.descriptor.value);
        for (number, names) in by_number(&self.before.descriptor.value) {
            match now.get(&number) {
                Some(now) => self.renamed(number, &names, now, report),
                None => self.deleted(number, &names, report),
            }
        }
    }

    fn renamed(
        &self,
        number: i32,
        before: &BTreeMap<&str, usize>,
        now: &BTreeMap<&str, usize>,
        report: &mut Report,
    ) {
        if before.keys().all(|name| now.contains_key(name)) {
            return;
        }
        let suffix = if before.len() > 1 && now.len() > 1 { "s" } else { "" };
        let message = format!(
            "Enum value \"{number}\" on enum \"{}\" changed name{suffix} from {} to {}.",
            self.name(),
            quoted_all(before.keys().copied()),
            quoted_all(now.keys().copied())
        );
        for (name, index) in now {
            let index = i32::try_from(*index).unwrap_or(i32::MAX);
            let path = [&self.now.path[..], &[tag::ENUM_VALUE, index, tag::VALUE_NUMBER]].concat();
            let at = At::path(self.now.proto, &path);
            let against = before.contains_key(name).then_some(self.before.proto);
            report.add("ENUM_VALUE_SAME_NAME", at, against, message.clone());
        }
    }

    fn deleted(&self, number: i32, names: &BTreeMap<&str, usize>, report: &mut Report) {
        let deleted = format!(
            "Previously present enum value \"{number}\" on enum \"{}\" was deleted",
            self.name()
        );
        self.add("ENUM_VALUE_NO_DELETE", format!("{deleted}."), report);
        let reserved: BTreeSet<&str> =
            self.now.descriptor.reserved_name.iter().map(String::as_str).collect();
        if !names.keys().all(|name| reserved.contains(name)) {
            let suffix = if names.len() > 1 { "s" } else { "" };
            let names = quoted_all(names.keys().copied());
            let message = format!("{deleted} without reserving the name{suffix} {names}.");
            self.add("ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", message, report);
        }
        if !ranges(self.now).iter().any(|range| range.holds(number)) {
            let message = format!("{deleted} without reserving the number \"{number}\".");
            self.add("ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", message, report);
        }
    }

    fn reserved(&self, report: &mut Report) {
        const RULE: &str = "RESERVED_ENUM_NO_DELETE";
        let (before, now) = (ranges(self.before), ranges(self.now));
        for (range, missing) in lost(&before, &now, (LAST_VALUE, LAST_VALUE)) {
            let message = format!(
                "Previously present reserved range \"{range}\" on enum \"{}\" is missing values: {missing} were removed.",
                self.name()
            );
            self.add(RULE, message, report);
        }
        let names = &self.now.descriptor.reserved_name;
        for name in self.before.descriptor.reserved_name.iter().filter(|name| !names.contains(name))
        {
            let (name, of) = (quoted(name), self.name());
            let message =
                format!("Previously present reserved name {name} on enum \"{of}\" was deleted.");
            self.add(RULE, message, report);
        }
    }
}

fn by_number(values: &[EnumValueDescriptorProto]) -> Values<'_> {
    let mut by_number = Values::new();
    for (index, value) in values.iter().enumerate() {
        by_number.entry(value.number()).or_default().insert(value.name(), index);
    }
    by_number
}

fn ranges(declared: &Enum) -> Vec<Range> {
    let ranges = &declared.descriptor.reserved_range;
    ranges.iter().map(|range| Range::through(range.start(), range.end())).collect()
}
