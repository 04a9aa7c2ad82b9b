//! Which messages carry classified data: those with a classified field, and those that hold such a message.

use std::collections::{BTreeSet, HashMap};

use super::Model;
use crate::contracts::Kind;

/// The classified fields of every message that has any, of its own or in the messages that it holds.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// By the full name of the message: places in [`Model::data_classes`].
    fields: HashMap<String, Vec<usize>>,
    /// By the full name of the message.
    classes: HashMap<String, BTreeSet<String>>,
}

impl Classes {
    /// Follows every classified field up through the messages that hold it.
    pub fn of(model: &Model) -> Self {
        let parents = parents(model);
        let mut known: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let mut classes = Self::default();
        for (index, (field, class)) in model.data_classes.iter().enumerate() {
            let Some((message, _)) = field.rsplit_once('.') else { continue };
            for holder in known.entry(message).or_insert_with(|| holders(message, &parents)).iter()
            {
                classes.fields.entry((*holder).to_owned()).or_default().push(index);
                let of_holder = classes.classes.entry((*holder).to_owned()).or_default();
                of_holder.insert(class.clone());
            }
        }
        classes
    }

    /// The classes that a message carries, sorted.
    pub fn of_message(&self, message: &str) -> impl Iterator<Item = &str> {
        self.classes.get(message).into_iter().flatten().map(String::as_str)
    }

    /// The classified fields that a message carries, as places in [`Model::data_classes`].
    pub fn fields_in(&self, message: &str) -> &[usize] {
        self.fields.get(message).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a message carries classified data.
    pub fn is_classified(&self, message: &str) -> bool {
        self.fields.contains_key(message)
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

/// The message itself, and all that hold it, at whatever depth.
fn holders<'a>(message: &'a str, parents: &HashMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([message]);
    let mut open = vec![message];
    while let Some(held) = open.pop() {
        for holder in parents.get(held).into_iter().flatten() {
            if found.insert(holder) {
                open.push(holder);
            }
        }
    }
    found
}
