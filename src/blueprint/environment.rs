//! The one way in which templates are rendered: strict, without automatic escaping, and for finished text only.

use std::path::Path;

use anyhow::Context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

use super::texts;

/// An environment without templates. It refuses what is undefined, and every string that no writer of
/// [`crate::names::written`] made: such a string could end the literal, cell or comment that it stands in.
pub fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(finished_text_only);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("these settings fit together"));
    environment
}

/// The templates of a folder of the blueprints.
pub fn templates(folder: &str) -> anyhow::Result<Environment<'static>> {
    let mut environment = environment();
    for (name, text) in texts(folder) {
        if Path::new(&name).extension().is_some_and(|end| end == "j2") {
            environment.add_template_owned(name, text)?;
        }
    }
    Ok(environment)
}

/// What a template makes of what it sees.
pub fn written(templates: &Environment, name: &str, seen: Value) -> anyhow::Result<String> {
    let template = templates.get_template(name)?;
    template.render(seen).with_context(|| format!("cannot write `{name}`"))
}

fn finished_text_only(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    let finished = match value.kind() {
        ValueKind::String => value.is_safe(),
        kind => kind == ValueKind::Number,
    };
    if finished {
        return write!(out, "{value}").map_err(Error::from);
    }
    let kind = value.kind();
    Err(Error::new(
        ErrorKind::InvalidOperation,
        format!("this {kind} was not made by a writer; make it one in its view"),
    ))
}
