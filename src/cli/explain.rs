//! `scaffold explain`.

use anyhow::{Result, bail};

use super::effective::effective;
use super::output::Terminal;
use super::{Ending, Global};
use crate::contracts::{breaking, lint};
use crate::names::nearest;
use crate::rules;

/// What to explain.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A check, by its code or name: `S01`, `shared-store`, `FIELD_NO_DELETE`; without one, all are listed
    #[arg(value_name = "CODE", conflicts_with = "effective")]
    code: Option<String>,
    /// Every value that holds for a service, and the line that gave it
    #[arg(long, value_name = "SERVICE")]
    effective: Option<String>,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    match (&args.effective, &args.code) {
        (Some(service), _) => effective(service, global, terminal),
        (None, Some(code)) => page(code, terminal),
        (None, None) => {
            terminal.data(&list())?;
            Ok(Ending::Fine)
        }
    }
}

/// One line for each check, then those of contracts.
fn list() -> String {
    let checks = rules::ALL.iter().map(|rule| format!("{} {}\n", rule.code.id, rule.code.name));
    let breaking = breaking::ALL.iter().map(|rule| format!("{} breaking-change\n", rule.id));
    let lint = lint::ALL.iter().map(|rule| format!("{} lint\n", rule.id));
    checks.chain(breaking).chain(lint).collect()
}

fn page(code: &str, terminal: &Terminal) -> Result<Ending> {
    let of_check = rules::page(code).map(|rule| rule.page);
    let id = code.to_ascii_uppercase();
    if let Some(page) = of_check.or_else(|| breaking::page(&id)).or_else(|| lint::page(&id)) {
        terminal.data(page)?;
        return Ok(Ending::Fine);
    }
    if id == lint::LEFT_OUT {
        bail!("`{id}` is a rule of buf that scaffold leaves out: it needs a compiler of CEL");
    }
    let checks = rules::ALL.iter().map(|rule| rule.code.name);
    let of_contracts = breaking::ALL.iter().chain(&lint::ALL).map(|rule| rule.id);
    match nearest(code, checks.chain(of_contracts)) {
        Some(near) => bail!("there is no check `{code}`; `{near}` is the nearest"),
        None => bail!("there is no check `{code}`; `scaffold explain` lists all"),
    }
}
