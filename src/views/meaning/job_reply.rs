//! What is known of a job that an RPC hands over, or whose result it tells, as far as its reply has fields for it.

use super::dataflow::{Parts, Source};
use super::field::is_text;
use crate::contracts::Field;
use crate::model::Operation;

/// The fields of replies that a job fills, and what fills them.
const KNOWN: [(&str, &str); 3] =
    [("job_id", "job_id"), ("state", "outcome.state"), ("error", "outcome.error")];

/// What fills a field of an RPC's reply, where the RPC hands a job over or tells its result.
fn known(operation: &Operation, field: &Field) -> Option<&'static str> {
    let (_, expression) = KNOWN.iter().find(|(name, _)| *name == field.name)?;
    let of = if *expression == "job_id" { &operation.starts } else { &operation.result };
    (is_text(field) && of.is_some()).then_some(*expression)
}

impl Parts<'_> {
    /// What is known of a job fills the fields of that name.
    pub(super) fn take_from_job(mut self, operation: &Operation) -> Self {
        self.filled.retain(|(field, _)| known(operation, field).is_none());
        for field in &self.message.fields {
            if let Some(source) = known(operation, field) {
                self.missing.retain(|missing| missing.name != field.name);
                self.filled.push((field, Source::Job(source)));
            }
        }
        self.filled.sort_by_key(|(field, _)| field.number);
        self
    }
}
