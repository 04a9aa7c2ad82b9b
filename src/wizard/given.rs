//! Answers that were given beforehand: `--set key=value`, and files of answers.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

use anyhow::{Context, Result, bail};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::questions;

/// Answers by key. Lists are texts with commas between the things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given(BTreeMap<String, String>);

impl Given {
    /// No answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The answers of a file: maps within maps, whose keys are joined by dots; where a list of things is asked
    /// for, a map of things stands for it.
    pub fn file(text: &str) -> Result<Self> {
        let mut given = Self::default();
        let node: Node = serde_yaml::from_str(text).context("these are no answers in YAML")?;
        given.flatten(String::new(), node)?;
        Ok(given)
    }

    /// Adds `key=value`, in place of an earlier answer with this key.
    pub fn set(&mut self, assignment: &str) -> Result<()> {
        let Some((key, value)) = assignment.split_once('=') else {
            bail!("`{assignment}` is not KEY=VALUE");
        };
        self.0.insert(key.trim().to_owned(), value.trim().to_owned());
        Ok(())
    }

    /// The answer with this key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was answered.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn flatten(&mut self, key: String, node: Node) -> Result<()> {
        match node {
            Node::Text(text) => {
                let question = || questions::ALL.iter().any(|question| question.matches(&key));
                if !text.is_empty() || question() {
                    self.0.insert(key, text);
                }
            }
            Node::List(texts) => {
                self.0.insert(key, texts.join(", "));
            }
            Node::Map(entries) => {
                if questions::ALL
                    .iter()
                    .any(|question| question.is_list() && question.matches(&key))
                {
                    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
                    self.0.insert(key.clone(), names.join(", "));
                }
                for (name, child) in entries {
                    let path = if key.is_empty() { name } else { format!("{key}.{name}") };
                    self.flatten(path, child)?;
                }
            }
        }
        Ok(())
    }
}

/// The things between commas; `none` is no thing.
pub(super) fn things(text: &str) -> Vec<&str> {
    if text.trim() == "none" {
        return Vec::new();
    }
    text.split(',').map(str::trim).filter(|thing| !thing.is_empty()).collect()
}

/// YAML as far as answers go.
enum Node {
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a list of texts or a map")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(if value { "yes" } else { "no" }.to_owned()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Node, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = sequence.next_element()? {
            texts.push(text);
        }
        Ok(Node::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}
