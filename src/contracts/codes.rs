//! The codes of what can be wrong with a contract.

use crate::diagnostic::Code;

/// Not a proto file, or one that says something impossible.
pub const INVALID_PROTO: Code = Code { id: "D01", name: "invalid-proto" };
/// An import that no root holds.
pub const MISSING_IMPORT: Code = Code { id: "D02", name: "missing-import" };
/// `edition = ".."`, which the compiler does not read.
pub const UNSUPPORTED_EDITION: Code = Code { id: "D03", name: "unsupported-edition" };
/// A proto file that declares nothing.
pub const EMPTY_PROTO: Code = Code { id: "D04", name: "empty-proto" };
/// One import path or one name declared twice.
pub const DUPLICATE_SYMBOL: Code = Code { id: "D05", name: "duplicate-symbol" };
/// Too long, too many, or too deep.
pub const OVER_LIMIT: Code = Code { id: "D06", name: "over-limit" };
/// Characters that hide, reorder or control.
pub const UNSAFE_CHARACTERS: Code = Code { id: "D07", name: "unsafe-characters" };
/// One of scaffold's own options with a value that means nothing.
pub const INVALID_OPTION: Code = Code { id: "D08", name: "invalid-option" };
/// An import root that is not there, or cannot be read.
pub const UNREADABLE_ROOT: Code = Code { id: "D09", name: "unreadable-root" };
/// A proto in an import root, or a folder of them, that cannot be read.
pub const UNREADABLE_PROTO: Code = Code { id: "D11", name: "unreadable-proto" };
/// A `buf.yaml` that does not say what it should.
pub const INVALID_BUF_YAML: Code = Code { id: "D10", name: "invalid-buf-yaml" };
