//! The technical specification.

mod support;

use scaffold::rules;
use scaffold::techspec::{self, Documents};

#[test]
fn print_it() {
    let (model, _) = support::project::starter("ai-chat");
    let findings = rules::check(&model);
    let text = techspec::render(&model, &findings, None, &Documents::default()).unwrap_or_else(|e| panic!("{e:#}"));
    eprintln!("{text}");
}
