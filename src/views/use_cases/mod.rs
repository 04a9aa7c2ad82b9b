//! What a service does when it is asked: the ports, the walking skeleton of every operation, and its unit tests.
//!
//! No transport here: how requests come in is `doors`, how peers are called is `peers`, what is kept is `data`.

mod answers;
mod calls;
mod choice;
mod choice_tests;
mod compensation;
mod compensation_tests;
mod expectations;
mod fakes;
mod fixtures;
mod job_tests;
pub(super) mod jobs;
pub(super) mod ports;
pub(super) mod skeleton;
mod test_statements;
pub(super) mod unit_tests;
mod values;
