//! Records: structs whose fields are keys of the language, listed once beside each struct.

use crate::diagnostic::Diagnostic;
use crate::names::nearest;

use super::codes;
use super::faults::{Faults, quoted};
use super::lower::{Lower, unlisted, wrong_form};
use super::yaml::{Label, Node, Value};

/// A struct whose fields are the keys of a map.
pub(super) trait Record: Lower + Default {
    /// What it is in a sentence about one of its keys.
    const NAME: &'static str;
    /// Its keys.
    const KEYS: &'static [&'static str];
    /// What a value stands for which is no map.
    const SHORT: Option<Short>;

    /// Reads every field.
    fn fields(entries: &Entries, faults: &mut Faults) -> Self;
}

/// The short form of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    /// The key that it stands for.
    pub(super) key: &'static str,
    /// What it is in the middle of a sentence.
    pub(super) form: &'static str,
    /// Whether it is a list; otherwise it is a single value.
    pub(super) list: bool,
}

/// The entries of a record, long or short.
pub(super) enum Entries<'n, 'a> {
    /// A map.
    Long(&'n [(Label<'a>, Node<'a>)]),
    /// One value and the key that it stands for.
    Short(&'static str, &'n Node<'a>),
    /// Others, without one key.
    Without(&'static str, &'n Entries<'n, 'a>),
}

impl<'n, 'a> Entries<'n, 'a> {
    fn find(&self, key: &str) -> Option<&'n Node<'a>> {
        match self {
            Self::Long(entries) => {
                entries.iter().find(|(label, _)| label.text == key).map(|(_, node)| node)
            }
            Self::Short(short, node) => (*short == key).then_some(*node),
            Self::Without(hidden, entries) if *hidden == key => None,
            Self::Without(_, entries) => entries.find(key),
        }
    }

    /// The value of a key; its default when it is not there or cannot be read.
    pub(super) fn read<T: Lower + Default>(&self, key: &str, faults: &mut Faults) -> T {
        self.find(key).and_then(|node| T::lower(node, key, faults)).unwrap_or_default()
    }

    /// Reports every key that is not among those of a record.
    pub(super) fn refuse_others(&self, name: &str, keys: &[&'static str], faults: &mut Faults) {
        let Self::Long(entries) = self else { return };
        for (label, _) in entries.iter().filter(|(label, _)| !keys.contains(&label.text.as_ref())) {
            faults.add(label.place, |_| unknown_key(label, name, keys));
        }
    }
}

/// Reads a record in its long or short form. What is neither is reported and counts as empty, so that
/// its name stays known.
pub(super) fn record<T: Record>(node: &Node, subject: &str, faults: &mut Faults) -> T {
    let entries = match (&node.value, T::SHORT) {
        (Value::Map(entries), _) => Entries::Long(entries),
        (Value::Empty, _) => Entries::Long(&[]),
        (Value::Scalar(_), Some(short)) if !short.list => Entries::Short(short.key, node),
        (Value::List(_), Some(short)) if short.list => Entries::Short(short.key, node),
        (Value::Scalar(scalar), Some(_)) => {
            unlisted::<T>(&scalar.text, node, subject, faults);
            Entries::Long(&[])
        }
        (Value::Scalar(_) | Value::List(_), _) => {
            wrong_form::<T>(node, subject, faults);
            Entries::Long(&[])
        }
    };
    entries.refuse_others(T::NAME, T::KEYS, faults);
    T::fields(&entries, faults)
}

fn unknown_key(label: &Label, name: &str, keys: &[&'static str]) -> Diagnostic {
    let key = label.text.as_ref();
    let message = format!("{} is no key of {name}", quoted(key));
    let fault = Diagnostic::error(codes::UNKNOWN_KEY, message);
    if matches!(key, "on" | "true") && keys.contains(&"codes") {
        return fault.hint("write `codes`: `on` is a boolean for readers of YAML 1.1");
    }
    if key == "<<" {
        return fault.hint("write the keys out: topologies have no anchors to merge");
    }
    match nearest(key, keys.iter().copied()) {
        Some(known) => fault.hint(format!("did you mean `{known}`?")),
        None if label.bare => fault.hint("put text that holds a comma in quotes"),
        None => fault.hint(format!("the keys are `{}`", keys.join("`, `"))),
    }
}

/// Makes a struct a [`Record`]: `KEY => FIELD` for every field. One that is forgotten does not compile.
macro_rules! keys {
    (
        $record:ident, $name:literal, example $example:literal
        $(, short $short:literal is $form:literal)? $(, short list $list:literal is $list_form:literal)?
        $(, several $several:path)?;
        $($key:literal => $field:ident),* $(,)?
    ) => {
        impl crate::topology::record::Record for $record {
            const NAME: &'static str = $name;
            const KEYS: &'static [&'static str] = &[$($key),*];
            #[allow(unused_assignments, unused_mut)]
            const SHORT: Option<crate::topology::record::Short> = {
                let mut short = None;
                $(short = Some(crate::topology::record::Short { key: $short, form: $form, list: false });)?
                $(short = Some(crate::topology::record::Short { key: $list, form: $list_form, list: true });)?
                short
            };

            fn fields(
                entries: &crate::topology::record::Entries,
                faults: &mut crate::topology::faults::Faults,
            ) -> Self {
                Self { $($field: entries.read($key, faults)),* }
            }
        }

        impl crate::topology::lower::Lower for $record {
            const MAY_BE_EMPTY: bool = true;
            const MAY_BE_MAP: bool = true;

            fn form() -> String {
                crate::topology::record::form_of::<Self>()
            }

            fn example() -> String {
                $example.to_owned()
            }

            fn lower(
                node: &crate::topology::yaml::Node,
                subject: &str,
                faults: &mut crate::topology::faults::Faults,
            ) -> Option<Self> {
                Some(crate::topology::record::record(node, subject, faults))
            }

            $(fn lower_into(
                node: &crate::topology::yaml::Node,
                subject: &str,
                into: &mut Vec<Self>,
                faults: &mut crate::topology::faults::Faults,
            ) {
                $several(node, subject, into, faults);
            })?
        }

        impl crate::topology::overlay::Overlay for $record {
            fn overlay(&mut self, over: Self) {
                $(self.$field.overlay(over.$field);)*
            }

            fn is_blank(&self) -> bool {
                true $(&& self.$field.is_blank())*
            }
        }

        impl crate::topology::listed::Listed for $record {
            fn list(&self, key: &str, lines: &mut Vec<crate::topology::listed::Line>) {
                $(self.$field.list(&crate::topology::listed::way(key, $key), lines);)*
            }
        }
    };
}

pub(super) use keys;

/// What a record looks like in the middle of a sentence.
pub(super) fn form_of<T: Record>() -> String {
    match T::SHORT {
        Some(short) => format!("{} or a map such as `{}`", short.form, T::example()),
        None => format!("a map such as `{}`", T::example()),
    }
}
