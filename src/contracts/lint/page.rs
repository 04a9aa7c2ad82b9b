//! What `scaffold explain` says of a rule.

use include_dir::{Dir, include_dir};

static PAGES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/contracts/lint/pages");

/// The page of a rule, in Markdown.
pub fn page(id: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{id}.md"))?.contents_utf8()
}
