//! Lists, maps and switches that remember where they were written.

use std::ops::Deref;

use crate::diagnostic::{Span, Spanned};
use crate::names::Name;

/// Named things in the order written: a map with options, or in short a list of names.
#[derive(Clone, Debug)]
pub struct Map<K, V> {
    /// Where the whole map stands; `None` when it was not written.
    pub span: Option<Span>,
    /// Each name once, except for calls in a list, which may repeat.
    pub entries: Vec<(Spanned<K>, V)>,
}

/// Plain values in the order written; one value alone is a list of one.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// Where the whole list stands; `None` when it was not written.
    pub span: Option<Span>,
    /// The values.
    pub items: Vec<T>,
}

/// Something that is on, off, or on with options.
#[derive(Clone, Debug)]
pub struct Switch<T> {
    /// `true`, `false`, or `true` because options were written.
    pub on: Spanned<bool>,
    /// Empty unless written.
    pub options: T,
}

/// A key of a [`Map`].
pub trait Key {
    /// Whether it may stand in a list twice.
    const MAY_REPEAT: bool = false;

    /// As written.
    fn text(&self) -> &str;
}

impl Key for String {
    fn text(&self) -> &str {
        self
    }
}

impl Key for Name {
    fn text(&self) -> &str {
        self.as_str()
    }
}

impl<K: Key, V> Map<K, V> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key as written, and its value.
    pub fn entry(&self, key: &str) -> Option<&(Spanned<K>, V)> {
        self.entries.iter().find(|(written, _)| written.value.text() == key)
    }
}

impl<K, V> Map<K, V> {
    /// Whether the key of this map stands in the file, even with nothing in it.
    pub fn is_written(&self) -> bool {
        self.span.is_some()
    }
}

impl<T> List<T> {
    /// Whether the key of this list stands in the file, even with nothing in it.
    pub fn is_written(&self) -> bool {
        self.span.is_some()
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { span: None, entries: Vec::new() }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { span: None, items: Vec::new() }
    }
}

impl<K, V> Deref for Map<K, V> {
    type Target = [(Spanned<K>, V)];

    fn deref(&self) -> &Self::Target {
        &self.entries
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &Self::Target {
        &self.items
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = &'a (Spanned<K>, V);
    type IntoIter = std::slice::Iter<'a, (Spanned<K>, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
