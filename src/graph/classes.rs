//! Which messages carry classified data: those with a classified field, and those that hold such a message.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::contracts::Kind;
use crate::model::Model;

use super::words::simple;

/// The data classes of every message that has any.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// By the full name of the message.
    of_messages: BTreeMap<String, BTreeSet<String>>,
    /// Message and all that hold it, by the message; only of messages with classified fields.
    holders: BTreeMap<String, BTreeSet<String>>,
}

impl Classes {
    /// Follows every classified field up through the messages that hold it.
    pub fn of(model: &Model) -> Self {
        let parents = parents(model);
        let mut classes = Self::default();
        for (field, class) in &model.data_classes {
            let Some((message, _)) = field.rsplit_once('.') else { continue };
            if !classes.holders.contains_key(message) {
                classes.holders.insert(message.to_owned(), holders(message, &parents));
            }
            for holder in &classes.holders[message] {
                let known = classes.of_messages.entry(holder.clone()).or_default();
                known.insert(class.clone());
            }
        }
        classes
    }

    /// The classes that a message carries, sorted.
    pub fn of_message(&self, message: &str) -> impl Iterator<Item = &str> {
        self.of_messages.get(message).into_iter().flatten().map(String::as_str)
    }

    /// The name of a message and in brackets the classes that it carries: `MessageSent (pii)`.
    pub fn label(&self, message: &str) -> String {
        let classes: Vec<&str> = self.of_message(message).collect();
        let name = simple(message);
        if classes.is_empty() {
            name.to_owned()
        } else {
            format!("{name} ({})", classes.join(", "))
        }
    }

    /// Whether a message carries classified data.
    pub fn is_classified(&self, message: &str) -> bool {
        self.of_messages.contains_key(message)
    }

    /// Whether a message is that of a classified field, or holds it.
    pub fn holds(&self, message: &str, field: &str) -> bool {
        let declared = field.rsplit_once('.').and_then(|(message, _)| self.holders.get(message));
        declared.is_some_and(|holders| holders.contains(message))
    }
}

fn parents(model: &Model) -> HashMap<&str, Vec<&str>> {
    let mut parents: HashMap<&str, Vec<&str>> = HashMap::new();
    for message in model.contracts.messages.values() {
        for field in &message.fields {
            if let Kind::Message(held) = &field.kind {
                parents.entry(held).or_default().push(&message.full_name);
            }
        }
    }
    parents
}

fn holders(message: &str, parents: &HashMap<&str, Vec<&str>>) -> BTreeSet<String> {
    let mut found = BTreeSet::from([message.to_owned()]);
    let mut open = vec![message];
    while let Some(held) = open.pop() {
        for holder in parents.get(held).into_iter().flatten() {
            if found.insert((*holder).to_owned()) {
                open.push(holder);
            }
        }
    }
    found
}
