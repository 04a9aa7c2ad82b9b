//! One tree with places, built from the events of the YAML parser.
//!
//! What topologies do not need is refused here: anchors, aliases, tags, directives, a second
//! document, control characters; and what would cost too much: size, depth, number of values.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as Range, options};

use crate::diagnostic::Diagnostic;

use super::codes;
use super::faults::{Faults, Place, quoted};
use super::prose::rejoined;
use super::yaml_error::explained;

/// The largest file.
pub(crate) const MOST_BYTES: usize = 4 << 20;
/// The deepest nesting of lists and maps.
const MOST_DEPTH: usize = 32;
/// The most values; a file of 4 MiB that people would write has fewer.
const MOST_VALUES: usize = 500_000;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) place: Place,
    pub(crate) value: Value<'a>,
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// Nothing, `~` or `null`.
    Empty,
    /// A single value.
    Scalar(Scalar<'a>),
    /// `[a, b]`, or lines with dashes.
    List(Vec<Node<'a>>),
    /// `{a: b}`, or lines with colons; each key once.
    Map(Vec<(Label<'a>, Node<'a>)>),
}

/// A single value; a plain one may be a number or a boolean.
#[derive(Debug)]
pub(crate) struct Scalar<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) plain: bool,
}

/// The key of an entry.
#[derive(Debug)]
pub(crate) struct Label<'a> {
    pub(crate) place: Place,
    pub(crate) text: Cow<'a, str>,
    /// Whether it stands in braces without a colon.
    pub(crate) bare: bool,
}

/// The tree of a text; `None` when it is not YAML at all, which is then among the faults.
pub(crate) fn tree<'a>(text: &'a str, faults: &mut Faults) -> Option<Node<'a>> {
    if text.len() > MOST_BYTES {
        faults.add(Place { start: 0, end: 0 }, |_| {
            let message = format!("the file has {} bytes; the limit is 4 MiB", text.len());
            Diagnostic::error(codes::OVER_LIMIT, message)
                .hint("split the system into several topologies")
        });
        return None;
    }
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: MOST_DEPTH + 1,
        block_nesting_limit: MOST_DEPTH + 1,
    };
    let mut builder = Builder { text, open: Vec::new(), root: None, documents: 0, values: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, range)) => builder.take(event, &range, faults)?,
            Err(error) => return not_yaml(&error, text, faults),
        }
    }
    Some(builder.root.unwrap_or(Node { place: Place { start: 0, end: 0 }, value: Value::Empty }))
}

fn not_yaml<'a>(error: &ScanError, text: &str, faults: &mut Faults) -> Option<Node<'a>> {
    let start = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    faults.add(place(start, start + width), |_| explained(error.kind()));
    None
}

struct Builder<'a> {
    text: &'a str,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    documents: usize,
    values: usize,
}

/// A list or map whose end has not been met.
struct Open<'a> {
    start: usize,
    items: Items<'a>,
}

enum Items<'a> {
    List(Vec<Node<'a>>),
    Map(Vec<(Label<'a>, Node<'a>)>, Pending<'a>),
}

/// The key whose value comes next.
enum Pending<'a> {
    None,
    Key(Label<'a>),
    /// A list or a map, which no key is; its value is dropped.
    Unreadable,
}

impl<'a> Builder<'a> {
    /// Takes one event; `None` ends the reading.
    fn take(&mut self, event: Event<'a>, range: &Range, faults: &mut Faults) -> Option<()> {
        let at = place_of(range);
        if let (Some(tag), Some(span)) = (event.tag(), range.tag_span()) {
            refuse(place_of(&span), &format!("the tag `{}`", tag.original()), "tags", faults);
        }
        match event {
            Event::DocumentStart(..) => self.document(at, faults),
            Event::Scalar(text, style, ..) => {
                let value = scalar(text, style, at, faults);
                self.value(Node { place: at, value }, faults)
            }
            Event::SequenceStart(..) => self.open(at, Items::List(Vec::new()), faults),
            Event::MappingStart(..) => self.open(at, Items::Map(Vec::new(), Pending::None), faults),
            Event::SequenceEnd | Event::MappingEnd => self.close(at, faults),
            Event::Anchor(_, name) => {
                refuse(at, &format!("the anchor `&{name}`"), "anchors", faults);
                Some(())
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                refuse(at, "an alias", "aliases", faults);
                self.value(Node { place: at, value: Value::Empty }, faults)
            }
            _ => Some(()),
        }
    }

    fn document(&mut self, at: Place, faults: &mut Faults) -> Option<()> {
        self.documents += 1;
        if self.documents > 1 {
            faults.add(at, |_| {
                Diagnostic::error(codes::INVALID_YAML, "a second document begins here")
                    .hint("keep one document in one file, without a second `---`")
            });
            return None;
        }
        Some(())
    }

    fn open(&mut self, at: Place, items: Items<'a>, faults: &mut Faults) -> Option<()> {
        if self.open.len() >= MOST_DEPTH {
            faults.add(at, |_| too_deep());
            return None;
        }
        self.open.push(Open { start: at.start as usize, items });
        Some(())
    }

    fn close(&mut self, at: Place, faults: &mut Faults) -> Option<()> {
        let open = self.open.pop()?;
        let end = self.end_of(&open, at.end as usize);
        let value = match open.items {
            Items::List(items) => Value::List(items),
            Items::Map(entries, _) => {
                let entries = rejoined(entries, self.text, faults);
                Value::Map(without_duplicates(entries, faults))
            }
        };
        self.value(Node { place: place(open.start, end), value }, faults)
    }

    /// Block collections end where the next thing begins; their last line is the end that is meant.
    fn end_of(&self, open: &Open, end: usize) -> usize {
        let text = self.text.get(open.start..end).unwrap_or_default();
        if text.starts_with(['[', '{']) {
            return end;
        }
        let last = match &open.items {
            Items::List(items) => items.last(),
            Items::Map(entries, _) => entries.last().map(|(_, value)| value),
        };
        last.map_or(open.start, |node| node.place.end as usize).max(open.start)
    }

    fn value(&mut self, node: Node<'a>, faults: &mut Faults) -> Option<()> {
        self.values += 1;
        if self.values > MOST_VALUES {
            faults.add(node.place, |_| {
                let message = format!("the file has more than {MOST_VALUES} values");
                Diagnostic::error(codes::OVER_LIMIT, message)
                    .hint("split the system into several topologies")
            });
            return None;
        }
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map(entries, key)) => match std::mem::replace(key, Pending::None) {
                Pending::None => *key = as_key(node, faults),
                Pending::Unreadable => {}
                Pending::Key(mut key) => {
                    let rest = self.text.get(key.place.end as usize..).unwrap_or_default();
                    key.bare = matches!(node.value, Value::Empty)
                        && rest.trim_start().starts_with([',', '}']);
                    entries.push((key, node));
                }
            },
        }
        Some(())
    }
}

