//! A contract as a proto file, as `buf format` and `buf lint` would have it.

use std::fmt::Write;

use super::contract::{Contract, Message, Method, Offer};
use super::shape::{Field, Kind};

/// Where lines of comments are broken.
const WIDTH: usize = 100;

/// The file.
pub(super) fn proto(contract: &Contract) -> String {
    let mut out = format!("syntax = \"proto3\";\n\npackage {};\n", contract.package);
    let fields = || contract.messages.iter().flat_map(|message| &message.fields);
    if fields().any(|field| field.kind == Kind::Time) {
        out.push_str("\nimport \"google/protobuf/timestamp.proto\";\n");
    }
    if let Some(offer) = &contract.service {
        service(&mut out, offer);
    }
    let time = time_of(&contract.package);
    for one in &contract.messages {
        message(&mut out, one, time);
    }
    out
}

/// Within a package that has `google` in its name, `google.protobuf` would be looked for there.
fn time_of(package: &str) -> &'static str {
    if package.split('.').any(|part| part == "google") {
        ".google.protobuf.Timestamp"
    } else {
        "google.protobuf.Timestamp"
    }
}

fn service(out: &mut String, offer: &Offer) {
    out.push('\n');
    comment(out, "", &offer.comment);
    let _ = writeln!(out, "service {} {{", offer.name);
    for (place, rpc) in offer.rpcs.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        method(out, rpc);
    }
    out.push_str("}\n");
}

fn method(out: &mut String, rpc: &Method) {
    comment(out, "  ", &rpc.comment);
    let name = &rpc.name;
    let stream = if rpc.streams { "stream " } else { "" };
    let _ = write!(out, "  rpc {name}({name}Request) returns ({stream}{name}Response)");
    match rpc.idempotency {
        Some(level) => {
            let _ = writeln!(out, " {{\n    option idempotency_level = {level};\n  }}");
        }
        None => out.push_str(";\n"),
    }
}

fn message(out: &mut String, message: &Message, time: &str) {
    out.push('\n');
    comment(out, "", &message.comment);
    if message.fields.is_empty() {
        let _ = writeln!(out, "message {} {{}}", message.name);
        return;
    }
    let _ = writeln!(out, "message {} {{", message.name);
    for (place, one) in message.fields.iter().enumerate() {
        field(out, one, place + 1, time);
    }
    out.push_str("}\n");
}

fn field(out: &mut String, field: &Field, number: usize, time: &str) {
    comment(out, "  ", &field.comment);
    let (kind, option) = match &field.kind {
        Kind::Text => ("string".to_owned(), ""),
        Kind::Secret => ("string".to_owned(), " [debug_redact = true]"),
        Kind::Number => ("int32".to_owned(), ""),
        Kind::Time => (time.to_owned(), ""),
        Kind::One(message) => (message.clone(), ""),
        Kind::Many(message) => (format!("repeated {message}"), ""),
    };
    let _ = writeln!(out, "  {kind} {} = {number}{option};", field.name);
}

/// Words after `//`, broken into lines; the words were checked to be printable and on one line.
fn comment(out: &mut String, margin: &str, text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && margin.len() + line.len() + word.len() + 4 > WIDTH {
            let _ = writeln!(out, "{margin}//{line}");
            line.clear();
        }
        line.push(' ');
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{margin}//{line}");
    }
}
