//! Tests that ask a whole service or the whole system through its doors, and the values that they ask with.
//!
//! The tests of one thing stand beside it: `use_cases::unit_tests`, `peers::client_tests`, `data::resource_tests`.

mod flow_ends;
pub(super) mod flows;
pub(super) mod process;
pub(super) mod sample;
pub(super) mod sample_request;
pub(super) mod valid;
mod valid_json;
pub(super) mod contract;
