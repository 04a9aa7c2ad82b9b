//! What all rules share: their findings, the waivers and the policy that are applied to them, and a few words.

mod cause;
pub mod codes;
mod environments;
mod finding;
mod judge;
mod policy;
mod subscriptions;
mod touches;
mod waivers;
mod words;

pub use cause::Cause;
pub use environments::Everywhere;
pub(super) use environments::everywhere;
pub use finding::{Finding, Subject};
pub(super) use judge::judge;
pub use judge::{Findings, Judged, Verdict};
pub(super) use policy::most;
pub(super) use subscriptions::of_subscriptions;
pub(super) use touches::{Touch, touches};
pub(super) use words::{SECRET, list, near, shown, target};
