//! buf's 64 rules: their ids, and the categories by which a `buf.yaml` selects them.

use crate::contracts::buf::Listed;

/// The category whose rules hold where a `buf.yaml` names none.
const DEFAULT: &str = "FILE";

/// Every rule, by id.
pub const ALL: &[Listed] = &[
    strict("ENUM_NO_DELETE", &["CSR", "FILE"]),
    strict("ENUM_SAME_JSON_FORMAT", &["CSR", "FILE", "PACKAGE", "WIRE_JSON"]),
    plain("ENUM_SAME_TYPE", &["FILE", "PACKAGE"]),
    strict("ENUM_VALUE_NO_DELETE", &["CSR", "FILE", "PACKAGE"]),
    strict("ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", &["CSR", "WIRE_JSON"]),
    strict("ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", &["CSR", "WIRE_JSON", "WIRE"]),
    strict("ENUM_VALUE_SAME_NAME", &["CSR", "FILE", "PACKAGE", "WIRE_JSON"]),
    strict("EXTENSION_MESSAGE_NO_DELETE", &["CSR", "FILE", "PACKAGE"]),
    second("EXTENSION_NO_DELETE", &["FILE"]),
    strict("FIELD_NO_DELETE", &["CSR", "FILE", "PACKAGE"]),
    strict("FIELD_NO_DELETE_UNLESS_NAME_RESERVED", &["CSR", "WIRE_JSON"]),
    strict("FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", &["CSR", "WIRE_JSON", "WIRE"]),
    plain("FIELD_SAME_CARDINALITY", &["FILE", "PACKAGE"]),
    plain("FIELD_SAME_CPP_STRING_TYPE", &["FILE", "PACKAGE"]),
    second("FIELD_SAME_DEFAULT", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    plain("FIELD_SAME_JAVA_UTF8_VALIDATION", &["FILE", "PACKAGE"]),
    strict("FIELD_SAME_JSON_NAME", &["CSR", "FILE", "PACKAGE", "WIRE_JSON"]),
    plain("FIELD_SAME_JSTYPE", &["FILE", "PACKAGE"]),
    strict("FIELD_SAME_NAME", &["CSR", "FILE", "PACKAGE", "WIRE_JSON"]),
    strict("FIELD_SAME_ONEOF", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("FIELD_SAME_TYPE", &["CSR", "FILE", "PACKAGE"]),
    plain("FIELD_SAME_UTF8_VALIDATION", &["FILE", "PACKAGE"]),
    plain("FIELD_WIRE_COMPATIBLE_CARDINALITY", &["WIRE"]),
    plain("FIELD_WIRE_COMPATIBLE_TYPE", &["WIRE"]),
    strict("FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", &["CSR", "WIRE_JSON"]),
    strict("FIELD_WIRE_JSON_COMPATIBLE_TYPE", &["CSR", "WIRE_JSON"]),
    strict("FILE_NO_DELETE", &["CSR", "FILE"]),
    plain("FILE_SAME_CC_ENABLE_ARENAS", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_CC_GENERIC_SERVICES", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_CSHARP_NAMESPACE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_GO_PACKAGE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_JAVA_GENERIC_SERVICES", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_JAVA_MULTIPLE_FILES", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_JAVA_OUTER_CLASSNAME", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_JAVA_PACKAGE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_OBJC_CLASS_PREFIX", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_OPTIMIZE_FOR", &["FILE", "PACKAGE"]),
    strict("FILE_SAME_PACKAGE", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    plain("FILE_SAME_PHP_CLASS_PREFIX", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_PHP_METADATA_NAMESPACE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_PHP_NAMESPACE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_PY_GENERIC_SERVICES", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_RUBY_PACKAGE", &["FILE", "PACKAGE"]),
    plain("FILE_SAME_SWIFT_PREFIX", &["FILE", "PACKAGE"]),
    strict("FILE_SAME_SYNTAX", &["CSR", "FILE", "PACKAGE"]),
    strict("MESSAGE_NO_DELETE", &["CSR", "FILE"]),
    strict("MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", &["CSR", "FILE", "PACKAGE"]),
    strict("MESSAGE_SAME_JSON_FORMAT", &["CSR", "FILE", "PACKAGE", "WIRE_JSON"]),
    strict("MESSAGE_SAME_REQUIRED_FIELDS", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("ONEOF_NO_DELETE", &["CSR", "FILE", "PACKAGE"]),
    plain("PACKAGE_ENUM_NO_DELETE", &["PACKAGE"]),
    second("PACKAGE_EXTENSION_NO_DELETE", &["PACKAGE"]),
    plain("PACKAGE_MESSAGE_NO_DELETE", &["PACKAGE"]),
    plain("PACKAGE_NO_DELETE", &["PACKAGE"]),
    plain("PACKAGE_SERVICE_NO_DELETE", &["PACKAGE"]),
    strict("RESERVED_ENUM_NO_DELETE", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("RESERVED_MESSAGE_NO_DELETE", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    plain("RPC_NO_DELETE", &["FILE", "PACKAGE"]),
    strict("RPC_SAME_CLIENT_STREAMING", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("RPC_SAME_IDEMPOTENCY_LEVEL", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("RPC_SAME_REQUEST_TYPE", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("RPC_SAME_RESPONSE_TYPE", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    strict("RPC_SAME_SERVER_STREAMING", &["CSR", "FILE", "PACKAGE", "WIRE_JSON", "WIRE"]),
    plain("SERVICE_NO_DELETE", &["FILE"]),
];

/// A rule with the same categories in both editions.
const fn plain(id: &'static str, categories: &'static [&'static str]) -> Listed {
    Listed { id, categories, in_version_one: Some(categories), default: DEFAULT }
}

/// A rule whose first category came with the second edition.
const fn strict(id: &'static str, categories: &'static [&'static str]) -> Listed {
    let in_version_one = match categories {
        [_, rest @ ..] => Some(rest),
        [] => None,
    };
    Listed { id, categories, in_version_one, default: DEFAULT }
}

/// A rule that came with the second edition.
const fn second(id: &'static str, categories: &'static [&'static str]) -> Listed {
    Listed { id, categories, in_version_one: None, default: DEFAULT }
}
