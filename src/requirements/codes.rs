//! What can be wrong with a requirements document as a file.

use crate::diagnostic::Code;

/// The document cannot be read.
pub const UNREADABLE: Code = Code { id: "M03", name: "unreadable-requirements" };