fn as_key<'a>(node: Node<'a>, faults: &mut Faults) -> Pending<'a> {
    let text = match node.value {
        Value::Scalar(scalar) => scalar.text,
        Value::Empty => Cow::Borrowed("null"),
        Value::List(_) | Value::Map(_) => {
            faults.add(node.place, |_| {
                Diagnostic::error(codes::WRONG_FORM, "a key is text, not a list or a map")
                    .hint("put the key in quotes if it is meant to be text")
            });
            return Pending::Unreadable;
        }
    };
    Pending::Key(Label { place: node.place, text, bare: false })
}

/// Keeps the first entry of each key and reports the others.
fn without_duplicates<'a>(
    entries: Vec<(Label<'a>, Node<'a>)>,
    faults: &mut Faults,
) -> Vec<(Label<'a>, Node<'a>)> {
    let mut first: HashMap<&str, Place> = HashMap::with_capacity(entries.len());
    let mut again = Vec::new();
    for (index, (key, _)) in entries.iter().enumerate() {
        match first.get(key.text.as_ref()) {
            None => {
                first.insert(key.text.as_ref(), key.place);
            }
            Some(earlier) => {
                again.push(index);
                faults.add(key.place, |faults| {
                    let message = format!("the key {} stands twice in this map", quoted(&key.text));
                    Diagnostic::error(codes::DUPLICATE_KEY, message)
                        .with(&faults.span(*earlier), "it stands here first")
                        .hint("keep one of the two")
                });
            }
        }
    }
    if again.is_empty() {
        return entries;
    }
    let mut again = again.into_iter().peekable();
    let kept = entries.into_iter().enumerate();
    kept.filter(|(index, _)| again.next_if_eq(index).is_none()).map(|(_, entry)| entry).collect()
}

fn scalar<'a>(text: Cow<'a, str>, style: ScalarStyle, at: Place, faults: &mut Faults) -> Value<'a> {
    if let Some(character) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        faults.add(at, |_| {
            let number = u32::from(character);
            let message = format!("the text holds the control character U+{number:04X}");
            Diagnostic::error(codes::INVALID_YAML, message).hint("take the character out")
        });
    }
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL") {
        return Value::Empty;
    }
    Value::Scalar(Scalar { text, plain })
}

fn refuse(at: Place, what: &str, kind: &str, faults: &mut Faults) {
    faults.add(at, |_| {
        let message = format!("{what} stands here; scaffold reads no {kind}");
        Diagnostic::error(codes::INVALID_YAML, message)
            .hint("write the value itself, in quotes if it begins with `&`, `*` or `!`")
    });
}

/// The fault of a file that nests too deep.
pub(crate) fn too_deep() -> Diagnostic {
    let message = format!("lists and maps are nested more than {MOST_DEPTH} deep");
    Diagnostic::error(codes::OVER_LIMIT, message)
        .hint("nothing that scaffold reads is that deep; close the brackets")
}

fn place_of(range: &Range) -> Place {
    range.byte_range().map_or(place(0, 0), |bytes| place(bytes.start, bytes.end))
}

fn place(start: usize, end: usize) -> Place {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { start: narrow(start), end: narrow(end) }
}
