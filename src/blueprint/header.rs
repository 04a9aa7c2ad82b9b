//! The first line of a template: `{# {when: [database], owner: you} #}`.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::views::Capability;

/// When a template is rendered, and whose its output is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// All of these must be true.
    #[serde(default)]
    pub when: Vec<Capability>,
    /// Whose the output is.
    #[serde(default)]
    pub owner: Owner,
}

/// Who may change a written file.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// Written again on every run; a changed one is left alone and reported.
    #[default]
    Scaffold,
    /// Scaffolded, then the user's.
    You,
    /// Written when absent, never touched again.
    Once,
}

impl Owner {
    /// The word for it in the lock.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scaffold => "scaffold",
            Self::You => "you",
            Self::Once => "once",
        }
    }

    /// The owner that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Scaffold, Self::You, Self::Once].into_iter().find(|owner| owner.word() == word)
    }
}

/// Cuts the header off a template: what it says, and the rest.
pub(super) fn split(text: &str) -> Result<(Header, &str)> {
    let (line, body) = text.split_once('\n').context("the template is empty")?;
    let yaml = line
        .trim_end()
        .strip_prefix("{# ")
        .and_then(|line| line.strip_suffix(" #}"))
        .context("the first line is not `{# {when: [..], owner: ..} #}`")?;
    let header = serde_yaml::from_str(yaml).with_context(|| format!("cannot read `{yaml}`"))?;
    Ok((header, body))
}
