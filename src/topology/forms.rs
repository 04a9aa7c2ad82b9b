//! Lists, maps and switches as they may be written.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Spanned};

use super::codes;
use super::collections::{Key, List, Map, Switch};
use super::faults::{Faults, Place, quoted};
use super::lower::{Lower, Word, unlisted, wrong_form};
use super::record::Record;
use super::yaml::{Label, Node, Scalar, Value};

impl<K: Key + Word, V: Lower> Lower for Map<K, V> {
    const MAY_BE_EMPTY: bool = true;
    const MAY_BE_MAP: bool = true;

    fn form() -> String {
        let list = if V::MAY_BE_EMPTY { "a list of names or " } else { "" };
        format!("{list}a map such as `{}`", Self::example())
    }

    fn example() -> String {
        format!("{{{}: {}}}", K::EXAMPLE, V::example())
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let mut map = Self { span: Some(faults.span(node.place)), entries: Vec::new() };
        match &node.value {
            Value::Empty => {}
            Value::Map(entries) => take_entries(&mut map, entries, node.place, faults),
            Value::List(items) if V::MAY_BE_EMPTY => {
                take_items(&mut map, items, node.place, faults);
            }
            Value::Scalar(scalar) if V::MAY_BE_EMPTY => {
                unlisted::<Self>(&scalar.text, node, subject, faults);
            }
            Value::List(_) | Value::Scalar(_) => wrong_form::<Self>(node, subject, faults),
        }
        Some(map)
    }
}

fn take_entries<K: Key + Word, V: Lower>(
    map: &mut Map<K, V>,
    entries: &[(Label, Node)],
    place: Place,
    faults: &mut Faults,
) {
    let room = faults.room_for::<(Spanned<K>, V)>(entries.len(), place);
    map.entries.reserve_exact(room);
    for (label, value) in &entries[..room] {
        take(map, &label.text, label.place, value, faults);
    }
}

fn take_items<K: Key + Word, V: Lower>(
    map: &mut Map<K, V>,
    items: &[Node],
    place: Place,
    faults: &mut Faults,
) {
    let room = faults.room_for::<(Spanned<K>, V)>(items.len(), place);
    map.entries.reserve_exact(room);
    let mut first: HashMap<&str, Place> = HashMap::new();
    for item in &items[..room] {
        match &item.value {
            Value::Scalar(scalar) => {
                let earlier = first.insert(&scalar.text, item.place);
                if let (Some(earlier), false) = (earlier, K::MAY_REPEAT) {
                    faults.add(item.place, |faults| twice(&scalar.text, earlier, faults));
                    continue;
                }
                let nothing = Node { place: item.place, value: Value::Empty };
                take(map, &scalar.text, item.place, &nothing, faults);
            }
            Value::Map(entries) => take_entries(map, entries, item.place, faults),
            Value::Empty | Value::List(_) => wrong_form::<K>(item, "an item", faults),
        }
    }
}

/// A key that cannot be read is dropped, but its value's faults are found all the same.
fn take<K: Key + Word, V: Lower>(
    map: &mut Map<K, V>,
    text: &str,
    place: Place,
    value: &Node,
    faults: &mut Faults,
) {
    let label = Scalar { text: Cow::Borrowed(text), plain: false };
    let key = Node { place, value: Value::Scalar(label) };
    let key = Spanned::<K>::lower(&key, "a name", faults);
    let value = V::lower(value, text, faults);
    map.entries.extend(key.zip(value));
}

fn twice(text: &str, earlier: Place, faults: &Faults) -> Diagnostic {
    let message = format!("{} stands twice in this list", quoted(text));
    Diagnostic::error(codes::DUPLICATE_KEY, message)
        .with(&faults.span(earlier), "it stands here first")
        .hint("keep one of the two")
}

impl<T: Lower> Lower for List<T> {
    const MAY_BE_EMPTY: bool = true;
    const MAY_BE_MAP: bool = T::MAY_BE_MAP;

    fn form() -> String {
        format!("a list such as `{}`", Self::example())
    }

    fn example() -> String {
        format!("[{}]", T::example())
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let mut items = Vec::new();
        match &node.value {
            Value::Empty => {}
            Value::List(nodes) => {
                let room = faults.room_for::<T>(nodes.len(), node.place);
                items.reserve_exact(room);
                for item in &nodes[..room] {
                    T::lower_into(item, subject, &mut items, faults);
                }
            }
            Value::Map(_) if !T::MAY_BE_MAP => wrong_form::<Self>(node, subject, faults),
            Value::Map(_) | Value::Scalar(_) => T::lower_into(node, subject, &mut items, faults),
        }
        Some(Self { span: Some(faults.span(node.place)), items })
    }
}

impl<T: Record> Lower for Switch<T> {
    const MAY_BE_EMPTY: bool = true;
    const MAY_BE_MAP: bool = true;

    fn form() -> String {
        format!("`true`, `false` or a map such as `{}`", Self::example())
    }

    fn example() -> String {
        T::example()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let (on, options) = match &node.value {
            Value::Scalar(_) => (bool::lower(node, subject, faults)?, T::default()),
            Value::Map(_) | Value::Empty => (true, T::lower(node, subject, faults)?),
            Value::List(_) => {
                wrong_form::<Self>(node, subject, faults);
                return None;
            }
        };
        Some(Self { on: Spanned::new(on, faults.span(node.place)), options })
    }
}
