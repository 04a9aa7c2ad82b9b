//! What every rule is about, for people; the examples are their tests.

/// Every page by the id of its rule, in the order of the rules.
macro_rules! pages {
    ($($id:literal),+ $(,)?) => {
        &[$(($id, include_str!(concat!("pages/", $id, ".md")))),+]
    };
}

const PAGES: &[(&str, &str)] = pages![
    "COMMENT_ENUM",
    "COMMENT_ENUM_VALUE",
    "COMMENT_FIELD",
    "COMMENT_MESSAGE",
    "COMMENT_ONEOF",
    "COMMENT_RPC",
    "COMMENT_SERVICE",
    "DIRECTORY_SAME_PACKAGE",
    "ENUM_FIRST_VALUE_ZERO",
    "ENUM_NO_ALLOW_ALIAS",
    "ENUM_PASCAL_CASE",
    "ENUM_VALUE_PREFIX",
    "ENUM_VALUE_UPPER_SNAKE_CASE",
    "ENUM_ZERO_VALUE_SUFFIX",
    "FIELD_LOWER_SNAKE_CASE",
    "FIELD_NOT_REQUIRED",
    "FILE_LOWER_SNAKE_CASE",
    "IMPORT_NO_PUBLIC",
    "IMPORT_USED",
    "MESSAGE_PASCAL_CASE",
    "ONEOF_LOWER_SNAKE_CASE",
    "PACKAGE_DEFINED",
    "PACKAGE_DIRECTORY_MATCH",
    "PACKAGE_LOWER_SNAKE_CASE",
    "PACKAGE_NO_IMPORT_CYCLE",
    "PACKAGE_SAME_CSHARP_NAMESPACE",
    "PACKAGE_SAME_DIRECTORY",
    "PACKAGE_SAME_GO_PACKAGE",
    "PACKAGE_SAME_JAVA_MULTIPLE_FILES",
    "PACKAGE_SAME_JAVA_PACKAGE",
    "PACKAGE_SAME_PHP_NAMESPACE",
    "PACKAGE_SAME_RUBY_PACKAGE",
    "PACKAGE_SAME_SWIFT_PREFIX",
    "PACKAGE_VERSION_SUFFIX",
    "RPC_NO_CLIENT_STREAMING",
    "RPC_NO_SERVER_STREAMING",
    "RPC_PASCAL_CASE",
    "RPC_REQUEST_RESPONSE_UNIQUE",
    "RPC_REQUEST_STANDARD_NAME",
    "RPC_RESPONSE_STANDARD_NAME",
    "SERVICE_PASCAL_CASE",
    "SERVICE_SUFFIX",
    "STABLE_PACKAGE_NO_IMPORT_UNSTABLE",
    "SYNTAX_SPECIFIED",
];

/// The page about a rule, in Markdown.
pub fn page(id: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == id).map(|(_, page)| *page)
}
