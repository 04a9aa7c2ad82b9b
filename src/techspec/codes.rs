//! What can be wrong with the regions of a document.

use crate::diagnostic::Code;

/// A region begins and does not end, or ends without having begun.
pub const UNPAIRED_MARK: Code = Code { id: "M01", name: "unpaired-mark" };
/// Two regions have the same name.
pub const REPEATED_REGION: Code = Code { id: "M02", name: "repeated-region" };
