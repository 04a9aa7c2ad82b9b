//! Pages about rules: their examples are tests.

use std::path::{Path, PathBuf};

/// A page, and its fenced blocks by what stands behind their fences.
pub(crate) struct Page {
    path: PathBuf,
    pub(crate) text: &'static str,
    pub(crate) blocks: Vec<(String, String)>,
}

/// Fails with the pages that show something else than their bad example gives.
pub(crate) fn assert_shown(given: impl IntoIterator<Item = (Page, String)>) {
    let wrong = given.into_iter().filter(|(page, given)| !page.shows(given));
    let wrong = wrong
        .map(|(page, given)| format!("{}: the bad example gives\n{given}", page.path.display()));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}\nUPDATE=1 rewrites them", wrong.join("\n"));
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

    /// Whether the page shows this; with `UPDATE=1` it does afterwards.
    #[allow(clippy::disallowed_methods, reason = "tests write their own expectations")]
    fn shows(&self, given: &str) -> bool {
        let shown = self.block("text");
        let given = format!("{}\n", given.trim_end());
        if shown == given || std::env::var_os("UPDATE").is_none() {
            return shown == given;
        }
        let fenced = |text: &str| format!("```text\n{text}```\n");
        let text = self.text.replace(&fenced(&shown), &fenced(&given));
        std::fs::write(&self.path, text).expect("pages can be written");
        true
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

    /// The requirements documents of an example, by slug.
    pub(crate) fn requirements(&self, example: &str) -> Vec<(String, String)> {
        let document = |(info, text): &(String, String)| {
            let slug = match info.split(' ').collect::<Vec<_>>().as_slice() {
                ["markdown", slug] => (*slug).to_owned(),
                ["markdown", whose, slug] if *whose == example => (*slug).to_owned(),
                _ => return None,
            };
            Some((slug, text.clone()))
        };
        self.blocks.iter().filter_map(document).collect()
    }
}
