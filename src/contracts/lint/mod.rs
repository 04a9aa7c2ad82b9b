//! What contracts should look like, under the ids of buf's rules.
//!
//! One kind of element, one file; rules that look at several files at once have a file of their own. What is judged is what
//! is written: names are resolved, options are not interpreted.

mod listed;
mod page;
mod report;
mod casing;
mod comments;
mod files;
mod enums;
mod messages;
mod services;
mod unique;
mod packages;
mod used;
mod imports;
mod cycles;

use crate::contracts::buf::{Finding, Proto, Protos, Section, Selected, sort};

use report::Report;

pub use listed::{ALL, LEFT_OUT, selected};
pub use page::page;

/// Everything that is wrong with some files of `protos`; the others are only what these import.
pub fn lint(
    protos: &Protos,
    judged: &[&Proto],
    section: &Section,
    selected: &Selected,
) -> Vec<Finding> {
    let mut report = Report::new(section, selected);
    for proto in judged {
        let mut report = report.of(proto);
        files::file(&mut report);
        enums::all(&mut report);
        messages::all(&mut report);
        services::all(&mut report);
    }
    imports::all(&mut report, protos, judged);
    cycles::all(&mut report, protos, judged);
    packages::all(&mut report, judged);
    unique::all(&mut report, judged);
    let mut findings = report.findings;
    sort(&mut findings);
    findings
}
