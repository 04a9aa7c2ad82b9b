//! What can be wrong with waivers and policy themselves.

use crate::diagnostic::Code;

/// A rule is named that does not exist.
pub use crate::topology::codes::UNKNOWN_NAME;

/// A waiver that nothing needs.
pub const UNUSED_WAIVER: Code = Code { id: "Y10", name: "unused-waiver" };
