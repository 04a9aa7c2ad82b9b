//! The project's `.env`: variables that its processes share.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};

use super::document;

/// What `.env` sets, by name; `None` when there is no such file.
pub fn variables(root: &Path) -> Result<Option<BTreeMap<String, String>>> {
    let Some(text) = document(root, ".env")? else { return Ok(None) };
    let mut variables = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match variable(line) {
            Some((name, value)) => variables.insert(name, value),
            None => bail!("line {} of `.env` is not `NAME=value`", index + 1),
        };
    }
    Ok(Some(variables))
}

fn variable(line: &str) -> Option<(String, String)> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let sound = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_sound = !name.is_empty() && name.chars().all(sound);
    is_sound.then(|| (name.to_owned(), plain(value.trim())))
}

/// A value without its quotes, or without the comment behind it.
fn plain(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote))
        {
            return inner.to_owned();
        }
    }
    value.split(" #").next().unwrap_or(value).trim_end().to_owned()
}
