//! Whether scaffold's own options mean something where they stand, and whether Python can load what compiles.

use prost_reflect::Syntax;

use crate::diagnostic::Diagnostic;
use crate::names::Name;

use super::codes::{INVALID_OPTION, INVALID_PROTO};
use super::words::short;
use super::{Contracts, Kind, Message, Method, Origin};

/// Reports enums of proto2 in messages of proto3: protobuf's libraries refuse to load those.
pub(super) fn enums(contracts: &Contracts) -> Vec<Diagnostic> {
    let is = |message: &str, syntax| {
        let found = contracts.pool.get_message_by_name(message);
        found.is_some_and(|found| found.parent_file().syntax() == syntax)
    };
    let is_closed = |name: &str| {
        let found = contracts.pool.get_enum_by_name(name);
        found.is_some_and(|found| found.parent_file().syntax() == Syntax::Proto2)
    };
    let mut faults = Vec::new();
    for message in contracts.messages.values() {
        for field in &message.fields {
            let Kind::Enum(name) = &field.kind else { continue };
            if !is_closed(name) || !is(&message.full_name, Syntax::Proto3) {
                continue;
            }
            let text = format!(
                "`{}` is an enum of proto2, which messages of proto3 such as `{}` cannot have",
                short(name),
                short(&message.full_name)
            );
            let fault = Diagnostic::error(INVALID_PROTO, text).at(&field.span);
            let declared = contracts.enums.get(name).map(|declared| &declared.span);
            faults.push(
                match declared {
                    Some(span) => fault.with(span, "the enum"),
                    None => fault,
                }
                .hint("declare the enum in a file of proto3"),
            );
        }
    }
    faults
}

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
        if !field.limits.unread.is_empty() {
            let rules = field.limits.unread.join("`, `");
            let text = format!("generated services do not check `{rules}` of `{}`", field.name);
            faults.push(
                Diagnostic::info(INVALID_OPTION, short(&text))
                    .at(&field.span)
                    .hint("check it in the use case"),
            );
        }
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
