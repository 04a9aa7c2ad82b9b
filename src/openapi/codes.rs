//! The kinds of fault that an OpenAPI document can have.

use crate::diagnostic::Code;

/// The file is no OpenAPI document that scaffold reads.
pub const INVALID_OPENAPI: Code = Code { id: "H01", name: "invalid-openapi" };
/// Sound, but more than scaffold reads: it is left out, or read as any JSON.
pub const UNSUPPORTED_OPENAPI: Code = Code { id: "H02", name: "unsupported-openapi" };
/// Two operations have one id.
pub const DUPLICATE_OPERATION: Code = Code { id: "H03", name: "duplicate-operation-id" };
/// A `$ref` leads nowhere, or out of the document.
pub const UNRESOLVED_REFERENCE: Code = Code { id: "H04", name: "unresolved-reference" };
