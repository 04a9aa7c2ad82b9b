//! The rules of `buf lint`, with their categories in both editions.

use std::sync::Arc;

use crate::contracts::buf::{self, Listed, Section, Selected, Version};
use crate::diagnostic::Diagnostic;

const MINIMAL: &[&str] = &["MINIMAL", "BASIC", "STANDARD"];
const BASIC: &[&str] = &["BASIC", "STANDARD"];
const STANDARD: &[&str] = &["STANDARD"];
const COMMENTS: &[&str] = &["COMMENTS"];
const UNARY: &[&str] = &["UNARY_RPC"];

const fn rule(id: &'static str, categories: &'static [&'static str]) -> Listed {
    Listed { id, categories, in_version_one: Some(categories), default: "STANDARD" }
}

/// The rule of buf that is left out, since it needs a compiler of CEL.
pub const LEFT_OUT: &str = "PROTOVALIDATE";

/// What may be named and does nothing: a rule that is none any more, and the one that is left out.
const WITHOUT_EFFECT: [&str; 2] = ["IMPORT_NO_WEAK", LEFT_OUT];

/// What a section of a `buf.yaml` selects of the rules.
pub fn selected(
    version: Version,
    section: &Section,
    file: &Arc<str>,
) -> (Selected, Vec<Diagnostic>) {
    let mut known = section.clone();
    let has_effect = |name: &String| !WITHOUT_EFFECT.contains(&name.as_str());
    known.using.retain(has_effect);
    known.except.retain(has_effect);
    known.ignore_only.retain(|name, _| has_effect(name));
    // Without names the usual rules would hold.
    known.disabled |= known.using.is_empty() && !section.using.is_empty();
    buf::selected(&ALL, version, &known, file)
}

/// Every rule but the one that is left out.
pub const ALL: [Listed; 44] = [
    rule("COMMENT_ENUM", COMMENTS),
    rule("COMMENT_ENUM_VALUE", COMMENTS),
    rule("COMMENT_FIELD", COMMENTS),
    rule("COMMENT_MESSAGE", COMMENTS),
    rule("COMMENT_ONEOF", COMMENTS),
    rule("COMMENT_RPC", COMMENTS),
    rule("COMMENT_SERVICE", COMMENTS),
    rule("DIRECTORY_SAME_PACKAGE", MINIMAL),
    rule("ENUM_FIRST_VALUE_ZERO", BASIC),
    rule("ENUM_NO_ALLOW_ALIAS", BASIC),
    rule("ENUM_PASCAL_CASE", BASIC),
    rule("ENUM_VALUE_PREFIX", STANDARD),
    rule("ENUM_VALUE_UPPER_SNAKE_CASE", BASIC),
    rule("ENUM_ZERO_VALUE_SUFFIX", STANDARD),
    rule("FIELD_LOWER_SNAKE_CASE", BASIC),
    Listed { in_version_one: None, ..rule("FIELD_NOT_REQUIRED", BASIC) },
    rule("FILE_LOWER_SNAKE_CASE", STANDARD),
    rule("IMPORT_NO_PUBLIC", BASIC),
    rule("IMPORT_USED", BASIC),
    rule("MESSAGE_PASCAL_CASE", BASIC),
    rule("ONEOF_LOWER_SNAKE_CASE", BASIC),
    rule("PACKAGE_DEFINED", MINIMAL),
    rule("PACKAGE_DIRECTORY_MATCH", MINIMAL),
    rule("PACKAGE_LOWER_SNAKE_CASE", BASIC),
    Listed { in_version_one: Some(&[]), ..rule("PACKAGE_NO_IMPORT_CYCLE", MINIMAL) },
    rule("PACKAGE_SAME_CSHARP_NAMESPACE", BASIC),
    rule("PACKAGE_SAME_DIRECTORY", MINIMAL),
    rule("PACKAGE_SAME_GO_PACKAGE", BASIC),
    rule("PACKAGE_SAME_JAVA_MULTIPLE_FILES", BASIC),
    rule("PACKAGE_SAME_JAVA_PACKAGE", BASIC),
    rule("PACKAGE_SAME_PHP_NAMESPACE", BASIC),
    rule("PACKAGE_SAME_RUBY_PACKAGE", BASIC),
    rule("PACKAGE_SAME_SWIFT_PREFIX", BASIC),
    rule("PACKAGE_VERSION_SUFFIX", STANDARD),
    rule("RPC_NO_CLIENT_STREAMING", UNARY),
    rule("RPC_NO_SERVER_STREAMING", UNARY),
    rule("RPC_PASCAL_CASE", BASIC),
    rule("RPC_REQUEST_RESPONSE_UNIQUE", STANDARD),
    rule("RPC_REQUEST_STANDARD_NAME", STANDARD),
    rule("RPC_RESPONSE_STANDARD_NAME", STANDARD),
    rule("SERVICE_PASCAL_CASE", BASIC),
    rule("SERVICE_SUFFIX", STANDARD),
    Listed { in_version_one: None, ..rule("STABLE_PACKAGE_NO_IMPORT_UNSTABLE", &[]) },
    rule("SYNTAX_SPECIFIED", BASIC),
];
