//! Questions into files: what a new system is asked, what the answers mean, and the project that they make.
//!
//! Who answers is not known here: [`Ask`] is a terminal, a test, or the answers that flags and files gave.

mod answers;
mod ask;
mod contract;
mod derive;
mod given;
mod identifiers;
mod incomplete;
mod interview;
mod meaning;
mod prd;
mod project;
mod proto;
pub mod questions;
mod scripted;
mod shape;
mod starter;
mod suggest;
mod terminal;
mod topology;
mod waits;
mod words;
mod yaml;

pub use answers::{
    Access, Answers, Call, Domain, Engine, Operation, Role, Rpc, Service, Store, Topic,
};
pub use ask::{Accept, Answer, Ask, Asked};
pub use given::Given;
pub use identifiers::{Entity, Route, RpcName, TopicName};
pub use incomplete::{Incomplete, Refused, Unknown};
pub use interview::{answers, system};
pub use meaning::meaning;
pub use project::project;
pub use scripted::{ScriptedAsk, Unanswered};
pub use starter::{named, system_of};
pub use terminal::DialoguerAsk;
