//! What a change of contracts breaks: two states of the same protos compared, under the ids of buf's rules.
//!
//! One kind of element, one file. What is compared is what is written: names are resolved, options are not interpreted, and
//! only proto2 and proto3 are known, so that presence, openness of enums and the like follow from the syntax alone.

mod rules;
mod page;
mod side;
mod report;
mod field;
mod cardinality;
mod kinds;
mod defaults;
mod ranges;
mod files;
mod deleted;
mod messages;
mod field_pairs;
mod field_types;
mod enums;
mod services;

use crate::contracts::buf::{Finding, Proto, Protos, Selected, quoted, sort, written};

use report::Report;
use side::Side;

pub use page::page;
pub use rules::ALL;

/// Everything that the change from `previous` to `current` breaks, of what `selected` looks at: in the files that are `of`
/// interest, and in what these import. Places are those of `current`.
pub fn breaking(
    previous: &Protos,
    current: &Protos,
    of: &dyn Fn(&Proto) -> bool,
    selected: &Selected,
) -> Vec<Finding> {
    let (previous, current) = (Side::new(previous, of), Side::new(current, of));
    let mut report = Report::new(selected);
    files::compare(&previous, &current, &mut report);
    deleted::compare(&previous, &current, &mut report);
    messages::compare(&previous, &current, &mut report);
    field_pairs::compare(&previous, &current, &mut report);
    enums::compare(&previous, &current, &mut report);
    services::compare(&previous, &current, &mut report);
    let mut findings = report.findings;
    sort(&mut findings);
    findings
}
