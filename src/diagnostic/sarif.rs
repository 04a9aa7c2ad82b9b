//! Diagnostics as SARIF 2.1.0, for code scanning.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::secrecy::masked;

use super::{Diagnostic, Outcome, Severity, Sources, Span, visible_json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One SARIF log with one run.
pub fn sarif<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic, IntoIter: Clone>,
    sources: &Sources,
) -> String {
    let diagnostics = diagnostics.into_iter();
    let codes: BTreeSet<_> = diagnostics.clone().map(|d| d.code).collect();
    let rules: Vec<Value> =
        codes.iter().map(|code| json!({"id": code.id, "name": code.name})).collect();
    let results: Vec<Value> = diagnostics.map(|d| result(d, sources)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "scaffold",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let text = serde_json::to_string_pretty(&log).expect("plain JSON values");
    visible_json(&text) + "\n"
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let text = match &diagnostic.hint {
        Some(hint) => format!("{}\nhint: {hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let (kind, level) = match (diagnostic.outcome, diagnostic.severity) {
        (Outcome::NotDecidable, _) => ("open", "none"),
        (_, Severity::Error) => ("fail", "error"),
        (_, Severity::Warning) => ("fail", "warning"),
        (_, Severity::Info) => ("fail", "note"),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.id,
        "kind": kind,
        "level": level,
        "message": {"text": masked(&text)},
    });
    if let Some(location) = diagnostic.place.as_ref().and_then(|span| location(span, sources)) {
        result["locations"] = json!([location]);
    }
    if diagnostic.outcome == Outcome::Waived {
        result["suppressions"] = json!([{"kind": "inSource"}]);
    }
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .filter_map(|(span, words)| {
            let mut place = location(span, sources)?;
            place["message"] = json!({"text": masked(words)});
            Some(place)
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

fn location(span: &Span, sources: &Sources) -> Option<Value> {
    let (start, end) = sources.positions(span)?;
    Some(json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&span.file)},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }}))
}

fn uri(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
