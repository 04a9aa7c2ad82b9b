//! Whether scaffold's own options mean something where they stand.

use crate::diagnostic::Diagnostic;
use crate::names::Name;

use super::codes::INVALID_OPTION;
use super::{Contracts, Message, Method, Origin};

/// Reports options of the project's files that name nothing.
pub(super) fn options(contracts: &Contracts) -> Vec<Diagnostic> {
    let messages = contracts.messages.values().filter(|m| m.origin == Origin::Project);
    let services = contracts.services.values().filter(|s| s.origin == Origin::Project);
    let methods = services.flat_map(|service| &service.methods);
    messages.flat_map(of_message).chain(methods.filter_map(|m| of_method(m, contracts))).collect()
}

fn of_message(message: &Message) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if let Some(resource) = &message.resource {
        if !resource.plural.is_empty() && !is_snake(&resource.plural) {
            let text = format!(
                "the plural `{}` of `{}` is no name in snake_case",
                resource.plural, message.name
            );
            faults.push(
                Diagnostic::error(INVALID_OPTION, text).at(&message.span).hint(
                    "write it with the letters a to z, digits and single `_`, 63 bytes at most",
                ),
            );
        }
        if !resource.key.is_empty() && message.field(&resource.key).is_none() {
            let text = format!("the key `{}` is no field of `{}`", resource.key, message.name);
            faults.push(
                Diagnostic::error(INVALID_OPTION, text)
                    .at(&message.span)
                    .hint("name one of its fields"),
            );
        }
    }
    for field in &message.fields {
        for class in &field.data_classes {
            if let Err(why) = Name::new(class) {
                let text = format!("the data class `{class}` {why}");
                faults.push(
                    Diagnostic::error(INVALID_OPTION, text)
                        .at(&field.span)
                        .hint("use a class of the topology's `data`, such as `pii`"),
                );
            }
        }
    }
    faults
}

fn of_method(method: &Method, contracts: &Contracts) -> Option<Diagnostic> {
    let key = &method.rpc.as_ref()?.idempotency_key;
    let input = contracts.message(&method.input)?;
    if key.is_empty() || input.field(key).is_some() {
        return None;
    }
    let text = format!("the idempotency key `{key}` is no field of `{}`", input.name);
    Some(
        Diagnostic::error(INVALID_OPTION, text)
            .at(&method.span)
            .with(&input.span, "the request")
            .hint("name a field of the request, or add one"),
    )
}

/// What can name a table: PostgreSQL cuts names behind 63 bytes.
fn is_snake(text: &str) -> bool {
    let sound = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= 63
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('_').all(sound)
}
