//! The kinds of fault that a topology can have before it means anything.

use crate::diagnostic::Code;

/// The file is not the YAML that scaffold reads.
pub const INVALID_YAML: Code = Code { id: "Y01", name: "invalid-yaml" };
/// A key stands twice in one map.
pub const DUPLICATE_KEY: Code = Code { id: "Y02", name: "duplicate-key" };
/// A key that the language does not have.
pub const UNKNOWN_KEY: Code = Code { id: "Y03", name: "unknown-key" };
/// A list where a map is meant, and the like.
pub const WRONG_FORM: Code = Code { id: "Y04", name: "wrong-form" };
/// The form is right; the unit, range or pattern is not.
pub const WRONG_VALUE: Code = Code { id: "Y05", name: "wrong-value" };
/// A key that must be there is not.
pub const MISSING_KEY: Code = Code { id: "Y06", name: "missing-key" };
/// A name that is not in the form that names have.
pub const INVALID_NAME: Code = Code { id: "Y07", name: "invalid-name" };
/// Too large, too deep or too many.
pub const OVER_LIMIT: Code = Code { id: "Y08", name: "over-limit" };
/// A name that is declared nowhere.
pub const UNKNOWN_NAME: Code = Code { id: "Y09", name: "unknown-name" };
