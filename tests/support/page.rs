//! Pages about rules: their examples are tests.

use std::path::{Path, PathBuf};

/// A page, and its fenced blocks by what stands behind their fences.
pub(crate) struct Page {
    path: PathBuf,
    pub(crate) text: &'static str,
    blocks: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn of(text: &'static str, path: &Path) -> Self {
        let mut blocks: Vec<(String, String)> = Vec::new();
        let mut is_open = false;
        for line in text.lines() {
            match line.strip_prefix("```") {
                Some(_) if is_open => is_open = false,
                Some(info) => {
                    is_open = true;
                    blocks.push((info.to_owned(), String::new()));
                }
                None if is_open => {
                    let (_, block) = blocks.last_mut().expect("a fence has opened one");
                    block.push_str(line);
                    block.push('\n');
                }
                None => {}
            }
        }
        Self { path: path.to_owned(), text, blocks }
    }

    pub(crate) fn block(&self, info: &str) -> String {
        let block = self.blocks.iter().find(|(known, _)| known == info);
        let missing = || panic!("add a block ```{info} to {}", self.path.display());
        block.map_or_else(missing, |(_, text)| text.clone())
    }

    /// The contracts of an example: those of both, and its own.
    pub(crate) fn protos(&self, example: &str) -> Vec<(String, String)> {
        let proto = |(info, text): &(String, String)| {
            let path = match info.split(' ').collect::<Vec<_>>().as_slice() {
                ["proto", path] => (*path).to_owned(),
                ["proto", whose, path] if *whose == example => (*path).to_owned(),
                _ => return None,
            };
            Some((path, text.clone()))
        };
        self.blocks.iter().filter_map(proto).collect()
    }
}
